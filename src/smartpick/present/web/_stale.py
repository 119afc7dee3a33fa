"""What is said when a form was made from another profile, or another state of it, than is in use now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from smartpick.present.web._form import VISAS, number_in
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from fastapi import Request

    from smartpick.present.web._desk import Desk

__all__ = ["stale_context"]

_UNDO = frozenset({"/undo", "/season/undo"})
_TYPED: Mapping[str, str] = {
    "type": "who you are",
    "score": "Step 2 CK score",
    "comlex": "COMLEX Level 2-CE score",
    "specialty": "specialty",
    "second": "second specialty",
    "other_place": "place",
    "visa": "visa",
    "budget": "budget",
    "text": "text",
    "value": "what you found out",
    "source": "who said so",
    "note": "note",
    "own": "question",
    "by": "who marked it",
    "seconds": "seconds",
    "program": "program",
    "day": "day",
}
"""Fields in which something is typed, and what they are called where they are told."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "type": {str(each): each.label for each in ApplicantType},
    "visa": VISAS,
}
_NOTE = re.compile(r"/program/([^/]+)/note")
_LONG = 60


def stale_context(desk: Desk, request: Request, form: Mapping[str, object]) -> dict[str, Any]:
    """Return what the page shows: which profile is in use, what was typed, and the forms that do it all the same."""
    state, now = str(form.get("state", "")), desk.kept()
    number = number_in(state.partition(".")[0])
    begun = desk.store.profile(number) if number else None
    note = _NOTE.fullmatch(request.url.path)
    texts = {
        name: value for name, value in form.items() if isinstance(value, str) and name not in {"state", "use", "seen"}
    }
    fields = {**_TYPED, **{name: "part of your answer" for name in texts if name.startswith("said-")}}
    again: list[tuple[str, str]] = []
    is_undo = request.url.path in _UNDO
    is_same = number == now.id
    if is_undo:
        again = [("state", now.state), *texts.items()] if now.can_undo else []
    elif is_same:
        again = [("state", now.state), *texts.items()] if now.id else []
    elif begun is not None:
        again = [("state", begun.state), ("use", "yes"), *texts.items()]
    return {
        "kept": now,
        "begun": begun,
        "is_same": is_same,
        "is_undo": is_undo,
        "note": desk.store.note(now.id, note[1]) if note and is_same else None,
        "is_changed_too": begun is not None and begun.state != state,
        "typed": [
            (
                name,
                called,
                _WORDS.get(name, {}).get(texts[name], texts[name]),
                len(texts[name]) > _LONG or "\n" in texts[name],
            )
            for name, called in fields.items()
            if texts.get(name, "").strip()
        ],
        "again": again,
        "back": texts.get("back", "/"),
    }
