"""The list page: the answer, what-ifs, filters, comparison. Its state stands in its address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import UserError
from smartpick.present.web._answers import Depth
from smartpick.present.web._ask import ask_of
from smartpick.present.web._desk import Desk, Unwanted, while_wanted
from smartpick.present.web._form import MARKS, with_program
from smartpick.present.web._list_view import answer_for, list_context, rest_context
from smartpick.present.web._page import Page, own_address
from smartpick.present.web._toml import toml_text

__all__ = ["router"]

_LOOK = 0.03
"""Seconds between two looks whether a browser still waits."""
_FIELDS = {"--area": "areas", "--budget": "budget"}
_PLAIN: dict[str, Any] = {"areas": (), "budget": None}
_DONE = {
    "pin": "pinned",
    "unpin": "no longer pinned",
    "never": "left out",
    "again": "taken back",
    "tier1": "put with your first area",
    "tier2": "put with your second area",
    "tier3": "put with your third area",
    "tier0": "put back where it lies",
}


def router(desk: Desk, page: Page) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/")
    async def list_page(request: Request) -> HTMLResponse:
        ask = ask_of(list(request.query_params.multi_items()))
        kept = desk.kept()
        try:
            # A slider that moves on asks anew: the list before need not be made any more.
            async with _watched(request) as is_wanted:
                context = await desk.run(
                    list_context,
                    desk,
                    kept,
                    ask,
                    is_after_change="changed" in request.query_params,
                    between=while_wanted(is_wanted),
                )
        except Unwanted:
            return HTMLResponse(status_code=204)
        except UserError as error:
            wrong = {field: each for each in error.problems if (field := _FIELDS.get(each.where))}
            if wrong and len(wrong) == len(error.problems):
                # What is wrong with one field is told there, above the list as it was.
                said = {f: " ".join(filter(None, (f"{each.what}.", each.why, each.fix))) for f, each in wrong.items()}
                plain = replace(ask, errors={**ask.errors, **said}, **{field: _PLAIN[field] for field in wrong})
                context = await desk.run(list_context, desk, kept, plain, is_after_change=False)
                status = 200 if page.is_fragment(request) else 422
                entered = {"budget": ask.budget, "area": "; ".join(ask.areas)}
                return page.show(request, "list.html", status, **(context | {"entered": entered}))
            return page.show(
                request,
                "no_list.html",
                200,
                problems=error.problems,
                ask=ask,
                fallback=ask.without_what_if() if ask.is_what_if else "",
            )
        return page.show(request, "list.html", **context)

    @routes.get("/rest")
    async def rest(request: Request) -> Response:
        ask = ask_of(list(request.query_params.multi_items()))
        kept = desk.kept()
        try:
            async with _watched(request) as is_wanted:
                await desk.pause()
                answer = await desk.run_later(answer_for, desk, kept, ask, Depth.PLACES, is_wanted=is_wanted)
        except Unwanted:
            return Response(status_code=204)
        return page.show(request, "rest_page.html", **rest_context(ask, answer))

    @routes.get("/compare")
    async def compare(request: Request) -> HTMLResponse:
        ask = ask_of(list(request.query_params.multi_items()))
        kept = desk.kept()
        answer = await desk.run(answer_for, desk, kept, ask)
        rows = [each for each in answer.data["programs"] if each["program_code_nrmp"] in ask.compare]
        found = {each["program_code_nrmp"]: desk.directory.by_code[each["program_code_nrmp"]] for each in rows}
        return page.show(request, "compare.html", ask=ask, rows=rows, found=found, data=answer.data)

    @routes.post("/programs/{code}/{what}")
    async def mark(request: Request, code: str, what: str) -> Response:
        form = await request.form()
        back = own_address(str(form.get("back", "/")))
        kept = desk.kept()
        if not kept.id:
            # The example stays as it is: the mark is tried, in the address.
            ask = ask_of(parse_qsl(back.partition("?")[2]))
            is_known = code in desk.directory.by_code and what in MARKS
            return RedirectResponse(ask.marked(code, what) if is_known else "/", 303)
        if code in desk.directory.by_code and what in MARKS:
            data = with_program(desk.tables(kept.text), code, what)
            done = f"{_DONE[what]}: {desk.directory.by_code[code].name}"
            return page.saved(request, kept, toml_text(data), done, str(form.get("state", "")))
        return RedirectResponse(back, 303)

    return routes


@asynccontextmanager
async def _watched(request: Request) -> AsyncIterator[Callable[[], bool]]:
    """Give what tells, from any thread, whether the browser still waits for its answer."""
    is_gone = False

    async def watch() -> None:
        nonlocal is_gone
        while not is_gone:
            await asyncio.sleep(_LOOK)
            is_gone = await request.is_disconnected()

    watching = asyncio.create_task(watch())
    try:
        yield lambda: not is_gone
    finally:
        watching.cancel()
