"""Figures of the Match against each other: tables that were read apart from one another must agree.

The authority for each total is the NRMP's own print: the program lists (one row a track), the tables by state,
specialty and applicant type, and the headline figures. Where two do not agree, the exception stands here by name, with
the reason.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import pytest

from smartpick.facts import Facts

TYPES = {
    "US MD senior": "us_md_senior",
    "US DO senior": "us_do_senior",
    "US IMG": "us_citizen_img",
    "non-US IMG": "non_us_citizen_img",
}
WHO = (
    *("us_md_senior", "us_md_graduate", "us_do_senior", "us_do_graduate"),
    *("us_citizen_img", "non_us_citizen_img", "other"),
)
LETTER = {"preliminary": "P", "primary_care": "M"}

Tracks = Mapping[tuple[str, str, int], tuple[int, int]]


@pytest.fixture(scope="module")
def tracks(facts: Facts) -> Tracks:
    """Return positions offered and filled by specialty key, track letter and season, from the program lists."""
    keys = {row["nrmp_code"]: row["key"] for row in facts.specialties()}
    counted: dict[tuple[str, str, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for code, letter, season, offered, filled in facts.connection.execute(
        "SELECT t.specialty_code, t.track_letter, r.season, sum(r.positions_offered), sum(r.positions_filled)"
        " FROM program_result AS r JOIN program_track AS t ON t.nrmp_code = r.nrmp_code GROUP BY 1, 2, 3"
    ):
        counted[keys[code], letter, season] = (offered, filled)
    return counted


@pytest.fixture(scope="module")
def gaps(facts: Facts) -> Mapping[tuple[str, int], int]:
    """Return by how many positions the tracks of a specialty fall short in a season, physician tracks apart."""
    keys = {row["nrmp_code"]: row["key"] for row in facts.specialties()}
    short: dict[tuple[str, int], int] = defaultdict(int)
    for row in facts.rows("known_gap", "entry != 'Physician'"):
        short[keys[row["specialty_code"]], row["season"]] += (
            row["positions_in_state_table"] - row["positions_in_tracks"]
        )
    return short


def offered(tracks: Tracks, key: str, letters: str, season: int) -> int:
    return sum(tracks[key, letter, season][0] for letter in letters)


def filled(tracks: Tracks, key: str, letters: str, season: int) -> int:
    return sum(tracks[key, letter, season][1] for letter in letters)


def key_and_letters(keys: str, categorical: str) -> tuple[str, str]:
    """Return the specialty of a label and the letters of its tracks."""
    key, _, track = keys.strip(";").partition("/")
    if key == "transitional_year":
        return key, "P"
    return key, LETTER[track] if track else categorical


def headline(facts: Facts, season: int) -> dict[tuple[str, str], float]:
    rows = facts.table_rows(f"nrmp_overall_{season}")
    return {(row["applicant_type"], row["measure"]): row["value"] for row in rows if row["stratum"] == "all"}


@pytest.mark.parametrize("season", [2025, 2026])
def test_rows_by_state_add_up(facts: Facts, season: int) -> None:
    for row in facts.rows("fill_by_type", "season = ?", (season,)):
        assert sum(row[name] for name in WHO) == row["filled"], row["fact_id"]
        assert row["filled"] + row["unfilled"] == row["positions"], row["fact_id"]


@pytest.mark.parametrize(("season", "positions", "positions_filled"), [(2025, 43_237, 40_764), (2026, 44_344, 41_482)])
def test_states_add_up_to_the_headline(facts: Facts, season: int, positions: int, positions_filled: int) -> None:
    told = headline(facts, season)
    assert (told["all", "positions_offered"], told["all", "positions_filled"]) == (positions, positions_filled)
    summed = facts.connection.execute(
        "SELECT sum(positions), sum(filled) FROM fill_by_type WHERE season = ?", (season,)
    ).fetchone()
    assert tuple(summed) == (positions, positions_filled)


@pytest.mark.parametrize(
    ("season", "types"), [(2025, TYPES), (2026, {name: TYPES[name] for name in ("US IMG", "non-US IMG")})]
)
def test_first_year_matches_by_type_are_those_of_the_headline(facts: Facts, season: int, types: dict[str, str]) -> None:
    """For 2026 the headline gives the numbers of matched IMGs only."""
    told = headline(facts, season)
    for name, column in types.items():
        (summed,) = facts.connection.execute(
            f"SELECT sum({column}) FROM fill_by_type WHERE season = ? AND entry = 'PGY-1'", (season,)
        ).fetchone()
        assert summed == told[name, "pgy1_matched"], name


@pytest.mark.parametrize("season", [2023, 2024, 2025, 2026])
def test_headline_figures_go_together(facts: Facts, tracks: Tracks, season: int) -> None:
    told = headline(facts, season)
    short = {2025: 19, 2026: 24}.get(season, 0)  # known_gaps_2025_2026
    in_tracks = [pair for (_, _, each), pair in tracks.items() if each == season]
    assert sum(positions for positions, _ in in_tracks) == told["all", "positions_offered"] - short
    all_filled = sum(taken for _, taken in in_tracks)
    if season <= 2024:
        # Filled positions of 2024 are not in the headline table; unfilled ones are.
        known = told.get(
            ("all", "positions_filled"),
            told["all", "positions_offered"] - told.get(("all", "unfilled_after_algorithm"), 0),
        )
        assert all_filled == known
    for name in ("all", *TYPES):
        active, matched, rate = (
            told.get((name, measure)) for measure in ("active_applicants", "pgy1_matched", "pgy1_match_rate_pct")
        )
        if active and matched and rate:
            assert rate == pytest.approx(100 * matched / active, abs=0.051), name
    if ("all", "fill_rate_pct") in told:
        share = 100 * told["all", "positions_filled"] / told["all", "positions_offered"]
        assert told["all", "fill_rate_pct"] == pytest.approx(share, abs=0.051)
    if {("all", "unfilled_after_algorithm"), ("all", "positions_filled")} <= told.keys():
        assert (
            told["all", "unfilled_after_algorithm"]
            == told["all", "positions_offered"] - told["all", "positions_filled"]
        )


def test_matches_of_2025_by_type_equal_the_states(facts: Facts) -> None:
    """The copy of the Advance Data Tables, after its corrections, against the tables by state."""
    states: dict[tuple[str, str], int] = defaultdict(int)
    for row in facts.rows("fill_by_type", "season = 2025 AND entry = 'PGY-1'"):
        for column in (*TYPES.values(), "unfilled"):
            states[row["specialty_keys"].strip(";"), column] += row[column]
    advance: dict[tuple[str, str], float] = defaultdict(float)
    for told in facts.table_rows("nrmp_main_match_2025_pgy1_by_type"):
        columns = {"matched_pgy1": TYPES.get(told["applicant_type"]), "unfilled_pgy1": "unfilled"}
        name = columns.get(told["measure"])
        if name:
            advance[told["specialty_keys"].strip(";").partition("/")[0], name] += told["value"]
    differ = {
        cell: (states[cell], advance[cell]) for cell in states.keys() | advance.keys() if states[cell] != advance[cell]
    }
    assert differ == {
        # The state tables count physician tracks of this specialty as first-year ones in Florida and Tennessee.
        ("osteopathic_neuromusculoskeletal_medicine", "unfilled"): (21, 14),
    }


def test_nobody_matched_without_ranking(facts: Facts) -> None:
    ranked: dict[tuple[str, str], float] = {}
    matched: dict[tuple[str, str], float] = {}
    for row in facts.table_rows("nrmp_main_match_2025_pgy1_by_type"):
        cell = (row["specialty"], row["applicant_type"])
        if row["measure"] == "matched_pgy1":
            matched[cell] = row["value"]
        elif row["measure"] == "applicants_ranking_specialty_pgy1":
            ranked[cell] = row["value"]
    assert ranked.keys() == matched.keys()
    # The copy has no such applicant; the state tables have one match, to which matches are corrected. How many ranked
    # the specialty is not known.
    assert [cell for cell in matched if matched[cell] > ranked[cell]] == [("Dermatology", "non-US IMG")]


def test_positions_of_2025_are_those_of_the_tracks(
    facts: Facts, tracks: Tracks, gaps: Mapping[tuple[str, int], int]
) -> None:
    """Table 1 counts categorical, advanced and one-year tracks; the known gaps explain every other difference."""
    differ = {}
    short: dict[str, float] = defaultdict(float)
    for row in facts.table_rows("nrmp_main_match_2025_positions"):
        if row["measure"] != "positions_offered":
            continue
        key, letters = key_and_letters(row["specialty_keys"], "CA")
        difference = row["value"] - offered(tracks, key, letters, 2025)
        short[key] += difference
        if difference != gaps.get((key, 2025), 0):
            differ[row["specialty"]] = difference
    assert differ == {
        # The gap of eight positions in internal medicine is five categorical and three preliminary ones.
        "Internal Medicine (Categorical)": 5,
        "Medicine-Primary": 0,
        "Medicine-Preliminary (PGY-1 Only)": 3,
        # The gap in pediatrics is a categorical position.
        "Pediatrics-Primary": 0,
        # The copy has the advanced positions only.
        "Neurodevelopmental Disabilities": -7,
        "Radiation Oncology": -12,
    }
    assert short["internal_medicine"] == gaps["internal_medicine", 2025]


@pytest.mark.parametrize("table", ["nrmp_main_match_2026_first_choice", "nrmp_charting_2026_non_us_img_table1"])
def test_positions_of_2026_are_those_of_the_tracks(
    facts: Facts, tracks: Tracks, gaps: Mapping[tuple[str, int], int], table: str
) -> None:
    """Two tables of two reports: all tracks but the one-year ones."""
    differ = {}
    for row in facts.table_rows(table):
        if row["measure"] == "positions_offered":
            key, letters = key_and_letters(row["specialty_keys"], "CMAR")
            difference = row["value"] - offered(tracks, key, letters, 2026)
            if difference != gaps.get((key, 2026), 0):
                differ[row["specialty"]] = difference
    # Of the nine positions that the tracks of internal medicine lack, three are preliminary.
    assert differ == {"Internal Medicine": 6}


def test_emergency_medicine_2020_to_2025(facts: Facts, tracks: Tracks) -> None:
    """As reprinted by the specialty's college; two figures of 2020 are corrected."""
    programs = {}
    for row in facts.table_rows("nrmp_em_2020_2025"):
        season = int(row["season"])
        told = (
            offered(tracks, "emergency_medicine", "CAPR", season),
            filled(tracks, "emergency_medicine", "CAPR", season),
        )
        counted = {
            "positions_offered": told[0],
            "positions_filled": told[1],
            "positions_unfilled": told[0] - told[1],
        }
        if row["measure"] in counted:
            assert row["value"] == counted[row["measure"]], row["fact_id"]
        else:
            programs[season] = row["value"]
    in_lists = dict(
        map(
            tuple,
            facts.connection.execute(
                "SELECT r.season, count(*) FROM program_result AS r"
                " JOIN program_track AS t ON t.nrmp_code = r.nrmp_code"
                " WHERE t.specialty_code = '110' AND r.season >= 2020 GROUP BY r.season"
            ),
        )
    )
    # The NRMP counts a program or two more than there are tracks with positions.
    assert {season: count - in_lists[season] for season, count in programs.items()} == {
        **dict.fromkeys((2020, 2022), 0),
        **dict.fromkeys((2021, 2023, 2024), 1),
        2025: 2,
    }


