"""Two thousand hostile files over every parser: none ends the program, hangs, or leaves a file that is not whole."""

from pathlib import Path

import pytest
from fuzzing import LIMIT_SECONDS, TARGETS, Target, run_one, run_target, shares

from smartpick.importers.published import _pages

TOTAL = 2_000


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_hostile_files(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pages, "SECONDS_A_PAGE", 20.0)
    count = shares(TOTAL)[target.name]
    counts = run_target(target, range(count), 1, tmp_path)
    assert counts.findings == []
    assert counts.total == count
    assert counts.slowest < LIMIT_SECONDS
    assert counts.read, "some of the files are in order"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_files_in_order_are_read(target: Target, tmp_path: Path) -> None:
    target.prepare(tmp_path)
    told = [run_one(target, seed, tmp_path)[0] for seed in target.seeds()]
    assert "read" in told


def test_a_crash_a_hang_and_a_file_left_behind_are_found(tmp_path: Path) -> None:
    def crash(content: bytes, folder: Path) -> object:
        del folder
        return content[999]

    def leave(content: bytes, folder: Path) -> object:
        return (folder / "left").write_bytes(content)

    def slow(content: bytes, folder: Path) -> object:
        import time

        del folder
        start = time.process_time()
        while time.process_time() - start < LIMIT_SECONDS + 0.1:
            pass
        return content

    for read, what in ((crash, "IndexError"), (leave, "left appeared"), (slow, "took 2.")):
        told, _ = run_one(Target("x", lambda: [b"x"], read, 1), b"x", tmp_path)
        assert what in told


def test_every_input_has_a_share() -> None:
    assert sum(shares(TOTAL).values()) == TOTAL
