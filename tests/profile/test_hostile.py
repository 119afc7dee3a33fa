"""Whatever stands in the file, what comes back is a profile or a list of problems."""

import os
import re
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import Problem, ProfileError
from smartpick.profile import Known, check_profile, load_profile, template
from smartpick.profile._lines import lines_of, nearest_line

TODAY = date(2026, 11, 24)
EXAMPLES = [path.read_bytes() for path in sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))]

RELAXED = settings(deadline=None)
HUGE = 0x7FFF << 40_000
WRONG: dict[str, list[Any]] = {
    "day": [
        "",
        "soon",
        "2026-13",
        "2026-02-30",
        20260520,
        1.5,
        True,
        [],
        {},
        datetime(2026, 5, 5, 1, 1, tzinfo=UTC),
        time(1, 1),
        date(5, 5, 5),
    ],
    "text": [3, 1.5, True, ["x"], {}, date(2026, 5, 5), "a\u202eb", "x" * 3000],
    "program code": ["", "1067120c0", "1067120C0\n", "\u0661067120C0", 1067120, True, [], {}],
    "institution code": ["", "106", "10671", "\u0661067", 1067, True, [], {}],
    "state": ["", "ca", "California", "CAL", 3, True, [], {}],
    "true or false": ["true", 1, 0, 1.0, "", [], {}, date(2026, 5, 5)],
    "whole number": ["5", 5.0, 1.5, True, -1, HUGE, float("nan"), float("inf"), [], {}, date(2026, 5, 5)],
    "number": ["5", True, HUGE, float("nan"), float("inf"), -float("inf"), [], {}, date(2026, 5, 5)],
    "one of": ["", "nothing of these", 3, -1, 1.5, True, [], {}, date(2026, 5, 5)],
    "as its field says": [[], {}, date(2026, 5, 5), float("nan"), HUGE, -3, True],
}


def are_problems(problems: list[Problem]) -> bool:
    """Say whether a list holds problems only, each with a place and words that a terminal can show."""
    return all(
        isinstance(problem, Problem)
        and problem.where.startswith("me.toml")
        and problem.what
        and len(str(problem)) < 2500
        and not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", str(problem))
        for problem in problems
    )


@RELAXED
@given(st.binary(max_size=300) | st.sampled_from(EXAMPLES).flatmap(lambda raw: st.binary(max_size=4).map(raw.__add__)))
def test_any_bytes(check: Any, raw: bytes) -> None:
    assert are_problems(check(raw))


@RELAXED
@given(st.sampled_from(EXAMPLES), st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=8))
def test_examples_with_a_piece_torn_out(check: Any, raw: bytes, at: int, length: int, instead: bytes) -> None:
    at = min(at, len(raw))
    assert are_problems(check(raw[:at] + instead + raw[at + length :]))


KEYS = st.sampled_from(
    [
        "applicant",
        "type",
        "goals",
        "specialties",
        "areas",
        "tier1",
        "exams",
        "step1",
        "step2_ck",
        "score",
        "date",
        "ties",
        "own_facts",
        "value",
        "season_log",
        "event",
        "assumptions",
        "mean",
        "int",
        "str",
        "[key]",
        "",
        "a.b",
        "x\x1by",
        "é",
    ]
) | st.text(max_size=5)
LEAVES = (
    st.none().map(lambda _: "us_md_senior")
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.dates(min_value=date(1, 1, 1))
    | st.just(1 << 70)
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=25
)


@RELAXED
@given(st.dictionaries(KEYS, TREES, max_size=6), st.booleans())
def test_any_tree(check: Any, make: Any, tree: dict[str, Any], with_least: bool) -> None:  # noqa: FBT001
    tree = {name: value for name, value in tree.items() if not (with_least and name in {"applicant", "goals"})}
    assert are_problems(check(make.text(tree), with_least=with_least))


@settings(RELAXED, max_examples=150)
@given(data=st.data())
def test_any_profile_with_well_formed_fields(check: Any, make: Any, data: st.DataObject) -> None:
    """Blocks drawn from the model: the rules meet every mixture of fields."""
    tree: dict[str, Any] = {}
    for each in data.draw(st.lists(st.sampled_from(make.fields), max_size=12, unique_by=lambda each: each.path)):
        value = _well_formed(data, each)
        _merge(tree, make.tree(each.path, [value] if each.is_list else value))
    tree = tree or make.tree("season", 2027)
    assert are_problems(check(make.text(tree), with_least=False))


def _well_formed(data: st.DataObject, each: Any) -> Any:
    low, high = each.bounds
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "day": st.dates(date(2019, 1, 1), date(2028, 12, 31)),
        "text": st.sampled_from(["FM", "California", "x", "Pacific", "40 miles from 90502", "Korean", "/x"]),
        "program code": st.sampled_from(["1067120C0", "1061140C0", "1903140P1", "9999999C0"]),
        "institution code": st.sampled_from(["1067", "9999"]),
        "state": st.sampled_from(["CA", "ZZ"]),
        "true or false": st.booleans(),
        "whole number": st.integers(int(max(low, -9)), int(min(high, 10**6))) if high > 1 else st.just(1),
        "number": st.floats(max(low, -1e6), min(high, 1e6), exclude_min=True),
        "one of": st.sampled_from(each.words or ("1",)),
        "as its field says": st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False), st.just("x")),
    }
    return 1 if each.path == "profile_version" else data.draw(strategies[each.kind])


