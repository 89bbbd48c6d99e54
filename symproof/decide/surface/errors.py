"""What went wrong in a text that was read: where, what was expected, what was found."""

from __future__ import annotations


class ReadError(ValueError):
    """A text that is not a claim. `column` counts from 1 in `text`; 0 when the place is the whole text."""

    def __init__(self, message: str, text: str = "", column: int = 0) -> None:
        super().__init__(message)
        self.message, self.text, self.column = message, text, column

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}" if self.column else self.message

    def shown(self) -> str:
        """The message with the piece of text around the place and a caret below it."""
        if not self.column or not self.text:
            return str(self)
        start = max(0, min(self.column - 1, len(self.text)) - 50)
        piece = self.text[start:start + 100].replace("\n", " ")
        lead, trail = "…" if start else "", "…" if start + 100 < len(self.text) else ""
        return f"{self}\n    {lead}{piece}{trail}\n    {' ' * (len(lead) + self.column - 1 - start)}^"
