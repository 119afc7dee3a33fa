"""What must hold whatever the lists: strategies in layers, from lists to markets."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.cases import Shape, ints, list_of, market, random_market, ranks_of, rows
from smartpick.market import Couples, Market, Reversions, Supplements, match_market, synthetic_market, verify_matching


def rank_lists(n_lists: int, n_entries: int) -> st.SearchStrategy[list[list[int]]]:
    one = st.lists(st.integers(0, n_entries - 1), unique=True, max_size=n_entries)
    return st.lists(one, min_size=n_lists, max_size=n_lists)


@st.composite
def singles_markets(draw: st.DrawFn) -> Market:
    n_persons, n_programs = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    quota = draw(st.lists(st.integers(0, 3), min_size=n_programs, max_size=n_programs))
    return market(quota, draw(rank_lists(n_persons, n_programs)), draw(rank_lists(n_programs, n_persons)))


@st.composite
def couples_markets(draw: st.DrawFn) -> Market:
    case = draw(singles_markets())
    n_couples = draw(st.integers(0, case.n_persons // 2))
    half = st.integers(-1, case.n_programs - 1)
    row = st.tuples(half, half).filter(lambda pair: pair != (-1, -1))
    couples = [((2 * i, 2 * i + 1), draw(st.lists(row, unique=True, min_size=1, max_size=6))) for i in range(n_couples)]
    lists = [[] if who < 2 * n_couples else list_of(case, who) for who in range(case.n_persons)]
    return market(case.quota.tolist(), lists, [ranks_of(case, p) for p in range(case.n_programs)], couples)


@given(couples_markets(), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_what_is_found_is_stable(case: Market, seed: int) -> None:
    found = match_market(case, seed=seed)
    if found.matching is not None:
        assert verify_matching(case, found.matching)
    else:
        assert case.couples is not None


@given(singles_markets(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_longer_list_never_hurts_the_one_who_lengthens_it(case: Market, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, case.n_persons - 1))
    listed = list_of(case, who)
    others = [p for p in range(case.n_programs) if p not in listed]
    more = data.draw(st.permutations(others))[: data.draw(st.integers(0, len(others)))]
    lists = [list_of(case, i) if i != who else listed + list(more) for i in range(case.n_persons)]
    longer = market(case.quota.tolist(), lists, [ranks_of(case, p) for p in range(case.n_programs)])
    before, after = match_market(case).matching, match_market(longer).matching
    assert before is not None
    assert after is not None
    if before.program[who] >= 0:
        assert after.program[who] == before.program[who]


@given(singles_markets(), st.data())
@settings(max_examples=100, deadline=None)
def test_another_position_never_hurts_an_applicant(case: Market, data: st.DataObject) -> None:
    program = data.draw(st.integers(0, case.n_programs - 1))
    quota = case.quota.copy()
    quota[program] += 1
    before, after = match_market(case).matching, match_market(replace(case, quota=quota)).matching
    assert before is not None
    assert after is not None
    for who in range(case.n_persons):
        places = [*list_of(case, who), -1]
        assert places.index(after.program[who]) <= places.index(before.program[who])


@given(singles_markets(), st.data())
@settings(max_examples=100, deadline=None)
def test_no_order_of_listing_beats_the_true_one(case: Market, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, case.n_persons - 1))
    true = [*list_of(case, who), -1]
    told = data.draw(st.permutations(range(case.n_programs)))[: data.draw(st.integers(0, case.n_programs))]
    lists = [list_of(case, i) if i != who else list(told) for i in range(case.n_persons)]
    lying = market(case.quota.tolist(), lists, [ranks_of(case, p) for p in range(case.n_programs)])
    honest, tricked = match_market(case).matching, match_market(lying).matching
    assert honest is not None
    assert tricked is not None
    got = int(tricked.program[who])
    assert got not in true or true.index(int(honest.program[who])) <= true.index(got)


def renumbered(case: Market, persons: Any, programs: Any) -> Market:
    """Return the market with person i called ``persons[i]`` and program p called ``programs[p]``."""
    old_person, old_program = np.argsort(persons), np.argsort(programs)

    def named(p: int) -> int:
        return int(programs[p]) if p >= 0 else -1

    lists = [[named(p) for p in list_of(case, who)] for who in old_person]
    ranks = [[int(persons[who]) for who in ranks_of(case, p)] for p in old_program]
    others: dict[str, Any] = {}
    if case.parity is not None:
        others["parity"] = case.parity[old_program]
    if case.reversions is not None:
        r = case.reversions
        others["reversions"] = Reversions(ints(programs[r.donor]), ints(programs[r.receiver]), r.positions)
    if case.supplements is not None:
        s = case.supplements
        attached = [s.attached[case.list_start[who] : case.list_start[who + 1]].tolist() for who in old_person]
        others["supplements"] = Supplements(s.start, ints(programs[s.program]), rows(attached)[1])
    result = market(case.quota[old_program].tolist(), lists, ranks, **others)
    if case.couples is not None:
        c = case.couples
        pair = ints([[named(p) for p in row] for row in c.pair.tolist()]).reshape(-1, 2)
        result = replace(result, couples=Couples(ints(persons[c.member]), c.start, pair, c.supplement))
    return result


SHAPES = [
    Shape(persons=9, programs=4),
    Shape(persons=12, programs=5, couples=3),
    Shape(persons=12, programs=5, couples=2, supplements=0.4),
    Shape(persons=12, programs=5, couples=2, has_parity=True, has_reversions=True, largest_quota=3),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_numbering_people_and_programs_otherwise_changes_nothing(shape: Shape) -> None:
    for seed in range(120):
        rng = np.random.default_rng(seed)
        case = random_market(rng, shape)
        persons, programs = rng.permutation(case.n_persons), rng.permutation(case.n_programs)
        one, two = match_market(case, seed=seed), match_market(renumbered(case, persons, programs), seed=seed)
        assert one.is_stable == two.is_stable
        if one.matching is not None and two.matching is not None:
            names = np.append(programs, -1)
            assert (two.matching.program[persons] == names[one.matching.program]).all()
            assert (two.matching.supplemental[persons] == names[one.matching.supplemental]).all()
            assert (two.cutoff[programs] == one.cutoff).all()
            assert [a.steps for a in one.attempts] == [a.steps for a in two.attempts]


def test_the_grouping_of_programs_changes_nothing() -> None:
    case = synthetic_market(400, seed=5, couples=0.1)
    one, two = match_market(case), match_market(replace(case, specialty=None))
    assert one.matching is not None
    assert two.matching is not None
    assert (one.matching.program == two.matching.program).all()


def test_lists_are_read_only_and_the_same_seed_gives_the_same_result() -> None:
    case = synthetic_market(300, seed=2, couples=0.1, has_variations=True)
    with pytest.raises(ValueError, match="read-only"):
        case.quota[0] = 7
    one, two = (
        match_market(case, seed=4),
        match_market(synthetic_market(300, seed=2, couples=0.1, has_variations=True), seed=4),
    )
    assert one.matching is not None
    assert two.matching is not None
    assert (one.matching.program == two.matching.program).all()
    assert one.attempts == two.attempts
