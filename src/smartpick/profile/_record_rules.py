"""What cannot be so about the applicant: type against graduation, ECFMG and visa; days; states; languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from smartpick.errors import did_you_mean
from smartpick.profile._case import Case
from smartpick.profile._finding import Finding
from smartpick.profile._lines import Location
from smartpick.profile._model import Profile
from smartpick.vocabulary import ApplicantType

__all__ = ["graduate_since", "record_findings"]

SENIOR_YEAR_BEGINS = (7, 1)
"""The NRMP counts as seniors those who graduate after 1 July of the year before the Match."""
DAYS_A_MONTH = 30.4
SLACK_MONTHS = 1.5
"""Dates known by the month only may be off by one at either end."""

_GRADUATE_OF = {
    ApplicantType.US_MD_SENIOR: ApplicantType.US_MD_GRADUATE,
    ApplicantType.US_DO_SENIOR: ApplicantType.US_DO_GRADUATE,
}
_SENIOR_OF = {graduate: senior for senior, graduate in _GRADUATE_OF.items()}
_UNITED_STATES = {"us", "usa", "unitedstates", "unitedstatesofamerica", "america", "puertorico"}
_SPANS = ("us_experience", "research", "service", "work", "training", "ties", "gaps", "remediation")
_STATES = ("us_experience", "letters", "research", "service", "work", "ties")


def record_findings(case: Case) -> Iterator[Finding]:
    """Yield what cannot be so about who the applicant is and what she has done."""
    if case.kind is not None:
        yield from _graduation_findings(case, case.kind)
        yield from _school_findings(case, case.kind)
        yield from _visa_findings(case, case.kind)
    yield from _visa_findings_for_any(case)
    yield from _ecfmg_findings(case)
    yield from _span_findings(case)
    yield from _state_findings(case)
    yield from _language_findings(case)
    for number, code in enumerate(case.profile.applicant.home_institutions):
        if case.known.institution_codes and code not in case.known.institution_codes:
            what = f"no institution {code} in the directory"
            fix = "`smartpick programs` shows the codes: the first four digits of a program code"
            yield Finding(("applicant", "home_institutions", number), what, fix=fix)


def _graduation_findings(case: Case, kind: ApplicantType) -> Iterator[Finding]:
    day, season = case.profile.applicant.graduation_date, case.profile.season
    if day is None:
        return
    at: Location = ("applicant", "graduation_date")
    if season is None:
        return
    begins = date(season - 1, *SENIOR_YEAR_BEGINS)
    match = f"the {season} Match"
    if kind in _GRADUATE_OF and day < begins:
        why = f"Seniors of {match} graduate after {begins}; whoever has graduated before counts as a graduate"
        yield Finding(at, f"a {kind.label} who graduated on {day}", why, f'Write type = "{_GRADUATE_OF[kind]}"')
    if day.year > season:
        what = f"graduation on {day}, after residency begins in July {season}"
        yield Finding(at, what, fix=f"Correct the day, or write season = {day.year}")
    elif kind in _SENIOR_OF and day >= begins:
        why = f"Whoever graduates after {begins} counts as a senior of {match}"
        yield Finding(at, f"a {kind.label} who graduates on {day}", why, f'Write type = "{_SENIOR_OF[kind]}"')


def graduate_since(profile: Profile, today: date) -> ApplicantType | None:
    """Return the type of a senior who has graduated too early for any Match still ahead; None for all others.

    Notes
    -----
    Only where no season is told: it was in order when it was written, and time has passed since. With a season the
    two have to agree.
    """
    day, kind = profile.applicant.graduation_date, profile.applicant.type
    if profile.season is not None or day is None or day >= date(today.year - 1, *SENIOR_YEAR_BEGINS):
        return None
    return _GRADUATE_OF.get(kind)


def _school_findings(case: Case, kind: ApplicantType) -> Iterator[Finding]:
    applicant, exams = case.profile.applicant, case.profile.exams
    country = "".join(filter(str.isalpha, (applicant.school_country or "").casefold()))
    if kind.is_img and applicant.school_state is not None:
        what = f"a school in a US state for a {kind.label}"
        yield Finding(("applicant", "school_state"), what, fix="Write school_country instead, or correct type")
    if country and kind.is_img == (country in _UNITED_STATES):
        where = "in the United States" if kind.is_img else "abroad"
        yield Finding(
            ("applicant", "school_country"), f"a school {where} for a {kind.label}", fix="Correct one of them"
        )
    if not kind.is_do:
        for exam in ("comlex1", "comlex2", "comlex3"):
            if getattr(exams, exam):
                why = "COMLEX is taken at osteopathic schools"
                fix = "Correct applicant.type, or the exam's name"
                yield Finding(("exams", exam), f"COMLEX for a {kind.label}", why, fix)
    if not kind.is_img and case.profile.ecfmg != type(case.profile.ecfmg)():
        why = "ECFMG certifies graduates of schools abroad"
        yield Finding(("ecfmg",), f"ECFMG for a {kind.label}", why, "Take the part out, or correct applicant.type")


def _visa_findings(case: Case, kind: ApplicantType) -> Iterator[Finding]:
    status = case.profile.visa.status
    if kind is ApplicantType.US_CITIZEN_IMG and status in {"needs_visa", "permanent_resident", "daca"}:
        why = "The NRMP counts as US-citizen IMGs only those who are citizens"
        fix = 'Write type = "non_us_citizen_img", or correct status'
        yield Finding(("visa", "status"), f"a {kind.label} with status '{status}'", why, fix)
    if kind is ApplicantType.NON_US_CITIZEN_IMG and status == "us_citizen":
        fix = 'Write type = "us_citizen_img", or correct status'
        yield Finding(("visa", "status"), f"a {kind.label} with status '{status}'", fix=fix)


def _visa_findings_for_any(case: Case) -> Iterator[Finding]:
    visa = case.profile.visa
    if visa.accepts and visa.status in {"us_citizen", "permanent_resident"}:
        what = f"visas for status '{visa.status}', which needs none"
        yield Finding(("visa", "accepts"), what, fix="Take accepts out, or correct status")
    if len(set(visa.accepts)) < len(visa.accepts):
        yield Finding(("visa", "accepts"), "a visa that stands there twice", fix="Keep one")
    if visa.permit_until is not None and visa.status in {"us_citizen", "permanent_resident"}:
        what = f"a work permit for status '{visa.status}', which needs none"
        yield Finding(("visa", "permit_until"), what, fix="Take it out, or correct status")


def _ecfmg_findings(case: Case) -> Iterator[Finding]:
    ecfmg = case.profile.ecfmg
    if ecfmg.date is None:
        return
    if ecfmg.certified and ecfmg.date > case.today:
        what = f"certified on {ecfmg.date}, which lies in the future"
        yield Finding(("ecfmg", "date"), what, fix="Write certified = false while it is expected, or correct the day")


def _span_findings(case: Case) -> Iterator[Finding]:
    for name in _SPANS:
        for number, entry in enumerate(getattr(case.profile, name)):
            at: Location = (name, number)
            if entry.start is not None and entry.end is not None and entry.end < entry.start:
                yield Finding(at, f"ends {entry.end}, before it starts {entry.start}", fix="Correct one of the days")
            elif name == "us_experience":
                yield from _length_findings(at, entry, case.today)
    for number, entry in enumerate(case.profile.training):
        if entry.is_completed and entry.end is not None and entry.end > case.today:
            what = f"completed, though it ends {entry.end}"
            yield Finding(("training", number, "is_completed"), what, fix="Write it once it is, or correct the day")


def _length_findings(at: Location, entry: Any, today: date) -> Iterator[Finding]:
    if entry.is_done and (last := entry.end or entry.start) is not None and last > today:
        what = f"done, though {last} lies in the future"
        yield Finding((*at, "is_done"), what, fix="Write is_done = false, or correct the day")
    if None not in {entry.start, entry.end, entry.months}:
        span = (entry.end - entry.start).days / DAYS_A_MONTH
        if entry.months > span + SLACK_MONTHS:
            what = f"{entry.months:g} months between {entry.start} and {entry.end}"
            yield Finding((*at, "months"), what, fix="Correct months or one of the days")


def _state_findings(case: Case) -> Iterator[Finding]:
    states = case.known.states
    named: list[tuple[Location, BaseModel, str]] = [(("applicant",), case.profile.applicant, "school_state")]
    named += [((name, n), entry, "state") for name in _STATES for n, entry in enumerate(getattr(case.profile, name))]
    for at, entry, field in named:
        state = getattr(entry, field)
        if states and state is not None and state not in states:
            fix = did_you_mean(state, states) or "States are written with the postal letters: CA"
            yield Finding((*at, field), f"no state or territory '{state}'", fix=fix)


def _language_findings(case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, language in enumerate(case.profile.languages):
        name = language.name.casefold()
        if name in seen:
            yield Finding(("languages", number), f"{language.name} stands there twice", fix="Keep the level that holds")
        seen.add(name)
