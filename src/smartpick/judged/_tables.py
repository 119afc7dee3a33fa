"""The table model of ``smartpick.estimate``, asked for the same figures as everybody else.

It is asked through its door, as a list for an applicant would ask it: what it would show is what is judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Chances, openness_of
from smartpick.judged._beside import beside_one_modelled
from smartpick.judged._figures import is_band, middle_of
from smartpick.judged._model import Asked
from smartpick.judged._quartiles import quartile_answers
from smartpick.judged._room import MIXED, SAMPLE, SCHOOLED, Room
from smartpick.judged._sight import Sight
from smartpick.judged._signal_rates import TIERS, signal_rate
from smartpick.judged._simple import offers_in
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season import Asset

    Array = NDArray[np.float64]

__all__ = ["TableModel"]

_HOME_STATES = 4
_SCORES = (-13.0, 13.0)
"""Points about the typical score at which a rate over all scores is asked: one deviation to either side."""
_IN_STATE, _CLOSE = 1, 4
"""Flags of the ties that the simulated seasons count."""
_LARGE = ("internal_medicine", "family_medicine", "pediatrics", "surgery_general", "psychiatry")
_TIER_ORDER = (SignalTier.NONE, SignalTier.GOLD, SignalTier.SILVER, SignalTier.SINGLE)
"""As the simulated seasons count them."""


class TableModel:
    """The first chance model: published tables and named assumptions, no market."""

    name = "table model"
    about = (
        "The chance model of this build without a market: published tables for the levels, assumptions for the rest."
    )

    def __init__(self) -> None:
        self._room: Room | None = None

    def uses(self, asked: Asked) -> bool:
        """Return whether the figure enters the model when it is in sight; signal tiers and quartiles never do."""
        if asked.kind == "interview_rate":
            return asked.stratum not in TIERS
        return asked.kind not in {"match_given_offers", "score_quartile", "beside_one"} and asked.stratum != "below_200"

    def seasons_for(self, sight: Sight) -> Asset | None:
        """Return the simulated seasons that may be used in this sight; the table model has none."""
        del sight
        return None

    def _room_for(self, sight: Sight) -> Room:
        """Return a room for the sight: the last one where nothing else is seen, which saves most of the time."""
        kept = self._room
        same = kept is not None and (
            kept.sight.facts is sight.facts
            and kept.sight.programs is sight.programs
            and (kept.sight.season, kept.sight.seed) == (sight.season, sight.seed)
        )
        if kept is None or not same:
            kept = self._room = Room(sight, self.seasons_for(sight))
        return kept

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws; shares and unfilled programs come without an interval."""
        room = self._room_for(sight)
        found: dict[str, Array] = {}
        by_kind: dict[str, list[Asked]] = defaultdict(list)
        for each in asked:
            by_kind[each.kind].append(each)
        single = {
            "match_rate": _match_rate,
            "overall_rate": _overall_rate,
            "interview_rate": _interview_rate,
            "match_given_offers": _match_given_offers,
            "beside_one": beside_one_modelled,
        }
        for kind, answer in single.items():
            for each in by_kind[kind]:
                draws = answer(room, each)
                if draws is not None:
                    found[each.key] = draws
        found |= _from_openness(sight, by_kind["share"], by_kind["unfilled"])
        return found | quartile_answers(
            sight.facts, by_kind["score_quartile"], sight.seed, lambda specialty: _img_slopes(room, specialty)
        )


def _match_rate(room: Room, asked: Asked) -> Array | None:
    kind = ApplicantType(asked.applicant_type)
    basis = room.basis(asked.specialty, kind)
    if basis is None:
        return None
    if not is_band(asked.stratum):
        return room.level_at(basis, basis.level.centre)
    # The bands are of 2020-2024; scores have risen since, by the model's own assumption.
    drift = room.assumptions.get("score_drift_since_tables", applicant_type=kind).mean
    return room.level_at(basis, middle_of(asked.stratum) + drift)


def _overall_rate(room: Room, asked: Asked) -> Array | None:
    """Return the level that a specialty without figures is given: the type's newest overall rate in sight."""
    bare = "osteopathic_neuromusculoskeletal_medicine"
    basis = room.basis(bare, ApplicantType(asked.applicant_type))
    if basis is None or basis.level.base_rate is None or "over all specialties" not in basis.level.base_text:
        return None
    return np.array([basis.level.base_rate])


