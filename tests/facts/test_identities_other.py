"""Ranges and identities of what is not the Match: signals, interview rates, exams, places, hospitals."""

import re

import pytest

from smartpick.facts import Facts
from smartpick.vocabulary import SignalTier

MAY_FALL = {"change_in_applications_per_applicant_pct"}


def test_shares_percentages_and_odds_are_in_range(facts: Facts) -> None:
    for row in facts.rows("statistic", "value IS NOT NULL"):
        measure, value = row["measure"], row["value"]
        if measure.endswith("_pct") and measure not in MAY_FALL:
            assert 0 <= value <= 100, row["fact_id"]
        if measure.endswith("_rate"):
            assert 0 <= value <= 1, row["fact_id"]
        if measure.endswith("_or"):
            assert value > 0, row["fact_id"]
        if measure.startswith("n_") or measure in {"programs", "positions_offered", "positions_filled"}:
            assert value == int(value) >= 0, row["fact_id"]


def test_intervals_hold_their_figure(facts: Facts) -> None:
    for row in facts.rows("statistic", "low IS NOT NULL AND high IS NOT NULL"):
        assert row["low"] <= row["high"], row["fact_id"]
        if row["value"] is not None:
            assert row["low"] <= row["value"] <= row["high"], row["fact_id"]


def test_units_stand_in_the_head(facts: Facts) -> None:
    for table in facts.tables():
        if table.kind == "statistic":
            measures = {row["measure"] for row in facts.table_rows(table.id)}
            if measures <= {"interview_rate"}:
                assert "0-1" in table.unit
            if all(measure.endswith("_pct") for measure in measures):
                assert table.unit.startswith("percent"), table.id
            if all(measure.endswith("_or") for measure in measures):
                assert "odds ratio" in table.unit, table.id


def test_signals_of_two_tiers_or_of_one(facts: Facts) -> None:
    unknown = set()
    for row in facts.rows("signal_count"):
        parts = {tier: row[str(tier)] for tier in (SignalTier.GOLD, SignalTier.SILVER, SignalTier.SINGLE)}
        if row["total"] is None:
            assert set(parts.values()) == {None}
            unknown.add((row["specialty"], row["season"]))
            continue
        tiered = parts[SignalTier.GOLD] is not None
        assert tiered == (parts[SignalTier.SILVER] is not None), row["fact_id"]
        assert not (tiered and parts[SignalTier.SINGLE] is not None), row["fact_id"]
        assert row["total"] == sum(part or 0 for part in parts.values()), row["fact_id"]
    assert unknown == {("Obstetrics and Gynecology", "2025"), ("Obstetrics and Gynecology", "2026")}


def test_signals_that_jump_between_seasons_are_marked_doubtful(facts: Facts) -> None:
    """The 2027 numbers rest on one secondary source: what differs from the official 2025 ones is not held for sure."""
    official = {row["specialty_keys"]: row["total"] for row in facts.table_rows("signals_eras_2025")}
    differ = set()
    for row in facts.table_rows("signals_2027"):
        if official.get(row["specialty_keys"], row["total"]) != row["total"]:
            assert row["confidence"] == "low", row["fact_id"]
            differ.add(row["specialty"])
    assert differ == {
        "Diagnostic Radiology and Interventional Radiology",
        "Physical Medicine and Rehabilitation",
        "Thoracic Surgery - Integrated",
    }
    (obgyn,) = (row for row in facts.table_rows("signals_2027") if row["specialty"] == "Obstetrics and Gynecology")
    assert (obgyn["confidence"], obgyn["note"][:8]) == ("low", "doubtful")


def test_interview_rates_point_the_way_they_must(facts: Facts) -> None:
    """A signal helps, gold more than silver; so does the home state, and US schools before others."""
    rates: dict[str, dict[tuple[str, str], float]] = {}
    for row in facts.table_rows("interview_rates_2025"):
        rates.setdefault(row["specialty"], {})[row["applicant_type"], row["stratum"]] = row["value"]
    assert len(rates) == 10
    for name, told in rates.items():
        by_stratum = {stratum: value for (_, stratum), value in told.items() if stratum != "all"}
        assert by_stratum["us_school_in_state"] > by_stratum["us_school_out_of_state"], name
        if "signal_gold" in by_stratum:
            assert by_stratum["signal_gold"] > by_stratum["signal_silver"] > by_stratum["no_signal"], name
        if "signal_single" in by_stratum:
            assert by_stratum["signal_single"] > by_stratum["no_signal"], name
        types = [told[kind, "all"] for kind in ("MD", "DO", "US IMG", "non-US IMG")]
        assert types[0] > types[2] > 0, name
        assert types[1] > types[3] > 0, name


