"""What to ask the programs, and which answer most hangs on."""

from __future__ import annotations

from collections.abc import Iterable

from smartpick.errors import FactsError
from smartpick.estimate import Applicant, Assumptions
from smartpick.explain._find_out import is_known, rules_asked, unknowns_of
from smartpick.explain.look._types import Question
from smartpick.profile import Profile
from smartpick.programs import Program

__all__ = ["questions_for"]

_SCORE = "unknown: its minimum score, if any"


def questions_for(
    programs: Iterable[tuple[Program, float]], applicant: Applicant, profile: Profile, assumptions: Assumptions
) -> tuple[Question, ...]:
    """Return the questions to put to programs, those first on whose answer most hangs.

    Parameters
    ----------
    programs
        Each with what the chance of matching would lose without it, 0-1.

    Notes
    -----
    An application to a program that says no adds nothing. So what hangs on an answer is what the program adds, times
    the share of programs that is assumed to say no. Where no share is assumed the question has no worth and comes last,
    in the order of what the programs add.
    """
    found: list[tuple[float, Question]] = []
    for program, adds in programs:
        for each in rules_asked(applicant):
            if is_known(each, program, profile):
                continue
            try:
                assumed = assumptions.get(each.share_key, applicant_type=applicant.applicant_type)
            except FactsError:
                question = Question(program, each.topic, each.question, None, None, ())
            else:
                worth = max(0.0, adds) * assumed.mean
                ids = (assumed.fact_id,)
                question = Question(program, each.topic, each.question, assumed.mean, worth, ids)
            found.append((adds, question))
        if _SCORE in unknowns_of(program, applicant, profile):
            found.append((adds, Question(program, "score", _score_question(applicant), None, None, ())))
    found.sort(key=lambda pair: (pair[1].worth is None, -(pair[1].worth or 0.0), -pair[0]))
    return tuple(question for _, question in found)


def _score_question(applicant: Applicant) -> str:
    exam = "COMLEX Level 2-CE" if applicant.is_comlex_only else "Step 2 CK"
    return f"Is there a minimum {exam} score, and is it strict?"
