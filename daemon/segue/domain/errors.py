"""Every error that segue raises on purpose; each message says what to do about it."""

from __future__ import annotations


class SegueError(Exception):
    """The root: anything below it is shown to a person as one sentence, never as a traceback."""


class ProtocolError(SegueError):
    """A peer sent bytes that are not a frame or a message of the wire contract."""


class StoreError(SegueError):
    """The history database cannot be opened, read or written."""


class SnapshotError(SegueError):
    """A snapshot of learned state is missing, damaged or of another version; replay rebuilds it."""


class DaemonUnavailableError(SegueError):
    """No daemon answers on the socket."""


class AlreadyRunningError(SegueError):
    """Another daemon holds the single-instance lock or answers on the socket."""


class UnsafePathError(SegueError):
    """A directory that must be private is a link, is foreign, or is open to others."""


class HistoryFormatError(SegueError):
    """A history file cannot be read as the history of any known shell."""


class ConfigError(SegueError):
    """A setting has a value that cannot be right; the message names the key, and the line or variable that sets it."""


class EmbeddingError(SegueError):
    """A text could not be turned into a vector, or not into one that can be right."""


class VectorSizeError(EmbeddingError):
    """Vectors of a size were asked for that the model does not have."""


class WorkflowError(SegueError):
    """A workflow is unknown, or what describes one is damaged or makes no sense."""


class FileFormatError(SegueError):
    """A file that was given is of another kind than is needed, damaged, or from a newer segue."""


class ServiceError(SegueError):
    """The system's supervisor could not do what it was asked for; the message says what to do."""


class SetupError(SegueError):
    """Setting up or removing segue cannot go on; the message says what is left."""
