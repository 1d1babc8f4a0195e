"""The msgpack that zsh writes and reads is the msgpack that Python writes and reads, byte for byte."""

from __future__ import annotations

import struct
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from segue.assets.hooks import init_script
from segue.config.paths import Paths
from segue.protocol.codec import pack
from segue.protocol.frames import encode_frame
from segue.protocol.messages import VERSION
from tests.helpers.zsh import SHELLS, every_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = every_zsh

# One field: its length and a line feed, then the bytes.
_LOOP = r"""
setopt no_multibyte
exec 3<&0
take() { local size=; IFS= read -r -u 3 size || exit; field=; local piece
  while (( $#field < size )); do sysread -i 3 -s $(( size - $#field )) piece || exit; field+=$piece; done }
give() { print -r -- $#1; print -rn -- "$1" }
while take; do
  case $field in
    (pack) local -a values=(); take; repeat $field; do take; values+=("$field"); done
      _segue_out=; _segue_pack "${values[@]}"; give "$_segue_out" ;;
    (unpack) take; _segue_unpack "$field"; give $?; give $#_segue_values
      for each in "${_segue_values[@]}"; do give "$each"; done ;;
  esac
done
"""


class Codec:
    """A zsh that packs and unpacks what it is given."""

    def __init__(self, zsh: str, script: str) -> None:
        self.process = subprocess.Popen(
            [zsh, "-f", "-c", f"zmodload zsh/system; {script}\n{_LOOP}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def pack(self, values: list[int | str | None]) -> bytes:
        """Return the frame that the hook makes of these values."""
        fields: list[str] = []
        for value in values:
            fields += ["n", ""] if value is None else ["s" if isinstance(value, str) else "i", str(value)]
        self._give("pack", str(len(fields)), *fields)
        return self._take()

    def unpack(self, body: bytes) -> tuple[int, list[bytes]]:
        """Return the exit status of the hook's decoder, and the values that it has found."""
        self._give("unpack", body)
        return int(self._take()), [self._take() for _ in range(int(self._take()))]

    def close(self) -> None:
        """End the shell."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def _give(self, *fields: str | bytes) -> None:
        assert self.process.stdin is not None
        for field in fields:
            data = field.encode("utf-8", "surrogateescape") if isinstance(field, str) else field
            self.process.stdin.write(b"%d\n%s" % (len(data), data))
        self.process.stdin.flush()

    def _take(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.read(int(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def codecs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Codec]]:
    """Give one coder a shell, because starting a shell for each of hundreds of cases would take minutes."""
    folder: Path = tmp_path_factory.mktemp("codec")
    script = init_script("zsh", Paths(state=folder, run=folder), VERSION)
    started = {zsh: Codec(zsh, script) for zsh in SHELLS}
    yield started
    for codec in started.values():
        codec.close()


# Text as it comes from a shell: any bytes, those that are no UTF-8 as surrogates.
TEXT = st.binary(max_size=300).map(lambda data: data.decode("utf-8", "surrogateescape"))
# zsh cannot read -2**63 as a number.
EDGES = [1 - 2**63, -(2**31) - 1, -(2**31), -32769, -32768, -129, -128, -33, -32, -1, 0, 127, 128, 255, 256, 65535]
INTEGERS = st.one_of(st.integers(1 - 2**63, 2**63 - 1), st.sampled_from([*EDGES, 65536, 2**32 - 1, 2**32, 2**63 - 1]))
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CALM
@given(values=st.lists(st.one_of(TEXT, INTEGERS, st.none()), max_size=15))
@example(values=["\0", "\udcff\udc83", "", "é" * 15 + "x", "é" * 16, "x" * 255, "x" * 256, "x" * 65535, "x" * 65536])
@example(values=[3, 7, "41-9f", "gi", "/srv", 3, None])
def test_zsh_packs_what_python_packs(zsh: str, codecs: dict[str, Codec], values: list[int | str | None]) -> None:
    """A frame from the hook is the frame that the reference encoder makes, for every size and kind of value."""
    assert codecs[zsh].pack(values) == encode_frame(values)


@CALM
@given(values=st.lists(st.one_of(TEXT, INTEGERS), max_size=40))
@example(values=["x" * 70000, "y" * 300, "\0\udcff"])
def test_zsh_unpacks_what_python_packs(zsh: str, codecs: dict[str, Codec], values: list[int | str]) -> None:
    """Every value of a reply arrives in the shell as it was sent."""
    assert codecs[zsh].unpack(pack(values)) == (0, [str(value).encode("utf-8", "surrogateescape") for value in values])


def test_zsh_unpacks_the_rest_of_what_a_daemon_could_send(zsh: str, codecs: dict[str, Codec]) -> None:
    """Nil and the truth values are numbers, bytes are text; a float, which no shell gets, is skipped."""
    body = pack([None, False, True, b"bytes", 1.5, "end"])
    assert codecs[zsh].unpack(body) == (0, [b"0", b"0", b"1", b"bytes", b"0", b"end"])
    single = b"\x92\xca" + struct.pack(">f", 1.5) + b"\x05"
    assert codecs[zsh].unpack(single) == (0, [b"0", b"5"])


@pytest.mark.parametrize("later", [{"a": 1}, [1, 2], {}], ids=str)
def test_fields_of_a_newer_daemon_are_left_alone(zsh: str, codecs: dict[str, Codec], later: Any) -> None:
    """Values that the hook has no use for end the reading without spoiling what came before."""
    assert codecs[zsh].unpack(pack([131, 5, "line", 900, later, "more"])) == (0, [b"131", b"5", b"line", b"900"])


@CALM
@given(values=st.lists(st.one_of(TEXT, INTEGERS), min_size=1, max_size=5), data=st.data())
def test_a_cut_reply_is_noticed(
    zsh: str, codecs: dict[str, Codec], values: list[int | str], data: st.DataObject
) -> None:
    """Whatever is missing at the end, the decoder neither reads beyond it nor takes it for whole."""
    body = pack(values)
    status, _ = codecs[zsh].unpack(body[: data.draw(st.integers(0, len(body) - 1))])
    assert status == 1
