"""What is kept of an unfinished run of one specialty, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from smartpick.market.season._fit import Fit
from smartpick.market.season._pool import Choice
from smartpick.market.season._season import Parameters

__all__ = ["Kept"]


class Kept:
    """What is kept of an unfinished run of one specialty: the fit, and the losses of every batch."""

    def __init__(self, work: Path, settings: dict[str, Any]) -> None:
        self.work = work
        # More generations go on from the earlier ones; a fit serves any number of draws.
        draws = {name: value for name, value in settings.items() if name != "generations"}
        fit = {name: value for name, value in draws.items() if name != "n_draws"}
        told = {"losses.json": draws, "fit.json": fit}
        self.keys = {
            name: hashlib.sha256(json.dumps(each, sort_keys=True).encode()).hexdigest() for name, each in told.items()
        }

    def fit(self) -> Fit | None:
        """Return the fit that was kept, if it is of the same facts, seed and settings."""
        told = self._read("fit.json")
        if told is None:
            return None
        numbers: dict[str, Any] = {
            name: np.array(value) if isinstance(value, list) else value for name, value in told["parameters"].items()
        }
        choice: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told["choice"].items()}
        moments = {name: float(value) for name, value in told["moments"].items()}
        return Fit(
            Parameters(**numbers), Choice(**choice), moments, told["loss"], told["excess"], tuple(told["history"])
        )

    def keep_fit(self, fit: Fit) -> None:
        """Keep a fit, every digit of it."""
        names = Parameters.__slots__
        parameters = {name: getattr(fit.parameters, name) for name in names}
        self._write(
            "fit.json",
            {
                "parameters": {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in parameters.items()},
                "choice": {name: getattr(fit.choice, name) for name in Choice.__slots__},
                "moments": {name: repr(value) for name, value in fit.moments.items()},
                "loss": fit.loss,
                "excess": fit.excess,
                "history": list(fit.history),
            },
        )

    def losses(self) -> dict[tuple[int, int], list[float]]:
        """Return the losses that were kept, by (generation, batch)."""
        told = self._read("losses.json") or {"losses": {}}
        return {(int(k.split()[0]), int(k.split()[1])): v for k, v in told["losses"].items()}

    def keep_losses(self, losses: dict[tuple[int, int], list[float]]) -> None:
        """Keep the losses so far."""
        self._write("losses.json", {"losses": {f"{a} {b}": values for (a, b), values in losses.items()}})

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self.work / name
        if not path.is_file():
            return None
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            return None
        return told if told.get("key") == self.keys[name] else None

    def _write(self, name: str, told: dict[str, Any]) -> None:
        partial = self.work / f"{name}.partial"
        partial.write_text(json.dumps({"key": self.keys[name], **told}), encoding="utf-8")
        partial.replace(self.work / name)
