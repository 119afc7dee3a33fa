"""``smartpick log`` writes what happened, says what it changes, and takes it back; its JSON fits the schema."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import problems

Run = Callable[..., Any]
CODE, OTHER = "1033110C0", "1024110C0"
TODAY = "2026-11-10"


@pytest.mark.usefixtures("kept")
def test_in_shown_and_out_again(me: Path, run: Run) -> None:
    before = me.read_text(encoding="utf-8")
    told = run("log", me, CODE, "invited", "2026-10-20", "--today", TODAY)
    assert told.code == 0
    assert "Put into your log: 'invited' on 2026-10-20" in told.out
    assert "chance of matching was" in told.out.replace("\n", " ")
    assert me.read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    assert CODE in run("log", me, "--today", TODAY).out
    listed = run("log", me, "--today", TODAY, "--json", "-").data
    assert [each["event"] for each in listed["events"]] == ["invited"]
    assert not problems("log_list", listed)
    gone = run("log", me, CODE, "invited", "--remove", "--today", TODAY, "--json", "-").data
    assert gone["is_removed"]
    assert not problems("log", gone)
    assert me.read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("9999999C9", "invited"), "no program 9999999C9"),
        ((CODE, "hired"), "no event 'hired'"),
        ((CODE,), "no event is named"),
        ((CODE, "invited", "tomorrow"), "is not a day"),
        ((CODE, "invited", "2026-12-24"), "future"),
        ((CODE, "invited", "2026-06-20"), "before applications open"),
        ((CODE, "invited", "--remove"), "no 'invited' of"),
    ],
)
def test_nonsense_is_told_and_nothing_written(arguments: tuple[str, ...], what: str, me: Path, run: Run) -> None:
    before = me.read_bytes()
    told = run("log", me, *arguments, "--today", TODAY)
    assert (told.code, told.out) == (2, "")
    assert what in told.err
    assert me.read_bytes() == before


@pytest.mark.usefixtures("kept")
def test_invited_after_rejected_only_anyway(me: Path, run: Run) -> None:
    assert run("log", me, CODE, "rejected", "2026-10-20", "--today", TODAY).code == 0
    before = me.read_bytes()
    assert "--anyway" in run("log", me, CODE, "invited", "--today", TODAY).err
    assert me.read_bytes() == before
    assert run("log", me, CODE, "invited", "--anyway", "--dry-run", "--today", TODAY).code == 0
    assert me.read_bytes() == before
    assert run("log", me, CODE, "invited", "--anyway", "--today", TODAY).code == 0
    assert me.read_bytes() != before


@pytest.mark.usefixtures("kept")
def test_silence_is_told_beside_what_it_lowered_and_offers_are_counted(me: Path, run: Run) -> None:
    told = run("log", me, CODE, "applied", "2026-09-24", "--dry-run", "--today", TODAY)
    assert "That calendar is assumed" in " ".join(told.out.split())
    made = run("log", me, CODE, "applied", "2026-09-24", "--dry-run", "--today", TODAY, "--json", "-").data
    assert not problems("log", made)
    assert made["effect"]["silence"]["text"] in " ".join(told.out.split())
    assert 0.5 < made["effect"]["silence"]["offers_sent"]["mean"] < 1
    run("log", me, CODE, "interviewed", "2026-11-02", "--today", TODAY)
    run("log", me, OTHER, "scheduled", "2026-12-02", "--today", TODAY)
    shown = " ".join(run("log", me, "--today", TODAY).out.split())
    assert "2 interview offers received: 1 interview ahead, 1 attended" in shown.lower()


@pytest.mark.usefixtures("kept")
def test_rank_soap_and_reapply_fit_their_schemas_and_pages(me: Path, run: Run, root: Path, tmp_path: Path) -> None:
    ranks = tmp_path / "ranks.csv"
    ranks.write_text(f"rank,code\n1,{CODE}\n2,{OTHER.lower()}\n", encoding="utf-8")
    page = (root / "docs" / "json.md").read_text(encoding="utf-8")
    sections = re.split(r"^## `smartpick (\w+)`$", page, flags=re.MULTILINE)
    explained = {
        name: set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))
        for name, part in zip(sections[1::2], sections[2::2], strict=True)
    }
    for command in (
        ("rank", me, ranks, "--today", "2027-02-10"),
        ("soap", me, "--today", "2027-03-16"),
        ("reapply", root / "examples" / "reapplicant.toml", "--today", TODAY),
    ):
        told = run(*command, "--json", "-")
        assert told.code == 0, told.err
        name = str(command[0])
        assert not problems(name, told.data)
        assert set(told.data) <= explained[name]
        text = run(*command)
        assert text.code == 0
        for sentence in told.data["answer"]:
            assert " ".join(sentence.split()) in " ".join(text.out.split())
        assert run(*command, "--json", "-").out == told.out
    assert [each["program_code_nrmp"] for each in run("rank", me, ranks, "--json", "-").data["ranks"]] == [CODE, OTHER]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\xfe\x00", "no UTF-16 text"),
        (b"code\n1033110C0\nSome Hospital of Nowhere\nKaiser\n", "2 things to put right"),
        (b"code\n1033110C0\nSome Hospital of Nowhere\n", "--choose 3=none"),
        (b"", "no program stands in it"),
        (b"1033110C0\n1033110C0\n", "a second time"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(content: bytes, what: str, me: Path, run: Run, tmp_path: Path) -> None:
    ranks = tmp_path / "ranks.txt"
    ranks.write_bytes(content)
    told = run("rank", me, ranks, "--today", "2027-02-10")
    assert (told.code, told.out) == (2, "")
    assert what in told.err


@pytest.mark.usefixtures("kept")
def test_ranks_are_read_by_name_and_settled_line_by_line(me: Path, run: Run, tmp_path: Path) -> None:
    ranks = tmp_path / "ranks.csv"
    lines = ["program,city,state", "Sutter Health Family Medicine,Sacramento,CA", "nothing like it,,"]
    ranks.write_text("\n".join(lines), encoding="utf-8")
    asked = run("rank", me, ranks, "--today", "2027-02-10")
    assert asked.code == 2
    assert "1135120C0" in asked.err
    settled = ("--choose", "2=1135120C1", "--choose", "3=none", "--json", "-", "--today", "2027-02-10")
    ranked = run("rank", me, ranks, *settled)
    assert ranked.code == 0, ranked.err
    assert [each["program_code_nrmp"] for each in ranked.data["ranks"]] == ["1135120C1"]


@pytest.mark.usefixtures("kept")
def test_a_late_list_leads_with_what_can_be_done(me: Path, run: Run) -> None:
    run("log", me, CODE, "invited", "2026-10-20", "--today", TODAY)
    out = run("list", me, "--today", "2027-02-10").out
    assert out.index("Rank in the order in which you would like to go") < out.index("The list, to compare")
    assert out.index("The list, to compare") < out.index("The list that would do most for you")
    early = run("list", me, "--today", TODAY, "--json", "-").data
    assert early["now"][0]["programs"][0]["program_code_nrmp"] == CODE


@pytest.mark.usefixtures("kept")
def test_many_lines_at_once_all_that_are_clear_and_no_other(me: Path, run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "mail.txt"
    lines.write_text(f"{CODE} invited Oct 20\n{OTHER} 10/22\nSome Hospital of Nowhere 10/23\n", encoding="utf-8")
    before = me.read_bytes()
    told = run("log", me, "--list", lines, "--today", TODAY, "--dry-run", "--json", "-")
    assert not problems("log_lines", told.data)
    assert [each["state"] for each in told.data["lines"]] == ["new", "new", "not clear"]
    assert [each["date"] for each in told.data["lines"]] == ["2026-10-20", "2026-10-22", "2026-10-23"]
    assert told.data["effect"]["p_match_change"]["mean"] > 0
    assert me.read_bytes() == before
    text = run("log", me, "--list", lines, "--today", TODAY, "--choose", "3=none")
    assert text.code == 0
    assert "2 of 2 lines entered as 'invited'" in text.out
    events = run("log", me, "--today", TODAY, "--json", "-").data["events"]
    assert [(each["program_code_nrmp"], each["date"]) for each in events] == [
        (CODE, "2026-10-20"),
        (OTHER, "2026-10-22"),
    ]
    again = run("log", me, "--list", lines, "--today", TODAY, "--json", "-")
    assert [each["state"] for each in again.data["lines"]] == ["there already", "there already", "not clear"]
    held = me.read_bytes()
    wrong = run("log", me, "--list", lines, "--as", "hired", "--choose", "3", "--today", TODAY)
    assert wrong.code == 2
    assert "no event 'hired'" in wrong.err
    assert "is no LINE=CODE" in wrong.err
    lines.write_text(f"{CODE} 12/24\n{OTHER} 10/22\n", encoding="utf-8")
    ahead = run("log", me, "--list", lines, "--as", "interviewed", "--today", TODAY)
    assert ahead.code == 2
    assert "line 1, " in ahead.err
    assert "which lies in the future" in ahead.err
    assert me.read_bytes() == held
    lines.write_text(f"{CODE} 6/30/2027\n", encoding="utf-8")
    late = run("log", me, "--list", lines, "--as", "scheduled", "--today", TODAY)
    assert late.code == 2
    assert "after Match Day" in late.err
    lines.write_text("1067140C0 31/12/2026\n", encoding="utf-8")
    unread = run("log", me, "--list", lines, "--as", "scheduled", "--today", TODAY)
    assert unread.code == 0
    assert "“31/12/2026” is not read" in unread.out
    second = run("log", me, CODE, "invited", "2026-10-25", "--today", TODAY)
    assert second.code == 2
    assert "a second 'invited'" in second.err
    assert me.read_bytes() == held
