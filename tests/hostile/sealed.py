"""A Linux process that is killed by its kernel the moment it connects to anything: native code too."""

import ctypes
import os
import platform
import signal
import struct
import sys

_SENDING = {"x86_64": (0xC000003E, (42, 44, 46, 307)), "aarch64": (0xC00000B7, (203, 206, 211, 269))}
"""How the kernel calls the processor, and the numbers of connect, sendto, sendmsg and sendmmsg."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NO_NEW_PRIVILEGES, _SET_FILTER, _MODE_FILTER = 38, 22, 2
KILLED = -signal.SIGSYS


def can_seal() -> bool:
    """Whether this system can: Linux on a processor known here, where a filter may be set."""
    if sys.platform != "linux" or platform.machine() not in _SENDING:
        return False
    child = os.fork()
    if child == 0:
        try:
            seal()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def seal() -> None:
    """From here on this process and all it starts die as they connect to anything, or send without connecting.

    Opening a socket is let pass: urllib3 opens one on import, to see whether the machine knows IPv6.
    """
    processor, calls = _SENDING[platform.machine()]
    steps = [
        (_LOAD, 0, 0, 4),  # the processor
        (_EQUAL, 0, len(calls) + 1, processor),
        (_LOAD, 0, 0, 0),  # the call
        *((_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    program = b"".join(struct.pack("=HBBI", code, yes, no, value) for code, yes, no, value in steps)
    held = ctypes.create_string_buffer(program)
    packed = struct.pack("@HP", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SET_FILTER, _MODE_FILTER, packed, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter can be set")
