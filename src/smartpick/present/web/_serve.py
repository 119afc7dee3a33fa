"""Starts the page on this machine: one socket on the loopback address, and the browser at its address with token."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser

from smartpick.errors import Problem, RequestError
from smartpick.store import open_store

__all__ = ["serve"]

PORT = 8027


def serve(port: int | None = None, *, opens_browser: bool = True, is_incognito: bool = False) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    port
        None for 8027, or a free one where that is taken; 0 for any free one.

    Raises
    ------
    RequestError
        When the port is taken, or the user's file cannot be opened.
    """
    import uvicorn

    from smartpick.present._typesetter import set_apart
    from smartpick.present.web._app import create_app
    from smartpick.present.web._heap import give_back, keep_little

    keep_little()
    set_apart()
    store = open_store()
    listening = _socket(port)
    number = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = create_app(store, frozenset({f"127.0.0.1:{number}", f"localhost:{number}"}), token, is_incognito=is_incognito)
    address = f"http://127.0.0.1:{number}/?token={token}"
    # The first start makes the example, so that the first page is there at once.
    app.desk.worker.submit(lambda: app.desk.example).result()
    # The programs are read while the first page is looked at.
    app.desk.worker.submit(app.desk.warm_up)
    app.desk.worker.submit(give_back)
    print(f"SmartPick is at {address}", flush=True)
    print("It stays on this computer. Ctrl+C ends it.", flush=True)
    if opens_browser and not webbrowser.open(address):
        print("No browser could be opened: open the address above yourself.", file=sys.stderr)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
            ws="none",
        )
    )
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        app.desk.worker.shutdown(cancel_futures=True)
        app.desk.reader.shutdown(cancel_futures=True)
        store.close()


def _socket(port: int | None) -> socket.socket:
    for number in [PORT, 0] if port is None else [port]:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform != "win32":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", number))
            # From now on a browser that is quicker than the server waits instead of being refused.
            listening.listen()
        except OSError as error:
            listening.close()
            if port is not None:
                fix = "Name another, or leave --port away"
                raise RequestError([Problem("--port", f"port {port} is taken: {error.strerror}", fix=fix)]) from error
            continue
        return listening
    raise RequestError([Problem("--port", "no port is free on this machine", fix="End another program first")])
