"""``smartpick ask``: the questions that are asked most, answered for one profile with the list's own numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import RequestError
from smartpick.present._guidance_text import PRIVATE, show_support
from smartpick.present._json_parts import head_json
from smartpick.present._output import (
    Footnotes,
    Out,
    busy,
    json_option,
    target_problems,
    today_option,
    write_json,
)
from smartpick.present._start import day_asked, opened

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance import Answer

__all__ = ["ask"]

SCHEMA = "smartpick.ask/1"


def ask(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="Your profile.")],
    question: Annotated[
        str | None, typer.Argument(metavar="[QUESTION]", help="In your words, or its number; without it all four.")
    ] = None,
    today: today_option = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The seed of the list whose numbers are shown.")] = 1,
    json_to: json_option = None,
) -> None:
    """Answer the questions that are asked most, with the numbers of your own list."""
    from smartpick.explain import ListRequest, make_list
    from smartpick.guidance import answers, question_of
    from smartpick.present._ask_figures import figures_of
    from smartpick.profile import profile_hash, public_view

    day, wrong = day_asked(today)
    problems = [*target_problems(json_to, None, profile), *wrong]
    keys: tuple[str, ...] = ()
    try:
        keys = () if question is None else tuple(filter(None, [question_of(question)]))
    except RequestError as error:
        problems += error.problems
    facts, directory, applicant = opened(profile, day, problems)
    with busy("Reading your record"):
        made = make_list(facts, directory, applicant, ListRequest(today=day, seed=seed), has_looks=False)
        # Whatever leaves the program is answered from what the applicant lets out; the figures are the list's own.
        shared, figures = public_view(applicant), figures_of(made)
        leaving = found_answers = answers(facts, directory, shared, day, figures, keys)
        if not json_to and shared != applicant:
            found_answers = answers(facts, directory, applicant, day, figures, keys)
    if json_to:
        from smartpick.present._ask_json import ask_json

        head = head_json(SCHEMA, facts, made, profile_hash(applicant), seed)
        write_json({**head, "answers": ask_json(found_answers)}, json_to)
        return
    _show(facts, found_answers, leaving)


def _show(facts: Facts, found: tuple[Answer, ...], leaving: tuple[Answer, ...]) -> None:
    """Write answers for the applicant, and mark what would not stand in those that leave the program."""
    out, notes = Out(), Footnotes(facts)
    for number, (each, other) in enumerate(zip(found, leaving, strict=True)):
        if number:
            out.line()
        out.line(each.question, "bold")
        for at, line in enumerate(each.lines):
            mark = notes.mark(each.fact_ids) if at == len(each.lines) - 1 else ""
            private = "" if line in other.lines else PRIVATE
            out.line(f"{line}{private} {mark}".rstrip())
        for row in each.conditions:
            private = PRIVATE if row.is_private or row not in other.conditions else ""
            out.item(f"{row.text}: {row.state}; {row.why}{private}")
        if each.next_action:
            until = f" By {each.by:%-d %B %Y}." if each.by else ""
            private = "" if each.next_action == other.next_action else PRIVATE
            out.line(f"Next: {each.next_action}{until}{private}")
    support = next((each.support for each in found if each.support), ())
    if support:
        out.line()
        out.line("If this weighs on you, somebody is there:")
        show_support(out, notes, support)
    out.heading("Where this comes from")
    for line in notes.lines():
        out.line(line)
