"""The rank order list: built by drag or by keyboard, weighed at every step, kept in the profile, taken along as csv."""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, UserError
from smartpick.explain import ListRequest, Memory
from smartpick.explain.season import rank_list
from smartpick.explain.tracker import invited_codes
from smartpick.importers.sheet import guarded
from smartpick.present._season_json import rank_json
from smartpick.present._words import stage_text
from smartpick.present.web import _season_view as view
from smartpick.present.web._desk import Desk, Ground
from smartpick.present.web._page import Page
from smartpick.present.web._toml import toml_text
from smartpick.store import Kept
from smartpick.vocabulary import Stage

__all__ = ["moved", "router"]

_MEMORY = 20_000_000
_MOST_RANKS = 300
_STATE = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}", re.ASCII)
WEIGHTS = {"location": "where it is", "specialty": "the specialty", "ties": "your ties to the state"}
"""Priority of the profile that `rank` weighs → how the page says it."""
WEIGHT_WORDS = {"": "as usual", "1": "little", "2": "some", "3": "middling", "4": "much", "5": "very much"}
DESIRES = {"": "not said", "1": "little", "2": "some", "3": "middling", "4": "glad", "5": "very glad"}


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()
    memory = Memory(_MEMORY)
    desk.also_forget.append(memory.forget)

    @routes.get("/rank")
    async def rank(request: Request) -> HTMLResponse:
        query = request.query_params
        context = await desk.read(_context, desk, desk.kept(), query.multi_items(), memory)
        answer = page.show(request, "rank.html", **context)
        if (context["data"] or context["is_emptied"]) and page.is_fragment(request):
            said = {"order": ",".join(context["order"]), "state": context["begun_from"]}
            answer.headers["hx-push-url"] = f"/rank?{urlencode(said)}"
        return answer

    def is_so(form: Mapping[str, str], wanted: Callable[[Mapping[str, Any]], bool]) -> bool:
        """Tell whether what a form asks of its profile is there already: it was pressed twice."""
        kept = desk.kept()
        return form.get("state", "").partition(".")[0] == str(kept.id) and wanted(desk.tables(kept.text))

    @routes.post("/rank/keep")
    async def keep(request: Request) -> Response:
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        codes = [code for code in form.get("order", "").split(",") if code in desk.directory.by_code]
        order = list(dict.fromkeys(codes))[:_MOST_RANKS]
        if order and is_so(form, lambda tables: tables.get("rank_order") == order):
            return RedirectResponse("/rank?kept=1", 303)
        kept = desk.changing(form)
        if not kept.id or not order:
            return RedirectResponse("/rank", 303)
        data = copy.deepcopy(desk.tables(kept.text))
        data["rank_order"] = order
        return _saved(request, data, "your rank order list", form, "/rank?kept=1")

    @routes.post("/rank/forget")
    async def forget(request: Request) -> Response:
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        if is_so(form, lambda tables: "rank_order" not in tables):
            return RedirectResponse("/rank", 303)
        kept = desk.changing(form)
        data = copy.deepcopy(desk.tables(kept.text))
        if not kept.id or data.pop("rank_order", None) is None:
            return RedirectResponse("/rank", 303)
        return _saved(request, data, "rank order list begun anew", form, "/rank")

    @routes.post("/rank/wishes")
    async def wishes(request: Request) -> Response:
        async with request.form(max_fields=_MOST_RANKS + 20) as sent:
            form = {key: value for key, value in sent.items() if isinstance(value, str)}
        order = [code for code in form.get("order", "").split(",") if code in desk.directory.by_code]
        where = f"/rank?{urlencode({'order': ','.join(order)})}"
        if is_so(form, lambda tables: _with_wishes(tables, form) == tables):
            return RedirectResponse(where, 303)
        kept = desk.changing(form)
        if not kept.id:
            return RedirectResponse("/rank", 303)
        data = _with_wishes(desk.tables(kept.text), form)
        return _saved(request, data, "what counts in your ranks", form, where)

    def _saved(request: Request, data: Mapping[str, Any], change: str, form: Mapping[str, str], where: str) -> Response:
        kept = desk.kept()
        if data == desk.tables(kept.text):
            # Pressed twice, or in two tabs: it is so already, and nothing has to be undone later.
            return RedirectResponse(where, 303)
        return page.saved(request, kept, toml_text(data), change, str(form.get("state", "")), where)

    @routes.get("/rank.csv")
    async def as_csv(request: Request) -> Response:
        ground = await desk.read(desk.ground, desk.kept())
        by_code = ground.directory.by_code
        codes = [code for code in request.query_params.get("order", "").split(",") if code in by_code]
        headers = {"content-disposition": 'attachment; filename="rank-order-list.csv"'}
        return Response(_csv(ground, codes), media_type="text/csv", headers=headers)

    return routes


