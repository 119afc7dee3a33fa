"""``smartpick packet``: a few pages for a talk of twenty minutes with an advisor, as text, PDF or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import (
    busy,
    json_option,
    target_problems,
    today_option,
    write_bytes,
    write_json,
)
from smartpick.present._start import day_asked, opened

if TYPE_CHECKING:
    from datetime import date

    from smartpick.facts import Facts
    from smartpick.guidance import ListFigures
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["packet"]


def packet(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="Your profile.")],
    redact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PART",
            help="Take a part out: exams, visa, grades, letters, rotations, work, ties, remediation, graduation,"
            " earlier, season, money, list. May be given often, or with commas.",
        ),
    ] = None,
    season: Annotated[int | None, typer.Option(min=2020, max=2100, metavar="YEAR", help="Year of the Match.")] = None,
    today: today_option = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The seed of the list whose numbers are shown.")] = 1,
    json_to: json_option = None,
    pdf_to: Annotated[
        str | None, typer.Option("--pdf", metavar="FILE", help="Write a PDF to print or send; one file.")
    ] = None,
) -> None:
    """Put together what an advisor needs for a talk of twenty minutes; what is private is never in it."""
    from smartpick.guidance import assess
    from smartpick.guidance.packet import make_packet
    from smartpick.guidance.plan import make_plan
    from smartpick.profile import public_view

    day, wrong = day_asked(today)
    problems = [*target_problems(json_to, None, profile), *_pdf_problems(pdf_to, json_to, profile), *wrong]
    facts, directory, applicant = opened(profile, day, problems)
    shown = public_view(applicant)
    read = assess(facts, directory, shown, day, season)
    planned = make_plan(facts, directory, shown, day, season)
    # Unknown switches are told before the list is made, which takes the longest.
    make_packet(shown, read, planned, None, redact or ())
    with busy("Making the list"):
        figures = _figures(facts, directory, shown, day, season, seed)
    made = make_packet(shown, read, planned, figures, redact or ())
    if pdf_to:
        from smartpick.present._packet_pdf import packet_pdf

        with busy("Setting the pages"):
            content = packet_pdf(facts, made)
        write_bytes(content, pdf_to)
    if json_to:
        from smartpick.present._packet_json import packet_json

        write_json(packet_json(facts, made), json_to)
    if not (json_to or pdf_to):
        from smartpick.present._packet_text import show_packet

        show_packet(facts, made)


def _pdf_problems(pdf_to: str | None, json_to: str | None, profile: Path) -> list[Problem]:
    """Return what is wrong with the place for the PDF, and whether one can be made at all."""
    if pdf_to is None:
        return []
    from smartpick.present._packet_pdf import pdf_problems

    if not pdf_to.strip() or pdf_to == "-":
        return [Problem("--pdf", "no file is named", fix="Name one, for example packet.pdf"), *pdf_problems()]
    place = Path(pdf_to).absolute()
    if place == profile.absolute():
        return [Problem("--pdf", "that is the profile itself", fix="Name another file"), *pdf_problems()]
    if json_to and json_to != "-" and place == Path(json_to).absolute():
        return [Problem("--json and --pdf", "both name the same file", fix="Name two"), *pdf_problems()]
    return pdf_problems()


def _figures(
    facts: Facts, directory: Directory, shown: Profile, day: date, season: int | None, seed: int
) -> ListFigures | None:
    """Return the list's figures; None where no list can be made, which the list itself explains."""
    from smartpick.explain import ListRequest, make_list
    from smartpick.present._ask_figures import figures_of

    try:
        return figures_of(
            make_list(facts, directory, shown, ListRequest(season=season, today=day, seed=seed), has_looks=False)
        )
    except RequestError:
        return None
