"""Nothing leaks, the page can be made again, and a build that is off is told."""

import csv
import io
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from smartpick.facts import Facts, open_facts
from smartpick.judged import Asked, Model, Record, Sight, Tolerance, check, judge, report, simple_models, table
from smartpick.judged import _figures as figures
from smartpick.judged._beside import beside_one, beside_one_alone
from smartpick.judged._sight import Hidden, after, hide, of_specialty, open_tracks, programs_until
from smartpick.judged._trials import trials
from smartpick.market.season import market_version, shipped_asset
from smartpick.programs import Program

LEFT = "psychiatry"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def quick() -> tuple[Model, ...]:
    """Return the models without the table model, which takes most of the time."""
    return simple_models()[:-1]


@pytest.fixture(scope="module")
def record(facts: Facts, quick: tuple[Model, ...]) -> Record:
    return judge(facts, quick)


@pytest.fixture(scope="module")
def tracks(facts: Facts) -> tuple[Program, ...]:
    return two_of(facts)


@pytest.fixture(scope="module")
def sight_2025(facts: Facts, tracks: tuple[Program, ...]) -> Sight:
    return Sight(hide(facts, *after(facts, 2025)), 2025, programs_until(tracks, 2025), 1)


def two_of(facts: Facts) -> tuple[Program, ...]:
    """Return the tracks of two specialties."""
    return tuple(track for track in open_tracks(facts) if track.specialty in {LEFT, "family_medicine"})


def changed(facts: Facts, where: str, arguments: tuple[object, ...]) -> Facts:
    """Return a copy of the facts in which some published values are turned round."""
    copy = hide(facts)
    touched = copy.connection.execute(
        f"UPDATE statistic SET value = CASE WHEN value <= 1 THEN 1 - value ELSE 100 - value END WHERE {where}",
        arguments,
    ).rowcount
    assert touched > 0
    # A copy cannot be copied while a change is open.
    copy.connection.commit()
    return copy


@pytest.mark.parametrize("model", simple_models(), ids=lambda model: model.name)
@pytest.mark.parametrize(
    ("measure", "read"), [("match_rate_pct", figures.bands), ("interview_rate", figures.interview_rates)]
)
def test_a_left_out_specialty_is_answered_alike_whatever_its_figures_are(
    facts: Facts, tracks: tuple[Program, ...], model: Model, measure: str, read: object
) -> None:
    """Its figures are turned round, then hidden: the answers must not move by a bit."""
    other = changed(facts, "measure = ? AND specialty_keys = ?", (measure, f";{LEFT};"))
    asked = [found.asked for found in read(facts) if found.asked.specialty == LEFT]  # type: ignore[operator]
    assert asked
    first, second = (
        model.answers(Sight(hide(each, of_specialty(LEFT, measure)), 2026, tracks, 1), asked) for each in (facts, other)
    )
    assert set(first) == set(second)
    for key, draws in first.items():
        assert np.array_equal(draws, second[key]), key


@pytest.mark.parametrize("model", simple_models(), ids=lambda model: model.name)
def test_the_next_season_is_answered_alike_whatever_it_brings(
    facts: Facts, tracks: tuple[Program, ...], sight_2025: Sight, model: Model
) -> None:
    """Every position of 2026 is emptied in a copy: answers made from what was known in 2025 do not move."""
    asked = [found.asked for found in figures.shares(facts, 2026) if found.asked.specialty == LEFT]
    asked += [found.asked for found in figures.unfilled(tracks, 2026) if found.asked.specialty == LEFT]
    other = hide(facts)
    other.connection.execute("UPDATE fill_by_type SET us_md_senior = 0 WHERE season = 2026")
    other.connection.execute("UPDATE program_result SET positions_filled = 0 WHERE season = 2026")
    other.connection.commit()
    programs = programs_until(two_of(other), 2025)
    first = model.answers(sight_2025, asked)
    second = model.answers(Sight(hide(other, *after(other, 2025)), 2025, programs, 1), asked)
    assert set(first) == set(second)
    for key, draws in first.items():
        assert np.array_equal(draws, second[key]), key


def test_programs_have_no_future_in_sight(sight_2025: Sight) -> None:
    sight = sight_2025
    assert max(max(program.positions, default=0) for program in sight.programs) == 2025
    assert not list(sight.facts.rows("fill_by_type", "season > 2025"))
    assert not [f for f in sight.facts.statistics("match_rate_pct") if f.season == "2026"]


def test_persistence_is_last_seasons_share_when_nothing_is_shrunk(facts: Facts, sight_2025: Sight) -> None:
    """Against counts from the table of 2025 itself, read here by other means."""
    rows = facts.rows("fill_by_type", "season = 2025 AND state = 'California' AND specialty_keys = ?", (f";{LEFT};",))
    counted = [(row["us_do_senior"], row["filled"]) for row in rows if row["entry"] == "PGY-1"]
    share = sum(own for own, _ in counted) / sum(filled for _, filled in counted)
    asked = Asked("x", "share", LEFT, "us_do_senior", "filled", "2026", "CA/PGY-1")
    found = {
        model.name: float(model.answers(sight_2025, [asked])["x"].mean())
        for model in simple_models()
        if model.name.startswith("persistence")
    }
    assert found["persistence"] == pytest.approx(share, abs=0.003)
    assert abs(found["persistence, shrunk"] - share) < 0.05


