"""The report for an advisor: what the list is, what it comes to, why, what is not known, and where figures come from.

Made to be read in twenty minutes; pages about single programs come on request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from smartpick.present._output import printable
from smartpick.present._programs_view import COLUMNS, UNKNOWN, program_rows
from smartpick.present._report_words import (
    curve_alt,
    dropped_lines,
    find_out_line,
    question_lines,
    whisker_alt,
    who_lines,
)
from smartpick.present._words import COMPARED, assumption_text, bill, percent, range_of, season_line, sign, tier_name

if TYPE_CHECKING:
    from smartpick.explain import ListedProgram, Summary
    from smartpick.present._export import Export
    from smartpick.present._sheet_rows import Line
    from smartpick.uncertainty import Estimate

__all__ = ["report_data", "report_pdf"]

_TITLE = "Residency applications: a list for discussion"
_MOST_REASONS, _FEWER_REASONS, _LONG_LIST = 3, 2, 30
"""Reasons beside a program: fewer on a long list, so that it can be read in the time."""
_MOST_POINTS = 60
_SHOWN_ELSEWHERE = frozenset({"specialty", "signal"})
"""Topics that the heading of a group and the signal beside a name say already."""
_IDENTITY = 7
"""Columns of the program sheet that the heading of a page says already."""


def report_pdf(shown: Export, pages: Sequence[str] = (), *, has_notes: bool = False) -> bytes:
    """Return the report as PDF; the same list gives the same bytes.

    Parameters
    ----------
    pages
        NRMP codes of programs that get a page of their own; ``ALL`` for every one of the list.
    has_notes
        Whether her own columns stand on those pages.
    """
    from smartpick.present._pdf import typeset

    return typeset("report.typ", report_data(shown, pages, has_notes=has_notes), shown.made.today)


def report_data(shown: Export, pages: Sequence[str] = (), *, has_notes: bool = False) -> dict[str, Any]:
    """Return everything that the report says, as plain data."""
    from smartpick.present._list_json import list_sources

    made = shown.made
    lines = shown.lines
    listed = [line for line in lines if line.listed is not None and line.is_on_list]
    has_cost = "money" not in shown.redacted
    figures, bars = _figures(shown, has_cost=has_cost)
    left = f" Taken out by the applicant: {', '.join(shown.redacted)}." if shown.redacted else ""
    private = "" if shown.has_private else "What the profile marks as private is not in it."
    return {
        "title": _TITLE,
        "foot": f"SmartPick, facts {made.facts_version[:12]}, seed {made.seed}. {private}{left}".strip(),
        "season_line": season_line(made.season, made.today, made.stage, made.directory_season),
        "who": who_lines(shown.profile, shown.made.today),
        "answer": list(made.answer),
        "fixed": made.fixed,
        "has_cost": has_cost,
        "area": made.preferred_area,
        "figures": figures,
        "bars": bars,
        "bars_alt": whisker_alt("Chance of matching", bars),
        "bars_caption": "Chance of matching: mean (dot) and 90 % interval (bar).",
        "curve": _curve(shown, has_cost=has_cost),
        "legend": "+ raises and − lowers the chance of an offer against the average program.",
        "groups": _groups(shown, listed),
        "years": _years(shown),
        "outside": _outside(lines),
        "find_out": find_out_line(made),
        "questions": question_lines(made),
        "dropped": dropped_lines(made),
        "routes": [f"{route.name}: {route.text}" for route in made.routes],
        "talk": _talk(shown),
        "notes": [text.replace("`", "") for text in (*shown.notes, *made.notes)],
        "assumptions": [assumption_text(each) + "." for each in made.assumptions],
        "sources": list(dict.fromkeys(list_sources(shown.facts, made).values())),
        "pages": [_page(shown, line, has_notes=has_notes) for line in _asked(lines, pages)],
    }


def _chance(estimate: Estimate) -> dict[str, float]:
    return {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}


def _figures(shown: Export, *, has_cost: bool) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Return the lists side by side, as a table and on one scale."""
    made = shown.made
    named: list[tuple[str, Summary]] = [("This list", made.summary)]
    for key, summary in made.compared.items():
        if summary is not None and summary is not made.summary:
            named.append((COMPARED[key].capitalize(), summary))
    rows = [
        {
            "name": name,
            "programs": str(summary.programs),
            "cost": bill(summary) if has_cost else "",
            "offers": range_of(summary.outcome.expected_interviews),
            "match": percent(summary.outcome.p_match),
            "area": percent(summary.outcome.p_match_preferred) if made.preferred_area else "",
        }
        for name, summary in named
    ]
    bars = [
        {"name": name, "text": percent(summary.outcome.p_match), "chance": _chance(summary.outcome.p_match)}
        for name, summary in named
    ]
    return rows, bars


