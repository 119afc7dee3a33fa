"""``smartpick plan``: one calendar from today to the Match, as text, JSON and for a calendar program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import (
    busy,
    json_option,
    printable,
    target_problems,
    today_option,
    write_bytes,
    write_json,
)
from smartpick.present._start import day_asked, opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from smartpick.facts import Facts
    from smartpick.guidance import ListFigures
    from smartpick.importers import BankCount
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["lists_by_score", "own_figures", "plan_season", "with_counts"]


def plan_season(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="Your profile.")],
    season: Annotated[int | None, typer.Option(min=2020, max=2100, metavar="YEAR", help="Year of the Match.")] = None,
    benchmarks: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own lengths: lines like plan_study_weeks_usual = 7.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Counts of a question bank as csv: a date, questions done or of a sitting."),
    ] = None,
    today: today_option = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The seed of the lists by score.")] = 1,
    json_to: json_option = None,
    ics_to: Annotated[
        str | None, typer.Option("--ics", metavar="FILE", help="Write a calendar file; what is private is not in it.")
    ] = None,
) -> None:
    """Plan from today to the Match: what to do, by when, what is too late and what stands in its place."""
    from smartpick.guidance.plan import make_plan
    from smartpick.profile import profile_hash, public_view

    day, wrong = day_asked(today)
    problems = [*target_problems(json_to, None, profile), *_ics_problems(ics_to, json_to, profile), *wrong]
    own: Mapping[str, object] = {}
    try:
        own = own_figures(benchmarks)
    except RequestError as error:
        problems += error.problems
    counts: Sequence[BankCount] = ()
    try:
        counts = _counts(questions, day)
    except RequestError as error:
        problems += error.problems
    facts, directory, applicant = opened(profile, day, problems)
    applicant = with_counts(applicant, counts)
    with busy("Making the lists that scores would lead to"):
        lists = lists_by_score(facts, directory, applicant, day, season, own, seed)
    if json_to or ics_to:
        # Whatever leaves the program is planned from what the applicant lets out, so that nothing private can be in it.
        shown = make_plan(facts, directory, public_view(applicant), day, season, own, lists)
        if ics_to:
            from smartpick.present._ics import calendar_bytes

            write_bytes(calendar_bytes(shown), ics_to)
        if json_to:
            from smartpick.present._plan_json import plan_json

            write_json(plan_json(facts, shown, profile_hash(applicant)), json_to)
    if json_to:
        return
    from smartpick.present._plan_text import show_plan

    show_plan(facts, make_plan(facts, directory, applicant, day, season, own, lists))


def _counts(path: Path | None, today: date) -> Sequence[BankCount]:
    """Return the counts of a csv file; none without one."""
    if path is None:
        return ()
    from smartpick.importers import read_counts

    return read_counts(path, today)


def with_counts(applicant: Profile, counts: Sequence[BankCount]) -> Profile:
    """Return a profile that tells these counts too; of the same bank and day the file's stands."""
    if not counts:
        return applicant
    study = applicant.study
    newer = {(each.bank, each.day) for each in counts}
    kept = [each for each in study.question_banks if (each.name, each.date) not in newer]
    rows = [
        {
            "name": each.bank,
            "date": each.day,
            "done": each.done,
            "total": each.total,
            "percent_correct": each.percent_correct,
        }
        for each in counts
    ]
    told = {**study.model_dump(), "question_banks": [*(each.model_dump() for each in kept), *rows]}
    return applicant.model_copy(update={"study": type(study).model_validate(told)})


def own_figures(path: Path | None) -> Mapping[str, object]:
    """Return the applicant's own benchmarks from a TOML file of keys and numbers."""
    if path is None:
        return {}
    from smartpick.present._assess_command import own_benchmarks

    return own_benchmarks(path)


def lists_by_score(
    facts: Facts,
    directory: Directory,
    applicant: Profile,
    day: date,
    season: int | None,
    own: Mapping[str, object],
    seed: int,
) -> dict[int, ListFigures]:
    """Return score → figures of the list that it would lead to; empty unless the exam with a number is ahead."""
    from smartpick.guidance.plan import scores_to_try, with_score

    scores = scores_to_try(facts, directory, applicant, day, season, own)
    if not scores:
        return {}
    from smartpick.explain import ListRequest, make_list
    from smartpick.present._ask_figures import figures_of

    found = {}
    try:
        for score in scores:
            there = with_score(facts, directory, applicant, day, score, season)
            request = ListRequest(season=season, today=day, seed=seed)
            made = make_list(facts, directory, there, request, has_looks=False)
            found[score] = figures_of(made)
    except RequestError as error:
        # The plan stands without them; `smartpick list` says the same at length.
        print(f"No lists by score: {printable(str(error.problems[0]))}", file=sys.stderr)
        return {}
    return found


def _ics_problems(ics_to: str | None, json_to: str | None, profile: Path) -> list[Problem]:
    """Return what is wrong with the place for the calendar."""
    if ics_to is None:
        return []
    if not ics_to.strip() or ics_to == "-":
        return [Problem("--ics", "no file is named", fix="Name one, for example plan.ics")]
    place = Path(ics_to).absolute()
    if place == profile.absolute():
        return [Problem("--ics", "that is the profile itself", fix="Name another file")]
    if json_to and json_to != "-" and place == Path(json_to).absolute():
        return [Problem("--json and --ics", "both name the same file", fix="Name two")]
    return []
