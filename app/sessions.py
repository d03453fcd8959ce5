"""The sessions of this server: one whose browser has gone is ended, and what it held is given back.

Streamlit keeps such a session for a while, so that a browser that lost its connection finds it again, but looks at
its own clock only when another session leaves: the photos of the last visitor would stay for as long as nobody comes.
"""

from __future__ import annotations

import asyncio
import gc
import time

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from scanner.memory import give_back

_LOOK_EVERY_SECONDS = 5.0
_there: dict[str, float] = {}
"""When each session was last seen connected, by its id; seconds of the monotonic clock."""


def seen() -> None:
    """Notes that the session of this script run is there."""
    context = get_script_run_ctx()
    if context is not None:
        _there[context.session_id] = time.monotonic()


def kept_seconds() -> float:
    """How long a session is kept after its browser has gone: half of what Streamlit would keep it at least.

    Half, because a session can be ended by its id only while Streamlit still knows it.
    """
    return float(st.get_option("server.disconnectedSessionTTL")) / 2


async def end_those_that_left() -> None:
    """Ends sessions that were left, for as long as the server runs. On the server's own thread, as Streamlit asks."""
    while True:
        await asyncio.sleep(min(_LOOK_EVERY_SECONDS, kept_seconds() / 4))
        _end(runtime.get_instance())


def _end(server: runtime.Runtime) -> None:
    now = time.monotonic()
    left = []
    for session, last in list(_there.items()):
        if server.is_active_session(session):
            _there[session] = now
        elif now - last > kept_seconds():
            left.append(session)
    for session in left:
        server.close_session(session)
        del _there[session]
    if left:
        # A session and its parts refer to each other: without this they stay until the next large allocation.
        gc.collect()
        give_back()
