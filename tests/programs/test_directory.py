"""What the directory says of single tracks: history through mergers, place, and what is missing and why."""

import gc
import time

import pytest

from smartpick.errors import FactsError, RequestError
from smartpick.facts import Facts
from smartpick.programs import Directory, Program, load_directory
from smartpick.vocabulary import MissingReason, Track


def test_a_moved_track_keeps_its_history(directory: Directory, facts: Facts) -> None:
    """CPMC's internal medicine went on under Sutter Health's code in 2026."""
    moved = directory.by_code["1135140C3"]
    assert moved.chained_from == ("1061140C0",)
    assert list(moved.positions) == list(range(2014, 2027))
    assert moved.positions[2025] == moved.positions[2026] == (15, 15)
    assert (moved.codes_by_season[2025], moved.codes_by_season[2026]) == ("1061140C0", "1135140C3")
    assert moved.first_year_in_match == 2014
    assert not moved.is_new
    assert [facts.row(each)["old_code"] for each in moved.fact_ids_for("succession")] == ["1061140C0"]


def test_every_succession_is_chained(directory: Directory, facts: Facts) -> None:
    successions = list(facts.rows("program_succession"))
    assert len(successions) == 53
    for row in successions:
        program = directory.by_code[row["new_code"]]
        assert row["old_code"] in program.chained_from
        assert row["old_code"] not in directory.by_code
        assert program.positions[row["old_last_year"]][0] == row["positions_before"]
        assert program.positions[directory.season] == (row["positions_after"], row["positions_filled_after"])


def test_the_history_of_a_code_before_it_took_over_is_not_the_tracks(directory: Directory) -> None:
    """Code 1826320C0 stood in the 2014 Match and came back in 2026 for a track that had another code until then."""
    program = directory.by_code["1826320C0"]
    assert program.codes_by_season[2025] == "1824320C3"
    assert 2026 in program.positions
    assert all(code == "1824320C3" for season, code in program.codes_by_season.items() if season < 2026)


def test_an_earlier_directory_knows_nothing_later(facts: Facts) -> None:
    earlier = load_directory(facts, season=2025)
    assert "1061140C0" in earlier.by_code
    assert all(max(program.positions) == 2025 for program in earlier.programs)
    assert not any(program.chained_from for program in earlier.programs)


def test_first_years_are_the_first_season_seen(directory: Directory) -> None:
    for program in directory.programs:
        assert program.first_year_in_match == min(program.positions)
        assert program.is_first_year_censored == (program.first_year_in_match == 2014)
        assert directory.season in program.positions


def test_every_row_that_is_cited_exists(directory: Directory, facts: Facts) -> None:
    known = {
        fact_id
        for kind in (
            "program_track",
            "program_result",
            "program_succession",
            "program_page",
            "institution_profile",
            "track_site",
            "hospital",
            "place",
        )
        for (fact_id,) in facts.connection.execute(f"SELECT fact_id FROM {kind}")
    }
    for program in directory.programs:
        for part in ("identity", "location", "positions", "succession", "profile", "pages"):
            assert known.issuperset(program.fact_ids_for(part)), program.program_code_nrmp
        assert known.issuperset(map(program.result_id, program.positions))


def test_a_missing_name_and_city_are_told_not_guessed(directory: Directory) -> None:
    unnamed = [program for program in directory.programs if "name not yet published" in program.institution]
    assert len(unnamed) == 25
    assert len({program.institution_code for program in unnamed}) == 17
    assert all(program.institution_code in program.institution for program in unnamed)
    nowhere = [program for program in directory.programs if program.sponsor_city is None]
    assert len(nowhere) == 44
    assert all(program.missing["sponsor_city"] is MissingReason.NOT_PUBLISHED for program in nowhere)
    assert all(program.location_basis in {"unknown", "track site", "hospital"} for program in nowhere)


