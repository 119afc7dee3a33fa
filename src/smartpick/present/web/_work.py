"""Long work: what each further application adds and which other lists come to the same, with its progress told.

The page stays usable meanwhile: lists that somebody waits for go first, and it gives way to them. It can be cancelled
between two steps.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from smartpick.errors import UserError
from smartpick.present.web._answers import Depth
from smartpick.present.web._ask import Ask, ask_of
from smartpick.present.web._desk import Desk, Unwanted
from smartpick.present.web._list_view import answer_for, looks_context
from smartpick.present.web._page import Page

__all__ = ["router"]

STEPS = (
    (Depth.LIST, "the list itself"),
    (Depth.PLACES, "the same limits in other places"),
    (Depth.LOOKS, "each application's worth, and lists that come to nearly the same"),
)
_MOST_JOBS = 8


@dataclass(slots=True)
class _Job:
    """One piece of work."""

    ask: Ask
    data: dict[str, Any] = field(default_factory=dict)
    done: int = 0
    state: str = "running"
    problem: str = ""
    task: asyncio.Task[None] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        self.news.set()
        self.news = asyncio.Event()


def router(desk: Desk, page: Page) -> APIRouter:  # noqa: C901 -- a table of routes, one after the other
    """Return the routes."""
    routes = APIRouter()
    jobs: dict[str, _Job] = {}

    def forget() -> None:
        for job in list(jobs.values()):
            # What is under way ends by itself between two steps, and tells it.
            job.state = "cancelled" if job.state == "running" else job.state
            job.data = {}
        jobs.clear()

    desk.also_forget.append(forget)

    async def run(job: _Job) -> None:
        kept = desk.kept()
        try:
            for depth, _ in STEPS:
                if job.state != "running":
                    return
                found = await desk.run_later(
                    answer_for, desk, kept, job.ask, depth, is_wanted=lambda: job.state == "running"
                )
                if job.state != "running":
                    return
                job.data = found.data
                job.done += 1
                job.tell()
            job.state = "done"
        except Unwanted:
            return
        except UserError as error:
            job.state, job.problem = "failed", str(error)
        finally:
            if job.state == "running":
                job.state = "cancelled"
            job.tell()

    @routes.post("/curve")
    async def start(request: Request) -> HTMLResponse:
        while len(jobs) >= _MOST_JOBS:
            old = jobs.pop(next(iter(jobs)))
            old.state = "cancelled" if old.state == "running" else old.state
        name, job = secrets.token_urlsafe(9), _Job(ask_of(list(request.query_params.multi_items())))
        jobs[name] = job
        job.task = asyncio.create_task(run(job))
        return page.show(request, "work.html", job_name=name, total=len(STEPS))

    @routes.get("/curve/{name}/events")
    async def events(name: str) -> Response:
        job = jobs.get(name)
        if job is None:
            return PlainTextResponse("This work is over.", 404)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no", "content-encoding": "identity"}
        return StreamingResponse(_told(job), media_type="text/event-stream", headers=headers)

    @routes.post("/curve/{name}/cancel")
    async def cancel(request: Request, name: str) -> HTMLResponse:
        job = jobs.get(name)
        if job is not None and job.state == "running":
            job.state = "cancelled"
            job.tell()
        return shown(request, job)

    @routes.get("/curve/{name}")
    async def result(request: Request, name: str) -> HTMLResponse:
        return shown(request, jobs.get(name))

    def shown(request: Request, job: _Job | None) -> HTMLResponse:
        # Work may be done before it is told to stop: then what it found is there.
        looks = looks_context(job.data) if job is not None and job.state == "done" else {}
        ask = Ask() if job is None else job.ask
        return page.show(request, "curve.html", job=job, ask=ask, **looks)

    return routes


async def _told(job: _Job) -> AsyncIterator[str]:
    while True:
        news = job.news
        now = STEPS[min(job.done, len(STEPS) - 1)][1]
        said = {"done": job.done, "total": len(STEPS), "state": job.state, "now": now}
        yield f"event: progress\ndata: {json.dumps(said)}\n\n"
        if job.state != "running":
            return
        try:
            await asyncio.wait_for(news.wait(), timeout=15)
        except TimeoutError:
            continue
