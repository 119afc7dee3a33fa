"""Whatever a fact file holds, the check tells what is wrong; it never breaks, and what passes it can be compiled."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import FactsError, Problem
from smartpick.facts import open_facts
from smartpick.facts.build import check_folder, compile_facts

Write = Callable[[Path, Mapping[str, str | bytes]], Path]

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY_TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *("", " ", "\0", "\x1b[2J", "\ufeff", "not_published", "suppressed_small_n", "-", "nan", "inf", "1e999"),
            *("9" * 400, "9" * 5000, "-1", "1,000", "٣", "½", "1_000", "0x10", "+5", "5.", ".5", "--5", "50%", "yes"),
            *("2026-02-30", "2026-W01-1", "20260320", "../../etc/passwd", "x" * 200_000, "'; DROP TABLE fact_table;--"),
        ]
    ),
)
NASTY_TOML = st.sampled_from(
    [
        *(
            "[",
            "row = 3",
            "row = [3]",
            "row = []",
            'rows = "../sites.csv"',
            'rows = "/etc/hosts"',
            'rows = "a\\u0000.csv"',
        ),
        *("caveats = 3", "caveats = [[1]]", "caveats = ['zzz']", "worked_example = 1", "worked_example = [{call = 1}]"),
        *("title = 3", "title = ['a']", "doubts = 1979-05-27", "doubts = inf", "unit = {a = 1}", "season = 2026"),
        *("kind = 'statistics'", "kind = []", "source = 1", "verification = true", "surprise = 'x'"),
        *("x = 0x" + "f" * 5000, "x = " + "9" * 5000, "x = " + "[" * 3000 + "]" * 3000, "a = 1\na = 2", "\0", "\ud800"),
    ]
).map(lambda text: text.encode("utf-8", "surrogatepass"))


def judged(root: Path) -> list[Problem]:
    """Check a folder; each problem must say where, what and what to do. What is in order must compile and open."""
    problems = check_folder(root)
    for problem in problems:
        assert problem.where.startswith(("facts/", "--"))
        assert problem.what
        assert problem.fix, str(problem)
        assert str(problem)
    target = root / "compiled.sqlite"
    if problems:
        with pytest.raises(FactsError) as caught:
            compile_facts(root, target)
        assert list(caught.value.problems) == problems
        assert not target.exists()
    else:
        compile_facts(root, target)
        facts = open_facts(target)
        for table in facts.tables():
            facts.table_rows(table.id)
        facts.connection.close()
    return problems


def spoiled(write: Write, changes: Mapping[str, str | bytes]) -> list[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        return judged(write(Path(folder), changes))


def test_the_small_folder_is_in_order(write: Write) -> None:
    assert spoiled(write, {}) == []


FILES = [
    *("publishers.toml", "sources.toml", "caveats.toml", "corrections.toml", "board/rates.toml", "other/sites.toml"),
    *("other/sites.csv", "vocabulary/specialties.csv", "vocabulary/specialty_labels.csv"),
    *("vocabulary/applicant_type_labels.csv", "other/new.toml", "other/new.csv"),
]


@QUIET
@given(name=st.sampled_from(FILES), content=st.binary(max_size=200))
def test_random_bytes(write: Write, name: str, content: bytes) -> None:
    spoiled(write, {name: content})


@QUIET
@given(
    name=st.sampled_from([name for name in FILES if name.endswith(".toml")]), line=NASTY_TOML, is_first=st.booleans()
)
def test_hostile_toml(write: Write, small: dict[str, str], name: str, line: bytes, *, is_first: bool) -> None:
    content = small.get(name, "").encode()
    spoiled(write, {name: line + b"\n" + content if is_first else content + b"\n" + line})


@QUIET
@given(data=st.data(), text=NASTY_TEXT)
def test_hostile_cells(write: Write, small: dict[str, str], data: st.DataObject, text: str) -> None:
    """Any cell of any CSV, any value of any TOML file, replaced by anything."""
    name = data.draw(st.sampled_from(sorted(small)))
    content = small[name]
    if name.endswith(".csv"):
        lines = content.splitlines()
        row = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[row].split(",")
        cells[data.draw(st.integers(0, len(cells) - 1))] = '"' + text.replace('"', '""') + '"'
        lines[row] = ",".join(cells)
        spoiled(write, {name: "\n".join(lines).encode("utf-8", "surrogatepass")})
        return
    lines = content.splitlines()
    row = data.draw(st.sampled_from([i for i, line in enumerate(lines) if " = " in line]))
    key = lines[row].partition(" = ")[0]
    quoted = "".join(f"\\U{ord(each):08x}" for each in text[:2000])
    lines[row] = f'{key} = "{quoted}"'
    spoiled(write, {name: "\n".join(lines)})


@QUIET
@given(data=st.data())
def test_lines_lost_or_doubled(write: Write, small: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(small)))
    lines = small[name].splitlines()
    row = data.draw(st.integers(0, len(lines) - 1))
    lines[row : row + 1] = [lines[row]] * data.draw(st.sampled_from([0, 2]))
    spoiled(write, {name: "\n".join(lines)})


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("board/rates.toml", '"FM"', '"Family Med"', "label 'Family Med' is not in the crosswalk"),
        ("board/rates.toml", '"US IMG"', '"USIMG"', "Did you mean 'US IMG'?"),
        ("board/rates.toml", "n = 12", 'n = ""', "not_published"),
        ("board/rates.toml", "value = 50", 'value = "fifty"', "is not digits with a point"),
        ("board/rates.toml", "value = 50", f'value = "{"9" * 400}"', "more than 15 digits"),
        ("board/rates.toml", "n = 12", "n = -3", "is not a whole number"),
        ("board/rates.toml", "n = 12", 'n = "1٢"', "is not a whole number"),
        ("board/rates.toml", 'note = ""', 'note = "a\\u0000b"', "control character"),
        ("board/rates.toml", 'confidence = "high"', 'confidence = "sure"', "One of high, medium"),
        ("board/rates.toml", 'confidence = "high"', "", "lacking ['confidence']"),
        ("board/rates.toml", '"report"', '"reprot"', "Did you mean 'report'?"),
        ("board/rates.toml", '"small_n"', '"small"', "caveat 'small' is not in caveats.toml"),
        ("board/rates.toml", '"everybody"', '" "', "`population` is missing"),
        ("board/rates.toml", '"secondary_single"', '"primary"', "unknown verification 'primary'"),
        ("other/sites.toml", "sites.csv", "../other/sites.csv", "Name a CSV file in the same folder"),
        ("other/sites.csv", "0002120C0", "0001120C0", "stands there twice"),
        ("other/sites.csv", "050001", "050001,more", "4 cells where the header has 3"),
        ("other/sites.csv", "ccn", "hospital", "columns differ from kind 'track_site'"),
        ("other/sites.csv", "ccn", "nrmp_code", "two columns have one name"),
        ("other/sites.csv", "050001", " 050001", "blank or has spaces around it"),
        ("sources.toml", '"board"', '"bord"', "Did you mean 'board'?"),
        ("sources.toml", 'address_note = "seen in print"', "", "no address"),
        ("sources.toml", 'accessed = "2026-11"', "accessed = 2026", "`accessed` is missing, blank or no text"),
        ("publishers.toml", 'terms = "Free."', 'terms = ""', "`terms` is missing"),
        ("publishers.toml", "terms_address", "terms_adress", "unknown entry 'terms_adress'"),
        ("vocabulary/specialty_labels.csv", "family_medicine/preliminary", "family_medicine/sometimes", "unknown key"),
        ("vocabulary/specialties.csv", "psych,", "fm,", "'fm' names two specialties"),
        ("vocabulary/specialties.csv", "aliases", "nicknames", "the columns are"),
    ],
)
def test_what_is_wrong_is_said(write: Write, small: dict[str, str], name: str, old: str, new: str, said: str) -> None:
    assert old in small[name]
    told = "\n".join(map(str, spoiled(write, {name: small[name].replace(old, new)})))
    assert said in told


def test_not_utf8_too_wide_and_no_file_at_all(write: Write, tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "other/sites.csv": b"nrmp_code,ccn,basis\n\xff\xfe,1,2\n",
            "board/latin.toml": 'title = "é"'.encode("latin-1"),
        },
    )
    (root / "board" / "folder.toml").mkdir()
    (root / "board" / "orphan.csv").write_text("a\n1\n")
    (root / "board" / "empty.toml").touch()
    (root / "caveats.toml").unlink()
    told = "\n".join(map(str, judged(root)))
    for said in (
        *(
            "facts/other/sites.csv: not readable as CSV in UTF-8",
            "facts/board/latin.toml: not readable as TOML in UTF-8",
        ),
        *("facts/board/folder.toml: cannot be read", "facts/board/orphan.csv: no table names this file"),
        *("facts/board/empty.toml: the file is empty", "facts/caveats.toml: the file is missing"),
    ):
        assert said in told


def test_all_problems_are_told_at_once(write: Write, small: dict[str, str]) -> None:
    rates = small["board/rates.toml"]
    for old, new in (('"FM"', '"GP"'), ("value = 50", 'value = ""'), ('"report"', '"book"'), ("n = 12", "n = 1.5")):
        rates = rates.replace(old, new)
    problems = spoiled(
        write,
        {
            "board/rates.toml": rates,
            "other/sites.csv": "nrmp_code,ccn,basis\n1,,\n1, x,y\n",
            "publishers.toml": small["publishers.toml"].replace('name = "Another"', ""),
        },
    )
    told = "\n".join(map(str, problems))
    for place in (
        *(
            "rates.toml, row 1, specialty",
            "rates.toml, row 1, value",
            "rates.toml, row 1, n",
            "rates.toml: unknown source",
        ),
        *("sites.toml, row 1, ccn", "sites.toml, row 1, basis", "sites.toml, row 2", "publishers.toml, other"),
    ):
        assert place in told


def test_two_tables_of_one_name(write: Write, small: dict[str, str]) -> None:
    problems = spoiled(write, {"other/rates.toml": small["board/rates.toml"]})
    assert [problem.what for problem in problems] == ["two tables have this id"]


def test_keys_that_would_meet_are_told_apart(write: Write) -> None:
    """Spaces become underscores in fact ids, so that two keys can become one."""
    problems = spoiled(write, {"other/sites.csv": "nrmp_code,ccn,basis\na b,1,x\na_b,2,y\n"})
    assert [problem.what for problem in problems] == ["the key 'a_b' stands there twice"]


def test_no_folder_at_all(tmp_path: Path) -> None:
    (problem,) = check_folder(tmp_path / "nowhere")
    assert "no such folder" in problem.what
    assert problem.fix
    assert check_folder(tmp_path)
