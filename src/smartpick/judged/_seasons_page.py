"""The parts of the page about simulated seasons and about lists."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from smartpick.judged._lists import BEST, CHOOSERS, OURS, Lists
from smartpick.judged._seasons import GROUPS, SEASON_TOLERANCES, Group, SeasonFigure, Seasons, share_inside

__all__ = ["grid", "lists_part", "seasons_figures", "seasons_part"]

_TITLE = "## Simulated seasons beside the published figures"
_DENOMINATORS = {
    "fill_pct": "% of positions offered",
    "rate": "% matched, of those who preferred it and ranked a program",
    "band": "% matched, of US MD seniors who preferred it, from Step 2 CK",
    "ranks": "mean contiguous ranks of non-US IMGs",
    "offers": "% of applications with an interview offer, mean over programs",
    "rankers": "people who preferred it and ranked a program",
    "score_gap": "Step 2 CK points, matched less unmatched",
    "score_mean": "mean Step 2 CK of those who ranked a program",
    "share_ranking": "% who ranked a program, of those who preferred it and applied",
    "share_matched": "% matched",
    "share_with_first_year": "% with a first year, of those matched to a position that begins with the second",
}
_PERCENT = frozenset({"rate", "band", "offers", "share_ranking", "share_matched", "share_with_first_year"})
_ABOUT = """\
Whole seasons are simulated with made-up applicants and fitted to the figures that are published of each specialty.
A figure in this section was **in sight** of the fit unless it is marked otherwise: what is tested here is that the
seasons look like the published ones, not that they predict. *Unseen seeds* are seasons of the fitted parameters with
random numbers that the fit did not use; *draws* are the mean over the parameter draws that are shipped and used.
Specialties without published match rates of every type are *pooled*: figures worked out from other specialties stand
in, and none of those counts here. The error of a specialty is the mean absolute error over its figures (for interview
rates the root mean square in log-odds); *mean* is over specialties.
"""


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])


def seasons_part(seasons: Seasons | None) -> str:
    """Return the section on simulated seasons."""
    if seasons is None:
        return (
            f"{_TITLE}\n\nThis build has no simulated seasons, so there is nothing to compare: every chance comes from"
            " the table model.\n"
        )
    counts = {
        status: sum(each == status for each, _ in seasons.status.values())
        for status in dict.fromkeys(each for each, _ in seasons.status.values())
    }
    said = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
    lead = f"{said}; {seasons.n_draws} draws of each that is simulated.\n"
    parts = [_bars(seasons), _inside(seasons), _couples(seasons), _by_specialty(seasons)]
    return "\n".join([_TITLE, "", _ABOUT, lead, *parts])


def _bars(seasons: Seasons) -> str:
    rows = []
    for group in GROUPS:
        cells = []
        for unseen in (True, False):
            value = seasons.error(group, unseen=unseen)
            cells.append("–" if value is None else f"{value:.2f}, {'reached' if value <= group.bar else '**missed**'}")
        limit = SEASON_TOLERANCES.get(group.key)
        n = sum(group.of(seasons.of(key), unseen=True) is not None for key in seasons.simulated)
        allowed = "–" if limit is None else f"{limit:g}"
        rows.append((group.title, group.unit, str(n), f"{group.bar:g}", *cells, allowed))
    head = ("figures", "in", "specialties", "bar", "unseen seeds", "draws", "allowed in a build, unseen seeds")
    return grid(head, rows)


def _inside(seasons: Seasons) -> str:
    hits, n = seasons.inside(fitted=True)
    if not n:
        return "No published figure can be set beside an interval.\n"
    share, low, high = (100 * each for each in share_inside(hits, n))
    return (
        f"Of {n:,} published figures that the fit used, {hits:,} lie in the central 90 % of the draws (mean ± 1.645"
        f" standard deviations): {share:.0f} % ({low:.0f} to {high:.0f}). Of a good fit it is"
        " 90 % at least, since the figures were in sight.\n"
    )


def _couples(seasons: Seasons) -> str:
    """Say how couples came out, which no fit looked at."""
    simulated = seasons.couples()
    if not math.isfinite(simulated) or not math.isfinite(seasons.couples_matched):
        return ""
    return (
        f"Not in any fit: of people in couples {100 * simulated:.1f} % matched in the draws (specialties weighted by"
        f" their US seniors); of the nation's couples, over all specialties, {100 * seasons.couples_matched:.1f} %.\n"
    )


def _by_specialty(seasons: Seasons) -> str:
    rows = []
    for key, (status, reason) in seasons.status.items():
        own = seasons.of(key)
        cells = [_error(group, own) if status in {"fitted", "pooled"} else "–" for group in GROUPS]
        rows.append((key, status, reason or "–", *cells))
    head = ("specialty", "status", "why", *(f"{group.title}, {group.unit}" for group in GROUPS))
    return "Error of each specialty on unseen seeds; ✗ is above the bar.\n\n" + grid(head, rows)


def _error(group: Group, figures: Sequence[SeasonFigure]) -> str:
    value = group.of(figures, unseen=True)
    if value is None:
        return "–"
    return f"{value:.2f}{'' if value <= group.bar else ' ✗'}"


def seasons_figures(seasons: Seasons | None) -> str:
    """Return every figure of every simulated specialty."""
    if seasons is None or not seasons.figures:
        return ""
    rows = []
    for each in seasons.figures:
        head, _, tail = each.name.partition(".")
        if not math.isfinite(each.published) and not math.isfinite(each.mean):
            continue
        inside = {None: "–", True: "yes", False: "no ✗"}[each.is_inside]
        if not math.isfinite(each.published):
            origin = "not published"
        else:
            origin = "worked out" if each.is_derived else "published"
        rows.append(
            (
                each.specialty,
                _label(head, tail),
                _number(head, each.published),
                origin,
                "fitted" if each.is_fitted else "not fitted",
                _number(head, each.unseen),
                f"{_number(head, each.mean)} ± {_number(head, each.sd)}",
                inside,
            )
        )
    head_row = ("specialty", "figure", "published", "how", "in the fit", "unseen seeds", "draws, mean ± sd", "in 90 %")
    lead = (
        "## Figure by figure: simulated seasons\n\nBands stand at the scores of this season: published bands moved up"
        " by how much scores have risen. *Worked out* figures follow from others that are published.\n\n"
    )
    return lead + grid(head_row, rows)


def _label(head: str, tail: str) -> str:
    """Return what a figure is of, with its denominator.

    Examples
    --------
    >>> _label("fill_pct", "us_md_senior"), _label("ranks", "matched")
    ('% of positions offered: us_md_senior', 'mean contiguous ranks of non-US IMGs: matched')
    """
    told = _DENOMINATORS.get(head, head)
    if head == "band":
        return f"{told} {float(tail):.0f}"
    return f"{told}: {tail}"


def _number(head: str, value: float) -> str:
    if not math.isfinite(value):
        return "–"
    if head == "rankers":
        return f"{value:,.0f}"
    shown = 100 * value if head in _PERCENT else value
    return f"{shown:.2f}" if abs(shown) < 10 else f"{shown:.1f}"


def lists_part(lists: Lists | None) -> str:
    """Return the section on lists."""
    if lists is None:
        return ""
    judge = (
        "the market model with all facts, that is in simulated seasons"
        if lists.is_simulated
        else "the **table model** with all facts, because this build lacks simulated seasons of"
        " some specialty: chooser and judge are then one model, which flatters SmartPick and tests its choice little"
    )
    parts = [
        "## Lists chosen a season before",
        "",
        (
            f"Made-up applicants choose lists for the Match of {lists.judged_in} with facts up to {lists.chosen_until}"
            f" only; every list is then judged by {judge}. The judge shares its assumptions with the chooser and knows"
            " no real applicant: this shows whether the choice survives a season's change, not that the chances are"
            " right. The candidates are all open tracks of one specialty; application fees are left out."
        ),
        "",
        grid(("chooser", "what it does"), [(f"**{name}**", about) for name, about in CHOOSERS.items()]),
        _gains(lists),
    ]
    numbers = list(dict.fromkeys(each.number for each in lists.results))
    parts += [_results(lists, number) for number in numbers]
    return "\n".join(parts)


def _range(draws: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    low, high = np.quantile(draws, [0.05, 0.95])
    return f"{100 * draws.mean():+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"


def _gains(lists: Lists) -> str:
    numbers = list(dict.fromkeys(each.number for each in lists.results))
    cases = list(dict.fromkeys(each.case for each in lists.results))
    rows = []
    for name in CHOOSERS:
        if name == OURS:
            continue
        cells = []
        for number in numbers:
            ahead = sum(bool(lists.gain(number, name, case).mean() > 0) for case in cases)
            cells += [_range(lists.gain(number, name)), f"{ahead} of {len(cases)}"]
        rows.append((name, *cells))
    head = ["over"]
    for number in numbers:
        head += [f"{number} programs", f"{OURS} ahead"]
    lost = [
        f"{name} ({number} programs)"
        for name in CHOOSERS
        for number in numbers
        if name not in {OURS, BEST} and lists.gain(number, name).mean() <= 0
    ]
    verdict = (
        f"On average over the applicants {OURS} is not ahead of: {'; '.join(lost)}."
        if lost
        else f"On average over the applicants {OURS} is ahead of every simple chooser."
    )
    unsure = [
        f"{name} ({number} programs)"
        for name in CHOOSERS
        for number in numbers
        if name not in {OURS, BEST}
        and np.quantile(lists.gain(number, name), 0.05) <= 0 < lists.gain(number, name).mean()
    ]
    if unsure:
        verdict += f" The range of the gain reaches down to zero over: {'; '.join(unsure)}."
    lead = f"Gain in the chance to match, points, mean over applicants (90 % range over draws). {verdict}\n\n"
    return lead + grid(head, rows)


def _results(lists: Lists, number: int) -> str:
    rows = []
    for case in dict.fromkeys(each.case for each in lists.results):
        found = lists.of(case, number)
        best = max(found[name].p_match.mean() for name in CHOOSERS if name != BEST)
        cells = []
        for name in CHOOSERS:
            each = found[name]
            shown = f"{100 * each.p_match.mean():.1f}, {each.interviews.mean():.1f}"
            is_best = name != BEST and each.p_match.mean() >= best - 1e-12
            cells.append(f"**{shown}**" if is_best else shown)
        rows.append((case, found[OURS].specialty, *cells))
        gains = ("–" if name == OURS else _range(lists.gain(number, name, case)) for name in CHOOSERS)
        rows.append((f"{case}: gain of {OURS}", "", *gains))
    lead = (
        f"### {number} programs\n\nChance to match in percent, and interview offers; the best but the last in bold.\n\n"
    )
    return lead + grid(("applicant", "specialty", *CHOOSERS), rows)
