"""A document is the same whether it is set here or in a process of its own, and a refusal is told."""

from datetime import date

import pytest

from smartpick.present import _typesetter
from smartpick.present._typesetter import set_apart, set_pages

pytest.importorskip("typst", reason="PDFs are an optional part")

PAGE = "#set document(title: [t], date: none)\n#sys.inputs.said"


def test_a_process_of_its_own_sets_the_same_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_typesetter, "_IS_APART", [])
    stamp = date(2026, 9, 10).toordinal()
    here = set_pages(PAGE, {"said": "Łódź #panic()"}, "pdf", ["ua-1"], timestamp=stamp)
    set_apart()
    assert set_pages(PAGE, {"said": "Łódź #panic()"}, "pdf", ["ua-1"], timestamp=stamp) == here
    assert [each[:4] for each in set_pages(PAGE + "#pagebreak() b", {"said": "a"}, "png", ppi=20)] == [b"\x89PNG"] * 2
    with pytest.raises(RuntimeError, match="unknown variable: nobody"):
        set_pages("#nobody", {}, "pdf")
