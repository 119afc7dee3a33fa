"""Interviews: questions from the record, practice with a timer, four boxes, a rubric and a log, and what to know."""

from __future__ import annotations

import contextlib
import copy
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from smartpick.errors import Problem, RequestError, UserError
from smartpick.explain import ListRequest
from smartpick.present.web._desk import Desk
from smartpick.present.web._form import number_in
from smartpick.present.web._listed import Recent
from smartpick.present.web._page import Page
from smartpick.present.web._season_view import undo_of
from smartpick.present.web._text_view import plain_text
from smartpick.present.web._toml import toml_text

if TYPE_CHECKING:
    from smartpick.guidance.interview import Box, InterviewPlan, Question
    from smartpick.guidance.text import Document, Mark

__all__ = ["router"]

MARKS = ("honest", "specific", "confident")
GIVEN_BY = {"": "not said", "self": "myself", "peer": "a friend or peer", "advisor": "an advisor"}


class Said(NamedTuple):
    """What stands in one box of an answer.

    Attributes
    ----------
    marks
        Places in it where a reader may stop.
    """

    key: str
    text: str
    marks: tuple[Mark, ...] = ()


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901, PLR0915 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()

    recent: Recent[InterviewPlan] = Recent(desk)

    def plan(*, is_public: bool = False) -> InterviewPlan:
        from smartpick.guidance.interview import plan_interviews
        from smartpick.profile import public_view

        kept = desk.kept()

        def anew() -> InterviewPlan:
            ground = desk.ground(kept)
            profile = public_view(ground.profile) if is_public else ground.profile
            return plan_interviews(ground.facts, ground.directory, profile, ground.day)

        return recent.get((kept.text, desk.day_for(kept), is_public), anew)

    def practice(made: InterviewPlan, key: str) -> dict[str, Any]:
        """Return what the practice of one question starts from."""
        asked = next((each for each in made.questions if each.key == key), made.questions[0])
        return {
            "plan": made,
            "asked": asked,
            "boxes": _boxes(made, asked),
            "given_by": GIVEN_BY,
            "errors": {},
            "entered": {},
            "done": "",
        }

    def whole(request: Request, status: int = 200, **context: Any) -> HTMLResponse:
        from smartpick.present._interview_text import _practice_line

        made: InterviewPlan = context["plan"]
        kept = desk.kept()
        profile = desk.ground(kept).profile
        # Which question it was stands above the line, in its own words.
        lines = []
        for each in made.practice:
            line = _practice_line(each).removeprefix(f"{each.question}: ")
            lines.append((each, line, [(profile.rehearsals.index(row), row) for row in each.entries]))
        has_offer = any(each.event in _OFFERED for each in profile.season_log)
        texts = {each.question: each.question.replace("_", " ") for each in made.practice}
        texts |= {each.key: each.text for each in made.questions}
        before = desk.store.before(kept.id) if kept.can_undo else None
        context |= {"log": lines, "has_offer": has_offer, "texts": texts}
        context["undo"] = undo_of(before, kept.text, "rehearsals")
        return page.show(request, "interview.html", status, **context)

    @routes.get("/interview")
    async def interview(request: Request) -> HTMLResponse:
        context = practice(await desk.read(plan), request.query_params.get("q", ""))
        context["done"] = next((each for each in ("kept", "removed") if each in request.query_params), "")
        if page.is_fragment(request):
            return page.show(request, "interview_practice.html", **context)
        return await desk.read(whole, request, **context)

    @routes.post("/interview/spoken")
    async def spoken(request: Request) -> HTMLResponse:
        form = dict(await request.form())
        said = [Said(key, str(form[f"said-{key}"])) for key in _KEYS if f"said-{key}" in form]
        context = await desk.read(_spoken, desk, said)
        return page.show(request, "interview_spoken.html", **context)

    @routes.post("/interview/score")
    async def score(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        kept = desk.changing(form)
        if not kept.id:
            return RedirectResponse("/start", 303)
        question = form.get("own", "").strip() or form.get("q", "")
        try:
            text = await desk.read(_with_marks, desk, kept.text, question, form)
        except UserError as error:
            context = practice(await desk.read(plan), form.get("q", ""))
            context |= {"errors": _errors(error.problems), "entered": form}
            return await desk.read(whole, request, 422, **context)
        asked = form.get("q", "")
        where = f"?q={asked}&kept=1" if asked.replace("_", "").isalnum() and asked.isascii() else "?kept=1"
        return page.saved(request, kept, text, "a practice answer", form.get("state", ""), f"/interview{where}#log")

    @routes.post("/interview/remove")
    async def remove(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        kept = desk.changing(form)
        data = copy.deepcopy(desk.tables(kept.text))
        log, at = data.get("rehearsals", []), number_in(form.get("at", ""), -1)
        if not kept.id or not 0 <= at < len(log):
            return RedirectResponse("/interview", 303)
        gone = log.pop(at)
        if not log:
            del data["rehearsals"]
        change = f"practice marks of {gone['date']} taken out"
        return page.saved(request, kept, toml_text(data), change, form.get("state", ""), "/interview?removed=1#log")

    @routes.get("/interview/sheet.txt")
    async def sheet() -> Response:
        from smartpick.present._interview_text import show_practice_sheet

        made = await desk.read(plan, is_public=True)
        out = io.StringIO()
        show_practice_sheet(made, out)
        headers = {"content-disposition": 'attachment; filename="practice-sheet.txt"'}
        return Response(out.getvalue().encode(), media_type="text/plain; charset=utf-8", headers=headers)

    @routes.get("/interview/invitation")
    async def invitation(request: Request) -> HTMLResponse:
        code = request.query_params.get("code", "").strip().upper()[:40]
        updates, problems = await desk.run(_updates, desk, code)
        name = "interview_invitation.html" if page.is_fragment(request) else "interview_invitation_page.html"
        return page.show(request, name, updates=updates, problems=problems, code=code)

    return routes


_KEYS = (
    *("issue", "changes", "gains", "residency"),
    *("fit", "place", "setback"),
    *("what", "when", "how", "measure", "help"),
    "answer",
)
"""Boxes that an answer can have: four parts, one line, the plan for boards, or one of its own."""
_OFFERED = frozenset({"invited", "scheduled", "interviewed", "ranked"})


def _boxes(made: InterviewPlan, asked: Question) -> tuple[Box, ...]:
    """Return the boxes of an answer: its four parts, or one where a question needs none of them."""
    from smartpick.guidance.interview import Box

    found = next((each.boxes for each in made.outlines if each.flag == asked.flag), None)
    if found:
        return found
    if asked.flag == "everyone":
        return tuple(made.one_line) if "_you" in asked.key else (Box("answer", "Your answer", (), ""),)
    if "boards" in asked.key:
        return made.boards
    return (Box("answer", "Your answer, from facts of yours", (), ""),)


def _spoken(desk: Desk, said: list[Said]) -> dict[str, Any]:
    """Return how long the boxes take to say, and where a listener may stop in them."""
    from smartpick.guidance.interview import spoken_of
    from smartpick.guidance.text import check_texts, document_of

    full = [each for each in said if each.text.strip()]
    if not full:
        return {"said": said, "spoken": None}
    documents: list[Document] = []
    for each in full:
        # Key words need be no prose; what the rules cannot read is timed without them.
        with contextlib.suppress(UserError):
            documents.append(document_of(each.key, "answer", plain_text(each.text, each.key)))
    ground = desk.ground(desk.kept())
    found = check_texts(ground.facts, ground.directory, ground.profile, documents, ground.day)
    marks = {each.document.name: each.marks for each in found.documents}
    read = [each._replace(marks=marks.get(each.key, ())) for each in said]
    whole = "\n".join(each.text for each in full)
    return {"said": read, "spoken": spoken_of(ground.facts, ground.profile, whole)}


def _with_marks(desk: Desk, text: str, question: str, form: dict[str, str]) -> str:
    """Return the profile's text with the marks of an answer in its log, as ``smartpick interview --score`` keeps them.

    Raises
    ------
    UserError
        With everything that is wrong with them.
    """
    from smartpick.guidance.interview import scored
    from smartpick.profile.log import with_rehearsal

    cells = [form.get(name, "").replace(",", ".").strip() for name in (*MARKS, "seconds", "by")]
    day = desk.today()
    entry = scored(",".join([question, *cells]), day)
    return with_rehearsal(desk.as_file(text), desk.known, day, entry).text


def _errors(problems: tuple[Problem, ...]) -> dict[str, str]:
    """Return what is wrong with some marks, by field."""
    found: dict[str, str] = {}
    for each in problems:
        field = each.what.partition(" ")[0]
        name = field if field in {*MARKS, "seconds", "by"} else "own" if "question" in each.what else "marks"
        said = "Choose a mark from 1 to 5." if name in MARKS else f"{each.what.capitalize()}. {each.fix}."
        found.setdefault(name, said)
    return found


def _updates(desk: Desk, code: str) -> tuple[list[Any], tuple[Problem, ...]]:
    """Return what an invitation changes, as ``smartpick interview`` works it out, and what is wrong with the code."""
    from smartpick.present._guidance_input import Input
    from smartpick.present._interview_update import updates_of

    ground = desk.ground(desk.kept())
    if code and code not in ground.directory.by_code:
        fix = "The code stands on the program's page and in your list"
        return [], (Problem("program", f"no program {code} in the directory", fix=fix),)
    try:
        read = Input(ground.facts, ground.directory, ground.profile, ground.day, {})
        return list(updates_of(read, ListRequest(today=ground.day), (code,) if code else ())), ()
    except RequestError as error:
        return [], error.problems
