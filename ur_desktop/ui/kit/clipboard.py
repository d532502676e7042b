"""What this program copied to the clipboard."""

from PySide6.QtGui import QClipboard, QGuiApplication


def clear_clipboard() -> None:
    """Clear the clipboard and the selection if this program filled them."""
    clipboard = QGuiApplication.clipboard()
    # Off-screen, the clipboard belongs to the process, but Qt does not report that as owning it.
    if clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen":
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
