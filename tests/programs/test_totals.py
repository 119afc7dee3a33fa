"""The tracks against the totals and the state tables that the NRMP prints: another table than the one compiled."""

from collections import defaultdict

import pytest

from smartpick.facts import Facts
from smartpick.programs import Directory, load_directory

# Positions offered, NRMP Results and Data, Main Residency Match, table 1 of each year.
OFFERED = {
    2014: 29_671,
    2015: 30_212,
    2016: 30_750,
    2017: 31_757,
    2018: 33_167,
    2019: 35_185,
    2020: 37_256,
    2021: 38_106,
    2022: 39_205,
    2023: 40_375,
    2024: 41_503,
}
# Where the tracks are known to fall short: (in the tracks, printed).
SHORT_OFFERED = {2025: (43_218, 43_237), 2026: (44_320, 44_344)}
SHORT_FILLED = {2026: (41_460, 41_482)}

OCCUPATIONAL, OSTEOPATHIC_NMM = "382", "275"


@pytest.mark.parametrize("season", [*OFFERED, *SHORT_OFFERED])
def test_the_directory_of_each_season_adds_up_to_what_the_nrmp_prints(facts: Facts, season: int) -> None:
    directory = load_directory(facts, season=season)
    offered = sum(program.positions[season][0] for program in directory.programs)
    if season in OFFERED:
        assert offered == OFFERED[season]
    else:
        assert offered == SHORT_OFFERED[season][0] < SHORT_OFFERED[season][1]
    if season in SHORT_FILLED:
        filled = sum(program.positions[season][1] for program in directory.programs)
        assert filled == SHORT_FILLED[season][0] < SHORT_FILLED[season][1]


def test_the_newest_directory_has_every_track_of_2026(directory: Directory) -> None:
    assert directory.season == 2026
    assert len(directory.programs) == len(directory.by_code) == 6_687


def test_no_track_fills_more_than_it_offers(facts: Facts) -> None:
    over = facts.connection.execute("SELECT count(*) FROM program_result WHERE positions_filled > positions_offered")
    assert over.fetchone()[0] == 0


def entry_of(letter: str, specialty_code: str, state: str, in_table: set[tuple[str, str]]) -> str:
    """Return the entry level under which the state table counts a track."""
    if specialty_code == OCCUPATIONAL and letter == "A":
        return "Physician"
    if specialty_code == OSTEOPATHIC_NMM and letter == "R" and (state, "Physician") not in in_table:
        return "PGY-1"
    return {"A": "PGY-2", "R": "Physician"}.get(letter, "PGY-1")


@pytest.mark.parametrize("season", [2025, 2026])
def test_tracks_equal_the_state_table_but_for_the_known_gaps(facts: Facts, season: int) -> None:
    codes = {row["key"]: row["nrmp_code"] for row in facts.specialties()}
    states = {row["name"]: row["state"] for row in facts.rows("state")}
    printed: dict[tuple[str, str, str], tuple[int, int]] = {}
    for row in facts.rows("fill_by_type", "season = ?", (season,)):
        (key,) = filter(None, row["specialty_keys"].split(";"))
        cell = (states[row["state"]], codes[key], row["entry"])
        assert cell not in printed
        printed[cell] = (row["positions"], row["filled"])
    osteopathic = {(state, entry) for state, code, entry in printed if code == OSTEOPATHIC_NMM}
    tracks: dict[tuple[str, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for state, code, letter, offered, filled in facts.connection.execute(
        "SELECT t.state, t.specialty_code, t.track_letter, r.positions_offered, r.positions_filled"
        " FROM program_result AS r JOIN program_track AS t ON t.nrmp_code = r.nrmp_code WHERE r.season = ?",
        (season,),
    ):
        cell = (state, code, entry_of(letter, code, state, osteopathic))
        tracks[cell] = (tracks[cell][0] + offered, tracks[cell][1] + filled)
    differ = {
        cell: (tracks.get(cell, (0, 0)), printed.get(cell, (0, 0)))
        for cell in tracks.keys() | printed.keys()
        if tracks.get(cell, (0, 0)) != printed.get(cell, (0, 0))
    }
    known = {
        (states[row["state"]], row["specialty_code"], row["entry"]): (
            (row["positions_in_tracks"], row["filled_in_tracks"]),
            (row["positions_in_state_table"], row["filled_in_state_table"]),
        )
        for row in facts.rows("known_gap", "season = ?", (season,))
    }
    assert differ == known


def test_the_known_gaps_are_thirty_four(facts: Facts) -> None:
    assert len(list(facts.rows("known_gap"))) == 34
