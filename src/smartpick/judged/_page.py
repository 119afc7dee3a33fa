"""Writes the record for a reader (``docs/calibration.md``) and for a program (``docs/calibration.csv``)."""

from __future__ import annotations

import csv
import io

from smartpick.judged._judge import Judged, Record, Score, within_specialties
from smartpick.judged._seasons_page import grid, lists_part, seasons_figures, seasons_part
from smartpick.judged._tolerances import MARKS, TOLERANCES, measure
from smartpick.judged._trials import FITTED, Trial

__all__ = ["report", "table"]

_WORSE = 1.1
_UNITS = {
    "points": "points",
    "logit": "log-odds",
    "score points": "score points",
    "interviews": "interviews",
    "event": "Brier score",
}
_LISTED = ("match_rates_left_out", "interviews_types_left_out", "interviews_states_left_out", "overall_next")
_LISTED_TOO = ("interviews_signals_left_out", "match_given_offers", "md_bands_left_out")
_INTRO = """\
# How right the chances are

Every chance that SmartPick shows rests on published figures. This page asks its models for published figures and
sets their answers beside what was published, next to the simplest answers that anybody could give. Where a simple
answer is nearer, the page says so.

How to read it:

* **In sight** means that a model was given the figure and repeats it. That shows that it was built as meant, not
  that it is right. **Left out** and **next season** are the real tests: the figures asked for, and whatever is
  listed as hidden with them, are deleted from the copy of the facts that the model reads.
* **Mean error** is how far off the answers are on average, without regard to the direction. *Points* are points of
  100: a chance of 63 % for a published 60 % is off by 3 points. *Weighted* counts each figure by how many people it
  is about, so that a band with one applicant does not count as much as one with a thousand. *Log-odds* are used for
  interview rates, which run from 1 % to 70 %: 0.5 means odds off by a factor of 1.6, 1.0 by a factor of 2.7.
* **Inside 90 %** says how many published figures lie in the model's 90 % interval. It should be about 90 %: less
  means that the intervals are too narrow, more that they are too wide. The range behind it is the 95 % binomial
  (Wilson) interval of that share; figures of one specialty move together, so the true doubt is larger.
* Models of one table are scored on the same figures. *Used* says how many of them the model could see and uses.
"""
_LATER = """\
## What is not judged yet

* **Lists of real applicants.** What became of a list is published nowhere. Lists are judged in simulated seasons
  only, which were fitted to the same figures that the chances rest on.
* **The score in interviews, single programs, failed attempts, years since graduation, visas.** Nothing is published
  that could be asked for. What the model says of them rests on named assumptions.
* **US-citizen IMGs and prior graduates by specialty.** Their published figures count other people than the model's
  levels do, so that no fair comparison is possible.
* **Match rates by specialty in the next season.** No table of them is at hand for two seasons in a row.
* **Assumptions** were written by people who knew the figures up to 2026. Deleting facts does not delete that
  knowledge: the left-out and next-season results of models that use assumptions are a little flattered.
  Two constants of the table model are known to be such: its mean score slope of 0.97 was taken over all specialties,
  and the 10 positions by which it shrinks state shares were chosen with the shares of 2026 in view. The rival that
  learns its shrinkage from 2025 alone is the clean one.
"""


def report(record: Record) -> str:
    """Return docs/calibration.md."""
    parts = [_INTRO, _models(record), _summary(record), _marks(record)]
    # A record of single models says nothing of the whole build.
    if record.lists is not None or record.seasons is not None:
        parts += [seasons_part(record.seasons), lists_part(record.lists)]
    parts += [_trial(record, trial) for trial in record.trials if trial.published]
    parts += [_LATER, _tolerances(record)]
    parts += [_bands_by_specialty(record)]
    parts += [_figures(record, trial) for trial in record.trials if trial.key in (*_LISTED, *_LISTED_TOO)]
    parts.append(seasons_figures(record.seasons))
    parts.append(
        f"Facts {record.facts.short_version}, seed {record.seed}. `smartpick market report --out FOLDER` makes this"
        " page again, and beside it `calibration.csv` with every figure and its row.\n"
    )
    return "\n".join(part for part in parts if part)


