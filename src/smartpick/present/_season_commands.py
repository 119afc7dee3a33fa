"""``smartpick rank``, ``log``, ``soap`` and ``reapply``: the season after the applications are sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._list_input import Listed, choices_of, choose_option
from smartpick.present._output import busy, json_option, printable, target_problems, today_option, write_json
from smartpick.present._start import (
    profile_argument,
    request_of,
    season_option,
    seed_option,
    start,
    told_day,
    unknown_program,
)
from smartpick.vocabulary import EVENTS

if TYPE_CHECKING:
    from smartpick.explain.tracker import Tracker
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["log", "rank", "reapply", "soap"]


def rank(
    profile: profile_argument,
    ranks: Annotated[
        str,
        typer.Argument(
            metavar="[LIST]",
            help="The list, best first: csv, xlsx, or text with one program a line; `-`: the order that your profile"
            " keeps, else who invited you by the log.",
        ),
    ] = "-",
    choose: choose_option = None,
    partner: Annotated[
        Path | None,
        typer.Option("--with", metavar="PARTNER", help="Your partner's profile: LIST then has a pair of codes a row."),
    ] = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Look at your rank order list: the chance of each rank and of all, and whether more ranks would help."""
    from smartpick.explain.season import rank_list

    request, problems = request_of(today, season=season, seed=seed)
    if partner is not None:
        from smartpick.present._pair_command import show_ranks

        if ranks == "-":
            fix = "Write it with `smartpick list A --with B --pairs FILE.csv`, and put the rows in your own order"
            problems.append(Problem("LIST", "a couple's ranks are read from a file of pairs", fix=fix))
        if choose:
            problems.append(Problem("--choose", "is for one applicant", fix="Write NRMP codes in the pairs"))
        problems += target_problems(json_to, None, profile)
        show_ranks((profile, partner), Path(ranks), request, problems, json_to)
        return
    listed = None if ranks == "-" else Listed(Path(ranks), choose)
    problems += [] if listed is None else listed.problems
    facts, directory, applicant = start(profile, request, problems, json_to)
    codes = None if listed is None else listed.codes(directory, applicant.goals.specialties)
    with busy("Weighing the ranks"):
        made = rank_list(facts, directory, applicant, request, codes)
    if json_to:
        from smartpick.present._season_json import rank_json

        write_json(rank_json(facts, made), json_to)
        return
    from smartpick.present._season_text import show_rank

    show_rank(facts, made)