def test_general_surgery_2020_to_2025(facts: Facts, tracks: Tracks) -> None:
    for row in facts.table_rows("nrmp_surgery_2020_2025"):
        assert row["value"] == offered(tracks, "surgery_general", "C", int(row["season"])), row["fact_id"]


def test_unfilled_positions_of_2024(facts: Facts, tracks: Tracks) -> None:
    for row in facts.table_rows("nrmp_unfilled_2024"):
        key, letters = key_and_letters(row["specialty_keys"], "C")
        unfilled = offered(tracks, key, letters, 2024) - filled(tracks, key, letters, 2024)
        assert row["value"] == unfilled, row["fact_id"]


def test_filled_positions_of_2023(facts: Facts, tracks: Tracks) -> None:
    """Digits of the copy ran together and were split by column sums: the rest of each row is as noted."""
    cells: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for row in facts.table_rows("nrmp_filled_2023"):
        cells[row["specialty_keys"]][row["applicant_type"]] = row["value"], row["note"]
    assert len(cells) == 13
    for keys, row_of in cells.items():
        total = row_of.pop("all")[0]
        (rest,) = {re.search(r"; (\d+) others", note)[1] for _, note in row_of.values()}  # type: ignore[index]
        assert sum(value for value, _ in row_of.values()) + int(rest) == total, keys
        assert total == filled(tracks, *key_and_letters(keys, "C"), 2023), keys


