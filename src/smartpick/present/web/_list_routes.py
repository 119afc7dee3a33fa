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

from smartpick.errors import Problem, ProfileError, UserError
from smartpick.present.web._answers import Depth
from smartpick.present.web._ask import Ask, ask_of
from smartpick.present.web._desk import Desk, Unwanted, while_wanted
from smartpick.present.web._form import MARKS, with_program
from smartpick.present.web._list_view import answer_for, least_pass, list_context, rest_context
from smartpick.present.web._page import Page, own_address, sentences
from smartpick.present.web._toml import toml_text

__all__ = ["router"]

_LOOK = 0.03
"""Seconds between two looks whether a browser still waits."""
_PLAIN: dict[str, Any] = {"areas": (), "budget": None, "step2": None}
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
                    changed_code=request.query_params.get("changed"),
                    between=while_wanted(is_wanted),
                )
        except Unwanted:
            return HTMLResponse(status_code=204)
        except UserError as error:
            wrong = {field: each for each in error.problems if (field := _field(ask, each.where))}
            if wrong and len(wrong) == len(error.problems):
                # What is wrong with one field is told there, above the list as it was.
                said = {field: _said(desk, field, each) for field, each in wrong.items()}
                plain = replace(ask, errors={**ask.errors, **said}, **{field: _PLAIN[field] for field in wrong})
                context = await desk.run(list_context, desk, kept, plain)
                status = 200 if page.is_fragment(request) else 422
                values = {"budget": ask.budget, "areas": "; ".join(ask.areas), "step2": ask.step2}
                entered = {"area" if field == "areas" else field: values[field] for field in wrong}
                return page.show(request, "list.html", status, **(context | {"entered": {**ask.typed, **entered}}))
            return page.show(
                request,
                "no_list.html",
                200,
                problems=error.problems,
                is_mend=isinstance(error, ProfileError),
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
        ticked = len(set(request.query_params.getlist("compare")))
        return page.show(request, "compare.html", ask=ask, rows=rows, found=found, data=answer.data, ticked=ticked)

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
            where = f"{back}{'&' if '?' in back else '?'}changed={code}"
            return page.saved(request, kept, toml_text(data), done, str(form.get("state", "")), where)
        return RedirectResponse(back, 303)

    return routes


def _field(ask: Ask, where: str) -> str | None:
    """Return the field of the form that a problem comes from; None where it comes from the profile."""
    if ask.step2 is not None and "exams.step2_ck" in where:
        return "step2"
    return {"--area": "areas", "--budget": "budget"}.get(where)


def _said(desk: Desk, field: str, problem: Problem) -> str:
    """Return what is wrong with a field, in a sentence or two."""
    if field == "step2":
        return f"Write a score from {least_pass(desk)} to 300: below that, Step 2 CK is not passed."
    return sentences(problem)


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
