"""The scenario asset: for each specialty the accepted draws with their cutoffs, and how they came about.

One ``.npz`` file holds arrays only, and one JSON text about them. The same content gives the same bytes: members are
written in order of their names, with a fixed date.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from smartpick.errors import FactsError, Problem
from smartpick.market.season._figures import TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Asset", "SpecialtyScenarios", "read_asset", "write_asset"]

_FORMAT = "2"
_ARRAYS = {
    "state_of": "int16",
    "interview_cutoff": "float32",
    "match_cutoff": "float32",
    "openness": "float32",
    "residual": "float16",
    "loading": "float32",
    "parameters": "float32",
    "score_knots": "float32",
    "score_spline": "float32",
    "interview_cap": "float32",
    "weights": "float32",
    "applied": "float32",
    "tie_mix": "float32",
    "tier_mix": "float32",
}
_DATE = (1980, 1, 1, 0, 0, 0)
_MANTISSA_BITS_DROPPED = 11


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyScenarios:
    """The draws of one specialty.

    Attributes
    ----------
    status, reason
        ``fitted``, ``pooled`` (missing rates stand in from other specialties: wider) or ``refused``, and why.
    program_codes
        NRMP codes, n_programs of them.
    types, states
        What the rows and columns of `openness` are; `state_of` (n_programs,) points into `states`.
    interview_cutoff, match_cutoff
        Shape (n_draws, n_programs). Offered iff I ≥ the first, −inf where every applicant was offered; taken iff R ≥
        the second, given interviewed: the lowest place that was filled, or the last ranked where one stayed empty.
    openness
        Log-openness common to all draws, shape (n_types, n_states).
    residual, loading
        Openness residual of each program, shape (n_draws, n_programs), in logits; how it moves each type (n_types,).
    parameters
        Shape (n_draws, n_parameters), named by `parameter_names`.
    score_knots, score_spline
        Step 2 CK values, and the effect at each of US graduates and IMGs, shape (n_draws, 2, n_knots); 0 at 245.
    interview_cap
        Mean and sd of the interviews attended at most, shape (n_draws, 2).
    moments
        Name → (published, mean over draws, sd over draws); NaN where nothing is published.
    weights
        Shape (n_draws,), sum 1.
    applied
        Share of a type's applications that goes to each program, shape (n_types, n_programs), mean over some draws.
    tie_mix
        Share of a type's applications by tie: 1 home state, 2 same division, 4 own school or away rotation, added;
        shape (n_types, 8).
    tier_mix
        The same by signal: none, gold, silver, single; shape (n_types, 4).
    judged
        Name → mean of the fit itself over seasons that it was not fitted to.
    """

    specialty: str
    status: str
    reason: str
    season: int
    program_codes: tuple[str, ...]
    types: tuple[str, ...]
    states: tuple[str, ...]
    state_of: NDArray[np.int16]
    interview_cutoff: NDArray[np.float32]
    match_cutoff: NDArray[np.float32]
    openness: NDArray[np.float32]
    residual: NDArray[np.float16]
    loading: NDArray[np.float32]
    parameters: NDArray[np.float32]
    parameter_names: tuple[str, ...]
    score_knots: NDArray[np.float32]
    score_spline: NDArray[np.float32]
    interview_cap: NDArray[np.float32]
    moments: dict[str, tuple[float, float, float]]
    weights: NDArray[np.float32]
    applied: NDArray[np.float32]
    tie_mix: NDArray[np.float32]
    tier_mix: NDArray[np.float32]
    judged: dict[str, float]

    @property
    def n_draws(self) -> int:
        """How many draws there are; 0 for a refused specialty."""
        return len(self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Asset:
    """All specialties, and what they were made from.

    Attributes
    ----------
    specialties
        Key → draws; refused ones are there with none.
    about
        ``market_version`` (of the facts that were read), ``season``, ``seed``, ``code_version`` and what else is told
        of the run.
    """

    specialties: Mapping[str, SpecialtyScenarios]
    about: Mapping[str, Any]


def write_asset(asset: Asset, path: Path) -> None:
    """Write the file; the same content gives the same bytes."""
    members: dict[str, bytes] = {}
    texts: dict[str, Any] = {"format": _FORMAT, "about": dict(asset.about), "specialties": {}}
    for key in sorted(asset.specialties):
        one = asset.specialties[key]
        texts["specialties"][key] = {
            "status": one.status,
            "reason": one.reason,
            "season": one.season,
            "program_codes": one.program_codes,
            "types": one.types,
            "states": one.states,
            "parameter_names": one.parameter_names,
            "moments": {name: [_text(each) for each in one.moments[name]] for name in sorted(one.moments)},
            "judged": {name: _text(one.judged[name]) for name in sorted(one.judged)},
        }
        for name, kind in _ARRAYS.items():
            array = np.asarray(getattr(one, name)).astype(kind)
            if name.endswith("cutoff"):
                array = _rounded(array)
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            members[f"{key}/{name}.npy"] = buffer.getvalue()
    members["about.json"] = json.dumps(texts, ensure_ascii=True, sort_keys=True, indent=0).encode("ascii")
    partial = path.with_suffix(".partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name])
    partial.replace(path)


def read_asset(path: Path) -> Asset:
    """Read the file.

    Raises
    ------
    FactsError
        When it is missing, damaged, or of another format.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            texts = json.loads(archive.read("about.json"))
        found, specialties, about = texts["format"], dict(texts["specialties"]), dict(texts["about"])
    except Exception as error:  # a damaged or made-up file can raise anything that zip, JSON and numpy know
        raise _damaged(path, _why(error)) from error
    if found != _FORMAT:
        raise _damaged(path, f"format {found} instead of {_FORMAT}")
    return Asset(_OnDemand(path, specialties), about)


