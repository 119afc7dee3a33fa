"""What California asks before and during residency, each rule with the date that its source gives, else: ask."""

from __future__ import annotations

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import rule_of, wants_california
from smartpick.guidance._season_days import said_when

__all__ = ["california"]

_MD = (
    ("postgraduate training licence required", "Postgraduate training licence (PTL)"),
    ("exams for the PTL", "Exams for the PTL"),
    ("PTL when to apply", "When to apply"),
    ("PTL validity", "How long it holds"),
    ("exams for the full licence", "Exams for the full licence"),
)
_DO = (
    ("postgraduate training licence", "Postgraduate training licence (PTL)"),
    ("exams for the PTL", "Exams for the PTL"),
    ("general medicine in PGY-1", "General medicine in the first year"),
    ("PTL validity", "How long it holds"),
    ("training and exams for the full licence", "Training and exams for the full licence"),
)
_MONTHS_US = ("training for the full licence, US or Canadian graduates", "Training for the full licence")
_MONTHS_IMG = ("training for the full licence, international graduates", "Training for the full licence")


def california(ground: Ground) -> list[Finding]:
    """Return the California rules that concern her degree; none where no California program could be on her list."""
    if not wants_california(ground):
        return []
    kind = ground.profile.applicant.type
    topic = "california_do" if kind.is_do else "california_md"
    wanted = _DO if kind.is_do else (*_MD, _MONTHS_IMG if kind.is_img else _MONTHS_US)
    parts, ids = [], []
    for item, name in wanted:
        rule = rule_of(ground, item, topic)
        if rule is None or rule["value"] == "not_published":
            parts.append(f"{name}: unknown, ask the board")
        else:
            since = rule["effective"]
            dated = "undated: confirm with the board" if since in {"undated", "not_published"} else said_when(since)
            doubt = "; confirm with the board" if rule["confidence"] == "low" and "confirm" not in dated else ""
            parts.append(f"{name}: {rule['value']} ({dated}{doubt})")
        if rule is not None:
            ids.append(rule["fact_id"])
    board = "Osteopathic Medical Board" if kind.is_do else "Medical Board"
    text = f"California, {board}. {'. '.join(parts)}."
    fields = ("goals.areas", "applicant.type")
    return [Finding("california_licence", "route", "note", text, fields, tuple(ids))]
