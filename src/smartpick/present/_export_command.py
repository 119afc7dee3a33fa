"""``smartpick export``: the list as workbook, csv, PDF and share file; what is private is in none unless ticked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import (
    Out,
    busy,
    json_option,
    printable,
    today_option,
    write_bytes,
    write_json,
)
from smartpick.present._start import (
    budget_option,
    number_option,
    profile_argument,
    request_of,
    season_option,
    seed_option,
    start,
)

__all__ = ["export", "file_problems", "pdf_missing"]

redact_option = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PART",
        help="Take a part out: exams, visa, grades, letters, rotations, work, ties, remediation, graduation, earlier,"
        " season, money. May be given often, or with commas.",
    ),
]


def export(
    profile: profile_argument,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="A workbook to work in; `import` reads it.")] = None,
    csv_to: Annotated[str | None, typer.Option("--csv", metavar="FILE", help="The programs as csv.")] = None,
    pdf: Annotated[str | None, typer.Option(metavar="FILE", help="A report for an advisor.")] = None,
    share: Annotated[
        str | None, typer.Option(metavar="FILE", help="Profile and list as JSON; never with what is private.")
    ] = None,
    page: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="In the PDF, a page for this program; `all` for every one. May be repeated."),
    ] = None,
    notes: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--notes", help="Put your own notes and columns into the PDF and the share file.")
    ] = False,
    private: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--private", help="Put what the profile marks as private into workbook, PDF and --json.")
    ] = False,
    redact: redact_option = None,
    without_sheet: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--without-sheet", help="Leave out of account what you changed in your spreadsheet.")
    ] = False,
    max_programs: number_option = None,
    budget: budget_option = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Write your list to files: a spreadsheet to work in, a report for an advisor, a file to share."""
    from smartpick.present._export import export_of, list_with_sheet
    from smartpick.present._redacted import sieve_for_list
    from smartpick.present._unimported import check_unimported
    from smartpick.store.sheet import load_sheet, sheet_path

    request, problems = request_of(today, season=season, seed=seed, max_programs=max_programs, budget_usd=budget)
    targets = {"--xlsx": xlsx, "--csv": csv_to, "--pdf": pdf, "--share": share}
    problems += file_problems(targets, json_to, profile)
    if not json_to and not any(targets.values()):
        problems.append(Problem("export", "no file is named", fix="Give --xlsx, --csv, --pdf, --share or --json"))
    if page and pdf is None:
        problems.append(Problem("--page", "pages are part of the PDF", fix="Give --pdf FILE too"))
    problems += pdf_missing(pdf)
    facts, directory, applicant = start(profile, request, problems, json_to)
    sieve_for_list(applicant, redact or ())
    pages = _pages(page or (), directory.by_code)
    taken_in = load_sheet(sheet_path(profile))
    kept = None if without_sheet else taken_in
    with busy("Choosing among the programs"):
        made, said = list_with_sheet(facts, directory, applicant, request, kept, sheet_path(profile))
        check_unimported({"--xlsx": xlsx, "--csv": csv_to}, applicant, directory, made, taken_in)
    shown = export_of(facts, directory, applicant, made, kept, redact or (), said, has_private=private)
    if xlsx:
        write_bytes(shown.workbook(), xlsx)
    if csv_to:
        write_bytes(shown.csv(), csv_to)
    if pdf:
        with busy("Setting the report"):
            content = shown.report(pages, has_notes=notes)
        write_bytes(content, pdf)
    if share:
        public = shown if not private else export_of(facts, directory, applicant, made, kept, redact or (), said)
        write_json(public.share(has_notes=notes), share)
    if json_to:
        write_json(shown.share(has_notes=notes), json_to)
    if json_to != "-":
        out = Out()
        for text in made.answer:
            out.line(text)
        _tell(out, said, kept is not None)


def _tell(out: Out, said: tuple[str, ...], has_sheet: bool) -> None:  # noqa: FBT001 -- one caller
    for text in said:
        out.item(printable(text))
    if has_sheet:
        out.line("Your own columns, notes, order and what you struck out stand in the workbook and the csv.")
    else:
        out.line("Change the workbook as you like; `smartpick import PROFILE FILE` keeps what you changed.")


def _pages(asked: list[str] | tuple[str, ...], known: object) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(each.strip().upper() for each in asked))
    wrong = [each for each in codes if each != "ALL" and each not in known]  # type: ignore[operator]
    if wrong:
        fix = "Give NRMP codes of the list, or `all`"
        raise RequestError(
            [Problem("--page", f"there is no program {printable(each[:20])}", fix=fix) for each in wrong]
        )
    return codes


def file_problems(
    targets: dict[str, str | None], json_to: str | None, profile: Path, xlsx: str | None = None
) -> list[Problem]:
    """Return what is wrong with the places to write to; no two are the same, and none is the profile or her sheet.

    Parameters
    ----------
    xlsx
        A further file that is written, looked at elsewhere.
    """
    from smartpick.store.sheet import sheet_path

    problems: list[Problem] = []
    taken = {profile.absolute(): "the profile itself", sheet_path(profile).absolute(): "what is kept of your sheet"}
    for option, other in (("--json", json_to), ("--xlsx", xlsx)):
        if other and other != "-" and Path(other).absolute() != profile.absolute():
            taken.setdefault(Path(other).absolute(), option)
    for option, target in targets.items():
        if target is None:
            continue
        if not target.strip() or target == "-":
            problems.append(Problem(option, "no file is named", fix="Name one"))
            continue
        place = Path(target).absolute()
        if place in taken:
            problems.append(Problem(option, f"that names the same file as {taken[place]}", fix="Name another file"))
        taken.setdefault(place, option)
    return problems


def pdf_missing(pdf: str | None) -> list[Problem]:
    """Say so where a PDF is asked for and the library that sets it is not there."""
    from importlib.util import find_spec

    if pdf is None or find_spec("typst") is not None:
        return []
    return [
        Problem("--pdf", "the part that sets PDFs is not installed", fix="Install it: pip install 'smartpick[pdf]'")
    ]
