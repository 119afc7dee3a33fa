"""The one-year routes: transitional and preliminary years, the two-step strategy, and applying again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import first_area
from smartpick.guidance.routes._realism import low_fields, p_specialty
from smartpick.vocabulary import ApplicantType, Track

if TYPE_CHECKING:
    from smartpick.programs import Program

__all__ = ["first_year"]

_PRELIMINARY = ("internal_medicine", "surgery_general")


def first_year(ground: Ground) -> list[Finding]:
    """Return the one-year tracks in her first area and the two-step route, where either could matter."""
    include = ground.profile.goals.include_preliminary
    chances = [p_specialty(basis).mean for basis in ground.basis.values()]
    is_low = bool(low_fields(ground)) or (bool(chances) and max(chances) < 0.6)
    tracks = ground.directory.of([each.key for each in ground.specialties])
    # An advanced position begins with the second year: whoever wants one needs such a year, however strong the record.
    is_advanced = any(each.track is Track.ADVANCED for each in tracks)
    findings = []
    if include is not False and (include or is_low or is_advanced):
        findings += _tracks(ground)
    if include is not False and (include or is_low):
        findings.append(_two_step(ground))
    return [*findings, *_again(ground)]


def _tracks(ground: Ground) -> list[Finding]:
    area = first_area(ground)
    if area is None:
        return []
    label, programs = area
    fields = ("goals.areas", "goals.include_preliminary")
    one_year = [each for each in programs if each.specialty == "transitional_year"]
    preliminary = [each for each in programs if each.specialty in _PRELIMINARY and each.track is Track.PRELIMINARY]
    if not one_year and not preliminary:
        text = f"No transitional or preliminary year is in the directory for {label}."
        return [Finding("first_year_none", "route", "note", text, fields)]
    season = ground.directory.season
    said = []
    for name, tracks in (("transitional-year", one_year), ("preliminary", preliminary)):
        offered, filled = _positions(tracks, season)
        if offered:
            ending = "" if len(tracks) == 1 else "s"
            said.append(f"{len(tracks)} {name} track{ending} offered {offered} positions and filled {filled}")
    if not said:
        return []
    text = (
        f"First-year positions in {label}, {season}: {'; '.join(said)}. A transitional year is sought after by"
        " people who"
        " hold an advanced position, so it is no easy door. An advanced position of a specialty needs such a year"
        " beside"
        " it, and is ranked on a supplemental list."
    )
    ids = tuple(each.result_id(season) for each in (*one_year, *preliminary) if season in each.positions)
    return [Finding("first_year", "route", "note", text, fields, ids)]


def _positions(tracks: Sequence[Program], season: int) -> tuple[int, int]:
    pairs = [track.positions[season] for track in tracks if season in track.positions]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _two_step(ground: Ground) -> Finding:
    figure = ground.figure("pgy1_match_rate_pct", kind=str(ApplicantType.US_MD_GRADUATE))
    senior = ground.figure("pgy1_match_rate_pct", kind=str(ApplicantType.US_MD_SENIOR))
    text = (
        "Two steps (a first year or another field now, the specialty later): never a safe route. What must be true: the"
        " year is passed with letters that say so, a second-year position opens where you can take it, and the hospital"
        " can still fund the years you need. What can go wrong: the year ends without a second-year position, the first"
        " program's length limits the funding of the next (ask each program), and you apply again"
    )
    kind = ground.profile.applicant.type
    # Who has graduated does not become a graduate by it, and is not told what became of US MDs.
    is_student = kind in {ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR}
    text += " as a graduate." if is_student else " with more time since graduation."
    ids: tuple[str, ...] = ()
    if is_student and figure is not None and senior is not None and figure.value and senior.value:
        text += (
            f" Graduates of earlier years match less often: {figure.value:g} % of US MD graduates in {figure.season},"
            f" against {senior.value:g} % of US MD seniors in {senior.season}"
            f"{' (no such pair is at hand for DOs)' if kind is ApplicantType.US_DO_SENIOR else ''}."
        )
        ids = (figure.fact_id, senior.fact_id)
    fields = ("goals.specialties", "goals.include_preliminary", *low_fields(ground))
    return Finding("two_step", "route", "watch", text, tuple(dict.fromkeys(fields)), ids)


def _again(ground: Ground) -> list[Finding]:
    findings = []
    for earlier in ground.profile.earlier_seasons:
        if earlier.outcome not in {"unmatched", "no_interviews", "soap"}:
            continue
        said = [
            f"{value} {name}"
            for value, name in (
                (earlier.applications, "application" if earlier.applications == 1 else "applications"),
                (earlier.interviews, "interview offer" if earlier.interviews == 1 else "interview offers"),
                (earlier.ranked, "program ranked" if earlier.ranked == 1 else "programs ranked"),
            )
            if value is not None
        ]
        known = f" ({', '.join(said)})" if said else ""
        text = (
            f"You applied in the season of {earlier.season}{known}. The same list sent again is likely to be"
            " answered the"
            " same way: what has changed since has to be visible on the first page."
        )
        if earlier.interviews is not None and earlier.applications and earlier.interviews * 20 < earlier.applications:
            text += (
                " With so few offers the screen was the obstacle, not the interview: change where and what, not how"
                " you talk."
            )
        elif earlier.interviews:
            text += " Offers came, so programs do read you: look at the interviews and at how many you ranked."
        findings.append(
            Finding(
                "earlier_season",
                "record",
                "concern",
                text,
                ("earlier_seasons",),
                can_change="show what is new since then" if ground.is_early else "",
                by=ground.reading_day if ground.is_early else None,
            )
        )
    return findings
