"""What each own fact about a program does: rules it out, sets or moves the chance, or is only shown, and why.

An unknown part of her record never speaks against her. What a preference costs nobody publishes, so it is shown and
not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from smartpick.estimate._applicant import Applicant
from smartpick.estimate.own._age import Age, Ages, age_of
from smartpick.profile import Attempt, OwnFact, Profile
from smartpick.programs import Program
from smartpick.vocabulary import ApplicantType

__all__ = ["Effect", "FactUse", "facts_about", "uses_of"]

_VISAS = {"sponsors_j1": "j1", "sponsors_h1b": "h1b"}
_US_IMG, _OTHER_IMG = ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG
_GROUPS: dict[str, tuple[ApplicantType, ...]] = {
    "us_citizen_img_share": (_US_IMG,),
    "non_us_citizen_img_share": (_OTHER_IMG,),
    "img_share": (_US_IMG, _OTHER_IMG),
    "do_share": (ApplicantType.US_DO_SENIOR, ApplicantType.US_DO_GRADUATE),
}
"""Whose share each field tells; the narrower group goes first."""


class Effect(StrEnum):
    """What becomes of a fact."""

    SETS_CHANCE = "sets_chance"
    MOVES_CHANCE = "moves_chance"
    RULES_OUT = "rules_out"
    MET = "met"
    NOT_MET = "not_met"
    NOT_TOLD = "not_told"
    SHOWN = "shown"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class FactUse:
    """One own fact and what it does.

    Attributes
    ----------
    why
        Why it does that, in words that go on after the fact.
    value
        The rate or share as a part of one, where it sets or moves the chance.
    group
        Whose share it is, where it moves the chance.
    """

    fact: OwnFact
    age: Age
    effect: Effect
    why: str
    value: float | None = None
    group: tuple[ApplicantType, ...] = ()


def facts_about(program: Program, own: Mapping[str, Sequence[OwnFact]]) -> list[OwnFact]:
    """Return what she found out about a track, under its code or an earlier one; of one field the newest code's.

    Parameters
    ----------
    own
        Code → facts.
    """
    found: dict[str, list[OwnFact]] = {}
    for code in (program.program_code_nrmp, *reversed(program.chained_from)):
        fields: dict[str, list[OwnFact]] = {}
        for fact in own.get(code, ()):
            fields.setdefault(fact.field, []).append(fact)
        found = fields | found
    return [fact for facts in found.values() for fact in facts]


def uses_of(
    profile: Profile, applicant: Applicant, facts: Sequence[OwnFact], ages: Ages | None = None
) -> tuple[FactUse, ...]:
    """Return what each of the facts about one program does.

    Parameters
    ----------
    facts
        All that she found out about the program.
    ages
        None where facts do not age.
    """
    live = [fact for fact in facts if age_of(fact.date, ages) is not Age.STALE]
    return tuple(_use(profile, applicant, fact, live, age_of(fact.date, ages)) for fact in facts)


def _use(profile: Profile, applicant: Applicant, fact: OwnFact, live: Sequence[OwnFact], age: Age) -> FactUse:
    if age is Age.STALE:
        return FactUse(fact, age, Effect.STALE, "too old to rely on: ask again")
    if fact.field in _VISAS:
        effect, why = _visa(profile, applicant, fact, live)
    elif fact.field == "interview_rate":
        return FactUse(fact, age, Effect.SETS_CHANCE, "the chance is set to it", _part(fact.value))
    elif fact.field in _GROUPS:
        return _share(applicant, fact, live, age)
    elif (rule := _RULES.get(fact.field)) is not None:
        is_met, lacking = rule(profile, applicant, fact.value)
        effect, why = _judged(fact, is_met, lacking)
    else:
        effect, why = Effect.SHOWN, "shown; no published figure says what it does to a chance"
    return FactUse(fact, age, effect, why)


def _judged(fact: OwnFact, is_met: bool | None, lacking: str) -> tuple[Effect, str]:  # noqa: FBT001 -- three values
    if is_met is None:
        return Effect.NOT_TOLD, f"not counted: {lacking}"
    if is_met:
        return Effect.MET, "you meet it"
    if fact.strict:
        return Effect.RULES_OUT, "a strict rule that you do not meet"
    return Effect.NOT_MET, "a preference that you do not meet; not counted: nobody publishes what it costs"


def _visa(profile: Profile, applicant: Applicant, fact: OwnFact, live: Sequence[OwnFact]) -> tuple[Effect, str]:
    if applicant.needs_visa is None:
        return Effect.NOT_TOLD, "not counted: your profile does not say whether you need a visa"
    if not applicant.needs_visa:
        return Effect.MET, "you need no visa"
    wanted = set(profile.visa.accepts)
    if not wanted:
        return Effect.NOT_TOLD, "not counted: your profile does not say which visas you would come on"
    if fact.value is True:
        return Effect.MET, "you would come on it" if _VISAS[fact.field] in wanted else "you would come on another visa"
    refused = {_VISAS[each.field] for each in live if each.field in _VISAS and each.value is False and each.strict}
    if _VISAS[fact.field] not in wanted:
        return Effect.MET, "you would come on another visa"
    if wanted <= refused:
        return Effect.RULES_OUT, "a strict rule that you do not meet"
    return Effect.NOT_MET, "not counted: another visa that you would come on is not refused by a strict rule"


def _share(applicant: Applicant, fact: OwnFact, live: Sequence[OwnFact], age: Age) -> FactUse:
    group = _GROUPS[fact.field]
    if applicant.applicant_type not in group:
        return FactUse(fact, age, Effect.SHOWN, "shown; it is the share of another group than yours")
    narrower = next(field for field in _GROUPS if applicant.applicant_type in _GROUPS[field] and _has(live, field))
    if narrower != fact.field:
        return FactUse(fact, age, Effect.SHOWN, f"shown; {narrower.replace('_', ' ')} tells more closely")
    why = "it takes the place of the state's share"
    return FactUse(fact, age, Effect.MOVES_CHANCE, why, _part(fact.value), group)


def _has(facts: Sequence[OwnFact], field: str) -> bool:
    return any(fact.field == field for fact in facts)


def _part(value: object) -> float:
    """Return a share as a part of one, however it is written."""
    number = float(value) if isinstance(value, int | float) else 0.0
    return number / 100 if number > 1 else number


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


Judged = tuple[bool | None, str]


def _score_at_least(score: float | None, value: object, exam: str) -> Judged:
    return (None if score is None else score >= _number(value)), f"your profile has no {exam} score"


def _step1(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del applicant
    scores = [each.score for each in profile.exams.step1 if each.result != "fail" and each.score is not None]
    return _score_at_least(float(scores[-1]) if scores else None, value, "Step 1")


def _step2(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del profile
    return _score_at_least(applicant.step2_ck, value, "Step 2 CK")


def _comlex2(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del profile
    return _score_at_least(applicant.comlex2, value, "COMLEX Level 2-CE")


def _attempts(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del profile
    return applicant.step1_fails + applicant.step2_fails <= _number(value), ""


def _years(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del profile
    years = applicant.years_since_graduation
    return (None if years is None else years <= _number(value)), "your profile has no day of graduation"


def _months(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del applicant
    if not profile.us_experience:
        return None, "your profile has no US clinical experience, done or not"
    return sum(each.months or 0 for each in profile.us_experience) >= _number(value), ""


def _comlex_only(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del profile
    return value is True or not applicant.is_comlex_only, ""


def _passed(attempts: Sequence[Attempt]) -> bool | None:
    if any(each.result == "pass" for each in attempts):
        return True
    return False if attempts else None


def _step3(profile: Profile, applicant: Applicant, value: object) -> Judged:
    del applicant
    return value is False or _passed(profile.exams.step3), "your profile has no Step 3, passed or planned"


def _ecfmg(profile: Profile, applicant: Applicant, value: object) -> Judged:
    if value is False or not applicant.applicant_type.is_img:
        return True, ""
    return profile.ecfmg.certified, "your profile does not say whether you are certified"


_RULES: dict[str, Callable[[Profile, Applicant, object], Judged]] = {
    "minimum_step1": _step1,
    "minimum_step2_ck": _step2,
    "minimum_comlex2": _comlex2,
    "max_failed_attempts": _attempts,
    "max_years_since_graduation": _years,
    "min_us_experience_months": _months,
    "accepts_comlex_only": _comlex_only,
    "requires_step3": _step3,
    "requires_ecfmg_at_application": _ecfmg,
}
"""Field → whether she meets it, and what her profile lacks where that is unknown."""
