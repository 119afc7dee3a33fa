"""What somebody wrote beside the fields of a profile outlives a change on the page."""

import tomllib
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.present.web._comments import _above, _below, has_comments, with_comments
from smartpick.present.web._form import MARKS, tables_from, with_program
from smartpick.present.web._toml import toml_text

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
TEXT = """# Mine: what the dean's office said.
profile_version = 1
season = 2027  # for now

[applicant]
# I am not sure of the month.
type = "us_do_senior"   # said twice

[[exams.step2_ck]]
result = "pass"
score = 231  # the second try, "#1"

[goals]
specialties = ["Family Medicine"] # and that is all

# The one in my town.
[[goals.programs]]
program_code_nrmp = "1047120C0"
is_always = true # my uncle works there

# Too far.
[[goals.programs]]
program_code_nrmp = "1135140C3"
is_never = true
"""
COMMENTS = [line.partition("#")[2].strip() for line in TEXT.splitlines() if "#" in line]


def changed(text: str, data: dict[str, Any]) -> str:
    found = with_comments(text, toml_text(data))
    assert tomllib.loads(found) == data
    return found


def test_a_pin_an_answer_and_a_note_of_a_fact_keep_every_comment() -> None:
    text = changed(TEXT, with_program(tomllib.loads(TEXT), "2211120C0", "pin"))
    form = {"type": "us_do_senior", "score": "245", "specialty": "Family Medicine", "budget": "900"}
    data, errors = tables_from(form, tomllib.loads(text))
    assert not errors
    text = changed(text, data)
    assert [each for each in COMMENTS if each not in text] == []
    assert 'score = 245  # the second try, "#1"' in text
    # What is taken out takes along what stood in it; the rest stays with what it belongs to.
    text = changed(text, with_program(tomllib.loads(text), "1047120C0", "unpin"))
    assert "my uncle" not in text
    assert text.index("# Too far.") < text.index("1135140C3")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_loses_a_comment_to_any_mark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    for mark in MARKS:
        found = changed(text, with_program(tomllib.loads(text), "1047120C0", mark))
        assert [each for each in comments if each not in found] == [], mark


VALUES = st.one_of(
    st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8), st.dates()
)
TABLES = st.dictionaries(
    st.sampled_from(["a", "b", "c d", "é"]),
    st.recursive(
        VALUES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["x", "y", "z.z"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(TABLES, TABLES)
def test_whatever_is_changed_into_whatever_says_what_it_is_to_say(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    text = f"# first\n{toml_text(before)}# last\n"
    assert tomllib.loads(with_comments(text, toml_text(after))) == after


@given(st.text(alphabet="a\"'#\n\\= [", max_size=30))
def test_a_sign_in_a_text_is_no_comment(text: str) -> None:
    assert not has_comments(toml_text({"a": text}))
    assert has_comments(toml_text({"a": text}) + "# b")


@pytest.mark.parametrize("many", ["# c\n", " \n", "#\n\t\n", "[a.b]\n#"])
def test_very_many_lines_are_gone_through_once(many: str) -> None:
    text = "a = 1 # c\n" + many * 30_000
    begin = perf_counter()
    assert _above(_below(text)) == text
    assert perf_counter() - begin < 2


def test_what_the_page_did_not_write_stays_as_it_is() -> None:
    assert with_comments(TEXT, "a = 1 # other\n") == "a = 1 # other\n"
    assert with_comments("a = 1\n", "a = 2\n") == "a = 2\n"
