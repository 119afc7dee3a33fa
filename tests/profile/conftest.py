"""What the tests of the profile share: the names in the facts, a way to check a text, and the model's fields as a list.

The fields are read from the model itself, so that documents, templates and hostile values are held against what the
program accepts and not against a second list.
"""

import ast
import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from smartpick.errors import Problem
from smartpick.facts import Facts, open_facts
from smartpick.profile import Known, Profile, check_profile, load_profile
from smartpick.profile import _parts as parts

TODAY = date(2026, 11, 24)
LEAST = 'applicant.type = "us_md_senior"\ngoals.specialties = ["Family Medicine"]\n'

Check = Callable[..., list[Problem]]
Load = Callable[[str], Profile]


@dataclass(frozen=True)
class ModelField:
    """One field of the model.

    `path` is written as in docs/profile.md: [] behind lists of blocks, NAME for keys that the applicant chooses.
    """

    path: str
    kind: str
    meaning: str
    is_list: bool
    is_required: bool
    words: tuple[str, ...] = ()
    bounds: tuple[float, float] = (0, 0)
    parents: tuple[type[BaseModel], ...] = field(default=(), repr=False)

    @property
    def type_shown(self) -> str:
        """The type as the documents write it."""
        low, high = self.bounds
        shown = {
            "whole number": f"whole number, {low:g} to {high:g}",
            "number": f"number, {low:g} to {high:g}" if high < float("inf") else "number",
            "one of": f"one of {', '.join(f'`{word}`' for word in self.words)}",
        }.get(self.kind, self.kind)
        return f"list of: {shown}" if self.is_list else shown


_ALIASES = {
    parts.Day: "day",
    parts.Text: "text",
    parts.Word: "text",
    parts.Code: "program code",
    parts.Institution: "institution code",
    parts.State: "state",
}
_LEAVES = {bool: "true or false", int: "whole number", float: "number", str: "text"}


def docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return what stands under each field of a model."""
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for node, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(after, ast.Expr):
            assert isinstance(after.value, ast.Constant)
            found[node.target.id] = str(after.value.value)
    return found


def bare(annotation: Any) -> Any:
    """Return an annotation without None."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        inner = [each for each in typing.get_args(annotation) if each is not type(None)]
        return inner[0] if len(inner) == 1 else annotation
    return annotation


def metadata_of(items: typing.Iterable[Any]) -> dict[str, Any]:
    """Return the bounds among the notes of an annotation."""
    found: dict[str, Any] = {}
    for item in items:
        for inner in getattr(item, "metadata", [item]):
            for name in ("ge", "gt", "le", "max_length", "pattern"):
                if getattr(inner, name, None) is not None:
                    found[name] = getattr(inner, name)
    return found


def fields_of(
    model: type[BaseModel], path: str = "", parents: tuple[type[BaseModel], ...] = ()
) -> Iterator[ModelField]:
    """Yield every field that holds a value, tables and blocks opened."""
    meanings = docstrings(model)
    for name, info in model.model_fields.items():
        here = f"{path}.{name}" if path else name
        annotation, notes = bare(info.annotation), list(info.metadata)
        is_list = typing.get_origin(annotation) is tuple
        if is_list:
            annotation = typing.get_args(annotation)[0]
        if typing.get_origin(annotation) is dict:
            here, annotation = f"{here}.NAME", typing.get_args(annotation)[1]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from fields_of(annotation, f"{here}[]" if is_list else here, (*parents, model))
            continue
        yield _leaf(here, annotation, notes, (meanings[name], is_list, info.is_required()), (*parents, model))


def _leaf(
    path: str, annotation: Any, notes: list[Any], about: tuple[str, bool, bool], parents: tuple[type[BaseModel], ...]
) -> ModelField:
    meaning, is_list, is_required = about
    rebuilt = typing.Annotated[(annotation, *notes)] if notes and not is_list else annotation
    for alias, kind in _ALIASES.items():
        if alias in {annotation, rebuilt}:
            return ModelField(path, kind, meaning, is_list, is_required, parents=parents)
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *more = typing.get_args(annotation)
        notes = [*notes, *more]
    if typing.get_origin(annotation) is typing.Literal or (
        isinstance(annotation, type) and issubclass(annotation, StrEnum)
    ):
        is_enum = isinstance(annotation, type)
        words = tuple(str(word) for word in (annotation if is_enum else typing.get_args(annotation)))
        return ModelField(path, "one of", meaning, is_list, is_required, words, parents=parents)
    if annotation in _LEAVES:
        found = metadata_of(notes)
        bounds = (found.get("ge", found.get("gt", float("-inf"))), found.get("le", float("inf")))
        return ModelField(path, _LEAVES[annotation], meaning, is_list, is_required, bounds=bounds, parents=parents)
    assert path.endswith("own_facts[].value"), f"{path}: {annotation}"
    return ModelField(path, "as its field says", meaning, is_list, is_required, parents=parents)


