"""Long work: what each further application adds, one limit after another, with its progress told while it runs.

The page stays usable meanwhile; the work can be cancelled between two lists.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from smartpick.errors import UserError
from smartpick.present.web import _draw
from smartpick.present.web._ask import ask_of
from smartpick.present.web._desk import Desk
from smartpick.present.web._page import Page

__all__ = ["router"]

NUMBERS = (5, 10, 15, 20, 30, 40, 60, 80)
_MOST_JOBS = 8


@dataclass(slots=True)
class _Job:
    """One piece of work."""

    rows: list[dict[str, Any]] = field(default_factory=list)
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

    async def run(job: _Job, query: list[tuple[str, str]]) -> None:
        ask = ask_of(query)
        kept = desk.kept()
        tables = desk.tables(kept.text)
        named = [str(each) for each in tables.get("goals", {}).get("specialties", [])]
        text, request = ask.changed(kept.text, tables), ask.request(desk.day_for(kept), named)
        try:
            for number in NUMBERS:
                if job.state != "running":
                    return
                found = await desk.run(desk.answer, text, replace(request, max_programs=number))
                summary = found.data["summary"]
                if not job.rows or summary["programs"] > job.rows[-1]["programs"]:
                    job.rows.append(
                        {
                            "programs": summary["programs"],
                            "p_match": summary["p_match"],
                            "interviews": summary["expected_interviews"],
                            "cost": summary["cost_usd"]["total"],
                        }
                    )
                job.done += 1
                job.tell()
                if summary["programs"] < number:
                    break
            job.state = "done"
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
        name, job = secrets.token_urlsafe(9), _Job()
        jobs[name] = job
        job.task = asyncio.create_task(run(job, list(request.query_params.multi_items())))
        return page.show(request, "work.html", job_name=name, total=len(NUMBERS))

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
        return page.show(request, "curve.html", job=job, chart="")

    @routes.get("/curve/{name}")
    async def result(request: Request, name: str) -> HTMLResponse:
        job = jobs.get(name)
        chart: Any = ""
        if job is not None and job.state == "done" and len(job.rows) > 1:
            points = [(float(row["programs"]), row["p_match"]) for row in job.rows]
            chart = _draw.curve(points, "programs applied to", "Chance of matching over the number of programs")
        return page.show(request, "curve.html", job=job, chart=chart)

    return routes


async def _told(job: _Job) -> AsyncIterator[str]:
    while True:
        news = job.news
        said = {"done": job.done, "total": len(NUMBERS), "state": job.state}
        yield f"event: progress\ndata: {json.dumps(said)}\n\n"
        if job.state != "running":
            return
        try:
            await asyncio.wait_for(news.wait(), timeout=15)
        except TimeoutError:
            continue
