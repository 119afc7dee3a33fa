"""``smartpick market …``: the matching engine on made-up markets, and how right the chances are."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartpick.errors import Problem, RequestError
from smartpick.present._market_calibrate import calibrate
from smartpick.present._market_report import report
from smartpick.present._output import Out, busy, json_option, write_json

if TYPE_CHECKING:
    from smartpick.market import Market, Matching, Outcome

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="How the Match works out, and how right the chances are.")
app.command("report")(report)
app.command("calibrate")(calibrate)

_MOST = 500_000
"""Ten times the Main Residency Match; beyond it a made-up market says nothing more."""


@app.command("demo")
def demo(
    applicants: Annotated[int, typer.Option(help="Applicants; tracks, positions and lists follow in proportion.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same market and matching.")] = 0,
    couples: Annotated[float, typer.Option(help="Share of the applicants who are in a couple, 0-1.")] = 0.0,
    json_to: json_option = None,
) -> None:
    """Make up a market of the Main Residency Match's proportions, match it, and verify the matching."""
    from smartpick.market import match_market, synthetic_market, verify_matching

    if applicants > _MOST:
        raise RequestError([Problem("--applicants", f"{applicants:,} applicants", fix=f"At most {_MOST:,}")])
    if seed < 0:
        raise RequestError([Problem("--seed", f"{seed} is negative", fix="Give a whole number from 0")])
    seconds: dict[str, float] = {}
    made = _timed("making up the market", seconds, lambda: synthetic_market(applicants, seed=seed, couples=couples))
    outcome = _timed("matching, the first time", seconds, lambda: match_market(made, seed=seed))
    # The second time nothing is loaded or laid out any more: what a simulation of many seasons takes for each.
    outcome = _timed("matching again", seconds, lambda: match_market(made, seed=seed))
    result = _sizes(made, seed) | _figures(made, outcome)
    if outcome.matching is not None:
        matching: Matching = outcome.matching
        verdict = _timed("verifying", seconds, lambda: verify_matching(made, matching))
        if not verdict:
            # Nothing a user could put right.
            raise RuntimeError(f"the engine called a matching stable that is not:\n{verdict}")
        result["is_verified"] = True
    result["seconds"] = {name: round(value, 6) for name, value in seconds.items()}
    if json_to:
        write_json(result, json_to)
        return
    _tell(result, outcome)


def _timed(what: str, seconds: dict[str, float], work: Callable[[], Any]) -> Any:
    with busy(what):
        start = time.perf_counter()
        result = work()
        seconds[what] = time.perf_counter() - start
    return result


def _sizes(made: Market, seed: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "applicants": made.n_persons,
        "couples": 0 if made.couples is None else len(made.couples.member),
        "programs": made.n_programs,
        "positions": int(made.quota.sum()),
        "ranks": len(made.rank_person),
    }


def _figures(made: Market, outcome: Outcome) -> dict[str, Any]:
    attempts = [
        {"number": a.number, "steps": a.steps, "rounds": a.rounds, "ending": a.ending} for a in outcome.attempts
    ]
    figures: dict[str, Any] = {"is_stable": outcome.is_stable, "attempts": attempts}
    if outcome.matching is not None:
        matched = int((outcome.matching.program >= 0).sum())
        figures |= {
            "proposals": outcome.proposals,
            "matched": matched,
            "unmatched": made.n_persons - matched,
            "unfilled": int(made.quota.sum() - outcome.matching.filled().sum()),
            "first_choice_share": outcome.matching.first_choices(made) / made.n_persons,
        }
    return figures


def _tell(result: dict[str, Any], outcome: Outcome) -> None:
    out = Out()
    seconds = result["seconds"]
    out.line(
        f"{result['applicants']:,} made-up applicants, {result['couples']:,} couples among them, and"
        f" {result['programs']:,} tracks with {result['positions']:,} positions."
    )
    if outcome.matching is None:
        out.line(f"{str(outcome).capitalize()}. With couples there need not be one; another seed tries other orders.")
        return
    out.line(
        f"Matched in {1000 * seconds['matching again']:.1f} ms ({seconds['matching, the first time']:.2f} s the first"
        f" time, with loading and laying out); the matching is stable, checked by an independent verifier."
    )
    out.line(
        f"{result['unmatched']:,} applicants are unmatched, {result['unfilled']:,} positions unfilled;"
        f" {100 * result['first_choice_share']:.0f} % of the applicants got their first choice."
    )
    out.line()
    out.pairs(
        {
            "entries on both sides": f"{result['ranks']:,}",
            "proposals": f"{result['proposals']:,}",
            "attempts": len(result["attempts"]),
            "verifying": f"{seconds['verifying']:.2f} s",
        }
    )
