"""Half-typed text: saved a second after a key, so that a crash loses no more than that, and a lock nothing."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, QTimer

DELAY = 1000


class Drafts(QObject):
    """Half-typed texts by the key of their field.

    ``save`` takes a key and its text, empty when there is none any more; what it raises leaves the text to be saved
    with the next key typed or the next ``flush``.
    """

    def __init__(self, save: Callable[[str, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts: dict[str, str] = {}
        self._save = save
        self._unsaved: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.flush)

    def open(self, texts: Mapping[str, str]) -> None:
        """Begin with the texts that were saved before."""
        self._timer.stop()
        self._unsaved.clear()
        self.texts = {key: text for key, text in texts.items() if text}

    def type(self, key: str, text: str) -> None:
        """Take the text of a field as it is now."""
        if text:
            self.texts[key] = text
        elif self.texts.pop(key, None) is None:
            return
        self._unsaved.add(key)
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, keys: Iterable[str]) -> None:
        """Forget texts that have become part of the case; their drafts were cleared with that."""
        for key in keys:
            self._unsaved.discard(key)
            self.texts.pop(key, None)

    def flush(self) -> None:
        """Save every text that is not saved yet, now."""
        self._timer.stop()
        for key in sorted(self._unsaved):
            self._save(key, self.texts.get(key, ""))
            self._unsaved.discard(key)
