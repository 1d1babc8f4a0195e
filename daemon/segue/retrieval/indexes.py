"""The index that answers, and the one that is being filled: mostly the same, two after the model was changed.

Which is which is kept in the files, so that a restart goes on where it was. The one before answers until every line is
in the new one, and takes up no new lines meanwhile.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from segue.embedding.index_header import DamagedIndexError, read_header
from segue.retrieval.indexer import Indexer

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from segue.config.paths import Paths
    from segue.embedding.space import Space
    from segue.retrieval.encoder import Encoder
    from segue.store.line_reader import LineReader

log = logging.getLogger(__name__)


class Indexes:
    """Opens both, for the one thread on which files are used; `previous` finds the encoder of another space again.

    Raises:
        OSError: an index can be neither used nor begun.
    """

    def __init__(
        self,
        paths: Paths,
        reader: LineReader,
        thread: Executor,
        chosen: Encoder,
        previous: Callable[[Space], Encoder | None],
    ) -> None:
        self._paths = paths
        self.filling = self._open(chosen, reader, thread)
        self.serving = self.filling
        if not self.filling.index.complete:
            before = next(filter(None, map(previous, self._complete_spaces())), None)
            self.serving = self._open(before, reader, thread) if before else self.filling
        self._remove_others()

    def take_over(self) -> Indexer:
        """Let the filled index answer from now on; return the one that did, which is closed and removed."""
        before, self.serving = self.serving, self.filling
        before.index.close()
        self._remove_others()
        return before

    def both(self) -> list[Indexer]:
        """Return what is open, each once."""
        return list({id(each): each for each in (self.serving, self.filling)}.values())

    def release(self) -> None:
        """Give back the memory of what is read of the files."""
        for each in self.both():
            each.index.release()

    def close(self) -> None:
        """Close the files."""
        for each in self.both():
            each.index.close()

    def _open(self, encoder: Encoder, reader: LineReader, thread: Executor) -> Indexer:
        return Indexer(encoder, self._paths.vector_index(encoder.space.digest), reader, thread)

    def _complete_spaces(self) -> list[Space]:
        found: list[Space] = []
        for path in sorted(self._paths.state.glob(self._paths.vector_index("*").name)):
            try:
                header = read_header(path)
            except (DamagedIndexError, OSError):
                continue
            if header.complete:
                found.append(header.space)
        return found

    def _remove_others(self) -> None:
        wanted = {self._paths.vector_index(each.encoder.space.digest) for each in self.both()}
        for path in self._paths.state.glob(self._paths.vector_index("*").name):
            if path not in wanted:
                log.info("the index %s is of no use any more and is removed", path.name)
                path.unlink(missing_ok=True)
