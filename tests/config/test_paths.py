"""Where things are kept: the same place for the quick log, the commands and the app."""

import sys
from pathlib import Path

import platformdirs
import pytest

from outsource_tui.config.paths import Paths, find_paths
from outsource_tui.domain.errors import InputError

XDG = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OUTSOURCE_HOME", *XDG):
        monkeypatch.delenv(name, raising=False)


def test_at_roots_everything_in_one_folder_and_beats_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTSOURCE_HOME", str(tmp_path / "home"))
    assert find_paths().data == find_paths().config == find_paths().state == tmp_path / "home"
    paths = find_paths(tmp_path / "at")
    assert (paths.workspace, paths.inbox) == (tmp_path / "at/workspace.json", tmp_path / "at/inbox.jsonl")
    assert (paths.settings, paths.log) == (tmp_path / "at/settings.toml", tmp_path / "at/outsource.log")
    assert (paths.backups, paths.drafts, paths.lock) == (
        tmp_path / "at/backups",
        tmp_path / "at/drafts",
        tmp_path / "at/workspace.lock",
    )
    assert not (tmp_path / "at").exists()


def test_a_relative_folder_and_a_tilde_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_paths("work").data == tmp_path / "work"
    assert find_paths("~/work").data == tmp_path / "work"


def test_an_empty_environment_variable_counts_as_unset_and_an_empty_folder_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OUTSOURCE_HOME", " ")
    assert find_paths().data.name == "outsource"
    with pytest.raises(InputError, match="--at needs a folder"):
        find_paths("")
    with pytest.raises(InputError, match="NUL"):
        find_paths("a\0b")


@pytest.mark.parametrize("with_xdg", [False, True])
def test_the_platform_folders_are_those_of_platformdirs(
    with_xdg: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if with_xdg:
        for name in XDG:
            monkeypatch.setenv(name, str(tmp_path / name))
    paths = find_paths()
    assert paths.data == platformdirs.user_data_path("outsource", appauthor=False)
    assert paths.config == platformdirs.user_config_path("outsource", appauthor=False)
    if sys.platform not in ("win32", "darwin"):
        assert paths.state == platformdirs.user_state_path("outsource", appauthor=False)


def test_a_folder_that_depends_on_where_i_am_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in XDG:
        monkeypatch.setenv(name, "here")
    assert find_paths().data == tmp_path / ".local/share/outsource"
    assert find_paths().config == tmp_path / ".config/outsource"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_platforms_have_one_folder_of_their_own(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    base = tmp_path / ("Library/Application Support" if platform == "darwin" else "Local")
    assert find_paths().data == find_paths().config == base / "outsource"


def test_paths_take_path_objects(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path / "c", str(tmp_path / "s"))
    assert (paths.data, paths.config, paths.state) == (tmp_path, tmp_path / "c", tmp_path / "s")
