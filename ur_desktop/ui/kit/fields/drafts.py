"""What is half typed: told a second after a key, so that a crash loses no more than that, a lock nothing."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

DELAY = 1000


class Drafts(QObject):
    """Texts by the key of their field; ``changed`` carries a key and its text, empty once it is kept."""

    changed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts: dict[str, str] = {}
        self._untold: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.flush)

    def open(self, texts: Mapping[str, str]) -> None:
        """Begin with what was half typed before."""
        self._timer.stop()
        self._untold.clear()
        self.texts = {key: text for key, text in texts.items() if text}

    def type(self, key: str, text: str) -> None:
        """Take in what a field says now."""
        if text:
            self.texts[key] = text
        elif self.texts.pop(key, None) is None:
            return
        self._untold.add(key)
        if not self._timer.isActive():
            self._timer.start()

    def keep(self, key: str) -> None:
        """Forget a text that was saved for good."""
        self._untold.discard(key)
        if self.texts.pop(key, None) is not None:
            self.changed.emit(key, "")

    def flush(self) -> None:
        """Tell whatever is half typed, now."""
        self._timer.stop()
        for key in sorted(self._untold):
            self.changed.emit(key, self.texts.get(key, ""))
        self._untold.clear()
