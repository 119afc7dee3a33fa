"""Charting Outcomes and other tables by preferred specialty: counts against rates, order of quartiles, direction."""

import math
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from smartpick.facts import Facts

PARTS = ("contiguous_ranks", "degrees", "experiences", "match_rates", "specialties_ranked", "step2ck", "table1")
SPREAD = {
    "contiguous_ranks": ("contiguous_ranks",),
    "specialties_ranked": ("specialties_ranked",),
    "step2ck": ("step2ck",),
    "experiences": ("abstracts", "presentations", "publications", "research", "volunteer", "work"),
}
BANDS = ("below_200", "200-209", "210-219", "220-229", "230-239", "240-249", "250+")

Cells = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def img(facts: Facts) -> dict[str, Cells]:
    """Return the rows of the non-US IMG report of 2026 by specialty, then by measure and stratum."""
    cells: dict[str, Cells] = defaultdict(dict)
    for part in PARTS:
        for row in facts.table_rows(f"nrmp_charting_2026_non_us_img_{part}"):
            assert (row["measure"], row["stratum"]) not in cells[row["specialty"]]
            cells[row["specialty"]][row["measure"], row["stratum"]] = row
    return cells


def seniors(facts: Facts, degree: str) -> dict[str, Cells]:
    cells: dict[str, Cells] = defaultdict(dict)
    for row in facts.table_rows(f"nrmp_charting_2024_us_{degree}_seniors"):
        cells[row["specialty"]][row["measure"], row["stratum"]] = row
    return cells


def test_matched_and_unmatched_make_the_total_and_the_rate(img: dict[str, Cells]) -> None:
    told = {name: cells for name, cells in img.items() if ("n_total", "all") in cells}
    assert len(told) == 24
    for name, cells in told.items():
        matched, unmatched = (cells[f"n_{which}_all", which]["value"] for which in ("matched", "unmatched"))
        assert matched + unmatched == cells["n_total", "all"]["value"], name
        rate = cells["match_rate_pct", "all"]
        assert rate["n"] == matched + unmatched, name
        assert rate["value"] == pytest.approx(100 * matched / (matched + unmatched), abs=0.051), name


def test_three_rates_of_non_us_imgs_are_three_things(facts: Facts, img: dict[str, Cells]) -> None:
    """Matched to the preferred specialty; to any first-year position; the plain mean over specialties."""
    told = [cells for cells in img.values() if ("n_total", "all") in cells]
    matched = sum(cells["n_matched_all", "matched"]["value"] for cells in told)
    preferred = 100 * matched / sum(cells["n_total", "all"]["value"] for cells in told)
    unweighted = sum(cells["match_rate_pct", "all"]["value"] for cells in told) / len(told)
    (anything,) = (
        row["value"]
        for row in facts.table_rows("nrmp_overall_2026")
        if (row["applicant_type"], row["measure"], row["stratum"]) == ("non-US IMG", "pgy1_match_rate_pct", "all")
    )
    assert (round(preferred, 1), anything, round(unweighted, 1)) == (49.0, 56.4, 41.5)


@pytest.mark.parametrize("base", [base for bases in SPREAD.values() for base in bases])
def test_quartiles_are_in_order_and_the_mean_within_the_range(img: dict[str, Cells], base: str) -> None:
    checked = 0
    for name, cells in img.items():
        for stratum in ("matched", "unmatched"):
            row = {part: cells.get((f"{base}_{part}", stratum)) for part in ("min", "q1", "median", "q3", "max")}
            if row["min"] is None:
                # All specialties together have medians only; groups too small have nothing.
                assert name == "ALL" or row["median"] is None, (name, stratum)
                continue
            values = [part["value"] for part in row.values() if part]
            assert len(values) == 5, (name, stratum)
            assert values == sorted(values), (name, stratum)
            assert cells[f"{base}_iqr", stratum]["value"] == pytest.approx(values[3] - values[1], abs=0.51), name
            mean, sd = cells[f"{base}_mean", stratum], cells[f"{base}_sd", stratum]
            assert values[0] <= mean["value"] <= values[4], (name, stratum)
            assert 0 <= sd["value"] <= values[4] - values[0], (name, stratum)
            assert len({cell["n"] for cell in (*row.values(), mean, sd) if cell}) == 1, (name, stratum)
            assert mean["n"] <= cells[f"n_{stratum}_all", stratum]["value"], (name, stratum)
            checked += 1
    assert checked == 39


