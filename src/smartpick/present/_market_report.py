"""``smartpick market report``: every published figure beside ours, written as a page and as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smartpick.errors import Problem, RequestError, UserError
from smartpick.present._output import busy, json_option, write_bytes, write_json

__all__ = ["report"]

SCHEMA = "smartpick.calibration/1"


def report(
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write calibration.md and calibration.csv there.")
    ] = None,
    json_to: json_option = None,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 1,
) -> None:
    """Judge the chance models on published figures, and fail when a tolerance is passed."""
    from smartpick import judged
    from smartpick.facts import open_facts

    if out is not None and not out.is_dir():
        raise RequestError([Problem("--out", f"there is no folder '{out}'", fix="Make it first, or name another")])
    with busy("Asking every model for every figure"):
        record = judged.judge(open_facts(), seed=seed)
    problems = judged.check(record)
    if out is not None:
        write_bytes(judged.report(record).encode(), str(out / "calibration.md"))
        write_bytes(judged.table(record).encode(), str(out / "calibration.csv"))
    seasons, lists = record.seasons, record.lists
    if json_to:
        write_json(
            {
                "schema": SCHEMA,
                "facts_version": record.facts.version,
                "seed": seed,
                "scores": [
                    {name: getattr(score, name) for name in score.__slots__}
                    | {"coverage": list(score.coverage) if score.coverage else None}
                    for score in record.scores
                ],
                "simulated_seasons": None
                if seasons is None
                else {
                    "status": {key: {"status": status, "reason": why} for key, (status, why) in seasons.status.items()},
                    "errors": {
                        group.key: {
                            "unit": group.unit,
                            "bar": group.bar,
                            "unseen_seeds": seasons.error(group, unseen=True),
                            "draws": seasons.error(group, unseen=False),
                        }
                        for group in seasons.groups
                    },
                },
                "lists": [
                    {
                        "applicant": each.case,
                        "specialty": each.specialty,
                        "number": each.number,
                        "chooser": each.chooser,
                        "p_match": float(each.p_match.mean()),
                        "interviews": float(each.interviews.mean()),
                    }
                    for each in (lists.results if lists else ())
                ],
                "problems": [str(problem) for problem in problems],
            },
            json_to,
        )
    if out is None and not json_to:
        print(judged.report(record))
    if problems:
        raise UserError(problems)
