"""How open have kinds of program been? An openness by type, part by part, for her own kind of applicant.

Two parts are public: who filled the positions of a state, by kind of applicant, and whether a program left positions
unfilled. No public table tells program by program who was taken, and nothing is read from a name: types are told where
the reviewed table knows the institution, and counted as unknown elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smartpick.estimate import openness_of
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, whole
from smartpick.guidance._rules import first_area
from smartpick.vocabulary import ApplicantType, Track

if TYPE_CHECKING:
    from smartpick.estimate import Openness
    from smartpick.programs import Program, Specialty

__all__ = ["openness_by_type", "unfilled_by_type"]

_SHRINK_SEASONS = 8.0
"""Program-seasons of the specialty's average added to each type's own: two programs over four seasons; a judgement."""
_SPLIT = (ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG)
_NAMES = {
    "safety_net": "county and safety-net",
    "academic": "academic",
    "hybrid": "community with a university behind it",
    "community": "community",
    "newer": "three Matches or fewer",
    "unknown": "of a type not known here",
}
_MOST_STATES = 2
_CATEGORICAL = {Track.CATEGORICAL, Track.PRIMARY_CARE, Track.ADVANCED}


def openness_by_type(ground: Ground) -> list[Finding]:
    """Return one finding for each of her specialties that has programs in her first area."""
    area = first_area(ground)
    if area is None:
        return []
    label, inside = area
    findings = []
    for specialty in ground.specialties:
        here = [each for each in inside if each.specialty == specialty.key and each.track in _CATEGORICAL]
        if here and specialty.key in ground.basis:
            findings.append(_of(ground, specialty, label, here))
    return findings


def _of(ground: Ground, specialty: Specialty, label: str, here: Sequence[Program]) -> Finding:
    everywhere = [each for each in ground.directory.of([specialty.key]) if each.track in _CATEGORICAL]
    places = [everywhere.index(each) for each in here]
    own = ground.profile.applicant.type
    # Both kinds of IMG are told apart: what fits the one says little of the other.
    kinds = _SPLIT if own.is_img else (own,)
    found = {kind: openness_of(ground.facts, everywhere, kind, ground.directory.season) for kind in kinds}
    first = found[own]
    said, ids = _states(found, places)
    rows = unfilled_by_type(ground, here, first.of(places), first)
    parts = "; ".join(
        f"{_NAMES[key]} {whole(share)} % ({programs} program{'s' if programs != 1 else ''}, {empty} of {seen}"
        " program-seasons)"
        for key, (share, programs, empty, seen) in rows.items()
    )
    text = (
        f"{specialty.name} in {label}, openness as far as public counts tell. {said} By type, how often positions were"
        f" left unfilled in the last Matches, small groups drawn towards all of {specialty.name}: {parts}. An unfilled"
        " position is a sign of room, not of welcome; who was taken where is told by no public table, so ask, and"
        " write it into your profile."
    )
    season = ground.directory.season
    ids += [each.result_id(season) for each in here[:3] if season in each.positions]
    fields = ("applicant.type", "goals.areas", "goals.specialties")
    return Finding(f"openness_{specialty.key}", "route", "note", text, fields, tuple(dict.fromkeys(ids)))


def _states(found: Mapping[ApplicantType, Openness], places: Sequence[int]) -> tuple[str, list[str]]:
    """Say who filled the positions of the states where these programs are, each kind beside the nation's share."""
    by_state: dict[str, dict[ApplicantType, Any]] = defaultdict(dict)
    for kind, openness in found.items():
        for at in places:
            share = openness.shares[at]
            if share is not None and share.filled:
                by_state[share.state].setdefault(kind, share)
    said, ids = [], []
    for state, shares in list(by_state.items())[:_MOST_STATES]:
        one = next(iter(shares.values()))
        kinds = ", ".join(
            f"{each.by_type} by {kind.label}s (read as {whole(each.share)} %; the nation {whole(each.national)} %)"
            for kind, each in shares.items()
        )
        said.append(f"Of {one.filled} positions filled in {state} in {one.seasons}: {kinds}.")
        ids += [fact for each in shares.values() for fact in each.fact_ids]
    return " ".join(said) or "Who filled the positions of the state is not at hand.", ids


def unfilled_by_type(
    ground: Ground, here: Sequence[Program], records: Openness, everywhere: Openness
) -> dict[str, tuple[float, int, int, int]]:
    """Return type → (shrunk share of program-seasons with an unfilled position, programs, such seasons, seasons seen).

    Notes
    -----
    A program counts under each type that it has: a county hospital's program is academic or not beside that.
    """
    empty, seen = (
        sum(values) for values in zip(*((each, len(of)) for each, of in everywhere.seasons_unfilled), strict=True)
    )
    average = (empty + 0.5) / (seen + 1)
    counts: dict[str, list[int]] = {}
    for program, (left, seasons) in zip(here, records.seasons_unfilled, strict=True):
        sheet = ground.directory.sheet(program)
        types = [sheet.program_type.value]
        types += ["safety_net"] if sheet.safety_net.value == "yes" else []
        types += ["newer"] if program.is_new else []
        for key in types:
            row = counts.setdefault(key, [0, 0, 0])
            row[0] += 1
            row[1] += left
            row[2] += len(seasons)
    found = {}
    for key in _NAMES:
        if key in counts:
            programs, left, of = counts[key]
            found[key] = ((left + _SHRINK_SEASONS * average) / (of + _SHRINK_SEASONS), programs, left, of)
    return found
