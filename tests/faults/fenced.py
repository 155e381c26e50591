"""The app for a monkey: it may do anything but write outside its home, whatever file it picks for an export."""

import sys
from pathlib import Path

from outsource_tui.config.paths import find_paths
from outsource_tui.domain.errors import InputError
from outsource_tui.services.exports import Export, ExportService

_save = ExportService.save


def _save_at_home(self: ExportService, export: Export, path: Path | str) -> Path:
    home = find_paths().data
    if not Path(path).expanduser().absolute().resolve().is_relative_to(home.resolve()):
        raise InputError("The monkey stays at home; pick a file there.")
    return _save(self, export, path)


if __name__ == "__main__":
    from outsource_tui.__main__ import main

    ExportService.save = _save_at_home  # type: ignore[method-assign]
    sys.argv = ["outsource"]
    sys.exit(main())
