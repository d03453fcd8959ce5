"""The app's real server in a process of its own, and a visitor without a browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[1]
HERE = "127.0.0.1"
"""By number: looking up a name may connect to a service of the system, and a sealed process would die of it."""
STREAMLIT = "from streamlit.web.cli import main; main()"
SEALED = "from tests.hostile.sealed import seal; seal(); "


class Server:
    """A running server: its process, its port and where it writes what it says."""

    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log

    @property
    def address(self):
        return f"http://{HERE}:{self.port}"

    @property
    def runs(self):
        return self.process.poll() is None

    def said(self):
        return self.log.read_text("utf-8")

    def status(self, path, method="GET", **headers):
        """The status of the answer to one request, of a connection of its own."""
        asked = {"Host": f"{HERE}:{self.port}", "Connection": "close", **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items())]
        with socket.create_connection((HERE, self.port), 20) as connection:
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            answer = connection.recv(64)
        return int(answer.split()[1]) if answer else None

    def handshake(self, **headers):
        """The status that a websocket of a page gets."""
        return self.status(
            "/_stcore/stream", **{
                "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "streamlit", **headers,
            }
        )  # fmt: skip


@contextmanager
def server(folder, *options, program=STREAMLIT, script=ROOT / "streamlit_app.py", cwd=ROOT, **environment):
    """A server that answers, and has ended afterwards. ``program`` is what its Python runs."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    log = Path(folder) / "server.txt"
    command = [
        *(sys.executable, "-B", "-c", program, "run", str(script), f"--server.port={port}"),
        *("--server.headless=true", "--server.fileWatcherType=none", f"--server.address={HERE}", *options),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAGNIFY_SHELF": "session", **environment}
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT)
    started = Server(process, port, log)
    try:
        _wait(started)
        yield started
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _wait(started, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert started.runs, started.said()
        try:
            if started.status("/_stcore/health") == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(started.said())


class Visitor:
    """One session: runs the page, uploads, and takes in what the page shows."""

    def __init__(self, server):
        self.server = server
        self._opened = connect(
            f"ws://{HERE}:{server.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
            origin=server.address, proxy=None,
        )  # fmt: skip

    def __enter__(self):
        self._socket = self._opened.__enter__()
        return self

    def __exit__(self, *error):
        self._opened.__exit__(*error)

    def run(self, query="", widgets=None):
        message = BackMsg()
        message.rerun_script.query_string = query
        if widgets is not None:
            message.rerun_script.widget_states.CopyFrom(widgets)
        self._socket.send(message.SerializeToString())

    def until(self, found, seconds=120):
        """The first element of the page of which ``found`` says something."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = ForwardMsg.FromString(self._socket.recv(timeout=left))
            if message.HasField("delta") and (said := found(message.delta.new_element)):
                return said
        raise TimeoutError

    def before(self, kind):
        """What the server tells before it tells of this, by its kind."""
        told = {}
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=60))
            if message.WhichOneof("type") == kind:
                return told
            told[message.WhichOneof("type")] = getattr(message, message.WhichOneof("type"))

    def upload(self, name, data, element):
        """Uploads a photo to this file uploader and runs the page with it."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "one"
        asked.file_urls_request.file_names.append(name)
        self._socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=60))
            if message.HasField("file_urls_response"):
                place = message.file_urls_response.file_urls[0]
                break
        with urllib.request.urlopen(f"{self.server.address}/_stcore/health", timeout=20) as answer:
            token = next(
                part.split("=", 1)[1]
                for part in answer.headers["Set-Cookie"].split("; ")
                if part.startswith("_streamlit_xsrf=")
            )
        body = b"".join([
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="', name.encode(),
            b'"\r\nContent-Type: image/png\r\n\r\n', data, b"\r\n--edge--\r\n",
        ])  # fmt: skip
        request = urllib.request.Request(
            f"{self.server.address}{place.upload_url}", body, method="PUT", headers={
                "Content-Type": "multipart/form-data; boundary=edge", "X-Xsrftoken": token,
                "Cookie": f"_streamlit_xsrf={token}",
            },
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=120) as answer:
            assert answer.status == 204
        state = BackMsg().rerun_script.widget_states
        widget = state.widgets.add()
        widget.id = element
        uploaded = widget.file_uploader_state_value.uploaded_file_info.add()
        uploaded.file_id, uploaded.name, uploaded.size = place.file_id, name, len(data)
        uploaded.file_urls.CopyFrom(place)
        self.run(widgets=state)


def uploader(element):
    """The id of a file uploader."""
    return element.file_uploader.id if element.HasField("file_uploader") else ""


def picture(element):
    """Where a picture of the page is fetched."""
    return element.imgs.imgs[0].url if element.HasField("imgs") else ""
