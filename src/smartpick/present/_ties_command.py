"""``smartpick ties``: bonds to places, their strength by area, and what backs a mission, for like programs at once."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._guidance_input import benchmarks_option, list_or_why, read_input
from smartpick.present._output import json_option, today_option, write_json
from smartpick.present._start import profile_argument, season_option, seed_option, unknown_program
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.facts import Facts
    from smartpick.guidance.ties import Batch, Listed, TiesPlan
    from smartpick.present._guidance_input import Input
    from smartpick.programs import Directory, Program

__all__ = ["ties"]


def ties(
    profile: profile_argument,
    area: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="Speak of this area; may be repeated; else yours.")
    ] = None,
    program: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Show the plan for one program, on your list or not, by its NRMP code."),
    ] = None,
    include_private: Annotated[  # noqa: FBT002 -- a flag of the command line
        bool, typer.Option("--include-private", help="Let private bonds (a partner's, say) be shown and exported.")
    ] = False,
    benchmarks: benchmarks_option = None,
    season: season_option = None,
    seed: seed_option = 1,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Show your bonds by place, what backs which mission, and one plan for all programs that are alike."""
    from smartpick.guidance.ties import plan_ties
    from smartpick.profile import profile_hash

    def unknown(facts: Facts, directory: Directory) -> list[Problem]:
        problems = _unknown_areas(facts, area or ())
        if program is not None and program.strip().upper() not in directory.by_code:
            problems.append(unknown_program("--program", program))
        return problems

    read = read_input(profile, today, json_to, benchmarks, (), unknown)
    wrong = unknown(read.facts, read.directory)
    if wrong:
        raise RequestError(wrong)
    made, why_no_list = list_or_why(read, season, seed, is_public=bool(json_to) and not include_private)
    listed = [_listed(read, each.program, each.tier, each.signal) for each in (made.programs if made else ())]
    plan = functools.partial(
        plan_ties,
        read.facts,
        read.directory,
        read.profile,
        read.today,
        season=season,
        benchmarks=read.benchmarks,
        areas=tuple(area or ()),
        include_private=include_private,
    )
    found = plan(listed=listed)
    only = None
    if program is not None:
        asked = read.directory.by_code[program.strip().upper()]
        only = _batch_of(found, asked) or _batch_of(plan(listed=[_listed(read, asked)]), asked)
        found = replace(found, batches=(only,) if only else ())
    if json_to:
        from smartpick.present._ties_json import ties_json

        write_json(ties_json(read.facts, found, profile_hash(read.profile), seed, why_no_list), json_to)
        return
    from smartpick.present._ties_text import show_batch, show_ties

    if only is not None:
        show_batch(read.facts, only)
        return
    show_ties(read.facts, found, why_no_list)


def _unknown_areas(facts: Facts, asked: Sequence[str]) -> list[Problem]:
    from smartpick.programs import area_of

    problems: list[Problem] = []
    for name in asked:
        try:
            area_of(facts, name)
        except RequestError as error:
            problems += [Problem("--area", each.what, each.why, each.fix) for each in error.problems]
    return problems


def _listed(read: Input, program: Program, tier: int = 3, signal: SignalTier = SignalTier.NONE) -> Listed:
    """Return a program as guidance takes it; the signal of the profile goes over one that the list suggests."""
    from smartpick.guidance.ties import Listed

    hers = {(each.institution_code, each.specialty): SignalTier(each.tier) for each in read.profile.signals}
    decided = hers.get((program.institution_code, program.specialty))
    return Listed(program, tier, decided or signal, is_signal_decided=decided is not None)


def _batch_of(plan: TiesPlan, program: Program) -> Batch | None:
    """Return the plan that a program is in."""
    code = program.program_code_nrmp
    return next((each for each in plan.batches if any(m.program_code_nrmp == code for m in each.programs)), None)
