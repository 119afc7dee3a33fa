"""Each row means one program, asks, or is told not to be there: never another program."""

import random
from collections.abc import Callable

import pytest

from smartpick.errors import RequestError
from smartpick.importers import MatchKind, RowMatch, _read, match_list
from smartpick.programs import Directory, Program
from smartpick.vocabulary import Track

HERS = ("family_medicine", "internal_medicine")
Of = Callable[..., RowMatch]


@pytest.fixture(scope="module")
def of(directory: Directory) -> Of:
    """Return what one row of a csv file, or one line of text, means."""

    def match(text: str, header: str = "", chosen: str = "") -> RowMatch:
        content = f"{header}\n{text}\n" if header else f"{text}\n"
        suffix = ".csv" if header else ".txt"
        file = _read.list_of(content.encode(), "list", suffix)
        choices = {file.rows[0].line: chosen} if chosen else {}
        return match_list(directory, file, HERS, choices)[0]

    return match


def code(match: RowMatch) -> str | None:
    return match.program.program_code_nrmp if match.program else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1067120C0", "1067120C0"),
        ("1067-120-c-0 whatever", "1067120C0"),
        ("Harbor-UCLA Medical Center, Family Medicine, Torrance, CA", "1067120C0"),
        ("2. HARBOR UCLA MED CTR – FM", "1067120C0"),
        ("Harbor-UCLA FM", "1067120C0"),
        ("LAC+USC Internal Medicine", "1033140C0"),
        ("Loma Linda University - CA, Internal Medicine", "1024140C0"),
        ("Loma Linda University, Medicine-Primary", "1024140M0"),
        ("Cedars-Sinai Medical Center, Internal Medicine", "1030140C0"),
    ],
)
def test_codes_and_names_are_found(of: Of, text: str, expected: str) -> None:
    found = of(text)
    assert (found.kind, code(found)) == (MatchKind.MATCHED, expected)


def test_an_earlier_code_leads_to_the_program_and_says_so(of: Of) -> None:
    found = of("1371120C0")
    assert code(found) == "1015120C1"
    assert found.notes == ("Its code was 1371120C0 until the 2025 Match; it is 1015120C1 now.",)
    assert found.fact_ids


def test_a_former_name_is_found_and_told(of: Of) -> None:
    found = of("Sutter Med Ctr of Santa Rosa-CA, Family Medicine, CA")
    assert code(found) == "1135120C4"
    assert found.notes == ("Listed as Sutter Med Ctr of Santa Rosa-CA; the directory shows it as Sutter Health-CA.",)


def test_a_name_that_is_in_the_match_no_more_is_told(of: Of) -> None:
    found = of("BronxCare Health System-NY, Family Medicine, NY")
    assert found.kind is MatchKind.CLOSED
    assert "last in the 2025 Match" in found.how


def test_an_acgme_number_is_found_and_several_tracks_of_one_are_asked(of: Of, directory: Directory) -> None:
    numbers: dict[str, list[Program]] = {}
    for program in directory.programs:
        if program.program_id_acgme:
            numbers.setdefault(program.program_id_acgme, []).append(program)
    number, programs = next((n, p) for n, p in sorted(numbers.items()) if len(p) == 1)
    assert code(of(number, "ACGME ID")) == programs[0].program_code_nrmp
    usual = {Track.CATEGORICAL, Track.PRIMARY_CARE, Track.ADVANCED}
    number, several = next((n, p) for n, p in sorted(numbers.items()) if sum(each.track in usual for each in p) > 1)
    found = of(number, "ACGME ID")
    assert found.kind is MatchKind.TWO_FIT
    assert all(each in several for each in found.options)


def test_where_two_fit_it_asks(of: Of) -> None:
    found = of("Sutter Health, Family Medicine, Sacramento, CA")
    assert found.kind is MatchKind.TWO_FIT
    assert found.program is None
    assert found.is_open
    assert {each.institution_code for each in found.options} == {"1135"}


def test_too_little_to_be_sure_of_is_asked(of: Of) -> None:
    found = of("Gundersen, Family Medicine")
    assert found.kind is MatchKind.FITS_LOOSELY
    assert found.is_open
    assert found.program is None
    assert [each.institution_code for each in found.options] == ["1774"]
    assert of("Gundersen, Family Medicine, WI").program == found.options[0], "the state makes it sure"


def test_a_misspelt_name_is_offered_and_not_taken(of: Of) -> None:
    found = of("Arowhead Regional Medicle Center, Family Medicine, Colton, CA")
    assert found.kind is MatchKind.NOT_FOUND
    assert found.options[0].program_code_nrmp == "1047120C0"