def test_fill_history_does_not_read_the_season_it_predicts(tracks: tuple[Program, ...], sight_2025: Sight) -> None:
    (history,) = (model for model in simple_models() if model.name == "fill history")
    sight = sight_2025
    asked = [found.asked for found in figures.unfilled(tracks, 2026)]
    chances = history.answers(sight, asked)
    by_code = {program.program_code_nrmp: program for program in sight.programs}
    always: list[Asked] = []
    never: list[Asked] = []
    for each in asked:
        last = [pair for year, pair in by_code[each.place].positions.items() if 2022 <= year <= 2025]
        if len(last) == 4 and each.specialty == "family_medicine":
            if all(filled < offered for offered, filled in last):
                always.append(each)
            elif all(filled == offered for offered, filled in last):
                never.append(each)
    assert min(float(chances[each.key][0]) for each in always) > max(float(chances[each.key][0]) for each in never)


def test_every_question_is_asked_once_with_its_answer_out_of_sight(facts: Facts) -> None:
    for trial in trials(facts, 1):
        seen: list[str] = []
        for sight, asked in trial.sights():
            seen += [each.key for each in asked]
            if trial.way == "in sight":
                continue
            ids = {found.asked.key: found.fact_ids for found in trial.published}
            for each in asked[:: max(1, len(asked) // 5)]:
                for fact_id in ids[each.key]:
                    table_kind = facts.table(fact_id.partition("/")[0]).kind
                    assert not list(sight.facts.rows(table_kind, "fact_id = ?", (fact_id,))), fact_id
        assert sorted(seen) == sorted(found.asked.key for found in trial.published)


def test_page_and_table_are_made_alike_twice(facts: Facts, quick: tuple[Model, ...], record: Record) -> None:
    again = judge(facts, quick)
    assert report(record) == report(again)
    assert table(record) == table(again)


def test_the_table_names_rows_that_exist(facts: Facts, record: Record) -> None:
    rows = list(csv.DictReader(io.StringIO(table(record))))
    assert len(rows) == sum(len(trial.published) for trial in record.trials)
    for row in rows[::400]:
        for fact_id in filter(None, row["fact_ids"].split(";")):
            assert facts.row(fact_id)["fact_id"] == fact_id


def test_a_page_says_where_a_simpler_answer_is_nearer(record: Record) -> None:
    text = report(record)
    assert "is nearer**" in text or "On none of" in text
    assert "## What is not judged yet" in text
    for trial in record.trials:
        assert trial.title in text


def test_a_tolerance_that_is_passed_is_told_with_its_figure(record: Record) -> None:
    tight = Tolerance("unfilled_next", "fill history", "brier", 0, 0.001)
    wide = Tolerance("unfilled_next", "fill history", "brier", 0, 1)
    other = Tolerance("unfilled_next", "no such model", "brier", 0, 0)
    (problem,) = check(record, (tight, wide, other))
    assert "brier of the fill history is 0.0" in str(problem)


class Oracle:
    """A model of a test's own: a new column needs no more than this."""

    name = "oracle"
    about = "Knows the answer."

    def __init__(self, facts: Facts) -> None:
        self.truth = {found.asked.key: found.value for found in figures.bands(facts)}

    def uses(self, asked: Asked) -> bool:
        del asked
        return True

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, NDArray[np.float64]]:
        del sight
        return {each.key: np.array([self.truth[each.key]]) for each in asked if each.key in self.truth}


def test_a_new_model_is_one_more_column(facts: Facts) -> None:
    record = judge(facts, [Oracle(facts)])
    score = record.score("md_bands_in_sight", "oracle")
    assert score is not None
    assert score.mean_absolute == pytest.approx(0)
    assert score.coverage is None
    assert "oracle" in report(record)


def test_the_interviews_beside_one_are_those_of_whoever_has_many(facts: Facts) -> None:
    """By hand: half of a group has one interview, half has five: of six, five have four others and one has none."""
    copy = hide(facts)
    for measure, value in (("mean", (5.0, 1.0)), ("sd", (0.0, 0.0))):
        for stratum, each in zip(("matched", "unmatched"), value, strict=True):
            copy.connection.execute(
                "UPDATE statistic SET value = ?, n = 50 WHERE measure = ? AND stratum = ? AND specialty_keys = ?",
                (each, f"contiguous_ranks_{measure}", stratum, f";{LEFT};"),
            )
    copy.connection.commit()
    (found,) = (each for each in beside_one(copy) if each.asked.specialty == LEFT)
    assert found.value == pytest.approx((5 * 4 + 1 * 0) / 6)
    (alone,) = beside_one_alone(copy, [found.asked]).values()
    # Independent interviews with a mean of 3 among those who have any.
    assert alone[0] / -np.expm1(-alone[0]) == pytest.approx(3, abs=1e-3)


def test_hidden_rows_are_gone_and_the_others_stay(facts: Facts) -> None:
    poorer = hide(facts, Hidden("statistic", "measure = ?", ("interview_rate",)))
    assert not poorer.statistics("interview_rate")
    assert len(poorer.statistics("match_rate_pct")) == len(facts.statistics("match_rate_pct"))
    assert facts.statistics("interview_rate")


@pytest.mark.parametrize(
    ("hidden", "is_read"),
    [
        (of_specialty(LEFT, "match_rate_pct"), True),
        (Hidden("fill_by_type", "season = ?", (2026,)), True),
        (Hidden("program_result", "season = ?", (2026,)), True),
        (Hidden("statistic", "measure = ?", ("match_rate_by_invitations",)), False),
        (of_specialty("no_such_specialty"), False),
    ],
)
def test_seasons_made_from_hidden_rows_do_not_pass_for_made_from_the_rest(
    facts: Facts, hidden: Hidden, *, is_read: bool
) -> None:
    """What seasons are bound to changes with the rows that they read, and with no others."""
    poorer = hide(facts, hidden)
    assert (market_version(poorer) != market_version(facts)) is is_read
    assert market_version(hide(facts, hidden)) == market_version(poorer)
    if shipped_asset(facts) is not None:
        assert (shipped_asset(poorer) is None) is is_read
