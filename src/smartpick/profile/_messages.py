"""The validator's findings in the applicant's words: what is wrong with a field, and how to mend it."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from smartpick.errors import did_you_mean
from smartpick.profile._finding import Finding, path_of, shown
from smartpick.profile._known import Known
from smartpick.profile._lines import Location
from smartpick.profile._model import PROFILE_VERSION, Profile

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["findings_of", "location_of"]

_LAYOUT = "`smartpick new FILE` writes a file that shows the layout"
_REQUIRED = {
    "applicant": 'Add [applicant] with type = "us_md_senior" (or another applicant type)',
    "applicant.type": 'Add type = "us_md_senior" (or another applicant type) under [applicant]',
    "goals": 'Add [goals] with specialties = ["Family Medicine"]',
    "goals.specialties": 'Add specialties = ["Family Medicine"] under [goals]',
}
_PATTERNS = {
    "program_code_nrmp": "A program code is seven digits, a letter and a number: 1067120C0",
    "programs": "A program code is seven digits, a letter and a number: 1067120C0",
    "interviewed_at": "A program code is seven digits, a letter and a number: 1067120C0",
    "institution_code": "An institution code is four digits in quotes: 1067",
    "home_institutions": "An institution code is four digits in quotes: 1067",
}
_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "bool": "true or false",
    "string": "a text in quotes",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "above {gt}",
    "less_than": "below {lt}",
}
_PLURAL = {"attempts", "attempt", "fails", "failures", "failed_attempts", "times"}
_PART_OF_WORDS = 0.6


def location_of(error: ErrorDetails) -> Location:
    """Return where the value stands that an error is about; the validator's own additions are left out."""
    at = error["loc"]
    is_dict = (len(at) == 3 and at[0] == "assumptions") or (len(at) == 4 and at[:2] == ("goals", "priorities"))
    is_key = is_dict and at[-1] == "[key]" and error["type"] != "extra_forbidden"
    is_own_value = len(at) == 4 and at[0] == "own_facts" and at[2] == "value"
    return at[:-1] if is_key or is_own_value else at


def findings_of(errors: Iterable[ErrorDetails], known: Known) -> Iterator[Finding]:
    """Yield what is wrong with each malformed field, once per field and reason."""
    seen: set[tuple[Location, str]] = set()
    for error in errors:
        at = location_of(error)
        what, fix = _own_value() if len(at) < len(error["loc"]) and at[-1] == "value" else _words(error, at, known)
        if (at, what) not in seen:
            seen.add((at, what))
            yield Finding(at, what, fix=fix)


def _own_value() -> tuple[str, str]:
    return "neither a number, nor true or false, nor a text", "`docs/profile.md` says which value each field takes"


def _words(error: ErrorDetails, at: Location, known: Known) -> tuple[str, str]:
    """Return what is wrong and how to mend it."""
    kind, given, context = error["type"], error.get("input"), error.get("ctx", {})
    value = _value(given)
    if kind == "missing":
        return "missing", _REQUIRED.get(path_of(at), f"Add {shown(at[-1])} = …, or take the whole block out")
    if kind == "extra_forbidden":
        return _unknown_field(at, given)
    if at == ("profile_version",):
        return f"{value} is no version of this format", f"This program reads version {PROFILE_VERSION}"
    if kind in {"literal_error", "enum"}:
        words = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        near = did_you_mean(str(given)[:60], words)
        return f"{value} is not one of the words used here", f"{near} " * bool(
            near
        ) + f"Write one of: {', '.join(words)}"
    if kind in _BOUNDS:
        return f"{value} is out of range", f"It is {_BOUNDS[kind].format(**context)}"
    if kind == "string_pattern_mismatch":
        return f"{value} has another form", _pattern_fix(at, given, known)
    return _words_for_form(kind, value, at, context)


