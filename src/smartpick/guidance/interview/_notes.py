"""Whether to send a thank-you note: the program's own wish first, then what the specialty's societies say.

Where advice conflicts, both sides are told. A note never says how a program will be ranked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import THANKS_RULES, rule_of
from smartpick.guidance.interview._model import Note
from smartpick.profile import public_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.programs import Program

__all__ = ["invitation_means", "notes_for"]

_TOPIC = "post_interview_advice"


_NONE = re.compile(r"\b(?:no|not|none|never|without|refrain)\b|n['’]t\b|\bdiscourag", re.IGNORECASE)
_NO_RULE = re.compile(
    r"\b(?:no|not|without)\s(?:an?\s|any\s)?(?:preference|policy|rule|problem|required|necessary|needed|published|known)",
    re.IGNORECASE,
)


def _wants_none(value: object) -> bool:
    """Say whether a program's noted wish is that no note be sent: False where that is not clear."""
    text = str(value)
    return bool(_NONE.search(text)) and not _NO_RULE.search(text)


def notes_for(ground: Ground, programs: Sequence[Program]) -> tuple[Note, ...]:
    """Return what to do about a note to each program."""
    return tuple(_note(ground, program) for program in programs)


def _note(ground: Ground, program: Program) -> Note:
    own = [
        each
        for each in ground.profile.own_facts
        if each.field == "thank_you_policy" and each.program_code_nrmp == program.program_code_nrmp
    ]
    ids: list[str] = []
    promise = rule_of(ground, "either side asks the other for a ranking commitment")
    if promise is not None:
        ids.append(promise["fact_id"])
    society = rule_of(ground, THANKS_RULES.get(program.specialty, ""), _TOPIC)
    default = rule_of(ground, "default for a tool", _TOPIC)
    if own:
        verdict = "do not send: the program asks for none" if _wants_none(own[-1].value) else "as the program says"
        why = f"You noted ({own[-1].source}, {own[-1].date}): “{own[-1].value}”. The program's own wish goes first."
    elif program.specialty == "internal_medicine" and society is not None:
        verdict = "do not send, unless it asks for one"
        why = (
            "In internal medicine the program directors' association asks programs to tell interviewees to send none."
            " Guides for applicants often advise a short note: the two conflict, and not sending costs nothing where a"
            " program follows its association. A question that clears something up stays welcome."
        )
        ids.append(society["fact_id"])
    elif society is not None:
        verdict = "ask the program"
        why = "The specialty's society publishes no rule on notes. Ask the coordinator, or leave it."
        ids.append(society["fact_id"])
    else:
        verdict = "optional"
        why = "No wish of the program is known. A short note is optional, and nothing should be expected of it."
    if default is not None and not own:
        ids.append(default["fact_id"])
    prompts: list[str] = []
    if not verdict.startswith("do not"):
        prompts = [
            f"From your own log: {event.note}"
            for event in ground.profile.season_log
            if event.program_code_nrmp == program.program_code_nrmp and event.note
        ]
        prompts = prompts or [
            "One thing you heard or saw there that is not on its page (nothing stands in your log yet)"
        ]
        prompts += [
            f"Your bond to the place: {tie.kind.replace('_', ' ')}, {tie.place}"
            for tie in public_view(ground.profile).ties
            if tie.state == program.state
        ]
        prompts.append("Nothing about ranks: neither side may ask for a commitment, and a promise binds nobody")
    return Note(program.program_code_nrmp, program.name, verdict, why, tuple(prompts), tuple(ids))


def invitation_means(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return what an invitation tells and what it does not: sentence and fact id, which may be empty."""
    first = (
        "They have read the scores and the attempts, and want to hear the rest: the place they give you is one that"
        " somebody else does not get."
    )
    said = [
        (first, ""),
        ("It answers the first filter and no more: how you are ranked is decided by the interview and the whole.", ""),
    ]
    for item, text in (
        ("program states interest in an applicant", "Interest that a program states is allowed, and promises nothing."),
        ("talk about chances, AAIM", "In internal medicine, staff may not tell you your odds of being ranked."),
    ):
        rule = rule_of(ground, item)
        is_medicine = any(each.key == "internal_medicine" for each in ground.specialties)
        if rule is not None and ("AAIM" not in item or is_medicine):
            said.append((text, rule["fact_id"]))
    return tuple(said)
