"""How often applications of a type bring an interview, from how often the type matches in the specialty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._figures import interview_rates, match_rates
from smartpick.judged._model import Asked, logit, spread
from smartpick.judged._sight import Sight
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["InterviewsFromMatches"]

_GROUPS = ("us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img")
_LIKE = {"us_citizen_img": "non_us_citizen_img"}
"""US-citizen IMGs have no match rate by preferred specialty; the one of other IMGs stands in."""


class InterviewsFromMatches:
    """A straight line in log-odds: one level for each type, one slope for all."""

    name = "from match rate"
    about = (
        "Log-odds of an interview as a straight line in the log-odds of matching for the same type and specialty,"
        " fitted to the specialties in sight."
    )

    def uses(self, asked: Asked) -> bool:
        """Return True for interview rates by type."""
        return asked.kind == "interview_rate" and asked.stratum == "all"

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws for types whose match rate in the specialty is in sight."""
        wanted = [each for each in asked if self.uses(each)]
        if not wanted:
            return {}
        matched = {
            (found.asked.specialty, found.asked.applicant_type): logit(found.value)
            for found in match_rates(sight.facts)
        }

        def features(each: Asked) -> list[float] | None:
            rate = matched.get((each.specialty, _LIKE.get(each.applicant_type, each.applicant_type)))
            if rate is None or each.applicant_type not in _GROUPS:
                return None
            return [*(float(each.applicant_type == group) for group in _GROUPS), rate]

        rows, values = [], []
        for found in interview_rates(sight.facts):
            row = features(found.asked) if self.uses(found.asked) else None
            if row is not None:
                rows.append(row)
                values.append(logit(found.value))
        if len(rows) <= 2 * (len(_GROUPS) + 1):
            return {}
        x, y = np.array(rows), np.array(values)
        weights, *_ = np.linalg.lstsq(x, y, rcond=None)
        residual = float(np.sqrt(((y - x @ weights) ** 2).sum() / (len(y) - x.shape[1])))
        inverse = np.linalg.pinv(x.T @ x)
        answers = {}
        for each in wanted:
            row = features(each)
            if row is not None:
                at = np.array(row)
                sd = residual * float(np.sqrt(1 + at @ inverse @ at))
                answers[each.key] = expit(at @ weights + sd * spread(sight.seed, "from match rate", each.specialty))
        return answers
