"""What is said about interviews: questions from the record, outlines with facts, practice, invitations, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.profile import Rehearsal

__all__ = [
    "Box",
    "Fact",
    "Flag",
    "InterviewPlan",
    "Note",
    "Outline",
    "PracticeSummary",
    "Question",
    "Spoken",
]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something in the record that is asked about.

    Attributes
    ----------
    words
        What fills the blanks of its questions.
    is_private
        Rests on something that she keeps private.
    """

    key: str
    fields: tuple[str, ...]
    words: Mapping[str, str]
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the record invites, and why it is asked."""

    key: str
    flag: str
    text: str
    why: str
    fields: tuple[str, ...]
    fact_id: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of hers that an answer can rest on."""

    text: str
    field: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One of the four parts of an answer; `warning` where nothing, too little or too much backs it."""

    key: str
    prompt: str
    facts: tuple[Fact, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An answer in four parts, for one flag: facts, no sentences."""

    flag: str
    about: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """How long a text of hers takes to say."""

    words: int
    seconds_low: float
    seconds_high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class PracticeSummary:
    """Practice answers to one question, the oldest first; `weakest` is the lowest mark of the last one."""

    question: str
    entries: tuple[Rehearsal, ...]
    weakest: str


@dataclass(frozen=True, slots=True)
class Note:
    """Whether to send a thank-you note to one program, and what it could hold."""

    program_code_nrmp: str
    name: str
    verdict: str
    why: str
    prompts: tuple[str, ...]
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """Everything about interviews: three sentences first.

    Attributes
    ----------
    one_line
        Prompts for one line about herself, each with facts of hers.
    boards
        The plan for in-training and board exams: prompts with facts.
    invitation
        What an invitation means: sentence and fact id, which may be empty.
    target
        Words in which an answer fits its time: at least, at most.
    benchmarks
        Key → value, fact id, whether it is her own.
    """

    season: int
    today: date
    stage: Stage
    answer: tuple[str, ...]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...]
    outlines: tuple[Outline, ...]
    one_line: tuple[Box, ...]
    boards: tuple[Box, ...]
    invitation: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    rubric: tuple[tuple[str, str, str], ...]
    target: tuple[int, int]
    spoken: Spoken | None
    practice: tuple[PracticeSummary, ...]
    benchmarks: Mapping[str, tuple[float, str, bool]]

    @property
    def texts_are_out(self) -> bool:
        """True once applications are sent, so that no text can be changed any more."""
        return self.stage not in {Stage.PREPARING, Stage.OPEN, Stage.OVER}