def test_step2_scores_are_scores(img: dict[str, Cells]) -> None:
    for name, cells in img.items():
        for (measure, stratum), row in cells.items():
            if measure in {"step2ck_min", "step2ck_median", "step2ck_mean", "step2ck_max"}:
                assert 196 <= row["value"] <= 300, (name, measure, stratum)


@pytest.mark.parametrize(("degree", "specialties"), [("md", 22), ("do", 20)])
def test_seniors_rates_are_those_of_their_counts(facts: Facts, degree: str, specialties: int) -> None:
    told = seniors(facts, degree)
    assert len(told) == specialties
    for name, cells in told.items():
        matched, unmatched = (cells[f"n_{which}", which]["value"] for which in ("matched", "unmatched"))
        rate = cells["match_rate_pct", "all"]["value"]
        # Printed without decimals.
        assert rate == pytest.approx(100 * matched / (matched + unmatched), abs=0.51), name


def test_the_matched_have_the_higher_scores(facts: Facts) -> None:
    against = {}
    for degree in ("md", "do"):
        for name, cells in seniors(facts, degree).items():
            means = [cells.get(("step2ck_mean", which), {}).get("value") for which in ("matched", "unmatched")]
            numbers = [mean for mean in means if isinstance(mean, float)]
            if len(numbers) == 2 and numbers[0] <= numbers[1]:
                against[degree, name] = tuple(numbers)
    # The columns of the copy are shifted there, as the table's doubts and caveat say.
    assert against == {
        ("do", "Child Neurology"): (244, 246),
        ("do", "Emergency Medicine"): (242, 243),
        ("do", "Family Medicine"): (240, 243),
    }
    assert "shifted_score_columns" in facts.table("nrmp_charting_2024_us_do_seniors").caveats


def test_match_rates_rise_with_the_score(facts: Facts) -> None:
    """Between neighbouring bands of twenty applicants or more no rate falls by more than two standard errors."""
    bands: dict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
    for row in facts.table_rows("nrmp_match_rate_by_step2_us_md_2020_2024"):
        assert row["stratum"] in BANDS, row["fact_id"]
        bands[row["specialty"]][row["stratum"]] = row["value"], row["n"]
    assert len(bands) == 22
    falls = set()
    for name, told in bands.items():
        order = [told[band] for band in BANDS if band in told and told[band][1] >= 20]
        for (before, n), (after, m) in pairwise(order):
            error = math.sqrt(max(before * (100 - before), 100) / n + max(after * (100 - after), 100) / m)
            assert after >= before - 2 * error, name
            if after < before:
                falls.add(name)
    assert falls == {
        "Interventional Radiology (Integrated)",
        "Plastic Surgery (Integrated)",
        "Radiation Oncology",
        "Vascular Surgery (Integrated)",
    }


def test_a_rate_is_that_of_whole_people(facts: Facts) -> None:
    """A percentage without decimals of n people must be within half a point of some k of n."""
    for row in facts.table_rows("nrmp_match_rate_by_step2_us_md_2020_2024"):
        people = row["value"] * row["n"] / 100
        nearest = round(people)
        assert abs(100 * nearest / row["n"] - row["value"]) <= 0.5 + 1e-9, row["fact_id"]


def test_small_bands_are_called_so(facts: Facts) -> None:
    for row in facts.table_rows("nrmp_match_rate_by_step2_us_md_2020_2024"):
        assert (row["n"] < 20) == (row["confidence"] == "low") == (row["note"] == "fewer than 20"), row["fact_id"]
