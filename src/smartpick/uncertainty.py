"""The only way to hold a chance: draws that share their scenarios, an interval, and what to beware of.

Two estimates made from the same scenarios can be subtracted draw by draw: what moves both cancels out. An `Estimate`
of a chance never shows 0 % or 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "CENTRAL",
    "EVEN",
    "RARE",
    "Estimate",
    "as_percent",
    "edge_of",
    "expit",
    "in_percent",
    "in_words",
    "whole_percent",
]

CENTRAL = 0.90
"""Share of the draws that the interval shown covers."""
EVEN = 0.5
"""Below this chance the bad news is said plainly."""
RARE = 0.05
"""Below this chance no sentence may begin with what is possible, and no list is advised without a talk first."""

_FLOOR = 0.001
_AS_ONE_IN = 0.275
"""Below this a chance is said as one in so many: 14 % is nearer to 1 in 7 than to 1 in 10."""
_TENTH = 0.095
"""From here on two counts can share one whole percent: 22.1 % and 22.4 % are both 1 in 5."""
_SHOWN = 0.0005
"""A chance is never shown nearer to 0 or 1 than this: the figures behind it cannot tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """An uncertain quantity, held as draws over shared scenarios.

    Parameters
    ----------
    draws
        Array of shape (n_draws,). The i-th draw of every estimate of one run belongs to the same scenario.
    unit
        ``probability``, ``interviews``, ``programs`` …; a probability is kept within (0, 1).
    caveats
        Keys of caveats that travel with the figure.

    Examples
    --------
    >>> Estimate(np.array([0.0, 0.5, 1.0]), "probability").high < 1
    True
    >>> str(Estimate(np.full(10, 0.25), "probability"))
    '25 % (90 % interval 25 to 25 %)'
    """

    draws: NDArray[np.float64]
    unit: str
    caveats: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        draws = np.asarray(self.draws, dtype=np.float64)
        if draws.ndim != 1 or draws.size == 0 or not np.isfinite(draws).all():
            msg = f"draws must be a non-empty row of finite numbers, not shape {draws.shape}"
            raise ValueError(msg)
        if self.unit == "probability":
            draws = np.clip(draws, _FLOOR, 1 - _FLOOR)
        draws.setflags(write=False)
        object.__setattr__(self, "draws", draws)

    @property
    def mean(self) -> float:
        """The mean over the draws."""
        return float(self.draws.mean())

    @property
    def median(self) -> float:
        """The middle draw."""
        return float(np.median(self.draws))

    @property
    def low(self) -> float:
        """Lower end of the central interval."""
        return float(np.quantile(self.draws, (1 - CENTRAL) / 2))

    @property
    def high(self) -> float:
        """Upper end of the central interval."""
        return float(np.quantile(self.draws, (1 + CENTRAL) / 2))

    def minus(self, other: Estimate) -> Estimate:
        """Return the difference, draw by draw, in the same unit's points (no longer a probability)."""
        unit = f"difference in {self.unit}"
        return Estimate(self.draws - other.draws, unit, tuple(dict.fromkeys((*self.caveats, *other.caveats))))

    def as_json(self) -> dict[str, float]:
        """Return mean, low and high as the JSON contract writes them, unrounded."""
        low, high = np.quantile(self.draws, ((1 - CENTRAL) / 2, (1 + CENTRAL) / 2))
        return {"mean": self.mean, "low": float(low), "high": float(high)}

    @property
    def is_clear(self) -> bool:
        """For a difference: whether its interval leaves no doubt of the direction, at a tenth of a point.

        An interval that ends at nothing is clear: a limit that only takes away cannot have added anything.

        Examples
        --------
        >>> Estimate(np.linspace(-0.09, 0.0, 50), "difference").is_clear
        True
        >>> Estimate(np.linspace(-0.09, 0.05, 50), "difference").is_clear
        False
        """
        low, high = self.low > -_SHOWN and self.mean > _SHOWN, self.high < _SHOWN and self.mean < -_SHOWN
        return low or high

    @property
    def short(self) -> str:
        """A chance with its interval, short enough for a cell; never 0 or 100.

        Examples
        --------
        >>> Estimate(np.array([0.1, 0.2, 0.3]), "probability").short
        '20 % (11 to 29)'
        """
        return in_percent(self.mean, self.low, self.high)

    def __str__(self) -> str:
        if self.unit == "probability":
            if edge := edge_of(self.low, self.high):
                return f"{edge} (90 % interval)"
            return f"{as_percent(self.mean)} % (90 % interval {as_percent(self.low)} to {as_percent(self.high)} %)"
        return f"{self.mean:.3g} {self.unit} (90 % interval {self.low:.3g} to {self.high:.3g})"


