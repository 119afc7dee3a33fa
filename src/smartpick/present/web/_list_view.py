"""What the list page shows: the answer with filters, order and changes applied; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from smartpick.errors import UserError
from smartpick.explain import ListRequest
from smartpick.guidance import support_lines
from smartpick.present._json_parts import support_json
from smartpick.present._words import todo_of
from smartpick.present.web import _draw
from smartpick.present.web._answers import Answer, Depth, difference
from smartpick.present.web._ask import Ask
from smartpick.present.web._desk import EXAMPLE_DAY, Between, Desk
from smartpick.present.web._form import with_program
from smartpick.present.web._toml import toml_text
from smartpick.store import Kept
from smartpick.vocabulary import Stage

__all__ = ["answer_for", "least_pass", "list_context", "looks_context", "marks_of", "rest_context"]

_WELL_BELOW = 0.5
_STEPS = (1, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 150)
_MOST_NEAR = 6


def is_low(answer: Answer | None) -> bool:
    """Tell whether a list's chance of matching is so low that whom to turn to is said."""
    return answer is not None and answer.data["summary"]["p_match"]["mean"] < _WELL_BELOW


def answer_for(desk: Desk, kept: Kept, ask: Ask, depth: Depth = Depth.LIST, between: Between | None = None) -> Answer:
    """Return the list that an address asks for.

    Parameters
    ----------
    between
        Called between the steps of the work; what it raises ends it.

    Raises
    ------
    UserError
        With everything that the user can put right.
    """
    if not kept.id and not ask.is_what_if:
        return desk.example
    tables = desk.tables(kept.text)
    named = [str(each) for each in tables.get("goals", {}).get("specialties", [])]
    return desk.answer(ask.changed(kept.text, tables), ask.request(desk.day_for(kept), named), depth, between)


def list_context(
    desk: Desk, kept: Kept, ask: Ask, *, changed_code: str | None = None, between: Between | None = None
) -> dict[str, Any]:
    """Return everything that the list page shows.

    Parameters
    ----------
    changed_code
        Given where the profile was changed just now: the program that was marked, or any other text.
    """
    if between is not None:
        between()
    answer = answer_for(desk, kept, ask, Depth.LIST, between)
    changed = None
    change_name = ""
    if ask.is_what_if and answer.made is not None:
        base = desk.answer(kept.text, ListRequest(today=desk.day_for(kept)))
        changed = difference(answer.made, base.made) if base.made is not None else None
        change_name = "What this would change"
    elif changed_code is not None and kept.id and answer.made is not None:
        before = desk.store.before(kept.id)
        if before is not None:
            try:
                base = desk.answer(before, ListRequest(today=desk.day_for(kept)))
            except UserError:
                base = answer
            changed = difference(answer.made, base.made) if base.made is not None else None
            change_name = f"What your last change did ({kept.change})"
    data = answer.data
    tables = desk.tables(ask.changed(kept.text, desk.tables(kept.text)))
    marks = [
        each
        for each in tables.get("goals", {}).get("programs", [])
        if each["program_code_nrmp"] in desk.directory.by_code
    ]
    pins = frozenset(each["program_code_nrmp"] for each in marks if each.get("is_always"))
    shown = _shown(data["programs"], ask, pins)
    groups: list[tuple[str, list[Mapping[str, Any]]]] = []
    for each in shown:
        name = (
            f"{data['tier_names'][str(each['tier'])]}: {each['specialty_name']}"
            if ask.order == "list"
            else "All programs"
        )
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(each)
    step2 = next(
        (each["score"] for each in reversed(tables.get("exams", {}).get("step2_ck", [])) if "score" in each), None
    )
    return rest_context(ask, answer) | {
        "groups": groups,
        "n_shown": len(shown),
        "numbers": {each["program_code_nrmp"]: at for at, each in enumerate(data["programs"], start=1)},
        "all_states": sorted({each["state"] for each in data["programs"]}),
        "changed": changed,
        "change_name": change_name,
        "changed_code": changed_code if changed_code in desk.directory.by_code else "",
        "shown_codes": {each["program_code_nrmp"] for each in shown},
        "step2_least": least_pass(desk),
        "pins": pins,
        "tiers": {each["program_code_nrmp"]: each["tier"] for each in marks if each.get("tier")},
        "marks": [
            (desk.directory.by_code[each["program_code_nrmp"]], mark) for each in marks for mark in marks_of(each)
        ],
        "pinned": _pinned(desk, kept, ask, answer, tables) if pins else None,
        "todo": todo_of(Stage(data["stage"])),
        "is_closed": Stage(data["stage"]).is_closed,
        "is_low": is_low(answer),
        "has_failed": any("_fail" in each["key"] for each in data["assumptions"]),
        "has_signals": any(each["signal"] != "none" for each in data["programs"]),
        "is_log_empty": not tables.get("season_log"),
        "support": support_json(support_lines(desk.facts)) if is_low(answer) else [],
        "country_map": _draw.country_map(shown),
        "near_map": _draw.near_map(shown) if any(each["place"]["is_near"] for each in shown) else "",
        "entered": ask.typed,
        "signals_known": any(each["signals"] for each in data["specialties"]),
        "step2_said": step2,
        "budget_said": tables.get("budget", {}).get("usd"),
        "specialties": [(row["key"], row["name"]) for row in desk.facts.specialties() if not row["where_to_go"]],
        "is_example_day": EXAMPLE_DAY if not kept.id else None,
    }


