"""The list page: the answer, what-ifs, filters, comparison. Its state stands in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import UserError
from smartpick.explain import ListRequest
from smartpick.present.web import _draw
from smartpick.present.web._answers import Answer, difference
from smartpick.present.web._ask import Ask, ask_of
from smartpick.present.web._desk import EXAMPLE_DAY, Desk
from smartpick.present.web._form import with_program
from smartpick.present.web._page import Page
from smartpick.present.web._toml import toml_text
from smartpick.store import Kept, Stale

__all__ = ["router"]

_WELL_BELOW = 0.5


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/")
    async def list_page(request: Request) -> HTMLResponse:
        ask = ask_of(list(request.query_params.multi_items()))
        kept = desk.kept()
        try:
            context = await desk.run(_context, desk, kept, ask, is_after_change="changed" in request.query_params)
        except UserError as error:
            return page.show(
                request,
                "no_list.html",
                200,
                problems=error.problems,
                ask=ask,
                fallback=ask.without_what_if() if ask.is_what_if else "",
            )
        return page.show(request, "list.html", **context)

    @routes.get("/compare")
    async def compare(request: Request) -> HTMLResponse:
        ask = ask_of(list(request.query_params.multi_items()))
        kept = desk.kept()
        answer = await desk.run(_answer, desk, kept, ask)
        rows = [each for each in answer.data["programs"] if each["program_code_nrmp"] in ask.compare]
        found = {each["program_code_nrmp"]: desk.directory.by_code[each["program_code_nrmp"]] for each in rows}
        return page.show(request, "compare.html", ask=ask, rows=rows, found=found, data=answer.data)

    @routes.post("/programs/{code}/{what}")
    async def mark(request: Request, code: str, what: str) -> Response:
        form = await request.form()
        back = _back(str(form.get("back", "/")))
        kept = desk.kept()
        if not kept.id:
            return RedirectResponse("/start", 303)
        if code in desk.directory.by_code:
            name = desk.directory.by_code[code].name
            if what in {"pin", "unpin"}:
                desk.store.pin(kept.id, code, is_pinned=what == "pin")
            elif what in {"never", "again"}:
                data = with_program(desk.tables(kept.text), code, is_never=what == "never")
                done = f"{'left out' if what == 'never' else 'taken back'}: {name}"
                try:
                    desk.store.save(kept.id, toml_text(data), done, int(str(form.get("state", "0")) or 0))
                except (Stale, ValueError):
                    return page.show(request, "stale.html", 409)
                back = _back("/?changed=1")
        return RedirectResponse(back, 303)

    return routes


def _back(where: str) -> str:
    """Return an address of this page; one of elsewhere becomes the list."""
    is_ours = where.startswith("/") and not where.startswith(("//", "/\\")) and where.isprintable()
    return where if is_ours else "/"


def _answer(desk: Desk, kept: Kept, ask: Ask) -> Answer:
    if not kept.id and not ask.is_what_if:
        return desk.example
    tables = desk.tables(kept.text)
    named = [str(each) for each in tables.get("goals", {}).get("specialties", [])]
    return desk.answer(ask.changed(kept.text, tables), ask.request(desk.day_for(kept), named))


def _context(desk: Desk, kept: Kept, ask: Ask, *, is_after_change: bool) -> dict[str, Any]:
    answer = _answer(desk, kept, ask)
    changed = None
    change_name = ""
    if ask.is_what_if and answer.made is not None:
        base = desk.answer(kept.text, ListRequest(today=desk.day_for(kept)))
        changed = difference(answer.made, base.made) if base.made is not None else None
        change_name = "What this would change"
    elif is_after_change and kept.id and answer.made is not None:
        before = desk.store.before(kept.id)
        if before is not None:
            try:
                base = desk.answer(before, ListRequest(today=desk.day_for(kept)))
            except UserError:
                base = answer
            changed = difference(answer.made, base.made) if base.made is not None else None
            change_name = f"What your last change did ({kept.change})"
    data = answer.data
    pins = desk.store.pins(kept.id) if kept.id else frozenset()
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
    tables = desk.tables(kept.text)
    never = [
        desk.directory.by_code[each["program_code_nrmp"]]
        for each in tables.get("goals", {}).get("programs", [])
        if each.get("is_never") and each["program_code_nrmp"] in desk.directory.by_code
    ]
    step2 = next(
        (each["score"] for each in reversed(tables.get("exams", {}).get("step2_ck", [])) if "score" in each), None
    )
    return {
        "ask": ask,
        "data": data,
        "groups": groups,
        "n_shown": len(shown),
        "numbers": {each["program_code_nrmp"]: at for at, each in enumerate(data["programs"], start=1)},
        "all_states": sorted({each["state"] for each in data["programs"]}),
        "changed": changed,
        "change_name": change_name,
        "pins": pins,
        "never": never,
        "is_low": data["summary"]["p_match"]["mean"] < _WELL_BELOW,
        "country_map": _draw.country_map(shown),
        "near_map": _draw.near_map(shown) if any(each["place"]["is_near"] for each in shown) else "",
        "step2_said": step2,
        "budget_said": tables.get("budget", {}).get("usd"),
        "specialties": [(row["key"], row["name"]) for row in desk.facts.specialties() if not row["where_to_go"]],
        "is_example_day": EXAMPLE_DAY if not kept.id else None,
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
