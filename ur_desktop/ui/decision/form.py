"""The fields of each action: texts, dates, requested items, and the physician it goes to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.casework.decision import Start
from ur_desktop.domain.case import ServiceRequest
from ur_desktop.domain.determination import (
    ADVERSE,
    Action,
    Determination,
    Rationale,
    Referral,
    ground_for,
    shortfall,
)
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.readiness import Problem, excess
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.decision.dates_row import DatesRow
from ur_desktop.ui.decision.information_items import InformationItems
from ur_desktop.ui.decision.peer_to_peer_offer import PeerToPeerOffer
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.decision.recipient_row import RecipientRow
from ur_desktop.ui.kit.fields.field import ChoiceField, Field, text_field
from ur_desktop.ui.kit.fields.paste import MemoEdit

REASON_HEIGHT = 96
_EDITORS = {Action.DENY: "deny", Action.APPROVE: "approve"}
"""The editor of an action's reasons."""
_MEMBER, _PROVIDER = ("member", "Member letter"), ("provider", "Provider letter")


class ReasonField(Field):
    """A required text of a few lines; ``needed`` is its error while it is empty."""

    def __init__(self, title: str, needed: str) -> None:
        editor = MemoEdit()
        super().__init__(title, editor)
        editor.setFixedHeight(REASON_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._needed = needed

    def say_why(self, why: str) -> None:
        """Say under the field why it is asked for."""
        self._needed = why
        self.set_error(why)

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show the error of an empty field, and yield its name."""
        self.set_error("" if self.text() else self._needed)
        if not self.text():
            yield self.title, self.editor


class ReferralRow(QWidget):
    """A note and a physician; ``changed`` carries the key of a draft and its text."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.note = text_field("Your note", placeholder="What else the physician should know")
        self.physician = ChoiceField("Physician")
        self.physician.setFixedWidth(260)
        self.note.changed.connect(lambda: self.changed.emit("note", self.note.text()))
        self.physician.changed.connect(lambda: self.changed.emit("physician", self.chosen()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.physician, 0, Qt.AlignmentFlag.AlignTop)

    def start(self, physicians: tuple[Reviewer, ...], drafts: Mapping[str, str]) -> None:
        """Offer the physicians, and select the one of the draft; show the note of the draft."""
        self.note.set_text(drafts.get("note", ""))
        self.physician.set_choices(tuple((item.user_id, item.signature) for item in physicians))
        if (drafted := drafts.get("physician")) in {item.user_id for item in physicians}:
            self.physician.set_value(drafted)

    def chosen(self) -> str:
        """Return the user id of the selected physician; empty when there is none in the vault."""
        return str(self.physician.value() or "")

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Yield nothing: the note is optional, and a physician is always selected."""
        return iter(())


Part = (
    RationaleEditor | ReferralRow | InformationItems | ReasonField | PeerToPeerOffer | DatesRow | RecipientRow
)


class DecisionForm(QWidget):
    """The fields of all actions, of which only the chosen action's are shown.

    ``changed`` carries the key of a draft and its text.
    """

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action: Action | None = None
        self._request: ServiceRequest
        self._finding: Finding
        self._needs_reason = False
        self.editors = {
            "question": RationaleEditor(
                "Question for the physician",
                (("question", ""),),
                needed=("question", "Write what the physician should answer."),
                note="Started from the finding; edit freely.",
            ),
            "deny": RationaleEditor(
                "Reasons",
                (_MEMBER, _PROVIDER),
                needed=("member", "Write the reasons for the member."),
                least=184,
            ),
            "approve": RationaleEditor(
                "Why it is approved",
                (_PROVIDER, _MEMBER),
                needed=("provider", "An exception needs a rationale."),
            ),
            "send_back": RationaleEditor(
                "Instructions for the nurse",
                (("words", ""),),
                needed=("words", "Type the instructions for the nurse."),
            ),
        }
        self.reasons = {
            "attention": ReasonField(
                "Why you approve with items needing attention", "Give a reason, or refer."
            ),
        }
        self.referral_row = ReferralRow()
        self.items = InformationItems()
        self.offer = PeerToPeerOffer()
        self.dates = DatesRow()
        self.recipient = RecipientRow()
        self._all: tuple[Part, ...] = (
            self.recipient,
            *self.editors.values(),
            self.referral_row,
            self.items,
            *self.reasons.values(),
            self.offer,
            self.dates,
        )
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in self._all:
            column.addWidget(part, 1 if isinstance(part, RationaleEditor) else 0)
        column.addStretch(0)

    def start(self, start: Start, hint: Callable[[str], str]) -> None:
        """Begin every text with its draft, else with what the finding gives to start from."""
        self._request, self._finding, drafts = start.case.request, start.finding, start.drafts
        self.recipient.start(start.standing.recipient)
        self._needs_reason = bool(
            start.finding.attention
            or start.standing.attention
            or excess(start.case.request, start.finding.policy)
        )
        against = f"We approve this although {shortfall(start.finding)}: «why this member needs this care»."
        starts = {
            "question.question": start.question,
            "deny.member": start.rationale.member,
            "deny.provider": start.rationale.provider,
            "approve.provider": against,
        }
        if voided := start.voided:
            starts |= {
                f"{key}.{voice}": text
                for key in (_EDITORS.get(voided.action, ""),)
                for voice, text in (
                    ("member", voided.rationale.member),
                    ("provider", voided.rationale.provider),
                )
                if key and text
            }
        with QSignalBlocker(self):
            for key, editor in self.editors.items():
                names = {voice: f"{key}.{voice}" for voice in editor.edits}
                texts = {voice: drafts.get(name) or starts.get(name, "") for voice, name in names.items()}
                editor.start(texts, hint)
            for key, reason in self.reasons.items():
                reason.set_text(drafts.get(key, ""))
                reason.set_error()
            if start.standing.attention:
                why = (*start.standing.attention, "Give a reason, or refer.")
                self.reasons["attention"].say_why(" ".join(why))
            self.referral_row.start(start.physicians, drafts)
            self.items.start(start.finding, start.response, drafts)
            self.dates.start(start.case.request, start.next_review, drafts)

    def show_action(self, action: Action | None) -> None:
        """Show the fields of one action."""
        self.action = action
        parts = self._parts()
        for part in self._all:
            part.setVisible(part in parts)
        self.dates.require_full_request(action is Action.APPROVE)

    def show_recipient(self, recipient: str) -> None:
        """Show who a minor's letters go to, while that is to be confirmed."""
        self.recipient.start(recipient)
        self.show_action(self.action)

    def enter(self) -> None:
        """Move the keyboard to the first field, or to its first blank."""
        for part in self._parts()[:1]:
            part.setFocus()
        self.next_blank()

    def blanks(self) -> int:
        """Return how many blanks are left in the shown texts."""
        editor = self._editor()
        return editor.open_blanks() if editor else 0

    def next_blank(self) -> None:
        """Move the keyboard to the next blank."""
        if editor := self._editor():
            editor.next_blank()

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show the error of each field, and yield its name and the widget to correct it in."""
        for part in self._parts():
            yield from part.faults()

    def show_problems(self, problems: Iterable[Problem]) -> QWidget | None:
        """Show each problem at its field; return the first widget to correct, None when no field has one."""
        first: QWidget | None = None
        editor = self._editor()
        for problem in problems:
            if editor is not None and problem.where in ("rationale.member", "rationale.provider"):
                editor.set_error(problem.words)
                first = first or editor.current()
            elif (field := self._fields().get(problem.where)) is not None:
                field.set_error(problem.words)
                first = first or field.editor
        return first

    def _fields(self) -> Mapping[str, Field]:
        """The shown fields that a problem can name, as `Problem.where` does."""
        dates, reason = self.dates, self.reasons["attention"]
        fields: Mapping[str, tuple[Part, Field]] = {
            "start": (dates, dates.start_day),
            "end": (dates, dates.end_day),
            "units": (dates, dates.units),
            "denied_units": (dates, dates.units),
            "next_review": (dates, dates.next_review),
            "reason": (reason, reason),
        }
        return {where: field for where, (part, field) in fields.items() if part in self._parts()}

    def determination(self, by: Reviewer, at: datetime, *, no_conflict: bool) -> Determination:
        """Return the determination as filled in, to be signed."""
        action, request, dates, editor = self.action, self._request, self.dates, self._editor()
        assert action is not None  # nothing is signed before an act is chosen  # noqa: S101
        decides = dates in self._parts()
        reasons = [field.text() for field in self.reasons.values() if field in self._parts()]
        return Determination(
            action=action,
            by=by,
            at=at,
            start=(dates.start_day.value() if decides else None) or request.start,
            end=(dates.end_day.value() if decides else None) or request.end,
            units=dates.count() if decides else request.units,
            rationale=Rationale(editor.text("member"), editor.text("provider")) if editor else Rationale(""),
            ground=ground_for(self._finding) if action in ADVERSE else None,
            next_review=dates.next_review.value() if action is Action.APPROVE else None,
            no_conflict=no_conflict,
            reason="".join(reasons),
        )

    def referral(self, by: str, at: datetime) -> Referral:
        """Return the referral as filled in: the question and the note to the physician."""
        return Referral(self.editors["question"].text("question"), by, at, self.referral_row.note.text())

    def instructions(self) -> str:
        """Return the instructions for the nurse."""
        return self.editors["send_back"].text("words")

    def _parts(self) -> tuple[Part, ...]:
        """The fields of the chosen action, in tab order."""
        editors, reasons, finding = self.editors, self.reasons, self._finding
        against = (editors["approve"],) if not finding.supports_approval else ()
        despite = (reasons["attention"],) if self._needs_reason else ()
        minor = (self.recipient,) if self.recipient.is_needed else ()
        parts: dict[Action, tuple[Part, ...]] = {
            Action.REFER: (editors["question"], self.referral_row),
            Action.DENY: (*minor, editors["deny"], self.offer, self.dates),
            Action.APPROVE: (*minor, *against, *despite, self.dates),
            Action.SEND_BACK: (editors["send_back"],),
            Action.REQUEST_INFORMATION: (*minor, self.items),
        }
        return parts[self.action] if self.action else ()

    def _editor(self) -> RationaleEditor | None:
        return next((part for part in self._parts() if isinstance(part, RationaleEditor)), None)

    def _connect(self) -> None:
        for key, editor in self.editors.items():
            editor.changed.connect(
                lambda voice, key=key, editor=editor: self.changed.emit(f"{key}.{voice}", editor.text(voice))
            )
        for key, reason in self.reasons.items():
            reason.changed.connect(lambda key=key, reason=reason: self.changed.emit(key, reason.text()))
        for part in (self.referral_row, self.items, self.dates):
            part.changed.connect(self.changed)
