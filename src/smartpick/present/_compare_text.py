"""What changed since a list was saved: for a person, three sentences first, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._list_looks import points
from smartpick.present._output import Out
from smartpick.present._words import percent
from smartpick.uncertainty import as_percent

if TYPE_CHECKING:
    from smartpick.explain.look import ChangedInput, ListChanges
    from smartpick.facts import Facts

__all__ = ["SCHEMA", "answer_of", "compare_json", "show_compare"]

SCHEMA = "smartpick.compare/1"
_MOST_SHOWN = 30
_MOST_SIGNALS = 10
_WORDS = {
    "facts": "the published facts",
    "season": "the season",
    "today": "the day",
    "seed": "the seed",
    "limits": "what was asked for",
    "limits.max_programs": "the number asked for",
    "limits.budget_usd": "the budget asked for",
    "limits.areas": "the areas asked for",
    "limits.specialties": "the specialties asked for",
    "profile": "your profile",
}


def answer_of(found: ListChanges) -> tuple[str, str, str]:
    """Return three sentences: what came and went, what it does, and what lies behind it."""
    earlier, outcome = found.earlier, found.summary.outcome
    if found.entering or found.leaving:
        came, went = len(found.entering), len(found.leaving)
        first = (
            f"Since the list of {earlier.today}, {came} program{'' if came == 1 else 's'} came onto it and {went} left"
            f" it; {found.kept} stayed."
        )
    else:
        first = f"The same {found.kept} programs are on it as on the list of {earlier.today}."
    mean, low, high = map(as_percent, earlier.p_match)
    second = (
        f"The chance of matching was {mean} % ({low} to {high}) for ${earlier.cost_usd:,.0f}, and is"
        f" {percent(outcome.p_match)} for ${found.summary.cost.total_usd:,.0f}."
    )
    tried = [each for each in found.inputs if each.p_match is not None]
    if not found.inputs:
        return first, second, "None of the inputs changed."
    if not tried:
        names = " and ".join(_name(each) for each in found.inputs)
        return first, second, f"What changed is {names}, which could not be tried by itself."
    most = max(tried, key=lambda each: (len(each.entering) + len(each.leaving), _size(each)))
    third = f"By itself, {_name(most)} does most to the list: {len(most.entering)} come and {len(most.leaving)} go"
    return first, second, f"{third}, and the chance of matching changes by {_points(most)}."


def _size(each: ChangedInput) -> float:
    return 0.0 if each.p_match is None else abs(each.p_match.mean)


def _points(each: ChangedInput) -> str:
    return "unknown" if each.p_match is None else points(each.p_match)


def _name(each: ChangedInput) -> str:
    if each.name.startswith("profile."):
        return f"the part “{each.name.removeprefix('profile.')}” of your profile"
    return _WORDS.get(each.name, each.name)


def show_compare(facts: Facts, found: ListChanges) -> None:
    """Write what changed."""
    out = Out()
    for sentence in answer_of(found):
        out.line(sentence)
    if found.inputs:
        out.heading("What changed, and what each change does by itself")
        rows = [
            (
                _name(each),
                each.text,
                "" if each.p_match is None else str(len(each.entering)),
                "" if each.p_match is None else str(len(each.leaving)),
                each.why_not or _points(each),
            )
            for each in found.inputs
        ]
        out.table(("input", "then and now", "come", "go", "chance of matching"), rows)
        out.line(
            "Each line sets one input back to what it was and makes the list again; the effects need not add up to the"
            " whole, since they meet in one list.",
            "dim",
        )
    for heading, programs in (("Came onto the list", found.entering), ("Left the list", found.leaving)):
        if programs:
            out.heading(f"{heading}, {len(programs)}")
            more = f"; and {len(programs) - _MOST_SHOWN} more" if len(programs) > _MOST_SHOWN else ""
            out.line("; ".join(f"{name}, {code}" for code, name in programs[:_MOST_SHOWN]) + more + ".")
    if found.signals:
        out.heading("Signals that moved")
        for code, name, was, now in found.signals[:_MOST_SIGNALS]:
            out.item(f"{name}, {code}: {was} → {now}")
        if len(found.signals) > _MOST_SIGNALS:
            out.item(f"and at {len(found.signals) - _MOST_SIGNALS} more")
    out.line()
    out.line(f"Facts {facts.short_version}, profile {found.profile_hash}, seed {found.seed}.", "dim")


def compare_json(facts: Facts, found: ListChanges) -> dict[str, Any]:
    """Return what changed as plain data; the same question gives the same bytes."""
    earlier, outcome = found.earlier, found.summary.outcome
    mean, low, high = earlier.p_match
    return {
        "schema": SCHEMA,
        "facts_version": found.facts_version,
        "season": found.season,
        "today": found.today.isoformat(),
        "seed": found.seed,
        "profile_hash": found.profile_hash,
        "answer": list(answer_of(found)),
        "old": {
            "facts_version": earlier.facts_version,
            "season": earlier.season,
            "today": earlier.today.isoformat(),
            "seed": earlier.seed,
            "profile_hash": earlier.profile_hash,
            "programs": len(earlier.programs),
            "cost_usd": earlier.cost_usd,
            "p_match": {"mean": mean, "low": low, "high": high},
        },
        "new": {
            "programs": found.summary.programs,
            "cost_usd": found.summary.cost.total_usd,
            "p_match": outcome.p_match.as_json(),
        },
        "kept": found.kept,
        "entering": [{"program_code_nrmp": code, "name": name} for code, name in found.entering],
        "leaving": [{"program_code_nrmp": code, "name": name} for code, name in found.leaving],
        "signals": [
            {"program_code_nrmp": code, "name": name, "old": was, "new": now} for code, name, was, now in found.signals
        ],
        "inputs": [
            {
                "input": each.name,
                "text": each.text,
                "p_match": None if each.p_match is None else each.p_match.as_json(),
                "cost_usd": each.cost_usd,
                "entering": list(each.entering),
                "leaving": list(each.leaving),
                "why_not": each.why_not,
            }
            for each in found.inputs
        ],
        "left_out": list(facts.left_out),
    }
