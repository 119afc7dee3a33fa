"""The filter before a whole reading: passed, stopped, stated on a page and unknown, which is never passed (row S12)."""

import re
from typing import Any

from guidance.people import Read, one

from smartpick.programs import Directory

CODE, OTHER = "1047120C0", "1485120C0"


def counts(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"[0-9]+", text.split(", which is not", maxsplit=1)[0]))


def fact(code: str, value: int, *, strict: bool = True) -> dict[str, Any]:
    return {
        "program_code_nrmp": code,
        "field": "minimum_step2_ck",
        "value": value,
        "strict": strict,
        "source": "coordinator",
        "date": "2026-07-01",
    }


def test_nothing_noted_is_unknown_and_not_passed(read: Read, directory: Directory) -> None:
    found = one(read(), "screens")
    programs, passed, stopped, stating, unknown = counts(found.text)
    assert programs == len(directory.of(["family_medicine"]))
    assert (passed, stopped) == (0, 0)
    assert stating + unknown == programs
    assert unknown > stating
    assert found.severity == "unknown"


def test_rules_and_preferences_are_told_apart(read: Read) -> None:
    found = one(read(own_facts=[fact(CODE, 255), fact(OTHER, 220)]), "screens")
    programs, passed, stopped, stating, unknown = counts(found.text)
    assert (passed, stopped) == (1, 1)
    assert passed + stopped + stating + unknown == programs
    assert "Stopped: " in found.text
    assert "own_facts" in found.fields
    soft = one(read(own_facts=[fact(CODE, 255, strict=False)]), "screens")
    assert counts(soft.text)[2] == 0
    assert "Preferences, which stop nobody by themselves" in soft.text
    assert "Stopped: " not in soft.text


COMLEX: dict[str, Any] = {
    "applicant": {"type": "us_do_senior"},
    "exams": {
        "step1": [],
        "step2_ck": [],
        "comlex1": [{"date": "2024-05-21", "result": "pass"}],
        "comlex2": [{"date": "2026-05-01", "result": "pass", "score": 520}],
    },
    "goals": {"specialties": ["Internal Medicine"]},
}


def test_who_takes_comlex_alone_is_told_apart_from_who_does_not_and_from_the_unknown(read: Read) -> None:
    """Pages that name COMLEX are leads, one that refuses it is said, an own fact goes over both (row S03)."""
    text = one(read(**COMLEX), "comlex_pages").text
    assert "Eisenhower" in text.split("COMLEX alone is not taken at")[1]
    assert "Cedars-Sinai" in text.split("COMLEX alone is not taken at")[0]
    assert "unknown, which is no yes" in text
    assert "your own fact" not in text
    noted = {**fact("1485140C0", 0), "field": "accepts_comlex_only", "value": True}
    told = one(read(**COMLEX, own_facts=[noted]), "comlex_pages")
    assert "Eisenhower" in told.text.split("a page names COMLEX")[0]
    assert "own_facts" in told.fields
    assert not any(each.key == "comlex_pages" for each in read().findings)
