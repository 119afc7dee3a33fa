"""The record holds the simulated seasons, the model that uses them, and lists chosen a season before."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from smartpick import judged
from smartpick.errors import Problem
from smartpick.estimate import Applicant, Assumptions, estimate_chances
from smartpick.facts import Facts, open_facts
from smartpick.judged import Record, Sight, check, judge, report, simple_models
from smartpick.judged import _figures as figures
from smartpick.judged import _judge as judging
from smartpick.judged._lists import BEST, CASES, CHOOSERS, OURS, Lists, judge_lists
from smartpick.judged._market import NAME, MarketModel, shipped
from smartpick.judged._seasons import GROUPS, Seasons, check_seasons, seasons_of
from smartpick.judged._sight import Hidden, after, hide, of_specialty, open_tracks, programs_until
from smartpick.judged._tables import TableModel
from smartpick.judged._trials import Trial, trials
from smartpick.market import season
from smartpick.market.season import Asset, calibrate, read_asset
from smartpick.portfolio import list_outcome
from smartpick.present.cli import main as smartpick
from smartpick.vocabulary import ApplicantType

SIMULATED = "dermatology"
QUICK = ("match_rates_in_sight", "interviews_states_in_sight", "interviews_states_left_out")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def asset(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Asset:
    """Return real seasons of one specialty, made fast rather than well, and one that is refused."""
    folder: Path = tmp_path_factory.mktemp("seasons")
    wanted = [SIMULATED, "transitional_year"]
    return read_asset(calibrate(facts, folder, specialties=wanted, n_draws=12, generations=0, rounds=3, fit_seeds=1))


@pytest.fixture(scope="module")
def seasons(facts: Facts, asset: Asset) -> Seasons:
    return seasons_of(asset, facts)


@pytest.fixture(scope="module")
def lists(facts: Facts, asset: Asset) -> Lists:
    return judge_lists(facts, asset, cases=CASES[1:3], numbers=(10, 20))


@pytest.fixture(scope="module")
def few_trials() -> Iterator[None]:
    """Let the record be made of three trials, one model beside the market's, and one applicant."""

    def some(facts: Facts, seed: int) -> list[Trial]:
        return [trial for trial in trials(facts, seed) if trial.key in QUICK]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "trials", some)
        patch.setattr(judging, "simple_models", lambda: simple_models()[-1:])
        patch.setattr(
            judging, "judge_lists", lambda facts, asset, seed: judge_lists(facts, asset, seed, CASES[2:3], (10,))
        )
        yield


@pytest.fixture(scope="module")
def record(facts: Facts, asset: Asset, few_trials: None) -> Record:
    del few_trials
    return judge(facts, asset=asset)


def test_every_specialty_of_the_vocabulary_has_a_status_on_the_page(record: Record, facts: Facts) -> None:
    text = report(record).split("## Simulated seasons beside the published figures")[1].split("\n## ")[0]
    for row in facts.specialties():
        assert f"| {row['key']} |" in text
    assert record.seasons is not None
    assert record.seasons.status[SIMULATED][0] == "fitted"
    assert record.seasons.status["transitional_year"][0] == "refused"
    assert "one year only" in text


def test_the_page_is_made_alike_twice(record: Record, facts: Facts, asset: Asset, few_trials: None) -> None:
    del few_trials
    assert report(record) == report(judge(facts, asset=asset))


def test_the_market_model_is_the_last_column_and_differs_where_seasons_are_in_sight(record: Record) -> None:
    assert [model.name for model in record.models] == ["table model", NAME]
    market, tables = (
        {row.published.asked.key: row.mean for row in record.rows if row.model == name and row.trial == QUICK[1]}
        for name in (NAME, "table model")
    )
    specialty = {row.published.asked.key: row.published.asked.specialty for row in record.rows}
    moved = {specialty[key] for key in market if market[key] != tables[key]}
    assert moved == {SIMULATED}


def test_without_seasons_the_column_is_absent_and_the_page_says_so(
    facts: Facts, monkeypatch: pytest.MonkeyPatch, few_trials: None
) -> None:
    del few_trials
    monkeypatch.setattr(season, "shipped_asset", lambda _: None)
    assert shipped(facts) is None
    record = judge(facts)
    assert [model.name for model in record.models] == ["table model"]
    assert record.seasons is None
    assert record.lists is not None
    assert not record.lists.is_simulated
    text = report(record)
    assert "This build has no simulated seasons" in text
    assert "the **table model** with all facts" in text
    assert "which flatters SmartPick" in text
    assert not [problem for problem in check(record) if "simulated seasons" in str(problem)]


