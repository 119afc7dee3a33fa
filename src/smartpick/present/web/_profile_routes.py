"""Profiles: the six questions, the whole file, import and export, several profiles, undo, forgetting."""

from __future__ import annotations

import re
from pathlib import PurePath

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from smartpick.errors import Problem, UserError
from smartpick.explain import ListRequest
from smartpick.present.web import _form
from smartpick.present.web._comments import MOST_TEXT, has_comments, with_comments
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import LANGUAGE, Page, own_address, sentences
from smartpick.present.web._toml import toml_text
from smartpick.profile import template
from smartpick.tongues import LANGUAGES, tongue
from smartpick.vocabulary import ApplicantType

__all__ = ["router"]

_MOST_NAME = 60
_COMMANDS = re.compile(r"#\n(?:# +smartpick .*\n)+")
_FIELDS = ("type", "score", "comlex", "failed", "specialty", "second", "other_place", "visa", "budget")
"""Fields of the six questions that something can be wrong with, as they stand."""


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes
    """Return the routes."""
    routes = APIRouter()

    def form_page(
        request: Request, answers: dict[str, str], errors: dict[str, str], others: list[Problem], *, is_new: bool
    ) -> HTMLResponse:
        return page.show(
            request,
            "start.html",
            422 if errors or others else 200,
            answers=answers,
            errors=errors,
            others=others,
            first_wrong=next((each for each in _FIELDS if each in errors), ""),
            is_new=is_new,
            types=[(str(each), each.label) for each in ApplicantType],
            visas=_form.VISAS,
            place_choices=_form.PLACE_CHOICES,
            specialties=[row["name"] for row in desk.facts.specialties()],
        )

    @routes.get("/start")
    async def start(request: Request) -> HTMLResponse:
        kept = desk.kept()
        is_new = not kept.id or "new" in request.query_params
        blank = {"place": "greater-los-angeles", "anywhere": "yes"}
        answers = _form.answers_of({}) | blank if is_new else _form.answers_of(desk.tables(kept.text))
        return form_page(request, answers, {}, [], is_new=is_new)

    @routes.post("/start")
    async def begin(request: Request) -> Response:
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        is_new = form.get("new") == "yes"
        kept = desk.kept() if is_new else desk.changing(form)
        tables, errors = _form.tables_from(form, {} if is_new else desk.tables(kept.text))
        text = toml_text(tables) if is_new else with_comments(kept.text, toml_text(tables))
        others: list[Problem] = []
        for problem in await desk.run(problems_of, text, is_whole=not errors):
            field = _form.problem_field(problem.where, form, tables)
            if not field:
                others.append(problem)
            elif field not in errors:
                errors[field] = sentences(problem)
        if errors or others:
            return form_page(request, _form.answers_of({}) | form, errors, others, is_new=is_new)
        if is_new:
            desk.store.add(_name(form.get("name", ""), desk), text, "begun with six answers")
            return RedirectResponse("/", 303)
        return page.saved(request, kept, text, "the six answers", form.get("state", ""))

    def problems_of(text: str, *, is_whole: bool) -> list[Problem]:
        """Return what is wrong with a profile; of what no list can be made from, what its budget does not reach."""
        day = desk.today()
        try:
            profile = desk.profile_of(text, day)
        except UserError as error:
            return list(error.problems)
        if not is_whole or profile.budget.usd is None:
            return []
        try:
            desk.answer(text, ListRequest(today=day))
        except UserError as error:
            # The rest is told on the list page, beside what can be done about it.
            return [each for each in error.problems if each.where == "budget.usd"]
        return []

    @routes.get("/profile")
    async def profile(request: Request) -> HTMLResponse:
        return page.show(request, "profile.html", text=desk.kept().text, problems=[], template=_fields())

    @routes.post("/profile")
    async def save(request: Request) -> Response:
        form = await request.form()
        text = str(form.get("text", "")).replace("\r\n", "\n")
        kept = desk.changing(form)
        try:
            await desk.run(desk.profile_of, text, desk.today())
        except UserError as error:
            return page.show(request, "profile.html", 422, text=text, problems=error.problems, template=_fields())
        if not kept.id:
            desk.store.add(_name("My profile", desk), text, "written by hand")
            return RedirectResponse("/", 303)
        # As it was written, without a comment that was taken out on purpose.
        desk.store.save(kept.id, text, "edited by hand", str(form.get("state", "")))
        return RedirectResponse("/?changed=1", 303)

    @routes.get("/profiles")
    async def profiles(request: Request) -> HTMLResponse:
        return page.show(request, "profiles.html", profiles=desk.store.profiles(), problems=[], where=desk.store.path)

    @routes.post("/profiles/import")
    async def bring(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            name, raw = ("", b"") if not isinstance(file, UploadFile) else (file.filename or "", await file.read())
        try:
            text = _text(raw)
            await desk.run(desk.profile_of, text, desk.today())
        except UserError as error:
            every = desk.store.profiles()
            return page.show(
                request, "profiles.html", 422, profiles=every, problems=error.problems, where=desk.store.path
            )
        named = _plain(PurePath(name.replace("\\", "/")).stem)
        given = _name(named, desk)
        is_there = any(each.text == text for each in desk.store.profiles())
        desk.store.add(given, text, "brought in from a file")
        lost = ""
        if len(text) > MOST_TEXT and has_comments(text):
            lost = f" Beyond {MOST_TEXT:,} characters, comments go with the first change that is made on the page."
        same = " Another profile says exactly the same." if is_there else ""
        return page.back("/", f"Brought in as “{given}”{_why(named or given, given)}.{same}{lost}")

    @routes.get("/export")
    async def export() -> Response:
        kept = desk.kept()
        letters = "".join(each if each.isascii() and each.isalnum() else "-" for each in kept.name.lower()).strip("-")
        headers = {"content-disposition": f'attachment; filename="{letters or "profile"}.toml"'}
        return Response(kept.text.encode(), media_type="application/toml", headers=headers)

    @routes.post("/profiles/choose")
    async def choose(request: Request) -> Response:
        number = _form.number_in(str((await request.form()).get("id", "")))
        desk.store.choose(number if number and desk.store.profile(number) else None)
        return RedirectResponse("/", 303)

    @routes.post("/profiles/rename")
    async def rename(request: Request) -> Response:
        form = await request.form()
        kept = desk.store.profile(_form.number_in(str(form.get("id", ""))))
        name = _plain(str(form.get("name", "")))
        if not name or kept is None or name == kept.name:
            return RedirectResponse("/profiles", 303)
        given = _numbered(name, desk, kept.id)
        desk.store.rename(kept.id, given)
        return page.back("/profiles", f"Renamed: it is “{given}” now{_why(name, given)}.")

    @routes.post("/profiles/remove")
    async def remove(request: Request) -> Response:
        form = await request.form()
        kept = desk.store.profile(_form.number_in(str(form.get("id", ""))))
        # The question stands on the page; who has not seen it is not taken to have said yes.
        if kept is None or form.get("sure") != "yes":
            return RedirectResponse("/profiles", 303)
        desk.store.remove(kept.id)
        await desk.run(desk.forget_lists)
        return page.back("/profiles", f"Removed: “{kept.name}”.")

    @routes.post("/undo")
    async def undo(request: Request) -> Response:
        form = await request.form()
        kept = desk.changing(form)
        change = desk.store.undo(kept.id, kept.state) if kept.id else None
        back = str(form.get("back", "/"))
        say = tongue(desk.store.setting(LANGUAGE) or "en")
        return (
            RedirectResponse(own_address(back), 303)
            if change is None
            else page.back(back, say("none.undone", change=change))
        )

    @routes.post("/language")
    async def language(request: Request) -> Response:
        form = await request.form()
        code = str(form.get("language", ""))
        if code in LANGUAGES:
            desk.store.set(LANGUAGE, code)
        return RedirectResponse(own_address(str(form.get("back", "/"))), 303)

    @routes.post("/forget")
    async def forget(request: Request) -> Response:
        if (await request.form()).get("sure") == "yes":
            desk.store.forget_everything()
            # Behind a list that is being made, which holds the lock, and off the event loop.
            await desk.run(desk.forget_lists)
        return RedirectResponse("/profiles", 303)

    return routes


def _fields() -> str:
    """Return every field with an example, without the commands that somebody with a terminal goes on with."""
    return _COMMANDS.sub("", template())


def _plain(name: str) -> str:
    """Return a name without what cannot be printed, which could also turn the text around it."""
    return " ".join("".join(each if each.isprintable() else " " for each in name).split())[:_MOST_NAME].strip()


def _numbered(name: str, desk: Desk, other_than: int = 0) -> str:
    """Return a name that no other profile has: with a number where one has it."""
    taken = {each.name.casefold() for each in desk.store.profiles() if each.id != other_than}
    given, number = name, 1
    while given.casefold() in taken:
        number += 1
        end = f" ({number})"
        given = name[: _MOST_NAME - len(end)].rstrip() + end
    return given


def _name(name: str, desk: Desk) -> str:
    return _numbered(_plain(name) or f"Profile {len(desk.store.profiles()) + 1}", desk)


def _why(name: str, given: str) -> str:
    return "" if name == given else f", for another one is “{name}”"


def _text(raw: bytes) -> str:
    """Return an uploaded file as text.

    Raises
    ------
    UserError
        When it is empty or no text.
    """
    if not raw.strip():
        raise UserError([Problem("file", "nothing is in it", fix="Choose the profile file, as `me.toml`")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError([Problem("file", "not UTF-8 text", fix="Choose a profile file; it is plain text")]) from error
