"""Prepares interviews from one profile: questions, outlines with facts, exams in residency, invitations, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._benchmarks import Benchmarks
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance.interview._flags import flags_of, questions_for
from smartpick.guidance.interview._model import (
    Box,
    Fact,
    Flag,
    InterviewPlan,
    Outline,
    Question,
    Spoken,
)
from smartpick.guidance.interview._notes import invitation_means, notes_for
from smartpick.guidance.interview._outline import SETBACKS, boards_of, outlines_for
from smartpick.guidance.interview._practice import MARKS, summaries
from smartpick.guidance.ties import bond_text, entry_text, experiences, open_bonds
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["plan_interviews", "spoken_of"]

_ALOUD = "Say each answer aloud within a minute and a half, and stop: the calm ending is part of it."
_OVER = (
    "The interviews of this season are over: keep this for SOAP, whose calls come at short notice, or a next season."
)
_BY_STAGE = {
    Stage.RANKING: (
        "Most interviews are over by now: this is for a late one, and for SOAP, whose calls come at short notice."
    ),
    Stage.MATCH_WEEK: _OVER,
    Stage.SOAP: "In SOAP programs call at short notice: have each answer ready, within a minute and a half.",
    Stage.MATCH_DAY: "The interviews of this season are over: keep this for a next one.",
    Stage.OVER: "The interviews of this season are over: keep this for a next one.",
}
_ANSWERED = {"invited", "scheduled", "interviewed", "ranked"}


def plan_interviews(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    *,
    season: int | None = None,
    benchmarks: Mapping[str, object] | None = None,
    programs: Sequence[str] = (),
    answer: str | None = None,
) -> InterviewPlan:
    """Return what to prepare for interviews.

    Parameters
    ----------
    programs
        Codes of programs to speak of; those that have answered in the log without any.
    answer
        A text of hers, to be timed.

    Raises
    ------
    RequestError
        For an unknown specialty or benchmark.
    """
    ground = ground_of(facts, directory, profile, today, season, benchmarks)
    flags = flags_of(ground)
    questions = questions_for(ground, flags)
    outlines = outlines_for(ground, flags)
    codes = programs or tuple(
        dict.fromkeys(each.program_code_nrmp for each in profile.season_log if each.event in _ANSWERED)
    )
    known = [directory.by_code[code] for code in codes if code in directory.by_code]
    return InterviewPlan(
        ground.season,
        today,
        ground.stage,
        _answer(ground.stage, flags, questions, outlines),
        flags,
        questions,
        outlines,
        _one_line(ground, flags),
        boards_of(ground),
        invitation_means(ground),
        notes_for(ground, known),
        _rubric(ground),
        _target(ground),
        _spoken(ground.benchmarks, answer) if answer is not None else None,
        summaries(profile.rehearsals),
        {
            key: (mark.value, mark.fact_id, mark.is_own)
            for key, mark in sorted(ground.benchmarks.used.items())
            if key.startswith("interview_")
        },
    )


def _answer(
    stage: Stage, flags: Sequence[Flag], questions: Sequence[Question], outlines: Sequence[Outline]
) -> tuple[str, ...]:
    count = len([each for each in questions if each.flag != "everyone"])
    if not flags:
        first = "Nothing in this record asks for an explanation, so expect the questions that everybody gets."
    else:
        many = "One question is" if count == 1 else f"{count} questions are"
        first = f"{many} likely to come from what stands in your record."
    missing = [
        (outline, box)
        for outline in outlines
        for box in outline.boxes
        if box.warning and all(fact.is_private for fact in box.facts)
    ]
    if not outlines:
        second = "No answer needs the four parts of a setback."
    elif missing:
        outline, box = missing[0]
        second = (
            f"{len(missing)} of the {4 * len(outlines)} parts of your answers have nothing to rest on yet;"
            f" begin with {outline.about}: {box.prompt.lower()}."
        )
    else:
        second = "Every part of your answers has a fact of yours behind it."
    return (first, second, _BY_STAGE.get(stage, _ALOUD))


def _one_line(ground: Ground, flags: Sequence[Flag]) -> tuple[Box, ...]:
    """Return prompts for one line about herself: what she fits, the one setback, and what it led to."""
    nothing = "Nothing is told that it could rest on."
    fits = [Fact(entry_text(each), each.field) for each in experiences(ground) if each.themes]
    bonds = [Fact(bond_text(each), each.field) for each in open_bonds(ground) if each.field == "ties"]
    setbacks = [
        Fact(
            f"{SETBACKS[flag.key]}{f' ({each})' if (each := flag.words.get('exam')) else ''}",
            flag.fields[0],
            flag.is_private,
        )
        for flag in flags
        if flag.key in SETBACKS
    ]
    several = "More than one is asked about: choose the one a reader sees first." if len(setbacks) > 1 else ""
    return (
        Box("fit", "What you are for: the work you keep coming back to", tuple(fits), "" if fits else nothing),
        Box("place", "Where you belong", tuple(bonds), "" if bonds else nothing),
        Box(
            "setback",
            "The one setback, in three words at most; leave it out if there is none",
            tuple(setbacks),
            several,
        ),
    )


def _rubric(ground: Ground) -> tuple[tuple[str, str, str], ...]:
    """Return what the marks mean, in the order in which they are typed: mark, anchors, fact id."""
    rows = {row["item"]: row for row in ground.facts.rows("rule", "topic = ?", ("interview_rubric",))}
    return tuple((name, rows[name]["value"], rows[name]["fact_id"]) for name in MARKS)


def _target(ground: Ground) -> tuple[int, int]:
    """Return how many words an answer holds that fits its time: short and slow, long and fast."""
    marks = ground.benchmarks
    least = marks["interview_seconds_least"] * marks["interview_words_slow"] / 60
    return round(least), round(marks["interview_seconds_most"] * marks["interview_words_fast"] / 60)


def spoken_of(facts: Facts, profile: Profile, answer: str) -> Spoken:
    """Return how long a text of hers takes to say, as `plan_interviews` times it, without anything else."""
    return _spoken(Benchmarks(facts, profile.applicant.type, None), answer)


def _spoken(marks: Benchmarks, text: str) -> Spoken:
    words = len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text))
    low = 60 * words / marks["interview_words_fast"]
    high = 60 * words / marks["interview_words_slow"]
    least, most = marks["interview_seconds_least"], marks["interview_seconds_most"]
    if low > most:
        verdict = f"too long: over {most:g} seconds even when spoken fast"
    elif high < least:
        verdict = (
            f"short: under {least:g} seconds even when spoken slowly; see whether one of the four parts is missing"
        )
    else:
        verdict = f"fits: {least:g} to {most:g} seconds is what an answer needs"
    return Spoken(words, low, high, verdict)
