"""Bad input: everything that is wrong, at once, with the row where it stands."""

from typing import Any

import numpy as np
import pytest

from market.cases import ints, market
from smartpick.errors import RequestError
from smartpick.market import (
    Couples,
    Interviews,
    Market,
    Reversions,
    Scenarios,
    Supplements,
    market_from_rows,
    match_market,
    match_scores,
    synthetic_market,
)


def refused(*args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(RequestError) as caught:
        market(*args, **kwargs)
    return [str(problem) for problem in caught.value.problems]


def test_lists() -> None:
    assert refused([1, -2], [[0, 5, 0], [1]], [[0, 0], [7]]) == [
        "program 1: negative quota -2. A quota is 0 or more.",
        "person 0, rank 2: unknown program 5. There are 2, numbered from 0.",
        "person 0, rank 3: program 0 stands at rank 1 already.",
        "program 1, rank 1: unknown person 7. There are 2, numbered from 0.",
        "program 0, rank 2: person 0 stands at rank 1 already.",
    ]


def test_names_are_used_where_there_are_any() -> None:
    found = refused([1], [[0, 0]], [[]], person_names=("Ann",), program_names=("City",))
    assert found == ["person Ann, rank 2: program City stands at rank 1 already."]


def test_couples() -> None:
    couples = Couples(
        ints([[0, 0], [1, 2], [2, 3], [4, 9]]), ints([0, 1, 3, 4, 5]), ints([[0, 7], [-1, -1], [0, 0], [0, 0], [0, 0]])
    )
    with pytest.raises(RequestError) as caught:
        Market(ints([1]), ints([0, 0, 0, 0, 1, 1]), ints([0]), ints([0, 0]), ints([]), couples=couples)
    found = [str(problem) for problem in caught.value.problems]
    assert found == [
        "couple 0: has one member. A couple is two different people.",
        "couple 2: person 2 is in couple 1 already.",
        "couple 2: person 3 has a list of her own too. Rank pairs of programs instead.",
        "couple 3: unknown person 9. There are 5.",
        "couple 0, rank 1: unknown program 7. -1 means unmatched.",
        "couple 1, rank 1: both unmatched. Every list ends so; leave it out.",
    ]
    assert refused([1], [[], []], [[]], [((0, 1), [(0, 0), (0, -1), (0, 0)])]) == [
        "couple 0, rank 3: program 0 with program 0 stands at rank 1 already."
    ]
    assert refused([1], [[], []], [[]], [((0, -1), [(0, 0)])]) == [
        "couple 0: has one member. A couple is two different people."
    ]


def test_supplemental_lists() -> None:
    supplements = Supplements(ints([0, 1, 3]), ints([0, 1, 1]), ints([0, 1, 1, 5]))
    assert refused([1, 1], [[0, 1], [0, 1]], [[], []], supplements=supplements) == [
        "supplemental list 1, rank 2: program 1 stands at rank 1 already.",
        "person 0, rank 1: supplemental list 0 names program 0 that it goes with.",
        "person 0, rank 2: supplemental list 1 names program 1 that it goes with.",
        "person 1, rank 1: supplemental list 1 is person 0's. Each has lists of her own.",
        "person 1, rank 2: unknown supplemental list 5. There are 2.",
    ]
    lonely = Supplements(ints([0, 1]), ints([1]), ints([]))
    rows = {"row_supplement": ints([[-1, 0]])}
    assert refused([1, 1], [[], []], [[], []], [((0, 1), [(0, -1)])], supplements=lonely, **rows) == [
        "couple 0, rank 1: supplemental list 0 goes with no program."
    ]
    assert refused([1, 1], [[], []], [[], []], [((0, 1), [(0, -1)])], row_supplement=ints([[0, -1]])) == [
        "couples.supplement: names supplemental lists, but the market has none."
    ]


def test_reversions() -> None:
    reversions = Reversions(ints([0, 1, 2, 0, 0]), ints([1, 2, 0, 9, 1]), ints([2, 1, 0, 1, 1]))
    assert refused([2, 1, 1], [], [[], [], []], reversions=reversions) == [
        "reversion 2: 0 positions. Revert at least one.",
        "reversion 3: unknown program 9. There are 3.",
        "reversion 4: program 0 reverts to program 1 already.",
        "reversions of program 0: 3 positions, but its quota is 2.",
        "reversion 0: positions of program 0 come back to it. Break the circle.",
        "reversion 1: positions of program 1 come back to it. Break the circle.",
        "reversion 2: positions of program 2 come back to it. Break the circle.",
        "reversion 4: positions of program 0 come back to it. Break the circle.",
    ]


def test_shapes_and_numbers() -> None:
    def build(**changes: Any) -> list[str]:
        fields: dict[str, Any] = {
            "quota": [1, 1],
            "list_start": [0, 1],
            "list_program": [0],
            "rank_start": [0, 1, 1],
            "rank_person": [0],
        }
        with pytest.raises(RequestError) as caught:
            Market(**(fields | changes))
        return [str(problem) for problem in caught.value.problems]

    assert build(quota=[1, np.nan]) == ["quota[1]: nan is not a whole number below 2^30. Mend it."]
    assert build(list_program=[0.5]) == ["list_program[0]: 0.5 is not a whole number below 2^30. Mend it."]
    assert build(quota=[2**40, 1]) == ["quota[0]: 1099511627776 is not a whole number below 2^30. Mend it."]
    assert build(quota=["a", "b"])[0].startswith("quota: is not a row of numbers.")
    assert build(list_start=[]) == ["list_start: does not begin with 0."]
    assert build(list_start=[0, 2, 1])[0].startswith("list_start[2]: 1 comes after 2.")
    assert build(list_start=[0, 2]) == ["list_start: ends with 2, but there are 1 entries."]
    assert build(rank_start=[0, 1]) == ["rank_start: tells of 1 lists, but there are 2 programs."]
    assert build(parity=[0]) == ["parity: has 1 entries, but there are 2 programs."]
    assert build(parity=[0, 4]) == ["program 1: unknown parity 4. Use one of Parity."]
    assert build(person_names=["a", "b"]) == ["person_names: has 2 entries, expected 1 or none."]
    uneven = Reversions(ints([0]), ints([1, 0]), ints([1]))
    assert build(reversions=uneven) == ["reversions: donor, receiver and positions differ in length."]


TIES = "Ties cannot be matched: give every entry a rank of its own."


def test_rows_with_names() -> None:
    with pytest.raises(RequestError) as caught:
        market_from_rows(
            [("City", 1), ("Mercy", 1.5), ("City", 2)],
            [("Ann", "City", 1), ("Ann", "Mercy", 1), ("Bea", "Cty", 1), ("Bea", "City", float("nan"))],
            [("City", "Ann", 1), ("City", "Ann", 2)],
            couple_ranks=[
                ("Cleo", None, "City", None, 1),
                ("Dan", "Eve", "City", "Mercy", 1),
                ("Dan", "Eve", None, "City", 1),
            ],
            supplemental_ranks=[("Ann", "A", "Mercy", 1)],
            attachments=[("Ann", "City", "B"), ("Bea", "Mercy", "A"), ("Ann", "Mercy", "A")],
            reversions=[("City", "Mercy", float("inf"))],
            parity={"Gen": 0},
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "programs, row 2: quota 1.5 of 'Mercy' is not a whole number.",
        "programs, row 3: program 'City' stands twice.",
        "applicant_ranks, row 3: unknown program 'Cty'. Did you mean 'City'?",
        "applicant_ranks, row 4: rank nan is not a number. Ranks are 1, 2, 3 ….",
        f"applicant_ranks, row 2: 'Mercy' has rank 1 like 'City' in row 1. {TIES}",
        "couple_ranks, row 1: a couple with one member ('Cleo'). Give both, or a list of one's own.",
        f"couple_ranks, row 3: 'unmatched with City' has rank 1 like 'City with Mercy' in row 2. {TIES}",
        "attachments, row 1: 'Ann' has no supplemental list 'B'.",
        "attachments, row 2: 'Bea' has no supplemental list 'A'.",
        "reversions, row 1: inf positions is not a number.",
        "parity: unknown program 'Gen'.",
        "program City, rank 2: person Ann stands at rank 1 already.",
        "person Ann, rank 2: supplemental list 0 names program Mercy that it goes with.",
    ]


def test_rows_in_any_order_with_everything() -> None:
    case = market_from_rows(
        [("Rad", 1), ("Prelim", 2), ("City", 1), ("Spare", 1)],
        [("Ann", "City", 20), ("Ann", "Rad", 10)],
        [("Prelim", "Ann", 2), ("Prelim", "Eve", 1), ("Rad", "Ann", 1), ("City", "Dan", 3), ("Rad", "Eve", 0.5)],
        couple_ranks=[("Dan", "Eve", "City", None, 7), ("Dan", "Eve", "City", "Rad", 6)],
        supplemental_ranks=[("Ann", "A", "Prelim", 1), ("Eve", "A", "Prelim", 1)],
        attachments=[("Ann", "Rad", "A"), ("Eve", "Rad", "A")],
        reversions=[("Spare", "Rad", 1)],
        parity={"Prelim": 0},
        specialty={"Rad": "radiology", "City": "medicine"},
    )
    assert case.person_names == ("Ann", "Dan", "Eve")
    assert case.list_program.tolist() == [0, 2]
    assert case.couples is not None
    assert case.couples.pair.tolist() == [[2, 0], [2, -1]]
    found = match_market(case)
    assert found.matching is not None
    # The couple takes the position that Ann would have; the reverted one lets her in too, and both have their year.
    assert found.matching.program.tolist() == [0, 2, 0]
    assert found.matching.supplemental.tolist() == [1, -1, 1]
    assert found.matching.received.tolist() == [1, 0, 0, 0]


def test_other_doors() -> None:
    interviews = Interviews(ints([1]), ints([0, 1]), ints([0]))
    for utility, score, said in (
        ([1.0, 2.0], [1.0], "utility: has shape (2,), but there are 1 interviews"),
        ([np.inf], [1.0], "utility[0]: inf is not finite. NaN says that it is not ranked"),
    ):
        with pytest.raises(RequestError, match=said.replace("(", r"\(").replace(")", r"\)").replace("[", r"\[")):
            match_scores(interviews, utility, score)
    with pytest.raises(RequestError, match="person 0, rank 2: program 0 stands at rank 1 already"):
        Interviews(ints([1]), ints([0, 2]), ints([0, 0]))
    scenarios = Scenarios.collect([[0.5, 0.1]])
    with pytest.raises(RequestError, match="rank 2: unknown program 2"):
        scenarios.first_admitted([0, 2], [0.1, 0.2])
    with pytest.raises(RequestError, match="2 programs are listed"):
        scenarios.first_admitted([0, 1], [0.1, 0.2, 0.3])
    with pytest.raises(RequestError, match="not a table of numbers"):
        Scenarios(np.full((2, 2), np.nan, np.float32))
    with pytest.raises(RequestError, match="max_attempts"):
        match_market(market([], [], []), max_attempts=0)
    with pytest.raises(RequestError, match="at least one"):
        synthetic_market(0)
    with pytest.raises(RequestError, match="no share"):
        synthetic_market(10, couples=1.5)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("applicant_ranks", ("x", "A")),
        ("applicant_ranks", None),
        ("applicant_ranks", (["x"], "A", 1)),
        ("applicant_ranks", ("", "A", 1)),
        ("program_ranks", ("A", None, 1)),
        ("couple_ranks", ("x", "y", "A", 1)),
        ("couple_ranks", ("x", 3, "A", "B", 1)),
        ("reversions", ("A", "B")),
        ("attachments", ("x", "A")),
        ("supplemental_ranks", ("x", "s", "A")),
    ],
)
def test_a_malformed_row_is_named(table: str, row: Any) -> None:
    tables: dict[str, Any] = {
        "programs": [("A", 1), ("B", 1)],
        "applicant_ranks": [("x", "A", 1), ("y", "B", 1)],
        "program_ranks": [("A", "x", 1), ("B", "y", 1)],
    }
    tables[table] = [*tables.get(table, []), row]
    with pytest.raises(RequestError) as caught:
        market_from_rows(**tables)
    assert f"{table}, row {len(tables[table])}" in str(caught.value)


@pytest.mark.parametrize(
    "asked", [{"seed": -1}, {"seed": 1.5}, {"seed": None}, {"max_attempts": 0}, {"max_attempts": 2.5}]
)
def test_what_is_asked_of_a_run_has_to_be_whole(asked: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match="whole number"):
        match_market(market_from_rows([("A", 1)], [("x", "A", 1)], [("A", "x", 1)]), **asked)