def _context(desk: Desk, kept: Kept, pairs: Sequence[tuple[str, str]], memory: Memory) -> dict[str, Any]:
    """Return what the page shows for an order in the address, with what was moved in it."""
    ground, query = desk.ground(kept), dict(pairs)
    # What is moved stays an order that began from the state it was first shown in, however often it is moved.
    begun_from = query.get("state", "") if "order" in query and _STATE.fullmatch(query.get("state", "")) else kept.state
    by_code = ground.directory.by_code
    given = [code for code in query.get("order", "").split(",") if code in by_code]
    order, said = moved(list(dict.fromkeys(given))[:_MOST_RANKS], pairs, lambda code: by_code[code].name)
    is_whole = bool(given) or query.get("order", "-") == ""
    asked: dict[str, Any] = {"text": "", "options": [], "problem": ""}
    if query.get("program", "").strip():
        order, said, asked = _with_program(ground, order, query["program"], said)
    logged = invited_codes(ground.profile)
    # An order from which she took the last program is empty, and not the one to begin with.
    is_emptied = not order and is_whole and bool(ground.profile.rank_order or logged)
    problems: Sequence[Problem] = []
    found = None
    try:
        if not is_emptied:
            request = ListRequest(today=ground.day)
            made = rank_list(ground.facts, ground.directory, ground.profile, request, order or None, memory)
            found = rank_json(ground.facts, made)
    except UserError as error:
        # That nobody has invited her yet is told calmly by the page itself.
        is_empty = not order and not ground.profile.rank_order and not logged
        problems = [] if is_empty else error.problems
    codes = [] if found is None else [each["program_code_nrmp"] for each in found["ranks"]]
    stage = found["stage"] if found else view.season_context(ground)["data"]["stage"]
    goals = desk.tables(kept.text).get("goals", {})
    return {
        "data": found,
        "problems": problems,
        "order": codes or order,
        "kept_order": list(ground.profile.rank_order),
        "is_kept": codes == list(ground.profile.rank_order),
        "is_emptied": is_emptied,
        "logged": [(code, by_code[code].name) for code in logged if code in by_code],
        "begun_from": begun_from,
        "is_older": begun_from != kept.state,
        "said": said,
        "add": asked,
        "stage_text": stage_text(Stage(stage)),
        "is_early": view.is_early(stage),
        "cities": {code: by_code[code].city for code in codes},
        "weights": WEIGHTS,
        "weight_words": WEIGHT_WORDS,
        "desires": DESIRES,
        "priorities": goals.get("priorities", {}),
        "wishes": {w["program_code_nrmp"]: w["desire"] for w in goals.get("programs", []) if "desire" in w},
    }


