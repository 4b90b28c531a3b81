"""What goes wrong, as Python's exceptions. The engine raises these."""

from __future__ import annotations


class InputError(ValueError):
    """Bad input. `str(error)` is the command line's text: place, what was found, hints on lines of their own.

    Attributes: `message` and `hint` (may be empty), `file` (or what stands for one, may be empty), `line` and
    `column` (from 1; 0: unknown).
    """

    def __init__(
        self, text: str, message: str = "", hint: str = "", file: str = "", line: int = 0, column: int = 0
    ) -> None:
        # What the engine says comes whole.
        super().__init__(text if message or not hint else f"{text}\n  {hint}")
        self.message = message or text
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type, tuple[str, str, str, str, int, int]]:
        return (InputError, (str(self), self.message, self.hint, self.file, self.line, self.column))


class NotCertified(RuntimeError):
    """Figures were asked of a solve that did not certify; the text tells what it could not do and why."""