def in_words(estimate: Estimate) -> str:
    """Say a chance as a count that people can picture.

    Examples
    --------
    >>> in_words(Estimate(np.full(3, 0.31), "probability"))
    'about 3 in 10'
    >>> in_words(Estimate(np.full(3, 0.02), "probability"))
    'about 1 in 50'
    >>> in_words(Estimate(np.full(3, 0.14), "probability"))
    'about 1 in 7'
    >>> in_words(Estimate(np.full(3, 0.91), "probability")), in_words(Estimate(np.full(3, 0.94), "probability"))
    ('about 9 in 10', 'about 19 in 20')
    >>> in_words(Estimate(np.full(3, 0.221), "probability")) == in_words(Estimate(np.full(3, 0.224), "probability"))
    True
    >>> in_words(Estimate(np.full(3, 0.999), "probability"))
    'more than 95 in 100'
    """
    chance = estimate.mean
    if chance > 0.955:
        return "more than 95 in 100"
    if chance < 0.005:
        return "fewer than 1 in 200"
    if chance < _AS_ONE_IN:
        # From the whole percent that is shown beside it, so that one percentage has one count.
        ones = 1 / (float(f"{chance:.2f}") if chance >= _TENTH else chance)
        step = 1 if ones < 29.5 else 5 if ones < 50 else 10
        return f"about 1 in {step * round(ones / step)}"
    if chance > 0.925:
        return "about 19 in 20"
    return f"about {round(chance * 10)} in 10"


def as_percent(chance: float) -> str:
    """Return a chance in whole percent, never as 0 or 100.

    Examples
    --------
    >>> as_percent(0.0), as_percent(0.314), as_percent(0.998)
    ('<1', '31', '>99')
    """
    percent = 100 * chance
    if percent < 1:
        return "<1"
    if percent > 99:
        return ">99"
    return f"{percent:.0f}"


def edge_of(low: float, high: float) -> str:
    """Return in words where all of an interval lies, when that is nearer to 0 or 1 than a whole percent; else nothing.

    Examples
    --------
    >>> edge_of(0.001, 0.004), edge_of(0.001, 0.02), edge_of(0.995, 0.999)
    ('under 1 %', '', 'over 99 %')
    """
    return "under 1 %" if as_percent(high) == "<1" else "over 99 %" if as_percent(low) == ">99" else ""


def in_percent(mean: float, low: float, high: float) -> str:
    """Return a chance with its interval, short enough for a cell; never 0 or 100.

    Examples
    --------
    >>> in_percent(0.2, 0.11, 0.29), in_percent(0.002, 0.001, 0.004)
    ('20 % (11 to 29)', 'under 1 %')
    """
    return edge_of(low, high) or f"{as_percent(mean)} % ({as_percent(low)} to {as_percent(high)})"


def whole_percent(share: float) -> str:
    """Return a published share in whole percent, a half rounded up as readers do.

    Examples
    --------
    >>> whole_percent(0.485), whole_percent(0.685)
    ('49 %', '69 %')
    """
    return f"{int(100 * share + 0.5 + 1e-9)} %"


def expit(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logistic function, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)))
