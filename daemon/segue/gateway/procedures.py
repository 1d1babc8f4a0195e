"""The endpoints of procedural memory: to teach it, to ask it, and to keep it in a file."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from segue.client.patterns import pattern_of
from segue.gateway.file_place import place_below
from segue.gateway.memory_answers import Learned, Loaded, Patterns, Predictions, Saved
from segue.gateway.memory_bodies import CommandBody, FileBody, LearnBody, PredictBody, line_of
from segue.protocol.memory_messages import Learn, Predict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.params import Depends

    from segue.gateway.daemon import Daemon


def procedure_routes(daemon: Daemon, admission: Sequence[Depends]) -> APIRouter:
    """Return the endpoints; each runs in a thread, for the daemon is asked and waited for."""
    routes = APIRouter(tags=["procedural memory"], dependencies=admission)

    @routes.post("/learn")
    def learn(body: LearnBody) -> Learned:
        """Learn a session as if it had been run; three or more commands are a pattern at once."""
        commands = [[line_of(each), _exit_of(each)] for each in body.session_commands]
        answer = daemon.ask(Learn(1, "http", commands, body.session_outcome))
        patterns = list(map(pattern_of, answer.pop("workflows")))
        return Learned.model_validate(answer | {"patterns": patterns})

    @routes.post("/predict")
    def predict(body: PredictBody) -> Predictions:
        """Say what comes after some commands, how sure that is, and why."""
        context = [line_of(each) for each in body.current_context]
        return Predictions.model_validate(daemon.ask(Predict(1, "http", context, "", body.top_k)))

    @routes.get("/patterns")
    def patterns() -> Patterns:
        """Show every workflow with how often it succeeded and failed."""
        return Patterns.model_validate(daemon.patterns())

    @routes.post("/save")
    def save(body: FileBody) -> Saved:
        """Write all that is remembered into a file below the home directory; no other file is replaced."""
        try:
            saved = daemon.save(place_below(Path.home(), body.filepath))
        except OSError as error:
            _refuse(error)
        return Saved(commands=saved.events, workflows=saved.workflows)

    @routes.post("/load")
    def load(body: FileBody) -> Loaded:
        """Add what such a file holds, learned in the background; one that is foreign or damaged changes nothing."""
        try:
            loaded = daemon.load(place_below(Path.home(), body.filepath))
        except OSError as error:
            _refuse(error)
        return Loaded(commands=loaded.events, known=loaded.known, workflows=loaded.workflows)

    return routes


def _exit_of(command: str | CommandBody) -> int | None:
    return None if isinstance(command, str) else command.exit_code


def _refuse(error: OSError) -> NoReturn:
    """Say what is wrong with a file; its name is not repeated."""
    raise HTTPException(HTTPStatus.BAD_REQUEST, f"the file cannot be used: {error.strerror}") from error