def table(record: Record) -> str:
    """Return docs/calibration.csv: one row for each figure, and for each model its answer, interval and use.

    A column is empty where the model gives no answer, or no interval.
    """
    out = io.StringIO()
    names = [model.name for model in record.models]
    head = ["trial", "way", "unit", "fact_ids", "specialty", "applicant_type", "stratum", "season", "place", "n"]
    for name in names:
        head += [f"{name}: {cell}" for cell in ("answer", "low", "high", "used")]
    write = csv.writer(out, lineterminator="\n")
    write.writerow([*head[:10], "published", *head[10:]])
    answers = {(row.trial, row.published.asked.key, row.model): row for row in record.rows}
    for trial in record.trials:
        for published in trial.published:
            asked = published.asked
            row = [
                trial.key, trial.way, trial.unit, ";".join(published.fact_ids), asked.specialty, asked.applicant_type,
                asked.stratum, asked.season, asked.place, "" if published.n is None else published.n,
                _digits(published.value),
            ]  # fmt: skip
            for name in names:
                found = answers.get((trial.key, asked.key, name))
                if found is None:
                    row += ["", "", "", ""]
                    continue
                row += [_digits(found.mean), _digits(found.low), _digits(found.high), "yes" if found.was_used else "no"]
            write.writerow(row)
    return out.getvalue()


def _digits(value: float | None) -> str:
    """Return a figure with five decimals at most: steady between machines."""
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")


def _models(record: Record) -> str:
    rows = [(f"**{model.name}**", model.about) for model in record.models]
    return "## Who answers\n\n" + grid(("model", "what it does"), rows)


def _key_measure(trial: Trial, score: Score) -> float:
    if trial.unit == "event":
        return score.brier or 0.0
    if trial.unit == "logit":
        return score.rms
    return score.mean_absolute if score.weighted is None else score.weighted


def _scores(record: Record, trial: Trial) -> list[Score]:
    return [score for model in record.models if (score := record.score(trial.key, model.name)) is not None]


def _summary(record: Record) -> str:
    """Return who is nearest in each test on figures that were not in sight."""
    rows, losses = [], []
    ours = [model.name for model in record.models][-1]
    for trial in record.trials:
        found = _scores(record, trial)
        if trial.way == FITTED or not found:
            continue
        complete = [score for score in found if score.n == max(each.n for each in found)]
        best = min(complete, key=lambda score: _key_measure(trial, score))
        own = record.score(trial.key, ours)
        digits = 4 if trial.unit == "event" else 2
        said = "no answer" if own is None else f"{_key_measure(trial, own):.{digits}f}"
        # Of two models with the same answers neither is nearer.
        is_nearest = own is not None and _key_measure(trial, own) <= _key_measure(trial, best) + 1e-9
        if own in complete:
            verdict = "nearest" if is_nearest else f"**{best.model} is nearer**"
            if is_nearest and best.model != ours:
                verdict = f"nearest, as the {best.model}"
        else:
            verdict = "answers too few to compare"
        shown = "rms, log-odds" if trial.unit == "logit" else _UNITS[trial.unit]
        rows.append((trial.title, shown, f"{best.model}: {_key_measure(trial, best):.{digits}f}", said, verdict))
        if own in complete and not is_nearest:
            losses.append(f"{trial.title} ({best.model})")
    text = (
        f"On {len(losses)} of {len(rows)} tests a simpler answer is nearer than the {ours}: {'; '.join(losses)}."
        if losses
        else f"On none of {len(rows)} tests is a simpler answer nearer than the {ours}."
    )
    text += _less_well(record, ours)
    head = ("test", "in", "nearest", f"{ours}", "verdict")
    return f"## In short\n\n{text}\n\n" + grid(head, rows)


def _less_well(record: Record, ours: str) -> str:
    """Return which figures in sight the last model repeats less well than another chance model before it."""
    said = []
    for trial in record.trials:
        own = record.score(trial.key, ours)
        before = record.score(trial.key, "table model")
        if trial.way != FITTED or own is None or before is None or ours == before.model:
            continue
        mine, theirs = _key_measure(trial, own), _key_measure(trial, before)
        if mine > _WORSE * theirs:
            said.append(f"{trial.title} ({mine:.2f} against {theirs:.2f})")
    if not said:
        return ""
    return (
        f"\n\nFigures that are in sight the {ours} repeats less well than the table model, which takes them over as"
        f" they are: {'; '.join(said)}."
    )


def _marks(record: Record) -> str:
    rows = []
    names = [model.name for model in record.models]
    for mark in MARKS:
        cells = []
        for name in names:
            score = record.score(mark.trial, name)
            value = measure(score, mark.measure) if score else None
            if value is None:
                cells.append("–")
            else:
                shown = f"{100 * value:.0f} %" if mark.measure == "coverage" else f"{value:.2f}"
                cells.append(f"{shown}, {'reached' if mark.low <= value <= mark.high else 'missed'}")
        rows.append((mark.text, *cells))
    return "## What is aimed at\n\n" + grid(("mark", *names), rows)


