"""Reads ``field=value`` as a person types it, and changes a profile's tables by it; the profile's own rules judge it.

Nothing is checked here but whether a field exists: a value that cannot be is told by the profile in its own words.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, get_origin

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.explain.look.asked._named import one_program
from smartpick.portfolio import signal_budget
from smartpick.programs import Directory, Program, resolve_specialty
from smartpick.vocabulary import SignalTier

__all__ = ["Setting", "changed", "settings_of"]

_MOST_VALUES = 12
_MOST_SETTINGS = 12
_LONGEST = 2000
_PART = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[[0-9]{1,3}\])*)")
_SCORES = ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3")
_PSEUDO = {
    "signal": "a signal at a program: signal=PROGRAM, or signal=PROGRAM:gold",
    "away": "an away rotation at a program: away=PROGRAM",
    "specialty": "one more specialty: specialty=FM",
    "area": "one more place in the first area: area=orange-county",
    "needs_visa": "whether a visa is needed: needs_visa=false",
    "budget": "all application money: budget=1500",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One field with the values to try."""

    name: str
    values: tuple[str, ...]


def settings_of(texts: Sequence[str]) -> tuple[Setting, ...]:
    """Return the settings that texts ``field=value`` name; several values of one field stand with commas between.

    Raises
    ------
    RequestError
        With everything that is wrong with them.

    Examples
    --------
    >>> settings_of(["step2_ck=225,240", 'goals.specialties=["FM", "IM"]'])
    (Setting(name='step2_ck', values=('225', '240')), Setting(name='goals.specialties', values=('["FM", "IM"]',)))
    """
    problems: list[Problem] = []
    found: list[Setting] = []
    if not texts:
        fix = "Name one, for example --set step2_ck=245"
        raise RequestError([Problem("--set", "nothing to try is named", fix=fix)])
    if len(texts) > _MOST_SETTINGS:
        problems.append(Problem("--set", f"{len(texts)} settings", fix=f"Try at most {_MOST_SETTINGS} at once"))
    for text in texts[:_MOST_SETTINGS]:
        name, is_there, value = text.partition("=")
        name = name.strip()
        if not is_there or not name or not value.strip() or len(text) > _LONGEST:
            shown = text[:60]
            fix = "Write field=value, for example step2_ck=245"
            problems.append(Problem("--set", f"'{shown}' is not field=value", fix=fix))
            continue
        values = tuple(_split(value))
        if len(values) > _MOST_VALUES:
            fix = f"Try at most {_MOST_VALUES}"
            problems.append(Problem(f"--set {name[:60]}", f"{len(values)} values", fix=fix))
        found.append(Setting(name, values))
    several = [each.name for each in found if len(each.values) > 1]
    if len(several) > 1:
        fix = "Give several values of one field only"
        problems.append(Problem("--set", f"several values of {' and of '.join(several)}", fix=fix))
    if problems:
        raise RequestError(problems)
    return tuple(found)


def _split(text: str) -> Iterator[str]:
    """Yield the parts between commas that stand in no brackets and no quotes."""
    part, depth, quote = "", 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == "," and depth <= 0:
            if part.strip():
                yield part.strip()
            part = ""
            continue
        part += letter
    if part.strip():
        yield part.strip()


def changed(
    data: dict[str, Any], settings: Sequence[tuple[str, str]], directory: Directory, today: date
) -> dict[str, Any]:
    """Return a profile's tables with settings applied, one after the other; `data` stays as it is.

    Raises
    ------
    RequestError
        With every field that there is not, and every program that cannot be told.
    """
    tables = copy.deepcopy(data)
    problems: list[Problem] = []
    for name, text in settings:
        try:
            _apply(tables, name, text, directory, today)
        except RequestError as error:
            problems += error.problems
    if problems:
        raise RequestError(problems)
    return tables


def _apply(tables: dict[str, Any], name: str, text: str, directory: Directory, today: date) -> None:
    where = f"--set {name[:60]}"
    value = _value(text)
    special: dict[str, Callable[[], None]] = {
        "signal": lambda: _add_signal(tables, text, directory, where),
        "away": lambda: _add_rotation(tables, text, directory, where),
        "specialty": lambda: _listed(_table(tables, "goals", where), "specialties", where).append(value),
        "area": lambda: _listed(_table(_table(tables, "goals", where), "areas", where), "tier1", where).append(value),
        "needs_visa": lambda: _set_visa(tables, value, where),
        "budget": lambda: _table(tables, "budget", where).__setitem__("usd", value),
    }
    if name in special:
        special[name]()
    elif name in _SCORES:
        _set_score(_listed(_table(tables, "exams", where), name, where), value, today)
    else:
        _set(tables, _path_of(name, where), value, where)


def _value(text: str) -> Any:
    """Return a value as TOML reads it; a bare word is a text."""
    try:
        return tomllib.loads(f"v = {text}")["v"] if "\n" not in text and "\r" not in text else text
    except (ValueError, RecursionError):
        return text


