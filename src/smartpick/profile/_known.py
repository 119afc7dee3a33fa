"""Which names may a profile use? Read from the facts when the first profile asks for them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.programs import Directory, Specialty

__all__ = ["Known", "Standard"]

_STANDARDS = {
    "step1_minimum_pass_3_digit": "step1",
    "step2ck_minimum_pass": "step2_ck",
    "comlex2_minimum_pass": "comlex2",
}
"""Measures of the fact files that hold passing standards, and the exam that each is of."""

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Standard:
    """The lowest score that passed, from a day on.

    Attributes
    ----------
    since
        First day of exams under it; None when that is not published.
    is_latest_of_old
        Whether it is the last of several earlier ones, which were lower.
    fact_table
        Where it stands.
    """

    exam: str
    since: date | None
    score: float
    is_latest_of_old: bool
    fact_table: str


class Known:
    """What names a profile may use. `Known()` knows nothing, and leaves them all unchecked.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> Known.of(open_facts()).specialty("fm").key
    'family_medicine'
    """

    def __init__(self, facts: Facts | None = None, directory: Directory | None = None) -> None:
        self._facts = facts
        self._directory = directory
        self._specialties: dict[str, Specialty | Problem] = {}

    @classmethod
    def of(cls, facts: Facts, directory: Directory | None = None) -> Known:
        """Return the names in the facts. Nothing is read before it is asked for.

        Parameters
        ----------
        directory
            The tracks that count as existing, when it is at hand; otherwise those of the newest Match in the facts.
        """
        return cls(facts, directory)

    def specialty(self, name: str) -> Specialty | None:
        """Return the specialty that a name stands for; None when no specialties are known.

        Raises
        ------
        RequestError
            When nothing fits; the nearest names are given.
        """
        from smartpick.programs import resolve_specialty

        if self._facts is None:
            return None
        if name not in self._specialties:
            try:
                self._specialties[name] = resolve_specialty(self._facts, name)
            except RequestError as error:
                self._specialties[name] = error.problems[0]
        found = self._specialties[name]
        if isinstance(found, Problem):
            raise RequestError([found])
        return found

    def area_key(self, name: str) -> str | None:
        """Return the key of an area; None when areas are not known, in whole or in part.

        Raises
        ------
        RequestError
            When nothing fits; the nearest names are given.
        """
        from smartpick.programs import area_of

        if self._facts is None:
            return None
        try:
            return area_of(self._facts, name).key
        except RequestError:
            if any(self._facts.left_out_publisher_of(kind) for kind in ("state", "place", "zip")):
                return None
            raise

    @functools.cached_property
    def states(self) -> Mapping[str, str]:
        """Names of states and territories by abbreviation; empty when none are known."""
        return {row["state"]: row["name"] for row in self._facts.rows("state")} if self._facts else {}

    @functools.cached_property
    def divisions(self) -> frozenset[str]:
        """Divisions that an application may name, as ERAS and as the Census Bureau write them; may be empty."""
        if self._facts is None:
            return frozenset()
        rows = self._facts.rows("state")
        return frozenset(name for row in rows for name in (row["eras_division"], row["census_division"])) - {
            "not_published"
        }

    @functools.cached_property
    def assumption_keys(self) -> frozenset[str]:
        """Keys of the model's assumptions; may be empty."""
        return frozenset(row["key"] for row in self._facts.rows("assumption")) if self._facts else frozenset()

    @functools.cached_property
    def program_codes(self) -> frozenset[str]:
        """NRMP codes of the tracks that there are; empty when none are known."""
        if self._directory is not None:
            return frozenset(self._directory.by_code)
        return frozenset(code for code, last_year in self._last_years.items() if last_year is None)

    @functools.cached_property
    def institution_codes(self) -> frozenset[str]:
        """NRMP codes of the institutions that have a track; empty when none are known."""
        return frozenset(code[:4] for code in self.program_codes)

    @functools.cached_property
    def standards(self) -> tuple[Standard, ...]:
        """Published passing standards."""
        if self._facts is None:
            return ()
        return tuple(
            Standard(exam, _day(figure.season), figure.value, figure.season.startswith("before"), table)
            for measure, exam in _STANDARDS.items()
            for figure in self._facts.statistics(measure)
            for table in (figure.fact_id.partition("/")[0],)
            if figure.value is not None
        )

    def code_trouble(self, code: str, *, ever: bool = False) -> tuple[str, str] | None:
        """Return what is wrong with a program code and how to mend it; None when it is in order or cannot be checked.

        Parameters
        ----------
        ever
            Whether a track that has ended will do.
        """
        if not self.program_codes or code in self.program_codes or (ever and code in self._last_years):
            return None
        if code in self._successors:
            return f"{code} has another code now", f"Write {self._successors[code]}"
        last_year = self._last_years.get(code)
        near = sorted(known for known in self.program_codes if known[:4] == code[:4])
        same_specialty = [known for known in near if known[4:7] == code[4:7]] or near
        fix = "`smartpick programs` lists the codes"
        if same_specialty:
            fix = f"Its institution has {', '.join(same_specialty[:_MOST_NAMED])}; {fix}"
        if last_year is not None:
            return f"{code} was last in the Match of {last_year}", fix
        return f"no program {code} in the directory", fix

    @functools.cached_property
    def _last_years(self) -> Mapping[str, int | None]:
        """The year in which each track was last seen, by code; None while it goes on."""
        if self._facts is None:
            return {}
        return {
            row["nrmp_code"]: None if row["is_active"] == "yes" else row["last_year_seen"]
            for row in self._facts.rows("program_track")
        }

    @functools.cached_property
    def _successors(self) -> Mapping[str, str]:
        """Codes that follow on others, as far as they are in the directory."""
        rows = self._facts.rows("program_succession") if self._facts else ()
        return {row["old_code"]: row["new_code"] for row in rows if row["new_code"] in self.program_codes}


def _day(season: str) -> date | None:
    try:
        return date.fromisoformat(season)
    except ValueError:
        return None
