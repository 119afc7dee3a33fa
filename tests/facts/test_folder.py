"""The fact files of this project: in form, with their references whole, and told so that a reader can use them."""

import re
from collections import Counter

import pytest

from smartpick.facts import Facts
from smartpick.facts._check import check_collection
from smartpick.facts._kinds import KINDS
from smartpick.facts._read import Collection
from smartpick.vocabulary import MissingReason

FREE_TEXTS = ("note", "value", "basis", "why_not", "claim", "parameters", "patient_population_note", "osteopathic_note")
LONGEST_TEXT = 420
LAZY = re.compile(r"as (each|the) row says|^the page at the address$|^the document named$|^as the measure says$")


def test_every_file_keeps_the_format(collection: Collection) -> None:
    assert list(map(str, check_collection(collection))) == []


def test_there_are_some_of_every_kind(collection: Collection) -> None:
    assert {str(table.head["kind"]) for table in collection.tables} == set(KINDS)
    assert len(collection.tables) > 300


def test_no_reading_is_called_primary(collection: Collection) -> None:
    """Everything was read from copies, stored pages or reports."""
    assert [table.id for table in collection.tables if str(table.head["verification"]).startswith("primary")] == []


def test_what_is_ours_says_so(collection: Collection) -> None:
    publisher = {entry["id"]: entry["publisher"] for entry in collection.sources}
    for table in collection.tables:
        ours = publisher[table.head["source"]] == "smartpick"
        assert (table.head["verification"] in {"derived", "assumption"}) or not ours, table.id
        if table.head["verification"] == "assumption":
            assert table.head["kind"] in {"assumption", "benchmark", "rule"}, table.id
            # A rule of ours must not be taken for one that somebody published, in whatever answer its row is cited.
            if table.head["kind"] == "rule":
                assert {row["confidence"] for row in table.rows} == {"assumption"}, table.id


def test_titles_populations_and_places_say_something(collection: Collection) -> None:
    titles = Counter(str(table.head["title"]) for table in collection.tables)
    assert [title for title, count in titles.items() if count > 1] == []
    for table in collection.tables:
        for name in ("title", "population", "locator", "unit"):
            text = str(table.head[name])
            assert not LAZY.search(text), f"{table.id}, {name}: {text}"
        words = str(table.head["title"]).lower()
        before, _, after = words.partition(": ")
        assert not after.startswith(before[:20]) or not before, f"{table.id} says the same twice"


def test_ids_are_short(collection: Collection) -> None:
    for table in collection.tables:
        assert len(table.id) <= 48, table.id
        pieces = table.id.split("_")
        assert not any(piece and pieces[i : i + 2] == pieces[i + 2 : i + 4] for i, piece in enumerate(pieces)), table.id


def test_texts_are_few_words(collection: Collection) -> None:
    for table in collection.tables:
        for row in table.rows:
            for name in FREE_TEXTS:
                assert len(row.get(name, "")) <= LONGEST_TEXT, f"{table.id}, {name}"
                assert "printed as" not in row.get(name, ""), table.id


def test_every_publisher_and_source_is_used(collection: Collection) -> None:
    used = {str(table.head["source"]) for table in collection.tables}
    assert {entry["id"] for entry in collection.sources} == used
    assert {entry["publisher"] for entry in collection.sources} == {entry["id"] for entry in collection.publishers}


def test_one_source_for_each_document(collection: Collection) -> None:
    told = Counter((entry.get("address", ""), entry["title"], entry["producer"]) for entry in collection.sources)
    assert [key for key, count in told.items() if count > 1 and key[0]] == []
    for entry in collection.sources:
        assert re.fullmatch(r"https?://\S+", entry.get("address", "https://x")), entry["id"]
        assert re.fullmatch(r"20\d\d-\d\d", entry["accessed"]), entry["id"]
        assert "Other public pages" not in entry["producer"], entry["id"]


def test_terms_and_contact_can_be_shown_for_every_source(facts: Facts) -> None:
    for source in facts.sources():
        assert len(source.terms) > 10, source.id
        assert source.contact, source.id


def test_a_rule_that_nobody_states_is_shown_as_unknown(facts: Facts) -> None:
    """Rules of our own list of unknowns have no value; those in circulation are among the figures not to use."""
    unknown = facts.table_rows("rules_unknown")
    assert {row["value"] for row in unknown} == {"not_published"}
    warned = " ".join(row["claim"] for row in facts.table_rows("figures_not_to_use"))
    for claim in ("36 months of training by the first renewal", "at most 7 years", "sub-internship"):
        assert claim in warned
        assert not any(claim in f"{row['item']} {row['value']}" for row in facts.rows("rule"))


def test_what_is_missing_says_whom_to_ask(facts: Facts) -> None:
    for kind in ("fee", "signal_count"):
        for row in facts.rows(kind, "confidence = 'missing'"):
            assert row["note"].startswith("unknown, ask ") or "unknown, ask" in row["note"], row["fact_id"]
    for row in facts.rows("rule", "value = 'not_published'"):
        assert "unknown" in row["note"] or "none is known" in row["note"], row["fact_id"]


@pytest.mark.parametrize(
    "label", ["Medicine-Preliminary", "Medicine-Primary", "Surgery-Preliminary", "Pediatrics-Primary"]
)
def test_a_track_with_figures_of_its_own_is_not_its_specialty(facts: Facts, label: str) -> None:
    """The estimate once took the preliminary year's match rate for general surgery's."""
    (keys,) = facts.connection.execute("SELECT keys FROM specialty_label WHERE label = ?", (label,)).fetchone()
    assert re.fullmatch(r"[a-z_]+/(preliminary|primary_care)", keys)


def test_one_specialty_and_type_has_one_figure_of_a_measure(facts: Facts) -> None:
    """Within a table, measure, stratum and season two labels must not mean the same specialty."""
    seen: dict[tuple[str, ...], str] = {}
    for row in facts.rows("statistic"):
        names = ("fact_table", "specialty_keys", "applicant_type_keys", "measure", "stratum", "season")
        key = tuple(row[name] for name in names)
        assert key not in seen, f"{row['fact_id']} and {seen[key]}"
        seen[key] = row["fact_id"]


def test_missing_figures_are_null_and_say_why(facts: Facts) -> None:
    for row in facts.rows("statistic"):
        for name in ("value", "low", "high", "n"):
            assert (row[name] is None) == (row[f"{name}_missing"] is not None), row["fact_id"]
            assert row[f"{name}_missing"] in {None, *MissingReason}, row["fact_id"]
