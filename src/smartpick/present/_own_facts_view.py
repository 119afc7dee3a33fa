"""Shows own facts, what an import would do, and what was changed: for a person, and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from smartpick.present._output import Footnotes, Out, printable
from smartpick.present._words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smartpick.explain.own import ChanceChange, OwnFactView
    from smartpick.facts import Facts
    from smartpick.importers import RowMatch
    from smartpick.importers.own import FactSheet
    from smartpick.profile.own import Change
    from smartpick.uncertainty import Estimate

    Changes = Sequence[tuple[Change, Mapping[str, Any] | None]]

__all__ = ["change_json", "preview_json", "show_change", "show_preview", "show_views", "views_json"]

SCHEMA = "smartpick.own-facts/1"
_SHOWN = 20
_SPOKEN = {
    "step1": "Step 1",
    "step2": "Step 2",
    "step3": "Step 3",
    "ck": "CK",
    "comlex": "COMLEX",
    "comlex2": "COMLEX Level 2-CE",
    "us": "US",
    "img": "IMG",
    "do": "DO",
    "j1": "J-1",
    "h1b": "H-1B",
    "ecfmg": "ECFMG",
    "usd": "USD",
}
_AGE = {"current": "current", "ageing": "ageing: ask again", "stale": "stale: no longer counted"}


def show_views(facts: Facts, views: Sequence[OwnFactView]) -> None:
    """Print facts beside what is known otherwise."""
    out, notes = Out(), Footnotes(facts)
    if not views:
        out.line("No own facts. `smartpick own-facts add FILE CODE FIELD VALUE --source TEXT` writes one.")
        return
    ages = Counter(str(view.age) for view in views)
    conflicts = sum(view.is_conflict for view in views)
    told = ", ".join(f"{ages[age]} {age}" for age in _AGE if ages[age])
    out.line(f"{len(views)} own fact{'s' if len(views) > 1 else ''}: {told}.")
    out.line(
        f"{conflicts} {'says' if conflicts == 1 else 'say'} another thing than a page or table: both stand side by"
        " side, and yours counts."
        if conflicts
        else "None says another thing than a page or table."
    )
    out.line("Where a fact moves no chance, it says why.")
    _views(out, notes, views)
    out.sources(notes)
    out.line(f"Facts {facts.short_version}.", "dim")


def _views(out: Out, notes: Footnotes, views: Sequence[OwnFactView]) -> None:
    last = ""
    for view in views:
        fact = view.fact
        if fact.program_code_nrmp != last:
            last = fact.program_code_nrmp
            name = view.program.name if view.program else "not in the newest Match; kept in case it comes back"
            moved = view.program and view.program.program_code_nrmp != last
            now = f" (now {view.program.program_code_nrmp})" if view.program and moved else ""
            out.heading(printable(f"{last}{now}  {name}"))
        kind = "" if not _asks(fact.field) else ", a rule" if fact.strict else ", a preference"
        out.item(printable(f"{_words(fact.field)}: {_value(fact.value)}{kind}. {fact.source}, {fact.date}."))
        out.line(f"{_AGE[str(view.age)]}; {_why(view)}", first="  ", rest="  ")
        for each in view.ours:
            mark = {True: "agrees", False: "DIFFERS", None: "beside it"}[each.agrees]
            out.line(printable(f"{mark}: {each.text} {notes.mark(each.fact_ids)}"), first="  ", rest="    ")


def _why(view: OwnFactView) -> str:
    if view.program is None:
        return "does nothing: the program is not in the newest Match"
    if view.use is None:
        return "does nothing: a fact under the program's newer code goes over it"
    return view.use.why


def _words(field: str) -> str:
    """Return a field as it is spoken.

    Examples
    --------
    >>> _words("minimum_step2_ck"), _words("non_us_citizen_img_share")
    ('minimum Step 2 CK', 'non US citizen IMG share')
    """
    return " ".join(_SPOKEN.get(word, word) for word in field.split("_"))


def _asks(field: str) -> bool:
    from smartpick.profile.own import field_rules

    return field_rules()[field].is_requirement


def _value(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


def show_preview(
    sheet: FactSheet, matches: Sequence[RowMatch], changes: Changes, entries: Sequence[Mapping[str, Any]]
) -> None:
    """Print what an import would do."""
    out = Out()
    n_known = sum(match.program is not None for match in matches)
    counts = Counter(str(change) for change, _ in changes)
    out.line(f"{len(matches)} rows, of which {n_known} are programs of the directory; {len(entries)} facts about them.")
    out.line(
        f"{counts['new']} new, {counts['replaced']} in place of another value, {counts['confirmed']} the same as"
        f" before, {counts['older']} older than what you have (left as it is)."
    )
    out.line("Nothing is written yet: --write writes them.")
    out.heading("Columns")
    out.table(
        ("column", "header", "read as", "values"),
        [(c.number, printable(c.header), _words(c.use) or "not used", c.n_values) for c in sheet.columns],
    )
    out.line('Another meaning: --map "HEADER=FIELD"; docs/own-facts.md lists the fields, and skip leaves it out.')
    _replaced(out, changes, entries)
    open_rows = [match for match in matches if match.program is None]
    if open_rows:
        out.heading(f"Rows without a program ({len(open_rows)})")
        for match in open_rows[:_SHOWN]:
            near = ", ".join(f"{p.program_code_nrmp} {p.name}" for p in match.options[:3])
            text = f"Row {match.row.line}, “{match.row.text}”: {match.how}.{f' Near: {near}.' if near else ''}"
            out.item(printable(text))
        out.line("--choose ROW=CODE says which is meant.")
    if sheet.problems:
        out.heading(f"Cells that cannot be read ({len(sheet.problems)})")
        for problem in sheet.problems:
            out.item(printable(str(problem)))
        out.line("While they stand nothing is written; --skip-wrong leaves them out.")


def _replaced(out: Out, changes: Changes, entries: Sequence[Mapping[str, Any]]) -> None:
    told = [
        (entry, before)
        for (change, before), entry in zip(changes, entries, strict=True)
        if before is not None and str(change) in {"replaced", "older"}
    ]
    if not told:
        return
    out.heading("Beside what you have")
    for entry, before in told[:_SHOWN]:
        out.item(
            printable(
                f"{entry['program_code_nrmp']} {_words(str(entry['field']))}: {_value(before.get('value'))}"
                f" ({before.get('source')}, {before.get('date')}) -> {_value(entry['value'])}"
                f" ({entry['source']}, {entry['date']})"
            )
        )


def show_change(
    facts: Facts,
    changes: Changes,
    entries: Sequence[Mapping[str, Any]],
    changed: Sequence[ChanceChange],
    views: Sequence[OwnFactView],
    file: str,
    *,
    is_written: bool,
) -> None:
    """Print what was changed, and what that does."""
    out, notes = Out(), Footnotes(facts)
    facts_told = f"{len(entries)} fact{'s' if len(entries) != 1 else ''}"
    if changes:
        done = "written into" if is_written else "tried on, nothing was written into"
    else:
        done = "taken out of" if is_written else "tried without, nothing was changed in"
    out.line(f"{facts_told} {done} {file}.")
    moved = [each for each in changed if not each.is_same]
    if not moved:
        out.line("No chance of an interview moves by it.")
    for each in moved[:_SHOWN]:
        out.line(printable(f"{each.program.name}: chance of an interview {_told(each)}."))
    _replaced(out, changes, entries) if changes else None
    if 0 < len(views) <= _SHOWN:
        _views(out, notes, views)
        if notes.lines():
            out.sources(notes)
    out.line(f"Facts {facts.short_version}.", "dim")


def _told(each: ChanceChange) -> str:
    return f"{_chance(each.before, each.rule_before)} before, {_chance(each.after, each.rule_after)} now"


def _chance(estimate: Estimate | None, rule: str) -> str:
    if estimate is None:
        return "ruled out" if rule else "none worked out"
    return percent(estimate)


def views_json(facts: Facts, views: Sequence[OwnFactView]) -> dict[str, Any]:
    """Return facts beside what is known otherwise."""
    return {"schema": SCHEMA, "facts_version": facts.version, "own_facts": list(map(_view_json, views))}


def _view_json(view: OwnFactView) -> dict[str, Any]:
    fact = view.fact
    return {
        "program_code_nrmp": fact.program_code_nrmp,
        "counts_for": view.program.program_code_nrmp if view.program else None,
        "name": view.program.name if view.program else None,
        "field": fact.field,
        "value": fact.value,
        "strict": fact.strict,
        "source": fact.source,
        "date": fact.date.isoformat(),
        "age": str(view.age),
        "effect": str(view.use.effect) if view.use else None,
        "why": _why(view),
        "is_conflict": view.is_conflict,
        "ours": [{"text": each.text, "agrees": each.agrees, "facts": list(each.fact_ids)} for each in view.ours],
    }


def _entry_json(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in entry.items()}


def _changes_json(changes: Changes, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not changes:
        return [_entry_json(entry) | {"change": "removed", "before": None} for entry in entries]
    return [
        _entry_json(entry)
        | {"change": str(change), "before": None if before is None else _entry_json(before).get("value")}
        for (change, before), entry in zip(changes, entries, strict=True)
    ]


def preview_json(
    sheet: FactSheet, matches: Sequence[RowMatch], changes: Changes, entries: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what an import would do."""
    return {
        "schema": "smartpick.own-facts-import/1",
        "is_written": False,
        "columns": [
            {"number": c.number, "header": c.header, "use": c.use or None, "values": c.n_values} for c in sheet.columns
        ],
        "rows": [
            {
                "line": match.row.line,
                "program_code_nrmp": match.program.program_code_nrmp if match.program else None,
                "how": match.how,
                "options": [each.program_code_nrmp for each in match.options],
            }
            for match in matches
        ],
        "facts": _changes_json(changes, entries),
        "problems": [{"where": p.where, "what": p.what, "why": p.why, "fix": p.fix} for p in sheet.problems],
    }


def change_json(
    changes: Changes,
    entries: Sequence[Mapping[str, Any]],
    changed: Sequence[ChanceChange],
    views: Sequence[OwnFactView],
    *,
    is_written: bool,
) -> dict[str, Any]:
    """Return what was changed, and what that does."""
    return {
        "schema": "smartpick.own-facts-change/1",
        "is_written": is_written,
        "facts": _changes_json(changes, entries),
        "chances": [
            {
                "program_code_nrmp": each.program.program_code_nrmp,
                "name": each.program.name,
                "before": None if each.before is None else each.before.as_json(),
                "after": None if each.after is None else each.after.as_json(),
                "rule_before": each.rule_before,
                "rule_after": each.rule_after,
            }
            for each in changed
        ],
        "own_facts": list(map(_view_json, views)),
    }
