"""Keeps the settings in use those of the configuration file, which is watched, and the quiet times those of theirs."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from segue.app.hook_files import write_hook_files
from segue.app.logs import keep_texts
from segue.config.config import expanded, followed
from segue.config.listing import entries, plain_values
from segue.config.paths import config_file
from segue.config.pauses import Pauses
from segue.config.settings import read_settings
from segue.config.shell_settings import settings_mark
from segue.config.tables import AUTO
from segue.domain.errors import ConfigError
from segue.ingest.policy import Policy
from segue.ingest.rules import Rules
from segue.server.tail_watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.config.config import Config
    from segue.config.settings import Settings
    from segue.config.tables import WorkflowSettings
    from segue.handlers.rooms import Rooms

log = logging.getLogger(__name__)

DEBOUNCE: Final = 0.1
"""Seconds between a change and the reading: editors write, rename and touch in a row."""


class SettingsKeeper:
    """The settings of one daemon, and the policy that its requests obey.

    Args:
        config: what it has started with.
        rooms: where the policy goes.
        follow: told how workflows are to be searched for.
    """

    def __init__(self, config: Config, rooms: Rooms, follow: Callable[[WorkflowSettings], None]) -> None:
        self._config = config
        self._rooms = rooms
        self._follow = follow
        self._file = config_file(config.environ)
        self._begun = plain_values(config.settings)
        self._reading = asyncio.Lock()
        self._changed = asyncio.Event()
        self._watching: Watching | None = None
        self._task: asyncio.Task[None] | None = None
        self.settings = config.settings
        self.problem = config.problem

    async def start(self) -> None:
        """Take the settings into use, and those that are saved from now on."""
        if self.problem:
            log.error("the default settings are in use: %s", self.problem)
        await self._use(self.settings)
        self._watching = Watching(asyncio.get_running_loop(), lambda _: self._changed.set())
        await asyncio.to_thread(self._watching.start)
        await asyncio.to_thread(self._watch)
        self._task = asyncio.create_task(self._run(), name="settings")

    async def close(self) -> None:
        """Stop watching."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._watching:
            await asyncio.to_thread(self._watching.stop)

    def pause(self) -> dict[str, Any] | None:
        """Return the quiet time that it is."""
        found = self._rooms.policy.pauses.now(self._rooms.clock())
        return None if found is None else asdict(found)

    def figures(self) -> dict[str, Any]:
        """Return what is in use, why it is not what the file says, and what a restart would change."""
        values = plain_values(self.settings)
        return {
            "file": str(self._file),
            "values": values,
            "problem": self.problem,
            "waiting": self._waiting(),
            "pause": self.pause(),
        }

    async def reload(self) -> None:
        """Read the file and the quiet times anew; where the file is broken, the settings in use stay."""
        async with self._reading:
            settings = self.settings
            try:
                settings = await asyncio.to_thread(read_settings, self._config.environ)
            except ConfigError as error:
                if str(error) != self.problem:
                    log.error("the settings in use stay: %s", error)  # noqa: TRY400 - the message says it all
                self.problem = str(error)
            else:
                if self.problem:
                    log.info("the settings of %s are in use again", self._file)
                self.problem = ""
            await self._use(settings)
            self.settings = settings

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(DEBOUNCE)
            self._changed.clear()
            await asyncio.to_thread(self._watch)
            await self.reload()

    def _watch(self) -> None:
        """Watch the file, or what has to be made first on the way to it."""
        if self._watching is None:
            return
        way = self._file
        while not way.parent.is_dir() and way.parent != way:
            way = way.parent
        self._watching.add(way)

    async def _use(self, settings: Settings) -> None:
        """Take the settings into use."""
        paths = self._config.paths
        policy = await asyncio.to_thread(_policy, settings, self._config)
        self._rooms.policy = replace(policy, mark=settings_mark(settings))
        logging.getLogger("segue").setLevel(settings.log.level.upper())
        await asyncio.to_thread(keep_texts, paths, wanted=settings.log.text)
        self._follow(settings.workflows)
        names = settings.history.follow
        await self._rooms.tail.follow(followed(names, self._config.environ), others=AUTO in names)
        await asyncio.to_thread(write_hook_files, paths, settings)

    def _waiting(self) -> list[str]:
        now = plain_values(self.settings)
        known = entries()
        return [
            key
            for key in {**self._begun, **now}
            if self._begun.get(key) != now.get(key) and (key not in known or not known[key].live)
        ]


def _policy(settings: Settings, config: Config) -> Policy:
    """Return what the settings and the file of quiet times ask for; looks where private directories are."""
    private = [str(expanded(name, config.environ)) for name in settings.privacy.private]
    places = [place for name in private for place in (os.path.normpath(name), os.path.realpath(name))]
    return Policy(
        rules=Rules(settings.history.ignore),
        private=tuple(dict.fromkeys(places)),
        agents=settings.history.agents,
        pauses=Pauses.read(config.paths.pauses),
    )
