"""A preparation for interviews for a person: three sentences, questions, outlines, practice, invitations, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from smartpick.present._guidance_text import PRIVATE, own_text
from smartpick.present._output import Footnotes, Out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.facts import Facts
    from smartpick.guidance.interview import Box, InterviewPlan, PracticeSummary
    from smartpick.present._interview_update import Update

__all__ = ["show_interviews", "show_practice", "show_practice_sheet"]


def show_interviews(facts: Facts, plan: InterviewPlan, updates: Sequence[Update]) -> None:
    """Write a preparation for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in plan.answer:
        out.line(sentence)
    out.heading("Questions that your record invites")
    for each in plan.questions:
        private = PRIVATE if each.is_private else ""
        out.item(f"“{each.text}” ({each.key}) Why: {each.why}{private}. {notes.mark([each.fact_id])}")
    for outline in plan.outlines:
        out.heading(f"An answer about {outline.about}, in four parts")
        _show_boxes(out, outline.boxes, numbered=True)
    if plan.outlines:
        least, most = plan.target
        marks = notes.mark(fact_id for key, (_, fact_id, _) in plan.benchmarks.items() if "_words_" in key)
        out.line(f"Each within {least} to {most} words, as calm speech goes {marks}; `--answer FILE` counts yours.")
    out.heading("One line about yourself")
    same = "keep to the line of the texts you sent" if plan.texts_are_out else "use the same line in your texts"
    out.line(f"Choose one fact from each, and say them in one sentence of your own; {same}.")
    _show_boxes(out, plan.one_line)
    out.heading("In-training exams and boards: have this ready")
    _show_boxes(out, plan.boards)
    out.heading("What an invitation means")
    for text, fact_id in plan.invitation:
        out.item(f"{text} {notes.mark([fact_id]) if fact_id else ''}".rstrip())
    for update in updates:
        _show_update(out, update)
    if not updates:
        out.line("Log invitations with `smartpick log`, or try `--invited CODE`, and what it changes stands here.")
    if plan.notes:
        _show_notes(out, plan, notes)
    _show_practice(out, plan, notes)
    out.heading("Where this comes from")
    out.line("You write and say every answer yourself: these are facts of yours and questions, no text to learn.")
    own = own_text(plan.benchmarks.items())
    if own:
        out.line(f"Your own figures: {own}.")
    for line in notes.lines():
        out.line(line)
    out.left_out(facts)


def _show_boxes(out: Out, boxes: Sequence[Box], *, numbered: bool = False) -> None:
    for number, box in enumerate(boxes, 1):
        out.line(f"{number}. {box.prompt}" if numbered else box.prompt)
        for fact in box.facts:
            out.item(f"{fact.text}{PRIVATE if fact.is_private else ''}")
        if box.warning:
            out.line(f"! {box.warning}", first="  ", rest="    ")


def _show_update(out: Out, update: Update) -> None:
    for sentence in update.answer:
        out.line(sentence)
    out.line(
        "These are the figures of `smartpick log`. An invitation also says something about how other programs may see"
        " you. It is a chance to be heard, and no promise."
    )


def _show_notes(out: Out, plan: InterviewPlan, notes: Footnotes) -> None:
    out.heading("Thank-you notes")
    for each in plan.notes:
        out.item(f"{each.name}: {each.verdict}. {each.why} {notes.mark(each.fact_ids)}".rstrip())
        for prompt in each.prompts:
            out.line(prompt, first="    - ", rest="      ")


def _show_practice(out: Out, plan: InterviewPlan, notes: Footnotes) -> None:
    out.heading("Practice")
    if plan.spoken:
        spoken = plan.spoken
        out.line(
            f"Your text: {spoken.words} words, {spoken.seconds_low:.0f} to {spoken.seconds_high:.0f} seconds aloud;"
            f" {spoken.verdict}."
        )
    for key, anchors, fact_id in plan.rubric:
        out.item(f"{key}: {anchors} {notes.mark([fact_id])}")
    for each in plan.practice:
        out.item(_practice_line(each))
    if not plan.practice:
        out.line(
            "`--score exam_1_story,4,3,5,80,peer` keeps the marks of an answer in your profile (question, honest,"
            " specific, confident, seconds, who marked it); `--sheet` prints a page for a practice partner."
        )


def _practice_line(each: PracticeSummary) -> str:
    means = [f"{sum((row.honest, row.specific, row.confident)) / 3:.1f}" for row in each.entries]
    last = each.entries[-1]
    took = f", {last.seconds} seconds the last time" if last.seconds is not None else ""
    times = f"{len(means)} time{'' if len(means) == 1 else 's'}"
    return f"{each.question}: {times}, mean mark {', then '.join(means[-6:])}{took}; work on “{each.weakest}” next."


def show_practice(plan: InterviewPlan, question: str, file: str) -> None:
    """Write what the log says of one question after an answer was put into it."""
    out = Out()
    out.line(_practice_line(next(each for each in plan.practice if each.question == question)))
    if question not in {each.key for each in plan.questions}:
        out.line(f"“{question}” is no key of a question here, which is fine: it is counted under its own words.")
    out.line(f"Written to {file}; everything else in the file is as it was.", "dim")


def show_practice_sheet(plan: InterviewPlan, to: TextIO | None = None) -> None:
    """Write a page for a practice partner: questions and the rubric, with nothing private and no exam result."""
    out = Out(to)
    out.line("Practice interview: for the one who asks", "bold")
    out.line("Ask in any order, listen without helping, then mark each answer from 1 to 5.")
    for each in plan.questions:
        if not each.is_private:
            out.line()
            out.line(each.text)
            out.line("honest ___   specific ___   confident ___   seconds ____")
    out.heading("What the marks mean")
    for key, anchors, _ in plan.rubric:
        out.item(f"{key}: {anchors}")
