"""The season's answers for a person at a terminal: three sentences first, then what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartpick.present._output import Footnotes, Out
from smartpick.present._words import percent, range_of, stage_text

if TYPE_CHECKING:
    from smartpick.explain.season import (
        AfterDeadline,
        LogChange,
        RankList,
        Reapplication,
        Rule,
        SoapOutlook,
        Unfilled,
    )
    from smartpick.explain.tracker import Tracker
    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["show_change", "show_log", "show_rank", "show_reapply", "show_soap", "show_steps"]

_MOST_STEPS_PROGRAMS = 30
_MOST_AFFECTED = 8


def show_rank(facts: Facts, made: RankList) -> None:
    """Write a rank order list to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(f"Season {made.season}, {made.today}: {stage_text(made.stage)}.", "dim")
    out.line()
    _sentences(out, made.answer)
    out.heading("Rank by rank, given an interview at each")
    rows = [
        (
            each.rank,
            f"{each.program.name} ({each.program.state}, {each.program.program_code_nrmp})",
            percent(each.p_taken),
            percent(each.p_here),
            percent(each.p_by_here),
            f"{100 * each.gain:.1f}",
            each.preference,
            each.preference_why,
        )
        for each in made.ranks
    ]
    out.table(("rank", "program", "would take you", "you end here", "here or above", "adds", "by wish", "why"), rows)
    for text in (
        "would take you: the chance that the program takes you if you get down to its rank.",
        "you end here: with all above having said no; these add up to the chance of matching.",
        "adds: points that the chance of matching would lose without it.",
        "by wish: its place by what your profile says, without any chance; equal wishes keep your order.",
    ):
        out.line(text, "dim", rest="  ")
    if made.not_ranked:
        out.heading("They invited you, and stand on no rank")
        for program in made.not_ranked:
            out.item(f"{program.name} ({program.state}, {program.program_code_nrmp})")
    if not made.stage.is_closed:
        _show_what_ranks_do(out, notes, made)
    out.heading("Beware")
    for note in made.notes:
        out.item(note)
    _show_rules(out, notes, made.rules)
    _show_sources(out, notes, facts)
    out.line(
        f"Facts {facts.short_version}, profile {made.profile_hash}, season {made.season}, today {made.today}, seed"
        f" {made.seed}: the same five and the same list give the same answer.",
        "dim",
    )


def _show_what_ranks_do(out: Out, notes: Footnotes, made: RankList) -> None:
    """Write whether more ranks would help and why the order is hers; once lists are closed nobody needs it."""
    out.heading("Would more ranks help?")
    more = "; ".join(f"{number} more: {percent(chance)}" for number, chance in made.more)
    out.line(f"With interviews like the average one here: {more}.")
    for each in made.published:
        value = f"{100 * each.value:.0f} %" if each.value <= 1 and "share" in each.text else f"{each.value:g}"
        out.item(f"Published: {each.text}: {value} {notes.mark((each.fact_id,))}")
    if made.published:
        out.line("Those with long lists also had the stronger applications: the lists alone did not match them.", "dim")
    out.heading("Why in the order of your wishes")
    out.line(
        "The Match tries your first rank first. A program that would not take you costs you nothing: you go on to the"
        " next with the same chance as if you had ranked it first. So a surer program above a dearer one can only take"
        " the dearer one from you."
    )
    weights = ", ".join(f"{name} {value:g}" for name, value in made.weights)
    out.line(f"Weights behind “by wish”: {weights}; goals.priorities and goals.programs in your profile set them.")


def show_soap(facts: Facts, made: SoapOutlook) -> None:
    """Write what SOAP looked like to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(f"Season {made.season}, {made.today}: {stage_text(made.stage)}.", "dim")
    out.line()
    _sentences(out, made.answer)
    for heading, found in (
        ("Your specialties: positions left unfilled (programs)", made.hers),
        ("Where most were left", made.others),
        ("By state, all specialties", made.states),
    ):
        if any(each.by_season for each in found):
            out.heading(heading)
            out.table(*_unfilled_rows(notes, found))
    if made.again:
        out.heading("Programs where you would go that had positions left more than once")
        for program, seasons in made.again:
            out.item(f"{program.name} ({program.state}, {program.program_code_nrmp}): {', '.join(map(str, seasons))}")
    if made.totals:
        out.heading("All specialties together")
        rows = [
            (season, f"{offered:,.0f}", "not given" if filled is None else f"{filled:,.0f}", notes.mark(ids))
            for season, offered, filled, ids in made.totals
        ]
        out.table(("season", "into SOAP", "filled through it", "source"), rows)
    if made.prepare:
        out.heading("To have ready before Match Week's Monday")
        for text in made.prepare:
            out.item(text)
    out.heading("Beware")
    for note in made.notes:
        out.item(note)
    _show_rules(out, notes, made.rules)
    if made.support:
        out.heading("Someone to talk to")
        for each in made.support:
            out.item(f"{each.item}: {each.value} {notes.mark((each.fact_id,))}")
    _show_sources(out, notes, facts)


def show_reapply(facts: Facts, made: Reapplication) -> None:
    """Write two seasons side by side to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(f"Season {made.season}, {made.today}.", "dim")
    out.line()
    _sentences(out, made.answer)
    if made.warning:
        out.heading("The list repeats itself")
        out.line(made.warning)
    out.heading("What changed")
    for text in made.changed or ("Nothing that the profile tells.",):
        out.item(text)
    out.heading("What did not")
    for text in made.unchanged or ("Nothing that the profile tells.",):
        out.item(text)
    out.heading("Season by season")
    which = "in your log" if made.is_this_list_logged else "on the list suggested"
    rows = [
        (
            each.season,
            "not told" if each.applications is None else each.applications,
            "not told" if each.interviews is None else each.interviews,
            "not told" if each.ranked is None else each.ranked,
            each.outcome.replace("_", " "),
            f"{len(each.repeated)} of {each.programs}" if each.programs else "programs not named",
        )
        for each in made.earlier
    ]
    out.table(("season", "applications", "interviews", "ranked", "outcome", f"again {which}"), rows)
    mean, sd, fact_id = made.weight
    out.line(
        f"An answer of last season counts {mean:g} ± {sd:g} of one of this season (assumed) {notes.mark((fact_id,))}."
        " It moves the chances little; your own figure can go under [assumptions] as earlier_answer_share."
    )
    _show_sources(out, notes, facts)