def _img_slopes(room: Room, specialty: str) -> Array | None:
    basis = room.basis(specialty, ApplicantType.NON_US_CITIZEN_IMG)
    return None if basis is None else basis.level.slope[::4]


def _interview_rate(room: Room, asked: Asked) -> Array | None:
    if asked.stratum in TIERS:
        return signal_rate(room, asked.specialty, asked.stratum)
    if asked.stratum == "all":
        basis = room.basis(asked.specialty, ApplicantType(asked.applicant_type))
        return None if basis is None else expit(basis.interviews.draws)
    found = [basis for kind in SCHOOLED if (basis := room.basis(asked.specialty, kind)) is not None]
    if len(found) < 2:
        return None
    if found[0].is_simulated:
        return _rate_by_state(room, asked.specialty, is_home=asked.stratum == "us_school_in_state")
    common = np.mean([expit(basis.interviews.draws) for basis in found], axis=0)
    ties = found[0].ties
    gap = ties.by_state(is_inside=asked.stratum == "us_school_in_state")
    return expit(np.log(common / (1 - common)) + gap)


def _rate_by_state(room: Room, specialty: str, *, is_home: bool) -> Array:
    """Return the interview chance of students in or out of the school's state, as the simulated seasons have it.

    Notes
    -----
    Out of state she is from a school in no state; in state she stands in each of the states with most programs, and has
    rotated there as often as in-state applications of the seasons go to the own school or follow a rotation. Her
    applications carry signals as often as those of her type do in the simulated seasons, in and out of state alike.
    """
    pool = room.sight.of(specialty)
    if not is_home:
        some = pool[:: max(1, len(pool) // SAMPLE)]
        away = [
            _over_tiers(
                room,
                specialty,
                kind,
                room.ask(
                    Applicant(kind, step2_ck=room.typical_score(specialty, kind) + at, school_state="--"), some, pool
                ),
            )
            for kind in SCHOOLED
            for at in _SCORES
        ]
        return np.asarray(np.mean(away, axis=0))
    counts = Counter(program.state for program in pool)
    total, weight = np.zeros(1), 0
    for state, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_HOME_STATES]:
        near = [program for program in pool if program.state == state]
        near = near[:: max(1, len(near) // SAMPLE)]
        codes = frozenset(program.program_code_nrmp for program in near)
        for kind in SCHOOLED:
            close = _close_share(room, specialty, kind)
            for share, rotated in ((1 - close, frozenset[str]()), (close, codes)):
                for at in _SCORES if share > 0 else ():
                    score = room.typical_score(specialty, kind) + at
                    applicant = Applicant(kind, step2_ck=score, school_state=state, rotated_at=rotated)
                    chances = room.ask(applicant, near, pool)
                    part = share * count / len(_SCORES)
                    total = total + part * _over_tiers(room, specialty, kind, chances)
            weight += count
    return np.asarray(total / weight)


def _close_share(room: Room, specialty: str, kind: ApplicantType) -> float:
    """Return the share of the type's in-state applications that go to its own school's programs or after a rotation."""
    assert room.market is not None  # noqa: S101 -- asked of simulated specialties only
    found = room.market.specialties[specialty]
    mix = found.tie_mix[found.types.index(str(kind))].astype(np.float64)
    home = [flag for flag in range(len(mix)) if flag & _IN_STATE]
    close = [flag for flag in home if flag & _CLOSE]
    return float(mix[close].sum() / mix[home].sum()) if mix[home].sum() else 0.0


def _over_tiers(room: Room, specialty: str, kind: ApplicantType, chances: Chances) -> Array:
    """Return the mean interview chance over applications as the type sends and signals them, shape (n_draws,)."""
    assert room.market is not None  # noqa: S101 -- asked of simulated specialties only
    found = room.market.specialties[specialty]
    mix = found.tier_mix[found.types.index(str(kind))].astype(np.float64)
    sent = room.sent(specialty, kind, chances.programs)
    total = np.zeros(chances.interview.shape[1])
    for tier, share in zip(_TIER_ORDER, mix / mix.sum(), strict=True):
        if share > 0:
            parts = [chances.interview_with_signal(k, tier) @ chances.weights for k in range(len(chances.programs))]
            total += share * (sent @ np.array(parts))
    return total


def _match_given_offers(room: Room, asked: Asked) -> Array | None:
    """Return the chance of matching of somebody with so many interviews, of the types that the figure counts together.

    Notes
    -----
    How many interviews she has tells something of her strength: the nodes of θ are weighted by the chance of just that
    number among a typical number of applications. Of those with few interviews more are of the types that get few, so
    each type counts as often as it ranks the specialty, times the chance of that number.
    """
    named = asked.specialty not in {"all", "any"}
    kinds = MIXED if asked.applicant_type == "all" else SCHOOLED
    found = [_given_offers(room, key, asked.stratum, kinds) for key in ((asked.specialty,) if named else _LARGE)]
    known = [each for each in found if each is not None]
    return np.asarray(np.mean(known, axis=0)) if known else None


def _given_offers(room: Room, specialty: str, stratum: str, kinds: Sequence[ApplicantType]) -> Array | None:
    people = room.people(specialty)
    likely, matched = np.zeros(1), np.zeros(1)
    for kind in kinds:
        if kind in people:
            with_so_many, of_them = _of_kind_given_offers(room, specialty, stratum, kind)
            likely = likely + people[kind] * with_so_many
            matched = matched + people[kind] * of_them
    return np.asarray(matched / np.maximum(likely, 1e-300)) if likely.size > 1 else None


def _of_kind_given_offers(room: Room, specialty: str, stratum: str, kind: ApplicantType) -> tuple[Array, Array]:
    """Return the chances of so many interviews, and of them and a match, each of shape (n_draws,)."""
    basis = room.basis(specialty, kind)
    assert basis is not None  # noqa: S101 -- its people were found
    chances = room.chances(specialty, kind, is_away=False)
    sent = round(min(basis.usual_applications, len(room.sight.of(specialty))))
    invited = np.clip(chances.interview.mean(axis=0), 1e-6, 1 - 1e-6)
    takes = np.clip((chances.interview * chances.accept).mean(axis=0) / invited, 0, 1 - 1e-9)
    ends = stratum.split("-")
    first, is_open = offers_in(ends[0])
    last = sent if is_open else int(offers_in(ends[-1])[0])
    matched, likely = np.zeros(takes.shape[0]), np.zeros(takes.shape[0])
    log_choose = np.concatenate([[0.0], np.cumsum(np.log((sent - np.arange(sent)) / (1 + np.arange(sent))))])
    for k in range(int(first), min(last, sent) + 1):
        chance_of_k = np.exp(log_choose[k] + k * np.log(invited) + (sent - k) * np.log1p(-invited))
        likely += chance_of_k @ chances.weights
        matched += (chance_of_k * (1 - (1 - takes) ** k)) @ chances.weights
    return likely, matched


def _from_openness(sight: Sight, asked_shares: Sequence[Asked], asked_unfilled: Sequence[Asked]) -> dict[str, Array]:
    """Return state shares and chances of going unfilled, as the model reads them from the seasons in sight."""
    found: dict[str, Array] = {}
    known: dict[tuple[str, str, str], float] = {}
    chance: dict[str, float] = {}
    types = sorted({each.applicant_type for each in asked_shares}) or [str(ApplicantType.US_MD_SENIOR)]
    for specialty in sorted({each.specialty for each in (*asked_shares, *asked_unfilled)}):
        pool = sight.of(specialty)
        if not pool:
            continue
        for kind in types:
            openness = openness_of(sight.facts, pool, ApplicantType(kind), sight.season)
            for program, share, unfilled in zip(pool, openness.shares, openness.unfilled, strict=True):
                chance[program.program_code_nrmp] = float(unfilled)
                if share is not None:
                    entry = "PGY-2" if program.track is Track.ADVANCED else "PGY-1"
                    known[specialty, f"{share.state}/{entry}", kind] = share.share
                    known[specialty, f"nation/{entry}", kind] = share.national
    for each in asked_shares:
        cell = each.specialty, each.place, each.applicant_type
        if cell in known:
            found[each.key] = np.array([known[cell]])
    for each in asked_unfilled:
        if each.place in chance:
            found[each.key] = np.array([chance[each.place]])
    return found
