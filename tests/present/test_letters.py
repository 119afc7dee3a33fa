"""``smartpick letters``: three sentences first, JSON after its layout, pages that are handed over, nothing private."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, EXAMPLES, ROOT, SECRETS, hiding, problems, unexplained, without_hash

Run = Callable[..., Any]
LETTERS = """
[[letters]]
writer_role = "chair of the department"
specialty = "Emergency Medicine"
weeks_supervised = 1
status = "agreed"

[[letters]]
writer_role = "attending, emergency department"
specialty = "Emergency Medicine"
weeks_supervised = 8
state = "CA"
status = "agreed"
shared_cases = "Nights in the trauma bay"
"""

pytestmark = pytest.mark.usefixtures("kept", "lists_once")


@pytest.fixture
def lettered(me: Path) -> Path:
    me.write_text(me.read_text(encoding="utf-8") + LETTERS, encoding="utf-8")
    return me


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_answered_and_keeps_to_the_layout(name: str, run: Run) -> None:
    file = ROOT / "examples" / f"{name}.toml"
    shown = run("letters", file, "--today", DAY)
    assert (shown.code, shown.err) == (0, "")
    text = " ".join(shown.out.split())
    made = run("letters", file, "--today", DAY, "--json", "-")
    assert problems("letters", made.data) == []
    # The same object feeds both, and the answer stands first.
    assert text.startswith(" ".join(made.data["answer"]))
    for each in (*made.data["findings"], *made.data["rules"], *made.data["own_words"]):
        assert each["text"] in text
    listed = [code for row in made.data["assignments"] for code in row["programs"]]
    assert len(listed) == len(set(listed))
    assert "conflict in public sources" in text


def test_the_same_input_gives_the_same_bytes(run: Run, lettered: Path) -> None:
    first = run("letters", lettered, "--today", DAY, "--json", "-").out
    assert first == run("letters", lettered, "--today", DAY, "--json", "-").out


def test_nothing_private_is_told_or_hinted_at(tmp_path: Path, run: Run) -> None:
    bare, full = hiding(tmp_path)
    for more in ([], ["--sheet", "1"], ["--with-exams", "--sheet", "1"]):
        one, two = (run("letters", file, "--today", DAY, *more) for file in (bare, full))
        assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    made = run("letters", full, "--today", DAY, "--json", "-")
    assert not [secret for secret in SECRETS if secret in made.out]
    assert without_hash(made.out) == without_hash(run("letters", bare, "--today", DAY, "--json", "-").out)


def test_a_sheet_is_a_page_of_facts_and_the_hint_is_no_part_of_it(run: Run, lettered: Path) -> None:
    page = run("letters", lettered, "--today", DAY, "--sheet", "2")
    assert page.code == 0
    assert "Nights in the trauma bay" in page.out
    assert "240" not in page.out
    assert "For you alone" in page.err
    assert "For you alone" not in page.out
    with_exams = run("letters", lettered, "--today", DAY, "--sheet", "2", "--with-exams")
    assert "Step 2 CK: pass 240" in with_exams.out


def test_what_is_left_off_a_page_is_named_to_her_alone(run: Run, lettered: Path) -> None:
    text = lettered.read_text(encoding="utf-8")
    lettered.write_text(text.replace("Nights in the trauma bay", "Told Dr. Okafor of my Step 1"), encoding="utf-8")
    page = run("letters", lettered, "--today", DAY, "--sheet", "2")
    assert "Okafor" not in page.out
    assert "left off the page, letters 2, shared_cases" in page.err
    assert "an exam result and a name or an address" in page.err
    assert "left off the page, letters 2, shared_cases" in " ".join(
        run("letters", lettered, "--today", DAY).out.split()
    )


def test_an_idea_that_closes_no_gap_says_so(run: Run, lettered: Path) -> None:
    idea = '\n[[letters]]\nwriter_role = "research mentor"\nspecialty = "Pathology"\nstatus = "idea"\n'
    more = '\n[[letters]]\nwriter_role = "attending, wards"\nspecialty = "Emergency Medicine"\nstatus = "agreed"\n'
    lettered.write_text(lettered.read_text(encoding="utf-8") + more * 3 + idea, encoding="utf-8")
    shown = " ".join(run("letters", lettered, "--today", DAY).out.split())
    assert "would add ." not in shown
    assert "one letter more, which closes none of the gaps" in shown


def test_closeness_stands_before_a_title_until_she_says_otherwise(run: Run, lettered: Path, tmp_path: Path) -> None:
    def order(*more: object) -> list[int]:
        data = run("letters", lettered, "--today", DAY, "--json", "-", *more).data
        return [int(number) for number in data["assignments"][0]["letters"]]

    own = tmp_path / "points.toml"
    own.write_text("letters_points_title = 20\n", encoding="utf-8")
    assert order() == [2, 1]
    assert order("--prefer", 1) == [1, 2]
    assert order("--benchmarks", own) == [1, 2]
    told = " ".join(run("letters", lettered, "--today", DAY, "--prefer", 1).out.split())
    assert "A title tells a reader little about your work" in told
    assert "letters_points_title = 20" in run("letters", lettered, "--today", DAY, "--benchmarks", own).out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--sheet", "7"), "no sheet for letter 7"),
        (("--prefer", "9"), "there is no letter 9"),
        (("--sheet", "1", "--json", "-"), "a page to hand over"),
        (("--today", "soon"), "is not a day"),
    ],
)
def test_what_cannot_be_is_told(arguments: tuple[str, ...], what: str, run: Run, lettered: Path) -> None:
    told = run("letters", lettered, *(() if "--today" in arguments else ("--today", DAY)), *arguments)
    assert (told.code, told.out) == (2, "")
    assert what in told.err


def test_everything_wrong_is_told_at_once(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "me.toml"
    file.write_text('[applicant]\ntype = "nobody"\n', encoding="utf-8")
    told = run("letters", file, "--today", "soon", "--benchmarks", tmp_path / "none.toml", "--json", file)
    assert told.code == 2
    for where in ("--today", "--benchmarks", "--json", "applicant.type"):
        assert where in told.err


def test_letters_go_by_specialty_where_no_list_can_be_made(run: Run, lettered: Path) -> None:
    text = lettered.read_text(encoding="utf-8")
    lettered.write_text(f"{text}\n[budget]\nusd = 5\n", encoding="utf-8")
    made = run("letters", lettered, "--today", DAY, "--json", "-").data
    assert "does not reach one application" in made["no_list"]
    assert made["assignments"][0]["letters"] == [2, 1]
    assert made["assignments"][0]["programs"] == []
    assert "goes by specialty" in run("letters", lettered, "--today", DAY).out


def test_every_field_is_explained_on_the_page() -> None:
    assert unexplained("letters") == set()


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal(
    columns: int, lettered: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for more in ([], ["--sheet", "2"]):
        shown = run("letters", lettered, "--today", DAY, *more)
        assert max(len(line) for line in shown.out.splitlines()) <= columns
