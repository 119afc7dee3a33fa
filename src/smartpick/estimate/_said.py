"""What is said about one program: its state's record, its own, her bonds to it, and what she found out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._openness import Openness
from smartpick.estimate._result import Term, with_odds
from smartpick.programs import Program
from smartpick.uncertainty import whole_percent
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["open_terms", "rotation_text", "school_text", "tie_text", "with_own_rule"]

_HALVINGS = 24


def with_own_rule(interview: Array, rate: float | None) -> Array:
    """Move a program's chances so that their mean is the rate the applicant found out, keeping the shape over θ."""
    if rate is None:
        return interview
    target = float(np.clip(rate, 0.005, 0.995))
    low, high = -20.0, 20.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if with_odds(interview, middle).mean() < target:
            low = middle
        else:
            high = middle
    return with_odds(interview, 0.5 * (low + high))


def school_text(state: str, *, is_inside: bool) -> str:
    """Say where her medical school lies."""
    return f"your medical school is {'in' if is_inside else 'outside'} {state}"


def tie_text(state: str, tie: str) -> str:
    """Say what binds her to a state; a private bond has no words."""
    return f"tie to {state}: {tie}" if tie else f"tie to {state}"


def rotation_text(*, is_home: bool) -> str:
    """Say how the program knows her."""
    return "your own school's program" if is_home else "you rotated there"


def open_terms(
    kind: ApplicantType, program: Program, found: Openness, j: int, by_state: float, by_record: float
) -> list[Term]:
    """Return what the records of the state and of the program say, with their mean effects in log-odds."""
    said = []
    share = found.shares[j]
    if share is not None:
        said.append(
            Term(
                "openness",
                by_state,
                f"{kind.label}s took {share.by_type:,} of the {share.filled:,} positions of this specialty filled in "
                f"{share.state}, {share.seasons} together (nation: {whole_percent(share.national)}); state level, not"
                " this program",
                share.fact_ids,
            )
        )
    failed, seasons = found.seasons_unfilled[j]
    if seasons:
        ids = (*map(program.result_id, seasons), *program.succession_ids)
        said.append(Term("unfilled", by_record, _record_text(failed, seasons), ids))
    return said


def _record_text(failed: int, seasons: Sequence[int]) -> str:
    """Say a record of unfilled positions as a person would.

    Examples
    --------
    >>> _record_text(1, (2024, 2026)), _record_text(0, (2026,))
    ('left a position unfilled in 1 of its 2 Matches since 2024', 'filled every position in its one Match since 2026')
    """
    matches = f"its {len(seasons)} Matches" if len(seasons) > 1 else "its one Match"
    if not failed:
        return f"filled every position in {matches} since {seasons[0]}"
    return f"left a position unfilled in {f'{failed} of ' if len(seasons) > 1 else ''}{matches} since {seasons[0]}"
