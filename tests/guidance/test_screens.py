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
