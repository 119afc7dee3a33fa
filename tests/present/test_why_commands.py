"""``why``, ``whatif`` and ``compare``: three sentences first, JSON as its schema and page say, errors told politely."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from smartpick.errors import RequestError
from smartpick.present._compare_reading import earlier_list

Run = Callable[..., Any]
DAY = ("--today", "2026-09-10")
FREE_KEYS = ("by_specialty", "sources")

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def fits(root: Path) -> Callable[[str, Any], None]:
    """Hold JSON against its schema and against the fields that the page explains."""
    text = (root / "docs" / "json.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `smartpick (\w+)`$", text, flags=re.MULTILINE)
    pages = dict(zip(parts[1::2], parts[2::2], strict=True))

    def check(name: str, data: Any) -> None:
        schema = json.loads((root / "docs" / "schemas" / f"{name}-1.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        found = [f"{e.json_path}: {e.message[:200]}" for e in Draft202012Validator(schema).iter_errors(data)]
        assert not found
        explained = set(re.findall(r"^\| `([^`]+)` \|", pages[name], re.MULTILINE))
        used = set(_paths(data))
        assert used <= explained, used - explained

    return check


def _paths(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _paths(entry, f"{path}[]")
    elif isinstance(value, dict) and value.keys() != {"mean", "low", "high"}:
        for name, inner in value.items():
            free = path in FREE_KEYS or path.endswith(".by_specialty")
            here = f"{path}.{'KEY' if free else name}" if path else name
            yield here
            yield from _paths(inner, here)


def test_why_answers_first_and_names_its_sources(me: Path, run: Run) -> None:
    code = run("list", me, *DAY, "--json", "-").data["programs"][0]["program_code_nrmp"]
    told = run("why", me, code, *DAY)
    assert told.code == 0
    flowing = " ".join(told.out.split())
    assert "is on your list" in flowing
    for heading in (
        "What speaks for it",
        "Signal",
        "cannot be told apart",
        "what to ask",
        "how they filled",
        "Sources",
    ):
        assert heading in flowing
    asked = run("why", me, code, "--questions", *DAY)
    assert asked.out.count("[ ]") >= 1
    assert "Is there a minimum Step 2 CK score" in asked.out


@pytest.mark.parametrize("text", ["1047110C0", "Arrowhead", "arrowhead emergency"])
def test_a_program_is_found_by_code_or_by_part_of_its_name(text: str, me: Path, run: Run) -> None:
    told = run("why", me, text, *DAY, "--json", "-")
    assert told.code == 0
    assert told.data["program_code_nrmp"] == "1047110C0"


def test_where_several_fit_they_are_named_with_their_codes(root: Path, run: Run) -> None:
    told = run("why", root / "examples" / "us-img-step2-fail.toml", "Harbor", *DAY)
    assert told.code == 2
    assert "2 programs fit 'Harbor'" in told.err
    assert "1067120C0" in told.err
    assert run("why", root / "examples" / "us-img-step2-fail.toml", "qqqqqq", *DAY).code == 2


def test_why_as_json_fits_schema_and_page(root: Path, me: Path, run: Run, fits: Callable[[str, Any], None]) -> None:
    codes = run("list", me, *DAY, "--json", "-").data
    seen = set()
    for code in (
        codes["programs"][0]["program_code_nrmp"],
        codes["programs"][-1]["program_code_nrmp"],
        "1047120C0",
        "1047110C0",
    ):
        data = run("why", me, code, *DAY, "--json", "-").data
        fits("why", data)
        seen.add(data["status"])
        cited = {fact.partition("/")[0] for reason in data["reasons"] for fact in reason["facts"]}
        assert cited <= data["sources"].keys()
    assert {"on_list", "not_in_list"} <= seen
    ruled = run("list", root / "examples" / "non-us-img-visa.toml", *DAY, "--json", "-").data["dropped"]
    out = next((each for each in ruled if each["kind"] == "ruled_out"), None)
    if out is not None:
        path = root / "examples" / "non-us-img-visa.toml"
        data = run("why", path, out["program_code_nrmp"], *DAY, "--json", "-").data
        fits("why", data)
        assert data["status"] == "ruled_out"
        assert data["p_interview"] is None


def test_whatif_answers_in_three_sentences_and_fits(me: Path, run: Run, fits: Callable[[str, Any], None]) -> None:
    told = run("whatif", me, "--set", "step2_ck=255", "--set", "max_programs=5", *DAY)
    assert told.code == 0
    flowing = " ".join(told.out.split())
    assert flowing.index("your chance of matching would be") < flowing.index("Before and after what")
    assert "no promise" in flowing
    data = run("whatif", me, "--set", "step2_ck=255", "--set", "max_programs=5", *DAY, "--json", "-").data
    fits("whatif", data)
    (case,) = data["cases"]
    assert case["set"] == ["step2_ck=255", "max_programs=5"]
    assert case["after"]["programs"] == 5 == data["before"]["programs"] + case["change"]["programs"]
    assert data["before"]["programs"] + len(case["entering"]) - len(case["leaving"]) == 5


def test_several_values_make_a_table(me: Path, run: Run, fits: Callable[[str, Any], None]) -> None:
    told = run("whatif", me, "--set", "step2_ck=225,240,250", *DAY)
    assert [f"step2_ck={score}" in told.out for score in (225, 240, 250)] == [True] * 3
    data = run("whatif", me, "--set", "step2_ck=225,240,250", *DAY, "--json", "-").data
    fits("whatif", data)
    changes = [case["change"]["p_match"]["mean"] for case in data["cases"]]
    assert changes[1] == 0, "240 is what the profile says"
    assert changes[0] < 0 < changes[2]


def test_everything_wrong_with_a_change_is_told_at_once(me: Path, run: Run) -> None:
    told = run("whatif", me, "--set", "step2_ck=225,999,4", "--set", "stpe=4", *DAY)
    assert told.code == 2
    assert "no field 'stpe'" in told.err
    told = run("whatif", me, "--set", "step2_ck=225,999,4", *DAY)
    assert told.code == 2
    assert "--set step2_ck=999: me.toml, line" in told.err
    assert "step2_ck=4" in told.err
    assert run("whatif", me, *DAY).code == 2
    assert "is not field=value" in run("whatif", me, "--set", "x", "--today", "noon").err


def test_compare_tells_what_changed_and_fits(
    me: Path, tmp_path: Path, run: Run, fits: Callable[[str, Any], None]
) -> None:
    old, was = tmp_path / "old.json", tmp_path / "was.toml"
    was.write_text(me.read_text(encoding="utf-8"), encoding="utf-8")
    run("list", was, *DAY, "--json", old)
    same = run("compare", old, me, *DAY)
    assert same.code == 0
    assert "None of the inputs changed." in same.out
    me.write_text(me.read_text(encoding="utf-8").replace("score = 240", "score = 222"), encoding="utf-8")
    told = run("compare", old, me, "--old-profile", was, "--max-programs", "6", *DAY)
    assert told.code == 0
    flowing = " ".join(told.out.split())
    assert "“exams” of your" in flowing
    assert "number asked for" in flowing
    data = run("compare", old, me, "--old-profile", was, "--max-programs", "6", *DAY, "--json", "-").data
    fits("compare", data)
    assert [each["input"] for each in data["inputs"]] == ["limits.max_programs", "profile.exams"]
    assert data["old"]["programs"] == data["kept"] + len(data["leaving"])
    assert data["new"]["programs"] == data["kept"] + len(data["entering"]) == 6
    wrong = run("compare", old, me, "--old-profile", me, *DAY)
    assert wrong.code == 2
    assert "not the profile that the saved list was made from" in wrong.err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema": "smartpick.list/1"}', '{"schema": "x"}', "[" * 99999]
)
def test_what_is_no_saved_list_is_refused(text: str, me: Path, tmp_path: Path, run: Run) -> None:
    old = tmp_path / "old.json"
    old.write_text(text, encoding="utf-8")
    told = run("compare", old, me, *DAY)
    assert told.code == 2
    assert "smartpick list PROFILE --json FILE" in told.err
    assert "Traceback" not in told.err
    assert run("compare", tmp_path / "none.json", me, *DAY).code == 2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(
    field=st.sampled_from(
        ["season", "today", "seed", "facts_version", "profile_hash", "summary", "programs", "request"]
    ),
    value=_JSON,
)
@settings(max_examples=200, deadline=None)
def test_any_value_of_a_field_is_read_or_refused(field: str, value: Any) -> None:
    good: dict[str, Any] = {
        "schema": "smartpick.list/1",
        "season": 2027,
        "today": "2026-09-10",
        "seed": 1,
        "facts_version": "a" * 64,
        "profile_hash": "b" * 16,
        "summary": {"p_match": {"mean": 0.5, "low": 0.3, "high": 0.7}, "cost_usd": {"total": 300}},
        "programs": [{"program_code_nrmp": "1047120C0", "name": "A", "signal": "none"}],
        "request": {"max_programs": None, "budget_usd": None, "areas": [], "specialties": []},
    }
    assert earlier_list(good, "old.json").programs == {"1047120C0": "A"}
    try:
        found = earlier_list({**good, field: value}, "old.json")
    except RequestError:
        return
    assert found.season >= 2000


def test_private_things_are_in_none_of_the_answers(me: Path, tmp_path: Path, run: Run) -> None:
    private = '\n[[ties]]\nkind = "partner"\nplace = "Zanesville"\nstate = "CA"\n'
    path, old = tmp_path / "private.toml", tmp_path / "old.json"
    run("list", me, *DAY, "--json", old)
    path.write_text(me.read_text(encoding="utf-8") + private, encoding="utf-8")
    for told in (
        run("why", path, "1047110C0", *DAY),
        run("why", path, "1047110C0", *DAY, "--json", "-"),
        run("whatif", path, "--set", "step2_ck=250", *DAY),
        run("compare", old, path, "--old-profile", me, *DAY),
    ):
        assert told.code == 0
        assert "Zanesville" not in told.out
        assert "partner" not in told.out
