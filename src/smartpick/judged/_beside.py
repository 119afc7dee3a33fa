"""How many more interviews somebody has who has one: what a logged invitation tells about the others.

Published are the contiguous ranks of non-US IMGs, which are close to the interviews attended: mean and standard
deviation of those who ranked a program. Their spread enters no model and no fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant
from smartpick.judged._figures import contiguous_ranks
from smartpick.judged._model import Asked, Published
from smartpick.judged._room import SAMPLE, Room
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.facts import Facts

    Array = NDArray[np.float64]

__all__ = ["beside_one", "beside_one_alone", "beside_one_modelled"]

_IMG = ApplicantType.NON_US_CITIZEN_IMG
_LEAST = 40
_SCORES, _SCORE_SD = (-1.5, -0.5, 0.5, 1.5), 13.0
"""Where the group's scores are asked, in deviations, and their spread (as published of matched and unmatched)."""


def beside_one(facts: Facts) -> list[Published]:
    """Return how many other interviews go with a randomly chosen one, by specialty, where at least 40 people ranked.

    Notes
    -----
    Of all interviews of a group with mean m and standard deviation s, the one picked belongs to somebody with
    (s² + m² − m) / m others on average.
    """
    found = []
    for key, group in contiguous_ranks(facts).items():
        if group.sd is None or group.n < _LEAST:
            continue
        value = (group.sd**2 + group.mean**2 - group.mean) / group.mean
        asked = Asked(f"beside one/{key}", "beside_one", key, str(_IMG), "beside one interview", "2026")
        found.append(Published(asked, value, group.n, None, group.sd_ids))
    return found


def beside_one_alone(facts: Facts, asked: Sequence[Asked]) -> dict[str, Array]:
    """Return the answer of interviews that come independently, with the published mean of those who have any."""
    groups, found = contiguous_ranks(facts), {}
    for each in asked:
        group = groups.get(each.specialty)
        if group is not None:
            rates = np.linspace(0.01, 40.0, 4000)
            found[each.key] = np.array([np.interp(group.mean, rates / -np.expm1(-rates), rates)])
    return found


def beside_one_modelled(room: Room, asked: Asked) -> Array | None:
    """Return what the chances of the group's applicants say, shape (n_draws,).

    Notes
    -----
    Applicants differ in score and in unobserved strength; each sends the typical number of applications, to programs as
    the group does, and attends no more interviews than one can.
    """
    pool, basis = room.sight.of(asked.specialty), room.basis(asked.specialty, _IMG)
    if basis is None:
        return None
    centre = room.typical_score(asked.specialty, _IMG)
    some = pool[:: max(1, len(pool) // SAMPLE)]
    cap = room.assumptions.get("interview_cap").mean
    sent = room.sent(asked.specialty, _IMG, some)
    offers, weights = [], []
    for at in _SCORES:
        chances = room.ask(Applicant(_IMG, step2_ck=centre + _SCORE_SD * at), some, pool)
        mean = np.tensordot(sent, chances.interview, axes=1) * chances.basis[asked.specialty].reference_applications
        offers.append(mean * (1 + (mean / cap) ** 6) ** (-1 / 6))
        weights.append(chances.weights * np.exp(-(at**2) / 2))
    number, weight = np.concatenate(offers, axis=1), np.concatenate(weights)
    return np.asarray((number**2 @ weight) / (number @ weight))
