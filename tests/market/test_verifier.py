"""The verifier turns down what is wrong, and says what."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from market.cases import ints, joint_lists, list_of, market, ranks_of, rows
from smartpick.market import (
    Market,
    Matching,
    Parity,
    Reversions,
    Supplements,
    match_market,
    synthetic_market,
    verify_matching,
)

Change = Callable[[np.random.Generator, Market, Matching], Matching | None]


def changed(matching: Matching, who: int, program: int) -> Matching:
    programs = matching.program.copy()
    programs[who] = program
    return replace(matching, program=programs)


def single(rng: np.random.Generator, case: Market, matching: Matching) -> int:
    alone = np.diff(case.list_start) > 0
    return int(rng.choice(np.flatnonzero(alone & (matching.program >= 0) & (matching.supplemental < 0))))


def sent_home(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    return changed(matching, single(rng, case, matching), -1)


def sent_somewhere_not_listed(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    who, program = single(rng, case, matching), int(rng.integers(case.n_programs))
    return None if program in list_of(case, who) else changed(matching, who, program)


def sent_further_down(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    who = single(rng, case, matching)
    listed = list_of(case, who)
    below = listed[listed.index(int(matching.program[who])) + 1 :]
    return changed(matching, who, int(rng.choice(below))) if below else None


def sent_further_up(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    """Everyone above holds only better ones, so one more is one too many."""
    who = single(rng, case, matching)
    listed = list_of(case, who)
    above = [p for p in listed[: listed.index(int(matching.program[who]))] if who in ranks_of(case, p)]
    return changed(matching, who, int(rng.choice(above))) if above else None


def couple_torn(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    one, two, pairs = joint_lists(case)[int(rng.integers(len(joint_lists(case))))]
    if matching.program[one] < 0 or matching.program[two] < 0:
        return None
    torn = changed(matching, one, -1)
    held = (-1, int(matching.program[two]))
    # A row in which only one of them matches may stand further down; then the row given up blocks.
    return torn if held not in pairs or pairs.index(held) > 0 else None


def supplement_lost(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    del case
    extra = matching.supplemental.copy()
    extra[rng.choice(np.flatnonzero(extra >= 0))] = -1
    return replace(matching, supplemental=extra)


def supplement_without_list(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    who = single(rng, case, matching)
    extra = matching.supplemental.copy()
    extra[who] = rng.integers(case.n_programs)
    supplements = case.supplements
    assert supplements is not None
    is_attached = (supplements.attached[case.list_start[who] : case.list_start[who + 1]] >= 0).any()
    return None if is_attached else replace(matching, supplemental=extra)


def position_made_up(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    received = matching.received.copy()
    received[rng.integers(case.n_programs)] += 1
    return replace(matching, received=received)


def position_kept(rng: np.random.Generator, case: Market, matching: Matching) -> Matching | None:
    del case
    given = matching.given.copy()
    if not given.any():
        return None
    given[rng.choice(np.flatnonzero(given))] -= 1
    return replace(matching, given=given)


CHANGES: tuple[Change, ...] = (
    sent_home,
    sent_somewhere_not_listed,
    sent_further_down,
    sent_further_up,
    couple_torn,
    supplement_lost,
    supplement_without_list,
    position_made_up,
    position_kept,
)


def test_a_thousand_mutated_matchings_are_turned_down() -> None:
    """Each change is wrong for certain, by what the matching was before."""
    rng = np.random.default_rng(7)
    kinds: Counter[str] = Counter()
    refused = 0
    for seed in range(10):
        case = synthetic_market(150, seed=seed, couples=0.2, has_variations=True)
        matching = match_market(case).matching
        assert matching is not None
        assert verify_matching(case, matching)
        done = 0
        while done < 100:
            change = CHANGES[int(rng.integers(len(CHANGES)))]
            mutated = change(rng, case, matching)
            if mutated is None:
                continue
            verdict = verify_matching(case, mutated)
            assert not verdict, change.__name__
            kinds.update(violation.kind for violation in verdict.violations)
            done += 1
        refused += done
    assert refused == 1000
    assert {"not_listed", "capacity", "blocking_pair", "supplemental", "reversion"} <= set(kinds)


def kinds(case: Market, program: list[int], extra: list[int] | None = None) -> set[str]:
    verdict = verify_matching(case, Matching.of(case, program, extra))
    return {violation.kind for violation in verdict.violations}


def test_each_kind_of_violation() -> None:
    pair = market([1], [[0], [0]], [[1, 0]])
    assert kinds(pair, [0, -1]) == {"blocking_pair"}
    assert kinds(pair, [0, 0]) == {"capacity"}
    assert kinds(pair, [3, 0]) == {"unknown"}
    assert kinds(pair, [0]) == {"unknown"}
    assert kinds(market([1], [[0]], [[]]), [0]) == {"not_ranked"}
    assert kinds(market([1], [[]], [[0]]), [0]) == {"not_listed"}
    couple = market([1, 1], [[], []], [[0], [1]], [((0, 1), [(0, 1)])])
    assert kinds(couple, [-1, -1]) == {"blocking_couple"}
    assert kinds(couple, [0, -1]) == {"not_listed"}
    even = market([3], [[0]] * 3, [[0, 1, 2]], parity=ints([Parity.EVEN]))
    assert kinds(even, [0, 0, 0]) == {"parity"}
    assert kinds(even, [-1, -1, -1]) == {"blocking_two"}
    assert kinds(even, [0, -1, 0]) == {"blocking_pair"}
    lists = [[0]]
    year = market([1, 1], lists, [[0], [0]], supplements=Supplements(*rows([[1]]), ints([0])))
    assert kinds(year, [0], [-1]) == {"blocking_supplemental"}
    assert kinds(year, [-1], [1]) == {"supplemental"}
    assert kinds(year, [0], [1]) == set()
    donor = market([1, 0], [[1]], [[], [0]], reversions=Reversions(ints([0]), ints([1]), ints([1])))
    assert kinds(donor, [-1]) == {"reversion"}


def test_a_donor_must_give_back_what_it_could_have_filled() -> None:
    case = market([1, 0], [[0], [1]], [[0], [1]], reversions=Reversions(ints([0]), ints([1]), ints([1])))
    wrong = Matching(ints([-1, 1]), ints([-1, -1]), ints([0, 1]), ints([1, 0]))
    assert [v.kind for v in verify_matching(case, wrong).violations] == ["blocking_pair"]
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, -1]


def test_members_of_a_couple_go_by_whom_programs_hold() -> None:
    """The position that one of them would leave is not free for the other (Kojima, Pathak and Roth 2013)."""
    case = market([1, 1], [[], []], [[0], [0, 1]], [((0, 1), [(0, 1), (1, -1)])])
    assert kinds(case, [1, -1]) == set()
    assert kinds(case, [0, 1]) == set()


def test_a_person_does_not_put_out_her_partner_with_a_supplemental_position() -> None:
    supplements = Supplements(*rows([[1]]), ints([]))
    case = market(
        [1, 1],
        [[], []],
        [[0], [0, 1]],
        [((0, 1), [(0, 1)])],
        supplements=supplements,
        row_supplement=ints([[0, -1]]),
    )
    assert kinds(case, [0, 1]) == set()
    found = match_market(case)
    assert found.matching is not None
    assert found.matching.program.tolist() == [0, 1]
    assert found.matching.supplemental.tolist() == [-1, -1]


def test_messages_name_people_and_programs() -> None:
    case = market([1], [[0], [0]], [[1, 0]], person_names=("Ann", "Bea"), program_names=("City",))
    verdict = verify_matching(case, Matching.of(case, [0, -1]))
    assert str(verdict) == "blocking_pair: person Bea and program City"
    assert str(verify_matching(case, Matching.of(case, [-1, 0]))) == "stable"


def test_seasons_with_everything_are_matched() -> None:
    given = 0
    for seed in range(4):
        case = synthetic_market(1500, seed=seed, couples=0.05, has_variations=True)
        found = match_market(case)
        assert found.matching is not None
        assert verify_matching(case, found.matching)
        assert (found.matching.supplemental >= 0).any()
        given += int(found.matching.given.sum())
    assert given
