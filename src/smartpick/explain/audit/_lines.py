"""Sorts the lines of a list: counted, twice, ruled out, one year only, not open to her, not settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from smartpick.estimate import SpecialtyBasis
from smartpick.explain._candidates import ONE_YEAR
from smartpick.explain._situation import Situation
from smartpick.explain.audit._types import AuditLine, LineState
from smartpick.importers import MatchKind, RowMatch
from smartpick.portfolio import SignalBudget
from smartpick.profile import Profile
from smartpick.programs import Program
from smartpick.vocabulary import SignalTier, Track

__all__ = ["evaluated", "listed_signals", "several_tracks", "sorted_lines"]

_STATES = {
    MatchKind.TWO_FIT: LineState.ASK,
    MatchKind.FITS_LOOSELY: LineState.ASK,
    MatchKind.NOT_FOUND: LineState.NOT_FOUND,
    MatchKind.CLOSED: LineState.CLOSED,
    MatchKind.OTHER_MATCH: LineState.OTHER_MATCH,
    MatchKind.LEFT_OUT: LineState.LEFT_OUT,
}
_ONE_YEAR_WHY = "one year of training: it can complete an advanced position, and is no match to a specialty"
_PHYSICIAN_WHY = "a position for physicians with earlier residency training, which your profile does not have"
_NO_SIGNAL = {"", "no", "none", "n", "0", "-", "–", "false"}
_SIGNAL = {"yes", "y", "x", "1", "true", "signal", "signaled", "signalled", "single", "✓", "✔"}


def is_one_year(program: Program) -> bool:
    """Say whether a track is one year of training."""
    return program.track is Track.PRELIMINARY or program.specialty == ONE_YEAR


def evaluated(matches: Sequence[RowMatch], profile: Profile) -> list[Program]:
    """Return the programs of a list whose chances are looked at, each once."""
    found = {match.program.program_code_nrmp: match.program for match in matches if match.program is not None}
    return [
        program
        for program in found.values()
        if not is_one_year(program) and (program.track is not Track.PHYSICIAN or profile.training)
    ]


def sorted_lines(scene: Situation, matches: Sequence[RowMatch], own_specialties: Sequence[str]) -> list[AuditLine]:
    """Return every line with its state; figures come later."""
    ruled_out = {each.program.program_code_nrmp: each for each in scene.found.ruled_out}
    placed = {each.program.program_code_nrmp: each for each in scene.found.placed}
    first: dict[str, int] = {}
    lines = []
    for match in matches:
        program = match.program
        if program is None:
            lines.append(AuditLine(match, _STATES[match.kind], match.how, notes=match.notes, fact_ids=match.fact_ids))
            continue
        code = program.program_code_nrmp
        ids = (*match.fact_ids, *program.fact_ids_for("identity"))
        if code in first:
            why = f"the same program as line {first[code]}"
            lines.append(
                AuditLine(match, LineState.DUPLICATE, why, same_as=first[code], notes=match.notes, fact_ids=ids)
            )
            continue
        first[code] = match.row.line
        if is_one_year(program):
            line = AuditLine(match, LineState.ONE_YEAR, _ONE_YEAR_WHY, notes=match.notes, fact_ids=ids)
        elif code in ruled_out:
            rule = ruled_out[code]
            line = AuditLine(match, LineState.RULED_OUT, rule.why, notes=match.notes, fact_ids=(*ids, *rule.fact_ids))
        elif code in placed:
            each = placed[code]
            outside = _outside(scene, program, own_specialties)
            line = AuditLine(match, LineState.COUNTED, outside=outside, tier=each.tier, notes=match.notes, fact_ids=ids)
        else:
            line = AuditLine(match, LineState.NOT_OPEN, _PHYSICIAN_WHY, notes=match.notes, fact_ids=ids)
        lines.append(line)
    return lines


def _outside(scene: Situation, program: Program, own_specialties: Sequence[str]) -> str:
    """Say what of her profile a program does not go with; empty when it does."""
    said = []
    places = scene.places
    if program.specialty not in own_specialties:
        said.append(f"{scene.names[program.specialty]} is none of your specialties")
    never = next((area.label for area in places.never if area.contains(program)), None)
    is_named = any(area.contains(program) for areas in places.tiers for area in areas)
    # Empty where all ties to a state are private.
    has_tie = bool(scene.applicant.tie_states.get(program.state))
    if never is not None:
        said.append(f"in {never}, where your profile says you would not go")
    elif not is_named and not places.anywhere:
        said.append("outside the areas of your profile" + (", in a state with a tie of yours" if has_tie else ""))
    if is_unwanted(scene, program):
        said.append("your profile says you would not go there")
    return "; ".join(said)


def is_unwanted(scene: Situation, program: Program) -> bool:
    """Say whether her profile names a program, or its place, as one that she would never go to."""
    code = program.program_code_nrmp
    is_never = any(wish.program_code_nrmp == code and wish.is_never for wish in scene.profile.goals.programs)
    return is_never or any(area.contains(program) for area in scene.places.never)


def several_tracks(lines: Sequence[AuditLine]) -> tuple[tuple[int, ...], ...]:
    """Return the lines that name different tracks of one institution and specialty."""
    groups: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        program = line.match.program
        if program is not None and line.state is not LineState.DUPLICATE:
            groups.setdefault((program.institution_code, program.specialty), []).append(line.match.row.line)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def listed_signals(
    lines: Sequence[AuditLine],
    budgets: Mapping[str, SignalBudget],
    basis: Mapping[str, SpecialtyBasis],
    unasked: Collection[str],
) -> tuple[dict[tuple[str, str], SignalTier], list[str]]:
    """Return the signals that the list gives, by institution and specialty, and what is wrong with them.

    Parameters
    ----------
    unasked
        Codes of programs that their specialty asks not to signal, since she is known there.
    """
    found: dict[tuple[str, str], SignalTier] = {}
    notes: list[str] = []
    for line in lines:
        program = line.match.program
        text = line.match.row.cells.get("signal", "").strip().lower()
        if program is None or line.state is not LineState.COUNTED or text in _NO_SIGNAL:
            continue
        counts = budgets[program.specialty].counts
        word = next((tier for tier in SignalTier if tier.value in text.split()), None)
        if (word is None and text in _SIGNAL) or word is SignalTier.SINGLE:
            word = SignalTier.SINGLE
        where = f"Line {line.match.row.line}"
        if word is None or word is SignalTier.NONE:
            notes.append(f"{where}: what stands under signal is none that is known, and is not counted.")
        elif word not in counts or word not in basis[program.specialty].signals.by_tier:
            given = " and ".join(map(str, counts)) or "no"
            notes.append(f"{where}: its specialty has {given} signals, not {word} ones; that signal is not counted.")
        else:
            found[program.institution_code, program.specialty] = word
            if program.program_code_nrmp in unasked:
                notes.append(
                    f"{where}: its specialty asks that home programs and those where you rotated get no signal; it"
                    " would do more elsewhere."
                )
    given_by: dict[tuple[str, SignalTier], int] = {}
    for (_, specialty), tier in found.items():
        given_by[specialty, tier] = given_by.get((specialty, tier), 0) + 1
    for (specialty, tier), number in given_by.items():
        most = budgets[specialty].counts[tier]
        if number > most:
            name = specialty.replace("_", " ")
            notes.append(f"The list gives {number} {tier} signals in {name}; an applicant has {most}.")
    return found, notes
