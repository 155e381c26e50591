"""Where everything is kept: one folder for all of it when asked, else the platform's own places."""

import os
import sys

from outsource_tui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

NAME = "outsource"
HOME_VARIABLE = "OUTSOURCE_HOME"


class Paths:
    """The three folders and the files in them; plain strings inside, so that the quick log need not import pathlib."""

    __slots__ = ("config_folder", "data_folder", "state_folder")

    def __init__(self, data: "str | Path", config: "str | Path", state: "str | Path") -> None:
        """Keep the folders of the work, the person's settings and what can be thrown away."""
        self.data_folder = os.fspath(data)
        self.config_folder = os.fspath(config)
        self.state_folder = os.fspath(state)

    @property
    def data(self) -> "Path":
        """Return the folder of the workspace."""
        return _path(self.data_folder)

    @property
    def config(self) -> "Path":
        """Return the folder of the person's settings."""
        return _path(self.config_folder)

    @property
    def state(self) -> "Path":
        """Return the folder of the log file and of drafts."""
        return _path(self.state_folder)

    @property
    def workspace(self) -> "Path":
        """Return the workspace file."""
        return _path(self.data_folder, "workspace.json")

    @property
    def inbox(self) -> "Path":
        """Return the file that captured lines go to."""
        return _path(self.data_folder, "inbox.jsonl")

    @property
    def lock(self) -> "Path":
        """Return the file whose lock writers hold."""
        return _path(self.data_folder, "workspace.lock")

    @property
    def backups(self) -> "Path":
        """Return the folder of dated copies."""
        return _path(self.data_folder, "backups")

    @property
    def settings_file(self) -> str:
        """Return the path of the person's settings file, as text."""
        return os.path.join(self.config_folder, "settings.toml")

    @property
    def settings(self) -> "Path":
        """Return the person's settings file."""
        return _path(self.settings_file)

    @property
    def log(self) -> "Path":
        """Return the file that says what went wrong, without user data."""
        return _path(self.state_folder, "outsource.log")

    @property
    def drafts(self) -> "Path":
        """Return the folder of text that was being typed."""
        return _path(self.state_folder, "drafts")


def _path(*parts: str) -> "Path":
    from pathlib import Path

    return Path(*parts)


def _variable(name: str, fallback: str) -> str:
    """Return an XDG folder from the environment, or the fallback when it is unset or relative, which XDG rules out."""
    value = os.environ.get(name, "")
    return value if os.path.isabs(value) else os.path.expanduser(fallback)


def _platform_folders() -> tuple[str, str, str]:
    """Return the platform's folders for data, settings and state."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
        home = os.path.join(base, NAME)
        return home, home, home
    if sys.platform == "darwin":
        home = os.path.join(os.path.expanduser("~/Library/Application Support"), NAME)
        return home, home, home
    return (
        os.path.join(_variable("XDG_DATA_HOME", "~/.local/share"), NAME),
        os.path.join(_variable("XDG_CONFIG_HOME", "~/.config"), NAME),
        os.path.join(_variable("XDG_STATE_HOME", "~/.local/state"), NAME),
    )


def find_paths(at: "str | Path | None" = None) -> Paths:
    """Return the folders for `--at`, else for OUTSOURCE_HOME, else the platform's; makes none of them."""
    home = os.fspath(at) if at is not None else os.environ.get(HOME_VARIABLE, "")
    if at is not None and not home.strip():
        raise InputError("--at needs a folder, for example --at ~/work.", field="at")
    if not home.strip():
        return Paths(*_platform_folders())
    if "\0" in home:
        raise InputError("The folder's name holds a NUL character; give another folder.", field="at")
    try:
        home = os.path.abspath(os.path.expanduser(home))
    except OSError as error:
        # A relative folder counts from where we stand, and that may have been deleted.
        raise InputError("The folder you are in is gone; go to another, or give a whole path.", field="at") from error
    return Paths(home, home, home)
