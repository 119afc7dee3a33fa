"""docs/profile.md and the model say the same, field by field; the template shows every field and is in order."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from smartpick.present.cli import app
from smartpick.profile import Profile, template
from smartpick.profile._own_facts import OWN_FACTS
from smartpick.profile._season import PRIORITIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "profile.md"
SOURCE = ROOT / "src" / "smartpick"
STANDS_FOR = {
    "EXAM": ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3"),
    "WORK": ("research", "service", "work"),
}

# What the template shows for some applicants only: the lines that others leave out.
OTHERS_LEAVE_OUT = {
    "us_md_senior": ("school_country", "[[exams.comlex1]]", "[[exams.comlex2]]", "[[exams.comlex3]]", "[ecfmg]"),
    "us_do_senior": ("school_country", "[ecfmg]"),
    "non_us_citizen_img": ("school_state", "[[exams.comlex1]]", "[[exams.comlex2]]", "[[exams.comlex3]]"),
}


def expanded(path: str) -> list[str]:
    """Return the paths that a documented one stands for."""
    for word, names in STANDS_FOR.items():
        if word in path:
            return [path.replace(word, name) for name in names]
    return [path]


def test_every_field_is_documented_and_nothing_else(fields: list[Any], documented: dict[str, list[str]]) -> None:
    told = [path for row in documented for path in expanded(row)]
    real = [each.path for each in fields]
    assert sorted(told) == sorted(real)


def test_type_and_meaning_are_those_of_the_model(fields: list[Any], documented: dict[str, list[str]]) -> None:
    by_path = {each.path: each for each in fields}
    for row, (kind, meaning, *_) in documented.items():
        for path in expanded(row):
            assert (path, kind) == (path, by_path[path].type_shown)
            assert (path, meaning) == (path, by_path[path].meaning)


def test_every_example_is_accepted(documented: dict[str, list[str]], make: Any) -> None:
    for row, (_, _, _, example, _) in documented.items():
        value = tomllib.loads(f"value = {example.strip('`')}")["value"]
        for path in expanded(row):
            try:
                Profile.model_validate(make.tree(path, value))
            except ValidationError as error:
                pytest.fail(f"{path} = {value!r}: {error}")


def test_every_row_says_what_the_field_is_used_for(documented: dict[str, list[str]]) -> None:
    for row, (_, _, unit, _, use) in documented.items():
        assert unit, row
        assert use, row


def test_what_is_kept_for_later_is_read_by_no_command(fields: list[Any], documented: dict[str, list[str]]) -> None:
    """A field that something reads has to say so; names that several blocks share cannot be told apart."""
    blocks: dict[str, set[str]] = {}
    for each in fields:
        blocks.setdefault(each.path.rpartition(".")[2].removesuffix("[]"), set()).add(each.path)
    read = set()
    for path in sorted(SOURCE.rglob("*.py")):
        if not path.is_relative_to(SOURCE / "profile"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            read |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    kept = [row for row, (*_, use) in documented.items() if "kept for later" in use]
    assert kept
    for row in kept:
        name = row.rpartition(".")[2]
        assert len(blocks[name]) > 1 or name not in read, f"{row} is read, and docs/profile.md does not say by what"


def test_every_command_named_as_a_reader_exists(documented: dict[str, list[str]]) -> None:
    commands = {str(command.name) for command in app.registered_commands}
    for row, (*_, use) in documented.items():
        assert set(re.findall(r"`(\w+)`", use)) <= commands | set(PRIORITIES), row


@pytest.mark.parametrize(
    ("field", "readers"),
    [
        ("exams.EXAM[].date", {"assess", "plan", "packet", "interview", "text"}),
        ("letters[].date", {"plan"}),
        ("study.question_banks[].total", {"plan"}),
        ("availability.interests", {"plan"}),
        ("setbacks[].is_documented", {"plan"}),
        ("contacts[].note", {"plan"}),
        ("earlier_seasons[].interviewed_at", {"reapply"}),
        ("ties[].note", {"text"}),
    ],
)
def test_the_page_names_who_reads_a_field_of_the_guide(
    field: str, readers: set[str], documented: dict[str, list[str]]
) -> None:
    assert set(re.findall(r"`(\w+)`", documented[field][-1])) == readers


def test_the_words_of_own_facts_and_priorities_are_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (yes|no) \|$", text, re.MULTILINE)
    assert {name: (wanted, meaning, needed == "yes") for name, wanted, meaning, needed in rows} == {
        name: (rule.wanted, rule.meaning, rule.is_requirement) for name, rule in OWN_FACTS.items()
    }
    named = re.search(r"Names of priorities: ([^.]*)\.", text)
    assert named
    assert tuple(re.findall(r"`(\w+)`", named[1])) == PRIORITIES


def test_the_template_is_in_order_as_it_stands(check: Any) -> None:
    assert check(template(), with_least=False) == []


def switched_on(kind: str = "") -> str:
    """Return the template with every example switched on, but for those that are not for this applicant type."""
    blocks = re.split(r"\n(?=#?\[)", re.sub(r"(?m)^#(?=\S)", "", template()))
    leave_out = OTHERS_LEAVE_OUT.get(kind, ())
    kept = [block for block in blocks if not block.startswith(leave_out)]
    lines = [line for line in "\n".join(kept).splitlines() if not line.startswith(leave_out)]
    return "\n".join(lines).replace('type = "us_md_senior"', f'type = "{kind or "us_md_senior"}"', 1)


@pytest.mark.parametrize("kind", OTHERS_LEAVE_OUT)
def test_the_template_is_in_order_with_every_example_switched_on(check: Any, kind: str) -> None:
    assert check(switched_on(kind), with_least=False) == []


def test_switched_on_without_choosing_only_what_excludes_each_other_is_told(check: Any) -> None:
    told = {problem.where.rpartition(", ")[2] for problem in check(switched_on(), with_least=False)}
    assert told == {"applicant.school_country", "exams.comlex1", "exams.comlex2", "exams.comlex3", "ecfmg"}


def paths_in(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value in a tree."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths_in(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from paths_in(inner, f"{path}[]")
    else:
        yield path


def test_the_template_shows_every_field(fields: list[Any]) -> None:
    """Fields that are the same for all exams, and for research, service and work, are shown once or more."""

    def general(path: str) -> str:
        path = re.sub(r"^exams\.(?!practice)\w+", "exams.EXAM", path)
        path = re.sub(r"^(research|service|work)(?=\[)", "WORK", path)
        return re.sub(r"^(assumptions|goals\.priorities)\.\w+", r"\1.NAME", path)

    shown = {general(path) for path in paths_in(tomllib.loads(switched_on()))}
    assert shown == {general(each.path) for each in fields}


def test_no_line_of_the_template_is_wider_than_a_screen() -> None:
    assert max(map(len, template().splitlines())) <= 120
