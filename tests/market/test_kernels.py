"""Compiled or not, the result is the same; and nothing is compiled before it is needed."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from market.cases import Shape, random_market
from smartpick.market import Outcome, match_market, match_scores, synthetic_market
from smartpick.market import _jit as jit
from smartpick.market._prepare import prepare
from smartpick.market._synthetic import synthetic_season

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is an extra")


def same(one: Outcome, two: Outcome) -> bool:
    if one.matching is None or two.matching is None:
        return one.matching is two.matching and one.attempts == two.attempts
    parts = ("program", "supplemental", "received", "given")
    return (
        all((getattr(one.matching, name) == getattr(two.matching, name)).all() for name in parts)
        and one.cutoff.tobytes() == two.cutoff.tobytes()
        and (one.proposals, one.attempts) == (two.proposals, two.attempts)
    )


@needs_numba
def test_compiled_and_plain_agree_bit_for_bit() -> None:
    shapes = (
        Shape(persons=20, programs=6),
        Shape(persons=20, programs=6, couples=5),
        Shape(20, 6, couples=4, supplements=0.5, has_parity=True, has_reversions=True, largest_quota=3),
    )
    for shape in shapes:
        for seed in range(40):
            case = random_market(np.random.default_rng(seed), shape)
            assert same(match_market(case, seed=seed, compiled=True), match_market(case, seed=seed, compiled=False))
    case = synthetic_market(3000, seed=1, couples=0.06, has_variations=True)
    assert same(match_market(case, compiled=True), match_market(case, compiled=False))


@needs_numba
def test_the_layout_does_not_depend_on_what_made_it() -> None:
    case = synthetic_market(500, seed=3, couples=0.1, has_variations=True)
    one, two = prepare(case, compiled=True), prepare(case, compiled=False)
    for part in (*zip(one.lists, two.lists, strict=True), (one.later, two.later), (one.first, two.first)):
        assert part[0].tobytes() == part[1].tobytes()


@needs_numba
def test_compiled_and_plain_scores_agree() -> None:
    season = synthetic_season(1500, 9)
    # Rounded, so that equal scores and utilities occur.
    utility, score = np.round(season.utility, 1), np.round(season.score, 1)
    one = match_scores(season.interviews, utility, score, with_entry=True, compiled=True)
    two = match_scores(season.interviews, utility, score, with_entry=True, compiled=False)
    assert one.entry is not None
    assert two.entry is not None
    for name in ("program", "interview", "cutoff", "entry"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


def run(code: str, **environment: str) -> str:
    source = str(Path(__file__).resolve().parents[2] / "src")
    finished = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_numba_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from smartpick.market import *; m = synthetic_market(300, couples=0.1); "
        "match_market(m); print('numba' in sys.modules, 'smartpick.market._singles' in sys.modules)"
    )
    assert run(code).split()[0] == "False"


def test_without_numba_everything_runs() -> None:
    code = (
        "from smartpick.market import *; m = synthetic_market(2500, couples=0.05); "
        "o = match_market(m); print(bool(verify_matching(m, o.matching)))"
    )
    assert run(code, SMARTPICK_PLAIN="1").strip() == "True"


@needs_numba
def test_where_the_cache_cannot_be_written_it_compiles_all_the_same(tmp_path: Path) -> None:
    """A folder that is a file, as good as a read-only installation: numba then uses another place, or none."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    code = (
        "import numpy as np; from smartpick.market import Interviews, match_scores; "
        "i = Interviews(np.array([1]), np.array([0, 1, 2]), np.array([0, 0])); "
        "print(match_scores(i, [1.0, 1.0], [0.1, 0.2], compiled=True).program.tolist())"
    )
    assert run(code, NUMBA_CACHE_DIR=str(blocked / "below")).strip() == "[-1, 0]"


def test_a_refused_cache_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def njit(**options: Any) -> Any:
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(njit=njit))
    function = jit._compile(len)
    assert function is len
    assert [bool(options.get("cache")) for options in asked] == [True, False]


def test_numba_can_be_done_without_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    jit.has_numba.cache_clear()
    monkeypatch.setenv("SMARTPICK_PLAIN", "1")
    assert not jit.has_numba()
    jit.has_numba.cache_clear()
