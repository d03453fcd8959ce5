"""A Linux process that is killed by its kernel the moment it connects to anything: native code too."""

import ctypes
import os
import platform
import signal
import struct
import sys

_SENDING = {"x86_64": (0xC000003E, 44, (42, 46, 307)), "aarch64": (0xC00000B7, 206, (203, 211, 269))}
"""How the kernel calls the processor, the number of sendto, and those of connect, sendmsg and sendmmsg."""
_ADDRESS_OF_SENDTO = 16 + 4 * 8
"""Where its fifth argument stands in what the filter sees, of 8 bytes."""
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

    Opening a socket is let pass: urllib3 opens one on import, to see whether the machine knows IPv6. So is sending
    that names no address: a server answers so on a connection that another opened.
    """
    processor, sendto, calls = _SENDING[platform.machine()]
    allow = len(calls) + 8
    kill = allow + 1
    steps = [
        (_LOAD, 0, 0, 4),  # the processor
        (_EQUAL, 0, allow - 2, processor),
        (_LOAD, 0, 0, 0),  # the call
        *((_EQUAL, kill - place, 0, call) for place, call in enumerate(calls, start=4)),
        (_EQUAL, 0, 4, sendto),
        (_LOAD, 0, 0, _ADDRESS_OF_SENDTO),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _ADDRESS_OF_SENDTO + 4),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    program = b"".join(struct.pack("=HBBI", code, yes, no, value) for code, yes, no, value in steps)
    held = ctypes.create_string_buffer(program)
    packed = struct.pack("@HP", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SET_FILTER, _MODE_FILTER, packed, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter can be set")
