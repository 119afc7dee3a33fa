"""Published examples and small markets that one can follow by hand."""

import numpy as np
import pytest

from market.cases import all_matchings, ints, is_stable_by_hand, market, rows, stable_matchings
from smartpick.market import (
    Interviews,
    Market,
    Parity,
    Reversions,
    Supplements,
    market_from_rows,
    match_market,
    match_scores,
    verify_matching,
)


def by_name(case: Market, seed: int = 0) -> dict[str, str | None]:
    found = match_market(case, seed=seed)
    assert found.matching is not None
    assert verify_matching(case, found.matching)
    places = found.matching.program.tolist()
    return {who: case.program_names[p] if p >= 0 else None for who, p in zip(case.person_names, places, strict=True)}


def listed(lists: dict[str, list[str]]) -> list[tuple[str, str, float]]:
    return [(owner, entry, rank) for owner, entries in lists.items() for rank, entry in enumerate(entries, 1)]


def test_nrmp_run_a_match() -> None:
    """NRMP, "Run a Match" (2014): five applicants, three programs with two positions each.

    Everyone but Davis wants City most, and City prefers Eastman and Anderson. Chen falls back on Mercy, which likes her
    best. Ford, whom City ranks last, goes to General before Mercy is asked. Davis is not on Mercy's list at all.
    """
    case = market_from_rows(
        [("Mercy", 2), ("City", 2), ("General", 2)],
        listed(
            {
                "Anderson": ["City"],
                "Chen": ["City", "Mercy"],
                "Ford": ["City", "General", "Mercy"],
                "Davis": ["Mercy", "City", "General"],
                "Eastman": ["City", "Mercy", "General"],
            }
        ),
        listed(
            {
                "Mercy": ["Chen", "Ford"],
                "City": ["Eastman", "Anderson", "Chen", "Davis", "Ford"],
                "General": ["Eastman", "Anderson", "Ford", "Davis"],
            }
        ),
    )
    assert by_name(case) == {
        "Anderson": "City",
        "Chen": "Mercy",
        "Ford": "General",
        "Davis": "General",
        "Eastman": "City",
    }
    assert match_market(case).proposals == 1 + 2 + 2 + 3 + 1


def test_gale_and_shapley_applicants_do_better_when_they_propose() -> None:
    """Three of each, everyone's first choice likes her least: each gets her first choice, not her last."""
    case = market([1, 1, 1], [[0, 1, 2], [1, 2, 0], [2, 0, 1]], [[1, 2, 0], [2, 0, 1], [0, 1, 2]])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 1, 2]
    assert found.proposals == 3
    assert len(stable_matchings(case)) == 3


COUPLE = ((0, 1), [(0, 1)])


def test_a_couple_and_a_single_without_a_stable_matching() -> None:
    """Klaus and Klijn 2005: a couple wants two one-position programs, a single person either.

    The first program prefers the couple's member, the second one the single: whoever sits, someone objects.
    """
    case = market([1, 1], [[], [], [0, 1]], [[0, 2], [2, 1]], [COUPLE])
    assert not stable_matchings(case)
    found = match_market(case)
    assert not found.is_stable
    assert found.matching is None
    assert len(found.attempts) == 20
    assert str(found).startswith("no stable matching found in 20 attempts: step limit after")


def test_the_same_with_one_program_of_another_mind() -> None:
    case = market([1, 1], [[], [], [0, 1]], [[0, 2], [1, 2]], [COUPLE])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 1, -1]


def test_a_couple_displaced_frees_a_position_for_whom_it_had_displaced() -> None:
    """Persons 0 and 1 are a couple. At first they sit in programs 0 and 1, and 2 is turned away from 0.

    Person 3, whom program 1 prefers to 1, is only turned away from program 2 after that (by 4 and 5, a couple).
    """
    case = market(
        [1, 1, 1, 1],
        [[], [], [0], [2, 1], [], []],
        [[0, 2], [3, 1], [4, 3], [5]],
        [COUPLE, ((4, 5), [(2, 3)])],
    )
    for seed in range(6):
        found = match_market(case, seed=seed)
        assert found.matching is not None
        assert found.matching.program.tolist() == [-1, -1, 0, 1, 2, 3]


def test_one_of_a_couple_may_go_unmatched() -> None:
    case = market([1], [[], []], [[0, 1]], [((0, 1), [(0, 0), (-1, 0), (0, -1)])])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [-1, 0], "the couple decides who goes unmatched, not the program"


def test_both_in_one_program_or_neither() -> None:
    """Two positions; the single stands between the two in the program's eyes."""
    case = market([2], [[], [], [0]], [[0, 2, 1]], [((0, 1), [(0, 0)])])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 0, -1] or found.matching.program.tolist() == [-1, -1, 0]
    assert is_stable_by_hand(case, found.matching.program.tolist())
    assert {tuple(m.program.tolist()) for m in all_matchings(case) if is_stable_by_hand(case, m.program.tolist())}


