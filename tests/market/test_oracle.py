"""The same matchings as another library finds: ``matching`` (Wilde, Knight, Gillard 2020)."""

import numpy as np
import pytest

from market.cases import list_of, ranks_of
from smartpick.market import match_market, synthetic_market

games = pytest.importorskip("matching.games")


@pytest.mark.parametrize("seed", range(8))
def test_singles_against_the_matching_library(seed: int) -> None:
    rng = np.random.default_rng(seed)
    case = synthetic_market(int(rng.integers(20, 250)), seed=seed)
    # That library wants everyone to be ranked by exactly whom they rank, and nobody to rank no one.
    persons = [who for who in range(case.n_persons) if list_of(case, who)]
    programs = [p for p in range(case.n_programs) if ranks_of(case, p)]
    game = games.HospitalResident.create_from_dictionaries(
        {who: list_of(case, who) for who in persons},
        {p: ranks_of(case, p) for p in programs},
        {p: int(case.quota[p]) for p in programs},
    )
    theirs = {who.name: program.name for program, held in game.solve(optimal="resident").items() for who in held}
    found = match_market(case)
    assert found.matching is not None
    ours = {who: int(p) for who, p in enumerate(found.matching.program) if p >= 0}
    assert ours == theirs
