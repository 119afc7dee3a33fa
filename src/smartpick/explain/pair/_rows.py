"""The rows of a pair list, in the order of the couple's own liking, and the limit on their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.explain._worth import Setting
from smartpick.explain.pair._near import Nearness
from smartpick.explain.pair._start import Agreed
from smartpick.explain.pair._types import RowKind
from smartpick.facts import Facts
from smartpick.portfolio import INCLUDED_RANKS, CostLine, FeeSchedule
from smartpick.portfolio.pairs import PairWorth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["VALUES", "Rows", "couples_fee", "extra_ranks", "rows_limit", "rows_of", "worth_of"]


_SETTINGS = (
    Setting("near_floor", 0.5, "worth of both matched near each other at programs liked least; liked best it is 1"),
    Setting("apart_floor", 0.25, "the same for both matched farther apart; liked best it is near_floor"),
    Setting("one_most", 0.25, "worth of one matched at a program liked best, the other unmatched; liked least it is 0"),
    Setting("least_gain", 0.0002, "an application that adds less worth than this (0-1) is not recommended"),
)
VALUES = {each.name: each.value for each in _SETTINGS}
"""By name; a couple's own, not those of a list for one."""
_ASSUMED_LIMIT = 300
_COUPLES_FEE_TEXT = "couples fee, due on asking for or accepting couple status; not refunded"


def worth_of(near: Nearness, utility: tuple[Array, Array], agreed: Agreed) -> PairWorth:
    """Return what each way to be matched is worth to the couple.

    Parameters
    ----------
    utility
        Worth of each program to its own partner, 0-1.

    Notes
    -----
    Any pair near each other is worth more than any farther apart, and that more than one matched alone; within a kind
    both partners' liking counts alike.
    """
    mean = (utility[0][:, None] + utility[1][None, :]) / 2
    both = np.where(near.is_near, VALUES["near_floor"] + (1 - VALUES["near_floor"]) * mean, 0.0)
    if agreed.accepts_apart:
        far = VALUES["apart_floor"] + (VALUES["near_floor"] - VALUES["apart_floor"]) * mean
        both = np.where(near.is_near | ~near.is_possible, both, far)
    share = VALUES["one_most"] if agreed.accepts_one_unmatched else 0.0
    return PairWorth(both, (share * utility[0], share * utility[1]))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a pair list.

    Attributes
    ----------
    pair : array of shape (n_rows, 2)
        Numbers of the programs; -1 for unmatched.
    kind : array of shape (n_rows,)
    """

    pair: NDArray[np.int64]
    kind: NDArray[np.int64]

    def part(self, which: NDArray[np.bool_]) -> Rows:
        """Return some rows, in their order."""
        return Rows(self.pair[which], self.kind[which])


def rows_of(worth: PairWorth, near: Nearness, codes: tuple[Sequence[str], Sequence[str]]) -> Rows:
    """Return all rows that are worth listing, best first; of equal ones the nearer first, then by code."""
    found: list[tuple[tuple[object, ...], int, int, RowKind]] = []
    for i, j in np.argwhere(worth.both > 0).tolist():
        kind = RowKind.NEAR if near.is_near[i, j] else RowKind.APART
        miles = near.miles[i, j]
        far = 1e9 if np.isnan(miles) else round(float(miles), 6)
        one, other = codes[0][i], codes[1][j]
        key = (kind, -round(float(worth.both[i, j]), 9), far, min(one, other), max(one, other), one)
        found.append((key, i, j, kind))
    for side in (0, 1):
        for i in np.flatnonzero(worth.alone[side] > 0).tolist():
            code = codes[side][i]
            key = (RowKind.ONE, -round(float(worth.alone[side][i]), 9), 0.0, code, "", str(side))
            found.append((key, *((i, -1) if side == 0 else (-1, i)), RowKind.ONE))
    found.sort(key=lambda each: each[0])
    pair = np.array([(i, j) for _, i, j, _ in found], dtype=np.int64).reshape(-1, 2)
    return Rows(pair, np.array([int(kind) for *_, kind in found], dtype=np.int64))


def rows_limit(facts: Facts) -> tuple[int, str | None]:
    """Return how many rows a couple may list, and the row that says so; None where it is assumed."""
    for row in facts.rows("rule", "topic = 'rank_list'"):
        if row["applies_to"] == "couples" and row["value"].isdigit():
            return int(row["value"]), row["fact_id"]
    return _ASSUMED_LIMIT, None


def couples_fee(facts: Facts, season: int) -> CostLine:
    """Return what each partner pays the NRMP for being a couple; the amount is None where none is published."""
    rows = [
        row
        for row in facts.rows("fee")
        if row["service"] == "nrmp" and row["item"] == "couples" and row["season"].isdigit()
    ]
    rows = [row for row in rows if int(row["season"]) <= season and row["flat_usd"] is not None]
    if not rows:
        return CostLine(
            "nrmp", "couples", None, f"{_COUPLES_FEE_TEXT}: amount not published, ask", (), is_carried_forward=False
        )
    row = max(rows, key=lambda row: int(row["season"]))
    text = _COUPLES_FEE_TEXT
    if row["confidence"] != "high":
        text += "; read in one copy, the NRMP's own page names no amount"
    return CostLine(
        "nrmp", "couples", row["flat_usd"], text, (row["fact_id"],), is_carried_forward=int(row["season"]) != season
    )


def extra_ranks(fees: FeeSchedule, number: int) -> CostLine | None:
    """Return what the codes of one partner above those that registration includes cost; None for none."""
    more = number - INCLUDED_RANKS
    if more <= 0:
        return None
    each = fees.extra_rank()
    usd = None if each.usd is None else more * each.usd
    text = f"{more} different programs above the {INCLUDED_RANKS} that registration includes"
    return CostLine("nrmp", "extra_rank", usd, text, each.fact_ids, each.is_carried_forward)
