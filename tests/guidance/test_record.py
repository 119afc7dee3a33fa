"""The four worries, offsets, limits, gaps and the reader's eye: rows S08, S09, S33, S46, S47 (limits), S50 and S91."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import TODAY, Read, keys, one

from smartpick.estimate import Assumptions
from smartpick.facts import Facts
from smartpick.guidance import assess
from smartpick.profile import Profile
from smartpick.programs import Directory

EXAMPLES = (
    "dermatology-la-only",
    "do-comlex-only",
    "high-scorer",
    "non-us-img-visa",
    "reapplicant",
    "third-year",
    "us-img-step2-fail",
    "us-md-la-step1-fail",
)
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]


def test_empty_cells_stay_empty(read: Read) -> None:
    rows = {row.key: row for row in read().concerns}
    assert list(rows) == ["boards", "reliability", "mission", "learned"]
    assert rows["reliability"].evidence == ()
    assert rows["mission"].evidence == ()
    assert rows["mission"].gap
    assert rows["mission"].action


@pytest.mark.parametrize(
    ("row", "changes", "field"),
    [
        ("boards", {"exams": {"step3": [{"date": "2026-06-01", "result": "pass"}]}}, "exams.step3"),
        ("reliability", {"letters": [{"writer_role": "attending", "weeks_supervised": 6}]}, "letters"),
        ("reliability", {"clerkships": [{"name": "Surgery", "is_honors": True}]}, "clerkships"),
        ("mission", {"languages": [{"name": "Spanish", "level": "native"}]}, "languages"),
        ("mission", {"service": [{"title": "Free clinic", "hours": 90}]}, "service"),
        ("learned", {"remediation": [{"kind": "tutoring"}]}, "remediation"),
    ],
)
def test_each_worry_is_answered_from_her_own_evidence(read: Read, row: str, changes: Any, field: str) -> None:
    def fields(**more: Any) -> set[str]:
        (found,) = [each for each in read(**more).concerns if each.key == row]
        return {name for evidence in found.evidence for name in evidence.fields}

    assert field not in fields()
    assert field in fields(**changes)


def test_offsets_put_what_can_change_first_and_rank_it_by_effect(read: Read) -> None:
    found = read(exams={"step1": FAILED, "step2_ck": [{"planned_date": "2026-12-15"}]}, season=2028).offsets
    changeable = [each.is_changeable for each in found]
    assert changeable == sorted(changeable, reverse=True)
    # What moves the whole match stands first, judgements last.
    assert found[0].key == "step2_ahead"
    open_ones = [each for each in found if each.is_changeable]
    assert [each.effect is not None for each in open_ones] == sorted(
        (each.effect is not None for each in open_ones), reverse=True
    )
    (fixed,) = [each for each in found if each.key == "step1_fail"]
    assert not fixed.is_changeable
    assert fixed.effect is not None
    assert fixed.effect.low < fixed.effect.mean < fixed.effect.high < 1.01


def test_an_offset_shows_the_model_s_own_effect(facts: Facts, read: Read) -> None:
    import math

    (fixed,) = [each for each in read(exams={"step1": FAILED}).offsets if each.key == "step1_fail"]
    assumed = Assumptions(facts).get("step1_fail")
    assert fixed.effect is not None
    assert math.log(fixed.effect.mean) == pytest.approx(assumed.mean, abs=0.05)
    own = read(exams={"step1": FAILED}, assumptions={"step1_fail": {"mean": -0.2, "sd": 0.1}})
    (changed,) = [each for each in own.offsets if each.key == "step1_fail"]
    assert changed.effect is not None
    assert changed.effect.mean > fixed.effect.mean + 0.2


def test_offsets_without_a_figure_say_so(read: Read) -> None:
    for each in read().offsets:
        assert each.effect is not None or "judgement" in each.basis or "survey" in each.basis, each.key


def test_research_is_weighed_honestly_after_a_fail(read: Read) -> None:
    texts = {
        name: next(o.text for o in read(**more).offsets if o.key == "research")
        for name, more in (("fail", {"exams": {"step1": FAILED}}), ("none", {}))
    }
    assert "rarely" in texts["fail"]
    assert "rarely" not in texts["none"]


def test_a_rotation_is_not_advised_when_there_is_no_time_for_it(read: Read) -> None:
    def change(today: date) -> str:
        return next(each.can_change for each in read(today=today).offsets if each.key == "away_rotation")

    assert change(date(2026, 5, 1))
    assert not change(date(2026, 9, 10))
    assert not change(date(2026, 11, 25))


def test_attempts_are_counted_against_the_limit_with_its_date(read: Read) -> None:
    three = [{"date": f"2025-0{month}-01", "result": "fail"} for month in (1, 4, 8)]
    found = one(read(exams={"step2_ck": three}), "step2_ck_limit")
    assert found.severity == "serious"
    assert "3 of 4" in found.text
    assert "1 July 2021" in found.text
    assert "1 left" in found.text
    assert "you have used one" in one(read(), "usmle_limit").text


def test_states_without_a_table_are_unknown(read: Read) -> None:
    found = one(read(), "other_states_attempts")
    assert found.severity == "unknown"
    assert "ask" in found.text
    assert "Step 3 has to be passed within 4" in one(read(), "california_attempts").text
    elsewhere = read(goals={"areas": {"tier1": ["Ohio"], "anywhere": False}})
    assert "california_attempts" not in keys(elsewhere)


def test_the_seven_years_of_ecfmg_count_from_the_first_pass(read: Read) -> None:
    abroad = {
        "applicant": {"type": "non_us_citizen_img"},
        "exams": {"step1": [{"date": "2021-03-02", "result": "pass"}]},
    }
    assert one(read(**abroad), "ecfmg_seven_years").by == date(2028, 3, 2)
    assert "ecfmg_seven_years" not in keys(read(**abroad, ecfmg={"certified": True}))


GRADUATE = {"applicant": {"type": "us_citizen_img", "graduation_date": "2025-05-30"}}


def test_gaps_are_found_from_the_dates(read: Read) -> None:
    work = [{"title": "Scribe", "start": "2025-06-15", "end": "2026-01-31"}]
    found = one(read(**GRADUATE, work=work), "gaps_open")
    assert "January 2026 to September 2026" in found.text
    assert "May 2025" not in found.text  # sixteen days are no gap
    assert "work" in found.fields
    filled = [*work, {"title": "Clinic", "start": "2026-02-10"}]
    assert "gaps_none" in keys(read(**GRADUATE, work=filled))
    assert "gaps_open" in keys(read(**GRADUATE, work=[{**work[0], "start": "2025-07-02"}, filled[1]]))


@pytest.mark.parametrize(("start", "is_gap"), [("2025-06-30", False), ("2025-07-01", True)])
def test_a_gap_is_more_than_a_month(read: Read, start: str, is_gap: bool) -> None:  # noqa: FBT001
    assert ("gaps_open" in keys(read(**GRADUATE, work=[{"start": start}]))) is is_gap


def test_an_explained_gap_is_told_as_such_and_a_private_one_is_marked(read: Read) -> None:
    gap = {"start": "2025-06-01", "end": "2026-09-01"}
    assert one(read(**GRADUATE, gaps=[gap]), "gap_no_reason").can_change
    told = one(read(**GRADUATE, gaps=[{**gap, "reason": "care of a parent", "is_private": True}]), "gap_explained")
    assert told.is_private
    assert "parent" not in told.text


def test_entries_without_dates_fill_nothing_and_are_named(read: Read) -> None:
    found = read(**GRADUATE, us_experience=[{"kind": "hands_on", "months": 11}])
    assert "gaps_open" in keys(found)
    assert one(found, "gaps_undated").fields == ("us_experience",)


def test_years_since_graduation_are_a_doubt_from_five_on(read: Read) -> None:
    def severity(day: str) -> str:
        return one(
            read(applicant={"type": "non_us_citizen_img", "graduation_date": day}), "years_since_graduation"
        ).severity

    assert severity("2023-06-30") == "watch"
    assert severity("2019-06-30") == "concern"


def test_a_private_reason_is_nowhere_in_the_findings(read: Read) -> None:
    setback = {"kind": "illness", "note": "lymphoma", "is_documented": True, "is_resolved": True}
    tie = {"kind": "partner", "place": "Pasadena", "state": "CA", "note": "engaged"}
    found = read(exams={"step1": FAILED}, setbacks=[setback], ties=[tie])
    words = repr(found)
    for secret in ("lymphoma", "illness", "Pasadena", "engaged"):
        assert secret not in words
    assert next(each for each in found.replies if each.key == "learned_resolved").is_private


def test_a_state_with_private_ties_only_is_not_named(read: Read) -> None:
    def text(**more: Any) -> str:
        ties = [{"kind": "family", "place": "Reno", "state": "NV", **more}]
        return next(each.text for each in read(ties=ties).offsets if each.key == "ties")

    assert "NV" in text()
    assert "NV" not in text(is_private=True)
    assert "kept private" in text(is_private=True)


def test_what_comes_late_says_what_it_still_counts_for(read: Read) -> None:
    def changes(today: date) -> set[str]:
        return {each.can_change for each in read(today=today).offsets if each.can_change}

    assert not any("next season" in each for each in changes(date(2026, 9, 10)))
    assert all("for interviews" in each for each in changes(date(2026, 11, 25)))
    assert all("for a next season" in each for each in changes(date(2027, 3, 16)))
    assert "next season" in read(today=date(2027, 3, 16)).answer[2]


def test_bad_news_comes_with_contacts_that_have_a_source(facts: Facts, read: Read) -> None:
    found = read(exams={"step1": FAILED})
    assert found.support
    assert found.support[0].name.startswith("988")
    for contact in found.support:
        assert facts.row(contact.fact_id)["value"] == contact.how
    assert read().support == ()


SHAMING = re.compile(
    r"\b(unfortunately|sadly|poor|bad|embarrass\w*|disappoint\w*|terrible|hopeless|guarantee\w*|surely|don't worry|"
    r"weak applicant|failure)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("today", [date(2026, 3, 2), TODAY, date(2026, 11, 25), date(2027, 3, 16), date(2027, 4, 1)])
def test_every_line_is_calm_specific_and_in_time(
    facts: Facts, directory: Directory, example: Callable[[str], Profile], name: str, today: date
) -> None:
    found = assess(facts, directory, example(name), today)
    assert len(found.answer) == 3
    texts = [*found.answer, *found.readers_eye, *(f"{each.text} {each.can_change}" for each in found.findings)]
    texts += [f"{row.gap} {row.action}" for row in found.concerns]
    texts += [f"{each.text} {each.can_change}" for each in found.offsets]
    for text in texts:
        assert not SHAMING.search(text), text
        assert "  " not in text.strip(), text
        assert "None" not in re.sub(r"None (is left|that)", "", text), text
        assert "100 %" not in text, text
        assert not re.search(r"\b0 %", text), text
        assert ".." not in text, text
    days = [each.by for each in found.findings if each.can_change] + [
        each.by for each in found.offsets if each.can_change
    ]
    assert all(day is None or day >= today for day in days)
    for each in found.findings:
        for fact in each.fact_ids:
            assert facts.row(fact)


def test_the_same_record_reads_the_same(read: Read) -> None:
    assert repr(read(exams={"step1": FAILED})) == repr(read(exams={"step1": FAILED}))
