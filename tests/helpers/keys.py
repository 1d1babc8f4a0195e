"""What terminals send for the keys that tests press."""

from __future__ import annotations

from typing import Final

ENTER: Final = "\r"
ESC: Final = "\x1b"
UP: Final = "\x1b[A"
DOWN: Final = "\x1b[B"
RIGHT: Final = "\x1b[C"
LEFT: Final = "\x1b[D"
ALT_F: Final = "\x1bf"
ALT_K: Final = "\x1bk"
ALT_N: Final = "\x1bn"
ALT_P: Final = "\x1bp"
ALT_R: Final = "\x1br"
ALT_X: Final = "\x1bx"
CTRL_A: Final = "\x01"
CTRL_C: Final = "\x03"
CTRL_D: Final = "\x04"
CTRL_E: Final = "\x05"
CTRL_F: Final = "\x06"
CTRL_R: Final = "\x12"
CTRL_SPACE: Final = "\0"
CTRL_T: Final = "\x14"
CTRL_U: Final = "\x15"
CTRL_Y: Final = "\x19"
