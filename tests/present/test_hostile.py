"""Whatever is typed, it is answered or refused politely: never a traceback."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smartpick.facts
import smartpick.programs
from smartpick.facts import open_facts
from smartpick.present.cli import main
from smartpick.programs import load_directory

FACTS = open_facts()
SMALL = load_directory(FACTS, ["emergency_medicine"])
PROFILE = Path(__file__).resolve().parents[2] / "examples" / "dermatology-la-only.toml"

ANY = st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "",
        " ",
        "-",
        "--",
        "*",
        "%",
        "CA; DROP TABLE place",
        "40 miles from 90502",
        "1e999",
        "\x1b[31m",
        "\U0001d7da",
        "١٢",
        "..",
        "/",
    ]
)
NUMBERS = st.integers().map(str) | st.floats().map(str) | ANY
DAYS = st.dates().map(str) | ANY
MOST = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", autouse=True)
def _small() -> object:
    """Let every command read a directory of one specialty, once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smartpick.facts, "open_facts", lambda: FACTS)
        patch.setattr(smartpick.programs, "load_directory", lambda _facts: SMALL)
        yield


def told(*arguments: str) -> tuple[int, str]:
    """Return exit code and messages of a command; a traceback is raised."""
    code, out, err = 0, io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
    return code, err.getvalue()


def option(name: str, value: str) -> str:
    """Return an option in one piece, so that a value may begin with a dash."""
    return f"{name}={value}"


@given(area=ANY, specialty=ANY, track=ANY, near=ANY, miles=NUMBERS, search=ANY, limit=NUMBERS)
@MOST
def test_programs(area: str, specialty: str, track: str, near: str, miles: str, search: str, limit: str) -> None:
    for arguments in (
        [option("--area", area), option("--specialty", specialty), option("--track", track)],
        [option("--near", near), option("--miles", miles)],
        [option("--search", search), option("--limit", limit)],
        [option("--search", search)],
    ):
        code, messages = told("programs", *arguments)
        assert code in {0, 2}
        assert bool(messages) == (code == 2)


@given(area=ANY, specialty=ANY, season=NUMBERS, seed=NUMBERS, today=DAYS, budget=NUMBERS, most=NUMBERS)
@MOST
def test_list(area: str, specialty: str, season: str, seed: str, today: str, budget: str, most: str) -> None:
    """Dermatology is not in this small directory, so that no chance is worked out whatever is asked."""
    for arguments in (
        [option("--area", area), option("--specialty", specialty)],
        [option("--season", season), option("--today", today)],
        [option("--seed", seed), option("--budget", budget), option("--max-programs", most)],
    ):
        code, messages = told("list", str(PROFILE), *arguments)
        assert code == 2
        assert messages
        assert "\x1b" not in messages


@given(seed=st.integers(0, 10**60), today=st.dates(), budget=st.floats(200, 1e12), most=st.integers(1, 1000))
@settings(max_examples=8, deadline=None)
def test_a_list_with_strange_but_possible_numbers(seed: int, today: object, budget: float, most: int) -> None:
    code, _ = told(
        "list",
        str(PROFILE),
        "--specialty=EM",
        f"--seed={seed}",
        f"--today={today}",
        f"--budget={budget}",
        f"--max-programs={most}",
        "--area=greater-los-angeles",
    )
    assert code in {0, 2}


@given(fact=ANY, kind=ANY)
@MOST
def test_facts(fact: str, kind: str) -> None:
    assert told("facts", "show", "--", fact)[0] in {0, 2}
    assert told("facts", "list", option("--kind", kind))[0] in {0, 2}


@given(name=st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
@MOST
def test_a_profile_of_any_name_is_read_or_refused(name: str, tmp_path: Path) -> None:
    target = str(tmp_path / name)
    assert told("check-profile", target)[0] == 2
    assert told("list", target)[0] == 2
