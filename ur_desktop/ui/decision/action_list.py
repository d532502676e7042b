"""The actions that a reviewer may take on a finding: each with its key, or with the reason it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QWidget

from ur_desktop.domain.determination import Action, Standing, refusal, shortfall
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.letter.words import capital, listed
from ur_desktop.domain.reviewer import Role
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box, draw_key_cap
from ur_desktop.ui.kit.panels import Card

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """How an action is offered: its words, its key, its button, and the heading of its signature if it is signed."""

    words: str
    key: str
    button: str
    signs: str = ""


ACTION_OFFERS: Mapping[Action, ActionOffer] = {
    Action.APPROVE: ActionOffer("Approve as requested", "A", "Sign approval", "Sign the approval"),
    Action.DENY: ActionOffer("Deny", "D", "Sign denial", "Sign the denial"),
    Action.REFER: ActionOffer("Refer to a physician", "R", "Send to physician"),
    Action.REQUEST_INFORMATION: ActionOffer("Request information", "I", "Prepare letter"),
    Action.SEND_BACK: ActionOffer("Send back to the nurse", "S", "Send back"),
}


def offered_actions(role: Role) -> tuple[Action, ...]:
    """The actions that a role is shown, in order; some of them may be refused on a finding."""
    if role is Role.PHYSICIAN:
        return (Action.APPROVE, Action.DENY, Action.REQUEST_INFORMATION, Action.SEND_BACK)
    return (Action.APPROVE, Action.REFER, Action.REQUEST_INFORMATION)


def refusals(role: Role, finding: Finding, standing: Standing, physician: str) -> dict[Action, str]:
    """Why each offered action is refused, or an empty text; ``physician`` is the user id a referral would go to."""
    found = {action: refusal(action, role, finding, standing) for action in offered_actions(role)}
    if found.get(Action.REFER) == "" and not physician:
        found[Action.REFER] = "No physician reviewer has an account in this vault yet."
    return found


def first_choice(refused: Mapping[Action, str], finding: Finding, wanted: str) -> Action | None:
    """The action to select first: the one of the draft, else the likely one; none when a physician must choose."""
    able = [action for action, reason in refused.items() if not reason]
    likely = (Action.APPROVE,) if finding.supports_approval else ()
    if finding.undetermined and not finding.unmet:
        likely = (
            Action.REQUEST_INFORMATION,
        )  # nothing speaks against it, so what is missing is asked for first
    ways = (*(action for action in able if action.value == wanted), *likely, Action.REFER)
    return next((action for action in ways if action in able), None)


def act_note(action: Action, finding: Finding) -> str:
    """The second line of an action: what it means on this finding."""
    missing = listed([item.id for item in finding.undetermined])
    met = f"Every criterion{' that is due' if finding.not_yet_due else ''} is met."
    against = "Exception to the criteria: your reasons are saved."
    return {
        Action.APPROVE: met if finding.supports_approval else against,
        Action.DENY: f"{capital(shortfall(finding))}. Member and provider get a letter with your reasons.",
        Action.REFER: "A physician decides. You send the finding, your question and your note.",
        Action.REQUEST_INFORMATION: f"Request {missing}, with reasons."
        if missing
        else "Request what could change the finding.",
        Action.SEND_BACK: "Returns to the nurse with your instructions.",
    }[action]


class ActionList(Card):
    """The actions as radio buttons, each with its key; a refused one is shown with the reason."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.setAccessibleName("Your action")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(0)
        self.column.addLayout(self._grid)
        self._buttons: dict[Action, ActionOption] = {}

    def show_actions(self, refused: Mapping[Action, str], finding: Finding) -> None:
        """Offer the actions in order; one with a reason is disabled."""
        for button in self._buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for row, (action, reason) in enumerate(refused.items()):
            note = reason or act_note(action, finding)
            button = ActionOption(ACTION_OFFERS[action], note, refused=bool(reason), parent=self)
            button.clicked.connect(lambda _on, action=action: self.chosen.emit(action))
            self._buttons[action] = button
            self._grid.addWidget(button, row, 0)
            button.show()  # at once: what a layout shows later can't take the keyboard now

    def choose(self, action: Action | None) -> bool:
        """Choose an action if it is not refused; return whether it is now the chosen one."""
        button = self._buttons.get(action) if action else None
        if button is None or not button.isEnabled():
            return False
        if not button.isChecked():
            button.setChecked(True)
            self.chosen.emit(action)
        return True

    def fold(self, *, on: bool) -> None:
        """Show only the chosen action, or all of them again; every key still chooses."""
        for button in self._buttons.values():
            button.setVisible(button.isChecked() or not on)

    def button(self, action: Action | None) -> "ActionOption | None":
        """Return the option of an action."""
        return self._buttons.get(action) if action else None

    def buttons(self) -> tuple["ActionOption", ...]:
        """Return every option shown."""
        return tuple(self._buttons.values())


class ActionOption(QRadioButton):
    """One action, 50 px high: its words, what it means here or why it is refused, and its key."""

    ring_radius = 8

    def __init__(self, act: ActionOffer, note: str, *, refused: bool, parent: QWidget) -> None:
        super().__init__(act.words, parent)
        self.act, self.note = act, note
        self.setEnabled(not refused)
        self.setAccessibleName(act.words)
        self.setAccessibleDescription(note if refused else f"{note} Key {act.key}")
        self.setFixedHeight(50)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.ArrowCursor if refused else Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(320, 50)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 50)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, on, able = QPainter(self), self.isChecked(), self.isEnabled()
        if on:
            draw_box(painter, QRectF(self.rect()), Edge("accent", 2, 8), "accent_tint")
        elif able and self.underMouse():
            draw_box(painter, QRectF(self.rect()), Edge("hover", 1, 8), "hover")
        if able:
            self._draw_circle(painter, on=on)
            draw_key_cap(painter, self.width() - 13, 25, self.act.key, "muted", "control")
        else:
            theme.draw_icon(painter, QPointF(14, 17), "lock-simple", "muted")
        room = self.width() - 42 - (46 if able else 14)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text" if able else "muted"))
        painter.drawText(QRectF(42, 6, room, 20), int(_LEFT), self.text())
        painter.setFont(theme.font("second"))
        painter.setPen(theme.color("muted"))
        shown = painter.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(42, 25, room, 18), int(_LEFT), shown)

    def _draw_circle(self, painter: QPainter, *, on: bool) -> None:
        draw_box(
            painter, QRectF(13, 16, 18, 18), Edge("accent" if on else "control", 2 if on else 1, 9), "surface"
        )
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(22, 25), 4.5, 4.5)
