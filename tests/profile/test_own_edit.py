"""Own facts go into a profile's text and out again; everything else stays to the byte, and nothing is half done."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import ProfileError
from smartpick.profile import Known
from smartpick.profile.own import Change, edited_own_facts, field_rules, value_in

TODAY = date(2026, 9, 1)
HARBOR, OTHER = "1067120C0", "1522120C2"
PLAIN = """# mine
profile_version = 1
[applicant]
type = "us_md_senior"   # a comment that stays
[goals]
specialties = ["Family Medicine"]

[[own_facts]]
program_code_nrmp = "1067120C0"
field = "minimum_step2_ck"
value = 220
strict = false
source = "a resident"
date = 2026-08-03

# between them
[[own_facts]]
program_code_nrmp = "1067120C0"
field = "note"
value = "friendly"
source = "me"
date = 2026-08-03

[budget]
usd = 1000
"""


def fact(field: str, value: object, code: str = HARBOR, day: date = TODAY, **more: object) -> dict[str, Any]:
    return {
        "program_code_nrmp": code,
        "field": field,
        "value": value,
        "strict": False,
        "source": "open house",
        "date": day,
        **more,
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "me.toml"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def facts_in(text: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(text).get("own_facts", []))


def test_a_fact_is_added_and_the_rest_stays(file: Path) -> None:
    edit = edited_own_facts(file, Known(), TODAY, [fact("do_share", 0.25, OTHER)])
    assert edit.text.startswith(PLAIN)
    assert facts_in(edit.text)[-1]["value"] == 0.25
    assert [change for change, _ in edit.changes] == [Change.NEW]
    assert edit.profile.own_facts[-1].field == "do_share"
    assert file.read_text(encoding="utf-8") == PLAIN, "nothing is written yet"


def test_one_of_the_same_field_gives_way_and_is_told(file: Path) -> None:
    edit = edited_own_facts(file, Known(), TODAY, [fact("minimum_step2_ck", 230)])
    ((change, before),) = edit.changes
    assert change is Change.REPLACED
    assert before is not None
    assert before["value"] == 220
    assert [each["value"] for each in facts_in(edit.text)] == ["friendly", 230]
    for kept in ("# mine", "# a comment that stays", "# between them", "[budget]\nusd = 1000"):
        assert kept in edit.text


def test_an_older_one_does_not_take_its_place_and_the_same_one_is_confirmed(file: Path) -> None:
    old = fact("minimum_step2_ck", 230, day=date(2025, 1, 1))
    edit = edited_own_facts(file, Known(), TODAY, [old])
    assert edit.text == PLAIN
    assert edit.changes[0][0] is Change.OLDER
    same = edited_own_facts(file, Known(), TODAY, [fact("minimum_step2_ck", 220)])
    assert same.changes[0][0] is Change.CONFIRMED
    assert facts_in(same.text)[-1]["date"] == TODAY, "and dated anew"


def test_notes_stand_side_by_side_and_none_twice(file: Path) -> None:
    edit = edited_own_facts(file, Known(), TODAY, [fact("note", "friendly"), fact("note", "far")])
    assert [each["value"] for each in facts_in(edit.text) if each["field"] == "note"] == ["friendly", "far"]


def test_a_fact_is_taken_out(file: Path) -> None:
    edit = edited_own_facts(file, Known(), TODAY, removed=[(HARBOR, "minimum_step2_ck")])
    assert [each["field"] for each in facts_in(edit.text)] == ["note"]
    assert "# between them" in edit.text
    with pytest.raises(ProfileError, match="no do_share of 1067120C0"):
        edited_own_facts(file, Known(), TODAY, removed=[(HARBOR, "do_share")])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_facts_in_brackets_and_over_lines_can_be_changed_too(tmp_path: Path, end: str) -> None:
    head, foot = PLAIN.split("[[own_facts]]", maxsplit=1)[0], "[budget]\nusd = 1000\n"
    listed = (
        'own_facts = [{ program_code_nrmp = "1067120C0", field = "minimum_step2_ck", value = 220, strict = true,'
        ' source = "x", date = 2026-08-03 }]\n'
    )
    spread = head + '[[own_facts]]\nprogram_code_nrmp = "1067120C0"\nfield = "minimum_step2_ck"\nvalue = 220\n'
    spread += 'strict = true\nsource = """x\\\n  y"""\ndate = 2026-08-03\n'
    for text, works in ((listed + head + foot, False), (spread + foot, True)):
        path = tmp_path / "me.toml"
        path.write_bytes(text.replace("\n", end).encode())
        gone = edited_own_facts(path, Known(), TODAY, removed=[(HARBOR, "minimum_step2_ck")])
        assert facts_in(gone.text) == []
        if works:
            assert facts_in(edited_own_facts(path, Known(), TODAY, [fact("do_share", 0.5)]).text)[-1]["value"] == 0.5
        else:
            with pytest.raises(ProfileError, match="laid out in a way"):
                edited_own_facts(path, Known(), TODAY, [fact("do_share", 0.5)])


def test_a_thousand_facts_are_written_in_a_second(file: Path) -> None:
    import time

    many = [fact("note", f"note {number}", code=f"10{number % 90:02d}120C0") for number in range(1000)]
    start = time.perf_counter()
    edit = edited_own_facts(file, Known(), TODAY, many)
    assert time.perf_counter() - start < 5, "a second on a free machine"
    assert len(facts_in(edit.text)) == 1002


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(str.strip))
def test_any_text_comes_back_as_it_was(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("own") / "me.toml"
    path.write_text(PLAIN, encoding="utf-8")
    plain = " ".join(text.split())
    edit = edited_own_facts(path, Known(), TODAY, [fact("note", plain, OTHER)])
    assert facts_in(edit.text)[-1]["value"] == plain


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("minimum_step2_ck", "220", 220),
        ("minimum_step2_ck", "220.0", 220),
        ("img_share", "35%", 0.35),
        ("img_share", "35", 0.35),
        ("img_share", "0.35", 0.35),
        ("img_share", "1", 0.01),
        ("img_share", "1 %", 0.01),
        ("img_share", "100%", 1.0),
        ("salary_usd", "$61,500", 61_500),
        ("max_years_since_graduation", "5 years", 5),
        ("min_us_experience_months", "3 months", 3),
        ("sponsors_j1", "Yes", True),
        ("sponsors_h1b", "not sponsored", False),
        ("program_type", "Community", "community"),
        ("mission", "  the  underserved ", "the underserved"),
        ("do_share", "N/A", None),
    ],
)
def test_a_text_is_read_as_the_value_of_its_field(field: str, text: str, value: object) -> None:
    if text == "1":
        with pytest.raises(ValueError, match="may be one percent or all"):
            value_in(field, text)
        return
    assert value_in(field, text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("minimum_step2_ck", "high"),
        ("minimum_step2_ck", "22000"),
        ("minimum_step2_ck", "210-220"),
        ("img_share", "120%"),
        ("sponsors_j1", "maybe"),
        ("program_type", "fine"),
        ("max_failed_attempts", "-1"),
        ("salary_usd", "60k"),
    ],
)
def test_what_is_no_value_is_refused_with_how_to_write_it(field: str, text: str) -> None:
    with pytest.raises(ValueError, match="write "):
        value_in(field, text)


@given(field=st.sampled_from(sorted(field_rules())), text=st.text(max_size=40))
def test_any_text_is_a_value_or_is_refused(field: str, text: str) -> None:
    value: object = None
    told = "write "
    try:
        value = value_in(field, text)
    except ValueError as error:
        told = str(error)
    assert "write " in told
    assert value is None or isinstance(value, bool | int | float | str)
