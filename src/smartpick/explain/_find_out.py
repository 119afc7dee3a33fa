"""What is not known of a program and could rule her out, and which unknown is worth a question first?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from smartpick.errors import FactsError
from smartpick.estimate import Applicant, Assumptions
from smartpick.explain._reasons import points_elsewhere
from smartpick.explain._types import FindOut, ListedProgram
from smartpick.profile import Attempt, Profile
from smartpick.programs import Program

__all__ = ["AskedRule", "find_out", "is_known", "rules_asked", "unknowns_of"]


_ON_ATTEMPTS = ("attempt", "fail")


@dataclass(frozen=True, slots=True)
class AskedRule:
    """One thing that programs may rule by and that is mostly unknown.

    A page answers it with a text in `page_column` that has one of `words` in it (any text where there are none);
    `share_key` names the assumption for the share of programs that say no.
    """

    topic: str
    short: str
    question: str
    applies: Callable[[Applicant], bool]
    known_from: tuple[str, ...]
    page_column: str
    words: tuple[str, ...]
    share_key: str


def rules_asked(applicant: Applicant) -> list[AskedRule]:
    """Return what to ask for this applicant; exams are named as she takes them."""
    is_do = applicant.applicant_type.is_do
    first = "Level 1" if applicant.is_comlex_only else "Step 1 or Level 1" if is_do else "Step 1"
    second = "Level 2-CE" if applicant.is_comlex_only else "Step 2 CK or Level 2-CE" if is_do else "Step 2 CK"
    then_first, then_second = (
        "have not passed it yet" if is_open else "then passed"
        for is_open in (applicant.is_step1_unpassed, applicant.is_step2_unpassed)
    )
    every = (
        AskedRule(
            "attempts",
            "its rule on failed attempts",
            f"Do you consider applicants who failed {second} once and {then_second}?",
            lambda each: each.step2_fails > 0,
            ("max_failed_attempts",),
            "exam_attempts",
            _ON_ATTEMPTS,
            "step2_fail_screen",
        ),
        AskedRule(
            "attempts",
            "its rule on failed attempts",
            f"Do you consider applicants who failed {first} once and {then_first}?",
            lambda each: each.step1_fails > 0 and each.step2_fails == 0,
            ("max_failed_attempts",),
            "exam_attempts",
            _ON_ATTEMPTS,
            "step1_fail_screen",
        ),
        AskedRule(
            "visa",
            "which visas it sponsors",
            "Which visas do you sponsor this season (J-1, H-1B or neither), and is Step 3 needed for one?",
            lambda each: each.needs_visa is True,
            ("sponsors_j1", "sponsors_h1b"),
            "visa",
            (),
            "visa_screen",
        ),
        AskedRule(
            "graduation",
            "its limit on years since graduation",
            "Is there a limit on years since graduation, and is it strict?",
            lambda each: (
                each.applicant_type.is_img
                and each.years_since_graduation is not None
                and each.years_since_graduation > 5
            ),
            ("max_years_since_graduation",),
            "years_since_graduation_max",
            (),
            "years_since_graduation_screen",
        ),
        AskedRule(
            "comlex",
            "whether it accepts COMLEX alone",
            "Do you consider applicants who took COMLEX and not USMLE?",
            lambda each: each.is_comlex_only,
            ("accepts_comlex_only",),
            "exam_attempts",
            ("comlex",),
            "comlex_only_screen",
        ),
    )
    return [each for each in every if each.applies(applicant)]


def unknowns_of(program: Program, applicant: Applicant, profile: Profile) -> tuple[str, ...]:
    """Return what is not known of a program and could rule this applicant out."""
    unknown = [f"unknown: {each.short}" for each in rules_asked(applicant) if not is_known(each, program, profile)]
    if not any(page.score_rule for page in program.pages) and not _own(
        profile, program, ("minimum_step2_ck", "minimum_comlex2")
    ):
        unknown.append("unknown: its minimum score, if any")
    return tuple(unknown)


def find_out(
    listed: Sequence[ListedProgram],
    applicant: Applicant,
    profile: Profile,
    assumptions: Assumptions,
    *,
    is_score_known: bool,
    today: date,
) -> FindOut | None:
    """Return the question whose answers would change most of the list; None when nothing that matters is unknown.

    Notes
    -----
    A program that says no is replaced by the next best. So the expected number of changes is the number of listed
    programs of which it is unknown, times the share of programs that is assumed to say no. Her own score, where it is
    not known yet, moves every chance at once and goes first.
    """
    if not is_score_known:
        programs = tuple(item.program for item in listed)
        return FindOut("score", _own_score(applicant, profile, today), programs, None, None, ())
    best: FindOut | None = None
    for each in rules_asked(applicant):
        unknown = [item for item in listed if not is_known(each, item.program, profile)]
        try:
            assumed = assumptions.get(each.share_key, applicant_type=applicant.applicant_type)
        except FactsError:
            continue
        changes = len(unknown) * assumed.mean
        if unknown and (best is None or best.expected_changes is None or changes > best.expected_changes):
            unknown.sort(key=lambda item: (-item.marginal_gain, item.program.program_code_nrmp))
            programs = tuple(item.program for item in unknown)
            best = FindOut(each.topic, each.question, programs, assumed.mean, changes, (assumed.fact_id,))
    return best


def _own_score(applicant: Applicant, profile: Profile, today: date) -> str:
    """Name the exam whose score is not known yet, as this applicant takes it."""
    exams = profile.exams
    if applicant.is_comlex_only:
        name, attempts = "COMLEX Level 2-CE", exams.comlex2
    elif applicant.applicant_type.is_do and not exams.step2_ck:
        name, attempts = "COMLEX Level 2-CE or Step 2 CK", exams.comlex2
    else:
        name, attempts = "Step 2 CK", exams.step2_ck
    return f"Your own {name} score{_when(attempts, today)}"


def _when(attempts: Sequence[Attempt], today: date) -> str:
    planned = [attempt.planned_date for attempt in attempts if attempt.planned_date and attempt.planned_date >= today]
    return f" (planned for {planned[-1]})" if planned else ""


def _own(profile: Profile, program: Program, fields: Sequence[str]) -> bool:
    return any(
        fact.program_code_nrmp in {program.program_code_nrmp, *program.chained_from} and fact.field in fields
        for fact in profile.own_facts
    )


def is_known(each: AskedRule, program: Program, profile: Profile) -> bool:
    if _own(profile, program, each.known_from):
        return True
    texts = [getattr(page, each.page_column) for page in program.pages]
    return any(
        text is not None
        and not points_elsewhere(text)
        and (not each.words or any(word in text.lower() for word in each.words))
        for text in texts
    )
