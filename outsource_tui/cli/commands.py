"""All commands by name; each group's module is imported when one of its commands is called."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from outsource_tui.cli import paper
from outsource_tui.cli.opening import take_folder
from outsource_tui.config.paths import Paths, find_paths
from outsource_tui.domain.errors import OutsourceError
from outsource_tui.domain.text import clean_line
from outsource_tui.store import copies

if TYPE_CHECKING:
    from outsource_tui.store.workspace import Workspace


class Entry(NamedTuple):
    """A command: where it lives and the line that help shows; `module` is empty for those that never see click."""

    name: str
    module: str
    help: str


CAPTURE = "Log"
LOOK = "Look"
MOVE = "In and out"
SAFE = "Keep safe"
ABOUT = "About"
GROUPS: dict[str, tuple[Entry, ...]] = {
    CAPTURE: (
        Entry("log", "", "Log what you did: TEXT [45m or 9-10:30] [+tag] [@project] [:like ...]"),
        Entry("start", "", "Start a timer; one that runs is stopped first."),
        Entry("stop", "", "Stop the timer and keep its entry."),
        Entry("cancel", "", "Throw the running timer away."),
        Entry("status", "", "Say what is being timed; --short for prompts."),
        Entry("undo", "history", "Take back the last change made from the command line."),
    ),
    LOOK: (
        Entry("today", "", "Show today's entries."),
        Entry("due", "", "List everything whose date has come."),
        Entry("report", "", "Show time and stress by activity, with both Paretos."),
    ),
    MOVE: (
        Entry("import", "transfer", "Take in a time log from another program."),
        Entry("export", "transfer", "Write entries, a brief, candidates or dates to a file."),
    ),
    SAFE: (
        Entry("check", "safekeeping", "Verify every record and link; --repair rescues what can be read."),
        Entry("backup", "safekeeping", "Make a dated copy."),
        Entry("restore", "safekeeping", "Go back to a copy; without a name, list them."),
        Entry("merge", "safekeeping", "Take in a copy of the workspace changed elsewhere."),
    ),
    ABOUT: (
        Entry("where", "place", "Show where everything is kept."),
        Entry("keys", "place", "List all actions and their keys."),
        Entry("demo", "show", "Open a believable fortnight in a throw-away folder."),
        Entry("serve", "show", "Use the app in a browser on this machine."),
    ),
}
ENTRIES = {entry.name: entry for entries in GROUPS.values() for entry in entries}


class Place:
    """What every command is given: the folders, found when they are first needed."""

    def __init__(self, at: str | None) -> None:
        """Keep what `--at` said."""
        self.at = at
        self._paths: Paths | None = None

    @property
    def paths(self) -> Paths:
        """Return the folders of this call."""
        if self._paths is None:
            self._paths = find_paths(self.at)
            paper.use_formats(self._paths.settings_file)
        return self._paths

    def tell(self, workspace: Workspace) -> None:
        """Say what there is to mind about the files of a workspace."""
        paper.tell([*(notice.text for notice in workspace.notices), *copies.notices(workspace.folder)])


def nearest(word: str, choices: list[str]) -> str:
    """Return the choice that looks most like `word`, or nothing."""
    return next(iter(get_close_matches(word, choices, 1, 0.6)), "")


class LazyGroup(click.Group):
    """The commands of GROUPS; a module is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in the order of the help."""
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        if not entry.module:
            return click.Command(entry.name, short_help=entry.help)
        module = import_module(f"outsource_tui.cli.{entry.module}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments; an unknown name is refused with the nearest one."""
        command = self.get_command(ctx, args[0])
        if command is None:
            raise click.UsageError(unknown_command(args[0]))
        return args[0], command, args[1:]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by group, without importing them."""
        for title, entries in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(entry.name, entry.help) for entry in entries], col_max=10)


def unknown_command(word: str) -> str:
    """Return the sentence for a command that does not exist."""
    shown = clean_line(word)[:40]
    near = nearest(word, list(ENTRIES))
    advice = f"did you mean {near}?" if near else "outsource --help lists them."
    return f'There is no command "{shown}"; {advice}'


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        paper.out(f"outsource {version('outsource-tui')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Decide what to stop doing yourself, and see it through. Without a command the app opens.",
    epilog="--at DIR, or OUTSOURCE_HOME, keeps data, settings and backups in one folder.",
)
@click.option("--at", metavar="DIR", help="Keep everything in this folder.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def outsource(ctx: click.Context, at: str | None) -> int:
    """Open the app when no command was given."""
    ctx.obj = Place(at)
    if ctx.invoked_subcommand is not None:
        return 0
    from outsource_tui.cli.opening import open_app

    return open_app(ctx.obj.paths)


def sentence_of(error: click.ClickException) -> str:
    """Return click's complaint as one sentence that says what to do."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "outsource"
    if isinstance(error, click.NoSuchOption):
        names = [name for param in context.command.params for name in param.opts] if context is not None else []
        near = nearest(error.option_name, [*names, "--help", "--at"])
        advice = f"did you mean {near}?" if near else f"see {path} --help."
        return f'"{clean_line(error.option_name)[:40]}" is no option of {path}; {advice}'
    message = clean_line(error.format_message())
    if isinstance(error, click.BadOptionUsage) and "does not take a value" in message:
        return f"{clean_line(error.option_name)[:40]} takes no value; leave out the = and what follows it."
    if isinstance(error, click.UsageError) and context is not None and not message.endswith("?"):
        message = message.rstrip(".")
        return message + "." if "--help" in message else f"{message}; see {path} --help."
    return message


def main(command: str, arguments: list[str]) -> int:
    """Carry out a command ("" opens the app or shows help) with its arguments; return the exit code."""
    if "_OUTSOURCE_COMPLETE" in os.environ:
        outsource.main(prog_name="outsource")
    try:
        at, rest = take_folder(arguments)
        words = [*(["--at", at] if at is not None else []), *([command] if command else []), *rest]
        result: Any = outsource.main(words, prog_name="outsource", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        paper.say(sentence_of(error))
        return error.exit_code
    except OutsourceError as error:
        paper.say(str(error))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (click.Abort, KeyboardInterrupt):
        return 130
