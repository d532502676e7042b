"""Presses Tab through a window and compares what it reached with what can be seen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget


class TabWalk:
    """Walks each screen that it is shown, once for each set of controls; ``faults`` has a line for what is wrong."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.walked: dict[str, int] = {}
        self._known: set[frozenset[str]] = set()

    def __call__(self, name: str, window: QWidget) -> None:
        """Walk once around and give the focus back."""
        wanted = [part for part in window.findChildren(QWidget) if _can_be_reached(part)]
        if (known := frozenset(map(_words, wanted))) in self._known:
            return
        self._known.add(known)
        start, reached = QApplication.focusWidget(), list[QWidget]()
        while len(reached) < 2 * len(wanted) + 5:
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
            part = QApplication.focusWidget()
            if part is None or part in reached:
                break
            reached.append(part)
        self.walked[name] = len(reached)
        self._compare(name, window, wanted, reached)
        if start is not None:
            start.setFocus()

    def _compare(self, name: str, window: QWidget, wanted: list[QWidget], reached: list[QWidget]) -> None:
        self.faults += [
            f"{name}: {_words(part)} is not reached"
            for part in wanted
            if not any(choice in reached for choice in _choices(part))
        ]
        first = min(range(len(reached)), key=lambda at: _corner(reached[at], window), default=0)
        order = reached[first:] + reached[:first]
        self.faults += [
            f"{name}: {_words(later)} comes after {_words(part)}"
            for at, part in enumerate(order)
            for later in order[at + 1 :]
            if _reads_before(later, part, window)
        ]


def _can_be_reached(part: QWidget) -> bool:
    takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
    return takes_tab and part.isVisible() and part.isEnabled() and not _is_hidden(part)


def _is_hidden(part: QWidget) -> bool:
    """Whether something else is drawn over its middle, unless it is only scrolled out of sight."""
    middle = part.mapTo(part.window(), part.rect().center())
    seen = (
        part.window().childAt(middle) if part.visibleRegion().boundingRect().contains(part.rect()) else part
    )
    return seen is not None and seen is not part and not part.isAncestorOf(seen)


def _choices(part: QWidget) -> list[QWidget]:
    """The exclusive choices that a part is one of: Tab stops at one of them, the arrows go on to the others."""
    if not isinstance(part, QAbstractButton) or not part.isCheckable():
        return [part]
    group = part.group()
    if group is not None:
        return list(group.buttons()) if group.exclusive() or part.autoExclusive() else [part]
    siblings = part.parent().findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [other for other in siblings if other.autoExclusive()] if part.autoExclusive() else [part]


def _reads_before(part: QWidget, other: QWidget, window: QWidget) -> bool:
    """Whether a part is wholly above another, or wholly left of it in the same line."""
    if part.isAncestorOf(other) or other.isAncestorOf(part):
        return False
    box, beside = _box(part, other, window), _box(other, part, window)
    across = box.left() <= beside.right() and beside.left() <= box.right()
    along = box.top() <= beside.bottom() and beside.top() <= box.bottom()
    return (across and box.bottom() < beside.top()) or (along and box.right() < beside.left())


def _box(part: QWidget, other: QWidget, window: QWidget) -> QRect:
    """Where a part is, or the scroll area that holds it but not the other: that one stays when it scrolls."""
    above, shown = part.parentWidget(), part
    while above is not None and not above.isAncestorOf(other):
        shown = above if isinstance(above, QScrollArea) else shown
        above = above.parentWidget()
    return QRect(shown.mapTo(window, QPoint()), shown.size())


def _corner(part: QWidget, window: QWidget) -> tuple[int, int]:
    at = part.mapTo(window, QPoint())
    return at.x() // 80, at.y()  # the rail is 80 wide


def _words(part: QWidget) -> str:
    return f"{type(part).__name__} “{part.accessibleName()}”"
