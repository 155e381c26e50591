"""The way in: the quick log goes straight to `capture`, everything else to the commands."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

CAPTURE = frozenset(("log", "start", "stop", "cancel", "status"))
READING = frozenset(("today", "due", "report"))


def split_command(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the command and all other arguments in their order; an empty command when there is none.

    `--at DIR` may stand before the command.
    """
    place = 0
    while place < len(arguments) and arguments[place] != "--":
        if arguments[place] == "--at":
            place += 2
        elif arguments[place].startswith("-"):
            place += 1
        else:
            return arguments[place], arguments[:place] + arguments[place + 1 :]
    return "", list(arguments)


def _only_a_folder(arguments: list[str]) -> bool:
    """Tell whether nothing is said but, perhaps, which folder: then the app opens."""
    if not arguments:
        return "_OUTSOURCE_COMPLETE" not in os.environ
    return len(arguments) == 2 and arguments[0] == "--at"


def run(arguments: list[str]) -> int:
    """Carry out a command line without the program's name; return the exit code."""
    command, rest = split_command(arguments)
    if command in CAPTURE:
        from outsource_tui import capture

        return capture.main(command, rest)
    if command in READING:
        from outsource_tui.cli import reading

        return reading.main(command, rest)
    if not command and _only_a_folder(rest):
        from outsource_tui.cli import opening

        return opening.main(rest)
    from outsource_tui.cli import commands

    return commands.main(command, rest)


def _unforeseen(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    """Say one sentence about what nobody foresaw, and write down where in the code it was, without user data."""
    if issubclass(kind, KeyboardInterrupt):
        return
    from outsource_tui.cli.unforeseen import report

    report(error)


def _leave(code: int) -> None:
    """End this process now: taking every entry of a long log apart first would only keep the shell waiting.

    All that is to last was synced when it was done, and a terminal that has gone away takes no last words.
    """
    try:
        sys.stderr.flush()
        if sys.stdout is not None:
            sys.stdout.flush()
    finally:
        os._exit(code)


def _stand_in() -> None:
    """Let nothing be read and talk go nowhere where stdin or stderr was closed; paper tells of a closed stdout."""
    for name, mode in (("stdin", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stands to the end


def main() -> int:
    """Carry out the command line of this process; return the exit code."""
    sys.excepthook = _unforeseen
    _stand_in()
    arguments = sys.argv[1:]
    code = run(arguments)
    command, rest = split_command(arguments)
    if command in CAPTURE or command in READING or (not command and _only_a_folder(rest)):
        _leave(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