def test_a_state_that_does_not_fit_is_not_overlooked(of: Of) -> None:
    found = of("Harbor-UCLA Medical Center, Family Medicine, TX")
    assert found.program is None
    assert found.options[0].program_code_nrmp == "1067120C0"


def test_a_code_with_the_name_of_another_is_marked(of: Of) -> None:
    found = of("1067120C0,Cedars-Sinai Internal Medicine", "NRMP code,Program")
    assert code(found) == "1067120C0"
    assert any("reads like another program" in note for note in found.notes)
    assert not of("1067120C0,Harbor-UCLA Family Medicine", "NRMP code,Program").notes


def test_a_code_with_the_state_of_another_is_marked(of: Of) -> None:
    found = of("1067120C0,TX", "NRMP code,State")
    assert code(found) == "1067120C0"
    assert any("reads like another program" in note for note in found.notes)
    assert not of("1067120C0,CA", "NRMP code,State").notes


def test_what_is_in_the_match_no_more_is_told_with_its_last_season(of: Of) -> None:
    found = of("1024140M1")
    assert found.kind is MatchKind.CLOSED
    assert "last in the 2023 Match" in found.how
    assert found.fact_ids


def test_what_the_nrmp_does_not_match_is_told_where_to_go(of: Of) -> None:
    found = of("Cleveland Clinic, Urology")
    assert found.kind is MatchKind.OTHER_MATCH
    assert "auanet.org" in found.how


@pytest.mark.parametrize("text", ["Springfield Institute of Nothing, Family Medicine", "9999999X9", "=1+1", "?", "a"])
def test_what_is_not_there_is_not_found(of: Of, text: str) -> None:
    found = of(text)
    assert found.program is None
    assert found.kind is not MatchKind.MATCHED


def test_a_choice_settles_a_line(of: Of) -> None:
    assert code(of("Sutter Health, Family Medicine", chosen="1135120C2")) == "1135120C2"
    assert of("Sutter Health, Family Medicine", chosen="none").kind is MatchKind.LEFT_OUT


def test_every_wrong_choice_is_told_at_once(directory: Directory) -> None:
    file = _read.list_of(b"Mercy\n", "list", ".txt")
    with pytest.raises(RequestError) as caught:
        match_list(directory, file, HERS, {7: "1067120C0", 1: "Harbor"})
    assert len(caught.value.problems) == 2


def test_tracks_are_told_apart(of: Of, directory: Directory) -> None:
    tracks = [p for p in directory.programs if p.institution_code == "1024" and p.specialty == "internal_medicine"]
    one_year = [p for p in tracks if p.track is Track.PRELIMINARY]
    assert one_year
    found = of("Loma Linda University,Internal Medicine,Preliminary", "Institution,Specialty,Track")
    options = [found.program] if found.program else list(found.options)
    assert options
    assert all(each.track is Track.PRELIMINARY for each in options)
    assert code(of("Loma Linda University,Internal Medicine", "Institution,Specialty")) not in {
        p.program_code_nrmp for p in one_year
    }


def test_no_program_is_ever_taken_for_another(directory: Directory) -> None:
    """Two hundred programs of all specialties, written as the directory has them: found, or asked about."""
    sample = random.Random(3).sample(directory.programs, 200)  # noqa: S311 -- a sample for a test
    names = {each["key"]: each["name"] for each in directory.facts.specialties()}
    rows = [f'"{p.institution}","{p.program_name}","{p.city or ""}","{p.state}","{names[p.specialty]}"' for p in sample]
    text = "\n".join(["Institution,Program,City,State,Specialty", *rows])
    matches = match_list(directory, _read.list_of(text.encode(), "list", ".csv"), HERS)
    for program, match in zip(sample, matches, strict=True):
        if match.program is None or match.program == program:
            continue
        # Where a row does not say that it means such a track, one that is open to any applicant is meant, and named.
        assert program.track in {Track.PHYSICIAN, Track.PRELIMINARY}, program.name
        assert (match.program.institution_code, match.program.specialty) == (
            program.institution_code,
            program.specialty,
        )
        assert "needs no earlier training" in match.how
    assert sum(match.program is not None for match in matches) >= 170


def test_the_order_of_rows_does_not_matter(directory: Directory) -> None:
    lines = ["Harbor-UCLA FM", "Sutter Health, Family Medicine", "Mercy", "1024140M1", "Cedars-Sinai, IM"]
    one = match_list(directory, _read.list_of("\n".join(lines).encode(), "list", ".txt"), HERS)
    other = match_list(directory, _read.list_of("\n".join(lines[::-1]).encode(), "list", ".txt"), HERS)
    assert [(m.kind, m.program, m.options) for m in one] == [(m.kind, m.program, m.options) for m in other[::-1]]