def test_acgme_numbers_are_text_and_only_of_internal_medicine(directory: Directory) -> None:
    known = [program for program in directory.programs if program.program_id_acgme]
    assert known
    # Internal medicine and its combined programs.
    assert all(program.specialty.startswith("internal_medicine") for program in known)
    assert all(len(program.program_id_acgme or "") == 10 for program in known)
    family = next(program for program in directory.programs if program.specialty == "family_medicine")
    assert family.missing["program_id_acgme"] is MissingReason.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("code", "place"),
    [
        # The sponsor's offices are in Pasadena, the hospital in East Hollywood.
        ("2055140C0", ("hospital", "Los Angeles", "Los Angeles", "CA")),
        # The reviewed table names a site of its own for these tracks.
        ("2213120C1", ("track site", "Palmdale", "Los Angeles", "CA")),
        ("2150140C1", ("track site", "Anaheim", "Orange", "CA")),
        ("1522140C1", ("track site", "San Bernardino", "San Bernardino", "CA")),
        # Sponsors in Atlanta and Hanford with a track in Bakersfield.
        ("2099140C1", ("track site", "Bakersfield", "Kern", "CA")),
        ("2029140C1", ("track site", "Bakersfield", "Kern", "CA")),
        # The first hospital lies in another county than the institution: it says nothing of this track.
        ("1522400C0", ("sponsor city", "Riverside", "Riverside", "CA")),
        # No hospital is known: the sponsor's city.
        ("2236120C0", ("sponsor city", "Commerce", "Los Angeles", "CA")),
    ],
)
def test_a_track_is_where_its_residents_train(
    directory: Directory, code: str, place: tuple[str, str, str, str]
) -> None:
    program = directory.by_code[code]
    assert (program.location_basis, program.city, program.county, program.state) == place
    assert program.lat is not None
    assert program.lon is not None


def test_a_track_away_from_its_sponsor_still_says_where_it_is_filed(directory: Directory) -> None:
    program = directory.by_code["2099140C1"]
    assert (program.sponsor_city, program.sponsor_state) == ("Atlanta", "GA")
    assert directory.by_code["2099140C0"].state == "GA"


def test_county_and_fips_agree(directory: Directory, facts: Facts) -> None:
    names = {row["fips"]: row["county"].removesuffix(" County") for row in facts.rows("county")}
    for program in directory.programs:
        if program.state == "CA" and program.fips:
            assert names[program.fips] == program.county, program.program_code_nrmp


def test_places_are_found_whatever_their_capitals_and_accents(directory: Directory) -> None:
    placed = {(p.city, p.state): p.location_basis for p in directory.programs}
    for place in (("Mcallen", "TX"), ("Bayamon", "PR"), ("Coeur d'Alene", "ID"), ("Mckeesport", "PA")):
        assert placed[place] == "sponsor city"


def test_pages_reach_the_tracks_they_cover(directory: Directory) -> None:
    kaiser = directory.by_code["2037120C0"]
    assert any("residency-scal-kaiserpermanente" in page.url for page in kaiser.pages)
    other = directory.by_code["1042120C0"] if "1042120C0" in directory.by_code else directory.by_code["1062140C0"]
    assert not other.pages
    assert all(page.vintage for program in directory.programs for page in program.pages)


def test_tracks_have_the_letter_of_their_code(directory: Directory) -> None:
    letters = {"C": Track.CATEGORICAL, "M": Track.PRIMARY_CARE, "P": Track.PRELIMINARY, "A": Track.ADVANCED}
    for program in directory.programs:
        assert program.track == letters.get(program.program_code_nrmp[7], Track.PHYSICIAN)


def test_loading_some_specialties_gives_the_same_programs(directory: Directory, facts: Facts) -> None:
    some = load_directory(facts, ["psychiatry", "dermatology"])
    assert list(some.programs) == directory.of(["psychiatry", "dermatology"])


def test_a_season_without_a_list_is_refused(facts: Facts) -> None:
    with pytest.raises(RequestError, match="no program list of 2031"):
        load_directory(facts, season=2031)


def test_a_build_without_the_lists_says_so(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(facts), "tables", lambda _: [])
    with pytest.raises(FactsError, match="no program directory"):
        load_directory(facts)


def test_reading_the_whole_directory_is_not_felt(facts: Facts) -> None:
    best = 9.9
    for _ in range(5):
        gc.collect()
        begin = time.perf_counter()
        load_directory(facts)
        best = min(best, time.perf_counter() - begin)
    # A quarter of a second is the aim; the rest is for a machine that has other things to do.
    assert best < 0.6


def test_equal_reads_give_equal_programs(directory: Directory, facts: Facts) -> None:
    def parts(program: Program) -> tuple[object, ...]:
        return program.program_code_nrmp, dict(program.positions), program.aliases, program.fact_ids_for("location")

    again = load_directory(facts)
    assert list(map(parts, again.programs)) == list(map(parts, directory.programs))
    assert again.programs == directory.programs
