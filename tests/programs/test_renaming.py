"""A name is a name: changing every printed name of a hospital changes nothing else that is told of its programs."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartpick.facts import _store, open_facts
from smartpick.programs import Directory, Program, find, load_directory

NAMES = {"institution", "aliases", "profile", "site_name"}
PRESTIGE = "Harvard Presbyterian University Medical Center"
COUNTY = "1067"
UNREVIEWED = "1062"


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    """Return a directory in which two institutions and their hospitals have other names."""
    path: Path = tmp_path_factory.mktemp("facts") / "renamed.sqlite"
    path.write_bytes(_store.COMPILED.read_bytes())
    connection = sqlite3.connect(path)
    for code in (COUNTY, UNREVIEWED):
        connection.execute("UPDATE program_track SET institution = ? WHERE institution_code = ?", (PRESTIGE, code))
        connection.execute("UPDATE institution_name SET name = ? WHERE institution_code = ?", (PRESTIGE, code))
        connection.execute(
            "UPDATE institution_profile SET current_name = ?, nrmp_name = ? WHERE institution_code = ?",
            (PRESTIGE, PRESTIGE, code),
        )
    connection.execute("UPDATE hospital SET name = ? WHERE ccn = '050376'", (PRESTIGE,))
    connection.commit()
    connection.close()
    facts = open_facts(path)
    yield load_directory(facts)
    facts.connection.close()


def derived(directory: Directory, program: Program) -> dict[str, object]:
    """Return everything told of a program but its names."""
    told = {field.name: getattr(program, field.name) for field in dataclasses.fields(program)}
    for name in NAMES:
        told.pop(name)
    sheet = directory.sheet(program)
    told |= {
        "profile": dataclasses.replace(program.profile, current_name="") if program.profile else None,
        "type": sheet.program_type.value,
        "safety_net": (sheet.safety_net.value, sheet.safety_net.fact_ids),
        "statements": sheet.statements,
        "results": sheet.results,
        "state_fill": sheet.state_fill,
        "first_year": sheet.first_year,
        "is_new": program.is_new,
        "missing": program.missing,
    }
    return told


@pytest.mark.parametrize("code", [COUNTY, UNREVIEWED])
def test_renaming_a_hospital_changes_nothing_but_its_name(directory: Directory, renamed: Directory, code: str) -> None:
    programs = [program for program in directory.programs if program.institution_code == code]
    assert programs
    for program in programs:
        other = renamed.by_code[program.program_code_nrmp]
        assert other.institution == PRESTIGE != program.institution
        assert derived(renamed, other) == derived(directory, program)


def test_the_other_programs_do_not_notice(directory: Directory, renamed: Directory) -> None:
    for program in directory.programs:
        if program.institution_code not in {COUNTY, UNREVIEWED}:
            assert renamed.by_code[program.program_code_nrmp] == program


def test_the_new_name_is_what_is_found(renamed: Directory) -> None:
    assert {match.program.institution_code for match in find(renamed, PRESTIGE)} == {COUNTY, UNREVIEWED}
