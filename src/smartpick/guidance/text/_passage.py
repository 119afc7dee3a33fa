"""The passage about a weak result: which sentences, how long, what it holds, and what reads as a defense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartpick.guidance.text._clauses import calmed, clauses
from smartpick.guidance.text._sentences import Document, Sentence, words_in
from smartpick.guidance.text._types import Mark, Passage, Seen
from smartpick.guidance.text.rules import EXAM, hits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FEWEST", "MOST", "marks_of", "passage_of"]

FEWEST, MOST = 2, 4
"""The guide's rule of thumb for sentences about a weak result."""

_LATER = re.compile(
    r"\bpassed\b|\bhonors\b|\b(?:rose|improved|climbed|increased|raised)\b[^.]*\b(?:score|to|by|performance)\b|"
    r"\b(?:score|scored)\b[^.]*\b\d{3}\b|"
    r"\bwith\san?\s\d{3}\b|\bpassing\s(?:score|step|level|on)\b|\b(?:stronger|better|higher)\s(?:\w+\s)?(?:score|"
    r"result|performance)",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:would|could|should|might|must)(?:\snot|n't)?\shave\s(?:\w+ly\s)?\w+|"
    r"\b(?:not|never|n't)\s(?:\w+ly\s|yet\s)?(?:passed|improved|rose|raised)\b|"
    r"\b(?:passed\s(?:away|out|over|by|down)|passed\sthe\s(?:time|night|day))\b",
    re.IGNORECASE,
)
"""What would have been, was not, or is another passing: no result."""
_SAYS_RESULT = re.compile(
    r"\b(?:I\s(?:\w+\s){0,2}(?:passed|scored|improved|raised)|my\s(?:\w+\s){0,2}(?:score|result))\b[^.]*"
    r"(?:\b(?:attempt|exam|score|step\s?[123]|comlex|usmle)\b|\b\d{3}\b)",
    re.IGNORECASE,
)
"""A result of the author's own; a driving test is none."""
_MENDED = re.compile(r"(?<!not )(?<!n't )\b(?:passed|improved|rose|raised|succeeded)\b", re.IGNORECASE)
_GOES_ON = ("mentions", "owns", "defensive", "change")
_GAP = 2
"""Sentences in between that do not break a passage."""
_MARKED = {"defensive": "concern", "generic": "watch", "vague": "watch"}
"""Family → severity; a sentence is marked once, by the first that points at it."""
_OWN_EXAM = re.compile(
    rf"\b{EXAM}(?!\w)|\bmy\s(?:\w+\s){{0,2}}(?:exams?|tests?|scores?|results?|attempts?)\b|\b(?:the|one|a\ssingle)\s"
    r"(?:first\s)?(?:exam|test|attempt)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\bI(?:'d|\shad)\s(?:\w+ly\s|not\s|never\s|only\s|always\s|also\s)?"
    r"(?!(?:a|an|the|my|to|no|some|two|three|four|five|six|seven|eight)\b)\w+\b"
)
"""What had been done before the result; by a day that is named, it is what was done after it."""
_BY_THEN = re.compile(r"\b(?:by|until|since)\s(?:then|the\s\w+|\w+\b)", re.IGNORECASE)
_CONCRETE = re.compile(
    r"\d|\b(?:tutor|specialist|coach|mentor|advis[oe]r|questions?|blocks?|log|schedule|every|weekly|daily|group|timed)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:residency|residents?|interns?|internship|in-training|boards)\b", re.IGNORECASE)
_PARTS = (
    ("owns", "says what was your own part"),
    ("change", "names what you changed"),
    ("later_result", "names a later result"),
    ("residency", "joins it to residency or to patients"),
)


def marks_of(document: Document, is_place: Callable[[str], bool]) -> tuple[Mark, ...]:
    """Return what reads as a defense, as vague or as general praise, in the order of the text."""
    marks: list[Mark] = []
    for sentence in document.sentences:
        for family, severity in _MARKED.items():
            found = hits(family, sentence.text, is_place)
            if not found:
                continue
            hit = found[0]
            start = sentence.start + hit.start
            marks.append(
                Mark(
                    family,
                    hit.rule,
                    # Weights of words alone are worth a look, and no more.
                    "watch" if hit.rule == "sounds_like" else severity,
                    document.line_of(start),
                    start,
                    sentence.start + hit.end,
                    sentence.text[hit.start : hit.end],
                    sentence.text,
                    hit.reason,
                )
            )
            break
    return tuple(sorted(marks, key=lambda mark: mark.start))


