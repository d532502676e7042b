"""End early: why a case ends without a clinical decision, what follows from it, and the signature."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.casework.early_end import EndStart
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.readiness import Problem
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.decision.end_form import EndForm
from ur_desktop.ui.decision.end_options import END_OFFERS, EndOptions
from ur_desktop.ui.decision.end_panel import EndPanel
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.drafts import Drafts
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.text import plural

Judge = Callable[[EarlyEnd, str], tuple[Problem, ...]]
"""Says what keeps a case from being ended, with the reason of its letters."""
CHOICE = "choice"
WIDEST = 968
ROOM_FOR_PANEL = 1100


class EndScreen(FocusScope):
    """The reasons and the fields of one at the left, what follows at the right, at the foot the signature.

    ``signing`` carries the `EarlyEnd`, the reason of the letters and the password; ``left`` follows Esc.
    ``draft_changed`` carries a key and its text a second after the last key, or at once with `flush_drafts`.
    """

    signing = Signal(object, str, str)
    left = Signal()
    draft_changed = Signal(str, str)

    def __init__(self, me: Callable[[], Reviewer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("End this case early")
        self._me = me
        self._start: EndStart
        self._judge: Judge = lambda _end, _reason: ()
        self._first_fault: QWidget | None = None
        self.page = ScrollPage("Why the case ends", parent=self)
        self.banner = Banner()
        self.options, self.form, self.panel = EndOptions(), EndForm(), EndPanel(self)
        self.options.chosen.connect(self._chosen)
        self.form.changed.connect(self._typed)
        self.drafts = Drafts(self.draft_changed.emit, self)
        self.sign = SignPanel(me, self)
        self.sign.confirmed.connect(self.act)
        self.sign.left.connect(self._leave_sign)
        self.bar = ActionBar(parent=self)
        self.back = KeyButton("Back to the case", key="Esc", parent=self)
        self.back.clicked.connect(self.left)
        self.primary = KeyButton("Sign", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self)
        self.primary.clicked.connect(self.act)
        self.bar.add(self.back)
        self.bar.add(self.primary)
        self.bar.go_to_field.connect(self._lead)
        self._lay_out()

    def home(self) -> QWidget:
        reason = self.form.reason
        if reason is not None:
            return self.options.buttons[reason]
        return next((button for button in self.options.buttons.values() if button.isEnabled()), self.page)

    def open(self, start: EndStart, *, hint: Callable[[str], str], judge: Judge) -> None:
        """Show a case to end; ``hint`` says how easily a text reads, ``judge`` what keeps it from being ended."""
        self._start, self._judge = start, judge
        self.banner.hide()
        self.sign.close_and_clear()
        self.drafts.open(start.drafts)
        self.options.show_refusals(start.refusals)
        self.form.start(start, hint)
        wanted = start.drafts.get(CHOICE, "")
        reason = EndReason(wanted) if wanted in set(EndReason) else None
        if reason is not None and start.refusals.get(reason):
            reason = None
        if reason is not None:
            self.options.buttons[reason].setChecked(True)
        self._show(reason)
        self.page.verticalScrollBar().setValue(0)

    def flush_drafts(self) -> None:
        """Save now what was typed since the last save."""
        self.drafts.flush()

    def forget_drafts(self) -> None:
        """Forget half-typed text that has become part of the case."""
        self.drafts.forget(tuple(self.drafts.texts))

    def mark_unsaved(self, sentence: str) -> None:
        """Say that a draft could not be saved."""
        self.banner.say("This is not saved.", sentence)

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Show above the reasons everything that keeps the case from being ended."""
        self.sign.close_and_clear()
        self.banner.say("This can’t be signed yet.", "\n".join(faults))
        QTimer.singleShot(0, self, lambda: self.page.ensureWidgetVisible(self.banner))

    def show_wrong_password(self, sentence: str) -> None:
        """Say that the password was not accepted, and ask for it again."""
        self.sign.wrong_password(sentence)

    def act(self) -> None:
        """Sign once a password is typed; ask for it once nothing is missing; else lead to what is."""
        reason = self.form.reason
        if reason is None:
            return
        self.banner.hide()
        if not self.sign.isHidden():
            if self.sign.complete():
                self.flush_drafts()
                self.signing.emit(self.form.value(), self.form.words(), self.sign.password.text())
            return
        if problems := self._judge(self.form.value(), self.form.words()):
            self._first_fault, others = self.form.show_problems(problems)
            if others:
                self.show_faults(others)
            self.bar.set_faults(tuple(problem.words for problem in problems))
            self.bar.words.setText(f"{plural(len(problems), 'item')} to fix: {problems[0].words}")
            self._lead()
            return
        self.sign.ask(self._button_words(reason), attest=False)
        self._tell()
        # What will be signed stays in sight above the panel, which takes its place with the next layout.
        QTimer.singleShot(0, self, lambda: self.page.ensureWidgetVisible(self.form))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        wanted = next(
            (reason for reason, offer in END_OFFERS.items() if offer.key == event.text().upper()), None
        )
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif plain and wanted is not None and self.options.choose(wanted):
            self.form.enter()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= ROOM_FOR_PANEL)

    def hideEvent(self, event: QHideEvent) -> None:
        self.sign.close_and_clear()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 11, 24, 11)
        head.setSpacing(12)
        head.addWidget(label("End this case early", "section", parent=self))
        head.addWidget(label("Without a clinical decision, from any open state", "second", parent=self), 1)
        strip = QWidget(self)
        theme.fill(strip, "surface")
        strip.setLayout(head)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 16, 0, 16)
        inside.setSpacing(16)
        for part in (self.banner, self.options):
            inside.addWidget(part)
        inside.addWidget(self.form, 1)
        line = QHBoxLayout()
        line.addWidget(body, 1)
        line.addStretch(0)
        self.page.column.addLayout(line, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.page, 1)
        middle.addWidget(Hairline(vertical=True, strong=True, parent=self))
        middle.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(Hairline(strong=True, parent=self))
        column.addLayout(middle, 1)
        column.addWidget(self.sign)
        column.addWidget(self.bar)

    def _chosen(self, reason: EndReason) -> None:
        self.drafts.type(CHOICE, reason.value)
        self._show(reason)

    def _show(self, reason: EndReason | None) -> None:
        self.sign.close_and_clear()
        self.banner.hide()
        self.form.show_reason(reason)
        self.panel.show_end(reason, self._start, self._me())
        self.primary.setVisible(reason is not None)
        if reason is not None:
            self.primary.set_word(self._button_words(reason).replace("Sign the", "Sign"))
        self._tell()

    def _button_words(self, reason: EndReason) -> str:
        end = EarlyEnd(reason)
        return f"Sign the {'administrative denial' if end.refuses else 'withdrawal' if end.has_letter else 'closure'}"

    def _tell(self) -> None:
        reason = self.form.reason
        if reason is None:
            self.bar.set_words("Choose a reason or press its key.")
        elif not self.sign.isHidden():
            self.bar.set_words("Type your password, then sign. Esc goes back.")
        elif EarlyEnd(reason).has_letter:
            self.bar.set_words("Next: your password, then the two letters to read.")
        else:
            self.bar.set_words("Next: your password. The case closes at once.")

    def _typed(self, key: str, text: str) -> None:
        self.drafts.type(key, text)
        self.sign.close_and_clear()  # the text has changed since the signature was asked for
        self._tell()

    def _lead(self) -> None:
        if self._first_fault is not None:
            self._first_fault.setFocus()
            self.page.ensureWidgetVisible(self._first_fault)

    def _leave_sign(self) -> None:
        self.sign.close_and_clear()
        self._tell()
        self.primary.setFocus()