class _OnDemand(Mapping[str, SpecialtyScenarios]):
    """The specialties of a file, each read when it is first asked for: a list needs one or two of them."""

    def __init__(self, path: Path, told: dict[str, Any]) -> None:
        self._path, self._told = path, told
        self._read: dict[str, SpecialtyScenarios] = {}

    def __getitem__(self, key: str) -> SpecialtyScenarios:
        if key not in self._read:
            told = self._told[key]
            try:
                with zipfile.ZipFile(self._path) as archive:
                    arrays = {
                        name: np.lib.format.read_array(
                            io.BytesIO(archive.read(f"{key}/{name}.npy")), allow_pickle=False
                        )
                        for name in _ARRAYS
                    }
                found = _scenarios(key, told, arrays)
                _check_shapes(found)
            except Exception as error:  # as above
                raise _damaged(self._path, _why(error)) from error
            self._read[key] = found
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def _check_shapes(one: SpecialtyScenarios) -> None:
    """Refuse arrays that do not fit each other, and numbers that no calibration writes.

    Raises
    ------
    ValueError
        Naming the first that does not.
    """
    draws, programs, types, states = len(one.weights), len(one.program_codes), len(one.types), len(one.states)
    if not draws:
        return
    knots = len(one.score_knots)
    wanted: dict[str, tuple[int, ...]] = {
        "state_of": (programs,),
        "interview_cutoff": (draws, programs),
        "match_cutoff": (draws, programs),
        "openness": (types, states),
        "residual": (draws, programs),
        "loading": (types,),
        "parameters": (draws, len(one.parameter_names)),
        "score_spline": (draws, 2, knots),
        "interview_cap": (draws, 2),
        "applied": (types, programs),
        "tie_mix": (types, 8),
        "tier_mix": (types, 4),
    }
    for name, shape in wanted.items():
        if getattr(one, name).shape != shape:
            msg = f"{one.specialty}: {name} has the shape {getattr(one, name).shape} instead of {shape}"
            raise ValueError(msg)
    for name, kind in _ARRAYS.items():
        array = getattr(one, name)
        if array.dtype != np.dtype(kind):
            msg = f"{one.specialty}: {name} is of {array.dtype} instead of {np.dtype(kind)}"
            raise ValueError(msg)
        is_number = np.isfinite(array)
        if name.endswith("cutoff"):
            # Of a program that everybody who applied can reach it is −inf.
            is_number |= np.isneginf(array)
        if not is_number.all():
            msg = f"{one.specialty}: {name} holds what is no number"
            raise ValueError(msg)
    if (one.weights < 0).any() or abs(float(one.weights.sum()) - 1) > 1e-3:
        msg = f"{one.specialty}: the weights of the draws do not add up to one"
        raise ValueError(msg)
    if one.types != TYPES:
        msg = f"{one.specialty}: other applicant types"
        raise ValueError(msg)
    if programs and not (int(one.state_of.min()) >= 0 and int(one.state_of.max()) < states):
        msg = f"{one.specialty}: a program lies in no state"
        raise ValueError(msg)


def _scenarios(key: str, told: Mapping[str, Any], arrays: Mapping[str, Any]) -> SpecialtyScenarios:
    moments = {name: tuple(float(each) for each in triple) for name, triple in told["moments"].items()}
    texts: dict[str, Any] = {
        name: tuple(told[name]) for name in ("program_codes", "types", "states", "parameter_names")
    }
    return SpecialtyScenarios(
        specialty=key,
        status=told["status"],
        reason=told["reason"],
        season=told["season"],
        moments={name: (a, b, c) for name, (a, b, c) in moments.items()},
        judged={name: float(value) for name, value in told["judged"].items()},
        **texts,
        **arrays,
    )


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _damaged(path: Path, why: str) -> FactsError:
    fix = "Install the package again; a maintainer makes a new file with `smartpick market calibrate`"
    return FactsError([Problem(path.name, f"the scenarios cannot be read: {why}", fix=fix)])


def _text(value: float) -> str:
    return f"{value:.6g}"


def _rounded(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Drop the last bits of the mantissa (a relative error below 0.0003), which halves the file."""
    bits = array.view(np.uint32)
    half = np.uint32(1 << (_MANTISSA_BITS_DROPPED - 1))
    mask = np.uint32(0xFFFFFFFF ^ ((1 << _MANTISSA_BITS_DROPPED) - 1))
    return np.where(np.isfinite(array), ((bits + half) & mask).view(np.float32), array).astype(np.float32)
