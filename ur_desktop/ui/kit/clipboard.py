"""The clipboard, so far as this program filled it."""

from PySide6.QtGui import QClipboard, QGuiApplication


def clear_clipboard() -> None:
    """Empty the clipboard and the selection where what they hold was copied in this program."""
    clipboard = QGuiApplication.clipboard()
    # Without a screen the clipboard is the process's own, which Qt does not call owning it.
    if clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen":
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