def test_seasons_that_the_build_ships_are_found_by_the_door(
    facts: Facts, asset: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(season, "shipped_asset", lambda _: asset)
    assert shipped(facts) is asset


def test_a_specialty_with_a_figure_hidden_loses_its_seasons(facts: Facts, asset: Asset) -> None:
    model = MarketModel(asset, facts)
    programs = programs_until(open_tracks(facts), 2026)
    other = hide(facts, of_specialty("psychiatry", "interview_rate"))
    own = hide(facts, of_specialty(SIMULATED, "interview_rate"))
    last = hide(facts, *after(facts, 2025))
    assert SIMULATED in model.seasons_for(Sight(facts, 2026, programs, 1)).specialties
    assert SIMULATED in model.seasons_for(Sight(other, 2026, programs, 1)).specialties
    assert SIMULATED not in model.seasons_for(Sight(own, 2026, programs, 1)).specialties
    assert not model.seasons_for(Sight(last, 2025, programs, 1)).specialties
    asked = [each.asked for each in figures.interview_rates(facts) if each.asked.specialty == SIMULATED]
    sight = Sight(own, 2026, programs, 1)
    first, second = model.answers(sight, asked), TableModel().answers(sight, asked)
    assert set(first) == set(second)
    assert all(np.array_equal(first[key], second[key]) for key in first)


def test_shares_matched_by_interviews_enter_no_fit(facts: Facts, asset: Asset, tmp_path: Path) -> None:
    """The seasons may stay in sight there: made without any such figure they are the same."""
    poorer = hide(facts, Hidden("statistic", "measure LIKE ?", ("match_rate_by_%",)))
    other = read_asset(
        calibrate(poorer, tmp_path, specialties=[SIMULATED], n_draws=12, generations=0, rounds=3, fit_seeds=1)
    )
    first, second = (each.specialties[SIMULATED].moments for each in (asset, other))
    assert set(first) == set(second)
    assert all(np.array_equal(first[name], second[name], equal_nan=True) for name in first)
    programs = programs_until(open_tracks(facts), 2026)
    assert SIMULATED in MarketModel(asset, facts).seasons_for(Sight(poorer, 2026, programs, 1)).specialties


@pytest.mark.parametrize("is_market", [False, True])
def test_one_published_rate_changed_changes_a_chance(facts: Facts, asset: Asset, is_market: bool) -> None:  # noqa: FBT001
    other = hide(facts)
    touched = other.connection.execute(
        "UPDATE statistic SET value = value - 20 WHERE measure = 'match_rate_pct' AND stratum = 'all'"
        " AND specialty_keys = ? AND applicant_type_keys = ';us_md_senior;'",
        (f";{SIMULATED};",),
    ).rowcount
    other.connection.commit()
    assert touched == 1
    pool = [each for each in programs_until(open_tracks(facts), 2026) if each.specialty == SIMULATED]
    # Without a score of her own: with one, the score bands have her level and the rate over all moves only the centre.
    applicant = Applicant(ApplicantType.US_MD_SENIOR)
    before, after_it = (
        list_outcome(found.interview, found.accept, found.weights, [True] * len(found.programs)).p_match_given_ranked
        for found in (
            estimate_chances(each, Assumptions(each), applicant, pool[::8], pool, 2026, 1, asset if is_market else None)
            for each in (facts, other)
        )
    )
    assert after_it.mean < 0.95 * before.mean


def test_seasons_off_their_tolerance_fail_the_build(seasons: Seasons, record: Record) -> None:
    reached = {group.key: seasons.error(group, unseen=True) for group in GROUPS}
    known = {key: value for key, value in reached.items() if value is not None}
    assert {"fills", "rates", "bands", "ranks", "offers_type", "offers_state", "offers_tier"} <= set(known)
    assert check_seasons(seasons, {key: 1.1 * value for key, value in known.items()}) == []
    found = check_seasons(seasons, known | {"fills": 0.9 * known["fills"]})
    assert len(found) == 1
    assert "positions filled by type" in str(found[0])
    assert check_seasons(None, known) == []
    # And the record is checked with it.
    far = replace(seasons, figures=tuple(replace(each, unseen=each.unseen + 50) for each in seasons.figures))
    off: list[Problem] = check(replace(record, seasons=far))
    assert any("simulated seasons, positions filled by type" in str(problem) for problem in off)


def test_errors_are_those_of_the_figures_themselves(seasons: Seasons, asset: Asset) -> None:
    told = asset.specialties[SIMULATED]
    kinds = [name for name in told.moments if name.startswith("fill_pct.") and name != "fill_pct.unfilled"]
    by_hand = np.mean([abs(told.judged[name] - told.moments[name][0]) for name in kinds])
    fills = next(group for group in GROUPS if group.key == "fills")
    assert seasons.error(fills, unseen=True) == pytest.approx(float(by_hand))
    both = [told.moments[f"offers.{name}"] for name in ("in_state", "out_of_state")]
    odds = [np.log(mean / (1 - mean)) - np.log(rate / (1 - rate)) for rate, mean, _ in both]
    states = next(group for group in GROUPS if group.key == "offers_state")
    assert seasons.error(states, unseen=False) == pytest.approx(float(np.sqrt(np.mean(np.square(odds)))))


def test_bands_carry_the_people_who_were_counted(seasons: Seasons, facts: Facts) -> None:
    published = {
        each.value: each.n for each in figures.bands(facts) if each.asked.specialty == SIMULATED and each.value
    }
    shown = [each for each in seasons.of(SIMULATED) if each.name.startswith("band.") and each.published]
    assert len(shown) > 3
    for each in shown:
        assert each.people == published[min(published, key=lambda value: abs(value - each.published))]


def test_what_nobody_published_is_not_counted_as_published(seasons: Seasons) -> None:
    by_name = {each.name: each for each in seasons.of(SIMULATED)}
    assert not by_name["rankers.us_md_senior"].is_fitted
    assert not by_name["score_mean.us_md_senior"].is_fitted
    assert by_name["rate.us_citizen_img"].is_derived
    assert not by_name["rate.us_md_senior"].is_derived


def test_lists_are_chosen_without_the_season_they_are_judged_in(facts: Facts, asset: Asset, lists: Lists) -> None:
    other = hide(facts)
    other.connection.execute("UPDATE fill_by_type SET us_md_senior = 0 WHERE season = 2026")
    other.connection.execute("UPDATE program_result SET positions_filled = 0 WHERE season = 2026")
    other.connection.commit()
    again = judge_lists(other, asset, cases=CASES[1:3], numbers=(10, 20))
    assert (lists.chosen_until, lists.judged_in) == (2025, 2026)
    for one, two in zip(lists.results, again.results, strict=True):
        assert len(set(one.chosen)) == one.number
        if one.chooser != BEST:
            assert one.chosen == two.chosen


def test_nobody_beats_the_judges_own_choice_and_longer_lists_match_more(lists: Lists) -> None:
    for case in {each.case for each in lists.results}:
        short, long = lists.of(case, 10), lists.of(case, 20)
        for name in CHOOSERS:
            assert short[name].p_match.mean() <= short[BEST].p_match.mean() + 0.002
            assert short[name].p_match.mean() < long[name].p_match.mean()
        gain = lists.gain(10, "random", case)
        assert np.allclose(gain, short[OURS].p_match - short["random"].p_match)


def test_simple_choosers_do_what_their_names_say(facts: Facts, lists: Lists) -> None:
    tracks = {each.program_code_nrmp: each for each in programs_until(open_tracks(facts), 2025)}
    (_, case) = CASES[1:3]
    found = lists.of(case.text, 20)
    sizes = [tracks[code].positions[2025][0] for code in found["largest"].chosen]
    assert sizes == sorted(sizes, reverse=True)
    home = [tracks[code].state == case.state for code in found["own state, then largest"].chosen]
    assert home[0]
    assert home == sorted(home, reverse=True)
    failed = [tracks[code].unfilled_record(2025)[0] for code in found["most often unfilled"].chosen]
    assert failed == sorted(failed, reverse=True)


def test_the_command_writes_the_seasons_and_the_lists(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(judged, "judge", lambda facts, seed: replace(record, facts=facts, seed=seed))
    monkeypatch.setattr(judged, "check", lambda _: [])
    with pytest.raises(SystemExit) as ended:
        smartpick(["market", "report", "--out", str(tmp_path), "--json", str(tmp_path / "report.json")])
    capsys.readouterr()
    assert not ended.value.code
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["simulated_seasons"]["status"]["transitional_year"]["status"] == "refused"
    assert told["simulated_seasons"]["errors"]["fills"]["bar"] == 0.8
    assert {each["chooser"] for each in told["lists"]} == set(CHOOSERS)
    page = (tmp_path / "calibration.md").read_text(encoding="utf-8")
    assert "## Figure by figure: simulated seasons" in page
    assert "| dermatology | % of positions offered: us_md_senior |" in page
