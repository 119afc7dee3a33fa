"""Texts: boxes to write in, checked on this computer as one types; nothing is kept unless that is asked for."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from smartpick.errors import Problem, UserError
from smartpick.importers.texts import MOST_BYTES
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page
from smartpick.present.web._text_view import (
    KIND_NAMES,
    MOST_BOXES,
    Box,
    boxes_of,
    kept_text,
    pieces_of,
    plain_text,
    seen_on_page,
)

if TYPE_CHECKING:
    from smartpick.guidance.text import Document, TextReport

__all__ = ["router"]

_KEPT_AS = "texts"
"""Kept beside the notes on programs, and forgotten with them; no program has such a code."""
_MOST_LINE = 400
_SAID: dict[str, Any] = {"not_kept": False, "forgotten": False, "not_forgotten": False, "changed": False}


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()

    def read(boxes: list[Box], line: str) -> dict[str, Any]:
        """Return what is to be shown of some boxes and a line."""
        from smartpick.guidance.text import check_texts

        read_boxes, documents = _documents(boxes)
        bare, line_problems = _line(line)
        ground = desk.ground(desk.kept())
        found = check_texts(ground.facts, ground.directory, ground.profile, documents, ground.day, None, bare)
        return {
            "boxes": read_boxes,
            "line": line,
            "line_problems": line_problems,
            "found": found,
            "copies": _copies(read_boxes, documents, found),
            **seen_on_page(found),
            **_words(),
        }

    def show(request: Request, context: dict[str, Any], status: int = 200) -> HTMLResponse:
        name = "texts_checked.html" if page.is_fragment(request) else "texts.html"
        # A part with a message at its field is still put in its place.
        code = 200 if page.is_fragment(request) else status
        more = {
            "kinds": KIND_NAMES,
            "most_boxes": MOST_BOXES,
            "most_bytes": MOST_BYTES,
            "is_kept": bool(kept()),
            "seen": seen(),
            **_SAID,
        }
        return page.show(request, name, code, **(more | context))

    def kept() -> str:
        number = desk.kept().id
        return desk.store.note(number, _KEPT_AS) if number else ""

    def seen() -> str:
        """Return what a page has seen of the kept texts, and whose; another tab may have changed either since."""
        return hashlib.sha256(f"{desk.kept().id}\n{kept()}".encode()).hexdigest()[:16]

    @routes.get("/texts")
    async def texts(request: Request) -> HTMLResponse:
        boxes, line = _from_kept(kept())
        answer = show(request, await desk.read(read, boxes, line))
        # The first check compiles every rule: better now than when she has begun to type.
        answer.background = BackgroundTask(desk.read, read, [Box(1, "statement", "I was born.")], "")
        return answer

    @routes.post("/texts")
    async def check(request: Request) -> HTMLResponse:
        form = dict(await request.form())
        boxes = boxes_of(form)
        if form.get("add") and len(boxes) < MOST_BOXES:
            boxes.append(Box(boxes[-1].number + 1, "answer"))
        context = await desk.read(read, boxes, str(form.get("line", "")))
        is_wrong = bool(context["line_problems"]) or any(each.problems for each in context["boxes"])
        return show(request, context, 422 if is_wrong else 200)

    @routes.get("/texts/box")
    async def box(request: Request) -> HTMLResponse:
        number = _number(request.query_params.get("number", ""))
        return page.show(request, "texts_box.html", box=Box(number, "answer"), kinds=KIND_NAMES, most_boxes=MOST_BOXES)

    @routes.post("/texts/file")
    async def bring(request: Request) -> HTMLResponse:
        number = _number(request.query_params.get("number", ""))
        async with request.form(max_files=1, max_fields=4) as form:
            file, kind = form.get(f"file-{number}"), str(form.get(f"kind-{number}", ""))
            # What stood in the box stays where the file cannot be read.
            text = str(form.get(f"text-{number}", "")).replace("\r\n", "\n")
            raw = await file.read() if isinstance(file, UploadFile) else b""
            name = file.filename or "" if isinstance(file, UploadFile) else ""
        kind = kind if kind in KIND_NAMES else "statement"
        problems: tuple[Problem, ...] = ()
        try:
            text = await desk.read(plain_text, raw, _shown(name))
        except UserError as error:
            problems = error.problems
        found = Box(number, kind, text, file_problems=problems)
        answer = page.show(request, "texts_box.html", box=found, kinds=KIND_NAMES, most_boxes=MOST_BOXES)
        # The box is put in its place, and then everything is checked again.
        answer.headers["hx-trigger-after-settle"] = "check"
        return answer

    @routes.post("/texts/keep")
    async def keep(request: Request) -> Response:
        form = dict(await request.form())
        number = desk.kept().id
        if not number:
            return RedirectResponse("/start", 303)
        boxes, line = boxes_of(form), str(form.get("line", ""))
        context = await desk.read(read, boxes, line)
        is_wrong = bool(context["line_problems"]) or any(each.problems for each in context["boxes"])
        is_changed = not is_wrong and str(form.get("seen", seen())) != seen()
        if not is_wrong and not is_changed:
            desk.store.write_note(number, _KEPT_AS, kept_text(boxes, line))
        said: dict[str, Any] = {"not_kept": is_wrong, "changed": is_changed}
        if page.is_fragment(request):
            more: dict[str, Any] = {"is_kept": bool(kept()), "seen": seen()}
            return page.show(request, "texts_kept.html", **(_SAID | said | more))
        if is_wrong or is_changed:
            return show(request, context | said, 422 if is_wrong else 409)
        return RedirectResponse("/texts", 303)

    @routes.post("/texts/forget")
    async def forget(request: Request) -> Response:
        form = await request.form()
        number = desk.kept().id
        is_changed = str(form.get("seen", seen())) != seen()
        if number and not is_changed:
            desk.store.write_note(number, _KEPT_AS, "")
        if page.is_fragment(request):
            more: dict[str, Any] = {"is_kept": bool(kept()), "seen": seen()}
            more |= {"not_forgotten" if is_changed else "forgotten": True}
            return page.show(request, "texts_kept.html", **(_SAID | more))
        return RedirectResponse("/texts", 303)

    return routes


def _documents(boxes: list[Box]) -> tuple[list[Box], list[Document]]:
    """Return the boxes with what is wrong with them, and the texts that can be read; empty boxes are no texts."""
    from smartpick.guidance.text import document_of

    read, documents = [], []
    names: dict[str, int] = {}
    for each in boxes:
        name = KIND_NAMES[each.kind]
        names[name] = names.get(name, 0) + 1
        full = name if names[name] == 1 else f"{name} {names[name]}"
        problems: tuple[Problem, ...] = ()
        if each.text.strip():
            try:
                documents.append(document_of(full, each.kind, plain_text(each.text, full)))
            except UserError as error:
                problems = error.problems
        read.append(each._replace(problems=problems))
    return read, documents


def _copies(boxes: list[Box], documents: list[Document], found: TextReport) -> list[dict[str, Any]]:
    """Return the marked copies, each with the number of its box."""
    numbers = [each.number for each in boxes if each.text.strip() and not each.problems]
    return [
        {
            "box": number,
            "checked": checked,
            "pieces": pieces_of(document.text, checked.marks),
        }
        for number, document, checked in zip(numbers, documents, found.documents, strict=True)
    ]


def _line(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return her one line, or nothing and what is wrong with it."""
    if not text.strip():
        return "", ()
    if len(text) > _MOST_LINE:
        what = f"has {len(text):,} characters"
        return "", (Problem("one line", what, fix=f"Write one sentence of at most {_MOST_LINE}"),)
    try:
        return plain_text(text, "one line"), ()
    except UserError as error:
        return "", error.problems


def _words() -> dict[str, Any]:
    """Return the words of the command for what a check holds as keys."""
    from smartpick.guidance.text import THEMES
    from smartpick.present._text_show import _FAMILIES, _SHOWN

    return {"families": _FAMILIES, "shown_words": _SHOWN, "themes": THEMES}


def _from_kept(text: str) -> tuple[list[Box], str]:
    if not text:
        return [Box(1, "statement")], ""
    data = json.loads(text)
    boxes = [Box(number, each["kind"], each["text"]) for number, each in enumerate(data["texts"], 1)]
    return boxes or [Box(1, "statement")], data["line"]


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 1
    return min(max(number, 1), MOST_BOXES)


def _shown(name: str) -> str:
    plain = "".join(each if each.isprintable() else "?" for each in name.replace("\\", "/").rpartition("/")[2])
    return plain[:80] or "file"
