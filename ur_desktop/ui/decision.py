"""The decision: what this reviewer may do on the finding, and what each act needs to be sent or signed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.case import Case, InformationRequest, ServiceRequest, Urgency
from ur_desktop.domain.cure import Cure
from ur_desktop.domain.determination import (
    ADVERSE,
    Action,
    Determination,
    PeerToPeer,
    Rationale,
    Referral,
    Reviewer,
    Role,
    Standing,
    determine,
    ground_for,
    refusal,
    shortfall,
)
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.finding import Finding
from ur_desktop.domain.letter_words import capital, listed
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import KeyButton, Kind
from ur_desktop.ui.editors import Check
from ur_desktop.ui.fields import ChoiceField, DateField, Field, memo_field, text_field
from ur_desktop.ui.finding_panel import WIDE, WIDTH, FindingPanel
from ur_desktop.ui.messages import Banner, ErrorLine
from ur_desktop.ui.painting import Edge, draw_box, draw_key_cap
from ur_desktop.ui.panels import ActionBar, Card, Hairline
from ur_desktop.ui.rationale_editor import BlankEdit, RationaleEditor
from ur_desktop.ui.sign_panel import PeerToPeerOffer, SignPanel
from ur_desktop.ui.text import clock_words, elided, label, plural, typed_date

WIDE_FROM = 1520
COLUMN = 960
MEMO = 96
_VOICES = (("member", "Member letter"), ("provider", "Provider letter"))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Act:
    """How an action is offered: its words, its key, the word of the button and what that button does."""

    words: str
    key: str
    button: str
    signs: str = ""


ACTS: Mapping[Action, Act] = {
    Action.APPROVE: Act("Approve as requested", "A", "Sign approval", "Sign the approval"),
    Action.DENY: Act("Deny", "D", "Sign denial", "Sign the denial"),
    Action.REFER: Act("Refer to a physician", "R", "Send to physician"),
    Action.REQUEST_INFORMATION: Act("Request information", "I", "Send request"),
    Action.SEND_BACK: Act("Send back to the nurse", "S", "Send back"),
    Action.WITHDRAW: Act("Record a withdrawal", "W", "Sign withdrawal", "Sign the withdrawal"),
    Action.CLOSE_ADMINISTRATIVELY: Act("Close administratively", "C", "Sign closure", "Sign the closure"),
}
_HALF = (Action.WITHDRAW, Action.CLOSE_ADMINISTRATIVELY)


def offered(role: Role) -> tuple[Action, ...]:
    """The actions that a role looks for, in the order shown; some of them may be refused on a finding."""
    if role is Role.PHYSICIAN:
        return (Action.APPROVE, Action.DENY, Action.REQUEST_INFORMATION, Action.SEND_BACK, *_HALF)
    return (Action.APPROVE, Action.REFER, Action.REQUEST_INFORMATION, *_HALF)


def act_note(action: Action, finding: Finding, request: ServiceRequest) -> str:
    """The second line of an action: what it means on this finding."""
    missing = listed([item.id for item in finding.undetermined])
    urgent = (
        " Urgent: the clinic gets at least 48 hours to answer." if request.urgency is Urgency.URGENT else ""
    )
    met = f"Every criterion{' that is due' if finding.not_yet_due else ''} is met."
    against = "Against the criteria: the reasons you write go on file."
    return {
        Action.APPROVE: met if finding.supports_approval else against,
        Action.DENY: f"{capital(shortfall(finding))}. Member and provider get a letter with your reasons.",
        Action.REFER: "A physician decides. You send the finding, your question and your note.",
        Action.REQUEST_INFORMATION: f"Ask for {missing} and say why.{urgent}"
        if missing
        else f"Ask for what could change the finding.{urgent}",
        Action.SEND_BACK: "The review is worked on again, with your words.",
        Action.WITHDRAW: "The provider or the member takes it back.",
        Action.CLOSE_ADMINISTRATIVELY: "Not eligible, or the benefit is used up.",
    }[action]


class Decision(QWidget):
    """The Determination tab: the finding at the left, the act, its words and its dates at the right.

    Emits `Referral` with the physician's user id, `InformationRequest`, `PeerToPeer`, and the words of a
    send-back. What is signed goes out as `Determination` with the password typed; faults come back to
    `show_faults`. ``draft_changed`` carries a key and its text a second after the last key, or at once with
    `flush_drafts`.
    """

    referred = Signal(object, str)
    information_requested = Signal(object)
    sent_back = Signal(str)
    peer_to_peer_offered = Signal(object)
    signing = Signal(object, str)
    draft_changed = Signal(str, str)
    kept = Signal()

    def __init__(
        self, reviewer: Reviewer, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Determination")
        self.reviewer, self._now = reviewer, now
        self.action: Action | None = None
        self._case: Case
        self._finding: Finding
        self._standing = Standing()
        self._refused: dict[Action, str] = {}
        self._drafts: dict[str, str] = {}
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(1000)
        self._debounce.timeout.connect(self.flush_drafts)
        self._first_fault: QWidget | None = None
        self.finding_panel = FindingPanel(self)
        self.options = ActionList(self)
        self.options.chosen.connect(self._choose)
        self.who_denies = elided("", "second", parent=self)
        self.banner = Banner(self)
        self._make_parts()
        self.sign = SignPanel(reviewer, self)
        self.sign.confirmed.connect(self.act)
        self.sign.left.connect(self._leave_sign)
        self.bar = ActionBar(parent=self)
        self.bar.setContentsMargins(4, 0, 4, 0)
        self.bar.go_there.connect(self._lead)
        self.keep = KeyButton("Keep for later", parent=self)
        self.keep.clicked.connect(self._keep)
        self.primary = KeyButton("Send", Kind.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self)
        self.primary.clicked.connect(self.act)
        self.bar.add(self.keep)
        self.bar.add(self.primary)
        self._lay_out()

    def open(
        self,
        case: Case,
        finding: Finding,
        cure: Cure,
        standing: Standing,
        *,
        start: Rationale,
        question: str,
        drafts: Mapping[str, str],
        physicians: tuple[Reviewer, ...],
        hint: Callable[[str], str],
        answer_by: datetime,
        peer_to_peer_until: date,
    ) -> None:
        """Show a case to decide; ``start`` and ``question`` begin the texts, ``drafts`` is what was kept."""
        self._debounce.stop()
        self._drafts.clear()
        self._case, self._finding, self._standing = case, finding, standing
        self.finding_panel.show_finding(
            finding, cure, by_you=standing.first_reviewer == self.reviewer.user_id
        )
        against = f"We approve this although {shortfall(finding)}: «why this member needs this care»."
        starts = {
            "question": {"question": question},
            "deny": {"member": start.member, "provider": start.provider},
            "approve": {"member": "", "provider": against},
            "send_back": {},
        }
        for key, editor in self.editors.items():
            editor.start(
                {voice: drafts.get(f"{key}.{voice}", starts[key].get(voice, "")) for voice in editor.edits},
                hint,
            )
        for key, field in self.fields.items():
            with _Quiet(field):
                field.set_text(drafts.get(key, ""))
                field.set_error()
        with _Quiet(self.physician):
            self.physician.set_choices(tuple((item.user_id, item.signature) for item in physicians))
            if (kept := drafts.get("physician")) in {item.user_id for item in physicians}:
                self.physician.set_value(kept)
        self.items.start(finding, answer_by, drafts)
        self.dates.start(case.request, drafts)
        self.offer.start(
            peer_to_peer_until, offered=standing.peer_to_peer_offered, needed=standing.needs_peer_to_peer
        )
        self.banner.hide()
        self.sign.close_up()
        note = refusal(Action.DENY, self.reviewer.role, finding, standing)
        self.who_denies.setText(note if self.reviewer.role is Role.NURSE else "")
        self._offer_actions(drafts.get("action", ""))

    def set_standing(self, standing: Standing) -> None:
        """Take note that the case stands otherwise: an offer on file, an information request that ran out."""
        self._standing = standing
        self.offer.show_offered(standing.peer_to_peer_offered, needed=standing.needs_peer_to_peer)
        if self._refusals() != self._refused:
            self._offer_actions(self.action.value if self.action else "")

    def flush_drafts(self) -> None:
        """Hand over what was typed since the last time, at once."""
        self._debounce.stop()
        waiting, self._drafts = self._drafts, {}
        for key, text in waiting.items():
            self.draft_changed.emit(key, text)
        if waiting:
            self._tell(f" Saved {clock_words(self._now())}.")

    def mark_unsaved(self, sentence: str) -> None:
        """Say that a draft could not be saved."""
        self.banner.say("This is not saved.", sentence)

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Say what keeps the decision from being signed, all at once, above the form."""
        self.sign.close_up()
        self.banner.say("This can’t be signed yet.", "\n".join(faults))
        self.bar.set_faults(faults)
        self.bar.words.setText(f"{plural(len(faults), 'thing')} to put right: {faults[0]}")
        self._first_fault = self.options.button(self.action)
        self.area.ensureWidgetVisible(self.banner)

    def show_wrong_password(self, sentence: str) -> None:
        """Say that the password was not accepted; it is asked again."""
        self.sign.wrong_password(sentence)

    def act(self) -> None:
        """Do what the chosen action's button says, or lead to what is still to fill."""
        if self.action is None:
            return
        self.banner.hide()
        faults = tuple(self._faults(self.action))
        if faults:
            self._first_fault = faults[0][1]
            self.bar.set_faults(tuple(name for name, _widget in faults))
            self._lead()
        elif self._blanks():
            self._tell()
            self._editor_in_use().next_blank()
        elif ACTS[self.action].signs:
            self._sign(self.action)
        else:
            self._send(self.action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        wanted = next((action for action, item in ACTS.items() if item.key == event.text().upper()), None)
        if event.key() == Qt.Key.Key_Escape:
            self._back_to_options()
        elif plain and wanted is not None and self.options.choose(wanted):
            self._enter(wanted)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finding_panel.setFixedWidth(WIDE if self.width() >= WIDE_FROM else WIDTH)

    def _make_parts(self) -> None:
        self.editors = {
            "question": RationaleEditor(
                "Question for the physician",
                (("question", ""),),
                note="Started from the finding; edit freely.",
            ),
            "deny": RationaleEditor("Reasons", _VOICES, least=206),
            "approve": RationaleEditor("Why it is approved", (_VOICES[1], _VOICES[0])),
            "send_back": RationaleEditor("What is to be looked at again", (("words", ""),)),
        }
        for key, editor in self.editors.items():
            editor.changed.connect(lambda voice, key=key: self._keep_text(key, voice))
        self.fields = {
            "note": text_field("Your note", placeholder="What else the physician should know"),
            Action.WITHDRAW.value: memo_field("Who takes the request back, and why", lines=3),
            Action.CLOSE_ADMINISTRATIVELY.value: memo_field(
                "Why the case is closed, without clinical grounds", lines=3
            ),
            "attention": memo_field("Why you approve although there are items for attention", lines=2),
        }
        for key, field in self.fields.items():
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            if isinstance(field.editor, QPlainTextEdit):
                field.editor.setFixedHeight(MEMO)
            field.changed.connect(lambda key=key: self._typed(key, self.fields[key].text()))
        self.physician = ChoiceField("Physician")
        self.physician.setFixedWidth(260)
        self.physician.changed.connect(lambda: self._typed("physician", str(self.physician.value())))
        self.referral = _row(self.fields["note"], self.physician)
        self.items = InformationItems(self)
        self.items.changed.connect(self._typed)
        self.dates = DatesRow(self)
        self.dates.changed.connect(self._typed)
        self.offer = PeerToPeerOffer(self)
        self.offer.offered.connect(self._offered)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "scrolled")
        column = QVBoxLayout(body)
        column.setContentsMargins(28, 18, 28, 16)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(label("Your action", "section"))
        head.addWidget(self.who_denies, 1)
        self.who_denies.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addSpacing(7)
        column.addWidget(self.options)
        column.addSpacing(14)
        self.parts = QVBoxLayout()
        self.parts.setSpacing(12)
        self.parts.addWidget(self.banner)
        for editor in self.editors.values():
            self.parts.addWidget(editor, 1)
        for part in (self.referral, self.items, *tuple(self.fields.values())[1:]):
            self.parts.addWidget(part)
        self.parts.addWidget(self.offer)
        self.parts.addWidget(self.dates)
        column.addLayout(self.parts, 1)
        self.parts.addStretch(0)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        holder = QHBoxLayout(inner)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(body, 1)
        body.setMaximumWidth(COLUMN + 56)
        holder.addStretch(0)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.area, 1)
        right.addWidget(self.sign)
        right.addWidget(self.bar)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.finding_panel)
        whole.addWidget(Hairline(vertical=True, strong=True, parent=self))
        whole.addLayout(right, 1)

    def _offer_actions(self, wanted: str) -> None:
        self._refused = reasons = self._refusals()
        notes = {action: act_note(action, self._finding, self._case.request) for action in reasons}
        self.options.show_actions(reasons, notes)
        able = [action for action, reason in reasons.items() if not reason]
        first = next((action for action in able if action.value == wanted), None) or self._likely(able)
        self.action = None
        self.options.choose(first)
        self._choose(first)
        self._drafts.pop("action", None)
        (self.options.button(first) or self).setFocus()

    def _refusals(self) -> dict[Action, str]:
        return {action: self._refusal(action) for action in offered(self.reviewer.role)}

    def _refusal(self, action: Action) -> str:
        if action is Action.REFER and self.physician.value() is None:
            return "No physician reviewer has an account in this vault yet."
        return refusal(action, self.reviewer.role, self._finding, self._standing)

    def _likely(self, able: list[Action]) -> Action | None:
        """What to start with; a physician against unmet criteria starts with nothing chosen."""
        if self._finding.supports_approval and Action.APPROVE in able:
            return Action.APPROVE
        return Action.REFER if Action.REFER in able else None

    def _choose(self, action: Action | None) -> None:
        changed, self.action = action is not self.action, action
        self.sign.close_up()
        self.banner.hide()
        finding = self._finding
        for part, shown in {
            self.editors["question"]: action is Action.REFER,
            self.referral: action is Action.REFER,
            self.editors["deny"]: action is Action.DENY,
            self.offer: action is Action.DENY,
            self.editors["approve"]: action is Action.APPROVE and not finding.supports_approval,
            self.fields["attention"]: action is Action.APPROVE and bool(finding.attention),
            self.dates: action in (Action.APPROVE, Action.DENY),
            self.editors["send_back"]: action is Action.SEND_BACK,
            self.items: action is Action.REQUEST_INFORMATION,
            self.fields["withdraw"]: action is Action.WITHDRAW,
            self.fields["close_administratively"]: action is Action.CLOSE_ADMINISTRATIVELY,
        }.items():
            part.setVisible(shown)
        self.dates.next_review.setVisible(action is Action.APPROVE)
        self.primary.setVisible(action is not None)
        if action is not None:
            self.primary.set_word(ACTS[action].button)
            if changed:
                self._typed("action", action.value)
        self._tell()

    def _enter(self, action: Action) -> None:
        """Go on from the action to the first thing to fill."""
        target = self._fillable(action)
        target.setFocus()
        self.area.ensureWidgetVisible(target)
        if isinstance(target, BlankEdit):
            self._editor_in_use().next_blank()

    def _fillable(self, action: Action) -> QWidget:
        if editor := self._editor(action):
            return editor.current()
        if action in _HALF:
            return self.fields[action.value].editor
        if action is Action.REQUEST_INFORMATION:
            return self.items.first()
        if self._finding.attention:
            return self.fields["attention"].editor
        return self.dates.start_day.editor

    def _editor(self, action: Action | None) -> RationaleEditor | None:
        if action is Action.APPROVE and self._finding.supports_approval:
            return None
        keys = {
            Action.REFER: "question",
            Action.DENY: "deny",
            Action.APPROVE: "approve",
            Action.SEND_BACK: "send_back",
        }
        return self.editors[keys[action]] if action in keys else None

    def _editor_in_use(self) -> RationaleEditor:
        editor = self._editor(self.action)
        assert editor is not None  # only asked where there are blanks to fill  # noqa: S101
        return editor

    def _blanks(self) -> int:
        editor = self._editor(self.action)
        return editor.open_blanks() if editor else 0

    def _faults(self, action: Action) -> Iterator[tuple[str, QWidget]]:
        """Say at each field what is wrong with it, and name the fields."""
        needed: dict[Action, tuple[str, str, str]] = {
            Action.REFER: ("question", "question", "Write what the physician should answer."),
            Action.DENY: ("deny", "member", "Write the reasons for the member."),
            Action.APPROVE: ("approve", "provider", "Approving against the criteria needs a rationale."),
            Action.SEND_BACK: ("send_back", "words", "Write what is to be looked at again."),
        }
        if self._editor(action) is not None:
            key, voice, sentence = needed[action]
            if not self.editors[key].text(voice):
                self.editors[key].show_text(voice)
                self.editors[key].set_error(sentence)
                yield self.editors[key].title, self.editors[key].current()
        reason = {
            Action.WITHDRAW: ("withdraw", "Say who takes the request back, and why."),
            Action.CLOSE_ADMINISTRATIVELY: ("close_administratively", "Say why the case is closed."),
            Action.APPROVE: ("attention", "Give a reason, or refer."),
        }.get(action)
        if reason and not self.fields[reason[0]].isHidden():
            field = self.fields[reason[0]]
            field.set_error("" if field.text() else reason[1])
            if field.error_text():
                yield field.title, field.editor
        if action is Action.REQUEST_INFORMATION:
            yield from self.items.faults()
        if action in (Action.APPROVE, Action.DENY):
            yield from self.dates.faults(self._case.request, whole=action is Action.APPROVE)
        standing = self._standing
        if action is Action.DENY and standing.needs_peer_to_peer and not standing.peer_to_peer_offered:
            self.offer.complain()
            yield "Peer-to-peer talk", self.offer.record

    def _sign(self, action: Action) -> None:
        if self.sign.isHidden():
            try:
                determine(
                    replace(self._determination(action), no_conflict=True),
                    self._finding,
                    self._standing,
                    self._case.request,
                )
            except NotAuthorized as error:
                self.show_faults(error.faults)
                return
            self.sign.ask(ACTS[action].signs, attest=action in ADVERSE)
            self.bar.set_words("Type your password, then sign. Esc goes back.")
        elif self.sign.complete():
            self.flush_drafts()
            self.signing.emit(self._determination(action), self.sign.password.text())

    def _determination(self, action: Action) -> Determination:
        request, dates = self._case.request, self.dates
        decides = action in (Action.APPROVE, Action.DENY)
        editor = self._editor(action)
        reason = self.fields[action.value if action in _HALF else "attention"]
        return Determination(
            action=action,
            by=self.reviewer,
            at=self._now(),
            start=(dates.start_day.value() if decides else None) or request.start,
            end=(dates.end_day.value() if decides else None) or request.end,
            units=dates.count() if decides else request.units,
            rationale=Rationale(editor.text("member"), editor.text("provider")) if editor else Rationale(""),
            ground=ground_for(self._finding) if action in ADVERSE else None,
            next_review=dates.next_review.value() if action is Action.APPROVE else None,
            no_conflict=self.sign.conflict.isChecked(),
            reason="" if reason.isHidden() else reason.text(),
        )

    def _send(self, action: Action) -> None:
        self.flush_drafts()
        if action is Action.REFER:
            question = self.editors["question"].text("question")
            note = self.fields["note"].text()
            to = str(self.physician.value())
            self.referred.emit(Referral(question, self.reviewer.user_id, self._now(), note), to)
        elif action is Action.REQUEST_INFORMATION:
            self.information_requested.emit(self.items.request(self._now()))
        else:
            self.sent_back.emit(self.editors["send_back"].text("words"))

    def _offered(self, until: date) -> None:
        self._standing = replace(self._standing, peer_to_peer_offered=True)
        self.offer.show_offered(True, needed=self._standing.needs_peer_to_peer, until=until)
        self.bar.set_faults(())
        self._tell()
        self.peer_to_peer_offered.emit(PeerToPeer(self._now(), self.reviewer.user_id, until))

    def _tell(self, more: str = "") -> None:
        if self.action is None:
            able = any(button.isEnabled() for button in self.options.buttons())
            role = "" if able else refusal(Action.APPROVE, self.reviewer.role, self._finding, self._standing)
            self.bar.set_words(role or "Choose what to do: press its letter.")
            return
        verb = "sign" if ACTS[self.action].signs else "send"
        count = self._blanks()
        words = f"Fill {plural(count, 'blank')}, then {verb}." if count else ""
        self.bar.set_words((words + more).strip())

    def _lead(self) -> None:
        if self._first_fault is not None:
            self._first_fault.setFocus()
            self.area.ensureWidgetVisible(self._first_fault)

    def _leave_sign(self) -> None:
        self.sign.close_up()
        self._tell()
        self.primary.setFocus()

    def _back_to_options(self) -> None:
        if not self.sign.isHidden():
            self._leave_sign()
        elif (button := self.options.button(self.action)) is not None:
            button.setFocus()
            self.area.ensureWidgetVisible(button)

    def _keep(self) -> None:
        self.flush_drafts()
        self.kept.emit()

    def _keep_text(self, key: str, voice: str) -> None:
        self._typed(f"{key}.{voice}", self.editors[key].edits[voice].text())

    def _typed(self, key: str, text: str) -> None:
        self._drafts[key] = text
        self._debounce.start()
        self.sign.close_up()  # what was about to be signed is not what stands here any more
        self._tell()