def test_parts_are_within_the_whole(facts: Facts, tracks: Tracks) -> None:
    family = sum(row["value"] for row in facts.table_rows("nrmp_fm_2023"))
    # Categorical and combined positions; graduates of earlier years are not told.
    assert family <= filled(tracks, "family_medicine", "C", 2023) + filled(
        tracks, "psychiatry_family_medicine", "C", 2023
    )
    for row in facts.table_rows("nrmp_img_2024"):
        assert row["value"] <= filled(tracks, row["specialty_keys"].strip(";"), "C", 2024), row["fact_id"]


def test_soap_series_are_within_what_was_unfilled(facts: Facts, tracks: Tracks) -> None:
    for row in facts.table_rows("nrmp_soap_2020_2024"):
        if row["specialty"] == "ALL":
            season = int(row["season"])
            unfilled = sum(a - b for (_, _, each), (a, b) in tracks.items() if each == season)
            assert 0.8 * unfilled < row["value"] <= unfilled, row["fact_id"]


def test_no_jump_between_seasons_goes_unexplained(tracks: Tracks) -> None:
    """Categorical positions of a large specialty do not change by more than a seventh from one Match to the next."""
    for key in {key for key, _, _ in tracks}:
        series = [offered(tracks, key, "C", season) for season in range(2014, 2027)]
        for season, (before, after) in enumerate(pairwise(series), start=2015):
            if before >= 300 and abs(after - before) > before / 7:
                # The single accreditation system brought the osteopathic programs into this Match by 2020.
                assert season <= 2020, (key, season, before, after)


def test_codes_say_what_the_columns_say(facts: Facts) -> None:
    names = {row["institution_code"]: row["name"] for row in facts.rows("institution_name", "is_current = 'yes'")}
    for row in facts.rows("program_track"):
        code = row["nrmp_code"]
        assert re.fullmatch(r"\d{4}\d{3}[CMPAR]\d{1,2}", code), code
        assert (code[:4], code[4:7], code[7]) == (row["institution_code"], row["specialty_code"], row["track_letter"])
        if row["institution"] != "not_published":
            assert names[row["institution_code"]] == row["institution"], code


def test_first_and_last_year_are_those_of_the_results(facts: Facts) -> None:
    seen = {
        code: (first, last)
        for code, first, last in facts.connection.execute(
            "SELECT nrmp_code, min(season), max(season) FROM program_result GROUP BY nrmp_code"
        )
    }
    for row in facts.rows("program_track"):
        assert seen[row["nrmp_code"]] == (row["first_year_seen"], row["last_year_seen"]), row["fact_id"]
        assert (row["is_active"] == "yes") == (row["last_year_seen"] == 2026), row["fact_id"]
