"""How often applications lead to an interview offer: reported rates, and what ties and signals do to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._borrowed import interview_rate_from_matches, state_rates_from_matches
from smartpick.estimate._scenarios import logit, named_normals
from smartpick.facts import Facts, Figure
from smartpick.vocabulary import ApplicantType, SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["InterviewLevel", "SignalEffect", "TieEffect", "interview_level", "signal_effects", "tie_effects"]

_TIERS = (SignalTier.GOLD, SignalTier.SILVER, SignalTier.SINGLE)

_MIX_SHARE = 0.6
"""What of the spread of a reported rate is that one applicant's programs differ from the average ones (assumed)."""


@dataclass(frozen=True, slots=True, eq=False)
class InterviewLevel:
    """The reported share of applications that got an interview offer, for one type and specialty.

    Attributes
    ----------
    draws
        Log-odds of the average application, array of shape (n_draws,).
    rate
        As reported; the median of the reported specialties where this one is not among them.
    is_reported
        Whether the specialty itself is among them.
    """

    draws: NDArray[np.float64]
    rate: float
    is_reported: bool
    fact_ids: tuple[str, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TieEffect:
    """What school state and stated geographic preference do, in log-odds relative to the average application.

    Attributes
    ----------
    in_state, out_of_state
        For graduates of US schools; both 0 where nothing is published.
    in_state_share
        Share of in-state applications that makes the reported rates agree with each other.
    gap_doubt
        Draws of how far the gap of the two may be from theirs, shape (n_draws,); zeros where both are reported.
    aligned
        Draws of the effect of a tie or stated preference over none, shape (n_draws,).
    """

    in_state: float
    out_of_state: float
    in_state_share: float
    gap_doubt: NDArray[np.float64]
    aligned: NDArray[np.float64]
    fact_ids: tuple[str, ...]

    def by_state(self, *, is_inside: bool) -> NDArray[np.float64]:
        """Return draws of the effect of a school in the state, or out of it: the doubt leaves their average alone."""
        if is_inside:
            return self.in_state + (1 - self.in_state_share) * self.gap_doubt
        return self.out_of_state - self.in_state_share * self.gap_doubt


@dataclass(frozen=True, slots=True, eq=False)
class SignalEffect:
    """What a signal of each tier does over none, in log-odds; arrays of shape (n_draws,)."""

    by_tier: dict[SignalTier, NDArray[np.float64]]
    fact_ids: tuple[str, ...]
    is_own_specialty: bool


def _rates(facts: Facts, stratum: str, applicant_type: str | None = None) -> list[Figure]:
    return [
        figure
        for figure in facts.statistics("interview_rate")
        if figure.stratum == stratum
        and figure.value is not None
        and (applicant_type is None or applicant_type in figure.applicant_type_keys)
        and len(figure.specialty_keys) >= 1
    ]


def _own(figures: list[Figure], specialty: str) -> Figure | None:
    fitting = [figure for figure in figures if specialty in figure.specialty_keys]
    return max(fitting, key=lambda figure: (figure.season, figure.fact_id), default=None)


def interview_level(
    facts: Facts, assumptions: Assumptions, applicant_type: ApplicantType, specialty: str, seed: int
) -> InterviewLevel:
    """Return the reported interview rate of the group, else one borrowed from the other specialties, with its doubt."""
    figures = [figure for figure in _rates(facts, "all", applicant_type) if "all" not in figure.applicant_type_keys]
    name = f"interviews:{specialty}:{applicant_type}"
    own = _own(figures, specialty)
    spread = assumptions.get("published_interview_level_sd").sd
    if own is not None and own.value is not None:
        draws = logit(own.value) + spread * named_normals(seed, name)
        return InterviewLevel(draws, own.value, is_reported=True, fact_ids=(own.fact_id,), caveats=())
    line = interview_rate_from_matches(facts, applicant_type, specialty)
    if line is not None:
        # What the reported rates scatter about the line holds their own spread, but for one applicant's programs.
        draws = line.log_odds + float(np.hypot(_MIX_SHARE * spread, line.sd)) * named_normals(seed, name)
        rate = float(1 / (1 + np.exp(-line.log_odds)))
        return InterviewLevel(
            draws, rate, is_reported=False, fact_ids=line.fact_ids, caveats=("interview_rate_not_reported",)
        )
    extra = assumptions.get("unpublished_interview_level_sd").sd
    values = [figure.value for figure in figures if figure.value is not None]
    if not values:
        # No reported rate at all in this build: an even chance with a spread that says nothing is known.
        draws = logit(0.15) + 1.5 * named_normals(seed, name)
        return InterviewLevel(draws, 0.15, is_reported=False, fact_ids=(), caveats=("interview_rates_left_out",))
    median = float(np.median(values))
    draws = logit(median) + float(np.hypot(spread, extra)) * named_normals(seed, name)
    used = tuple(figure.fact_id for figure in figures)
    return InterviewLevel(draws, median, is_reported=False, fact_ids=used, caveats=("interview_rate_not_reported",))


def tie_effects(facts: Facts, applicant_type: ApplicantType, specialty: str, seed: int) -> TieEffect:
    """Return what in-state schooling and an aligned geographic preference do.

    Notes
    -----
    In-state and out-of-state rates are reported over graduates of US schools together; the gap to their common mean
    (of the MD and DO rates) is taken over for either type. Where they are not reported, they are borrowed from the
    relation to the match rate in the specialties that report them, or are the middle of those.
    International graduates have no such figure: for them only
    the alignment counts.
    """
    aligned, used = _aligned(facts, seed)
    nothing = np.zeros_like(aligned)
    if applicant_type.is_img:
        return TieEffect(0.0, 0.0, 0.0, nothing, aligned, used)
    reported = _tie_specialties(facts, specialty)
    draws = named_normals(seed, f"state gap:{specialty}")
    if reported != [specialty] and (borrowed := _borrowed_gap(facts, specialty)) is not None:
        inside, outside, share, ids, sd = borrowed
        return TieEffect(inside, outside, share, sd * draws, aligned, (*used, *ids))
    gaps = [gap for gap in (_gap(facts, key) for key in reported) if gap is not None]
    if not gaps:
        return TieEffect(0.0, 0.0, 0.0, nothing, aligned, used)
    inside, outside, share = (float(np.median([gap[i] for gap in gaps])) for i in range(3))
    apart = [gap[0] - gap[1] for gap in gaps]
    doubt = nothing if len(apart) < 2 else float(np.std(apart, ddof=1)) * draws
    ids = tuple(fact_id for gap in gaps for fact_id in gap[3])
    return TieEffect(inside, outside, share, doubt, aligned, (*used, *ids))


def _tie_specialties(facts: Facts, specialty: str) -> list[str]:
    """Return the specialty itself where its rates are reported, else all reported ones."""
    reported = sorted({key for figure in _rates(facts, "us_school_in_state") for key in figure.specialty_keys})
    return [specialty] if specialty in reported else reported


def _borrowed_gap(facts: Facts, specialty: str) -> tuple[float, float, float, tuple[str, ...], float] | None:
    """Return what `_gap` would and the sd of the gap, from rates borrowed from the reported specialties; else None."""
    states = state_rates_from_matches(facts, specialty)
    seniors = (ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR)
    types = [interview_rate_from_matches(facts, kind, specialty) for kind in seniors]
    known = [each for each in types if each is not None]
    if states is None or not known:
        return None
    chance = [1 / (1 + np.exp(-each.log_odds)) for each in known]
    common = float(np.mean(chance))
    inside, outside = (float(1 / (1 + np.exp(-each.log_odds))) for each in states[:2])
    share = float(np.clip((common - outside) / (inside - outside), 0.02, 0.9)) if inside > outside else 0.5
    level = logit(common)
    ends = states.inside.log_odds - level, states.outside.log_odds - level
    return *ends, share, states.inside.fact_ids, states.gap_sd


def _gap(facts: Facts, specialty: str) -> tuple[float, float, float, tuple[str, ...]] | None:
    inside = _own(_rates(facts, "us_school_in_state"), specialty)
    outside = _own(_rates(facts, "us_school_out_of_state"), specialty)
    md = _own(_rates(facts, "all", ApplicantType.US_MD_SENIOR), specialty)
    do = _own(_rates(facts, "all", ApplicantType.US_DO_SENIOR), specialty)
    found = (inside, outside, md, do)
    values = [figure.value for figure in found if figure is not None and figure.value is not None]
    if len(values) < 4:
        return None
    common = (values[2] + values[3]) / 2
    share = float(np.clip((common - values[1]) / (values[0] - values[1]), 0.02, 0.9))
    ids = tuple(figure.fact_id for figure in found if figure is not None)
    return logit(values[0]) - logit(common), logit(values[1]) - logit(common), share, ids


def _aligned(facts: Facts, seed: int) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Return draws of the log odds ratio of an aligned preference: uniform over the published range of specialties."""
    for figure in facts.statistics("interview_or"):
        if figure.stratum == "aligned_geographic_preference" and figure.low and figure.high:
            low, high = np.log(figure.low), np.log(figure.high)
            # 90 % of a normal within the published range over specialties
            draws = (low + high) / 2 + (high - low) / 3.29 * named_normals(seed, "aligned preference")
            return draws, (figure.fact_id,)
    return np.zeros_like(named_normals(seed, "aligned preference")), ()


def signal_effects(facts: Facts, assumptions: Assumptions, specialty: str, seed: int) -> SignalEffect:
    """Return what a signal does over none, by tier.

    Notes
    -----
    The specialty's own published odds ratio where there is one, else the published range over nine specialties. Raw
    rates with and without a signal are not used: signals go to the programs that fit best, so their gap says too much.
    """
    ratios = [
        figure
        for figure in facts.statistics("interview_or")
        if figure.stratum == "signal_vs_none" and (figure.value or (figure.low and figure.high))
    ]
    own = [figure for figure in ratios if figure.specialty_keys == (specialty,)]
    pooled = [figure for figure in ratios if len(figure.specialty_keys) > 1]
    draws = named_normals(seed, f"signal:{specialty}")
    if own:
        logs = [np.log(figure.value or np.sqrt((figure.low or 1) * (figure.high or 1))) for figure in own]
        effect = float(np.mean(logs)) + 0.3 * draws
        used = tuple(figure.fact_id for figure in own)
    elif pooled:
        low, high = np.log(pooled[0].low or 1), np.log(pooled[0].high or 1)
        effect = (low + high) / 2 + (high - low) / 3.29 * draws
        used = (pooled[0].fact_id,)
    else:
        return SignalEffect({tier: np.zeros_like(draws) for tier in _TIERS}, (), is_own_specialty=False)
    half = assumptions.draw("signal_tier_half_gap", seed)
    by_tier = {
        SignalTier.GOLD: effect + half,
        SignalTier.SILVER: np.maximum(effect - half, 0.0),
        SignalTier.SINGLE: effect,
    }
    half_id = assumptions.get("signal_tier_half_gap").fact_id
    return SignalEffect(by_tier, (*used, half_id), bool(own))
