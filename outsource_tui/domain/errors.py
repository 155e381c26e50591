"""The errors people meet: one sentence each (what, where, what to do) and the exit code of a command."""


class OutsourceError(Exception):
    """Something the user should read; `str(error)` is one sentence, `exit_code` what a command ends with."""

    exit_code = 1


class InputError(OutsourceError):
    """Wrong usage or wrong input: nothing was changed."""

    exit_code = 2

    def __init__(self, sentence: str, *, field: str = "", hint: str = "") -> None:
        """Keep the sentence; `field` names the input it is about, `hint` a value that would work."""
        super().__init__(sentence)
        self.field = field
        self.hint = hint


class RuleError(InputError):
    """A rule of the method stands in the way; a typed reason lets the user go on."""


class NotYetError(InputError):
    """Something is missing before this step opens; the sentence names it."""


class StoreError(OutsourceError):
    """The file or folder could not be read or written; the old data is whole."""


class DamagedError(StoreError):
    """The workspace file cannot be read as it should be."""


class NewerError(StoreError):
    """The workspace was written by a newer version; it was left untouched."""


class LockedError(StoreError):
    """Another process holds the lock and did not let go in time."""
