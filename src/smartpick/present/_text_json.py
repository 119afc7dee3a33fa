"""A check of texts as JSON: all of it worked out from what the applicant lets out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import condition_json, shown_to

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance.text import Checked, Clash, Mark, Passage, TextReport
    from smartpick.guidance.text.comment import Outgoing, Remarks

__all__ = ["SCHEMA", "text_json"]

SCHEMA = "smartpick.text/1"
_UNSENT = frozenset({"a private tie", "a word of a private note", "something you named"})
_UNSENT_NAME = "words that you do not want sent"
"""One name for what is private and what was named with --take-out, so that the export tells neither from the other."""


def text_json(
    facts: Facts, found: TextReport, profile_hash: str, sent: Outgoing | None, said: Remarks | None
) -> dict[str, Any]:
    """Return a check as plain data; the same texts, profile, facts, season and day give the same bytes.

    Parameters
    ----------
    found
        Of the profile without its private parts.
    """
    address = found.address
    return {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "season": found.season,
        "today": found.today.isoformat(),
        "profile_hash": profile_hash,
        "answer": list(found.answer),
        "address": {
            "verdict": address.verdict,
            "conditions": [condition_json(row) for row in shown_to(address.conditions, for_herself=False)],
            "private_conditions_left_out": sum(row.is_private for row in address.conditions),
            "addressed_in": list(address.addressed_in),
            "lines": list(address.lines),
            "prompts": [{"question": question, "in_profile": told} for question, told in address.prompts],
        },
        "documents": [_document(each) for each in found.documents],
        "ties": [
            {"name": row.name, "what": row.what, "shown": dict(row.shown), "suggestion": row.suggestion}
            for row in shown_to(found.ties, for_herself=False)
        ],
        "other_places": [
            {"place": place, "document": document, "line": line} for place, document, line in found.other_places
        ],
        "contradictions": [_clash(each) for each in found.clashes],
        "themes": [
            {
                "theme": each.theme,
                "document": each.document,
                "line": each.line,
                "quote": each.quote,
                "backed_by": each.backed_by,
                "is_dated": each.is_dated,
                "by_words": list(each.by_words),
            }
            for each in found.themes
        ],
        "line": {
            "line": found.line.line,
            "problems": list(found.line.problems),
            "parts": [
                {"part": part, "says": says, "rests_on": fact, "documents": list(names)}
                for part, says, fact, names in found.line.parts
            ],
            "prompts": list(found.line.prompts),
        },
        "limits": list(found.limits),
        "facts": list(found.fact_ids),
        "comment": None if sent is None else _comment(sent, said),
    }


def _document(each: Checked) -> dict[str, Any]:
    document = each.document
    return {
        "name": document.name,
        "kind": document.kind,
        "words": document.words,
        "sentences": len(document.sentences),
        "marks": [_mark(mark) for mark in each.marks],
        "passage": None if each.passage is None else _passage(each.passage),
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "family": mark.family,
        "rule": mark.rule,
        "severity": mark.severity,
        "line": mark.line,
        "start": mark.start,
        "end": mark.end,
        "quote": mark.quote,
        "sentence": mark.sentence,
        "reason": mark.reason,
    }


def _passage(each: Passage) -> dict[str, Any]:
    return {
        "first_line": each.first_line,
        "last_line": each.last_line,
        "sentences": each.sentences,
        "words": each.words,
        "is_right_length": each.is_right_length,
        "defensive": each.defensive,
        "parts": [{"key": part.key, "text": part.text, "quote": part.quote, "line": part.line} for part in each.parts],
    }


def _clash(each: Clash) -> dict[str, Any]:
    return {
        "key": each.key,
        "severity": each.severity,
        "text": each.text,
        "places": [
            {"document": place[0], "line": place[1], "quote": place[2]}
            for place in (each.one, each.other)
            if place is not None
        ],
    }


def _taken_out(sent: Outgoing) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, count in sent.taken_out.items():
        shown = _UNSENT_NAME if name in _UNSENT else name
        counts[shown] = counts.get(shown, 0) + count
    return dict(sorted(counts.items()))


def _comment(sent: Outgoing, said: Remarks | None) -> dict[str, Any]:
    return {
        "host": sent.host,
        "model": sent.model,
        "would_send": sent.shown,
        "taken_out": _taken_out(sent),
        "code": sent.code,
        "was_sent": said is not None,
        "remarks": [{"text": each.text, "quote": each.quote, "comment": each.comment} for each in said.remarks]
        if said
        else [],
        "dropped": said.dropped if said else 0,
    }
