"""Which programs lie in an area, near a place, in a specialty? Every problem of a request is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.facts import Facts
from smartpick.programs._areas import Area, area_of, near_area, plain_name
from smartpick.programs._directory import Directory
from smartpick.programs._model import Program
from smartpick.vocabulary import Track

__all__ = ["Specialty", "resolve_specialty", "select"]


@dataclass(frozen=True, slots=True)
class Specialty:
    """A specialty of the vocabulary; `where_to_go` says where it is matched when the directory has no track of it."""

    key: str
    name: str
    nrmp_code: str
    match: str
    where_to_go: str


def resolve_specialty(facts: Facts, text: str) -> Specialty:
    """Return the specialty that a key, shown name, NRMP code or everyday short form stands for.

    Specialties without a track in the directory (urology, ophthalmology, those that the NRMP no longer lists) come back
    too, with `where_to_go`.

    Raises
    ------
    RequestError
        When nothing fits; the nearest names are given.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> [resolve_specialty(open_facts(), name).key for name in ("FM", "General Surgery", "140")]
    ['family_medicine', 'surgery_general', 'internal_medicine']
    """
    wanted = plain_name(text)
    rows = {row["key"]: row for row in facts.specialties()}
    known: dict[str, str] = {}
    # The surest form wins: a key over a name, a name over an everyday short form, that over a publisher's label.
    for column in ("key", "nrmp_code", "name", "nrmp_name", "aliases"):
        for key, row in rows.items():
            for name in row[column].split(";") if column == "aliases" else (row[column],):
                if name and name != "not_applicable":
                    known.setdefault(plain_name(name), key)
    for label, keys in facts.connection.execute("SELECT label, keys FROM specialty_label ORDER BY label"):
        if ";" not in keys and keys in rows:
            known.setdefault(plain_name(label), keys)
    if wanted not in known:
        names = [*(row["name"] for row in rows.values()), *rows]
        fix = did_you_mean(text, names) or "Write it as in NRMP reports, for example 'Internal Medicine', or its code"
        raise RequestError([Problem("specialty", f"unknown specialty '{text[:60]}'", fix=fix)])
    row = rows[known[wanted]]
    where = row["where_to_go"]
    if not where and row["match"].startswith("none_"):
        where = f"No track of it was in the {row['match'].removeprefix('none_')} Main Residency Match."
    return Specialty(row["key"], row["name"], row["nrmp_code"], row["match"], where)


def select(
    directory: Directory,
    areas: Sequence[str] = (),
    specialties: Sequence[str] = (),
    tracks: Iterable[Track | str] = (),
    *,
    near: str | None = None,
    miles: float | None = None,
) -> list[Program]:
    """Return the programs in any of the areas and any of the specialties, by code.

    A program whose place is unknown is in the area of its sponsor's state only.

    Parameters
    ----------
    areas, specialties
        As people write them; empty for all.
    tracks
        Kinds of track; empty for all.
    near, miles
        A place or ZIP code, and how far from it; taken with `areas` as one more area.

    Raises
    ------
    RequestError
        With every unknown area, place, specialty and track at once.

    Examples
    --------
    >>> from smartpick.facts import open_facts
    >>> from smartpick.programs import load_directory, select
    >>> directory = load_directory(open_facts())
    >>> [program.program_code_nrmp for program in select(directory, ["Imperial County"])]
    ['2469400C0']
    """
    problems: list[Problem] = []
    inside: list[Area] = []
    keys: set[str] = set()
    kinds: set[Track] = set()
    facts = directory.facts
    for text in areas:
        try:
            inside.append(area_of(facts, text))
        except RequestError as error:
            problems += error.problems
    try:
        inside += _near(facts, near, miles)
    except RequestError as error:
        problems += error.problems
    for text in specialties:
        try:
            keys.add(_listed(facts, text).key)
        except RequestError as error:
            problems += error.problems
    for kind in tracks:
        try:
            kinds.add(Track(plain_name(kind).replace("-", "_")))
        except ValueError:
            problems.append(Problem("track", f"unknown kind of track '{kind[:60]}'", fix=_track_fix(kind)))
    if problems:
        raise RequestError(problems)
    return [
        program
        for program in directory.programs
        if (not keys or program.specialty in keys)
        and (not kinds or program.track in kinds)
        and (not inside or any(area.contains(program) for area in inside))
    ]


def _near(facts: Facts, near: str | None, miles: float | None) -> list[Area]:
    if near is None and miles is None:
        return []
    if near is None or miles is None:
        fix = "Give both: --near 90501 --miles 40"
        raise RequestError([Problem("--near and --miles", "one without the other", fix=fix)])
    return [near_area(facts, near, miles)]


def _listed(facts: Facts, text: str) -> Specialty:
    """Return a specialty that the directory can have tracks of."""
    found = resolve_specialty(facts, text)
    if found.where_to_go:
        what = f"{found.name} is not in the NRMP's Match"
        raise RequestError([Problem("specialty", what, fix=found.where_to_go)])
    return found


def _track_fix(text: str) -> str:
    return did_you_mean(text, Track) or f"One of {', '.join(Track)}"
