"""The app in a browser on this machine; what needs the `web` extra is imported when it is asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from outsource_tui.domain.errors import InputError

if TYPE_CHECKING:
    from outsource_tui.config.paths import Paths

EXTRA = frozenset(("textual_serve", "aiohttp", "aiohttp_jinja2", "jinja2"))
QUESTION = "Let a browser on this machine show the app, with all your data, until you press ctrl+c?"


def serve(paths: "Paths", *, port: int, open_browser: bool, ask: Callable[[str], bool] | None = None) -> int:
    """Serve the app on 127.0.0.1 until ctrl+c and return the exit code; port 0 takes a free one.

    `ask` puts a question before anything listens; a no ends with 0. InputError where the web extra is missing.
    """
    try:
        from outsource_tui.ui.serve_web import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        raise InputError(
            "The app in a browser needs the web extra; install it with: pip install 'outsource-tui[web]'"
        ) from error
    if ask is not None and not ask(QUESTION):
        return 0
    return run(paths, port, open_browser)
