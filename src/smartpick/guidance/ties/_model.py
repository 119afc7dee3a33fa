"""What is said about ties and missions: the inventory, strength by area with its parts, plans for like programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._points import has_unknown, known_points
from smartpick.vocabulary import SignalTier, Stage

if TYPE_CHECKING:
    from smartpick.guidance._finding import Finding
    from smartpick.programs import Program

__all__ = [
    "AreaTies",
    "Batch",
    "Bond",
    "Entry",
    "Listed",
    "Mission",
    "Part",
    "Quote",
    "Speaks",
    "ThemeMatch",
    "TiesPlan",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A program of her list, as guidance takes it.

    `is_signal_decided` tells a signal that the profile has from one that the list suggests.
    """

    program: Program
    tier: int
    signal: SignalTier
    is_signal_decided: bool


@dataclass(frozen=True, slots=True)
class Bond:
    """One bond to a place.

    Attributes
    ----------
    kind
        As in the profile, or ``practice`` and ``rotation``, which are read from other fields.
    county
        Where its place was found; None where only the state is known.
    """

    kind: str
    place: str
    state: str
    county: str | None
    start: date | None
    end: date | None
    field: str


@dataclass(frozen=True, slots=True)
class Speaks:
    """A language, with the share of people who speak it where that is published; None where it is not."""

    name: str
    level: str
    region: str | None
    share_pct: float | None
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an area's points; None where the facts do not tell."""

    text: str
    points: float | None
    fields: tuple[str, ...]
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaTies:
    """How likely a reader may find it that she stays in an area, with every part.

    `word` is strong, some, weak or none.
    """

    key: str
    label: str
    parts: tuple[Part, ...]
    word: str

    @property
    def points(self) -> float:
        """The sum of what is known."""
        return known_points(self.parts)

    @property
    def is_lower_bound(self) -> bool:
        """True while a part is unknown."""
        return has_unknown(self.parts)


@dataclass(frozen=True, slots=True)
class Entry:
    """One experience of her own, and what it lacks to carry a claim."""

    field: str
    title: str
    place: str | None
    start: date | None
    end: date | None
    themes: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def is_dated(self) -> bool:
        """True when a reader can place it in time."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """A theme of a program, and the experience that bears on it; None is a gap."""

    theme: str
    group: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Mission:
    """What is known of one program's mission. Empty themes were not found, which is no sign that they are absent."""

    program_code_nrmp: str
    name: str
    themes: tuple[str, ...]
    basis: str
    url: str | None
    vintage: str
    patients: str | None
    fact_id: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What she pasted about a program herself: shown as hers, with its source and day."""

    program_code_nrmp: str
    text: str
    source: str
    day: date
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Programs that one paragraph plan fits, with the facts that it can rest on.

    Attributes
    ----------
    interest
        Rotations and signals at single programs, each in a sentence.
    prompts
        What to write about in her own words: a prompt and the facts of hers that it can rest on.
    open_points, vague
        What is missing before anything can be written, and which experiences lack what would make them specific.
    """

    specialty: str
    name: str
    where: str
    programs: tuple[Mission, ...]
    matches: tuple[ThemeMatch, ...]
    quotes: tuple[Quote, ...]
    bonds: tuple[Bond, ...]
    languages: tuple[str, ...]
    interest: tuple[str, ...]
    prompts: tuple[tuple[str, tuple[str, ...]], ...]
    open_points: tuple[str, ...]
    vague: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TiesPlan:
    """Everything about bonds and missions: three sentences first.

    Attributes
    ----------
    is_private_included
        Whether she has ticked that private bonds are among them. Without that nothing tells whether there are any.
    own_words
        What is published on texts made with AI: sentence and fact id.
    benchmarks
        Key → value, fact id, whether it is her own.
    """

    season: int
    today: date
    stage: Stage
    answer: tuple[str, ...]
    bonds: tuple[Bond, ...]
    is_private_included: bool
    languages: tuple[Speaks, ...]
    areas: tuple[AreaTies, ...]
    entries: tuple[Entry, ...]
    batches: tuple[Batch, ...]
    findings: tuple[Finding, ...]
    themes: Mapping[str, str]
    theme_fact_ids: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]
    own_words: tuple[tuple[str, str], ...]
    benchmarks: Mapping[str, tuple[float, str, bool]]
