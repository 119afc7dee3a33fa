"""The second look at a list, as text and as JSON: what one more application is worth, and what comes to the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import or_null
from smartpick.present._output import Footnotes, Out
from smartpick.present._words import bill, percent
from smartpick.uncertainty import whole_percent

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.explain.look import Alternative, Curve, CurvePoint, Question
    from smartpick.uncertainty import Estimate

__all__ = ["looks_json", "points", "question_json", "show_curve", "show_directions", "show_near", "show_years"]

_STEPS = (1, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 150)
_MOST_NEAR = 6


def points(difference: Estimate) -> str:
    """Return a difference of chances in points, with its interval.

    Examples
    --------
    >>> import numpy as np
    >>> from smartpick.uncertainty import Estimate
    >>> points(Estimate(np.array([-0.02, -0.01, 0.0]), "difference in probability"))
    '-1.0 points (-1.9 to -0.1)'
    """
    mean, low, high = (_signed(100 * value) for value in (difference.mean, difference.low, difference.high))
    return f"{mean} points ({low} to {high})"


def _signed(value: float) -> str:
    text = f"{value:+.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else text


def show_curve(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    """Write what a longer or shorter list comes to, and where it flattens."""
    curve = made.curve
    if curve is None or len(curve.points) < 2:
        return
    out.heading("What each further application is worth")
    out.table(("applications", "cost", "matching", "each of these adds"), _rows(made, curve))
    chance = f"{100 * curve.flat_gain:.1f} points"
    if curve.flat_from is None:
        text = f"Each of these still adds {chance} or more to the chance of matching."
    else:
        next_one = curve.points[curve.flat_from - 1]
        before = curve.points[curve.flat_from - 2].cost_usd if curve.flat_from > 1 else 0.0
        text = (
            f"From number {curve.flat_from} on, each adds less than {chance} to the chance of matching, for about"
            f" ${next_one.cost_usd - before:,.0f} each."
        )
    out.line(text)
    if curve.usual:
        said = "; ".join(
            f"{each.low} to {each.high} or more are {each.text} {notes.mark(each.fact_ids)}".strip()
            for each in curve.usual
        )
        out.line(f"To hold it against: {said}. Rules of thumb, not measured; the curve is for your case.")


def _rows(made: ApplicationList, curve: Curve) -> list[tuple[str, ...]]:
    on_list = made.summary.programs
    wanted = sorted({number for number in (*_STEPS, on_list, len(curve.points)) if number <= len(curve.points)})
    rows: list[tuple[str, ...]] = []
    before = 0
    for number in wanted:
        point: CurvePoint = curve.points[number - 1]
        added = curve.points[before:number]
        mean = 100 * sum(each.gain.mean for each in added) / len(added)
        name = f"{number}, this list" if number == on_list else str(number)
        adds = f"{mean:.2f} points" if mean >= 0.005 else "<0.01 points"
        rows.append((name, f"${point.cost_usd:,.0f}", percent(point.p_match), adds))
        before = number
    return rows


def show_near(out: Out, made: ApplicationList) -> None:
    """Write the lists that come to nearly the same, with what each trades, and one specialty against several."""
    near = sorted((each for each in made.alternatives if each.is_near), key=lambda each: -each.worth.mean)
    near = near[:_MOST_NEAR]
    if near:
        which = "This list is" if len(near) == 1 else f"These {len(near)} lists are"
        out.heading(f"{which} within one point; here is what {'it trades' if len(near) == 1 else 'they trade'}")
        header: tuple[str, ...] = (
            "list",
            "programs",
            "cost",
            "matching",
            "change",
            "in the first area",
            "interview offers",
            "the same",
        )
        rows = [_near_row(each, has_area=made.preferred_area is not None) for each in near]
        if made.preferred_area is None:
            header, rows = _without(header, 5), [_without(row, 5) for row in rows]
        out.table(header, rows)
        out.line(
            "Changes are against the list above, on the same scenarios, with their 90 % intervals; “within one point”"
            " is meant of the chance of matching and of what you want by your own dial. A smaller list costs less; one"
            " place or specialty is simpler; which of them is better is yours to say.",
            "dim",
        )
    alone = [each for each in made.alternatives if each.kind == "specialty"]
    if alone:
        out.heading("One specialty against several, in both directions")
        first = made.specialties[0].name
        for each in alone:
            out.item(
                f"{each.name} ({each.summary.programs} programs, {bill(each.summary)}): matching at all"
                f" {points(each.p_match)}; matching in {first}, your first, {points(each.p_match_in_first_specialty)}."
            )


def _near_row(each: Alternative, *, has_area: bool) -> tuple[str, ...]:
    offers = f"{each.expected_interviews.mean:+.1f}"
    area = points(each.p_match_preferred) if has_area else ""
    return (
        each.name,
        str(each.summary.programs),
        bill(each.summary),
        percent(each.summary.outcome.p_match),
        points(each.p_match),
        area,
        offers,
        str(each.shared),
    )


def _without(row: Sequence[str], at: int) -> tuple[str, ...]:
    return (*row[:at], *row[at + 1 :])


def show_directions(out: Out, made: ApplicationList) -> None:
    """Say what going wider does to the chance in the first area: the other side of what staying there costs."""
    alone = made.compared.get("preferred_area_only")
    if alone is None or alone is made.summary or not made.preferred_area:
        return
    gap = made.summary.outcome.p_match_preferred.minus(alone.outcome.p_match_preferred)
    spread = made.summary.cost.total_usd - alone.cost.total_usd
    money = f"and costs ${spread:,.0f} more" if spread > 0 else f"and costs ${-spread:,.0f} less" if spread < 0 else ""
    out.line(
        f"The other way round: going wider changes the chance of matching in {made.preferred_area} by {points(gap)}"
        f" {money}".rstrip()
        + "."
    )


def looks_json(made: ApplicationList) -> dict[str, Any]:
    """Return the fields of the second look."""
    curve, request = made.curve, made.request
    return {
        "curve": None
        if curve is None
        else {
            "flat_from": curve.flat_from,
            "flat_gain": curve.flat_gain,
            "usual": [
                {"low": each.low, "high": each.high, "text": each.text, "facts": list(each.fact_ids)}
                for each in curve.usual
            ],
            "points": [
                {
                    "programs": each.programs,
                    "program_code_nrmp": each.program.program_code_nrmp,
                    "is_on_list": each.is_on_list,
                    "cost_usd": each.cost_usd,
                    "p_match": each.p_match.as_json(),
                    "gain": each.gain.as_json(),
                    "expected_interviews": each.expected_interviews.as_json(),
                }
                for each in curve.points
            ],
        },
        "alternatives": [
            {
                "kind": each.kind,
                "name": each.name,
                "is_near": each.is_near,
                "programs": each.summary.programs,
                "cost_usd": each.summary.cost.total_usd,
                "shared": each.shared,
                "p_match": each.summary.outcome.p_match.as_json(),
                "p_match_less_list": each.p_match.as_json(),
                "p_match_preferred_less_list": each.p_match_preferred.as_json() if made.preferred_area else None,
                "p_match_in_first_specialty_less_list": each.p_match_in_first_specialty.as_json(),
                "expected_interviews_less_list": each.expected_interviews.as_json(),
                "worth_less_list": each.worth.as_json(),
            }
            for each in made.alternatives
        ],
        "questions": [question_json(each) for each in made.questions],
        "p_match_fresh": or_null(made.fresh),
        "request": None
        if request is None
        else {
            "max_programs": request.max_programs,
            "budget_usd": request.budget_usd,
            "areas": list(request.areas),
            "specialties": list(request.specialties),
            "forced": list(request.forced),
            "excluded": list(request.excluded),
            "least_outside": request.least_outside,
            "is_one_specialty_a_site": request.is_one_specialty_a_site,
        },
    }


def question_json(each: Question) -> dict[str, Any]:
    """Return a question to a program."""
    return {
        "program_code_nrmp": each.program.program_code_nrmp,
        "name": each.program.name,
        "topic": each.topic,
        "question": each.text,
        "assumed_share": each.assumed_share,
        "worth": each.worth,
        "facts": list(each.fact_ids),
    }


def show_years(out: Out, notes: Footnotes, made: ApplicationList) -> None:
    """Write the first years beside the advanced positions."""
    found = made.years
    if found is None:
        return
    count = f"{found.advanced} position{'s' if found.advanced > 1 else ''}"
    out.heading(f"First years for the {count} that begin{'' if found.advanced > 1 else 's'} with the second year")
    if not found.programs:
        out.line("None is worth its fee here: the chance of a match to one of those positions is too small.")
        return
    whose = f"one of these {len(found.programs)} takes" if len(found.programs) > 1 else "this program takes"
    out.line(
        "They go on the supplemental list that belongs to the advanced position. If you match to such a position,"
        f" {whose} you with a chance of {percent(found.p_any)}. Nobody publishes that figure: of those of your group"
        f" who ranked such programs {whole_percent(found.ranked_share)} matched to one, and many of the others had"
        f" matched elsewhere; in simulated seasons nearly all get one. Assumed: {found.usual} programs on a usual list,"
        f" and that {whole_percent(found.share_without)} of the position's worth is left without a first year, since"
        f" one may still be found in SOAP {notes.mark(found.fact_ids)}."
    )
    rows = []
    for each in found.programs:
        place = f"{each.program.city or 'city unknown'}, {each.program.state}, {each.program.program_code_nrmp}"
        record = f"{each.record} {notes.mark(each.fact_ids)}"
        rows.append((f"{each.program.name}, {place}", percent(each.p_taken), record))
    out.table(("program", "takes you, if you match", "record"), rows)
