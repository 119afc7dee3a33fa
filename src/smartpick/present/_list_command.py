"""``smartpick list``: the personal list, for a person, as JSON, or as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.present._output import busy, json_option, target_problems, today_option, write_bytes, write_json
from smartpick.present._start import (
    area_option,
    budget_option,
    in_option,
    number_option,
    one_specialty_option,
    out_option,
    outside_option,
    profile_argument,
    request_of,
    season_option,
    seed_option,
    specialty_option,
    start,
)

__all__ = ["list_programs"]


def list_programs(
    profile: profile_argument,
    max_programs: number_option = None,
    budget: budget_option = None,
    area: area_option = None,
    specialty: specialty_option = None,
    force_in: in_option = None,
    force_out: out_option = None,
    outside: outside_option = None,
    one_specialty_per_hospital: one_specialty_option = False,  # noqa: FBT002 -- a flag of the command line
    certificate: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--certificate", help="Prove how far from the best list this one can be.")
    ] = False,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
    xlsx: Annotated[str | None, typer.Option(metavar="FILE", help="Write a spreadsheet.")] = None,
    pdf: Annotated[str | None, typer.Option(metavar="FILE", help="Write a report for an advisor.")] = None,
    csv_to: Annotated[str | None, typer.Option("--csv", metavar="FILE", help="Write the programs as csv.")] = None,
    partner: Annotated[
        Path | None, typer.Option("--with", metavar="PARTNER", help="The profile of your partner: a couple's list.")
    ] = None,
    miles: Annotated[
        float | None, typer.Option("--miles", metavar="N", help="With a partner: how far apart you may be.")
    ] = None,
    same_area: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--same-area", help="With a partner: in one metropolitan area.")
    ] = False,
    pairs: Annotated[
        str | None, typer.Option("--pairs", metavar="FILE", help="With a partner: write the pair list as CSV.")
    ] = None,
) -> None:
    """Make your list: which programs, at what chance and cost, and why."""
    from smartpick.explain import make_list

    request, problems = request_of(
        today,
        season=season,
        seed=seed,
        max_programs=max_programs,
        budget_usd=budget,
        areas=area,
        specialties=specialty,
        forced=force_in,
        excluded=force_out,
        is_one_specialty_a_site=one_specialty_per_hospital,
        least_outside=outside,
        is_certified=certificate,
    )
    if partner is not None:
        from smartpick.present._pair_command import list_pairs, not_for_couples

        list_pairs(
            (profile, partner),
            request,
            [*target_problems(json_to, xlsx, profile), *problems, *not_for_couples(request)],
            miles=miles,
            is_same_area=same_area,
            targets={"--json": json_to, "--pairs": pairs, "--xlsx": xlsx, "--pdf": pdf, "--csv": csv_to},
        )
        return
    if miles is not None or same_area or pairs is not None:
        from smartpick.present._pair_command import only_for_couples

        problems += only_for_couples(miles, pairs, is_same_area=same_area)
    files = {"--xlsx": xlsx, "--pdf": pdf, "--csv": csv_to}
    if any(target is not None for target in files.values()):
        from smartpick.present._export_command import file_problems, pdf_missing

        # What is wrong with --xlsx and --json is told by the common start.
        problems += [*file_problems({"--pdf": pdf, "--csv": csv_to}, json_to, profile, xlsx), *pdf_missing(pdf)]
    facts, directory, applicant = start(profile, request, problems, json_to, xlsx)
    with busy("Choosing among the programs"):
        made = make_list(facts, directory, applicant, request)
    if xlsx or csv_to:
        from smartpick.present._unimported import check_unimported
        from smartpick.store.sheet import load_sheet, sheet_path

        taken_in = load_sheet(sheet_path(profile))
        check_unimported({"--xlsx": xlsx, "--csv": csv_to}, applicant, directory, made, taken_in)
    if json_to:
        from smartpick.present._list_json import list_json

        write_json(list_json(facts, made), json_to)
    if any(files.values()):
        from smartpick.present._export import export_of
        from smartpick.store.sheet import load_sheet, sheet_path

        # Her own columns and notes stand in the files; what she struck out and added shows there, and counts in
        # `export` alone.
        shown = export_of(facts, directory, applicant, made, load_sheet(sheet_path(profile)))
        if xlsx:
            write_bytes(shown.workbook(), xlsx)
        if csv_to:
            write_bytes(shown.csv(), csv_to)
        if pdf:
            write_bytes(shown.report(), pdf)
    elif not json_to:
        from smartpick.present._list_text import show_list

        show_list(facts, made)
