"""Builds the daemon from its rooms, runs it until a signal or a request ends it, and stops it in reverse."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Final

from segue.app.hook_files import write_init_scripts
from segue.app.keeper import Keeper
from segue.app.memory import share_one_heap
from segue.app.models import ChosenModel
from segue.app.procedures import ProcedureKeeper
from segue.app.retrieval import Models, RetrievalRooms
from segue.app.tail_delivery import deliver
from segue.domain.errors import StoreError
from segue.handlers.rooms import Rooms
from segue.server.dispatch import Dispatcher
from segue.server.endpoint import bind_socket, make_private_directory, release, take_lock
from segue.server.socket_server import SocketServer
from segue.server.spool import Spool
from segue.server.tail import HistoryTail
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from segue.config.config import Config
    from segue.ingest.history.entry import Entry

log = logging.getLogger(__name__)

SWITCH_SECONDS: Final = 0.0005
"""How long another thread may go on while the loop waits for the interpreter. While a long history is restored a key is
then answered within 9 ms, mostly 1; with Python's own 5 ms that takes up to 22, mostly 5."""


def run_daemon(config: Config, models: Models | None = None) -> None:
    """Run until SIGTERM, SIGINT or a shutdown request; `models` stand in for the one that the person has chosen.

    Raises:
        AlreadyRunningError: another daemon is there.
        UnsafePathError: a directory that must be private is not.
        StoreError: the history database cannot be used.
    """
    paths = config.paths
    # Everything below is private; a umask protects the files that libraries create as well.
    os.umask(0o077)
    sys.setswitchinterval(SWITCH_SECONDS)
    share_one_heap()
    make_private_directory(paths.state)
    make_private_directory(paths.run.parent if paths.run.parent != paths.state else paths.run)
    make_private_directory(paths.run)
    lock = take_lock(paths.lock)
    try:
        asyncio.run(_Daemon(config, models or ChosenModel(config)).run())
    finally:
        release(paths, lock)


class _Daemon:
    def __init__(self, config: Config, models: Models) -> None:
        self._config = config
        self._models = models
        self._ended = asyncio.Event()

    async def run(self) -> None:
        config, paths, limits = self._config, self._config.paths, self._config.limits
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        # A shell or client that goes away must not end the daemon, nor a terminal that closes.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

        store = EventStore(open_database(paths.database, time.time()))
        keeper, procedures = Keeper(config), ProcedureKeeper(config)
        rooms = Rooms(
            model=keeper.load(store),
            learned_at=store.last_learned_at(),
            writer=Writer(store),
            host=socket.gethostname(),
            clock=time.time,
            request_shutdown=self._ended.set,
            keeper=keeper,
            procedures=procedures,
        )
        keeper.attach(rooms)
        retrieval = RetrievalRooms(
            paths,
            self._models,
            busy=lambda: rooms.rebuild is not None,
            workflows=procedures.workflows,
        )
        rooms.search = retrieval.search
        rooms.retrieval, rooms.embeddings, rooms.reload_models = (
            retrieval.service,
            retrieval.embeddings,
            retrieval.reload,
        )
        dispatcher = Dispatcher(rooms, limits.request_seconds)
        server = SocketServer(dispatcher.serve, limits, on_request=lambda: paths.stalled.unlink(missing_ok=True))
        spool = Spool(paths, limits, dispatcher.serve)

        async def remember_positions() -> None:
            positions = tail.positions()
            try:
                await rooms.writer.call(lambda store: store.save_history_positions(positions))
            except StoreError as error:
                log.warning("the places in the history files are not remembered: %s", error)

        async def deliver_and_remember(path: Path, shell: str, entries: list[Entry]) -> None:
            await deliver(rooms, path, shell, entries)
            await remember_positions()

        tail = HistoryTail(config.histories, deliver_and_remember, positions=store.history_positions())
        rooms.tail = tail
        write_init_scripts(paths)
        await procedures.start(rooms)
        await tail.start()
        await remember_positions()
        spool.start()
        await server.start(bind_socket(paths.socket, limits.backlog))
        log.info("segue listens on %s", paths.socket)
        retrieval.service.start()
        try:
            await self._ended.wait()
        finally:
            log.info("segue ends")
            paths.socket.unlink(missing_ok=True)
            await server.close()
            await spool.close()
            await tail.close()
            await remember_positions()
            await retrieval.close()
            await procedures.close()
            await keeper.close()
            await rooms.writer.close()
