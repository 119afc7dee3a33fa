"""One reading of the facts and the directory for all tests that change neither."""

import os
import tempfile

# As the command does before numpy is read: threads that wait for each other make a busy machine many times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from smartpick.facts import Facts, open_facts
from smartpick.programs import Directory, load_directory

# Texts are laid out at the usual width, whatever a terminal or a runner of tests in parallel says.
os.environ.pop("COLUMNS", None)
# No test reads or writes what a user of this machine keeps; tests that keep something name a folder of their own.
_HOME = tempfile.TemporaryDirectory(prefix="smartpick-tests-")
os.environ["SMARTPICK_HOME"] = _HOME.name


@pytest.fixture(scope="session")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="session")
def directory(facts: Facts) -> Directory:
    return load_directory(facts)
