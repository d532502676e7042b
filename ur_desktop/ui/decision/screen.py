"""The Determination tab: the finding, the actions that the reviewer may take, and the signature."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.casework.decision import Start
from ur_desktop.domain.case import Case
from ur_desktop.domain.dates import clock_words
from ur_desktop.domain.determination import (
    ADVERSE,
    Action,
    Determination,
    PeerToPeer,
    Standing,
    determine,
    refusal,
)
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.readiness import Problem
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.ui.decision.action_list import ACTION_OFFERS, first_choice, refusals
from ur_desktop.ui.decision.page import DecisionBar, DecisionPage
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.kit.fields.drafts import Drafts
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.parts.finding_panel import FindingPanel
from ur_desktop.ui.parts.finding_text import completed_words

JUDGED_AFTER = 400
"""Milliseconds after the last key before what was typed is judged."""
Judge = Callable[[Determination, bool], tuple[Problem, ...]]
"""Says what keeps a determination from being signed; with True also what only the typeset pages show."""


class Decision(FocusScope):
    """The Determination tab: the finding at the left; the action, its texts and its dates at the right.

    ``me`` gives who is signed in, as they are called when they sign.
    Emits `Referral` with the physician's user id, `InformationRequest`, `PeerToPeer`, and the words of a
    send-back. What is signed goes out as `Determination` with the password typed; faults come back to
    `show_faults`. ``draft_changed`` carries a key and its text a second after the last key, or at once with
    `flush_drafts`.
    """

    referred = Signal(object, str)
    information_requested = Signal(object)
    sent_back = Signal(str)
    peer_to_peer_offered = Signal(object)
    recipient_confirmed = Signal(str)
    signing = Signal(object, str)
    draft_changed = Signal(str, str)
    saved_for_later = Signal()
    end_early = Signal()

    def __init__(
        self, me: Callable[[], Reviewer], now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Determination")
        self._me, self._now = me, now
        self.action: Action | None = None
        self._case: Case
        self._finding: Finding
        self._standing = Standing()
        self._refused: dict[Action, str] = {}
        self._unsaved: set[str] = set()
        self._first_fault: QWidget | None = None
        self._is_checked = False
        self.finding_panel = FindingPanel(self)
        self.page = DecisionPage(self)
        self.banner, self.options, self.form = self.page.banner, self.page.options, self.page.form
        self.options.chosen.connect(self._chosen)
        self.page.others.clicked.connect(self._choose_again)
        self.page.end.clicked.connect(self.end_early)
        self.form.changed.connect(self._typed)
        self.editors, self.offer = self.form.editors, self.form.offer
        self.offer.offered.connect(self._offered)
        self.form.recipient.confirmed.connect(self.recipient_confirmed)
        self._judge: Judge = lambda _wanted, _pages: ()
        self._soon = QTimer(self, singleShot=True, interval=JUDGED_AFTER)
        self._soon.timeout.connect(self._judge_typed)
        self.drafts = Drafts(self._save_draft, self)
        self.sign = SignPanel(me, self)
        self.sign.confirmed.connect(self.act)
        self.sign.left.connect(self._leave_sign)
        self.bar = DecisionBar(self)
        self.bar.go_to_field.connect(self._lead)
        self.bar.keep.clicked.connect(self._save_for_later)
        self.bar.primary.clicked.connect(self.act)
        self._lay_out()

    def home(self) -> QWidget:
        return self.options.button(self.action) or self.page

    def open(
        self, start: Start, *, hint: Callable[[str], str], judge: Judge = lambda _wanted, _pages: ()
    ) -> None:
        """Show a case to decide; ``hint`` says how easily a text reads, ``judge`` what keeps it from being signed."""
        self._judge = judge
        self._soon.stop()
        self._case, self._finding, self._standing = start.case, start.finding, start.standing
        by_you, now = start.standing.completed_by == self.reviewer.user_id, self._now()
        by = "you" if by_you else start.completed_by
        completed = completed_words(now, start.completed_at, by) if start.completed_at and by else ""
        self.finding_panel.show_finding(start.finding, start.cure, completed=completed, by_you=by_you)
        self.page.referral.show_referral(start.referral, start.referred_by, now)
        self.form.start(start, hint)
        self.offer.start(
            start.peer_to_peer_until,
            offered=start.standing.peer_to_peer_offered,
            needed=start.standing.needs_peer_to_peer,
        )
        note = refusal(Action.DENY, self.reviewer.role, start.finding, start.standing)
        self.page.who_denies.setText(note if self.reviewer.role is Role.NURSE else "")
        self.drafts.open(start.drafts)
        self._unsaved.clear()
        self._is_checked = False
        self._offer_actions(start.drafts.get("action", ""))
        if start.void is not None and start.voided is not None:
            self.banner.say("The determination was voided.", start.void.reason)
        self.page.verticalScrollBar().setValue(0)

    @property
    def reviewer(self) -> Reviewer:
        """The signed-in reviewer, with the name and license of this moment."""
        return self._me()

    def set_standing(self, standing: Standing) -> None:
        """Show a change of the case: a peer-to-peer offer was recorded, or an information request is past due."""
        offered = standing.peer_to_peer_offered
        if offered != self._standing.peer_to_peer_offered:
            self.offer.show_offered(offered, needed=standing.needs_peer_to_peer)
        if standing.recipient != self._standing.recipient:
            self.form.show_recipient(standing.recipient)
        self._standing = standing
        if self._refusals() != self._refused:
            self._offer_actions(self.action.value if self.action else "")

    def flush_drafts(self) -> None:
        """Save now what was typed since the last save, and what could not be saved then."""
        self._try_again()
        self.drafts.flush()

    def forget_drafts(self) -> None:
        """Forget half-typed text that has become part of the case."""
        self._soon.stop()
        self.drafts.forget(tuple(self.drafts.texts))
        self._unsaved.clear()

    @property
    def is_unsaved(self) -> bool:
        """Whether some half-typed text could not be saved."""
        return bool(self._unsaved)

    def mark_unsaved(self, key: str, sentence: str) -> None:
        """Say that the last draft could not be saved; it is tried again with the next one."""
        self._unsaved.add(key)
        self.banner.say("This is not saved.", sentence)

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Show above the form everything that keeps the determination from being signed."""
        self.sign.close_and_clear()
        self.banner.say("This can’t be signed yet.", "\n".join(faults))
        self.bar.show_fault_count(faults)
        self._first_fault = self.options.button(self.action)
        self.page.ensure_visible(self.banner)

    def show_wrong_password(self, sentence: str) -> None:
        """Say that the password was not accepted, and ask for it again."""
        self.sign.wrong_password(sentence)

    def act(self) -> None:
        """Take the chosen action, or lead to the first field that still needs something.

        What the program chose and filled in is not sent by the key that came here: its fields are shown first.
        """
        if self.action is None:
            return
        self.banner.hide()
        faults = tuple(self.form.faults())
        if faults:
            self._first_fault = faults[0][1]
            self.bar.set_faults(tuple(name for name, _widget in faults))
            self._lead()
        elif self.form.blanks():
            self._tell()
            self.form.next_blank()
        elif ACTION_OFFERS[self.action].signs:
            self._sign(self.action)
        elif not self._is_checked:
            self._is_checked = True
            self.form.enter()
            self._tell("Check it, then press Ctrl+Enter again.")
        else:
            self._send(self.action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        wanted = next(
            (action for action, item in ACTION_OFFERS.items() if item.key == event.text().upper()), None
        )
        if event.key() == Qt.Key.Key_Escape:
            self._back_to_options()
        elif plain and wanted is not None and self.options.choose(wanted):
            self._is_checked = True
            self.page.fold(on=True)
            self.form.enter()
            self.page.ensure_visible(self.focusWidget() or self.form)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finding_panel.fit_in(self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        self._soon.stop()  # by the time it rings, the case may be signed, closed or locked
        super().hideEvent(event)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.page, 1)
        right.addWidget(self.sign)
        right.addWidget(self.bar)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.finding_panel)
        whole.addWidget(Hairline(vertical=True, strong=True, parent=self))
        whole.addLayout(right, 1)

    def _offer_actions(self, wanted: str) -> None:
        self._refused = self._refusals()
        self.options.show_actions(self._refused, self._finding)
        first = first_choice(self._refused, self._finding, wanted)
        with QSignalBlocker(self.options):
            self.options.choose(first)
        self._show_action(first)
        self.page.fold(on=False)
        self.setFocus()

    def _refusals(self) -> dict[Action, str]:
        asked = self.form.referral_row.chosen()
        return refusals(self.reviewer.role, self._finding, self._standing, asked)

    def _chosen(self, action: Action) -> None:
        self._is_checked = True
        self._show_action(action)
        self.drafts.type("action", action.value)

    def _show_action(self, action: Action | None) -> None:
        self.action = action
        self.sign.close_and_clear()
        self.banner.hide()
        self.form.show_action(action)
        self.bar.show_act(action)
        self._tell()

    def _sign(self, action: Action) -> None:
        if not self.sign.isHidden():
            if self.sign.complete():
                self.flush_drafts()
                attested = self.sign.conflict.isChecked()
                signed = self.form.determination(self.reviewer, self._now(), no_conflict=attested)
                self.signing.emit(signed, self.sign.password.text())
            return
        wanted = self.form.determination(self.reviewer, self._now(), no_conflict=True)
        try:
            determine(wanted, self._finding, self._standing, self._case.request)
        except NotAuthorized as error:
            self.show_faults(error.faults)
            return
        if problems := self._judge(wanted, True):
            field = self.form.show_problems(problems)
            self.show_faults(tuple(problem.words for problem in problems))
            self._first_fault = field or self._first_fault
            return
        self.sign.ask(ACTION_OFFERS[action].signs, attest=action in ADVERSE)
        self.page.fold(on=True)
        self._tell()

    def _send(self, action: Action) -> None:
        self.flush_drafts()
        form, now = self.form, self._now()
        if action is Action.REFER:
            self.referred.emit(form.referral(self.reviewer.user_id, now), form.referral_row.chosen())
        elif action is Action.REQUEST_INFORMATION:
            self.information_requested.emit(form.items.request(now))
        else:
            self.sent_back.emit(form.instructions())

    def _offered(self, until: date) -> None:
        self._standing = replace(self._standing, peer_to_peer_offered=True)
        self.offer.show_offered(True, needed=self._standing.needs_peer_to_peer, until=until)
        self._tell()
        self.peer_to_peer_offered.emit(PeerToPeer(self._now(), self.reviewer.user_id, until))

    def _tell(self, more: str = "") -> None:
        if self.action is not None:
            signing = not self.sign.isHidden()
            self.bar.show_next(self.action, self.form.blanks(), signing=signing, more=more)
            return
        able = any(not reason for reason in self._refused.values())
        role = "" if able else refusal(Action.APPROVE, self.reviewer.role, self._finding, self._standing)
        self.bar.set_words(role or "Choose an action or press its key.")

    def _lead(self) -> None:
        if self._first_fault is not None:
            self._first_fault.setFocus()
            self.page.ensure_visible(self._first_fault)

    def _leave_sign(self) -> None:
        self.sign.close_and_clear()
        self._tell()
        self.bar.primary.setFocus()

    def _choose_again(self) -> None:
        self.sign.close_and_clear()
        self._tell()
        self._back_to_options()

    def _back_to_options(self) -> None:
        if not self.sign.isHidden():
            self._leave_sign()
        elif (button := self.options.button(self.action)) is not None:
            self.page.fold(on=False)
            button.setFocus()
            self.page.ensure_visible(button)

    def _save_for_later(self) -> None:
        self.flush_drafts()
        if not self._unsaved:
            self.saved_for_later.emit()

    def _typed(self, key: str, text: str) -> None:
        self._try_again()
        self._is_checked = True
        self._soon.start()
        self.drafts.type(key, text)
        self.sign.close_and_clear()  # the text has changed since the signature was asked for
        self._tell()

    def _judge_typed(self) -> None:
        """Show at its field what of the typed text would keep it from being signed."""
        if self.action is not None and ACTION_OFFERS[self.action].signs and not self.form.blanks():
            wanted = self.form.determination(self.reviewer, self._now(), no_conflict=True)
            self.form.show_problems(self._judge(wanted, False))

    def _try_again(self) -> None:
        for key in self._unsaved:
            self.drafts.type(key, self.drafts.texts.get(key, ""))

    def _save_draft(self, key: str, text: str) -> None:
        was_unsaved = bool(self._unsaved)
        self._unsaved.discard(key)
        self.draft_changed.emit(key, text)
        if not self._unsaved:
            self._tell(f"Saved {clock_words(self._now())}.")
            if was_unsaved:
                self.banner.hide()
