"""The informal benchmarks: read from the fact files, replaced by the applicant's own where she gives any."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.facts import Facts
from smartpick.vocabulary import ApplicantType

__all__ = ["Benchmark", "Benchmarks"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One threshold: what it raises, why, and where it stands."""

    key: str
    flag: str
    value: float
    unit: str
    basis: str
    fact_id: str
    is_own: bool = False


class Benchmarks:
    """Looks up benchmarks for one applicant type, and remembers which were asked for.

    Parameters
    ----------
    own
        The applicant's own thresholds by key.

    Raises
    ------
    RequestError
        For every own threshold that has no such key or is no number.
    """

    def __init__(self, facts: Facts, kind: ApplicantType, own: Mapping[str, object] | None = None) -> None:
        rows = [row for row in facts.rows("benchmark") if row["value"] is not None]
        self._rows = sorted(rows, key=lambda row: f";{kind}" in row["applicant_type_keys"])
        self._kind = kind
        self._own: dict[str, float] = {}
        self.used: dict[str, Benchmark] = {}
        known = {row["key"] for row in rows}
        problems = []
        for key, value in (own or {}).items():
            if key not in known:
                fix = did_you_mean(key, known) or "`smartpick facts list --kind benchmark` shows the tables"
                problems.append(Problem("--benchmarks", f"no benchmark '{key}'", fix=fix))
            elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                problems.append(Problem("--benchmarks", f"{key} is not a number", fix="Write it as step2_ck_low = 230"))
            else:
                self._own[key] = float(value)
        if problems:
            raise RequestError(problems)

    def get(self, key: str) -> Benchmark:
        """Return one benchmark, the row for her type before the general one.

        Raises
        ------
        RequestError
            When this build has no such benchmark, because the publisher's tables are left out.
        """
        found = self.maybe(key)
        if found is None:
            what = f"this build has no benchmark '{key}'"
            raise RequestError([Problem("facts/guidance", what, fix="Build with facts/guidance, or name it yourself")])
        return found

    def maybe(self, key: str) -> Benchmark | None:
        """Return one benchmark, or None where there is none for her type."""
        found = None
        for row in self._rows:
            keys = row["applicant_type_keys"]
            if row["key"] == key and (f";{self._kind};" in keys or ";all;" in keys):
                found = row
        if found is None:
            return None
        value = self._own.get(key, found["value"])
        made = Benchmark(
            key, found["flag"], value, found["unit"], found["basis"], found["fact_id"], is_own=key in self._own
        )
        self.used[key] = made
        return made

    def __getitem__(self, key: str) -> float:
        return self.get(key).value
