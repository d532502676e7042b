"""What a plain widget is to a screen reader: a heading, a list, an item of a list."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLE = "accessible_role"


def set_role(part: QWidget, role: QAccessible.Role, name: str) -> None:
    """Give a widget that takes no input a role and a name; `install_roles` must have been called."""
    if part.property(_ROLE) != role.value:
        part.setProperty(_ROLE, role.value)
        if QAccessible.isActive():  # Qt may have asked before: what it keeps is replaced by one with the role
            known = QAccessible.queryAccessibleInterface(part)
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))
    part.setAccessibleName(name)


def install_roles() -> None:
    """Have Qt ask for the roles that were set; called once, before a screen reader asks."""
    QAccessible.installFactory(_interface)


def _interface(_class: str, part: QObject) -> QAccessibleInterface | None:
    if not isinstance(part, QWidget) or (role := part.property(_ROLE)) is None:
        return None
    return QAccessibleWidget(part, QAccessible.Role(role))
