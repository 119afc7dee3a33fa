"""The publishers' own worked examples, run through the fee schedule."""

import math
from collections.abc import Callable

import pytest

from smartpick.facts import Facts
from smartpick.facts._read import Collection
from smartpick.portfolio import FeeSchedule
from smartpick.portfolio._fees import FeeTier, fee_total

# A specialty whose programs take applications through the service, to ask the schedule about.
SPECIALTY = {"eras": "family_medicine", "residencycas": "emergency_medicine"}


def tiers_of_table(facts: Facts, table: str, item: str) -> tuple[FeeTier, ...]:
    rows = [row for row in facts.table_rows(table) if row["item"] == item]
    return tuple(
        FeeTier(
            row["from_program"],
            row["to_program"] if isinstance(row["to_program"], int) else None,
            row["flat_usd"] if isinstance(row["flat_usd"], float) else 0.0,
            row["per_program_usd"] if isinstance(row["per_program_usd"], float) else 0.0,
            row["fact_id"],
        )
        for row in sorted(rows, key=lambda row: row["from_program"])
    )


def residency_applications(facts: Facts, table: str, programs: list[int]) -> float:
    first = facts.table_rows(table)[0]
    schedule = FeeSchedule(facts, int(first["season"]))
    tiers = schedule.tiers_of(SPECIALTY[first["service"]])
    assert {tier.fact_id.partition("/")[0] for tier in tiers} == {table}
    return math.fsum(fee_total(tiers, number) for number in programs)


def with_assistance(facts: Facts, table: str, programs: list[int]) -> float:
    share = FeeSchedule(facts, int(facts.table_rows(table)[0]["season"]), has_fee_assistance=True).assistance
    return round(residency_applications(facts, table, programs) * (1 - share))


def fellowship_applications(facts: Facts, table: str, programs: list[int]) -> float:
    return math.fsum(fee_total(tiers_of_table(facts, table, "fellowship_application"), each) for each in programs)


def sf_match_total(facts: Facts, table: str, programs: list[int]) -> float:
    (registration,) = facts.table_rows(table)
    tiers = tiers_of_table(facts, "fees_sf_match_2017", "ophthalmology_cas_application")
    return float(registration["flat_usd"]) + math.fsum(fee_total(tiers, each) for each in programs)


def extra_ranks(facts: Facts, table: str, ranks: int) -> float:
    (row,) = (row for row in facts.table_rows(table) if row["item"] == "extra_rank")
    return float(row["per_program_usd"]) * (ranks - 20)


CALLS: dict[str, Callable[..., float]] = {
    "residency_applications": residency_applications,
    "residency_applications_with_assistance": with_assistance,
    "fellowship_applications": fellowship_applications,
    "sf_match_total": sf_match_total,
    "extra_ranks": extra_ranks,
}


def test_every_worked_example_comes_out(facts: Facts, collection: Collection) -> None:
    run = 0
    for table in collection.tables:
        for example in table.head.get("worked_example", []):
            told = CALLS[example["call"]](facts, table.id, **example["args"])
            assert told == example["result"], f"{table.id}: {example}"
            run += 1
    assert run == 20


def test_examples_of_several_specialties_come_out_of_a_bill(facts: Facts) -> None:
    """43 internal medicine and 7 radiology programs: 797 USD; 32 and 32: 780 USD (ERAS, 2026 season)."""
    schedule = FeeSchedule(facts, 2026)
    for counts, total in (
        ({"internal_medicine": 43, "radiology_diagnostic": 7}, 797),
        ({"internal_medicine": 32, "family_medicine": 32}, 780),
        ({"emergency_medicine": 46}, 683),
    ):
        lines = [line for line in schedule.cost(counts).lines if line.item == "residency_application"]
        assert math.fsum(line.usd or 0 for line in lines) == total
        assert not any(line.is_carried_forward for line in lines)


def test_fees_of_a_season_without_any_are_carried_whole(facts: Facts) -> None:
    """A lone row for 2027 once made every program after the thirtieth free."""
    assert not any(row["season"] == "2027" for row in facts.rows("fee"))
    for season in (2026, 2027, 2028):
        tiers = FeeSchedule(facts, season).tiers_of("family_medicine")
        assert fee_total(tiers, 60) == 30 * 11 + 30 * 30


def test_tiers_follow_on_each_other_and_the_last_is_open(facts: Facts) -> None:
    groups: dict[tuple[str, ...], list[tuple[int, int | None]]] = {}
    for row in facts.rows("fee", "from_program IS NOT NULL"):
        key = tuple(row[name] for name in ("fact_table", "service", "item", "season", "specialty_group"))
        groups.setdefault(key, []).append((row["from_program"], row["to_program"]))
    assert len(groups) == 8
    for key, tiers in groups.items():
        first = 1
        for start, end in sorted(tiers):
            assert start == first, key
            first = (end or 0) + 1
        assert max(tiers)[1] is None, key


def test_an_amount_is_there_or_says_why_not(facts: Facts) -> None:
    unknown = set()
    for row in facts.rows("fee"):
        if row["flat_usd"] is None and row["per_program_usd"] is None:
            assert row["confidence"] == "missing"
            unknown.add((row["service"], row["item"], row["specialty_group"]))
    assert unknown == {
        ("residencycas", "residency_application", "obstetrics_gynecology"),
        ("nrmp", "length_of_list", "all"),
        ("ecfmg", "residencycas_support", "all"),
    }


@pytest.mark.parametrize(
    ("item", "column", "usd"),
    [
        ("registration", "flat_usd", 70),
        ("late_registration", "flat_usd", 50),
        ("extra_rank", "per_program_usd", 30),
        ("couples", "flat_usd", 45),
    ],
)
def test_what_the_nrmp_asks_for_in_2026(facts: Facts, item: str, column: str, usd: float) -> None:
    told = {row[column] for row in facts.rows("fee", "service = 'nrmp' AND season = '2026' AND item = ?", (item,))}
    assert told == {usd}


def test_a_bill_for_obstetrics_says_that_it_is_a_lower_bound(facts: Facts) -> None:
    assert FeeSchedule(facts, 2027).cost({"obstetrics_gynecology": 40}).is_lower_bound
