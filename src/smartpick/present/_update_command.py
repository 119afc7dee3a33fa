"""``smartpick facts update``: a new season's reports into the facts, with what they change and what that does."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import FactsError, Problem, RequestError, UserError
from smartpick.present._output import Out, busy, json_option, target_problems, today_option, write_json
from smartpick.present._start import day_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.explain.refit import Refit
    from smartpick.facts import Facts
    from smartpick.facts.update import Base, NewSeason
    from smartpick.importers.published import ProgramResults, StateResults
    from smartpick.profile import Profile

__all__ = ["update"]


def update(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="The NRMP's Program Results (PDF), and its results by state if at hand."
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write into these fact files (a checkout's `facts`).")
    ] = None,
    profile: Annotated[
        list[Path] | None,
        typer.Option(metavar="PROFILE", help="Show how the chances of this profile move; repeatable."),
    ] = None,
    season: Annotated[
        int | None, typer.Option(min=2015, max=2100, metavar="YEAR", help="The Match of a state table without a year.")
    ] = None,
    anyway: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--anyway", help="Take a program list whose totals do not come out; the table says so.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would change, write nothing.")] = False,  # noqa: FBT002
    undo: Annotated[  # noqa: FBT002 -- the same
        bool, typer.Option("--undo", help="Take back a season that you have added; the shipped facts count again.")
    ] = False,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Add a new season from the publisher's own reports: what changed, every check, and how chances move."""
    from smartpick.facts.update import base_of, forget_own_build, into_folder, into_own_build, planned_update

    day, problems = day_asked(today)
    problems += target_problems(json_to, None)
    if undo:
        if files or folder or problems:
            fix = "Give `facts update --undo` alone"
            raise RequestError([*problems, Problem("--undo", "it takes no files", fix=fix)])
        was_there = forget_own_build()
        print(
            "Taken back: the facts that came with this package count again." if was_there else "Nothing to take back."
        )
        return
    if not files:
        problems.append(Problem("FILE", "no report is named", fix="Name the PDF of the NRMP's Program Results"))
    if folder is not None and not folder.is_dir():
        problems.append(Problem("--folder", f"there is no folder {folder}", fix="Name a checkout's `facts`"))
    if problems:
        raise RequestError(problems)
    with busy("Reading what is known"):
        base = base_of(folder)
    with busy("Reading the reports"):
        new = _new_season(base, files or [], season, day, is_forced=anyway)
    with busy("Comparing"):
        plan = planned_update(base, new)
    with tempfile.TemporaryDirectory(prefix="smartpick-update-") as scratch, busy("Checking, and fitting the chances"):
        trial = into_own_build(plan, Path(scratch) / "facts.sqlite")
        # A season added before is what the new one takes the place of, and nothing to compare it with.
        refit = _tried(base.shipped(), trial, profile or (), day)
    written: Sequence[Path] = ()
    if not dry_run:
        with busy("Writing"):
            written = into_folder(plan, folder) if folder is not None else (into_own_build(plan),)
    if json_to:
        from smartpick.present._update_view import update_json

        write_json(update_json(new, plan, refit, written), json_to)
        return
    from smartpick.present._update_view import show_update

    show_update(Out(), new, plan, refit, written, is_folder=folder is not None)


def _new_season(base: Base, files: Sequence[Path], season: int | None, day: date, *, is_forced: bool) -> NewSeason:
    """Return what all files say together; what is wrong with any of them is told at once."""
    from smartpick.facts.update import NewSeason
    from smartpick.importers.published import ProgramResults, read_report

    known: dict[str, set[str]] = {}
    for table in base.of_kind("institution_name"):
        for row in table.rows:
            known.setdefault(row["institution_code"], set()).add(row["name"])
    lists: list[ProgramResults] = []
    states: list[StateResults] = []
    problems: list[Problem] = []
    for path in files:
        try:
            found = read_report(path, known, season)
        except UserError as error:
            problems += error.problems
            continue
        if isinstance(found, ProgramResults):
            lists.append(found)
        else:
            states.append(found)
    if not problems and len(lists) != 1:
        what = f"{len(lists)} of the files are a program list"
        problems.append(Problem("FILE", what, "One is needed: the NRMP's Program Results", "Name that PDF once"))
    if len(states) > 1:
        problems.append(Problem("FILE", f"{len(states)} of the files are results by state", fix="Name one of them"))
    for made in lists:
        for gap in () if is_forced else made.gaps:
            what = f"{gap.what} add up to {gap.summed:,}, and {gap.printed:,} is printed as the total"
            why = "A row may be lost or misread"
            fix = "Download it anew; with --anyway it is taken as it is, and the table says so"
            problems.append(Problem(f"{made.name}, {gap.season}", what, why, fix))
    if problems:
        raise RequestError(problems)
    fills = states[0].rows if states else ()
    return NewSeason(lists[0].seasons, lists[0].tracks, lists[0].gaps, fills, f"{day:%Y-%m}")


def _tried(before: Facts, trial: Path, profiles: Sequence[Path], day: date) -> Refit:
    """Open the new facts, check them, and fit the chances to them."""
    from smartpick.explain import ListRequest
    from smartpick.explain.refit import refit_of
    from smartpick.facts import open_facts

    after = open_facts(trial)
    (verdict,) = after.connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise FactsError([Problem("compiled facts", str(verdict), fix="Try again")])
    made = refit_of(before, after, _profiles(before, profiles, day), ListRequest(today=day))
    if made.failed:
        raise FactsError(
            [
                Problem(f"chances, {name}", what, "The chance model cannot be fitted to it")
                for name, what in made.failed.items()
            ]
        )
    after.connection.close()
    return made


def _profiles(facts: Facts, paths: Sequence[Path], day: date) -> list[tuple[str, Profile]]:
    """Return the profiles named; without any, the made-up example that comes with the page."""
    from smartpick.profile import Known, load_profile

    known = Known.of(facts)
    if not paths:
        example = Path(__file__).resolve().parent / "web" / "example.toml"
        return [("the example", load_profile(example, known, day))]
    found: list[tuple[str, Profile]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append((path.name, load_profile(path, known, day)))
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    return found
