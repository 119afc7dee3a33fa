"""Which letter goes to which program? Per specialty, and per state where the systems' limit forces a choice.

A letter written for another specialty is never assigned in silence; a standardized letter of another specialty is not
assigned at all. What the applicant prefers comes first, with the warning that it deserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.guidance._ground import Ground
from smartpick.guidance._points import known_points
from smartpick.guidance._rules import LETTER_RULES, rule_of
from smartpick.guidance.letters._model import Assignment, Target, Writer
from smartpick.portfolio import FeeSchedule

if TYPE_CHECKING:
    import sqlite3

    from smartpick.programs import Specialty

__all__ = ["assignments", "least_letters", "own_letters", "usual_rule"]

_READY = ("uploaded", "agreed")


def usual_rule(ground: Ground, specialty: str) -> sqlite3.Row | None:
    """Return the published rule on the usual number of letters of a specialty, where one is at hand."""
    item = LETTER_RULES.get(specialty)
    return rule_of(ground, item, "letters") if item else None


def least_letters(ground: Ground, specialty: str) -> int:
    """Return how many letters a specialty usually asks for at least."""
    found = ground.benchmarks.maybe(f"letters_least_{specialty}")
    return int(found.value if found is not None else ground.benchmarks["few_letters"])


def own_letters(ground: Ground, specialty: str) -> int:
    """Return how many of them should come from the specialty itself."""
    found = ground.benchmarks.maybe(f"letters_own_{specialty}")
    return int(found.value if found is not None else ground.benchmarks["letters_own_other"])


def assignments(
    ground: Ground, writers: Sequence[Writer], targets: Sequence[Target], preferred: Sequence[int]
) -> tuple[Assignment, ...]:
    """Return the assignments of each of her specialties, in her order.

    Parameters
    ----------
    targets
        Programs of her list; without any there is one assignment for each specialty.
    preferred
        Numbers of letters that she wants used first, whatever their points.
    """
    # Which service takes a specialty does not depend on transcripts or assistance.
    fees = FeeSchedule(ground.facts, ground.season)
    found: list[Assignment] = []
    for specialty in ground.specialties:
        service = fees.service_of(specialty.key)
        mine = [target for target in targets if target.specialty == specialty.key]
        chosen: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
        by_state: dict[str, Assignment] = {}
        for state in sorted({target.state for target in mine}) or [""]:
            made = _assigned(ground, specialty, service, writers, preferred, state)
            by_state[state] = made
            chosen.setdefault((made.letters, made.pending), []).append(state)
        for states in chosen.values():
            first = by_state[states[0]]
            named = tuple(filter(None, states)) if len(chosen) > 1 else ()
            inside = tuple(target for target in mine if target.state in states)
            found.append(
                Assignment(
                    first.specialty,
                    first.name,
                    service,
                    named,
                    inside,
                    first.letters,
                    first.pending,
                    first.left_out,
                    first.most,
                    first.fact_ids,
                )
            )
    return tuple(found)


def _assigned(
    ground: Ground,
    specialty: Specialty,
    service: str,
    writers: Sequence[Writer],
    preferred: Sequence[int],
    state: str,
) -> Assignment:
    most, fact_ids = _most(ground, service)
    left_out: list[tuple[int, str]] = []
    usable: list[Writer] = []
    for writer in writers:
        if writer.is_standardized and writer.specialty_key != specialty.key and writer.specialty is not None:
            left_out.append((writer.number, f"a standardized letter of {writer.specialty}, which names that specialty"))
        elif writer.status not in (*_READY, "asked"):
            left_out.append((writer.number, "not asked yet"))
        else:
            usable.append(writer)
    order = sorted(usable, key=lambda each: _rank(each, specialty.key, preferred, state))
    if most is not None and len(order) > most:
        kept = _within(order, specialty.key, most, own_letters(ground, specialty.key))
        left_out += [
            (each.number, f"the service takes {most} a program, and this one comes after them")
            for each in order
            if each not in kept
        ]
        order = kept
    rule = usual_rule(ground, specialty.key)
    return Assignment(
        specialty.key,
        specialty.name,
        service,
        (),
        (),
        tuple(each.number for each in order),
        tuple(each.number for each in order if each.status == "asked"),
        tuple(sorted(left_out)),
        most,
        (*fact_ids, *((rule["fact_id"],) if rule is not None else ())),
    )


def _rank(writer: Writer, specialty: str, preferred: Sequence[int], state: str) -> tuple[object, ...]:
    """Return the sort key of a writer for programs of one specialty and state: preferred ones, then the strongest."""
    place = preferred.index(writer.number) if writer.number in preferred else len(preferred)
    points = known_points(part for part in writer.parts if part.key not in {"specialty", "area"})
    points += sum(part.most for part in writer.parts if part.key == "specialty" and writer.specialty_key == specialty)
    area = next(part for part in writer.parts if part.key == "area")
    points += (area.most if writer.state == state else 0.0) if state else (area.points or 0.0)
    return place, writer.status == "asked", -points, writer.number


def _within(order: list[Writer], specialty: str, most: int, own: int) -> list[Writer]:
    """Return the first letters that fit, with those from the specialty kept as far as it asks for them."""
    kept = order[:most]
    missing = min(own, most) - sum(each.specialty_key == specialty for each in kept)
    for extra in [each for each in order[most:] if each.specialty_key == specialty][: max(missing, 0)]:
        last = next(each for each in reversed(kept) if each.specialty_key != specialty)
        kept[kept.index(last)] = extra
    return kept


def _most(ground: Ground, service: str) -> tuple[int | None, tuple[str, ...]]:
    """Return the most letters that the service sends to one program, None where it publishes none."""
    item = "maximum assigned per program" if service == "eras" else "ResidencyCAS maximum per program"
    rule = rule_of(ground, item, "letters")
    if rule is None:
        return None, ()
    text = str(rule["value"])
    return (int(text) if text.isdigit() else None), (rule["fact_id"],)
