"""Puts exam results on one scale: the share of takers of the same exam who stand below.

A score has a place, with the error of one result. A failed attempt lies somewhere among those who fail; a bare pass
lies anywhere above them, so that it never tells a level. Nothing is converted from one exam to the other: what is
compared are places among takers of each exam.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name
from smartpick.guidance._ground import Ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartpick.facts import Figure

__all__ = ["ExamResult", "newest", "results_of"]

_FAIL_SHARE = {"comlex1": "comlex1_first_attempt_fail_pct"}
_MEAN = {
    "step1": ("step1_mean_all_takers", "step1_sd_all_takers", "step2_error"),
    "step2_ck": ("step2ck_mean_all_takers", "step2ck_sd_all_takers", "step2_error"),
    "comlex2": ("comlex2_mean", "comlex2_sd", "comlex_error"),
}
_WIDEST_FAIL = 0.1
"""Share of first takers below the pass mark where no pass rate of the exam is at hand; a round upper figure."""


@dataclass(frozen=True, slots=True)
class ExamResult:
    """One result with its place among takers.

    Attributes
    ----------
    attempt
        1 for the first.
    low, middle, high
        Share of takers below, 0-1; `middle` is None where the result tells no level.
    """

    exam: str
    attempt: int
    day: date | None
    result: str
    score: int | None
    low: float
    middle: float | None
    high: float
    fact_ids: tuple[str, ...]

    @property
    def is_fail(self) -> bool:
        """True for a failed or incomplete attempt."""
        return self.result in {"fail", "incomplete"}

    @property
    def field(self) -> str:
        """The field of the profile that it stands in."""
        return f"exams.{self.exam}"

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return exam_name(self.exam)

    @property
    def z(self) -> float | None:
        """Place in deviations from the middle; None where it tells no level."""
        return None if self.middle is None else NormalDist().inv_cdf(min(max(self.middle, 0.001), 0.999))


def results_of(ground: Ground) -> tuple[ExamResult, ...]:
    """Return every result that is in, the earliest first; where a day is missing, in the usual order of exams."""
    found = [
        _placed(ground, exam, number, attempt)
        for exam in ("step1", "comlex1", "step2_ck", "comlex2", "step3", "comlex3")
        for number, attempt in enumerate(getattr(ground.profile.exams, exam), 1)
        if attempt.result is not None
    ]
    # One day that is missing would put its exam before or behind the others by nothing but a guess.
    if any(each.day is None for each in found):
        return tuple(found)
    return tuple(sorted(found, key=lambda each: each.day or date.max))


def _placed(ground: Ground, exam: str, number: int, attempt: object) -> ExamResult:
    result, score = getattr(attempt, "result"), getattr(attempt, "score")  # noqa: B009 -- one shape for six exams
    day = getattr(attempt, "date")  # noqa: B009
    share, ids = _fail_share(ground, exam)
    if result in {"fail", "incomplete"}:
        return ExamResult(exam, number, day, result, score, 0.0, share / 2, share, ids)
    placed = _place(ground, exam, score) if score is not None else None
    if placed is None:
        return ExamResult(exam, number, day, result, score, share, None, 1.0, ids)
    low, middle, high, ids = placed
    return ExamResult(exam, number, day, result, score, low, middle, high, ids)


def _fail_share(ground: Ground, exam: str) -> tuple[float, tuple[str, ...]]:
    if exam == "step1":
        figure = ground.figure("step1_pass_rate_pct")
        if figure is not None and figure.value is not None:
            return 1 - figure.value / 100, (figure.fact_id,)
    elif exam in _FAIL_SHARE:
        figure = ground.figure(_FAIL_SHARE[exam], kind="all")
        if figure is not None and figure.value is not None:
            return figure.value / 100, (figure.fact_id,)
    return _WIDEST_FAIL, ()


def _place(ground: Ground, exam: str, score: float) -> tuple[float, float, float, tuple[str, ...]] | None:
    if exam not in _MEAN:
        return None
    mean_key, sd_key, error_key = _MEAN[exam]
    mean, sd = newest(ground.facts.statistics(mean_key)), newest(ground.facts.statistics(sd_key))
    if mean is None or sd is None or mean.value is None or not sd.value:
        return None
    error = ground.benchmarks[error_key] / sd.value
    z = (score - mean.value) / sd.value
    low, middle, high = (_below(z + step * error) for step in (-1, 0, 1))
    return low, middle, high, (mean.fact_id, sd.fact_id)


def _below(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def newest(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure of the latest season that has a value."""
    return max((each for each in figures if each.value is not None), key=lambda each: each.season, default=None)
