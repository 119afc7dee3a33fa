"""``smartpick interview``: questions, outlines, practice kept in the profile, invitations as ``log`` counts them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, EXAMPLES, ROOT, SECRETS, hiding, problems, unexplained, without_hash

Run = Callable[..., Any]
CODE, OTHER = "1033110C0", "1024110C0"
LATER = "2026-11-10"
SCORE = "exam_1_story,4,3,5,80,peer"

pytestmark = pytest.mark.usefixtures("kept")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_answered_and_keeps_to_the_layout(name: str, run: Run) -> None:
    file = ROOT / "examples" / f"{name}.toml"
    shown = run("interview", file, "--today", DAY)
    assert (shown.code, shown.err) == (0, "")
    text = " ".join(shown.out.split())
    made = run("interview", file, "--today", DAY, "--json", "-")
    assert problems("interview", made.data) == []
    assert text.startswith(" ".join(made.data["answer"]))
    for each in made.data["questions"]:
        assert each["text"] in text
        assert f"({each['key']})" in text
    for outline in made.data["outlines"]:
        for box in outline["boxes"]:
            assert box["prompt"] in text
            # A part has facts of hers, or a warning that it has none.
            assert box["facts"] or box["warning"]


def test_nothing_private_leaves_and_the_terminal_names_no_reason(tmp_path: Path, run: Run) -> None:
    bare, full = hiding(tmp_path)
    made = run("interview", full, "--today", DAY, "--json", "-")
    assert not [secret for secret in SECRETS if secret in made.out]
    assert without_hash(made.out) == without_hash(run("interview", bare, "--today", DAY, "--json", "-").out)
    one, two = (run("interview", file, "--today", DAY, "--sheet") for file in (bare, full))
    assert one.out == two.out
    shown = run("interview", full, "--today", DAY).out
    # A practice partner is nothing to hide; the word alone tells nothing.
    assert not [word for word in SECRETS if word in shown.replace("practice partner", "")]
    assert "(private: in no export)" in " ".join(shown.split())


def figures(data: Any) -> dict[str, Any]:
    """Return the figures of an event that ``log`` and ``interview`` share."""
    return {name: data[name] for name in data if name.startswith("p_") or name == "log_programs"}


def test_an_invitation_changes_what_log_says_that_it_changes(me: Path, run: Run) -> None:
    for code in (CODE, OTHER):
        assert run("log", me, code, "applied", "2026-09-24", "--today", LATER).code == 0
    told = run("log", me, CODE, "invited", "2026-10-20", "--dry-run", "--today", LATER, "--json", "-").data
    (supposed,) = run("interview", me, "--invited", CODE, "--today", LATER, "--json", "-").data["updates"]
    assert supposed["is_supposed"] is True
    assert figures(supposed) == figures(told)
    assert supposed["answer"][1:] == told["answer"][1:]
    assert supposed["p_match_log_after"]["mean"] > supposed["p_match_log_before"]["mean"]
    # Once it stands in the log, the same change is told without being asked for.
    assert run("log", me, CODE, "invited", "2026-10-20", "--today", LATER).code == 0
    made = run("interview", me, "--today", LATER, "--json", "-").data
    assert problems("interview", made) == []
    (counted,) = made["updates"]
    assert (counted["is_supposed"], counted["date"]) == (False, "2026-10-20")
    assert figures(counted) == figures(told)
    assert [each["program_code_nrmp"] for each in made["notes"]] == [CODE]
    text = " ".join(run("interview", me, "--today", LATER).out.split())
    assert all(sentence in text for sentence in counted["answer"])


def test_the_newest_offer_that_still_stands_is_told(me: Path, run: Run) -> None:
    for code, event, day in (
        (CODE, "invited", "2026-10-12"),
        (OTHER, "invited", "2026-10-20"),
        (OTHER, "declined", "2026-10-21"),
    ):
        assert run("log", me, code, event, day, "--today", LATER).code == 0
    (counted,) = run("interview", me, "--today", LATER, "--json", "-").data["updates"]
    assert counted["program_code_nrmp"] == CODE


def test_an_offer_can_be_supposed_before_applications_open(me: Path, run: Run) -> None:
    (supposed,) = run("interview", me, "--invited", CODE, "--today", "2026-05-02", "--json", "-").data["updates"]
    assert supposed["log_programs"] == 1


def test_marks_are_kept_in_the_profile_and_summed_up(me: Path, run: Run) -> None:
    before = me.read_text(encoding="utf-8")
    first = run("interview", me, "--score", SCORE, "--today", DAY)
    assert first.code == 0
    assert "exam_1_story: 1 time, mean mark 4.0, 80 seconds the last time; work on “specific” next." in first.out
    assert me.read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    made = run("interview", me, "--score", "exam_1_story,5,5,5,,", "--today", LATER, "--json", "-").data
    assert problems("interview", made) == []
    assert [each["date"] for each in made["practice"][0]["entries"]] == [DAY, LATER]
    shown = run("interview", me, "--today", LATER)
    assert "2 times, mean mark 4.0, then 5.0" in " ".join(shown.out.split())
    assert run("check-profile", me, "--today", LATER).code == 0


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--score", "exam_1_story,9,3,5,80,peer"), "honest is '9'"),
        (("--score", SCORE, "--invited", "9999999C9"), "no program 9999999C9"),
        (("--score", SCORE, "--answer", "none.txt"), "--answer, none.txt"),
        (("--program", "9999999C9"), "no program 9999999C9"),
        (("--sheet", "--json", "-"), "--sheet and --json"),
        (("--score", SCORE, "--benchmarks", "none.toml"), "--benchmarks"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], what: str, me: Path, run: Run
) -> None:
    before = me.read_bytes()
    told = run("interview", me, "--today", DAY, *arguments)
    assert (told.code, told.out) == (2, "")
    assert what in told.err
    assert me.read_bytes() == before


def test_everything_wrong_is_told_at_once(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "me.toml"
    file.write_text('[applicant]\ntype = "nobody"\n', encoding="utf-8")
    pdf = tmp_path / "answer.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    told = run(
        "interview",
        file,
        "--today",
        "soon",
        "--answer",
        pdf,
        "--score",
        "x",
        "--invited",
        "nobody",
        "--program",
        "none",
    )
    assert told.code == 2
    for what in ("--today", "is a PDF", "--score", "--invited", "--program", "applicant.type"):
        assert what in told.err, what


def test_the_time_of_a_text_is_told(me: Path, run: Run, tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_text("I failed, and I changed how I study. " * 20, encoding="utf-8")
    made = run("interview", me, "--answer", answer, "--today", DAY, "--json", "-").data
    assert made["spoken"]["words"] == 160
    assert (made["spoken"]["seconds_low"], made["spoken"]["seconds_high"]) == (60, 80)
    assert (
        "Your text: 160 words, 60 to 80 seconds aloud" in run("interview", me, "--answer", answer, "--today", DAY).out
    )
    # The text itself is in no answer.
    assert "changed how I study" not in str(made)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"so " * 15_000, "15,000 words are more than"),
        ("我第一次没有通过考试。因为我一直独自学习。".encode(), "of another script"),
        (b"I wrote \x07 this.", "control characters in line 1"),
    ],
    ids=["empty", "long", "Chinese", "control"],
)
def test_an_answer_is_read_as_any_text_of_hers_is(
    content: bytes, told: str, me: Path, run: Run, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.txt"
    answer.write_bytes(content)
    texts = run("text", me, answer, "--today", DAY)
    spoken = run("interview", me, "--answer", answer, "--today", DAY)
    assert (texts.code, spoken.code) == (2, 2)
    assert told in texts.err
    # One reader, one limit: the same words, behind the name of the option.
    assert spoken.err == f"--answer, {texts.err}"


def test_a_sheet_for_a_partner_has_questions_and_marks(run: Run) -> None:
    file = ROOT / "examples" / "us-img-step2-fail.toml"
    asked = run("interview", file, "--today", DAY, "--json", "-").data["questions"]
    page = " ".join(run("interview", file, "--today", DAY, "--sheet").out.split())
    assert all(each["text"] in page for each in asked)
    assert page.count("honest ___") == len(asked)


def test_every_field_is_explained_on_the_page() -> None:
    assert unexplained("interview") == set()


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal(columns: int, me: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for more in ([], ["--sheet"]):
        shown = run("interview", me, "--today", DAY, *more)
        assert max(len(line) for line in shown.out.splitlines()) <= columns