def least_pass(desk: Desk) -> int:
    """Return the lowest Step 2 CK score that passes now."""
    return max(int(each.score) for each in desk.known.standards if each.exam == "step2_ck")


def marks_of(wish: Mapping[str, Any]) -> list[str]:
    """Return the marks of a program: pin, never, tier1 …"""
    said = ["pin"] if wish.get("is_always") else []
    said += ["never"] if wish.get("is_never") else []
    return said + ([f"tier{wish['tier']}"] if wish.get("tier") else [])


def _pinned(desk: Desk, kept: Kept, ask: Ask, answer: Answer, tables: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the pinned programs do: the list with them less the best one without any of them pinned."""
    if answer.made is None:
        return None
    free = dict(tables)
    codes = [each["program_code_nrmp"] for each in tables["goals"]["programs"] if each.get("is_always")]
    for code in codes:
        free = with_program(free, code, "unpin")
    named = [str(each) for each in tables.get("goals", {}).get("specialties", [])]
    try:
        base = desk.answer(toml_text(free), ask.request(desk.day_for(kept), named))
    except UserError:
        return None
    if base.made is None:
        return None
    on_list = {each["program_code_nrmp"] for each in answer.data["programs"]}
    anyway = {each["program_code_nrmp"] for each in base.data["programs"]} & set(codes)
    return {
        "changed": difference(answer.made, base.made),
        "count": len(on_list & set(codes)),
        "anyway": anyway,
        "missing": [code for code in codes if code not in on_list],
    }


def rest_context(ask: Ask, answer: Answer) -> dict[str, Any]:
    """Return what stands beside a list, as far as it is worked out."""
    looks = looks_context(answer.data) if answer.data["curve"] else {}
    return {"ask": ask, "data": answer.data, "has_rest": answer.depth >= Depth.PLACES} | looks


def looks_context(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the curve of a list with its chart, the lists near it, and those of one specialty."""
    points = data["curve"]["points"] if data["curve"] else []
    wanted = {*_STEPS, data["summary"]["programs"], len(points)}
    steps = [each for each in points if each["programs"] in wanted]
    near = [each for each in data["alternatives"] if each["is_near"]]
    near.sort(key=lambda each: -each["worth_less_list"]["mean"])
    return {
        "data": data,
        "steps": steps,
        "chart": _draw.curve(
            [(float(each["programs"]), each["p_match"]) for each in points],
            "programs applied to",
            "Chance of matching over the number of programs",
            float(data["summary"]["programs"]),
        ),
        "near": near[:_MOST_NEAR],
        "alone": [each for each in data["alternatives"] if each["kind"] == "specialty"],
    }


def _shown(programs: Sequence[Mapping[str, Any]], ask: Ask, pins: frozenset[str]) -> list[Mapping[str, Any]]:
    words = ask.query.lower().split()
    found = [
        each
        for each in programs
        if (not ask.bands or each["band"] in ask.bands)
        and (not ask.tiers or str(each["tier"]) in ask.tiers)
        and (not ask.states or each["state"] in ask.states)
        and all(
            word in f"{each['name']} {each['city']} {each['state']} {each['program_code_nrmp']}".lower()
            for word in words
        )
    ]
    orders: dict[str, Any] = {
        "interview": lambda each: -each["p_interview"]["mean"],
        "adds": lambda each: -each["marginal_gain"],
        "name": lambda each: each["name"].lower(),
        "state": lambda each: (each["state"], each["name"].lower()),
    }
    if ask.order in orders:
        found.sort(key=orders[ask.order])
        found.sort(key=lambda each: each["program_code_nrmp"] not in pins)
    return found
