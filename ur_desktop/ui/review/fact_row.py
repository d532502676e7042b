"""One question of the policy about the case, with its answer."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.policy import FactKind, FactQuestion, FactValue
from ur_desktop.ui.kit.buttons import Pill
from ur_desktop.ui.kit.fields.date_edit import DateEdit
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme

_UNITS = {FactKind.YEARS: "years", FactKind.COUNT: "days"}


class FactRow(QWidget):
    """One question with its answer; ``changed`` carries the fact's name and value, None when unknown.

    Y and N answer a question of yes and no while the keyboard is on it.
    """

    changed = Signal(str, object)

    def __init__(self, fact: FactQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = fact
        self.pills: Mapping[str, Pill] = {}
        self.edit: QLineEdit | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        asked = QVBoxLayout()
        asked.setSpacing(0)
        asked.addStretch(1)
        asked.addWidget(paragraph(fact.ask, parent=self))
        self.hint = paragraph("", "second", parent=self)
        self.hint.hide()
        asked.addWidget(self.hint)
        asked.addStretch(1)
        row.addLayout(asked, 1)
        if fact.kind is FactKind.YES_NO:
            self._offer(row)
        else:
            self._ask(row)

    def set_value(self, value: FactValue | None) -> None:
        """Show a value; None is unknown."""
        if isinstance(self.edit, DateEdit):
            self.edit.set_value(value if isinstance(value, date) else None)
        elif self.edit is not None:
            self.edit.setText("" if value is None else str(value))
        else:
            said = "unknown" if value is None else "yes" if value else "no"
            self.pills[said].setChecked(True)
            self._stop_at_chosen()

    def say(self, words: str) -> None:
        """Say under the question what is known of it from elsewhere; nothing when empty."""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        for part in self.parts:
            part.setAccessibleDescription(words)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from left to right."""
        if isinstance(self.edit, DateEdit):
            return (self.edit, self.edit.button)
        return (self.edit,) if self.edit is not None else tuple(self.pills.values())

    def event(self, event: QEvent) -> bool:
        # Before the keys of the review, in which N is an answer to a criterion.
        if event.type() == QEvent.Type.ShortcutOverride and self._pill_for_key(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (pill := self._pill_for_key(event)) is not None:
            pill.setFocus(Qt.FocusReason.OtherFocusReason)
            pill.click()
        else:
            super().keyPressEvent(event)

    def _pill_for_key(self, event: QEvent) -> Pill | None:
        """The answer that a key gives."""
        if not isinstance(event, QKeyEvent) or event.modifiers():
            return None
        said = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no"}.get(Qt.Key(event.key()), "")
        return self.pills.get(said)

    def take_keyboard(self) -> None:
        """Put the keyboard on the answer."""
        chosen = next((pill for pill in self.pills.values() if pill.isChecked()), None)
        target: QWidget | None = self.edit or chosen
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        pills = {said: Pill(said.capitalize(), parent=self) for said in ("yes", "no", "unknown")}
        for said, pill in pills.items():
            group.addButton(pill)
            pill.takes_enter = False  # Enter goes to the next unanswered criterion
            pill.setAccessibleDescription(self.fact.ask)
            pill.clicked.connect(lambda _on=False, said=said: self._say(said))
            row.addWidget(pill)
        self.pills = pills

    def _ask(self, row: QHBoxLayout) -> None:
        if self.fact.kind is FactKind.DATE:
            edit: QLineEdit = DateEdit(self)
            edit.setFixedWidth(148)
            edit.textChanged.connect(self._date_typed)
        else:
            edit = QLineEdit(self)
            edit.setValidator(QIntValidator(0, 999, edit))
            edit.setFixedWidth(72)
            row.addWidget(edit)
            row.addWidget(label(_UNITS.get(self.fact.kind, ""), "second", parent=self))
        edit.setFixedHeight(32)
        edit.setFont(theme.font("body", tabular=True))
        edit.setAccessibleName(self.fact.ask)
        edit.editingFinished.connect(self._typed)
        edit.returnPressed.connect(self.focusNextChild)
        if self.fact.kind is FactKind.DATE:
            row.addWidget(edit)
        self.edit = edit

    def _stop_at_chosen(self) -> None:
        """Let Tab stop once, at the chosen answer; ← and → move on from there."""
        for pill in self.pills.values():
            on = pill.isChecked()
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)

    def _say(self, said: str) -> None:
        self._stop_at_chosen()
        self.changed.emit(self.fact.name, {"yes": True, "no": False}.get(said))

    def _date_typed(self) -> None:
        if isinstance(self.edit, DateEdit) and self.edit.value() is not None:
            self.changed.emit(self.fact.name, self.edit.value())

    def _typed(self) -> None:
        if isinstance(self.edit, DateEdit):
            self.changed.emit(self.fact.name, self.edit.value())
        elif self.edit is not None:
            self.changed.emit(self.fact.name, int(self.edit.text()) if self.edit.text() else None)
