"""Where seasons are simulated changes nothing: processes, a cluster, a run that was killed and goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.facts import open_facts
from smartpick.market.season import calibrate

SPECIALTY = "child_neurology"
SMALL: dict[str, Any] = {"n_draws": 12, "generations": 0, "rounds": 2, "fit_seeds": 2}
RUN = """
import sys
from pathlib import Path
from smartpick.facts import open_facts
from smartpick.market.season import calibrate
calibrate(open_facts(), Path(sys.argv[1]), specialties=[sys.argv[2]], n_draws=12, generations=0, rounds=2, fit_seeds=2,
          say=lambda line: print(line, flush=True))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a run that nothing disturbed."""
    return calibrate(open_facts(), tmp_path_factory.mktemp("made"), specialties=[SPECIALTY], **SMALL).read_bytes()


def test_a_cluster_gives_the_same_bytes(made: bytes, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1"
    ) as cluster:
        path = calibrate(open_facts(), tmp_path, specialties=[SPECIALTY], cluster=cluster.scheduler_address, **SMALL)
    assert path.read_bytes() == made


def test_nobody_at_the_address_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr("smartpick.market.season._run._PATIENCE_S", 1)
    with pytest.raises(RequestError, match="dask scheduler"):
        calibrate(open_facts(), tmp_path, specialties=[SPECIALTY], cluster="tcp://127.0.0.1:9", **SMALL)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RequestError, match=r"smartpick\[cluster\]"):
        calibrate(open_facts(), tmp_path, specialties=[SPECIALTY], cluster="tcp://127.0.0.1:9", **SMALL)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_run_that_is_killed_goes_on_to_the_same_bytes(made: bytes, tmp_path: Path) -> None:
    """Killed without warning once the fit is kept and the draws have begun."""
    with subprocess.Popen(  # noqa: S603 -- our own code
        [sys.executable, "-c", RUN, str(tmp_path), SPECIALTY], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "generation 0" in line:
                process.send_signal(signal.SIGKILL)
                break
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (tmp_path / "work" / SPECIALTY / "fit.json").is_file()
    assert not (tmp_path / "scenarios.npz").exists()
    lines: list[str] = []
    path = calibrate(open_facts(), tmp_path, specialties=[SPECIALTY], say=lines.append, **SMALL)
    assert path.read_bytes() == made
    assert not any("fitted, loss" in line for line in lines)