def _table(tables: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    found = tables.setdefault(name, {})
    if not isinstance(found, dict):
        raise RequestError([Problem(where, f"{name} is no table in this profile", fix="Mend the profile first")])
    return found


def _listed(table: dict[str, Any], name: str, where: str) -> list[Any]:
    found = table.setdefault(name, [])
    if not isinstance(found, list):
        raise RequestError([Problem(where, f"{name} is no list in this profile", fix="Mend the profile first")])
    return found


def _set_score(attempts: list[Any], value: Any, today: date) -> None:
    """Set the score that counts: of the last pass, else of the attempt still ahead, else of a new one."""
    known = [each for each in attempts if isinstance(each, dict)]
    passed = [each for each in known if each.get("result") == "pass"]
    ahead = [each for each in known if "result" not in each]
    if passed:
        passed[-1]["score"] = value
        return
    done: dict[str, Any] = {"date": today, "result": "pass", "score": value}
    if ahead:
        kept = {"date": ahead[-1]["date"]} if "date" in ahead[-1] else {}
        ahead[-1].clear()
        ahead[-1].update({**done, **kept})
    else:
        attempts.append(done)


def _program_and_rest(text: str) -> tuple[str, str]:
    name, _, tier = text.strip("\"' ").rpartition(":")
    return (
        (name, tier.strip().lower()) if name and tier.strip().lower() in set(SignalTier) else (text.strip("\"' "), "")
    )


def _wanted(tables: dict[str, Any], directory: Directory) -> list[str]:
    """Return the keys of her specialties, as far as they are known, to tell programs of one name apart."""
    goals = tables.get("goals")
    names = goals.get("specialties", ()) if isinstance(goals, dict) else ()
    keys = []
    for name in names if isinstance(names, list) else ():
        try:
            keys.append(resolve_specialty(directory.facts, str(name)).key)
        except RequestError:
            continue
    return keys


def _add_signal(tables: dict[str, Any], text: str, directory: Directory, where: str) -> None:
    name, tier = _program_and_rest(text)
    program = one_program(directory, name, _wanted(tables, directory), where)
    tier = tier or _usual_tier(tables, directory, program.specialty)
    entry = {"institution_code": program.institution_code, "specialty": program.specialty, "tier": tier}
    signals = _listed(tables, "signals", where)
    # One signal to an institution for a specialty: one for another specialty there stays.
    signals[:] = [each for each in signals if not _is_same_signal(each, program, directory)]
    signals.append(entry)


def _is_same_signal(entry: Any, program: Program, directory: Directory) -> bool:
    """Tell whether an entry of the profile signals the institution of a program for its specialty."""
    if not isinstance(entry, dict) or entry.get("institution_code") != program.institution_code:
        return False
    try:
        return resolve_specialty(directory.facts, str(entry.get("specialty", ""))).key == program.specialty
    except RequestError:
        return False


def _usual_tier(tables: dict[str, Any], directory: Directory, specialty: str) -> str:
    """Return the strongest kind of signal that the specialty has."""
    season = tables.get("season")
    known = season if isinstance(season, int) else directory.season + 1
    return str(next(iter(signal_budget(directory.facts, specialty, known).counts), SignalTier.SINGLE))


def _add_rotation(tables: dict[str, Any], text: str, directory: Directory, where: str) -> None:
    program = one_program(directory, text.strip("\"' "), _wanted(tables, directory), where)
    entry = {"kind": "away_rotation", "program_code_nrmp": program.program_code_nrmp, "is_done": False}
    _listed(tables, "us_experience", where).append(entry)


def _set_visa(tables: dict[str, Any], value: Any, where: str) -> None:
    if not isinstance(value, bool):
        raise RequestError([Problem(where, f"'{str(value)[:40]}' is neither true nor false", fix="Write one of them")])
    visa = _table(tables, "visa", where)
    visa["status"] = "needs_visa" if value else "permanent_resident"
    if not value:
        visa.pop("accepts", None)
        visa.pop("permit_until", None)


def _path_of(name: str, where: str) -> list[str | int]:
    """Return the path that a short or dotted name stands for."""
    dotted: list[str | int] = []
    for part in name.split("."):
        found = _PART.fullmatch(part)
        if found is None:
            fix = "Write it as in the profile: goals.where_over_whether, exams.step2_ck[0].score"
            raise RequestError([Problem(where, f"'{name[:60]}' is no field", fix=fix)])
        dotted.append(found[1])
        dotted += [int(number) for number in re.findall(r"[0-9]+", found[2])]
    paths = _fields()
    if len(dotted) > 1 or (name,) in paths:
        return dotted
    fitting = [path for path in paths if path[-1] == name]
    if len(fitting) == 1:
        return list(fitting[0])
    if fitting:
        names = ", ".join(".".join(path) for path in fitting)
        raise RequestError([Problem(where, f"several fields are called '{name}'", fix=f"Write one of {names}")])
    near = did_you_mean(name, [*_PSEUDO, *_SCORES, *(path[-1] for path in paths)])
    fix = near or f"Fields are those of the profile, and {'; '.join(_PSEUDO.values())}"
    raise RequestError([Problem(where, f"no field '{name[:60]}'", fix=fix)])


def _fields() -> list[tuple[str, ...]]:
    """Return the paths of all fields that stand in tables, as a profile writes them."""
    from smartpick.profile import Profile

    found: list[tuple[str, ...]] = []

    def walk(model: Any, path: tuple[str, ...]) -> None:
        for name, field in model.model_fields.items():
            here = (*path, name)
            found.append(here)
            # Entries of lists have no path of their own without a number.
            kinds = () if get_origin(field.annotation) is tuple else (field.annotation, *get_args(field.annotation))
            inner = [each for each in kinds if hasattr(each, "model_fields")]
            for each in inner:
                walk(each, here)

    walk(Profile, ())
    return found


def _set(tables: dict[str, Any], path: Sequence[str | int], value: Any, where: str) -> None:
    node: Any = tables
    for at, part in enumerate(path):
        is_last = at == len(path) - 1
        if isinstance(part, int):
            if not isinstance(node, list) or part >= len(node):
                fix = "Entries are counted from 0; the profile has to hold the entry already"
                raise RequestError([Problem(where, f"there is no entry {part}", fix=fix)])
        elif not isinstance(node, dict):
            raise RequestError([Problem(where, f"nothing called '{part}' can stand there", fix="See docs/profile.md")])
        if is_last:
            node[part] = value
        elif isinstance(part, int):
            node = node[part]
        else:
            node = node.setdefault(part, {})