class ActionList(Card):
    """The actions as radio options, each with its letter; a refused one stays, with the reason."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.setAccessibleName("Your action")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(0)
        self.column.addLayout(self._grid)
        self._buttons: dict[Action, ActionOption] = {}

    def show_actions(self, reasons: Mapping[Action, str], notes: Mapping[Action, str]) -> None:
        """Offer the actions in order; one with a reason is refused."""
        for button in self._buttons.values():
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        row = 0
        for action, reason in reasons.items():
            button = ActionOption(ACTS[action], reason or notes[action], refused=bool(reason), parent=self)
            button.clicked.connect(lambda _on, action=action: self.chosen.emit(action))
            self._buttons[action] = button
            half = _HALF.index(action) if action in _HALF else 0
            row += half == 0
            self._grid.addWidget(button, row, half, 1, 1 if action in _HALF else 2)
            button.show()  # at once: what a layout shows later can't take the keyboard now

    def choose(self, action: Action | None) -> bool:
        """Choose an action if it may be; tell whether it is now the chosen one."""
        button = self._buttons.get(action) if action else None
        if button is None or not button.isEnabled():
            return False
        if not button.isChecked():
            button.setChecked(True)
            self.chosen.emit(action)
        return True

    def button(self, action: Action | None) -> "ActionOption | None":
        """Return the option of an action."""
        return self._buttons.get(action) if action else None

    def buttons(self) -> tuple["ActionOption", ...]:
        """Return every option shown."""
        return tuple(self._buttons.values())


class ActionOption(QRadioButton):
    """One action, 50 px high: its words, what it means here or why it is refused, and its key."""

    ring_radius = 8

    def __init__(self, act: Act, note: str, *, refused: bool, parent: QWidget) -> None:
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

    minimumSizeHint = sizeHint

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
        painter.setPen(theme.colour("text" if able else "muted"))
        painter.drawText(QRectF(42, 6, room, 20), int(_LEFT), self.text())
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        shown = painter.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(42, 25, room, 18), int(_LEFT), shown)

    def _draw_circle(self, painter: QPainter, *, on: bool) -> None:
        draw_box(
            painter, QRectF(13, 16, 18, 18), Edge("accent" if on else "control", 2 if on else 1, 9), "surface"
        )
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(22, 25), 4.5, 4.5)


class InformationItems(QWidget):
    """What is asked for: a line for each thing that was not found, ticked and free to edit, and one more."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, Check, BlankEdit]] = []
        self.error = ErrorLine(self)
        self.answer_by = DateField("Answer by", parent=self)
        self.answer_by.setFixedWidth(150)
        self.answer_by.changed.connect(self.answer_by.set_error)
        self.words = label("", "second", parent=self)
        self._earliest: datetime
        head = QHBoxLayout()
        head.addWidget(label("What to ask for", "section", parent=self))
        head.addStretch(1)
        head.addWidget(
            elided(
                "Each item with its reason; the letter prints them as they stand here.", "second", parent=self
            )
        )
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.answer_by, 0, Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(0, 28, 0, 0)
        foot.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self.error)
        column.addLayout(foot)
        column.addStretch(1)

    def start(self, finding: Finding, answer_by: datetime, drafts: Mapping[str, str]) -> None:
        """Show the items of a finding, or the ones kept; ``answer_by`` is the earliest that may be given."""
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        for citation in finding.undetermined:
            node = citation.judged.node
            self._add(node.id, f"{node.id}  {node.title}", node.ask, drafts)
        self._add("other", "Something else", "", drafts)
        self._earliest = answer_by
        self.answer_by.set_value(answer_by.date())
        self.answer_by.set_error()
        self.words.setText(
            f"Until {clock_words(answer_by)}. Nothing earlier than {typed_date(answer_by.date())} is in time."
        )
        self.error.say("")

    def first(self) -> QWidget:
        """Return the first thing to tick."""
        return self.rows[0][1]

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Say what is wrong with the items and the date, and name them."""
        asked = self._asked()
        self.error.say("" if asked else "Tick at least one item and say what is asked for.")
        if not asked:
            yield "What to ask for", self.first()
        day = self.answer_by.value()
        early = day is not None and day < self._earliest.date()
        earliest = typed_date(self._earliest.date())
        sentence = f"Type a date from {earliest} on." if day is None or early else ""
        self.answer_by.set_error(sentence)
        if sentence:
            yield "Answer by", self.answer_by.editor

    def request(self, now: datetime) -> InformationRequest:
        """Return the request as ticked and written."""
        day = self.answer_by.value() or self._earliest.date()
        by = datetime.combine(day, time(self._earliest.hour, self._earliest.minute), self._earliest.tzinfo)
        return InformationRequest(tuple(self._asked()), now, max(by, self._earliest))

    def _asked(self) -> list[str]:
        return [
            edit.text().strip() for _id, tick, edit in self.rows if tick.isChecked() and edit.text().strip()
        ]

    def _add(self, item: str, words: str, ask: str, drafts: Mapping[str, str]) -> None:
        tick, edit = Check(words), BlankEdit(f"{words}: what is asked for")
        tick.setFixedWidth(232)
        edit.setFixedHeight(66)
        edit.set_text(drafts.get(f"item.{item}", ask))
        tick.setChecked(drafts.get(f"tick.{item}", "yes" if ask else "no") == "yes")
        tick.toggled.connect(lambda on: self._changed(f"tick.{item}", "yes" if on else "no"))
        edit.edited.connect(lambda: self._wrote(item, tick, edit))
        self.rows.append((item, tick, edit))
        row = _row(edit, tick, first=1)
        self._list.addWidget(row)

    def _wrote(self, item: str, tick: Check, edit: BlankEdit) -> None:
        if item == "other":
            tick.setChecked(bool(edit.text().strip()))
        self._changed(f"item.{item}", edit.text())

    def _changed(self, key: str, text: str) -> None:
        self.error.say("")
        self.changed.emit(key, text)


class DatesRow(QWidget):
    """The dates and units decided on, at first as requested, the sum of the days, and the next review.

    ``changed`` carries the key of what was typed into and its text.
    """

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_day, self.end_day = DateField("From", parent=self), DateField("Through", parent=self)
        self.units = text_field("Units")
        self.next_review = DateField("Next review", parent=self)
        self.sum = label("", "second", parent=self)
        self._days_per_week = 0
        self._all: tuple[Field, ...] = (self.start_day, self.end_day, self.units, self.next_review)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for dated in (self.start_day, self.end_day, self.next_review):
            dated.setFixedWidth(132)
        self.units.setFixedWidth(84)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for field in self._all[:3]:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 28, 0, 0)
        beside.addWidget(self.sum)
        beside.addStretch(1)
        row.addLayout(beside, 1)
        row.addWidget(self.next_review, 0, Qt.AlignmentFlag.AlignTop)
        for field in self._all:
            field.changed.connect(lambda field=field: self._typed(field))

    def start(self, request: ServiceRequest, drafts: Mapping[str, str]) -> None:
        """Show what was requested, or what was kept."""
        self.blockSignals(True)
        self._days_per_week = request.days_per_week
        self.start_day.set_value(request.start)
        self.end_day.set_value(request.end)
        self.units.set_text(str(request.units))
        self.next_review.set_value(request.end)
        for field in self._all:
            field.set_text(drafts.get(_key(field), field.text()))
            field.set_error()
        self.blockSignals(False)

    def count(self) -> int:
        """Return the units typed, 0 while they are no number."""
        text = self.units.text()
        return int(text) if text.isascii() and text.isdigit() else 0

    def faults(self, request: ServiceRequest, *, whole: bool) -> Iterator[tuple[str, QWidget]]:
        """Say what is wrong with each field; ``whole`` takes nothing but what was requested."""
        start, end = self.start_day.value(), self.end_day.value()
        asked = f"Approve what was requested: {typed_date(request.start)}." if whole else ""
        self.start_day.set_error(_date_fault(start, request.start, asked))
        asked = f"Approve what was requested: {typed_date(request.end)}." if whole else ""
        late = "This is before the first day." if start and end and end < start else ""
        self.end_day.set_error(late or _date_fault(end, request.end, asked))
        short = "Type a number." if self.count() < 1 else ""
        differs = f"Requested: {request.units}." if whole and self.count() != request.units else ""
        self.units.set_error(short or differs)
        if whole:
            self.next_review.set_error("" if self.next_review.value() else "Type mm/dd/yyyy.")
        for field in self._all:
            if field.error_text() and not field.isHidden():
                yield field.title, field.editor

    def _typed(self, field: Field) -> None:
        field.set_error()
        self._add_up()
        self.changed.emit(_key(field), field.text())

    def _add_up(self) -> None:
        start, end = self.start_day.value(), self.end_day.value()
        if start is None or end is None or end < start or not self._days_per_week:
            self.sum.setText("")
            return
        weeks = -(-((end - start).days + 1) // 7)
        days = plural(self._days_per_week, "day")
        self.sum.setText(f"{days} × {plural(weeks, 'week')} = {self._days_per_week * weeks}")


class _Quiet:
    """A field whose changes are the program's own, not a person's."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def __enter__(self) -> None:
        self._field.blockSignals(True)

    def __exit__(self, *_error: object) -> None:
        self._field.blockSignals(False)


def _key(field: Field) -> str:
    return f"dates.{field.title.lower().replace(' ', '_')}"


def _date_fault(day: date | None, requested: date, asked: str) -> str:
    if day is None:
        return "Type mm/dd/yyyy."
    return asked if asked and day != requested else ""


def _row(wide: QWidget, narrow: QWidget, *, first: int = 0) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    order = (narrow, wide) if first else (wide, narrow)
    for widget in order:
        line.addWidget(widget, int(widget is wide), Qt.AlignmentFlag.AlignTop)
    return row