@pytest.fixture(scope="session")
def fields() -> list[ModelField]:
    return list(fields_of(Profile))


@pytest.fixture(scope="session")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="session")
def known(facts: Facts) -> Known:
    return Known.of(facts)


@pytest.fixture(scope="session")
def check(known: Known, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return what is wrong with a text; the least that a profile needs is added unless it stands there."""
    path = tmp_path_factory.mktemp("profile") / "me.toml"

    def check_text(text: str | bytes, *, today: date = TODAY, with_least: bool = True) -> list[Problem]:
        if isinstance(text, str):
            text = f"{LEAST if with_least else ''}{text}".encode()
        path.write_bytes(text)
        return check_profile(path, known, today)

    return check_text


@pytest.fixture(scope="session")
def load(known: Known, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Return the profile that a text stands for, as `check` reads it."""
    path = tmp_path_factory.mktemp("profile") / "me.toml"

    def load_text(text: str) -> Profile:
        path.write_text(f"{LEAST}{text}", encoding="utf-8")
        return load_profile(path, known, TODAY)

    return load_text


@pytest.fixture(scope="session")
def examples() -> list[Path]:
    return sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))


@pytest.fixture(scope="session")
def documented() -> dict[str, list[str]]:
    """Return the cells of every row in docs/profile.md that documents a field, by path."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "profile.md").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        named = re.fullmatch(r"`([A-Za-z0-9_.\[\]]+)`", cells[0]) if len(cells) == 6 else None
        if named:
            assert named[1] not in rows, f"{named[1]} is documented twice"
            rows[named[1]] = cells[1:]
    return rows


def example_value(each: ModelField, *, is_other: bool = False) -> Any:
    """Return a value that a field takes, or another one; neither is its default."""
    low, high = each.bounds
    number = max(low, 1) + is_other if high > 1 else 0.25 + 0.25 * is_other
    if each.path == "profile_version":
        value: Any = 1
    elif each.kind == "one of":
        value = each.words[-1 if is_other else 0]
    else:
        value = {
            "day": date(2026, 3, 1 + is_other),
            "text": "another text" if is_other else "a text",
            "program code": "1067140C0" if is_other else "1067120C0",
            "institution code": "1135" if is_other else "1067",
            "state": "OH" if is_other else "CA",
            "true or false": is_other,
            "whole number": int(number) if high < float("inf") else 1,
            "number": float(number),
            "as its field says": "another text" if is_other else "a text",
        }[each.kind]
    return [value] if each.is_list else value


def tree_with(path: str, value: Any, fields: list[ModelField]) -> dict[str, Any]:
    """Return a tree with one value at a path, and around it only what has to be there."""
    steps = path.replace("[]", ".[]").split(".")
    tree: dict[str, Any] = {}
    for each in fields:
        around = each.path.rpartition(".")[0]
        is_beside = path == around or path.startswith((f"{around}.", f"{around}[]"))
        if each.is_required and (is_beside or each.path in {"applicant.type", "goals.specialties"}):
            _put(tree, each.path.replace("[]", ".[]").split("."), example_value(each))
    if path.startswith("own_facts[]"):
        _put(tree, ["own_facts", "[]", "field"], "note")
    _put(tree, steps, value)
    return tree


def _put(tree: dict[str, Any], steps: list[str], value: Any) -> None:
    node: Any = tree
    for step, after in zip(steps, [*steps[1:], ""], strict=True):
        if step == "[]":
            node = node[0]
            continue
        key = {"NAME": "location" if "priorities" in steps else "step1_fail"}.get(step, step)
        if after == "":
            node[key] = value
        else:
            node = node.setdefault(key, [{}] if after == "[]" else {})


def toml_of(tree: dict[str, Any]) -> str:
    """Return a tree as TOML, all tables inline."""
    return "".join(f"{_key(name)} = {_inline(value)}\n" for name, value in tree.items())


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_inline(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _key(value)
    if isinstance(value, int):
        return hex(value) if value > 10**18 else str(value)
    return value.isoformat() if isinstance(value, date | time) else repr(value)


class Maker:
    """Makes trees and texts from the model's fields; tests get it as `make`."""

    def __init__(self, fields: list[ModelField]) -> None:
        self.fields = fields

    def tree(self, path: str, value: Any) -> dict[str, Any]:
        return tree_with(path, value, self.fields)

    def text(self, tree: dict[str, Any]) -> str:
        return toml_of(tree)

    def value(self, each: ModelField, *, is_other: bool = False) -> Any:
        return example_value(each, is_other=is_other)


@pytest.fixture(scope="session")
def make(fields: list[ModelField]) -> Maker:
    return Maker(fields)
