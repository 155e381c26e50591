"""The web server of one person: 127.0.0.1, a token that works once, then a cookie; one process a tab.

textual-serve brings the terminal for the browser and the packets to the app. It asks nobody who they are, so everything
between is ours: every request is checked for Host, Origin and cookie before it is looked at, and only the files named
here are served, none of which refers to another machine.
"""

import asyncio
import errno
import html
import os
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from outsource_tui.domain.errors import OutsourceError

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from outsource_tui.config.paths import Paths

HOST = "127.0.0.1"
MOST_TABS = 12
LARGEST_MESSAGE = 4_000_000
END_WITHIN = 5.0
_PAGES = Path(__file__).parent / "serve_page"
_ROOT = Path(__file__).parents[2]
_PACKAGE = Path(str(textual_serve.__file__)).parent / "static"
STATIC: Mapping[str, tuple[Path, str]] = {
    "page.css": (_PAGES / "page.css", "text/css"),
    "page.js": (_PAGES / "page.js", "text/javascript"),
    "xterm.css": (_PACKAGE / "css" / "xterm.css", "text/css"),
    "textual.js": (_PACKAGE / "js" / "textual.js", "text/javascript"),
    "mono.ttf": (_PACKAGE / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "mono-italic.ttf": (_PACKAGE / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def listen(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1; OutsourceError when the port cannot be had."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(64)
    except OSError as error:
        found.close()
        taken = error.errno == errno.EADDRINUSE
        what = "is taken" if taken else f"cannot be used ({error.strerror})"
        raise OutsourceError(f"Port {port} on {HOST} {what}; give another with --port, or none at all.") from error
    return found


def child_command(paths: "Paths") -> list[str]:
    """Return the argument vector of the app on the same folders."""
    command = [sys.executable, "-P", "-m", "outsource_tui"]
    if paths.data_folder == paths.config_folder == paths.state_folder:
        command += ["--at", paths.data_folder]
    return command


class Refused(web.HTTPException):
    """An answer of one sentence in the look of the page."""

    def __init__(self, status: int, sentence: str) -> None:
        """Refuse with an HTTP status."""
        self.status_code = status
        page = Template((_PAGES / "refused.html").read_text(encoding="utf-8"))
        super().__init__(text=page.substitute(sentence=html.escape(sentence)), content_type="text/html")


class Guard:
    """Who may come in: the right Host, no foreign Origin, and the cookie that the token was exchanged for."""

    def __init__(self, port: int) -> None:
        """Make a token for one visitor of this port."""
        self.origin = f"http://{HOST}:{port}"
        self.hosts = {f"{HOST}:{port}", *([HOST] if port == 80 else [])}
        # Cookies are shared by all ports of a host, so two servers must not call theirs alike.
        self.cookie = f"outsource-{port}"
        self.token: str | None = secrets.token_urlsafe(32)
        self.session: str | None = None

    def check(self, request: web.Request) -> None:
        """Refuse what no page of ours sends."""
        if request.headers.getall("Host", []) not in [[host] for host in self.hosts]:
            raise Refused(403, "This is not the address the app is served at; use the one that was printed.")
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "Only reading is possible here.")
        origins = request.headers.getall("Origin", [])
        if any(origin != self.origin for origin in origins) or (request.path == "/ws" and not origins):
            raise Refused(403, "Another page may not use the app.")
        site, mode = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Sec-Fetch-Mode", "")
        if site not in ("none", "same-origin") and mode != "navigate":
            raise Refused(403, "Another page may not use the app.")

    def knows(self, request: web.Request) -> bool:
        """Tell whether a request brings the cookie."""
        brought = request.cookies.get(self.cookie, "")
        return self.session is not None and secrets.compare_digest(brought.encode(), self.session.encode())

    def exchange(self, request: web.Request) -> str:
        """Return the session a token is exchanged for; it works once, and a page fetched ahead does not use it up."""
        if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
            raise Refused(403, "The token is for opening the page.")
        brought = request.query.get("token", "")
        if self.token is None:
            raise Refused(
                403,
                "This address works once and was used already; if that was not you, stop outsource serve with ctrl+c.",
            )
        if not secrets.compare_digest(brought.encode(), self.token.encode()):
            raise Refused(403, "This is not the token that was printed; copy the whole address.")
        self.token = None
        self.session = secrets.token_urlsafe(32)
        return self.session


class Tab(AppService):
    """The process of one tab."""

    def __init__(self, command: list[str], websocket: web.WebSocketResponse, server: "AppServer") -> None:
        """Run the argument vector `command` for what is at the other end of the websocket."""
        super().__init__(
            command[0],
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self.leave,
            download_manager=server.download_manager,
        )
        self.arguments = command
        self.websocket = websocket

    async def leave(self) -> None:
        """Close the tab's connection."""
        await self.websocket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        environment["TEXTUAL_DRIVER"] = "outsource_tui.ui.serve_driver:TabDriver"
        environment["TERM"] = "xterm-256color"
        # The tab runs the very code that serves it, wherever that was started from.
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH", ""))))
        return environment

    async def _open_app_process(self, width: int = 80, height: int = 24) -> "Process":
        # A session of its own: ctrl+c is for the server, which then ends its tabs in good order.
        self._process = await asyncio.create_subprocess_exec(
            *self.arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Pass on what the app draws until it ends, then close the tab's connection."""
        assert self._process is not None
        output = self._process.stdout
        assert output is not None
        try:
            line = b"-"
            while line and line != b"__GANGLION__\n":
                line = await output.readline()
            while True:
                head = await output.readexactly(5)
                payload = await output.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":
                    await self.on_data(payload)
                elif head[:1] == b"M" and b'"exit"' in payload:
                    break
        except (asyncio.IncompleteReadError, ConnectionResetError, ValueError):
            # The process or the tab is gone; both end here.
            pass
        finally:
            with suppress(ConnectionResetError):
                await self.remote_close()

    async def stop(self) -> None:
        """Ask the app to leave, and end it when it does not within a few seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ConnectionError):
                await self.send_meta({"type": "quit"})
            for end in (process.terminate, process.kill, None):
                try:
                    await asyncio.wait_for(process.wait(), END_WITHIN)
                    break
                except TimeoutError:
                    if end is not None:
                        end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        # Both pipes to their ends, or asyncio keeps them open for a process that is gone.
        if self._stdin is not None:
            self._stdin.close()
        if process.stdout is not None:
            with suppress(ConnectionError, TimeoutError):
                await asyncio.wait_for(process.stdout.read(), END_WITHIN)


class AppServer(Server):
    """textual-serve's server behind the guard, with a page of our own."""

    def __init__(self, command: list[str], port: int) -> None:
        """Serve the argument vector `command`, one process a tab, on a port of 127.0.0.1."""
        super().__init__(command[0], host=HOST, port=port, title="outsource", public_url=f"http://{HOST}:{port}")
        self.arguments = command
        self.guard = Guard(port)
        self.sockets: set[web.WebSocketResponse] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Return the address to open, with its token."""
        return f"{self.public_url}/?token={self.guard.token or ''}"

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._watch])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.get("/static/{name}", self.handle_static),
            ]
        )
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self.on_shutdown)
        app.on_cleanup.append(self._last_tabs)
        return app

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.guard.check(request)
        if request.path == "/" and "token" in request.query:
            answer = web.Response(status=303, headers={"Location": "/"})
            if not self.guard.knows(request):
                session = self.guard.exchange(request)
                answer.set_cookie(self.guard.cookie, session, httponly=True, samesite="Strict", path="/")
            return answer
        if not self.guard.knows(request):
            raise Refused(401, "Open the address that outsource serve printed; it holds the token this page needs.")
        return await handler(request)

    async def _add_headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        policy = (
            "default-src 'none'",
            "script-src 'self'",
            # The terminal sets its sizes and colours by style elements of its own.
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' ws://{HOST}:{self.port}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
        response.headers.update(
            {
                "Content-Security-Policy": "; ".join(policy),
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "no-store",
            }
        )
        response.headers["Server"] = "outsource"

    async def handle_index(self, request: web.Request) -> web.Response:
        """Serve the page that holds the terminal."""
        wanted = request.query.get("fontsize", "")
        size = min(40, max(8, int(wanted))) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 16
        page = Template((_PAGES / "page.html").read_text(encoding="utf-8"))
        return web.Response(
            text=page.substitute(socket=f"ws://{HOST}:{self.port}/ws", size=size), content_type="text/html"
        )

    async def handle_static(self, request: web.Request) -> web.StreamResponse:
        """Serve one of the files there are."""
        found = STATIC.get(request.match_info["name"])
        if found is None:
            raise Refused(404, "There is no such page.")
        path, kind = found
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=path.read_bytes(), content_type=kind, charset=charset)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a process of the app for a tab, for as long as the tab is there."""
        if len(self.sockets) >= MOST_TABS:
            raise Refused(503, f"There are {MOST_TABS} tabs already; close one first.")
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)
        self.sockets.add(websocket)
        tab = Tab(self.arguments, websocket, self)
        try:
            await websocket.prepare(request)
            await tab.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
            await self._process_messages(websocket, tab)
        except ConnectionError:
            # The tab was closed while something was on its way to it.
            pass
        finally:
            self.sockets.discard(websocket)
            # A connection that breaks off may cancel what answers it; its process is brought to its end all the same.
            ending = asyncio.create_task(tab.stop())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            await asyncio.shield(ending)
        return websocket

    async def _last_tabs(self, _app: web.Application) -> None:
        """Wait for the tabs that are still about to end."""
        await asyncio.gather(*self._ending)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        async for message in websocket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, *rest = message.json()
            except (ValueError, TypeError, RecursionError):
                await websocket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            match kind, rest:
                case "stdin", [str(text)]:
                    await app_service.send_bytes(text.encode("utf-8", "replace"))
                case "resize", [{"width": int(width), "height": int(height)}]:
                    await app_service.set_terminal_size(_cells(width, 80), _cells(height, 24))
                case "ping", [str(text)]:
                    await websocket.send_json(["pong", text[:40]])
                case "focus", []:
                    await app_service.focus()
                case "blur", []:
                    await app_service.blur()

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every tab's connection, which ends its process."""
        for websocket in list(self.sockets):
            await websocket.close(code=WSCloseCode.GOING_AWAY)

    async def start(self, at: socket.socket) -> None:
        """Answer on a socket of `listen`."""
        self._runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=3 * END_WITHIN)
        await self._runner.setup()
        await web.SockSite(self._runner, at).start()

    async def finish(self) -> None:
        """Stop answering and end every tab."""
        if self._runner is not None:
            await self._runner.cleanup()


def _cells(wanted: object, usual: int) -> int:
    """Return a width or height in cells that makes sense."""
    if isinstance(wanted, str):
        wanted = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else usual
    return min(1000, max(1, wanted)) if isinstance(wanted, int) else usual


def has_browser() -> bool:
    """Tell whether a browser would open in a window of its own, and not in this terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def _serve(server: AppServer, at: socket.socket, open_browser: bool) -> int:
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, end, int(number))
    await server.start(at)
    try:
        print(server.address, flush=True)
        print("The address works once, in one browser on this machine. ctrl+c stops.", file=sys.stderr, flush=True)
        if open_browser and has_browser():
            await asyncio.to_thread(webbrowser.open, server.address)
        number = await ended
    finally:
        await server.finish()
    print("Stopped; every tab was closed.", file=sys.stderr)
    return 0 if number == signal.SIGINT else 128 + number


def run(paths: "Paths", port: int, open_browser: bool) -> int:
    """Listen on a port (0: a free one) until ctrl+c; return the exit code."""
    at = listen(port)
    try:
        return asyncio.run(_serve(AppServer(child_command(paths), at.getsockname()[1]), at, open_browser))
    finally:
        at.close()
