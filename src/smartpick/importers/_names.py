"""Finds the programs that a row's name, place, specialty and track fit: exactly, or by all of its words."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smartpick.errors import RequestError
from smartpick.importers._free import state_of
from smartpick.importers._rows import ListRow
from smartpick.programs import Directory, Program, Specialty, find, resolve_specialty
from smartpick.vocabulary import Track

__all__ = ["Asked", "Fitting", "Gone", "Names"]

_TRACK_WORDS = {
    "categorical": Track.CATEGORICAL,
    "preliminary": Track.PRELIMINARY,
    "prelim": Track.PRELIMINARY,
    "advanced": Track.ADVANCED,
    "primary": Track.PRIMARY_CARE,
    "physician": Track.PHYSICIAN,
}
_SAYS_NOTHING = frozenset({"categorical", "advanced", "track", "care", "gme", "usa", "md", "inc"})
_ONE_YEAR = {Track.PRELIMINARY, Track.PHYSICIAN}
_TRANSITIONAL = "transitional_year"
_MOST_FOUND = 10_000
_LEAST_START = 4
_MOST_WORDS = 24
_PUT_RIGHT = 0.8
"""What a word that was put right counts, against one that is written as in the name."""
_LEAST_SHARED = 0.4
"""Share of what a row says that a program has to have to be offered as near."""
_TELLING = 3.0
"""Words that fewer than one program in twenty has tell names apart (`Names._rarity`)."""
_SURE_SHARE = 0.5
"""Share of a name's words that a row has to give to be sure of it where it names no place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row asks for: pieces of names, the words to be found, and what narrows them."""

    pieces: tuple[str, ...]
    words: tuple[str, ...]
    specialty: Specialty | None
    track: Track | None
    city: str
    state: str | None
    where_to_go: str


class Fitting(NamedTuple):
    """Programs that fit a row, how, and whether the fit is too loose to go by."""

    programs: tuple[Program, ...]
    how: str = ""
    is_loose: bool = False
    notes: tuple[str, ...] = ()


class Gone(NamedTuple):
    """A program that is in the directory no more: its name, its last season, and the row that says so."""

    name: str
    season: int
    fact_id: str


