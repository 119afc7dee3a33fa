"""``smartpick rank A PAIRS --with B``: a couple's own rank order list, for two people or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartpick.present._json_parts import or_null, sources_json
from smartpick.present._output import Footnotes, Out
from smartpick.present._words import percent, season_line

if TYPE_CHECKING:
    from smartpick.explain.pair import PairRanks, PairRow
    from smartpick.facts import Facts
    from smartpick.programs import Program

__all__ = ["SCHEMA", "pair_ranks_json", "show_pair_ranks"]

SCHEMA = "smartpick.rank_pairs/1"


def pair_ranks_json(facts: Facts, made: PairRanks) -> dict[str, Any]:
    """Return a couple's rank order list as plain data; the same list gives the same bytes."""
    return {
        "schema": SCHEMA,
        "facts_version": made.facts_version,
        "season": made.season,
        "stage": str(made.stage),
        "today": made.today.isoformat(),
        "seed": made.seed,
        "answer": list(made.answer),
        "near": made.near_text,
        "p_both_near": made.p_near.as_json(),
        "p_both": made.p_both.as_json(),
        "p_exactly_one": made.p_one.as_json(),
        "p_none": made.p_none.as_json(),
        "partners": [
            {
                "name": made.names[k],
                "profile_hash": made.profile_hashes[k],
                "p_match": made.p_match[k].as_json(),
                "p_match_alone": made.p_match_alone[k].as_json(),
                "without_invitation_in_log": made.not_logged[k],
                "extra_ranks_usd": None if (line := made.extra_ranks[k]) is None else line.usd,
            }
            for k in (0, 1)
        ],
        "rows": [
            {
                "rank": number,
                "kind": row.kind.key,
                "programs": [
                    None if each is None else {"program_code_nrmp": each.program_code_nrmp, "name": each.name}
                    for each in row.programs
                ],
                "miles": row.miles,
                "p_taken": [or_null(each) for each in row.p_takes],
                "p_both_take": row.p_both.as_json(),
                "p_matched_here": row.p_row.as_json(),
            }
            for number, row in enumerate(made.rows, 1)
        ],
        "notes": list(made.notes),
        "caveats": list(made.caveats),
        "sources": sources_json(facts, made.fact_ids),
        "left_out": list(facts.left_out),
    }


def show_pair_ranks(facts: Facts, made: PairRanks, directory_season: int) -> None:
    """Write a couple's rank order list to standard output."""
    out, notes = Out(), Footnotes(facts)
    out.line(season_line(made.season, made.today, made.stage, directory_season), "dim")
    out.line()
    for sentence in made.answer:
        out.line(sentence)
    out.heading("By the pairs, and each alone with the same programs in the same order")
    out.table(
        ("", "by the pairs", "each alone"),
        [
            (f"{name} matches", percent(pair), percent(alone))
            for name, pair, alone in zip(made.names, made.p_match, made.p_match_alone, strict=True)
        ],
    )
    out.heading("Your rows")
    rows = [_cells(number, row) for number, row in enumerate(made.rows, 1)]
    out.table(("rank", *made.names, "miles", "would take", "both take you", "you match here"), rows)
    out.line("would take: the chance that each program takes its applicant, given the interview.", "dim", rest="  ")
    out.line("both take you: the chance that both do, whatever stands above the row.", "dim", rest="  ")
    text = "you match here: both do, and no row above has matched you; in row 1 the same. They add up to any match."
    out.line(text, "dim", rest="  ")
    for name, line in zip(made.names, made.extra_ranks, strict=True):
        if line is not None:
            usd = "an amount that is not published" if line.usd is None else f"${line.usd:,.0f}"
            out.line(f"{name}: {line.text} cost {usd} {notes.mark(line.fact_ids)}.")
    out.heading("Beware")
    for note in made.notes:
        out.item(note)
    definitions = facts.caveats()
    for key in made.caveats:
        out.item(definitions[key])
    out.left_out(facts)
    notes.mark(made.fact_ids)
    out.sources(notes)


def _cells(number: int, row: PairRow) -> tuple[object, ...]:
    names = [_name(program) if program is not None else "no match" for program in row.programs]
    takes = " and ".join(percent(each) for each in row.p_takes if each is not None)
    return (
        number,
        *names,
        "" if row.miles is None else f"{row.miles:.0f}",
        takes,
        percent(row.p_both),
        percent(row.p_row),
    )


def _name(program: Program) -> str:
    return f"{program.name}, {program.city or 'city unknown'}, {program.state}, {program.program_code_nrmp}"
