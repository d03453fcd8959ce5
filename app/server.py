"""What the server does before and beside Streamlit: who may connect, where uploads are held, how it starts.

Streamlit asks the network for this machine's own addresses to judge a connection from a page of another origin. The
gate judges first, by what the request and the settings say, and Streamlit is left nothing to judge.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from app.sessions import end_those_that_left

_METRICS = "/_stcore/metrics"
_POLICY_VIOLATION = 1008
_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
"""What a page may load: from here alone. Streamlit's pages and charts bring code and styles of their own along."""

# An upload above 1 MB would go through a file in the temporary folder. 0 stands for no limit: Streamlit ends an upload
# that is larger than server.maxUploadSize while it comes in.
MultiPartParser.spool_max_size = 0


class Gate:
    """Lets a page connect that this server itself sent, or one of an origin in ``server.corsAllowedOrigins``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith(_METRICS):
            # How many visitors there were and are is nobody's business; no setting of Streamlit closes it.
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif scope["type"] != "websocket":
            await self._app(scope, receive, _with_policy(send))
        elif _may_connect(Headers(scope=scope)):
            await self._app(_without_origin(scope), receive, send)
        else:
            await WebSocketClose(_POLICY_VIOLATION)(scope, receive, send)


def _may_connect(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:  # browsers always send it
        return True
    allowed: list[str] = st.get_option("server.corsAllowedOrigins")
    return urlsplit(origin).netloc == headers.get("host") or origin in {one.strip() for one in allowed}


def _without_origin(scope: Scope) -> Scope:
    """A connection without an origin, which Streamlit does not judge."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"origin"]}


def _with_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Content-Security-Policy"] = _POLICY
        await send(message)

    return sending


@asynccontextmanager
async def running(_: st.App) -> AsyncIterator[None]:
    """What runs beside the server: it says where the app is, opens it, and ends the sessions that were left."""
    address = _address()
    sys.stdout.write(f"\n  Magnify is at {address}\n\n")
    sys.stdout.flush()
    if not st.get_option("server.headless"):
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
    watch = asyncio.create_task(end_those_that_left())
    yield
    watch.cancel()


def _address() -> str:
    """The address for a browser, from the settings alone."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host, port = st.get_option("browser.serverAddress"), st.get_option("browser.serverPort")
    return f"{scheme}://{host}:{port}/{st.get_option('server.baseUrlPath').strip('/')}"
