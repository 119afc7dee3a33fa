"""``smartpick assess``: how the record reads, doubts said plainly, and what can still change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._output import json_option, target_problems, today_option, write_json
from smartpick.present._start import day_asked, opened

__all__ = ["assess_record", "own_benchmarks"]


def assess_record(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="Your profile.")],
    season: Annotated[int | None, typer.Option(min=2020, max=2100, metavar="YEAR", help="Year of the Match.")] = None,
    benchmarks: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own benchmarks: lines like step2_ck_low = 230.")
    ] = None,
    today: today_option = None,
    json_to: json_option = None,
) -> None:
    """Read your record as a program would: what raises doubt, what speaks for you, what can still change."""
    from smartpick.guidance import assess
    from smartpick.profile import profile_hash, public_view

    day, wrong = day_asked(today)
    problems = [*target_problems(json_to, None, profile), *wrong]
    own: dict[str, object] = {}
    try:
        own = own_benchmarks(benchmarks) if benchmarks else {}
    except RequestError as error:
        problems += error.problems
    facts, directory, applicant = opened(profile, day, problems)
    # Whatever leaves the program is read from what the applicant lets out: no count and no verdict betrays the rest.
    found = assess(facts, directory, public_view(applicant) if json_to else applicant, day, season, own)
    if json_to:
        from smartpick.present._assess_json import assess_json

        write_json(assess_json(facts, found, profile_hash(applicant)), json_to)
        return
    from smartpick.present._assess_text import show_assessment

    show_assessment(facts, found)


def own_benchmarks(path: Path) -> dict[str, Any]:
    """Read the applicant's own benchmarks from a TOML file of keys and numbers."""
    import tomllib

    try:
        text = path.read_bytes()[:100_000].decode("utf-8")
        return tomllib.loads(text)
    except OSError as error:
        why = error.strerror or str(error)
        raise RequestError(
            [Problem("--benchmarks", f"cannot be read: {why}", fix="Name a file that is there")]
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        what = "is not TOML: lines like step2_ck_low = 230"
        raise RequestError(
            [Problem("--benchmarks", what, str(error)[:120], "Write one key and number a line")]
        ) from error
