"""Every own fact beside what the pages and tables say of the same thing, with its age and what it does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from smartpick.estimate import Assumptions, applicant_of
from smartpick.estimate.own import Age, FactUse, ages_in, facts_about, uses_of
from smartpick.explain._request import asked
from smartpick.explain._types import ListRequest
from smartpick.facts import Facts
from smartpick.profile import OwnFact, Profile
from smartpick.programs import Directory, Program, ProgramSheet
from smartpick.uncertainty import whole_percent
from smartpick.vocabulary import ApplicantType

__all__ = ["Ours", "OwnFactView", "own_fact_views"]

_TOPICS = {
    "minimum_step1": "score",
    "minimum_step2_ck": "score",
    "minimum_comlex2": "score",
    "max_failed_attempts": "attempts",
    "max_years_since_graduation": "graduation",
    "min_us_experience_months": "us_experience",
    "sponsors_j1": "visa",
    "sponsors_h1b": "visa",
}
_US_IMG, _OTHER_IMG = ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG
_SHARES: dict[str, tuple[ApplicantType, ...]] = {
    "img_share": (_US_IMG, _OTHER_IMG),
    "us_citizen_img_share": (_US_IMG,),
    "non_us_citizen_img_share": (_OTHER_IMG,),
    "do_share": (ApplicantType.US_DO_SENIOR, ApplicantType.US_DO_GRADUATE),
}


@dataclass(frozen=True, slots=True)
class Ours:
    """What is known otherwise of the same thing.

    Attributes
    ----------
    text
        In words, with the age of the page or the season of the table.
    agrees
        None where the two cannot be compared: a share of the state is no share of the program.
    """

    text: str
    fact_ids: tuple[str, ...]
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class OwnFactView:
    """One own fact.

    Attributes
    ----------
    program
        The track that it counts for; None when there is none in the newest Match.
    use
        What it does; None without a program, or when a fact under a newer code goes over it.
    ours
        What is known otherwise, side by side; empty when nothing is.
    """

    fact: OwnFact
    program: Program | None
    age: Age
    use: FactUse | None
    ours: tuple[Ours, ...]

    @property
    def is_conflict(self) -> bool:
        """True when something known otherwise says another thing."""
        return any(each.agrees is False for each in self.ours)


def own_fact_views(
    facts: Facts, directory: Directory, profile: Profile, request: ListRequest
) -> tuple[OwnFactView, ...]:
    """Return every own fact of a profile, in its order.

    Raises
    ------
    RequestError
        When the season asked for cannot be.
    """
    season, _, _ = asked(facts, directory, profile, request)
    assumptions = Assumptions(facts, {key: (own.mean, own.sd) for key, own in profile.assumptions.items()})
    ages = ages_in(assumptions, request.today)
    applicant = applicant_of(profile, season)
    own: dict[str, list[OwnFact]] = {}
    for fact in profile.own_facts:
        own.setdefault(fact.program_code_nrmp, []).append(fact)
    followed = {code: program for program in directory.programs for code in program.chained_from}
    used: dict[str, Mapping[int, FactUse]] = {}
    views = []
    for fact in profile.own_facts:
        code = fact.program_code_nrmp
        program = directory.by_code.get(code) or followed.get(code)
        use: FactUse | None = None
        ours: tuple[Ours, ...] = ()
        if program is not None:
            key = program.program_code_nrmp
            if key not in used:
                found = uses_of(profile, applicant, facts_about(program, own), ages)
                used[key] = {id(each.fact): each for each in found}
            use = used[key].get(id(fact))
            ours = _ours(directory.sheet(program), fact)
        (age,) = (each.age for each in uses_of(profile, applicant, [fact], ages))
        views.append(OwnFactView(fact, program, age, use, ours))
    return tuple(views)


def _ours(sheet: ProgramSheet, fact: OwnFact) -> tuple[Ours, ...]:
    field, value = fact.field, fact.value
    if field in {"sponsors_j1", "sponsors_h1b"}:
        return _visa(sheet, field, value)
    if field in _TOPICS:
        return tuple(
            Ours(f"its page ({said.vintage}): {said.text}", (said.fact_id,), _has(said.text, value))
            for said in sheet.statements
            if said.topic == _TOPICS[field]
        )
    if field in _SHARES:
        fills = [fill for fill in sheet.state_fill[-1:] if fill.share(*_SHARES[field]) is not None]
        return tuple(
            Ours(
                f"{fill.state}, this specialty, {fill.season}: {whole_percent(fill.share(*_SHARES[field]) or 0.0)} of"
                f" {fill.positions_filled:,} positions filled; the state's share, not this program's",
                (fill.fact_id,),
                None,
            )
            for fill in fills
        )
    if field in {"program_type", "is_safety_net"}:
        cell = sheet.program_type if field == "program_type" else sheet.safety_net
        told = value if field == "program_type" else "yes" if value is True else "no"
        return (Ours(f"{cell.value}: {cell.why}", cell.fact_ids, cell.value == told),) if cell.is_known else ()
    profile = sheet.program.profile
    if field == "mission" and profile is not None and profile.themes:
        themes = ", ".join(each.replace("_", " ") for each in profile.themes)
        return (Ours(f"themes found on its mission page: {themes}", (profile.fact_id,), None),)
    return ()


def _visa(sheet: ProgramSheet, field: str, value: object) -> tuple[Ours, ...]:
    found = []
    for page in sheet.program.pages:
        read = page.sponsors_j1 if field == "sponsors_j1" else page.sponsors_h1b
        if read is not None or page.visa is not None:
            text = page.visa or ("sponsored" if read else "not sponsored")
            agrees = None if read is None else read is value
            found.append(Ours(f"its page ({page.vintage}): {text}", (page.fact_id,), agrees))
    return tuple(found)


def _has(text: str, value: object) -> bool | None:
    """Say whether a text names a number; None where it names none, so that the two cannot be compared."""
    numbers = {float(each) for each in re.findall(r"(?<![\d.])\d{1,4}(?:\.\d+)?(?![\d.]*\d)", text)}
    if not numbers or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) in numbers