def test_passing_scores_rise(facts: Facts) -> None:
    told = {row["season"]: row["value"] for row in facts.rows("statistic", "measure = 'step2ck_minimum_pass'")}
    dated = {season: told[season] for season in sorted(told) if re.fullmatch(r"\d{4}-\d\d-\d\d", season)}
    assert list(dated.values()) == [196, 203, 209, 214, 218]
    assert told["before 2012"] < 196
    (rule,) = (row for row in facts.rows("rule", "topic = 'pass_standard' AND item = 'Step 2 CK'"))
    assert rule["value"] == "218"


def test_step1_pass_rates_of_all_lie_between_those_of_the_groups(facts: Facts) -> None:
    for season in ("2021", "2022", "2023", "2024"):
        told = {
            row["applicant_type"]: row["value"]
            for row in facts.table_rows("exam_step1_2021_2024")
            if row["season"] == season and row["stratum"] == "all"
        }
        assert told["IMG"] < told["all"] < max(told["MD"], told["DO"]), season


def test_the_exam_link_turned_round_is_the_same_regression(facts: Facts) -> None:
    """Slope of the inverse: r · sd(Step 2) / sd(COMLEX) = 0.72 · 18 / 80."""
    (there,) = facts.table_rows("exam_link_lvhn")
    (back,) = facts.table_rows("exam_link_lvhn_inverse")
    assert "80" in there["note"]
    assert "18" in there["note"]
    slope = float(re.search(r"([\d.]+)\*\(COMLEX", back["parameters"])[1])  # type: ignore[index]
    assert slope == pytest.approx(there["r"] * 18 / 80, abs=0.0005)


@pytest.mark.parametrize(
    ("kind", "column"), [("hospital", "fips"), ("zip", "county_fips"), ("place", "county_fips"), ("care_site", "fips")]
)
def test_every_county_named_is_known(facts: Facts, kind: str, column: str) -> None:
    known = {row["fips"] for row in facts.rows("county")}
    lacking = [row["fact_id"] for row in facts.rows(kind) if row[column] not in known]
    if kind == "care_site":
        # Twelve licensed facilities have no county in the register.
        assert all(facts.row(each)["fips"] == "not_published" for each in lacking)
        assert len(lacking) == 12
    else:
        assert lacking == []


@pytest.mark.parametrize("kind", ["county", "place", "zip", "hospital", "care_site", "program_track"])
def test_every_state_named_is_known(facts: Facts, kind: str) -> None:
    known = {row["state"] for row in facts.rows("state")}
    assert {row["state"] for row in facts.rows(kind)} <= known


def test_places_lie_in_their_states(facts: Facts) -> None:
    """Coordinates lie within the box of their state's county centres, give or take a degree and a half."""
    boxes: dict[str, tuple[list[float], list[float]]] = {}
    for row in facts.rows("county", "lat IS NOT NULL"):
        lats, lons = boxes.setdefault(row["state"], ([], []))
        lats.append(row["lat"])
        lons.append(row["lon"])
    outside = []
    for kind in ("hospital", "zip", "place"):
        for row in facts.rows(kind, "lat IS NOT NULL"):
            lats, lons = boxes.get(row["state"], ([], []))
            margin = 6 if row["state"] == "AK" else 1.5
            if lats and not (
                min(lats) - margin <= row["lat"] <= max(lats) + margin
                and min(lons) - margin <= row["lon"] <= max(lons) + margin
            ):
                outside.append(row["fact_id"])
    assert outside == []


def test_identifiers_keep_their_zeros(facts: Facts) -> None:
    for kind, column, pattern in (
        ("hospital", "ccn", r"[0-9A-Z]{6}"),
        ("zip", "zip", r"\d{5}"),
        ("county", "fips", r"\d{5}"),
        ("state", "fips", r"\d{2}"),
        ("program_track", "specialty_code", r"\d{3}"),
    ):
        values = [row[column] for row in facts.rows(kind)]
        assert all(re.fullmatch(pattern, value) for value in values), kind
        assert any(value.startswith("0") for value in values), kind


def test_hospitals_named_elsewhere_are_in_the_register(facts: Facts) -> None:
    known = {row["ccn"] for row in facts.rows("hospital")}
    for row in facts.rows("institution_profile"):
        assert set(row["primary_hospital_ccn"].split(";")) <= known | {"not_published"}, row["fact_id"]
    for row in facts.rows("track_site"):
        assert row["ccn"] in known, row["fact_id"]


def test_southern_california_is_whole(facts: Facts) -> None:
    assert len(facts.table_rows("southern_california_institutions")) == 64
    assert len(facts.table_rows("program_pages_southern_california")) == 58
    for row in facts.rows("institution_profile"):
        assert bool(row["themes"]) == (row["theme_basis"] != "not_published"), row["fact_id"]


def test_languages_are_part_of_the_people(facts: Facts) -> None:
    told = {row["language"]: row["speakers_5plus"] for row in facts.table_rows("california_languages_2017_2021")}
    total = told.pop("Total population 5+")
    assert all(speakers <= total for speakers in told.values())