def _curve(shown: Export, *, has_cost: bool) -> dict[str, Any] | None:
    curve = shown.made.curve
    if curve is None or len(curve.points) < 2:
        return None
    on_list = shown.made.summary.programs
    least = f"{100 * curve.flat_gain:.1f} points"
    if curve.flat_from is None:
        text = f"Each of these applications still adds {least} or more to the chance of matching."
    else:
        before = curve.points[curve.flat_from - 2].cost_usd if curve.flat_from > 1 else 0.0
        each = curve.points[curve.flat_from - 1].cost_usd - before
        cost = f", for about ${each:,.0f} each" if has_cost else ""
        text = f"From number {curve.flat_from} on, each adds less than {least} to the chance of matching{cost}."
    return {
        "text": text,
        "points": [{"x": each.programs, **_chance(each.p_match)} for each in curve.points],
        "marks": [{"x": on_list, "y": curve.points[on_list - 1].p_match.mean, "text": f"this list: {on_list}"}]
        if 1 < on_list <= len(curve.points)
        else [],
        "alt": curve_alt(curve, on_list),
        "caption": "Chance of matching by number of applications, those that do most first: mean and 90 % interval.",
    }


def _common(programs: Sequence[ListedProgram]) -> list[str]:
    """Return what is said of every program, to be said once."""
    if len(programs) < 2:
        return []
    texts = [{f"{sign(reason)}{reason.text}" for reason in each.reasons} for each in programs]
    shared = set.intersection(*texts)
    return [
        text
        for reason in programs[0].reasons
        if (text := f"{sign(reason)}{reason.text}") in shared and reason.topic not in _SHOWN_ELSEWHERE
    ]


