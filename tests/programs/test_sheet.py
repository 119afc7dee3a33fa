"""The cells of a program: known only where somebody has looked, each with the rows behind it."""

import pytest

from smartpick.facts import Facts
from smartpick.programs import Directory, ProgramSheet
from smartpick.vocabulary import ApplicantType


def sheet_of(directory: Directory, code: str) -> ProgramSheet:
    return directory.sheet(directory.by_code[code])


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1956140C0", "academic"),  # UCLA: sponsored by a university
        ("1067140C0", "hybrid"),  # Harbor-UCLA: a county hospital with a university
        ("1040120C0", "community"),  # White Memorial: affiliation looked for, none found
        ("1183430A0", "unknown"),  # City of Hope: nobody has looked
        ("1062140C0", "unknown"),  # UC San Francisco: no reviewed table, whatever its name says
    ],
)
def test_type_is_told_only_where_it_is_reviewed(directory: Directory, code: str, value: str) -> None:
    cell = sheet_of(directory, code).program_type
    assert cell.value == value
    assert cell.is_known == (value != "unknown")
    assert cell.why


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("1067140C0", "yes", "county"),
        ("2236120C0", "yes", "federally qualified"),
        ("2092120C0", "yes", "74.7%"),  # California Hospital
        ("2055140C0", "no", "below"),  # Kaiser Los Angeles
        ("2213120C1", "yes", "Palmdale"),  # its own site, not the sponsor's first hospital in Temecula
        ("2213140C0", "no", "Temecula"),
        ("1031320C0", "unknown", "no disproportionate-share figure"),  # a children's hospital has none
        ("1522400C0", "unknown", "no hospital"),  # the figure of the table is that of another track's site
        ("1062140C0", "unknown", "no reviewed table"),
    ],
)
def test_safety_net_is_told_by_owner_or_share_of_poor_patients(
    directory: Directory, facts: Facts, code: str, value: str, why: str
) -> None:
    cell = sheet_of(directory, code).safety_net
    assert (cell.value, why in cell.why) == (value, True), cell.why
    if cell.is_known:
        assert cell.fact_ids
        assert all(facts.row(each) for each in cell.fact_ids)


def test_the_line_of_the_top_quarter_is_counted_from_the_hospitals(directory: Directory) -> None:
    assert (
        "24.1%, where the top quarter of 1,209 teaching hospitals begins"
        in sheet_of(directory, "2092120C0").safety_net.why
    )


def test_stated_rules_carry_the_age_of_their_page(directory: Directory) -> None:
    sheet = sheet_of(directory, "1522120C2")
    said = [statement.text for statement in sheet.stated("score")]
    assert "none listed; holistic review" in said
    assert all(each.vintage and each.url.startswith("http") and each.fact_id for each in sheet.statements)
    assert sheet_of(directory, "1062140C0").statements == ()


def test_state_shares_are_the_states_and_say_how_many(directory: Directory, facts: Facts) -> None:
    fills = sheet_of(directory, "1067140C0").state_fill
    assert [fill.season for fill in fills] == [2025, 2026]
    for fill in fills:
        row = facts.row(fill.fact_id)
        assert (row["state"], row["entry"], row["filled"]) == ("California", "PGY-1", fill.positions_filled)
        assert sum(fill.by_type.values()) + fill.other == fill.positions_filled
        assert fill.share(*ApplicantType) == pytest.approx(1 - fill.other / fill.positions_filled)
        assert not fill.is_small


def test_state_shares_of_a_track_elsewhere_are_those_of_the_state_that_counts_it(directory: Directory) -> None:
    assert {fill.state for fill in sheet_of(directory, "2099140C1").state_fill} == {"GA"}


def test_every_track_has_its_cell_in_the_state_tables(directory: Directory) -> None:
    lacking = [p for p in directory.programs if not any(f.season == 2026 for f in directory.sheet(p).state_fill)]
    assert lacking == []


def test_results_run_over_the_move_to_another_code(directory: Directory, facts: Facts) -> None:
    sheet = sheet_of(directory, "1135140C3")
    assert [result.season for result in sheet.results] == list(range(2014, 2027))
    for result in sheet.results:
        row = facts.row(result.fact_id)
        assert (row["positions_offered"], row["positions_filled"]) == (
            result.positions_offered,
            result.positions_filled,
        )
        assert result.fill_rate is not None
        assert 0 <= result.fill_rate <= 1
    assert set(sheet.unfilled_seasons) == {r.season for r in sheet.results if r.positions_filled < r.positions_offered}
    assert sheet.first_year.value == "2014 or before"


def test_a_new_program_has_its_badge(directory: Directory) -> None:
    sheet = sheet_of(directory, "2469400C0")
    assert (sheet.first_year.value, sheet.is_new) == ("2026", True)
    assert not sheet_of(directory, "1067140C0").is_new
