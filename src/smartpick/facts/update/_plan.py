"""Makes the tables of a new season, and holds them against the checks that the fact files pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smartpick.errors import FactsError, Problem
from smartpick.facts._check import check_collection
from smartpick.facts._kinds import KINDS
from smartpick.facts._read import Collection, RawTable
from smartpick.facts.update._base import Base
from smartpick.facts.update._change import SeasonChange, change_of
from smartpick.facts.update._new import NewSeason, NewTrack
from smartpick.vocabulary import MissingReason

__all__ = ["Update", "planned_update"]

_NAMES = "nrmp_institution_names"
_NOT = str(MissingReason.NOT_PUBLISHED)
_NOT_APPLICABLE = str(MissingReason.NOT_APPLICABLE)
_ENTRY = {"C": "PGY-1", "M": "PGY-1", "P": "PGY-1", "A": "PGY-2", "R": "Physician"}
_MOST_LOST = 0.25
"""Share of the programs of the last Match that may be gone in one season: far more than ever were."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Update:
    """A new season, ready to be written.

    Attributes
    ----------
    tables
        New tables, and those that take the place of one of the same id.
    sources
        New entries of the registry of sources.
    differing
        Cells of state, specialty and entry level where programs and state table differ, in words.
    n_cells
        How many such cells were compared; 0 without a state table.
    """

    season: int
    change: SeasonChange
    tables: tuple[RawTable, ...]
    sources: tuple[Mapping[str, Any], ...]
    differing: tuple[str, ...]
    n_cells: int


def planned_update(base: Base, new: NewSeason) -> Update:
    """Return what a new season changes and the tables that it makes; nothing is written.

    Raises
    ------
    FactsError
        When the season is known already, leaves a Match out, names what the vocabulary does not know, or its tables
        break a rule of the fact files; every problem is in it.
    """
    problems = list(_season_problems(base, new))
    if problems:
        raise FactsError(problems)
    change = change_of(base, new)
    problems += _track_problems(base, new, change)
    if problems:
        raise FactsError(problems)
    sources = tuple(_sources(base, new))
    tables = [*_result_tables(base, new), _track_table(base, new), *_name_table(base, new), *_fill_table(base, new)]
    _check(base, tables, sources)
    differing, n_cells = _cells(base, new)
    return Update(new.season, change, tuple(tables), sources, differing, n_cells)


def _season_problems(base: Base, new: NewSeason) -> Iterator[Problem]:
    if not base.latest or not base.of_kind("program_track"):
        fix = "Use a build with those tables"
        yield Problem("facts", "this build leaves out the program lists, so none can follow on them", fix=fix)
        return
    if new.season <= base.latest:
        what = f"the report ends with the {new.season} Match, and that of {base.latest} is known already"
        yield Problem("report", what, fix="Give the report of a later season")
    elif base.latest not in new.seasons:
        what = f"the report is of {new.seasons[0]} to {new.season}, and the last Match known is {base.latest}"
        why = "The Matches between them would be missing"
        yield Problem("report", what, why, f"Give the report that begins with {base.latest} or before, first")
    seasons = {int(row["season"]) for row in new.fills}
    if seasons - {new.season}:
        what = f"the results by state are of {min(seasons)}, the program list ends with {new.season}"
        yield Problem("report", what, fix="Give the two reports of one Match")


def _track_problems(base: Base, new: NewSeason, change: SeasonChange) -> Iterator[Problem]:
    codes = {row["nrmp_code"] for row in base.collection.vocabulary["specialties.csv"]}
    unknown = {code[4:7]: (code, name) for code, name in change.opened if code[4:7] not in codes}
    for specialty, (code, name) in sorted(unknown.items()):
        fix = "Add it to facts/vocabulary/specialties.csv; in an installed package wait for a new version"
        yield Problem("report", f"{code}, {name}: no specialty has the code {specialty}", fix=fix)
    labels = {row["label"] for row in base.collection.vocabulary["specialty_labels.csv"]}
    for label in sorted({row["specialty"] for row in new.fills} - labels):
        fix = "Add the label to facts/vocabulary/specialty_labels.csv; in an installed package wait for a new version"
        yield Problem("report", f"the results by state have the specialty '{label}', which no label maps", fix=fix)
    if change.n_before and len(change.closed) > _MOST_LOST * change.n_before:
        what = f"{len(change.closed):,} of {change.n_before:,} programs of the {change.before} Match are not in it"
        yield Problem("report", what, "No season ever lost so many: it may be cut off", "Give the whole report")