def _trial(record: Record, trial: Trial) -> str:
    rows: list[tuple[str, ...]] = []
    for score in _scores(record, trial):
        inside = "no interval"
        if score.coverage:
            share, low, high = (100 * each for each in score.coverage)
            inside = f"{score.inside} of {score.with_interval}, {share:.0f} % ({low:.0f} to {high:.0f})"
        if trial.unit == "event":
            rows.append((score.model, f"{score.n:,}", f"{score.brier:.4f}", f"{score.auc:.3f}", f"{score.bias:+.3f}"))
            continue
        digits = 3 if trial.unit == "logit" else 2
        rows.append(
            (
                score.model,
                f"{score.n:,} of {score.n_of:,}",
                f"{score.mean_absolute:.{digits}f}",
                "–" if score.weighted is None else f"{score.weighted:.{digits}f}",
                f"{score.rms:.{digits}f}",
                f"{score.bias:+.{digits}f}",
                inside,
                f"{score.was_used:,}",
            )
        )
    unit = _UNITS[trial.unit]
    head: tuple[str, ...] = (
        "model", "figures", f"mean error, {unit}", "weighted", "root mean square", "on average too high (+)",
        "inside 90 %", "used",
    )  # fmt: skip
    if trial.unit == "event":
        head = ("model", "programs", "Brier score (lower is better)", "area under the curve", "too high (+)")
    text = f"## {trial.title}\n\n*{trial.way.capitalize()}.* {trial.about}\n\n" + grid(head, rows)
    return text + (_order(record) if trial.unit == "event" else "")


def _order(record: Record) -> str:
    """Return the area under the curve by specialty."""
    names = list(dict.fromkeys(model for _, model in record.by_specialty))
    rows = []
    for specialty in dict.fromkeys(specialty for specialty, _ in record.by_specialty):
        found = [record.by_specialty[specialty, name] for name in names]
        cells = [f"{each[2]:.3f}" for each in found]
        rows.append((specialty, f"{found[0][0]:,}", f"{found[0][1]:,}", *cells))
    lead = (
        "\nThe area under the curve within a specialty: how often a program that went unfilled had been given the"
        " higher chance than one that filled. 0.5 is a coin.\n\n"
    )
    return lead + grid(("specialty", "programs", "unfilled", *names), rows)


def _tolerances(record: Record) -> str:
    rows = []
    for each in TOLERANCES:
        score = record.score(each.trial, each.model)
        value = measure(score, each.measure) if score else None
        rows.append(
            (
                each.trial,
                each.model,
                each.measure,
                f"{each.low:g} to {each.high:g}",
                "–" if value is None else f"{value:.3f}",
            )
        )
    lead = "## Tolerances\n\nA build outside any of these is not released.\n\n"
    return lead + grid(("test", "model", "measure", "allowed", "now"), rows)


def _bands_by_specialty(record: Record) -> str:
    """Return the weighted error of the left-out bands, specialty by specialty."""
    rows = [row for row in record.rows if row.trial == "md_bands_left_out"]
    if not rows:
        return ""
    names = list(dict.fromkeys(row.model for row in rows))
    errors = {name: within_specialties([row for row in rows if row.model == name]) for name in names}
    people: dict[str, int] = {}
    for row in rows:
        if row.model == names[0]:
            key = row.published.asked.specialty
            people[key] = people.get(key, 0) + (row.published.n or 0)
    lines = [
        (key, f"{people[key]:,}", *(f"{errors[name][key]:.1f}" if key in errors[name] else "–" for name in names))
        for key in sorted(people)
    ]
    lead = "## US MD bands left out, by specialty\n\nMean error in points, weighted by people.\n\n"
    return lead + grid(("specialty", "people", *names), lines)


def _figures(record: Record, trial: Trial) -> str:
    """Return every figure of one trial beside every answer."""
    rows: dict[str, dict[str, Judged]] = {}
    for row in record.rows:
        if row.trial == trial.key:
            rows.setdefault(row.published.asked.key, {})[row.model] = row
    if not rows:
        return ""
    names = [model.name for model in record.models if any(model.name in each for each in rows.values())]
    lines = []
    for found in rows.values():
        published = next(iter(found.values())).published
        asked = published.asked
        lines.append(
            (
                asked.specialty,
                asked.applicant_type,
                asked.stratum,
                "–" if published.n is None else f"{published.n:,}",
                _percent(published.value),
                *(_cell(found.get(name)) for name in names),
            )
        )
    head = ("specialty", "group", "stratum", "n", "published", *names)
    return f"## Figure by figure: {trial.title}\n\n*{trial.way.capitalize()}.* Percent, 90 % interval.\n\n" + grid(
        head, lines
    )


def _percent(value: float) -> str:
    return f"{100 * value:.1f}" if value < 0.2 else f"{100 * value:.0f}"


def _cell(row: Judged | None) -> str:
    if row is None:
        return "–"
    if row.low is None or row.high is None:
        return _percent(row.mean)
    return f"{_percent(row.mean)} ({_percent(row.low)} to {_percent(row.high)}){'' if row.is_inside else ' ✗'}"
