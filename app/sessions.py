"""The sessions of this server: one whose browser has gone is ended, and what it held is given back.

Streamlit keeps such a session for a while, so that a browser that lost its connection finds it again, but looks at
its own clock only when another session leaves, and its loop holds the last session until the next one comes: the
photos of the last visitor would stay for as long as nobody comes.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from scanner.memory import give_back

_LOOK_EVERY_SECONDS = 5.0


@dataclass
class _Session:
    last: float
    """When it was last seen connected, in seconds of the monotonic clock."""
    state: Any
    """What its pages hold: st.session_state, outside of a script run."""


_there: dict[str, _Session] = {}
"""By the id of the session."""


def seen() -> None:
    """Notes that the session of this script run is there."""
    context = get_script_run_ctx()
    if context is not None:
        _there[context.session_id] = _Session(time.monotonic(), context.session_state)


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
    for name, session in list(_there.items()):
        if server.is_active_session(name):
            session.last = now
        elif now - session.last > kept_seconds():
            left.append(name)
    for name in left:
        server.close_session(name)
        state = _there.pop(name).state
        for key in list(state.filtered_state):
            del state[key]
    if left:
        # A session and its parts refer to each other: without this they stay until Python happens to look.
        gc.collect()
        give_back()
