"""The app in a browser: who is let in, what is served, and that a tab is a process of its own."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from outsource_tui.config.paths import Paths
from outsource_tui.domain.errors import InputError, OutsourceError
from outsource_tui.ui import serve as entrance
from outsource_tui.ui.serve_web import HOST, STATIC, AppServer, Tab, child_command, listen
from tests.cli.processes import environment

REMOTE = re.compile(r"(?:https?:)?//[\w.-]+", re.IGNORECASE)
PAGES = ["/", *(f"/static/{name}" for name in STATIC)]


class Visitor(TestClient[Any, Any]):
    """A browser, its cookies kept also for an address of numbers."""

    def __init__(self, app: AppServer, at: TestServer) -> None:
        super().__init__(at, cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.app_server = app

    @property
    def ours(self) -> dict[str, str]:
        return {"Origin": self.app_server.guard.origin}

    async def status(self, path: str, **more: Any) -> int:
        async with self.request(more.pop("method", "GET"), path, allow_redirects=False, **more) as answer:
            return answer.status

    async def enter(self) -> aiohttp.ClientResponse:
        return await self.get("/", params={"token": self.app_server.guard.token or ""}, allow_redirects=False)


@asynccontextmanager
async def visiting(command: list[str] | None = None) -> AsyncIterator[Visitor]:
    """Serve on a free port and give a browser that has not been let in yet."""
    at = listen(0)
    server = AppServer(command or [sys.executable, "-c", ""], at.getsockname()[1])
    made = TestServer(await server._make_app(), host=HOST, port=server.port, socket_factory=lambda *_at: at)
    async with Visitor(server, made) as visitor:
        yield visitor


async def test_the_token_is_exchanged_once_for_a_cookie_that_scripts_and_other_sites_do_not_get() -> None:
    async with visiting() as visitor:
        assert await visitor.status("/") == 401
        assert await visitor.status("/", params={"token": "x" * 43}) == 403
        assert await visitor.status("/", params={"token": ""}) == 403
        token = visitor.app_server.guard.token
        entered = await visitor.enter()
        assert entered.status == 303
        assert entered.headers["Location"] == "/"
        cookie = entered.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert token is not None
        assert token not in cookie
        assert len(token) >= 43
        assert await visitor.status("/") == 200
        # Going back to the address in the same browser is harmless; in another it is refused.
        assert await visitor.status("/", params={"token": token}) == 303
        visitor.session.cookie_jar.clear()
        refused = await visitor.get("/", params={"token": token})
        assert refused.status == 403
        assert "works once and was used already" in await refused.text()
        assert await visitor.status("/") == 401


async def test_a_page_fetched_ahead_or_only_asked_about_does_not_use_the_token_up() -> None:
    async with visiting() as visitor:
        token = {"token": visitor.app_server.guard.token or ""}
        assert await visitor.status("/", params=token, headers={"Sec-Purpose": "prefetch;prerender"}) == 403
        assert await visitor.status("/", params=token, method="HEAD") == 403
        assert (await visitor.enter()).status == 303


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "[::1]:{port}",
    ],
)
async def test_another_host_is_refused_whatever_it_brings(host: str) -> None:
    async with visiting() as visitor:
        token = visitor.app_server.guard.token
        headers = {"Host": host.format(port=visitor.app_server.port)}
        assert await visitor.status("/", params={"token": token or ""}, headers=headers) == 403
        assert visitor.app_server.guard.token == token
        await visitor.enter()
        for path in [*PAGES, "/ws", "/nothing"]:
            assert await visitor.status(path, headers={**headers, **visitor.ours}) == 403


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:{port}",
        "https://127.0.0.1:{port}",
        "",
    ],
)
async def test_a_foreign_origin_is_refused_on_every_page_and_on_the_websocket(origin: str) -> None:
    async with visiting() as visitor:
        await visitor.enter()
        foreign = {"Origin": origin.format(port=visitor.app_server.port)}
        for path in PAGES:
            assert await visitor.status(path, headers=foreign) == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.ws_connect("/ws", headers=foreign)
        assert refused.value.status == 403


async def test_the_websocket_wants_our_origin_and_the_cookie() -> None:
    async with visiting() as visitor:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.ws_connect("/ws", headers=visitor.ours)
        assert refused.value.status == 401
        await visitor.enter()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.ws_connect("/ws")
        assert refused.value.status == 403


async def test_other_pages_cannot_include_ours_and_nothing_can_be_sent_to_it() -> None:
    async with visiting() as visitor:
        await visitor.enter()
        for site in ("cross-site", "same-site"):
            embedded = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
            assert await visitor.status("/static/textual.js", headers=embedded) == 403
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            assert await visitor.status("/", method=method) == 405


async def test_every_answer_carries_the_headers_that_keep_it_to_itself() -> None:
    async with visiting() as visitor:
        answers = [await visitor.get("/"), await visitor.get("/", headers={"Host": "evil.example"})]
        await visitor.enter()
        answers += [await visitor.get(path) for path in [*PAGES, "/nothing", "/static/../serve_web.py", "/download/x"]]
        assert {answer.status for answer in answers} == {200, 401, 403, 404}
        for answer in answers:
            policy = answer.headers["Content-Security-Policy"]
            rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
            assert rules["default-src"] == "'none'"
            assert rules["script-src"] == "'self'"
            assert rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"
            assert REMOTE.findall(policy) == [f"//{HOST}"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "aiohttp" not in answer.headers["Server"]


async def test_no_served_page_refers_to_another_machine() -> None:
    async with visiting() as visitor:
        refused = await (await visitor.get("/")).text()
        await visitor.enter()
        page = await (await visitor.get("/?fontsize=18")).text()
        assert 'data-font-size="18"' in page
        assert 'data-font-size="16"' in await (await visitor.get('/?fontsize="><script>')).text()
        # What the page names is there, and there is nothing else.
        named = set(re.findall(r'(?:src|href)="([^"]+)"', page)) - {"data:,"}
        style = await (await visitor.get("/static/page.css")).text()
        named |= set(re.findall(r'url\("([^"]+)"\)', style))
        assert named == set(PAGES) - {"/"}
        assert REMOTE.findall(page) == [f"//{HOST}"]
        assert REMOTE.findall(refused) == []
        for path in named:
            body = await (await visitor.get(path)).read()
            assert body
            if not path.endswith(".ttf"):
                text = re.sub(r"/\*.*?\*/", "", body.decode(), flags=re.DOTALL)
                assert not re.findall(r"https?://", text), path
                assert not re.findall(r"@import|url\(\s*[\"']?//", text), path


async def read_until(tab: aiohttp.ClientWebSocketResponse, wanted: bytes) -> bytes:
    """Read what the app draws until it holds `wanted`."""
    seen = b""
    async with asyncio.timeout(60):
        while wanted not in seen:
            message = await tab.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), (message, seen[-2000:])
            seen += message.data if isinstance(message.data, bytes) else b""
    return seen


def gone(pid: int) -> bool:
    """Tell whether a process has ended and nobody waits for it any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def tabs_that_start(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[Tab]:
    """Return a queue of the tabs whose process has started."""
    started: asyncio.Queue[Tab] = asyncio.Queue()
    begin = Tab.start

    async def start(self: Tab, width: int, height: int) -> None:
        await begin(self, width, height)
        await started.put(self)

    monkeypatch.setattr(Tab, "start", start)
    return started


async def test_each_tab_has_a_process_that_ends_with_it_and_keeps_what_was_being_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tabs_that_start(monkeypatch)
    async with visiting(child_command(Paths(tmp_path, tmp_path, tmp_path))) as visitor:
        await visitor.enter()
        one = await visitor.ws_connect("/ws?width=100&height=30", headers=visitor.ours)
        two = await visitor.ws_connect("/ws?width=nine&height=-1", headers=visitor.ours)
        await read_until(one, b"Today")
        first, second = (await started.get())._process, (await started.get())._process
        assert first is not None
        assert second is not None
        assert first.pid != second.pid
        # A lone surrogate, an unknown packet, sizes that make no sense: none of it ends the tab.
        await one.send_json(["stdin", "+"])
        await one.send_json(["resize", {"width": 10**9, "height": "x"}])
        await one.send_json(["resize", {"width": 110, "height": 40}])
        await one.send_json(["nonsense", {"a": 1}])
        await one.send_json(["ping", "7"])
        await read_until(one, b"enter logs it")
        await one.send_str('["stdin", "Half a thought \\ud800 about taxes"]')
        await read_until(one, b"length asked later")
        await one.close()
        assert await asyncio.wait_for(first.wait(), 30) == 0
        drafts = [path.read_text(encoding="utf-8") for path in (tmp_path / "drafts").glob("*.json")]
        assert len(drafts) == 1
        assert "about taxes" in drafts[0]
        # What is not JSON closes its own tab alone.
        await two.send_str("{")
        async with asyncio.timeout(30):
            async for _message in two:
                pass
        assert two.close_code == aiohttp.WSCloseCode.UNSUPPORTED_DATA
        assert await asyncio.wait_for(second.wait(), 30) == 0
        assert not visitor.app_server.sockets


async def test_a_program_that_never_draws_closes_its_tab() -> None:
    async with visiting([sys.executable, "-c", "print('no app')"]) as visitor:
        await visitor.enter()
        tab = await visitor.ws_connect("/ws", headers=visitor.ours)
        async with asyncio.timeout(30):
            assert (await tab.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_process_that_does_not_leave_with_its_tab_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outsource_tui.ui.serve_web.END_WITHIN", 0.1)
    started = tabs_that_start(monkeypatch)
    async with visiting([sys.executable, "-c", "input()"]) as visitor:
        await visitor.enter()
        tab = await visitor.ws_connect("/ws", headers=visitor.ours)
        process = (await started.get())._process
        assert process is not None
        await tab.close()
        assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGTERM
    assert process._transport.is_closing()  # type: ignore[attr-defined]


async def test_there_is_an_end_to_the_number_of_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outsource_tui.ui.serve_web.MOST_TABS", 1)
    async with visiting([sys.executable, "-c", "input()"]) as visitor:
        await visitor.enter()
        await visitor.ws_connect("/ws", headers=visitor.ours)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.ws_connect("/ws", headers=visitor.ours)
        assert refused.value.status == 503


async def test_a_tab_whose_server_was_killed_does_not_live_on(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *child_command(Paths(tmp_path, tmp_path, tmp_path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**environment(), "TEXTUAL_DRIVER": "outsource_tui.ui.serve_driver:TabDriver"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert await process.stdout.readline() == b"__GANGLION__\n"
    process.stdin.close()
    async with asyncio.timeout(60):
        await process.stdout.read()
        assert await process.wait() == 0


def test_a_missing_extra_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.delitem(sys.modules, "outsource_tui.ui.serve_web", raising=False)
    with pytest.raises(InputError, match=r"pip install 'outsource-tui\[web\]'"):
        entrance.serve(Paths(tmp_path, tmp_path, tmp_path), port=0, open_browser=False)


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    taken = listen(0)
    port = taken.getsockname()[1]
    with taken, pytest.raises(OutsourceError, match=f"Port {port} on 127.0.0.1 is taken"):
        entrance.serve(Paths(tmp_path, tmp_path, tmp_path), port=port, open_browser=False)


def test_a_no_opens_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    assert entrance.serve(Paths(tmp_path, tmp_path, tmp_path), port=0, open_browser=True, ask=no) == 0
    assert len(asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_other_folders_reach_the_tab(tmp_path: Path) -> None:
    assert child_command(Paths(tmp_path, tmp_path, tmp_path))[-2:] == ["--at", str(tmp_path)]
    assert "--at" not in child_command(Paths(tmp_path / "a", tmp_path / "b", tmp_path / "c"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_command_prints_the_address_listens_here_only_and_stops_cleanly(
    tmp_path: Path, number: int, code: int
) -> None:
    served = subprocess.Popen(
        [sys.executable, "-m", "outsource_tui", "serve", "--no-open"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        text=True,
    )
    assert served.stdout is not None
    address = served.stdout.readline()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=[\w-]{43}\n", address)
    assert found, address
    listening = Path(f"/proc/{served.pid}/net/tcp")
    if listening.exists():
        wanted = f":{int(found[1]):04X}"
        rows = [line.split() for line in listening.read_text().splitlines()[1:]]
        assert [row[1] for row in rows if row[1].endswith(wanted) and row[3] == "0A"] == [f"0100007F{wanted}"]
    served.send_signal(number)
    out, err = served.communicate(timeout=60)
    assert out == ""
    assert err.splitlines()[-1] == "Stopped; every tab was closed."
    assert "Traceback" not in err
    assert served.returncode == code
