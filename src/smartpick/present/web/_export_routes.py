"""The list as files to take along: what `smartpick export` writes, without what is private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from smartpick.explain import ListRequest
from smartpick.present.web._answers import Depth
from smartpick.present.web._desk import Desk

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.present._export import Export
    from smartpick.store import Kept

__all__ = ["router"]

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    async def made(kept: Kept) -> ApplicationList:
        found = await desk.run(desk.answer, kept.text, ListRequest(today=desk.day_for(kept)), Depth.LOOKS)
        assert found.made is not None  # noqa: S101 -- only the example is read from a file, and not by this way
        return found.made

    def shown(kept: Kept, found: ApplicationList) -> Export:
        from smartpick.present._export import export_of

        ground = desk.ground(kept)
        return export_of(ground.facts, ground.directory, ground.profile, found)

    @routes.get("/list.json")
    async def as_json() -> Response:
        from smartpick.present._list_json import list_json
        from smartpick.present._output import json_chunks

        def content(found: ApplicationList) -> bytes:
            return b"".join(json_chunks(list_json(desk.facts, found)))

        text = await desk.read(content, await made(desk.kept()))
        return _file(text, "smartpick-list.json", "application/json")

    @routes.get("/share.json")
    async def to_share() -> Response:
        from smartpick.present._output import json_chunks

        def content(kept: Kept, found: ApplicationList) -> bytes:
            return b"".join(json_chunks(shown(kept, found).share()))

        kept = desk.kept()
        text = await desk.read(content, kept, await made(kept))
        return _file(text, "smartpick-share.json", "application/json")

    @routes.get("/list.{kind}")
    async def as_file(kind: str) -> Response:
        if kind not in _KINDS:
            raise HTTPException(404)

        def content(kept: Kept, found: ApplicationList) -> bytes:
            export = shown(kept, found)
            return {"xlsx": export.workbook, "csv": export.csv, "pdf": export.report}[kind]()

        kept = desk.kept()
        return _file(await desk.read(content, kept, await made(kept)), f"smartpick-list.{kind}", _KINDS[kind])

    return routes


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