def _merge(tree: dict[str, Any], other: dict[str, Any]) -> None:
    """Put a tree into another: tables are joined, blocks follow each other."""
    for name, value in other.items():
        mine = tree.setdefault(name, value)
        if mine is value:
            continue
        if isinstance(mine, dict) and isinstance(value, dict):
            _merge(mine, value)
        elif isinstance(mine, list) and isinstance(value, list):
            mine += value


def test_a_value_of_the_wrong_kind_is_told_in_its_place(check: Any, make: Any, fields: list[Any]) -> None:
    for each in fields:
        name = "location" if "priorities" in each.path else "step1_fail"
        path = each.path.replace("NAME", name).replace("[]", "[0]")
        for value in WRONG[each.kind]:
            problems = check(make.text(make.tree(each.path, [value] if each.is_list else value)), with_least=False)
            assert are_problems(problems), (each.path, value)
            paths = [problem.where.rpartition(", ")[2] for problem in problems]
            where = f"{path}[0]" if each.is_list else path
            if each.kind == "as its field says" and value in (-3, True):
                where = path
            assert where in paths, (each.path, str(value)[:50] if value is not HUGE else "huge", paths)


def test_a_value_where_a_table_or_list_belongs(check: Any, make: Any, fields: list[Any]) -> None:
    holders = {each.path[: found.start()] for each in fields for found in re.finditer(r"\.|\[\]", each.path)}
    holders |= {each.path for each in fields if each.is_list}
    for holder in sorted(holders - {""}):
        for value in (3, "x", True, date(2026, 5, 5), [3], ["x"], {"x": 1}):
            problems = check(make.text(make.tree(holder, value)), with_least=False)
            assert are_problems(problems)
            is_list_of_texts = value == ["x"] and any(each.path == holder and each.kind == "text" for each in fields)
            is_own = holder in {"assumptions", "goals.priorities"} and value == {"x": 1}
            assert problems or is_list_of_texts or is_own, (holder, value)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "missing"),
        (b"\x00", "line 1: a character that cannot be shown"),
        (b"season = 2027\n\x1b[31m", "line 2: a character that cannot be shown"),
        (template().encode("utf-16"), "not UTF-8 text"),
        ("# Größe\n".encode("latin-1"), "line 1: not UTF-8 text"),
        (b"season = 2027\nseason = 2028\n", "line 2"),
        (b"type = us_md_senior", "Texts stand in double quotes"),
        (b"x = " + b"[" * 100_000, "without end"),
        (b"x = " + b"[" * 5_000 + b"]" * 5_000, "without end"),
        (b"x = " + b"[" * 300 + b"]" * 300, "without end"),
        (b"[" + b"a." * 20_000 + b"a]", "without end"),
        (b"a." * 20_000 + b"a = 1", "without end"),
        (b"x = " + b"9" * 5_000, "TOML"),
        (b"season = 0x" + b"F" * 5_000, "a huge number"),
        (b"#" * 1_000_001, "more than 1,000,000 bytes"),
        (b"{}", "TOML"),
    ],
)
def test_files_that_are_no_profile(check: Any, raw: bytes, word: str) -> None:
    problems = check(raw)
    assert problems
    assert are_problems(problems)
    assert word in "\n".join(map(str, problems))


def test_windows_and_byte_order_marks_are_no_problem(check: Any) -> None:
    assert check("\ufeff" + template().replace("\n", "\r\n"), with_least=False) == []


def test_thousands_of_problems_are_told_in_good_time(check: Any) -> None:
    problems = check("\n".join(f"x{number} = 1" for number in range(20_000)))
    assert len(problems) == 101
    assert "19,900 more problems" in str(problems[-1])
    assert are_problems(problems)


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (
        tmp_path / "none.toml",
        tmp_path,
        Path("a\0b"),
        tmp_path / ("x" * 5000),
        tmp_path / "none" / "me.toml",
    ):
        problems = check_profile(path, Known(), TODAY)
        assert len(problems) == 1
        assert problems[0].fix
        with pytest.raises(ProfileError):
            load_profile(path, Known(), TODAY)
    assert "smartpick new" in check_profile(tmp_path / "none.toml", Known(), TODAY)[0].fix

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in check_profile(tmp_path / "me.toml", Known(), TODAY)[0].what


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(template(), encoding="utf-8")
    path.chmod(0)
    assert "cannot be read" in check_profile(path, Known(), TODAY)[0].what


def test_names_stay_unchecked_where_none_are_known(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text('applicant.type = "us_md_senior"\ngoals.specialties = ["Anything"]\ngoals.areas.tier1 = ["Here"]\n')
    assert load_profile(path, Known(), TODAY).goals.specialties == ("Anything",)


@RELAXED
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_lines_of_any_text(text: str) -> None:
    lines = lines_of(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
    assert nearest_line(lines, ()) is None


@RELAXED
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_lines_of_any_tree_are_those_of_its_keys(make: Any, tree: dict[str, Any]) -> None:
    """Written one key a line, each key stands on its line."""
    lines = lines_of(make.text(tree))
    for number, name in enumerate(tree, start=1):
        if "\\" not in make.text({name: 1}):
            assert lines.get((name,)) == number