def supplemental(position: dict[tuple[int, int], list[int]], lists: list[list[int]]) -> Supplements:
    """Return one supplemental list for each (person, advanced program)."""
    start, program = rows(list(position.values()))
    attached = [
        list(position).index((who, p)) if (who, p) in position else -1 for who, one in enumerate(lists) for p in one
    ]
    return Supplements(start, program, ints(attached))


def test_a_supplemental_position_comes_with_the_advanced_one_only() -> None:
    """Programs 0 and 1 are advanced, 2 and 3 preliminary. Both people want 0, then 1; each has years for either."""
    lists = [[0, 1], [0, 1]]
    supplements = supplemental({(0, 0): [2, 3], (0, 1): [3], (1, 0): [2], (1, 1): [2, 3]}, lists)
    case = market([1, 1, 1, 1], lists, [[0, 1], [0, 1], [1, 0], [1, 0]], supplements=supplements)
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 1]
    # 1 takes the only position of 2, which prefers her; 0 has 3 on the same list.
    assert found.matching.supplemental.tolist() == [3, 2]


def test_no_preliminary_year_is_no_reason_to_give_up_the_advanced_position() -> None:
    lists = [[0, 1]]
    case = market([1, 1, 0], lists, [[0], [0], [0]], supplements=supplemental({(0, 0): [2]}, lists))
    found = match_market(case)
    assert found.matching is not None
    assert (found.matching.program[0], found.matching.supplemental[0]) == (0, -1)


def test_a_supplemental_list_alone_can_rule_out_every_matching() -> None:
    """Person 0 wants advanced program 0 with a year in 1; person 1 wants 1, else 0.

    Where 0 sits, her year puts 1 out of program 1; then 1 puts her out of program 0; then the year is free again.
    """
    lists = [[0], [1, 0]]
    case = market([1, 1], lists, [[1, 0], [0, 1]], supplements=supplemental({(0, 0): [1]}, lists))
    assert not stable_matchings(case)
    assert not match_market(case).is_stable


def test_unfilled_positions_revert_along_a_chain() -> None:
    """Nobody wants programs 0 and 1. 0 reverts to 1, 1 to 2, which could use two more."""
    reversions = Reversions(ints([1, 0]), ints([2, 1]), ints([2, 1]))
    case = market([1, 2, 1], [[2], [2], [2], [2]], [[], [3], [0, 1, 2, 3]], reversions=reversions)
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [2, 2, 2, -1], "1 promised two positions, whatever it received"
    assert found.matching.given.tolist() == [1, 2, 0]
    assert found.matching.received.tolist() == [0, 1, 2]
    assert verify_matching(case, found.matching)


def test_a_donor_with_several_receivers_serves_them_in_order() -> None:
    reversions = Reversions(ints([0, 0]), ints([1, 2]), ints([1, 2]))
    case = market([3, 0, 0], [[0], [1], [2], [2]], [[0], [1], [2, 3]], reversions=reversions)
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.received.tolist() == [0, 1, 1]
    assert found.matching.program.tolist() == [0, 1, 2, -1]


@pytest.mark.parametrize(("parity", "filled"), [(Parity.ANY, 3), (Parity.EVEN, 2), (Parity.ODD, 3)])
def test_even_and_odd_numbers(parity: int, filled: int) -> None:
    """Three people want program 0, which has three positions; 1 has room for whoever is left over."""
    case = market([3, 3], [[0, 1]] * 3, [[0, 1, 2], [2, 1, 0]], parity=ints([parity, Parity.ANY]))
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.filled().tolist() == [filled, 3 - filled]


def test_the_odd_one_out_is_the_least_preferred_and_may_bring_another_number_in_order() -> None:
    """Both programs want an even number, have room for four and are wanted by three and one; 2 is liked least."""
    case = market(
        [4, 4], [[0, 1], [0, 1], [0, 1], [1]], [[0, 1, 2], [0, 1, 2, 3]], parity=ints([Parity.EVEN, Parity.EVEN])
    )
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 0, 1, 1]


def test_a_program_that_ranks_nobody_and_one_without_positions() -> None:
    case = market([2, 0], [[0, 1], [1]], [[], [0, 1]])
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [-1, -1]
    assert found.cutoff.tolist() == [-np.inf, np.inf]


def test_nobody_and_nothing() -> None:
    empty = match_market(market([], [], []))
    assert empty.matching is not None
    assert len(empty.matching.program) == 0
    alone = match_market(market([1], [[]], [[]]))
    assert alone.matching is not None
    assert alone.matching.program.tolist() == [-1]


def test_a_quota_far_beyond_everyone_costs_nothing() -> None:
    case = market([2**30, 2**29], [[0], [0], [1]], [[1, 0], [2]], parity=ints([Parity.ANY, Parity.EVEN]))
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 0, -1]
    assert found.cutoff.tolist() == [-np.inf, np.inf]
    interviews = Interviews(ints([2**30]), ints([0, 1]), ints([0]))
    assert match_scores(interviews, [1.0], [1.0], compiled=False).cutoff.tolist() == [-np.inf]
