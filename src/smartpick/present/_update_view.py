"""Shows what a new season changes: for a person, and as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartpick.present._output import printable
from smartpick.present._words import percent, range_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.explain.refit import ProfileMoved, Refit
    from smartpick.facts.update import NewSeason, SeasonChange, Update
    from smartpick.present._output import Out
    from smartpick.uncertainty import Estimate

__all__ = ["show_update", "update_json"]

SCHEMA = "smartpick.update/1"
_SHOWN = 10


def show_update(
    out: Out, new: NewSeason, plan: Update, refit: Refit, written: Sequence[Path], *, is_folder: bool
) -> None:
    """Print what changed, which checks were run, how chances moved, and what is left to do."""
    change = plan.change
    offered = change.positions[1] - change.positions[0]
    out.line(
        f"The {change.season} Match has {change.n_after:,} programs, {change.n_before:,} had the {change.before} Match;"
        f" positions offered: {change.positions[1]:,} ({offered:+,})."
    )
    out.line(
        f"{len(change.opened):,} opened, {len(change.returned):,} came back, {len(change.closed):,} are gone,"
        f" {len(change.renamed):,} have another name, {len(change.quotas):,} another number of positions."
    )
    if not written:
        out.line("Nothing was written: this is a trial.")
    elif is_folder:
        out.line(f"Written: {len(written)} files in {printable(str(written[0].parent))}.")
    else:
        out.line(
            f"Written: {printable(str(written[0]))}. From now on every command on this machine goes by it;"
            " `smartpick facts update --undo` takes it back."
        )
    _changes(out, change)
    _checks(out, new, plan, refit)
    for each in refit.profiles:
        _moved(out, each)
    out.heading("What is left to do")
    if refit.had_seasons and not refit.has_seasons:
        out.item(
            "The simulated seasons of this package were calibrated to the facts before. They have to be calibrated"
            " anew (`smartpick market calibrate`, hours); until then the published tables alone make the chances, which"
            " tell less of the differences between programs."
        )
    if change.moved:
        out.item(
            "Look at the pairs that may be one program under a new code: to join their histories, write them into a"
            " table of the kind program_succession (docs/next-season.md)."
        )
    if not new.fills:
        out.item("The results by state and applicant type of this Match are not in it: give them as a second file.")
    out.item("Dates, fees, signals and match rates of the new season come from other documents: docs/next-season.md.")


def _changes(out: Out, change: SeasonChange) -> None:
    for title, named in (("Opened", change.opened), ("Came back", change.returned), ("Gone", change.closed)):
        _list(out, title, [f"{code}  {name}" for code, name in named])
    _list(
        out,
        "May be one program under a new code",
        [
            f"{each.old_code} -> {each.new_code}  {each.name} ({each.positions_before} -> {each.positions_after})"
            for each in change.moved
        ],
    )
    _list(out, "Renamed", [f"{each.code}  {each.before} -> {each.after}" for each in change.renamed])
    _list(
        out,
        "Other number of positions",
        [f"{each.code}  {each.name}: {each.before} -> {each.after}" for each in change.quotas],
    )
    _list(
        out,
        "Earlier Matches printed otherwise than we have them (ours stay)",
        [
            f"{each.code}  {each.season}: {_pair(each.known)} here, {_pair(each.printed)} printed"
            for each in change.revised
        ],
    )


def _pair(pair: tuple[int, int] | None) -> str:
    return "not in it" if pair is None else f"{pair[1]} of {pair[0]} filled"


def _list(out: Out, title: str, texts: Sequence[str]) -> None:
    if not texts:
        return
    out.heading(f"{title} ({len(texts):,})")
    for text in texts[:_SHOWN]:
        out.item(printable(text))
    if len(texts) > _SHOWN:
        out.line(f"… and {len(texts) - _SHOWN:,} more: --json - has all.")


def _checks(out: Out, new: NewSeason, plan: Update, refit: Refit) -> None:
    out.heading("Checks")
    if new.gaps:
        for gap in new.gaps:
            out.item(
                f"{gap.season}: {gap.what} add up to {gap.summed:,} of {gap.printed:,} printed; taken all the same."
            )
    else:
        out.item(f"The printed totals of all {len(new.seasons)} Matches come out.")
    out.item("Every new table keeps the rules of the fact files; the compiled file is whole.")
    if plan.n_cells:
        out.item(
            f"State table against program list: {plan.n_cells - len(plan.differing):,} of {plan.n_cells:,} cells agree."
        )
        for text in plan.differing[:_SHOWN]:
            out.item(f"{text}.")
    out.item(f"The chance model was fitted to all {len(refit.fitted)} specialties of the new list.")


def _moved(out: Out, made: ProfileMoved) -> None:
    out.heading(f"Chances of {printable(made.name)}")
    if made.before is None or made.after is None:
        out.line(f"No list can be made: {made.trouble}")
        return
    rows = [
        ("chance to match with the best list", *(_said(each.outcome.p_match) for each in (made.before, made.after))),
        (
            "interview offers expected",
            *(_said(each.outcome.expected_interviews) for each in (made.before, made.after)),
        ),
        ("programs on it", str(made.before.programs), str(made.after.programs)),
    ]
    out.table(("", "before", "after"), rows)
    out.line(
        f"By the published tables alone, before and after, the chance of an interview moved by"
        f" {100 * made.mean_shift:+.2f} points on average over {made.n_compared:,} programs."
    )
    if made.moved:
        out.table(
            ("most moved", "chance of an interview before", "after"),
            [(f"{each.program_code_nrmp} {each.name}", _said(each.before), _said(each.after)) for each in made.moved],
        )
    if made.gone:
        out.line(f"On the list before and no more in the Match: {', '.join(code for code, _ in made.gone)}.")


def _said(estimate: Estimate) -> str:
    return percent(estimate) if estimate.unit == "probability" else range_of(estimate)


def update_json(new: NewSeason, plan: Update, refit: Refit, written: Sequence[Path]) -> dict[str, Any]:
    """Return all of it."""
    change = plan.change
    return {
        "schema": SCHEMA,
        "season": change.season,
        "season_before": change.before,
        "is_written": bool(written),
        "files": [path.name for path in written],
        "programs": {"before": change.n_before, "after": change.n_after},
        "positions_offered": {"before": change.positions[0], "after": change.positions[1]},
        "positions_filled": {"before": change.positions[2], "after": change.positions[3]},
        "opened": [_named(*each) for each in change.opened],
        "returned": [_named(*each) for each in change.returned],
        "closed": [_named(*each) for each in change.closed],
        "moved": [each._asdict() for each in change.moved],
        "renamed": [each._asdict() for each in change.renamed],
        "quotas": [each._asdict() for each in change.quotas],
        "revised": [each._asdict() for each in change.revised],
        "gaps": [gap._asdict() for gap in new.gaps],
        "cells_compared": plan.n_cells,
        "cells_differing": list(plan.differing),
        "specialties_fitted": list(refit.fitted),
        "seasons_must_be_calibrated": refit.had_seasons and not refit.has_seasons,
        "profiles": [_profile_json(each) for each in refit.profiles],
    }


def _named(code: str, name: str) -> dict[str, str]:
    return {"program_code_nrmp": code, "name": name}


def _profile_json(made: ProfileMoved) -> dict[str, Any]:
    return {
        "name": made.name,
        "trouble": made.trouble,
        **{
            side: None
            if summary is None
            else {
                "programs": summary.programs,
                "p_match": summary.outcome.p_match.as_json(),
                "expected_interviews": summary.outcome.expected_interviews.as_json(),
            }
            for side, summary in (("before", made.before), ("after", made.after))
        },
        "programs_compared": made.n_compared,
        "mean_shift": made.mean_shift,
        "most_moved": [
            _named(each.program_code_nrmp, each.name) | {"before": each.before.as_json(), "after": each.after.as_json()}
            for each in made.moved
        ],
        "gone": [_named(*each) for each in made.gone],
    }
