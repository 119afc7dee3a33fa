"""The layout of labelled sentences: ``[family: yes]``, ``[family: no]`` or ``[theme: key]``, then one text a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.guidance.text._themes import THEMES
from smartpick.guidance.text.rules import FAMILIES

__all__ = ["Labelled", "labelled_of", "shipped"]

_HEADING = re.compile(r"\[\s*(?P<what>\w+)\s*:\s*(?P<label>\w+)\s*\]")
_MOST_CHARACTERS = 2_000_000
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """One set of labelled texts.

    Attributes
    ----------
    sentences
        (family, whether it is one) → sentences.
    experiences
        Theme (``none`` where none fits) and experience.
    """

    name: str
    sentences: Mapping[tuple[str, bool], tuple[str, ...]]
    experiences: tuple[tuple[str, str], ...]


def shipped() -> tuple[Labelled, ...]:
    """Return the sets that travel with the program, in the order of their names."""
    folder = files("smartpick.guidance.text").joinpath("labelled")
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".txt")), key=lambda each: each.name)
    return tuple(labelled_of(each.read_text(encoding="utf-8"), each.name) for each in found)


def labelled_of(text: str, name: str) -> Labelled:
    r"""Return a set of labelled texts from the text of its file.

    Raises
    ------
    RequestError
        For every heading that names no family, label or theme, and every text before the first heading.

    Examples
    --------
    >>> made = labelled_of("[vague: yes]\nI love helping people.\n[theme: none]\nKept bees.\n", "mine.txt")
    >>> made.sentences, made.experiences
    ({('vague', True): ('I love helping people.',)}, (('none', 'Kept bees.'),))
    """
    if len(text) > _MOST_CHARACTERS:
        raise RequestError(
            [Problem(name, "the file is far too long for labelled sentences", fix="Judge a smaller one")]
        )
    problems: list[Problem] = []
    sentences: dict[tuple[str, bool], list[str]] = {}
    experiences: list[tuple[str, str]] = []
    under: tuple[str, str] | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        where = f"{name}, line {number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            under, wrong = _heading(line, where)
            problems += wrong
        elif under is None:
            problems.append(
                Problem(where, "a text before any usable heading", fix="Begin with a line like [vague: yes]")
            )
        elif under[0] == "theme":
            experiences.append((under[1], line))
        else:
            sentences.setdefault((under[0], under[1] == "yes"), []).append(line)
    if not problems and not sentences and not experiences:
        problems.append(Problem(name, "no labelled text is in it", fix="Begin with a line like [vague: yes]"))
    if problems:
        raise RequestError(problems[:_MOST_PROBLEMS])
    return Labelled(name, {key: tuple(lines) for key, lines in sentences.items()}, tuple(experiences))


def _heading(line: str, where: str) -> tuple[tuple[str, str] | None, list[Problem]]:
    match = _HEADING.fullmatch(line)
    if match is None:
        return None, [
            Problem(where, f"'{line[:40]}' is no heading", fix="Write [vague: yes], [vague: no] or [theme: none]")
        ]
    what, label = match["what"].lower(), match["label"].lower()
    if what == "theme":
        if label in THEMES or label == "none":
            return (what, label), []
        known = (*THEMES, "none")
        return None, [
            Problem(where, f"no theme '{label[:40]}'", fix=did_you_mean(label, known) or f"Themes: {', '.join(known)}")
        ]
    if what not in FAMILIES:
        fix = did_you_mean(what, FAMILIES) or f"Families: {', '.join(FAMILIES)}"
        return None, [Problem(where, f"no family '{what[:40]}'", fix=fix)]
    if label not in {"yes", "no"}:
        return None, [
            Problem(where, f"'{label[:40]}' is neither yes nor no", fix=f"Write [{what}: yes] or [{what}: no]")
        ]
    return (what, label), []
