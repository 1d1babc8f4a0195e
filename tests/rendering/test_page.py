"""Pages that stand on their own."""

from __future__ import annotations

from segue.rendering.page import heading, page, paragraph, table


def test_text_is_never_markup() -> None:
    """Whatever a title, heading, sentence or cell holds is shown as it is, also what a template would replace."""
    bad = '<b onclick="x">&$body${title}'
    parts = [heading(bad), paragraph(bad), table([bad], [[bad]])]
    whole = page(bad, parts)
    assert "<b " not in whole
    assert whole.count("&lt;b onclick=&quot;x&quot;&gt;&amp;$body${title}") == 6


def test_a_table_has_a_row_for_each() -> None:
    """Headings first, then the cells in their order."""
    assert (
        table(["a", "b"], [["1", "2"]])
        == "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>"
    )
