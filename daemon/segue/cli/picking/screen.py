"""The picker of our own: what is typed, the lines that fit, and what is known of the one that is chosen."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, VSplit, Window

from segue.cli.picking.scopes import Scope
from segue.cli.picking.source import Picks
from segue.cli.search_report import about
from segue.cli.why_words import printable
from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

    from segue.cli.picking.source import Source

ESCAPE_SECONDS: Final = 0.05
"""How long Esc waits for the rest of Alt and a key."""
AROUND: Final = 4
"""Rows that are no lines: what is typed, where is looked, and two of what is known."""
HELP: Final = "Enter takes it · Ctrl-R looks elsewhere · Alt-X forgets it · Esc leaves"


class Screen:
    """One use of the picker."""

    def __init__(self, source: Source, query: str, *, scope: Scope = Scope.EVERYWHERE) -> None:
        self._source, self._scope = source, scope
        self._picks = Picks([], "")
        self._chosen = 0
        self._first = 0
        self._forgetting = ""
        self._problem = ""
        self._wanted = asyncio.Event()
        self._typed = Buffer(document=Document(query), multiline=False, on_text_changed=lambda _: self._look_again())
        self._application: Application[str | None] | None = None

    async def run(self, terminal: Input, output: Output) -> str | None:
        """Return the line that was chosen, None for none."""
        application: Application[str | None] = Application(
            layout=self._layout(),
            key_bindings=self._keys(),
            full_screen=True,
            input=terminal,
            output=output,
            enable_page_navigation_bindings=False,
        )
        application.ttimeoutlen = application.timeoutlen = ESCAPE_SECONDS
        self._application = application
        application.create_background_task(self._keep_looking())
        self._wanted.set()
        return await application.run_async()

    async def _keep_looking(self) -> None:
        """Ask for what is typed by now, one question at a time: none is asked that nobody waits for any more."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                self._picks = await asyncio.to_thread(self._source.find, self._typed.text, self._scope)
                self._problem = ""
            except SegueError as error:
                self._problem = str(error)
            self._chosen = min(self._chosen, max(0, len(self._picks.hits) - 1))
            if self._application:
                self._application.invalidate()

    def _look_again(self) -> None:
        self._chosen = self._first = 0
        self._wanted.set()

    @property
    def _line(self) -> str:
        hits = self._picks.hits
        return str(hits[self._chosen]["line"]) if self._chosen < len(hits) else ""

    def _layout(self) -> Layout:
        asked = Condition(lambda: bool(self._forgetting))
        typed = Window(BufferControl(self._typed, focusable=~asked), height=1)
        return Layout(
            HSplit(
                [
                    VSplit([Window(FormattedTextControl("> "), width=2, height=1), typed]),
                    Window(FormattedTextControl(self._head), height=1, style="fg:ansibrightblack"),
                    Window(FormattedTextControl(self._rows), wrap_lines=False, always_hide_cursor=True),
                    Window(FormattedTextControl(self._known), height=2, style="fg:ansibrightblack"),
                ]
            ),
            focused_element=typed,
        )

    def _head(self) -> StyleAndTextTuples:
        by = "latest first" if not self._typed.text.strip() else f"by {self._picks.by}" if self._picks.by else ""
        return [("", " · ".join(filter(None, (str(self._scope), by))))]

    def _rows(self) -> StyleAndTextTuples:
        """Return as many lines as have room, the chosen one among them."""
        height = max(1, (self._application.output.get_size().rows if self._application else 24) - AROUND)
        self._first = min(max(self._first, self._chosen - height + 1), self._chosen)
        found: StyleAndTextTuples = []
        for place, hit in enumerate(self._picks.hits[self._first : self._first + height], self._first):
            style = "reverse" if place == self._chosen else ""
            found += [(style, printable(hit["line"])), ("", "\n")]
        return found[:-1]

    def _known(self) -> StyleAndTextTuples:
        if self._forgetting:
            return [("bold", f"Forget this for good, with all its runs? y/n\n{printable(self._forgetting)}")]
        if self._problem:
            return [("fg:ansired", self._problem)]
        hits: list[dict[str, Any]] = self._picks.hits
        known = about(hits[self._chosen], time.time()) if hits else "nothing found" if self._picks.by else ""
        return [("", f"{known}\n{HELP}")]

    def _move(self, steps: int) -> None:
        self._chosen = min(max(0, self._chosen + steps), max(0, len(self._picks.hits) - 1))

    async def _forget(self, line: str) -> None:
        try:
            await asyncio.to_thread(self._source.forget, line)
        except SegueError as error:
            self._problem = str(error)
        self._wanted.set()

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        asking = Condition(lambda: bool(self._forgetting))
        for names, steps in ((("up", "c-p"), -1), (("down", "c-n"), 1), (("pageup",), -10), (("pagedown",), 10)):
            for name in names:
                keys.add(name, filter=~asking)(lambda _event, steps=steps: self._move(steps))

        @keys.add("enter", filter=~asking)
        def _take(event: KeyPressEvent) -> None:
            event.app.exit(result=self._line or None)

        @keys.add("c-r", filter=~asking)
        def _elsewhere(_event: KeyPressEvent) -> None:
            self._scope = self._source.place.next_scope(self._scope)
            self._look_again()

        @keys.add("escape", "x", filter=~asking)
        @keys.add("delete", filter=~asking)
        def _ask(_event: KeyPressEvent) -> None:
            self._forgetting = self._line

        @keys.add("<any>", filter=asking, eager=True)
        def _answer(event: KeyPressEvent) -> None:
            line, self._forgetting = self._forgetting, ""
            if event.data in {"y", "Y"}:
                event.app.create_background_task(self._forget(line))

        @keys.add("escape")
        @keys.add("c-c")
        @keys.add("c-g")
        @keys.add("c-d")
        @keys.add("<sigint>")
        def _leave(event: KeyPressEvent) -> None:
            event.app.exit(result=None)

        return keys
