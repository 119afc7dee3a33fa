"""What a list of applications costs: per service and specialty, once, at least, and carried forward."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import open_facts
from smartpick.portfolio import Cost, FeeSchedule

FACTS = open_facts()
PRICED = ("family_medicine", "internal_medicine", "psychiatry", "emergency_medicine")


def schedule(season: int = 2026, *transcripts: str, **more: bool) -> FeeSchedule:
    return FeeSchedule(FACTS, season, transcripts, **more)


def applications(cost: Cost) -> float:
    return sum(line.usd or 0 for line in cost.lines if line.item == "residency_application")


def test_the_publishers_example_of_two_specialties_comes_out() -> None:
    """ERAS 2026: 43 programs of one specialty and 7 of another cost 797 dollars."""
    cost = schedule().cost({"internal_medicine": 43, "radiology_diagnostic": 7})
    assert applications(cost) == 797
    assert [line.usd for line in cost.lines][:2] == [30 * 11 + 13 * 30, 7 * 11]


def test_the_average_emergency_medicine_applicant_pays_what_is_said() -> None:
    """ResidencyCAS 2026: 46 programs, 683 dollars."""
    assert applications(schedule().cost({"emergency_medicine": 46})) == 683


def test_assistance_takes_seven_tenths_off_the_aamcs_own_fees_and_off_nothing_else() -> None:
    """797 less 558 is 239; ResidencyCAS, transcripts and registration stay as they are."""
    counts = {"internal_medicine": 43, "radiology_diagnostic": 7, "emergency_medicine": 46}
    helped = schedule(2026, "usmle_transcript", has_fee_assistance=True).cost(counts)
    full = schedule(2026, "usmle_transcript").cost(counts)
    by_line = {line.text.partition(",")[0]: line.usd for line in helped.lines}
    in_eras = [line for line in helped.lines if line.service == "eras" and line.item == "residency_application"]
    assert sum(line.usd or 0 for line in in_eras) == pytest.approx(239.1)
    assert all("70 % fee assistance" in line.text for line in in_eras)
    assert by_line["46 applications in Emergency Medicine"] == 683
    assert full.total_usd - helped.total_usd == pytest.approx(0.7 * 797)


def test_tiers_begin_again_in_every_specialty() -> None:
    """Thirty and thirty at the low price are far cheaper than sixty of one specialty."""
    fees = schedule()
    both = fees.cost({"family_medicine": 30, "internal_medicine": 30})
    one = fees.cost({"family_medicine": 60})
    assert (applications(both), applications(one)) == (660, 1230)
    assert fees.step_usd("family_medicine", 30) == fees.step_usd("internal_medicine", 1) == 11
    assert fees.step_usd("family_medicine", 31) == 30


def test_an_unpublished_fee_makes_the_bill_a_lower_bound_and_is_never_taken_as_free() -> None:
    fees = schedule(2026, "usmle_transcript")
    cost = fees.cost({"obstetrics_gynecology": 40, "family_medicine": 10})
    unknown = next(line for line in cost.lines if line.usd is None)
    assert cost.is_lower_bound
    assert "Obstetrics and Gynecology" in unknown.text
    assert "not published, ask" in unknown.text
    assert cost.total_usd == 110 + 80 + 80 + 70
    assert fees.step_usd("obstetrics_gynecology", 1) > 0
    assert not fees.cost({"family_medicine": 10}).is_lower_bound


def test_what_a_season_lacks_is_carried_from_the_last_one_and_says_so() -> None:
    this, next_one = schedule(2026).cost({"family_medicine": 40}), schedule(2027).cost({"family_medicine": 40})
    assert this.total_usd == next_one.total_usd
    assert [line.is_carried_forward for line in this.lines] == [False, False]
    assert [line.is_carried_forward for line in next_one.lines] == [True, True]


def test_a_season_before_every_fee_has_a_bill_of_unknowns() -> None:
    cost = schedule(2010, "usmle_transcript").cost({"family_medicine": 5})
    assert cost.is_lower_bound
    assert cost.total_usd == 0
    assert all(line.usd is None and not line.is_carried_forward for line in cost.lines)


def test_transcripts_are_paid_once_for_each_service_and_exam() -> None:
    """A DO with both exams who applies through both services sends four transcripts."""
    fees = schedule(2026, "usmle_transcript", "comlex_transcript")
    lines = fees.cost({"family_medicine": 20, "psychiatry": 20, "emergency_medicine": 20}).lines
    sent = [(line.service, line.item, line.usd) for line in lines if line.item.endswith("transcript")]
    assert sorted(sent) == [
        ("eras", "comlex_transcript", 80),
        ("eras", "usmle_transcript", 80),
        ("residencycas", "comlex_transcript", 80),
        ("residencycas", "usmle_transcript", 80),
    ]


def test_graduates_of_schools_abroad_pay_the_ecfmg_besides() -> None:
    """The token for ERAS has a price; the one for ResidencyCAS is not published."""
    counts = {"internal_medicine": 30, "emergency_medicine": 10}
    lines = {line.item: line for line in schedule(2026, is_img=True).cost(counts).lines if line.service == "ecfmg"}
    assert lines["eras_token"].usd == 165
    assert lines["residencycas_support"].usd is None
    assert not any(line.service == "ecfmg" for line in schedule(2026).cost(counts).lines)


def test_ranks_above_the_included_ones_have_a_price_that_is_in_no_bill() -> None:
    fees = schedule()
    assert fees.extra_rank().usd == 30
    assert not any(line.item == "extra_rank" for line in fees.cost({"family_medicine": 300}).lines)


def test_every_line_names_the_rows_it_rests_on() -> None:
    for season in (2026, 2027):
        fees = schedule(season, "usmle_transcript", has_fee_assistance=True, is_img=True)
        for line in fees.cost({"family_medicine": 3, "emergency_medicine": 40, "obstetrics_gynecology": 2}).lines:
            assert line.fact_ids, line
            assert all(FACTS.row(fact_id) for fact_id in line.fact_ids)


@given(
    counts=st.dictionaries(st.sampled_from(PRICED), st.integers(1, 80), min_size=1),
    is_helped=st.booleans(),
    is_img=st.booleans(),
    season=st.sampled_from([2026, 2027]),
)
@settings(max_examples=60, deadline=None)
def test_what_is_paid_once_and_step_by_step_adds_up_to_the_bill(
    *, counts: dict[str, int], is_helped: bool, is_img: bool, season: int
) -> None:
    fees = schedule(season, "usmle_transcript", has_fee_assistance=is_helped, is_img=is_img)
    steps = sum(fees.step_usd(key, number + 1) for key, count in counts.items() for number in range(count))
    assert fees.fixed_usd(tuple(counts)) + steps == pytest.approx(fees.cost(counts).total_usd)


@given(st.sampled_from(PRICED), st.integers(1, 100))
@settings(max_examples=40, deadline=None)
def test_no_further_application_is_cheaper_than_the_one_before(specialty: str, number: int) -> None:
    """What makes the greedy choice exact about prices: flat amounts are paid once, steps only rise."""
    fees = schedule(2027)
    assert fees.step_usd(specialty, number + 1) >= fees.step_usd(specialty, number) >= 0