def moved(order: Sequence[str], pairs: Sequence[tuple[str, str]], name: Any) -> tuple[list[str], str]:
    """Return an order with one program moved, and what was done in words.

    Parameters
    ----------
    pairs
        Of the address: ``up``, ``down``, ``out``, ``in`` with a code; ``to.CODE`` with a position.
    name
        Gives the name of a program.

    Examples
    --------
    >>> moved(["A", "B", "C"], [("up", "C")], str)
    (['A', 'C', 'B'], 'C is at rank 2 of 3 now.')
    >>> moved(["A", "B", "C"], [("to.A", "3"), ("to.B", "2"), ("to.C", "3")], str)
    (['B', 'C', 'A'], 'A is at rank 3 of 3 now.')
    """
    codes = list(order)
    given = dict(pairs)
    code, to = "", -1
    if (up := given.get("up", "")) in codes:
        code, to = up, max(0, codes.index(up) - 1)
    elif (down := given.get("down", "")) in codes:
        code, to = down, min(len(codes) - 1, codes.index(down) + 1)
    elif (out := given.get("out", "")) in codes:
        codes.remove(out)
        return codes, f"{name(out)} is off the list; {len(codes) or 'none'} left."
    elif (new := given.get("in", "")) and new not in codes and _is_named(new, name):
        return [*codes, new], f"{name(new)} is at rank {len(codes) + 1} of {len(codes) + 1} now."
    else:
        for key, text in pairs:
            there = key.removeprefix("to.")
            if key.startswith("to.") and there in codes and text.isascii() and text.isdecimal() and len(text) < 5:
                wanted = min(max(int(text), 1), len(codes)) - 1
                if wanted != codes.index(there):
                    code, to = there, wanted
                    break
    if not code:
        return codes, ""
    was = codes.index(code)
    codes.remove(code)
    codes.insert(to, code)
    if was == to:
        return codes, f"{name(code)} stays at rank {to + 1} of {len(codes)}."
    return codes, f"{name(code)} is at rank {to + 1} of {len(codes)} now."


def _is_named(code: str, name: Any) -> bool:
    try:
        return bool(name(code))
    except KeyError:
        return False


def _with_program(ground: Ground, order: Sequence[str], text: str, said: str) -> tuple[list[str], str, dict[str, Any]]:
    """Return an order with the program that a text means at its end, or what to ask."""
    match = view.found_program(ground, text)
    codes = list(order)
    asked: dict[str, Any] = {"text": text[:200], "options": [], "problem": ""}
    if match is None:
        return codes, said, asked
    if match.program is None:
        asked |= {"options": list(match.options), "problem": f"{match.how[:1].upper()}{match.how[1:]}."}
        return codes, said, asked
    code, name = match.program.program_code_nrmp, match.program.name
    if code in codes:
        return codes, f"{name} stands there already, at rank {codes.index(code) + 1}.", asked | {"text": ""}
    codes.append(code)
    return codes, f"{name} is at rank {len(codes)} of {len(codes)} now.", asked | {"text": ""}


def _with_wishes(tables: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """Return a profile with the weights and wishes of a form; what is left empty is not said any more."""
    data = copy.deepcopy(dict(tables))
    goals = data.setdefault("goals", {})
    priorities = goals.setdefault("priorities", {})
    for key in WEIGHTS:
        value = form.get(f"weight.{key}", "")
        priorities.pop(key, None)
        if value in WEIGHT_WORDS and value:
            priorities[key] = int(value)
    if not priorities:
        del goals["priorities"]
    wishes = goals.setdefault("programs", [])
    for key, value in form.items():
        code = key.removeprefix("desire.")
        if not key.startswith("desire.") or value not in DESIRES:
            continue
        found = next((each for each in wishes if each.get("program_code_nrmp") == code), None)
        if found is None:
            found = {"program_code_nrmp": code}
            wishes.append(found)
        found.pop("desire", None)
        if value:
            found["desire"] = int(value)
    goals["programs"] = [each for each in wishes if len(each) > 1]
    if not goals["programs"]:
        del goals["programs"]
    return data


def _csv(ground: Ground, codes: Sequence[str]) -> bytes:
    """Return a list of ranks as ``smartpick rank PROFILE LIST`` reads it, best first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("rank", "program_code_nrmp", "name", "city", "state"))
    for number, code in enumerate(dict.fromkeys(codes), 1):
        program = ground.directory.by_code[code]
        writer.writerow((number, code, *map(guarded, (program.name, program.city or "", program.state))))
    return text.getvalue().encode("utf-8-sig")