class Names:
    """Looks for names in the directory.

    Parameters
    ----------
    specialties
        Hers: meant where a row names none and one of their programs fits.
    """

    def __init__(self, directory: Directory, specialties: Sequence[str]) -> None:
        self._directory, self._hers = directory, frozenset(specialties)
        self._words = functools.cache(directory.names.words)
        self._resolve = functools.cache(self._specialty)
        self._around_of: dict[str, frozenset[str]] = {}
        self._near = functools.cache(directory.names.near)
        self._rarity = functools.cache(self._rarity_of)

    def asked(self, row: ListRow) -> Asked:
        """Return what a row asks for."""
        cells = row.cells
        pieces = [
            piece.strip(" .:")
            for text in (cells.get("institution", ""), cells.get("name", ""))
            for piece in re.split(r"[,;|\n]|\s[–-]\s", text)
            if piece.strip(" .:")
        ]
        city, state = cells.get("city", ""), state_of(cells.get("state", ""))
        if "," in city:
            city, _, rest = city.partition(",")
            state = state or state_of(rest)
        specialty = self._resolve(cells["specialty"]) if cells.get("specialty") else None
        if specialty is None:
            # The last piece that is a specialty is meant; a hospital never has just such a name.
            specialty = next(filter(None, (self._resolve(piece) for piece in reversed(pieces[1:]))), None)
        if specialty is None and pieces and (short := re.search(r"\b([A-Z]{2,3})$", pieces[-1])) is not None:
            specialty = self._resolve(short[1])
            if specialty is not None:
                pieces[-1] = pieces[-1][: short.start()].strip(" -/")
        if state is None and len(pieces) > 1 and (last := state_of(pieces[-1])) is not None:
            state = last
            pieces.pop()
        named = [piece for piece in pieces if piece and not (specialty and self._resolve(piece) == specialty)]
        all_words = [word for piece in pieces for word in self._words(piece)]
        track_text = " ".join((cells.get("track", ""), *all_words)).lower()
        track = next((kind for word, kind in _TRACK_WORDS.items() if re.search(rf"\b{word}\b", track_text)), None)
        words = [w for piece in named for w in self._words(piece) if w not in _SAYS_NOTHING and w not in _TRACK_WORDS]
        where = ""
        if specialty is not None and specialty.where_to_go:
            where = f"{specialty.name} is not matched by the NRMP: {specialty.where_to_go}"
        return Asked(
            tuple(p for p in pieces if p), tuple(dict.fromkeys(words)), specialty, track, city.strip(), state, where
        )

    def fitting(self, asked: Asked) -> Fitting:
        """Return the programs that fit a row by name, as narrowly as the row allows."""
        if not asked.words:
            return Fitting(())
        found = [match.program for match in find(self._directory, " ".join(asked.words), _MOST_FOUND)]
        covered = [program for program in found if self._covers(asked.words, program)]
        if asked.specialty is not None:
            covered = [program for program in covered if program.specialty == asked.specialty.key]
        if asked.state is not None:
            covered = [program for program in covered if asked.state in {program.state, program.sponsor_state}]
        exact = [program for program in covered if self._is_exact(asked, program)]
        fit = self.of_track(exact or covered, asked)
        how, notes = "by name", []
        if asked.track is None and 0 < len(fit) < len(exact or covered):
            how += ", as a track that leads to the specialty and needs no earlier training"
        if asked.specialty is None and (hers := [program for program in fit if program.specialty in self._hers]):
            if len(hers) < len(fit):
                how += ", among the programs of your specialties"
            fit = hers
        near = [program for program in fit if self._is_there(asked, program)]
        if asked.city and near:
            fit, how = near, how.replace("by name", "by name and place")
        elif asked.city and exact and len(fit) == 1:
            notes.append(f"The list has it in {asked.city[:40]}, the directory in {fit[0].city}.")
        if len(fit) > 1:
            named = [program for program in fit if self._names_track(asked, program)]
            fit = named if len(named) == 1 else fit
        is_loose = not exact and not self._is_sure(asked, fit, has_place=bool(near) and bool(asked.city))
        return Fitting(tuple(fit), how, is_loose, tuple(notes))

    def of_track(self, programs: Sequence[Program], asked: Asked) -> list[Program]:
        """Return those of the track that is named; without one, those that are open to an applicant and whole."""
        if asked.track is not None:
            wanted = [program for program in programs if program.track is asked.track]
            if wanted:
                return wanted
        usual = [p for p in programs if p.track not in _ONE_YEAR or p.specialty == _TRANSITIONAL]
        return usual or list(programs)

    def contradicts(self, asked: Asked, program: Program) -> bool:
        """Say whether the words beside a number have nothing in common with its program."""
        if asked.specialty is not None and asked.specialty.key != program.specialty:
            return True
        if asked.state is not None and asked.state not in {program.state, program.sponsor_state}:
            return True
        telling = [word for word in asked.words if self._rarity(word) > _TELLING]
        return bool(telling) and not any(self._covers((word,), program) for word in telling)

    def other_name(self, asked: Asked, program: Program) -> str | None:
        """Return another name of the program that has telling words of a row which nothing shown of it has."""
        shown = (program.institution, program.program_name, program.specialty, program.city or "")
        known = {word for text in (*shown, program.sponsor_city or "") for word in self._words(text)}
        strange = {word for word in asked.words if len(word) > 2 and self._rarity(word) > _TELLING} - known
        named = [(len(strange & set(self._words(alias))), alias) for alias in program.aliases]
        most = max((number for number, _ in named), default=0)
        return next(alias for number, alias in named if number == most) if most else None

    def nearest(self, asked: Asked, most: int) -> tuple[Program, ...]:
        """Return the programs whose names have most in common with a row, misspelt words put right."""
        put_right = {word: near for word in asked.words[:_MOST_WORDS] if (near := self._near(word)) is not None}
        worth = {near: self._rarity(near) * (1.0 if near == word else _PUT_RIGHT) for word, near in put_right.items()}
        # What no name has tells against every program; a word that all have tells nothing.
        least = _LEAST_SHARED * (sum(worth.values()) + sum(self._rarity(w) for w in asked.words if w not in put_right))
        if not worth:
            return ()
        key = asked.specialty.key if asked.specialty else None
        scores = []
        shared: defaultdict[int, float] = defaultdict(float)
        for word, value in worth.items():
            for at in self._directory.names.having(word):
                shared[at] += value
        for at, common in shared.items():
            program = self._directory.programs[at]
            if (key is not None and program.specialty != key) or (key is None and program.specialty not in self._hers):
                continue
            if common >= least:
                score = common + (1.0 if asked.state in {program.state, program.sponsor_state} else 0.0)
                score -= 1.5 if program.track in _ONE_YEAR else 0.0
                scores.append((-score, program.program_code_nrmp, program))
        scores.sort(key=lambda each: each[:2])
        return tuple(program for score, _, program in scores[:most] if score <= 0.5 * scores[0][0])

    def gone(self, asked: Asked) -> Gone | None:
        """Return the newest program of exactly this name that is in the directory no more."""
        if not asked.words or asked.specialty is None:
            return None
        wanted = {self._plain(piece) for piece in asked.pieces} - {()}
        for row in self._gone.get(asked.specialty.nrmp_code, ()):
            is_named = self._plain(row[0]) in wanted
            if is_named and asked.state in {None, row[2]}:
                return Gone(f"{row[0]}, {row[1]}", row[3], row[4])
        return None

    @functools.cached_property
    def _gone(self) -> dict[str, list[tuple[str, str, str, int, str]]]:
        cursor = self._directory.facts.connection.cursor()
        cursor.row_factory = None
        rows: dict[str, list[tuple[str, str, str, int, str]]] = {}
        for specialty, *row in cursor.execute(
            "SELECT specialty_code, institution, program_name, state, last_year_seen, fact_id, nrmp_code"
            " FROM program_track WHERE last_year_seen < ? ORDER BY last_year_seen DESC, nrmp_code",
            (self._directory.season,),
        ):
            *cells, code = row
            if code not in self._directory.by_code:
                rows.setdefault(specialty, []).append(tuple(cells))
        return rows

    def _specialty(self, text: str) -> Specialty | None:
        bare = re.sub(r"\b(residency|program|training)\b", "", text, flags=re.IGNORECASE).strip(" -/()")
        if not 1 < len(bare) <= 60 or re.search(r"[^\w\s&/,'().-]", bare):
            return None
        # Most pieces are hospitals; looking each up among all labels would be felt.
        if not set(re.findall(r"[a-z0-9]+", bare.lower())) <= self._specialty_words:
            return None
        try:
            return resolve_specialty(self._directory.facts, bare)
        except RequestError:
            return None

    @functools.cached_property
    def _specialty_words(self) -> frozenset[str]:
        facts = self._directory.facts
        texts = [
            row[column]
            for row in facts.specialties()
            for column in ("key", "nrmp_code", "name", "nrmp_name", "aliases")
        ]
        texts += [label for (label,) in facts.connection.execute("SELECT label FROM specialty_label").fetchall()]
        return frozenset(word for text in texts for word in re.findall(r"[a-z0-9]+", text.lower().replace("_", " ")))

    def _covers(self, words: Sequence[str], program: Program) -> bool:
        """Say whether a program has every word somewhere, whole or as the beginning of one."""
        known = self._around(program)
        return all(
            word in known or (len(word) >= _LEAST_START and any(other.startswith(word) for other in known))
            for word in words
        )

    def _around(self, program: Program) -> frozenset[str]:
        """Return every word by which a program could be looked for."""
        found = self._around_of.get(program.program_code_nrmp)
        if found is None:
            found = self._around_of[program.program_code_nrmp] = self._words_of(program)
        return found

    def _words_of(self, program: Program) -> frozenset[str]:
        texts = (program.institution, *program.aliases, program.program_name, program.specialty, program.city or "")
        more = (program.state, program.sponsor_city or "", program.sponsor_state, program.site_name or "")
        return frozenset(word for text in (*texts, *more) for word in self._words(text))

    def _plain(self, name: str) -> tuple[str, ...]:
        """Return the words of a name without what stands in brackets and without a state at its end."""
        words = self._words(re.sub(r"\([^)]*\)", " ", name))
        return words[:-1] if len(words) > 1 and len(words[-1]) == 2 and state_of(words[-1]) else words

    def _is_exact(self, asked: Asked, program: Program) -> bool:
        wanted = {self._plain(piece) for piece in asked.pieces} - {()}
        return any(self._plain(name) in wanted for name in (program.institution, *program.aliases))

    def _is_there(self, asked: Asked, program: Program) -> bool:
        city = self._words(asked.city)
        places = {self._words(place) for place in (program.city, program.sponsor_city) if place}
        return bool(city) and (not places or city in places)

    def _names_track(self, asked: Asked, program: Program) -> bool:
        wanted = {self._words(piece) for piece in asked.pieces}
        return self._words(program.program_name) in wanted

    def _is_sure(self, asked: Asked, fit: Sequence[Program], *, has_place: bool) -> bool:
        if len(fit) != 1:
            return True
        if has_place or asked.state is not None:
            return True
        names = (fit[0].institution, *fit[0].aliases)
        own = max(
            (
                sum(word in asked.words for word in words) / len(words)
                for name in names
                if (words := self._plain(name)) and not name[:4].isdigit()
            ),
            default=0.0,
        )
        return own >= _SURE_SHARE

    def _rarity_of(self, word: str) -> float:
        """Return how telling a word is: the logarithm of how many programs there are to one that has it."""
        return math.log(len(self._directory.programs) / max(1, len(self._directory.names.having(word))))
