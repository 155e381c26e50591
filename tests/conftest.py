"""What most tests work with: a workspace in a folder of its own and a clock that stands still."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from outsource_tui.domain import formats
from outsource_tui.domain.clock import FixedClock
from outsource_tui.services import services as services_module
from outsource_tui.services.services import Services
from outsource_tui.store.workspace import Change, Workspace, Written
from outsource_tui.ui.app import OutsourceApp
from tests.hiring import Hiring
from tests.studio import NOW, Studio

_SERVICES = str(Path(services_module.__file__).parent)


@pytest.fixture(autouse=True)
def one_verb_is_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold in every test that a verb of a service saves once at most, so that one undo takes it back."""
    write = Workspace.write
    last: list[FrameType] = []

    def watched(workspace: Workspace, change: Change) -> Written:
        frame, verb = sys._getframe(1), None
        while frame is not None:
            if frame.f_code.co_filename.startswith(_SERVICES):
                verb = frame
            frame = frame.f_back  # type: ignore[assignment]
        if verb is not None and change.batch is None:
            assert verb not in last, f"{verb.f_code.co_qualname} saved twice; one undo cannot take it back"
            last[:] = [verb]
        return write(workspace, change)

    monkeypatch.setattr(Workspace, "write", watched)


@pytest.fixture(autouse=True)
def survived(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """Hold in every test that the app met nothing it could only survive; a test that expects it clears the list."""
    met: list[Exception] = []
    survive = OutsourceApp.survive

    def noting(app: OutsourceApp, error: Exception) -> None:
        met.append(error)
        survive(app, error)

    monkeypatch.setattr(OutsourceApp, "survive", noting)
    yield met
    for error in met:
        raise error


@pytest.fixture(autouse=True)
def usual_formats() -> Iterator[None]:
    """Leave dates, times and figures to the next test as everybody writes them."""
    yield
    formats.use(formats.Formats())


@pytest.fixture
def clock() -> FixedClock:
    """A clock at 2026-11-23 10:00, an hour east of Greenwich."""
    return FixedClock(NOW)


@pytest.fixture
def studio(tmp_path: Path, clock: FixedClock) -> Studio:
    """An empty workspace with its services."""
    return Studio(tmp_path / "data", clock=clock)


@pytest.fixture
def workspace(studio: Studio) -> Workspace:
    """The studio's workspace."""
    return studio.workspace


@pytest.fixture
def services(studio: Studio) -> Services:
    """The studio's services."""
    return studio.services


@pytest.fixture
def make_studio(tmp_path: Path, clock: FixedClock) -> Callable[[str], Studio]:
    """Return studios in folders of their own by name."""
    return lambda name: Studio(tmp_path / name, clock=clock)


@pytest.fixture
def hiring(studio: Studio) -> Hiring:
    """The studio with a task of 20 h a month that can be handed out."""
    return Hiring(studio)