def _show_effect(out: Out, made: LogChange) -> None:
    """Write how many interviews are expected now, and which other programs moved."""
    effect = made.effect
    if effect.before.interviews is not None and effect.after.interviews is not None:
        before, after = range_of(effect.before.interviews), range_of(effect.after.interviews)
        out.line(f"Interviews expected from the programs of your log: {before} before, {after} now.")
    if effect.silence is not None:
        out.line(effect.silence.text)
    others = [each for each in effect.affected if not each.is_own]
    for each in others[:_MOST_AFFECTED]:
        before_there, after_there = each.interview
        if before_there is not None and after_there is not None:
            out.item(f"{each.program.name}: interview {percent(before_there)} before, {percent(after_there)} now")
    if len(others) > _MOST_AFFECTED:
        out.item(f"and {len(others) - _MOST_AFFECTED} more")


def show_change(made: LogChange, path: str, *, is_written: bool) -> None:
    """Write what an event changed to standard output."""
    out = Out()
    _sentences(out, made.answer)
    _show_effect(out, made)
    if is_written:
        text = f"Written to {path}; everything else in the file is as it was."
        if not made.is_removed:
            text += (
                f" To take it out again: `smartpick log {path} {made.program.program_code_nrmp} {made.event} --remove`."
            )
        out.line(text, "dim")
    else:
        out.line("Nothing was written.", "dim")


def show_log(profile: Profile, directory: Directory, tracker: Tracker) -> None:
    """Write the log to standard output: in the order of the file, where she stands with each program, and the days."""
    out = Out()
    events = profile.season_log
    if not events:
        out.line("The log is empty. `smartpick log PROFILE CODE EVENT DAY` puts the first event in.")
        return
    kinds = [each.event for each in events]
    programs = len({each.program_code_nrmp for each in events})
    out.line(
        f"{len(events)} event{'s' if len(events) > 1 else ''} at {programs} program{'s' if programs > 1 else ''}:"
        f" {kinds.count('applied')} applied, {kinds.count('rejected')} rejected."
        f" {tracker.said[0].upper()}{tracker.said[1:]}."
    )
    rows = []
    for each in events:
        program = directory.by_code.get(each.program_code_nrmp)
        name = "not in the directory" if program is None else program.name
        rows.append((each.program_code_nrmp, name, each.event, "" if each.date is None else str(each.date), each.note))
    out.table(("code", "program", "event", "day", "note"), rows)
    out.heading("Where you stand")
    out.table(("code", "signal", "status"), [(each.code, each.signal or "", each.status) for each in tracker.programs])
    ahead = [each for each in tracker.meetings if not each.is_past]
    if ahead:
        out.heading("Interviews and open houses ahead")
        for meeting in ahead:
            name = meeting.program.name if meeting.program else meeting.code
            clash = f" Look here: {meeting.clash}." if meeting.clash else ""
            out.item(f"{meeting.day}: {meeting.kind}, {name}.{clash}")


def show_steps(out: Out, notes: Footnotes, made: AfterDeadline) -> None:
    """Write what the season asks now, within a list."""
    for step in made.steps:
        out.heading(step.title)
        out.line(f"{step.text} {notes.mark(step.fact_ids)}".strip())
        for program, text in step.programs[:_MOST_STEPS_PROGRAMS]:
            out.item(f"{program.name} ({program.state}, {program.program_code_nrmp}): {text}")
        if len(step.programs) > _MOST_STEPS_PROGRAMS:
            out.item(f"and {len(step.programs) - _MOST_STEPS_PROGRAMS} more")


def _sentences(out: Out, answer: Sequence[str]) -> None:
    for sentence in answer:
        out.line(sentence)


def _unfilled_rows(notes: Footnotes, found: Sequence[Unfilled]) -> tuple[list[str], list[list[str]]]:
    seasons = next(([season for season, _, _ in each.by_season] for each in found if each.by_season), [])
    header = ["", *map(str, seasons), "where you would go", "source"]
    rows = [
        [
            each.name,
            *(f"{left} ({programs})" for _, left, programs in each.by_season or [(0, 0, 0)] * len(seasons)),
            str(each.wanted),
            notes.mark(each.fact_ids),
        ]
        for each in found
    ]
    return header, rows


def _show_rules(out: Out, notes: Footnotes, rules: Sequence[Rule]) -> None:
    if not rules:
        return
    out.heading("What the NRMP allows and forbids, as far as it is known here")
    for rule in rules:
        note = f"; {rule.note}" if rule.note else ""
        out.item(f"{rule.item}: {rule.value}{note} ({rule.effective}) {notes.mark((rule.fact_id,))}")


def _show_sources(out: Out, notes: Footnotes, facts: Facts) -> None:
    out.left_out(facts)
    out.sources(notes)
