"""``smartpick market demo``: what it says to a person and to a program."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smartpick.errors import RequestError
from smartpick.market import Outcome
from smartpick.present import _market_commands as commands

runner = CliRunner()


def test_for_a_person() -> None:
    result = runner.invoke(commands.app, ["demo", "--applicants", "600", "--seed", "3", "--couples", "0.05"])
    assert result.exit_code == 0, result.output
    assert "600 made-up applicants, 15 couples among them, and 80 tracks with" in result.stdout
    assert "the matching is stable" in " ".join(result.stdout.split())
    assert "got their first choice" in result.stdout


def test_for_a_program(tmp_path: Path) -> None:
    target = tmp_path / "market.json"
    result = runner.invoke(commands.app, ["demo", "--applicants", "300", "--json", str(target)])
    assert result.exit_code == 0, result.output
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["is_stable"]
    assert told["is_verified"]
    assert told["matched"] + told["unmatched"] == told["applicants"] == 300
    assert told["matched"] + told["unfilled"] == told["positions"]
    assert 0 < told["first_choice_share"] < 1
    assert told["proposals"] > 300
    again = runner.invoke(commands.app, ["demo", "--applicants", "300", "--json", "-"])
    same = json.loads(again.stdout)
    assert {name: value for name, value in same.items() if name != "seconds"} == {
        name: value for name, value in told.items() if name != "seconds"
    }


@pytest.mark.parametrize(
    "options",
    [
        ["--applicants", "0"],
        ["--applicants", "9999999"],
        ["--applicants", "10", "--seed", "-1"],
        ["--applicants", "10", "--couples", "2"],
    ],
)
def test_what_cannot_be_is_said(options: list[str]) -> None:
    result = runner.invoke(commands.app, ["demo", *options])
    assert isinstance(result.exception, RequestError)


def test_no_stable_matching_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    nothing = Outcome(None, np.zeros(0, np.float32), 0, ())
    monkeypatch.setattr("smartpick.market.match_market", lambda *_args, **_kwargs: nothing)
    result = runner.invoke(commands.app, ["demo", "--applicants", "50"])
    assert result.exit_code == 0
    assert "No stable matching found" in result.stdout
