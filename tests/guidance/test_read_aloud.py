"""What two commands say of one person on one day agrees, fits the person, and is said at the right time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from guidance.people import TODAY, Read, one

from smartpick.facts import Facts
from smartpick.guidance import Answer, ListFigures, answers, assess
from smartpick.guidance.packet import make_packet
from smartpick.guidance.plan import Plan, make_plan
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Stage

Example = Callable[[str], Profile]
JULY = date(2026, 7, 20)


@pytest.fixture
def plan(facts: Facts, directory: Directory, example: Example) -> Callable[[str, date], Plan]:
    return lambda name, day: make_plan(facts, directory, example(name), day)


def text_of(made: Plan, key: str) -> str:
    texts = {each.key: each.text for each in made.tasks} | {each.key: each.text for each in made.notes}
    return texts[key]


def ask(facts: Facts, directory: Directory, profile: Profile, key: str, today: date, figures: ListFigures) -> Answer:
    (found,) = answers(facts, directory, profile, today, figures, (key,))
    return found


def test_the_chance_with_a_program_to_rank_is_never_alone(read: Read) -> None:
    assert "a program has to invite you first" in read(today=JULY).answer[1]
    over = read(today=date(2027, 4, 10)).answer[1]
    assert over.startswith("For the Match that is over")
    assert "comes before that" not in over


def test_plan_says_the_chance_that_the_reading_says(plan: Callable[[str, date], Plan]) -> None:
    made = plan("dermatology-la-only", JULY)
    assert "about 5 in 10 (24 to 68 %) once a program can be ranked" in text_of(made, "second_specialty")
    # Nobody has been asked yet, so no letter is one more; and those of the specialty come first.
    assert made.answer[1] == "First: ask for 3 letters, by 23 July 2026."


def test_what_begins_in_half_a_year_is_not_first_today(plan: Callable[[str, date], Plan]) -> None:
    assert "4 January 2027" not in plan("third-year", JULY).answer[1]


def test_points_to_aim_for_add_up(plan: Callable[[str, date], Plan]) -> None:
    made = plan("third-year", JULY)
    assert made.study is not None
    assert made.study.predicted is not None
    assert made.study.target == (round(made.study.predicted.mean) + 5, round(made.study.predicted.mean) + 18)


def test_nobody_without_a_setback_is_asked_what_happened(plan: Callable[[str, date], Plan]) -> None:
    for name in ("do-comlex-only", "high-scorer"):
        made = plan(name, JULY)
        assert "what happened" not in text_of(made, "practice_interviews")
        assert "remediation" not in text_of(made, "boards_first")
    weak = plan("us-img-step2-fail", JULY)
    assert "what happened" in text_of(weak, "practice_interviews")


def test_two_steps_are_told_by_figures_of_ones_own_kind(read: Read) -> None:
    fail = {"exams": {"step1": [{"date": "2023-05-21", "result": "fail"}, {"date": "2023-10-15", "result": "pass"}]}}
    assert "US MD graduates" in one(read(**fail), "two_step").text
    graduate = {"type": "non_us_citizen_img", "graduation_date": "2019-07-31"}
    told = one(read(**fail, applicant=graduate), "two_step").text
    assert "US MD" not in told
    assert "as a graduate" not in told


def test_a_low_place_is_not_called_nothing_to_explain(
    facts: Facts, directory: Directory, example: Example, figures: ListFigures
) -> None:
    told = ask(facts, directory, example("reapplicant"), "mention_scores", JULY, figures).lines[0]
    assert "have a sentence ready" in told
    calm = ask(facts, directory, example("high-scorer"), "mention_scores", JULY, figures).lines[0]
    assert calm.endswith("so nothing needs to be explained.")


def test_nearly_sure_is_said_once(read: Read) -> None:
    numbered: dict[str, object] = {"date": "2026-05-05", "result": "pass", "score": 265}
    sure = {"exams": {"step1": [{"date": "2024-05-07", "result": "pass"}], "step2_ck": [numbered]}}
    found = read(today=TODAY, **sure, goals={"specialties": ["Internal Medicine"]})
    assert "Internal Medicine more than 99 %" in found.answer[1]


def test_while_ranks_are_decided_support_stands_where_the_chance_is_low(
    facts: Facts, directory: Directory, example: Example, figures: ListFigures
) -> None:
    day = date(2027, 2, 20)
    assert ask(facts, directory, example("us-img-step2-fail"), "how_many", day, figures).support
    assert not ask(facts, directory, example("high-scorer"), "how_many", day, figures).support


def test_a_packet_shows_all_that_it_counts_as_speaking_for_the_record(
    facts: Facts, directory: Directory, example: Example
) -> None:
    profile = example("us-md-la-step1-fail")
    found, made = assess(facts, directory, profile, JULY), make_plan(facts, directory, profile, JULY)

    def told(*redact: str) -> list[str]:
        packet = make_packet(profile, found, made, None, redact)
        return [text for each in packet.sections if each.key == "doubts" for text, _ in each.lines]

    assert f"{sum(text.startswith('For it: ') for text in told())} speak for it" in found.answer[0]
    # Growth is spoken of after a setback, so it goes with the exams.
    assert any("growth" in text for text in told())
    assert not any("growth" in text for text in told("exams"))


def test_on_match_day_the_answer_comes_before_what_follows_a_no(plan: Callable[[str, date], Plan]) -> None:
    made = plan("high-scorer", date(2027, 3, 19))
    assert made.answer[1].startswith("If you matched, you learn today where you go")
    assert "look back" not in " ".join(made.answer)
    # Whoever begins anew brings the season along, or the next plan takes her for a first-time applicant.
    assert "among the earlier ones" in text_of(made, "next_season_begins")


def test_reading_and_plan_name_one_last_day_for_signals(
    facts: Facts, directory: Directory, example: Example, plan: Callable[[str, date], Plan]
) -> None:
    found = assess(facts, directory, example("high-scorer"), JULY)
    due = next(each.due for each in plan("high-scorer", JULY).tasks if each.key == "signals")
    assert next(each.by for each in found.offsets if each.key == "signals") == due == date(2026, 9, 22)


def test_a_packet_for_the_weeks_of_ranking_holds_no_list_of_applications(
    facts: Facts, directory: Directory, example: Example, figures: ListFigures
) -> None:
    profile = example("us-img-step2-fail")
    for day, stage, has_list in (
        (date(2027, 1, 20), Stage.INTERVIEWING, True),
        (date(2027, 2, 20), Stage.RANKING, False),
    ):
        late = replace(figures, stage=stage, is_planning=False)
        read, made = assess(facts, directory, profile, day), make_plan(facts, directory, profile, day)
        shown = {each.key for each in make_packet(profile, read, made, late).sections if each.lines}
        assert ("list" in shown) is has_list


def test_one_failed_and_passed_reads_first_what_is_true_and_good(
    facts: Facts, directory: Directory, example: Example
) -> None:
    """A pass after a fail is said before what cannot be claimed from it, and months of work are on the first page."""
    hers = example("us-img-step2-fail")
    found = assess(facts, directory, hers, date(2026, 9, 10))
    said = next(each.text for each in found.findings if each.key == "recovery_no")
    assert said.startswith("You failed Step 2 CK, then passed with 221;")
    assert "Hands-on US clinical experience: 11 months." in found.readers_eye
    assert "Not in the profile yet: letters agreed or uploaded, service, research." in found.readers_eye


def test_what_weighs_most_has_a_figure_and_stands_first(facts: Facts, directory: Directory, example: Example) -> None:
    hers = example("us-img-step2-fail")
    early = assess(facts, directory, hers, date(2026, 9, 10))
    first = next(each for each in early.offsets if each.is_changeable and each.state != "have")
    assert first.has_evidence
    assert early.answer[2].startswith(f"What can still change and weighs most: {first.can_change}")
    late = assess(facts, directory, hers, date(2026, 11, 26))
    assert late.answer[2].startswith("Nothing that can still change this season has a figure behind it.")
    signals = next(each for each in late.offsets if each.key == "signals")
    assert signals.text == "Preference signals, unknown whether you sent any"


def test_questions_and_plan_name_one_day_for_the_list(
    facts: Facts, directory: Directory, example: Example, figures: ListFigures
) -> None:
    day, hers = date(2026, 9, 10), example("us-img-step2-fail")
    due = next(each.due for each in make_plan(facts, directory, hers, day).tasks if each.key == "list")
    found = ask(facts, directory, hers, "how_many", day, figures)
    assert found.by == due == date(2026, 9, 17)