def passage_of(document: Document, is_place: Callable[[str], bool]) -> Passage | None:
    """Return the sentences that speak of a weak result; None where none does.

    Notes
    -----
    From the first sentence that speaks of one, a paragraph counts as long as its sentences go on about it: what was
    one's own part, what changed, a later result, residency, or a defense. A paragraph that opens with a later result
    right behind it goes on with it.
    """
    speaks = [_speaks(each.text, is_place) for each in document.sentences]
    if not any(speaks):
        return None
    inside: list[Sentence] = []
    waiting: list[Sentence] = []
    for sentence, is_start in zip(document.sentences, speaks, strict=True):
        is_near = bool(inside) and inside[-1].paragraph == sentence.paragraph and len(waiting) <= _GAP
        is_behind = bool(inside) and not waiting and inside[-1].paragraph + 1 == sentence.paragraph
        if is_behind and not is_start and _is_later(sentence.text) and _SAYS_RESULT.search(sentence.text):
            inside.append(sentence)
            continue
        if is_start or (is_near and _goes_on(sentence.text, is_place, is_next=not waiting)):
            inside += [*(waiting if is_near else ()), sentence]
            waiting = []
        elif inside:
            waiting.append(sentence)
    return _described(document, inside, is_place)


def _speaks(text: str, is_place: Callable[[str], bool]) -> bool:
    """Return whether a sentence names a weak result, or defends an exam of the author's own."""
    if hits("mentions", text, is_place):
        return True
    defended = any(hit.rule != "sounds_like" for hit in hits("defensive", text, is_place))
    return defended and bool(_OWN_EXAM.search(text))


def _goes_on(text: str, is_place: Callable[[str], bool], *, is_next: bool) -> bool:
    if _is_later(text) or any(hits(family, text, is_place) for family in _GOES_ON):
        return True
    # Patients are spoken of everywhere: what joins the result to them counts only right after it.
    return is_next and bool(hits("residency", text, is_place))


def _is_later(text: str) -> bool:
    """Return whether a sentence tells a result that there is; what would have been is none."""
    return bool(_LATER.search(_UNREAL.sub(" ", text)))


def _described(document: Document, inside: Sequence[Sentence], is_place: Callable[[str], bool]) -> Passage:
    parts = []
    for key, text in _PARTS:
        # Of several that hold it, the one that says most; of equals, the first.
        holder = max(inside, key=lambda each: _worth(key, each.text, is_place))
        if not _worth(key, holder.text, is_place):
            parts.append(Seen(key, text, "", None))
        else:
            parts.append(Seen(key, text, holder.text, document.line_of(holder.start)))
    return Passage(
        document.name,
        document.line_of(inside[0].start),
        document.line_of(inside[-1].end - 1),
        len(inside),
        sum(words_in(each.text) for each in inside),
        FEWEST <= len(inside) <= MOST,
        tuple(parts),
        sum(bool(hits("defensive", each.text, is_place)) for each in inside),
    )


def _worth(key: str, text: str, is_place: Callable[[str], bool]) -> int:
    """Return how well a sentence holds a part of the passage; 0 where it does not."""
    if key == "later_result":
        is_weak = bool(hits("mentions", text, is_place)) and not _MENDED.search(text)
        return int(_is_later(text) and not is_weak)
    if key == "change":
        return _changed(text, is_place)
    found = hits(key, text, is_place)
    if not found:
        return 0
    # A comparison with others, or a quarrel with the exam, joins nothing to residency.
    if key == "residency" and any(hit.rule != "sounds_like" for hit in hits("defensive", text, is_place)):
        return 0
    if key == "residency":
        return 1 + bool(_AHEAD.search(text))
    # A rule that names the phrase says more than words that weigh; what was done differently only sounds like an error.
    is_named = any(hit.rule != "sounds_like" for hit in found)
    return 2 if is_named else int(key != "owns" or not hits("change", text, is_place))


def _changed(text: str, is_place: Callable[[str], bool]) -> int:
    """Return how concretely a sentence names a change: not the error before it, and not what had been done by then."""
    text = calmed(text, is_place)
    pieces = [text[start:end] for start, end in clauses(text)]
    told = [each for each in (text, *pieces) if hits("change", each, is_place) and not _is_past(each, is_place)]
    return max((1 + len(set(map(str.lower, _CONCRETE.findall(each)))) for each in told), default=0)


def _is_past(text: str, is_place: Callable[[str], bool]) -> bool:
    return bool(hits("owns", text, is_place)) or (bool(_BEFORE.search(text)) and not _BY_THEN.search(text))
