"""``smartpick own-facts``: in, beside ours, and out again; an import shows its columns first and writes on demand."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import problems

Run = Callable[..., Any]
HARBOR, RIVERSIDE, CHAINED, EARLIER = "1067120C0", "1522120C2", "1015120C1", "1371120C0"
TODAY = ("--today", "2026-09-01")
SHEET = """Program,City,State,Min Step 2 CK,J1 visa,Vibe
Harbor-UCLA Medical Center (Family Medicine),Torrance,CA,225,yes,good
1522120C2,,CA,,no,
Nowhere at all,Nil,TX,230,,
"""


@pytest.fixture
def mine(tmp_path: Path, root: Path) -> Path:
    path = tmp_path / "me.toml"
    path.write_bytes((root / "examples" / "us-img-step2-fail.toml").read_bytes())
    return path


@pytest.mark.usefixtures("kept")
def test_a_rule_that_she_found_out_rules_the_program_out_and_back_again(mine: Path, run: Run) -> None:
    before = mine.read_text(encoding="utf-8")
    told = run("own-facts", "add", mine, HARBOR, "minimum_step2_ck", "250", "--source", "resident", "--rule", *TODAY)
    assert told.code == 0
    assert "ruled out now" in " ".join(told.out.split())
    assert "a strict rule that you do not meet" in told.out
    again = run("own-facts", "list", mine, *TODAY, "--json", "-").data
    assert not problems("own-facts", again)
    (view,) = (each for each in again["own_facts"] if each["program_code_nrmp"] == HARBOR)
    assert (view["effect"], view["age"], view["value"]) == ("rules_out", "current", 250)
    gone = run("own-facts", "remove", mine, HARBOR, "minimum_step2_ck", *TODAY, "--json", "-").data
    assert not problems("own-facts-change", gone)
    assert gone["chances"][0]["before"] is None
    assert gone["chances"][0]["after"]["mean"] > 0
    assert mine.read_text(encoding="utf-8").rstrip("\n") == before.rstrip("\n")


@pytest.mark.usefixtures("kept")
def test_conflicts_stand_side_by_side_and_say_which_page(mine: Path, run: Run) -> None:
    run("own-facts", "add", mine, RIVERSIDE, "max_years_since_graduation", "8", "--source", "site", *TODAY)
    run("own-facts", "add", mine, RIVERSIDE, "sponsors_j1", "yes", "--source", "site", *TODAY)
    run("own-facts", "add", mine, RIVERSIDE, "img_share", "5%", "--source", "site", *TODAY)
    data = run("own-facts", "list", mine, "--program", RIVERSIDE, *TODAY, "--json", "-").data
    views = {each["field"]: each for each in data["own_facts"]}
    years, visa, share = views["max_years_since_graduation"], views["sponsors_j1"], views["img_share"]
    assert years["is_conflict"]
    assert years["ours"][0]["facts"][0].startswith("program_pages_southern_california/")
    assert visa["is_conflict"]
    assert not share["is_conflict"]
    assert share["effect"] == "moves_chance"
    assert "state's share" in share["ours"][0]["text"]
    text = run("own-facts", "list", mine, *TODAY).out
    assert "DIFFERS: its page" in text
    assert "Residency programs in Southern California" in text


@pytest.mark.usefixtures("kept")
def test_facts_grow_old_and_stay(mine: Path, run: Run) -> None:
    old = ("--source", "site", "--rule", "--date")
    run("own-facts", "add", mine, HARBOR, "minimum_step2_ck", "250", *old, "2025-03-01", *TODAY)
    assert "ageing: ask again; a strict rule" in run("own-facts", "list", mine, *TODAY).out
    later = run("own-facts", "list", mine, "--today", "2027-08-01", "--json", "-").data
    assert [(each["age"], each["effect"]) for each in later["own_facts"]] == [("stale", "stale")]
    listed = run("list", mine, *TODAY, "--max-programs", "5", "--json", "-").data
    assert HARBOR in {each["program_code_nrmp"] for each in listed["dropped"] if "250" in each["why"]}


@pytest.mark.usefixtures("kept")
def test_facts_survive_a_change_of_code(mine: Path, run: Run) -> None:
    """A fact under a code that ended is no error, and counts for the track that goes on under another."""
    with mine.open("a", encoding="utf-8") as file:
        file.write(
            f'\n[[own_facts]]\nprogram_code_nrmp = "{EARLIER}"\nfield = "minimum_step2_ck"\nvalue = 250\n'
            'strict = true\nsource = "site"\ndate = 2026-08-01\n[[own_facts]]\nprogram_code_nrmp = "1024140M1"\n'
            'field = "note"\n'
            'value = "friendly"\nsource = "me"\ndate = 2026-08-01\n'
        )
    assert run("check-profile", mine, *TODAY).code == 0
    first, second = run("own-facts", "list", mine, *TODAY, "--json", "-").data["own_facts"]
    assert (first["counts_for"], first["effect"]) == (CHAINED, "rules_out")
    assert (second["counts_for"], second["effect"]) == (None, None)
    assert f"{EARLIER} (now {CHAINED})" in run("own-facts", "list", mine, *TODAY).out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("9999999C9", "note", "x", "--source", "me"), "no program 9999999C9"),
        ((HARBOR, "min_step2", "220", "--source", "me"), "no field 'min_step2'"),
        ((HARBOR, "minimum_step2_ck", "high", "--source", "me"), "write a whole number from 100 to 300"),
        ((HARBOR, "minimum_step2_ck", "n/a", "--source", "me"), "says nothing"),
        ((HARBOR, "minimum_step2_ck", "220"), "a fact needs a source"),
        ((HARBOR, "minimum_step2_ck", "220", "--source", "me", "--date", "soon"), "is not a day"),
        ((HARBOR, "minimum_step2_ck", "220", "--source", "me", "--date", "2030-01-01"), "future"),
    ],
)
def test_nonsense_is_told_and_nothing_written(arguments: tuple[str, ...], what: str, mine: Path, run: Run) -> None:
    before = mine.read_bytes()
    told = run("own-facts", "add", mine, *arguments, *TODAY)
    assert (told.code, told.out) == (2, "")
    assert what in " ".join(told.err.split())
    assert mine.read_bytes() == before


@pytest.mark.usefixtures("kept")
def test_an_import_is_shown_first_and_written_on_demand(mine: Path, tmp_path: Path, run: Run) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    before = mine.read_bytes()
    shown = run("own-facts", "import", mine, sheet, *TODAY)
    assert "Nothing is written yet" in shown.out
    assert "Vibe" in shown.out
    assert "not used" in shown.out
    assert "Row 4" in shown.out
    preview = run("own-facts", "import", mine, sheet, *TODAY, "--json", "-").data
    assert not problems("own-facts-import", preview)
    assert mine.read_bytes() == before
    written = run("own-facts", "import", mine, sheet, "--write", "--source", "my sheet", *TODAY, "--json", "-").data
    assert not problems("own-facts-change", written)
    kept = tomllib.loads(mine.read_text(encoding="utf-8"))["own_facts"]
    assert [(each["program_code_nrmp"], each["field"], each["value"], each["source"]) for each in kept] == [
        (HARBOR, "minimum_step2_ck", 225, "my sheet"),
        (HARBOR, "sponsors_j1", True, "my sheet"),
        (RIVERSIDE, "sponsors_j1", False, "my sheet"),
    ]
    assert not any(each["strict"] for each in kept), "a preference, where nobody says that it is a rule"
    twice = run("own-facts", "import", mine, sheet, "--choose", f"4={HARBOR}", *TODAY)
    assert "rows 2 and 4: both tell minimum_step2_ck of 1067120C0: 225 and 230" in " ".join(twice.err.split())
    chosen = run(
        "own-facts", "import", mine, sheet, "--choose", f"4={HARBOR}", "--choose", "2=none", *TODAY, "--json", "-"
    ).data
    assert [each["change"] for each in chosen["facts"]] == ["confirmed", "replaced"]


@pytest.mark.usefixtures("kept")
def test_a_sheet_with_a_wrong_cell_leaves_the_profile_as_it_was(mine: Path, tmp_path: Path, run: Run) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET.replace("225", "2x5"), encoding="utf-8")
    before = mine.read_bytes()
    told = run("own-facts", "import", mine, sheet, "--write", *TODAY)
    assert told.code == 2
    assert "sheet.csv, row 2, column 4 (Min Step 2 CK): '2x5'" in " ".join(told.err.split())
    assert mine.read_bytes() == before
    wrong = run("own-facts", "import", mine, sheet, "--map", "Vybe=note", "--choose", "x", "--date", "soon", *TODAY)
    assert wrong.code == 2
    assert run("own-facts", "import", mine, sheet, "--write", "--skip-wrong", *TODAY).code == 0
    assert b"2x5" not in mine.read_bytes()


@pytest.mark.usefixtures("kept")
def test_a_pasted_page_is_read_with_its_words_and_written_on_demand(mine: Path, run: Run) -> None:
    page, residents = mine.parent / "page.txt", mine.parent / "residents.txt"
    page.write_text(
        "How to apply\nStep 2 CK of at least 220 is required. Graduates of the last 5 years are preferred.\n"
        # Two statements of one thing: neither is guessed to be the rule.
        "We have no minimum Step 1 score. A Step 1 score of at least 210 is required.\n",
        encoding="utf-8",
    )
    residents.write_text("Ann Smith, University of Alabama at Birmingham School of Medicine\nB. Elsewhere\n", "utf-8")
    before = mine.read_text(encoding="utf-8")
    told = run("own-facts", "read", mine, HARBOR, page, "--residents", residents, *TODAY)
    assert told.code == 0
    text = " ".join(told.out.split())
    assert "lowest Step 2 CK: 220 (stated; line 2, 2026-09-01): “Step 2 CK of at least 220 is required”" in text
    assert "5 (inferred, no rule; line 2" in text
    assert "failed attempts, at most" in text.split("Unknown stays:")[1].split(";")[0]
    assert "1 from US MD schools" in text
    assert "Smith" not in text
    assert mine.read_text(encoding="utf-8") == before
    written = run("own-facts", "read", mine, HARBOR, page, "--write", "--json", "-", *TODAY)
    assert problems("own_facts_page", written.data) == []
    own = tomllib.loads(mine.read_text(encoding="utf-8"))["own_facts"]
    (fact,) = [each for each in own if each["program_code_nrmp"] == HARBOR]
    assert (fact["field"], fact["value"], fact["strict"]) == ("minimum_step2_ck", 220, True)
    assert "at least 220" in fact["source"]
    wrong = run("own-facts", "read", mine, "0000000X0", mine.parent / "none.txt", "--date", "soon", *TODAY)
    assert wrong.code == 2
    assert "no such file" in wrong.err
    assert "--date" in wrong.err