def _words_for_form(kind: str, value: str, at: Location, context: dict[str, Any]) -> tuple[str, str]:
    """Return the same for values that are not of the right form at all."""
    simple = {
        "day": (
            f"{value} is not a day",
            'Write days as 2026-09-02, without a time, or "2026-09" in quotes when only the month is known',
        ),
        "far_day": (f"{value} lies too far away", "Is the year right?"),
        "strange": ("a character that cannot be shown", "Delete the text and type it again"),
        "too_short": ("an empty list", _REQUIRED.get(path_of(at), "Write at least one entry")),
        "too_long": ("too many entries", f"Write at most {context.get('max_length')}"),
        "string_too_short": ("an empty text", "Write something, or take the line out"),
        "string_too_long": ("a text that is too long", f"Write at most {context.get('max_length')} characters"),
    }
    if kind in simple:
        return simple[kind]
    expected = _TYPES.get(kind.partition("_")[0])
    if expected:
        return f"{value} is not {expected}", f"Write {expected}"
    return f"{value} stands where {_wanted(at)}", _LAYOUT


def _wanted(at: Location) -> str:
    """Say how a table or list is written at a location."""
    model = _model_at(at)
    path = ".".join(shown(part) for part in at if isinstance(part, str))
    if model is None:
        return "a list belongs: [ … ]"
    if _is_list_at(at) or isinstance(at[-1], int):
        return f"blocks belong, one for each, headed [[{path}]]"
    return f"a table belongs, headed [{path}]"


def _value(given: object) -> str:
    """Return a value as it may stand in a message."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int):
        return str(given) if abs(given) < 10**12 else "a huge number"
    if isinstance(given, float):
        return f"{given:g}"
    if isinstance(given, str):
        return f"'{shown(given)}'"
    if isinstance(given, dict):
        return "a table"
    return "a list" if isinstance(given, list) else f"'{shown(given)}'"


def _pattern_fix(at: Location, given: object, known: Known) -> str:
    names = [part for part in at if isinstance(part, str)]
    if names[-1] in _PATTERNS:
        return _PATTERNS[names[-1]]
    wanted = str(given).strip().casefold()
    fitting = [code for code, name in known.states.items() if wanted in {code.casefold(), name.casefold()}]
    return f"Write {fitting[0]}" if fitting else "A state is two capital letters: CA"


def _unknown_field(at: Location, given: object) -> tuple[str, str]:
    name = str(at[-1])
    if name.rpartition("exams.")[2].rpartition("_")[2].casefold() in _PLURAL:
        what = f"{shown(name)} = {_value(given)}: attempts are not counted here"
        return what, "Write one block for each attempt, headed [[exams.step1]] (or another exam), with its result"
    siblings = _fields(_model_at(at[:-1]))
    near = did_you_mean(name[:60], siblings)
    elsewhere = [path for path in _all_paths() if path.strip("[]").rpartition(".")[2] == name]
    if not near and elsewhere:
        return "a field that does not stand here", f"It belongs at {' or '.join(elsewhere[:3])}"
    return "unknown field", near or f"Fields here: {', '.join(sorted(siblings))}"


def _fields(model: type[BaseModel] | None) -> list[str]:
    return list(model.model_fields) if model else []


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation names: itself, or what a tuple, dictionary or union holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif not isinstance(annotation, type) or isinstance(annotation, types.GenericAlias):
        for inner in typing.get_args(annotation):
            yield from _models_in(inner)


def _model_at(at: Location) -> type[BaseModel] | None:
    """Return the model whose fields may stand at a location."""
    model: type[BaseModel] | None = Profile
    is_dict = False
    for part in at:
        if isinstance(part, int):
            continue
        if is_dict:
            # A key that the applicant chose; what it holds was found one step before.
            is_dict = False
            continue
        if model is None or part not in model.model_fields:
            return None
        annotation = model.model_fields[part].annotation
        is_dict = typing.get_origin(annotation) is dict
        model = next(_models_in(annotation), None)
    return model


def _is_list_at(at: Location) -> bool:
    parent, name = _model_at(at[:-1]), at[-1]
    if parent is None or not isinstance(name, str) or name not in parent.model_fields:
        return False
    return typing.get_origin(parent.model_fields[name].annotation) is tuple


@functools.cache
def _all_paths() -> tuple[str, ...]:
    """Return the path of every field, as headers and lines would write it."""
    found: list[str] = []

    def walk(model: type[BaseModel], path: str) -> None:
        for name, info in model.model_fields.items():
            here = f"{path}.{name}" if path else name
            inside = list(_models_in(info.annotation))
            found.append(f"[[{here}]]" if inside and typing.get_origin(info.annotation) is tuple else here)
            for inner in inside:
                walk(inner, here)

    walk(Profile, "")
    return tuple(found)