def _check(base: Base, tables: list[RawTable], sources: tuple[Mapping[str, Any], ...]) -> None:
    """Hold the new tables against the format, with the registries as they will be."""
    known = base.collection
    found = Collection(
        known.root, list(tables), known.publishers, [*known.sources, *map(dict, sources)], known.caveats, []
    )
    found.vocabulary = known.vocabulary
    problems = [each for each in check_collection(found) if "vocabulary" not in each.where]
    if problems:
        raise FactsError(problems)


def _sources(base: Base, new: NewSeason) -> Iterator[dict[str, Any]]:
    known = {str(entry["id"]) for entry in base.collection.sources}
    first, last = new.seasons[0], new.season
    common = {
        "publisher": "nrmp",
        "producer": "National Resident Matching Program",
        "year": last,
        "address": "https://www.nrmp.org/match-data/",
        "read_from": "the publisher's own file, read by a program, its printed totals as the check",
        "accessed": new.read_on or str(last),
    }
    title = f"Program Results, {first}-{last} Main Residency Match"
    made = [{"id": _list_source(new), "title": title, **common}]
    if new.fills:
        title = f"Results and Data: {last} Main Residency Match, positions by state, specialty and applicant type"
        made.append({"id": f"nrmp_state_results_{last}", "title": title, **common})
    yield from (each for each in made if each["id"] not in known)


def _list_source(new: NewSeason) -> str:
    return f"nrmp_program_results_{new.seasons[0]}_{new.season}"


def _new_table(base: Base, table_id: str, head: Mapping[str, Any], rows: list[Row]) -> RawTable:
    kind = KINDS[str(head["kind"])]
    path = base.collection.root / "programs" / f"{table_id}.toml"
    columns = tuple(column.name for column in kind.columns)
    return RawTable(table_id, path, {**head, "rows": f"{table_id}.csv"}, columns, rows)


def _result_tables(base: Base, new: NewSeason) -> Iterator[RawTable]:
    for season in new.seasons:
        if season <= base.latest:
            continue
        rows = [
            {
                "nrmp_code": track.code,
                "season": str(season),
                "positions_offered": str(track.results[season][0]),
                "positions_filled": str(track.results[season][1]),
            }
            for track in new.tracks
            if season in track.results
        ]
        gaps = [gap for gap in new.gaps if gap.season == season]
        doubts = "Offered and filled positions add up to the totals that the NRMP prints."
        if gaps:
            told = " and ".join(f"{gap.summed:,} of {gap.printed:,} {gap.what}" for gap in gaps)
            doubts = f"Tracks add up to {told}."
        head = {
            "kind": "program_result",
            "title": f"Positions offered and filled by track, {season} Match",
            "source": _list_source(new),
            "season": str(season),
            "population": f"tracks in the {season} Main Residency Match; a code without a row was not in it",
            "locator": f"column for {season} of the program lists",
            "unit": "positions",
            "verification": "primary_single",
            "caveats": ["filled_before_soap", "small_quota_jumpy", "codes_move_on_merger"],
            "doubts": doubts,
        }
        yield _new_table(base, f"nrmp_program_results_{season}", head, rows)


def _track_table(base: Base, new: NewSeason) -> RawTable:
    """Return the table of tracks with the new season in it: the newest name printed, the first and last Match seen."""
    old = base.of_kind("program_track")[0]
    tracks = {track.code: track for track in new.tracks}
    counties: dict[str, Counter[str]] = defaultdict(Counter)
    for row in old.rows:
        if row["state"] == "CA":
            counties[row["city"].lower()][row["ca_county"]] += 1
    rows = []
    for row in old.rows:
        track = tracks.pop(row["nrmp_code"], None)
        rows.append(row | {"is_active": "no"} if track is None else row | _told(track, new, row))
    for track in tracks.values():
        county = _NOT_APPLICABLE
        if track.state == "CA":
            known = counties.get((track.city or "").lower())
            county = known.most_common(1)[0][0] if known and track.city else _NOT
        rows.append(
            {
                "nrmp_code": track.code,
                "acgme_id": _NOT,
                "institution_code": track.code[:4],
                "institution": track.institution or _NOT,
                "program_name": track.program_name,
                "specialty_code": track.code[4:7],
                "track_letter": track.code[7],
                "city": track.city or _NOT,
                "state": track.state,
                "ca_county": county,
                "first_year_seen": str(min(track.results)),
                "last_year_seen": str(max(track.results)),
                "is_active": "yes" if new.season in track.results else "no",
            }
        )
    first = str(old.head["season"]).partition("-")[0]
    head = dict(old.head) | {
        "title": f"Program tracks of the Main Residency Match, {first} to {new.season}",
        "source": _list_source(new),
        "season": f"{first}-{new.season}",
        "population": f"every track code printed in the Program Results of {first} to {new.season}",
    }
    return _new_table(base, old.id, head, rows)


