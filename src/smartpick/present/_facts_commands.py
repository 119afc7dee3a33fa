"""``smartpick facts …``: what has been published, where it stands, and whether the files are in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from smartpick.errors import FactsError, RequestError
from smartpick.facts import Facts, open_facts
from smartpick.present._output import Out, json_option, write_json
from smartpick.present._update_command import update

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="What has been published, with its source.")
app.command("update")(update)


@app.command("list")
def list_tables(
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only tables of this kind.")] = None,
    json_to: json_option = None,
) -> None:
    """List every published table in this build."""
    facts = open_facts()
    tables = [table for table in facts.tables() if kind in {None, table.kind}]
    if not tables:
        kinds = ", ".join(sorted({table.kind for table in facts.tables()}))
        raise RequestError([_problem("--kind", f"no table of kind '{kind}'", f"Kinds: {kinds}")])
    if json_to:
        rows = [
            {
                "id": table.id,
                "kind": table.kind,
                "title": table.title,
                "season": table.season,
                "rows": table.n_rows,
                "verification": str(table.verification),
                "source": table.source,
                "is_left_out": table.is_left_out,
            }
            for table in tables
        ]
        write_json({"facts_version": facts.version, "tables": rows}, json_to)
        return
    out = Out()
    out.table(
        ("table", "what", "season", "rows", "reading"),
        [
            (
                t.id,
                t.title + (" (left out of this build)" if t.is_left_out else ""),
                t.season,
                f"{t.n_rows:,}",
                t.verification,
            )
            for t in tables
        ],
    )
    out.line(f"{len(tables)} tables, facts {facts.short_version}. `smartpick facts show TABLE` shows one.")
    out.left_out(facts)


@app.command("show")
def show(
    fact: Annotated[str, typer.Argument(metavar="ID", help="A table, or one row as outputs cite it.")],
    json_to: json_option = None,
) -> None:
    """Show one table or row with its source and caveats."""
    facts = open_facts()
    table = facts.table(fact.partition("/")[0])
    rows = [facts.row(fact)] if "/" in fact else facts.table_rows(table.id)
    source = facts.source(table.source)
    head: dict[str, Any] = {
        "table": table.id,
        "title": table.title,
        "season": table.season,
        "counted": table.population,
        "where": table.locator,
        "unit": table.unit,
        "reading": str(table.verification),
        "doubts": table.doubts,
        "source": f"{source.producer}: {source.title}" + (f" ({source.year})" if source.year else ""),
        "address": source.address or source.address_note,
        "read from": source.read_from,
        "accessed": source.accessed,
        "terms": source.terms,
        "contact": source.contact,
    }
    definitions = facts.caveats()
    if json_to:
        head["caveats"] = {key: definitions[key] for key in table.caveats}
        write_json({"facts_version": facts.version, **head, "rows": rows}, json_to)
        return
    out = Out()
    out.pairs({name: value for name, value in head.items() if value})
    for key in table.caveats:
        out.line(f"Beware: {definitions[key]}")
    if table.is_left_out:
        out.line(f"This build leaves out the tables of '{table.publisher}'; the figures are not in it.")
        return
    if len(rows) == 1:
        out.pairs(
            {name: value for name, value in rows[0].items() if name != "fact_table" and not name.endswith("_keys")}
        )
        return
    names = (
        [name for name in rows[0] if name not in {"fact_table", "fact_id"} and not name.endswith("_keys")]
        if rows
        else []
    )
    out.table(tuple(names), [tuple(_cell(row[name]) for name in names) for row in rows[:200]])
    if len(rows) > 200:
        out.line(f"The first 200 of {len(rows):,} rows; --json - prints all.")


@app.command("sources")
def sources(json_to: json_option = None) -> None:
    """List every published document and its terms."""
    facts = open_facts()
    found = facts.sources()
    if json_to:
        write_json({"facts_version": facts.version, "sources": [_source_json(facts, s.id) for s in found]}, json_to)
        return
    out = Out()
    out.table(
        ("source", "producer", "title", "year", "address"),
        [(s.id, s.producer, s.title, s.year, s.address or s.address_note) for s in found],
    )
    out.line(f"{len(found)} documents. Terms and contact of each: `smartpick facts sources --json -`.")
    out.left_out(facts)


@app.command("check")
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="A folder of fact files; without it the compiled facts are checked."),
    ] = None,
) -> None:
    """Check fact files, or the compiled facts."""
    out = Out()
    if folder is not None:
        from smartpick.facts.build import check_folder

        problems = check_folder(folder)
        if problems:
            raise FactsError(problems)
        out.line(f"{folder}: in order")
        return
    facts = open_facts()
    (verdict,) = facts.connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise FactsError([_problem("compiled facts", str(verdict), "Install the package again")])
    tables = facts.tables()
    out.line(f"facts {facts.version}")
    if facts.updated_to:
        out.line(
            f"With the {facts.updated_to} Match, added on this machine; `smartpick facts update --undo` takes it back."
        )
    out.line(
        f"{len(tables)} tables, {sum(table.n_rows for table in tables):,} rows, {len(facts.sources())} documents: whole"
    )
    out.left_out(facts)


def _problem(where: str, what: str, fix: str) -> Any:
    from smartpick.errors import Problem

    return Problem(where, what, fix=fix)


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _source_json(facts: Facts, source_id: str) -> dict[str, str]:
    source = facts.source(source_id)
    return {name: getattr(source, name) for name in source.__slots__}