def _groups(shown: Export, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the programs by tier and specialty; what is said of all of a group is said once."""
    names = {note.specialty: note.name for note in shown.made.specialties}
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.listed is not None:
            specialty = line.listed.program.specialty
            name = f"{tier_name(shown.made, line.listed.tier)}: {names.get(specialty, specialty)}"
            groups.setdefault(name, []).append(line)
    most = _FEWER_REASONS if len(lines) > _LONG_LIST else _MOST_REASONS
    found = []
    for name, members in groups.items():
        common = _common([line.listed for line in members if line.listed is not None])
        rows = [_row(line, line.listed, set(common), most) for line in members if line.listed is not None]
        found.append({"name": f"{name}, {len(rows)} program{'' if len(rows) == 1 else 's'}", "common": common,
                      "programs": rows})  # fmt: skip
    return found


def _row(line: Line, each: ListedProgram, common: set[str], most: int) -> dict[str, Any]:
    program = each.program
    reasons = [f"{sign(reason)}{reason.text}" for reason in each.reasons if reason.topic not in _SHOWN_ELSEWHERE]
    signal = "" if each.signal == "none" else "signal" if each.signal == "single" else f"{each.signal} signal"
    added = "; added by the applicant" if line.place == "added" else ""
    return {
        "rank": str(line.rank),
        "name": f"{program.institution}, {program.program_name}",
        "place": f"{program.city or 'city unknown'}, {program.state}; {program.program_code_nrmp}{added}",
        "signal": signal,
        "band": str(each.band),
        "offer": _chance(each.p_interview),
        "offer_text": percent(each.p_interview),
        "here_text": percent(each.p_match_on_this_list),
        "reasons": _telling([text for text in reasons if text not in common], most),
    }


def _telling(reasons: Sequence[str], most: int) -> list[str]:
    """Return the few reasons that tell a program from the others: those with an effect first."""
    first = [text for text in reasons if text.startswith(("+", "−"))]
    rest = [text for text in reasons if not text.startswith(("+", "−"))]
    return [text if len(text) <= 190 else f"{text[:189]}…" for text in [*first, *rest][:most]]


def _years(shown: Export) -> dict[str, Any] | None:
    """Return the first years beside advanced positions."""
    found = shown.made.years
    if found is None or not found.programs:
        return None
    text = (
        f"For the {found.advanced} advanced position{'s' if found.advanced > 1 else ''} of the list; given a match to"
        f" one, the chance that one of these first years takes the applicant is {percent(found.p_any)}."
    )
    rows = [
        f"{year.program.name}, {year.program.city or 'city unknown'}, {year.program.state}"
        f" ({year.program.program_code_nrmp}): {percent(year.p_taken)}; {year.record}"
        for year in found.programs
    ]
    return {"text": text, "rows": rows}


def _outside(lines: Sequence[Line]) -> list[str]:
    found = []
    for line in lines:
        if (line.listed is not None or line.year is not None) and line.is_on_list:
            continue
        name = f"{line.program.name} ({line.code})" if line.program else line.kept.name if line.kept else ""
        why = {"struck": "struck out by the applicant", "added": "added by the applicant, not part of the figures"}
        if line.place in why:
            found.append(printable(f"{name}: {why[line.place]}."))
    return found[:_MOST_POINTS]


def _talk(shown: Export) -> list[str]:
    found = []
    if shown.made.is_planning:
        found.append("Which programs would you take off, and which are missing?")
        if any(each.signal != "none" for each in shown.made.programs):
            found.append("Do the signals go where they do most, in your experience?")
    if len(shown.made.summary.by_specialty) > 1:
        found.append("Does the second specialty help, or does it weaken the first?")
    if any(str(each.band) == "cannot tell" for each in shown.made.programs):
        found.append("What do you know of the programs of which the chance cannot be told?")
    return [*found, "What has not been asked?"]


def _asked(lines: Sequence[Line], pages: Sequence[str]) -> list[Line]:
    if "ALL" in pages:
        return [line for line in lines if line.program is not None and line.is_on_list]
    by_code = {line.code: line for line in lines}
    return [by_code[code] for code in pages if code in by_code]


def _page(shown: Export, line: Line, *, has_notes: bool) -> dict[str, Any]:
    """Return the page of one program."""
    program, each = line.program, line.listed
    if program is None:
        raise ValueError("a page is for a known program")
    bars: list[dict[str, Any]] = []
    if each is not None:
        bars = [
            {"name": "Interview offer", "text": percent(each.p_interview), "chance": _chance(each.p_interview)},
            {
                "name": "Match here, on this list",
                "text": percent(each.p_match_on_this_list),
                "chance": _chance(each.p_match_on_this_list),
            },
        ]
    cells = next(iter(program_rows([shown.directory.sheet(program)]))).cells
    own = line.kept.values.items() if line.kept and has_notes else ()
    return {
        "name": f"{program.institution}, {program.program_name}",
        "place": f"{program.city or 'city unknown'}, {program.state}; NRMP code {program.program_code_nrmp}"
        + (f"; number {line.rank} on the list" if line.rank else "; not on the list"),
        "bars": bars,
        "bars_alt": whisker_alt("Chances at this program", bars),
        "bars_caption": "Chances: mean (dot) and 90 % interval (bar).",
        "reasons": [f"{sign(reason)}{reason.text}" for reason in each.reasons] if each else [],
        "unknowns": [text.removeprefix("unknown: ") for text in each.unknowns] if each else [],
        "facts": [
            {
                "name": column.title,
                "value": f"{100 * cell.value:.0f} %"
                if column.number_format == "0 %" and isinstance(cell.value, float)
                else str(cell.value),
                "why": "" if cell.value == UNKNOWN and not cell.why else cell.why,
            }
            for column, cell in list(zip(COLUMNS, cells, strict=True))[_IDENTITY:]
        ],
        "own": [printable(f"{title}: {value}") for title, value in own],
    }