def soap(
    profile: profile_argument,
    season: season_option = None,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Look at what SOAP was like: positions left unfilled by specialty, state and program, and the rules."""
    from smartpick.explain.season import soap_outlook

    request, problems = request_of(today, season=season)
    facts, directory, applicant = start(profile, request, problems, json_to)
    made = soap_outlook(facts, directory, applicant, request)
    if json_to:
        from smartpick.present._season_json import soap_json

        write_json(soap_json(facts, made), json_to)
        return
    from smartpick.present._season_text import show_soap

    show_soap(facts, made)


def reapply(
    profile: profile_argument,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Set this season against your last one: what changed, what did not, and what last season's answers tell."""
    from smartpick.explain.season import reapplication

    request, problems = request_of(today, season=season, seed=seed)
    facts, directory, applicant = start(profile, request, problems, json_to)
    with busy("Comparing the seasons"):
        made = reapplication(facts, directory, applicant, request)
    if json_to:
        from smartpick.present._season_json import reapply_json

        write_json(reapply_json(facts, made), json_to)
        return
    from smartpick.present._season_text import show_reapply

    show_reapply(facts, made)


def log(
    profile: profile_argument,
    program: Annotated[str | None, typer.Argument(metavar="[CODE]", help="NRMP code of the program.")] = None,
    event: Annotated[str | None, typer.Argument(metavar="[EVENT]", help=f"One of: {', '.join(EVENTS)}.")] = None,
    day: Annotated[
        str | None, typer.Argument(metavar="[DAY]", help="When it happened, 2026-10-20; else today.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the event out again.")] = False,  # noqa: FBT002
    anyway: Annotated[  # noqa: FBT002
        bool, typer.Option("--anyway", help="Take an event that does not follow from what the log has.")
    ] = False,
    calendar: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Enter the open houses of a calendar file (.ics) instead.")
    ] = None,
    lines: Annotated[
        Path | None,
        typer.Option(
            "--list",
            metavar="FILE",
            help="Enter many at once: text or csv, one program a line with its day; `-`: standard input.",
        ),
    ] = None,
    kind: Annotated[str, typer.Option("--as", metavar="EVENT", help="What the lines of --list are.")] = "invited",
    choose: choose_option = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would change, write nothing.")] = False,  # noqa: FBT002
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Write what a program answered into your profile and see what it changes; without a program, show the log."""
    request, problems = request_of(today, season=season, seed=seed)
    if calendar is not None and program is not None:
        problems.append(Problem("--calendar", "a program is named too", fix="Give the one or the other"))
    chosen, text = _lines_asked(lines, kind, choose, problems)
    if lines is not None and (program is not None or calendar is not None):
        problems.append(Problem("--list", "a program or calendar is named too", fix="Give one of them"))
    facts, directory, applicant = start(profile, request, problems, json_to)
    if calendar is not None:
        from smartpick.present._log_calendar import log_calendar

        log_calendar(facts, directory, applicant, profile, calendar, request.today, json_to, is_written=not dry_run)
        return
    if lines is not None:
        from smartpick.present._log_lines import log_lines

        log_lines(facts, directory, applicant, profile, text, kind, chosen, request, json_to, is_written=not dry_run)
        return
    if program is None:
        from smartpick.explain.tracker import tracked

        _show(applicant, directory, tracked(facts, directory, applicant, request.today), json_to)
        return
    code = program.strip().upper()
    problems = []
    if event not in EVENTS:
        what = "no event is named" if event is None else f"no event '{printable(event[:40])}'"
        problems.append(Problem("EVENT", what, fix=f"One of {', '.join(EVENTS)}"))
    if code not in directory.by_code:
        problems.append(unknown_program("CODE", code))
    when = told_day("DAY", day, "2026-10-20", problems)
    if problems or event is None:
        raise RequestError(problems)
    # A scheduled interview lies ahead: today is no fair guess for it.
    if when is None and not remove and event != "scheduled":
        when = request.today
    from smartpick.explain.season import log_change
    from smartpick.profile import Known
    from smartpick.profile.log import edited_log, save_text

    known = Known.of(facts, directory)
    edit = edited_log(profile, known, request.today, code, event, when, is_removed=remove)
    with busy("Working out what it changes"):
        made = log_change(
            facts,
            directory,
            applicant,
            edit.profile,
            request,
            code,
            event,
            when,
            is_removed=remove,
            is_forced=anyway,
        )
    if not dry_run:
        save_text(edit.path, edit.text)
    if json_to:
        from smartpick.present._season_json import log_json

        write_json(log_json(made, is_written=not dry_run), json_to)
        return
    from smartpick.present._season_text import show_change

    show_change(made, printable(str(profile)), is_written=not dry_run)


def _lines_asked(
    lines: Path | None, kind: str, choose: list[str] | None, problems: list[Problem]
) -> tuple[dict[int, str], str]:
    """Return the choices and the text of ``--list``; what is wrong with them is added to the problems."""
    chosen: dict[int, str] = {}
    if kind not in EVENTS:
        problems.append(Problem("--as", f"no event '{printable(kind[:40])}'", fix=f"One of {', '.join(EVENTS)}"))
    try:
        chosen = choices_of(choose or ())
    except RequestError as error:
        problems += error.problems
    if lines is None:
        if choose:
            problems.append(Problem("--choose", "goes with --list", fix="Name the file with the lines"))
        return chosen, ""
    from smartpick.present._log_lines import text_in

    try:
        return chosen, text_in(lines)
    except RequestError as error:
        problems += error.problems
        return chosen, ""


def _show(applicant: Profile, directory: Directory, tracker: Tracker, json_to: str | None) -> None:
    if json_to:
        from smartpick.present._season_json import log_list_json

        names = {code: program.name for code, program in directory.by_code.items()}
        write_json(log_list_json(applicant, names, tracker), json_to)
        return
    from smartpick.present._season_text import show_log

    show_log(applicant, directory, tracker)
