"""Where in a season a day lies: published dates first, then those of other seasons, moved by whole weeks."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.facts import Facts, open_facts, season_calendar, season_of
from smartpick.facts.build import compile_facts
from smartpick.vocabulary import Stage

Write = Callable[[Path, Mapping[str, str | bytes]], Path]

SEASONS = range(2024, 2031)
ORDER = list(Stage)
EVENTS = (
    *("season_begins", "applicants_may_submit", "programs_may_review"),
    *("ranking_opens", "rank_list_deadline", "match_week_begins", "match_day"),
)
FACTS = open_facts()


def test_dates_of_a_season_and_service_are_in_order(facts: Facts) -> None:
    order = [
        *("registration_opens", "registration_deadline", "season_begins", "scores_may_be_requested"),
        *("first_day_to_request_usmle_comlex_transcripts", "applicants_may_submit", "application_deadline"),
        *("programs_may_review", "recommended_application_deadline", "all_interview_offers_released"),
        *("interviews_begin_no_earlier_than", "ranking_opens", "rank_list_deadline", "match_week_begins", "match_day"),
        "season_ends",
    ]
    dates: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    for row in facts.rows("season_date", "date GLOB '[0-9]*'"):
        day = date.fromisoformat(row["date"])
        if row["event"] in order:
            dates[row["season"], row["service"]][row["event"]] = day
        assert date(int(row["season"]) - 1, 6, 1) <= day <= date(int(row["season"]), 6, 1), row["fact_id"]
        if row["date_to"][:1].isdigit():
            assert date.fromisoformat(row["date_to"]) > day, row["fact_id"]
    assert len(dates) >= 9
    for key, told in dates.items():
        days = [told[event] for event in order if event in told]
        assert days == sorted(days), key


def test_published_dates_fall_on_the_weekdays_they_always_do(facts: Facts) -> None:
    weekdays = {
        **dict.fromkeys(("season_begins", "applicants_may_submit", "programs_may_review", "rank_list_deadline"), 2),
        "match_week_begins": 0,
        "match_day": 4,
    }
    for row in facts.rows("season_date", "date GLOB '[0-9]*' AND service IN ('eras', 'nrmp')"):
        if row["event"] in weekdays:
            assert date.fromisoformat(row["date"]).weekday() == weekdays[row["event"]], row["fact_id"]


@pytest.mark.parametrize("season", SEASONS)
def test_stages_never_go_back(facts: Facts, season: int) -> None:
    calendar = season_calendar(facts, season)
    first, last = date(season - 1, 4, 1), date(season, 4, 1)
    stages = [calendar.stage(first + timedelta(days=n)) for n in range((last - first).days)]
    places = [ORDER.index(stage) for stage in stages]
    assert all(before <= after <= before + 1 for before, after in pairwise(places))
    assert set(stages) == set(ORDER)


@pytest.mark.parametrize("season", SEASONS)
def test_carried_dates_stay_on_their_weekday_and_near_their_day(facts: Facts, season: int) -> None:
    published = {
        row["fact_id"]: date.fromisoformat(row["date"]) for row in facts.rows("season_date", "date GLOB '[0-9]*'")
    }
    calendar = season_calendar(facts, season)
    assert set(EVENTS) <= calendar.days.keys()
    for told in calendar.days.values():
        source = published[told.fact_id]
        assert told.is_carried == (facts.row(told.fact_id)["season"] != str(season))
        if not told.is_carried:
            assert told.day == source
        assert told.day.weekday() == source.weekday(), told.event
        moved = source.replace(year=source.year + season - int(facts.row(told.fact_id)["season"]))
        assert abs((told.day - moved).days) <= 5, told.event
    days = [calendar.days[event].day for event in EVENTS]
    assert days == sorted(days)


@pytest.mark.parametrize("season", SEASONS)
def test_match_day_is_the_third_friday_of_march(facts: Facts, season: int) -> None:
    calendar = season_calendar(facts, season)
    match_day = calendar.days["match_day"].day
    assert (match_day.month, match_day.weekday(), (match_day.day - 1) // 7) == (3, 4, 2)
    assert calendar.days["match_week_begins"].day == match_day - timedelta(days=4)
    assert calendar.days["rank_list_deadline"].day == match_day - timedelta(days=16)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_every_day_has_a_season_and_a_stage(today: date) -> None:
    season = season_of(FACTS, today)
    assert season in {today.year, today.year + 1}
    calendar = season_calendar(FACTS, season)
    match_day = calendar.days["match_day"].day
    assert today <= match_day
    assert today > season_calendar(FACTS, season - 1).days["match_day"].day
    assert calendar.stage(today) in Stage
    assert (calendar.stage(today) is Stage.MATCH_DAY) == (today == match_day)
    assert calendar.stage(match_day + timedelta(days=1)) is Stage.OVER


@pytest.mark.parametrize(
    ("today", "season", "stage"),
    [
        (date(2026, 11, 24), 2027, Stage.INTERVIEWING),
        (date(2026, 6, 2), 2027, Stage.PREPARING),
        (date(2026, 6, 3), 2027, Stage.OPEN),
        (date(2026, 9, 22), 2027, Stage.OPEN),
        (date(2026, 9, 23), 2027, Stage.SUBMITTED),
        (date(2026, 10, 14), 2027, Stage.INTERVIEWING),
        (date(2027, 2, 1), 2027, Stage.RANKING),
        (date(2027, 3, 3), 2027, Stage.RANKING),
        (date(2027, 3, 4), 2027, Stage.MATCH_WEEK),
        (date(2027, 3, 15), 2027, Stage.SOAP),
        (date(2027, 3, 19), 2027, Stage.MATCH_DAY),
        (date(2027, 3, 20), 2028, Stage.PREPARING),
    ],
)
def test_the_season_of_2027_day_by_day(facts: Facts, today: date, season: int, stage: Stage) -> None:
    assert season_of(facts, today) == season
    assert season_calendar(facts, season).stage(today) is stage


@pytest.mark.parametrize("season", [2026, 2027])
def test_without_any_dates_the_usual_days_stand_in(write: Write, tmp_path: Path, season: int) -> None:
    """A build that leaves out the publishers of the dates still knows roughly where in the season it is."""
    compile_facts(write(tmp_path / "facts", {}), tmp_path / "c.sqlite")
    bare = open_facts(tmp_path / "c.sqlite")
    calendar, whole = season_calendar(bare, season), season_calendar(FACTS, season)
    assert not calendar.days
    first = date(season - 1, 4, 1)
    days = [first + timedelta(days=n) for n in range(365)]
    places = [ORDER.index(calendar.stage(day)) for day in days]
    assert all(before <= after <= before + 1 for before, after in pairwise(places))
    assert sum(calendar.stage(day) is not whole.stage(day) for day in days) <= 10
    assert season_of(bare, date(2026, 11, 24)) == 2027
