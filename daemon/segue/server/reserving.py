"""Room on the disk, set aside behind the end of a file, so that what is appended later does not fail for want of it.

fish says on the terminal that a write has failed, whatever is redirected; so its writes must not fail.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import struct
import sys
from typing import Final

_KEEP_SIZE: Final = 1
_F_PREALLOCATE: Final = 42
_F_ALLOCATEALL: Final = 4
_F_PEOFPOSMODE: Final = 3
_CANNOT: Final = {errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOTTY}


def reserve(fd: int, size: int) -> None:
    """Set aside room for so many bytes in an empty file that is open for writing, where the file system can do that.

    Raises:
        OSError: there is no room.
    """
    try:
        if sys.platform == "darwin":
            request = struct.pack("@IiqqQ", _F_ALLOCATEALL, _F_PEOFPOSMODE, 0, size, 0)
            fcntl.fcntl(fd, _F_PREALLOCATE, request)
        else:
            _fallocate(fd, size)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def _fallocate(fd: int, size: int) -> None:
    # os.posix_fallocate would move the end of the file.
    libc = ctypes.CDLL(None, use_errno=True)
    libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
    if libc.fallocate(fd, _KEEP_SIZE, 0, size):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