def _told(track: NewTrack, new: NewSeason, row: Mapping[str, str]) -> Row:
    """Return the cells of a known track that the new report tells: a name only where it is in the new Match."""
    seen = max(track.results)
    told = {
        "last_year_seen": str(max(seen, int(row["last_year_seen"]))),
        "is_active": "yes" if new.season in track.results else "no",
    }
    if new.season in track.results:
        told["program_name"] = track.program_name
        told["institution"] = track.institution or row["institution"]
        if row["city"] == _NOT and track.city:
            told["city"] = track.city
    return told


def _name_table(base: Base, new: NewSeason) -> Iterator[RawTable]:
    tables = [table for table in base.of_kind("institution_name") if table.id == _NAMES]
    if not tables:
        return
    report = f"{new.seasons[0]}-{new.season}"
    printed = {
        (track.code[:4], track.institution)
        for track in new.tracks
        if track.institution is not None and new.season in track.results
    }
    renamed = {code for code, _ in printed}
    rows = []
    for row in tables[0].rows:
        key = row["institution_code"], row["name"]
        if key in printed:
            printed.discard(key)
            rows.append(row | {"last_report": report, "is_current": "yes"})
        else:
            rows.append(row | {"is_current": "no"} if row["institution_code"] in renamed else row)
    rows += [
        {
            "institution_code": code,
            "name": str(name),
            "first_report": report,
            "last_report": report,
            "is_current": "yes",
        }
        for code, name in sorted(printed, key=str)
    ]
    first = str(tables[0].head["season"]).partition("-")[0]
    head = dict(tables[0].head) | {
        "source": _list_source(new),
        "season": f"{first}-{new.season}",
        "population": f"institutions in the Program Results of {first} to {new.season}",
    }
    yield _new_table(base, _NAMES, head, rows)


def _fill_table(base: Base, new: NewSeason) -> Iterator[RawTable]:
    if not new.fills:
        return
    head = {
        "kind": "fill_by_type",
        "title": f"Positions filled by applicant type, state, specialty and entry level, {new.season}",
        "source": f"nrmp_state_results_{new.season}",
        "season": str(new.season),
        "population": f"positions in the {new.season} Main Residency Match",
        "locator": "results by state, specialty and applicant type",
        "unit": "positions",
        "verification": "primary_single",
        "caveats": ["state_level_not_program", "filled_before_soap"],
        "doubts": "Every row adds up. Keys that the report holds twice are added up.",
    }
    yield _new_table(base, f"nrmp_filled_by_type_{new.season}", head, [dict(row) for row in new.fills])


def _cells(base: Base, new: NewSeason) -> tuple[tuple[str, ...], int]:
    """Return where the sums over programs differ from the state table, and how many cells were compared."""
    if not new.fills:
        return (), 0
    keys = {row["key"]: row["nrmp_code"] for row in base.collection.vocabulary["specialties.csv"]}
    labels = {
        row["label"]: [keys.get(key.partition("/")[0], "") for key in row["keys"].split(";")]
        for row in base.collection.vocabulary["specialty_labels.csv"]
    }
    tracks: dict[tuple[str, str, str], int] = defaultdict(int)
    for track in new.tracks:
        if new.season in track.results:
            state = base.states.get(track.state, track.state)
            tracks[state, track.code[4:7], _ENTRY[track.code[7]]] += track.results[new.season][0]
    table: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in new.fills:
        codes = dict.fromkeys(labels.get(row["specialty"], []))
        if len(codes) == 1:
            table[row["state"], next(iter(codes)), row["entry"]] += int(row["positions"])
    differing = [
        f"{state}, specialty {code}, {entry}: {tracks.get((state, code, entry), 0)} positions in the program list,"
        f" {table.get((state, code, entry), 0)} in the state table"
        for state, code, entry in sorted(tracks.keys() | table.keys())
        if tracks.get((state, code, entry), 0) != table.get((state, code, entry), 0)
    ]
    return tuple(differing), len(tracks.keys() | table.keys())
