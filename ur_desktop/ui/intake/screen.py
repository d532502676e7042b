"""Intake: a request as it came in becomes a case, with what follows from it in sight while it is typed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.authorization import authorization_checks
from ur_desktop.domain.case import Case
from ur_desktop.domain.dates import clock_words
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.folding import identity
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.domain.policy import Checklist, Focus, Policy, ReviewKind, Service
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.intake.draft import Draft
from ur_desktop.ui.intake.form import CHOOSE, IntakeForm
from ur_desktop.ui.intake.read_form import (
    NEEDED,
    Known,
    can_check,
    can_tell_due,
    complaints,
    member_values,
    missing,
    read_case,
)
from ur_desktop.ui.intake.receipt_time import ReceiptTime
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.date_edit import read_date
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.text import own_zone, plural, typed_date
from ur_desktop.ui.parts.request_checks import RequestChecks

DRAFT_PAUSE = 400
ROOM_FOR_BOTH = 1120
ADULT = 18


class IntakeScreen(FocusScope):
    """The form, and at its right what follows from it.

    ``started`` and ``saved`` carry the finished Case, ``draft_changed`` a dict of what is typed so far (empty
    when it was discarded), ``closed`` that it is left without a case. Plans are by id, policies by theirs; ``line``
    gives the line of business by key, ``earlier`` the cases of a plan's member, by the ids of both,
    oldest first, ``now`` an aware moment, ``me`` who is signed in.
    """

    saved = Signal(object)
    started = Signal(object)
    closed = Signal()
    draft_changed = Signal(dict)

    def __init__(
        self,
        plans: Mapping[str, Plan],
        policies: Mapping[str, Policy],
        line: Callable[[str], LineOfBusiness],
        earlier: Callable[[str, str], tuple[Case, ...]],
        now: Callable[[], datetime],
        me: Callable[[], Reviewer],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plans, self._policies, self._line = plans, policies, line
        self._earlier, self._now, self._me = earlier, now, me
        self._draft = Draft()
        self.form = IntakeForm(tuple((plan.id, plan.name) for plan in plans.values()))
        self._receipt_time = ReceiptTime(self.form, plans, now)
        self.checks = RequestChecks(self)
        self.title = label("New case", "title", parent=self)
        self.draft = label("", "body", "muted", parent=self)
        self.bar = ActionBar(parent=self)
        self.discard = KeyButton("Discard", Emphasis.QUIET, parent=self)
        self.save = KeyButton("Save and close", key="Esc", shortcut="Esc", parent=self)
        self.start = KeyButton(
            "Start review", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self
        )
        self.area = QScrollArea(self)
        self._draft_pause = QTimer(self)
        self._draft_pause.setSingleShot(True)
        self._draft_pause.setInterval(DRAFT_PAUSE)
        self._draft_pause.timeout.connect(self._tell_draft)
        self._lay_out()
        for key in NEEDED.keys() - {"first_name", "last_name"}:  # one of the two is enough
            self.form.fields[key].set_required()
        self.form.changed.connect(self._changed)
        self.form.left.connect(self._leave)
        self.form.look_up.button.clicked.connect(self._find_member)
        self.form.fields["member_id"].changed.connect(self._find_member)
        self.form.fields["plan"].changed.connect(self._offer_services)
        self.form.fields["plan"].changed.connect(self._find_member)
        self.form.fields["plan"].changed.connect(self._receipt_time.say_zone)
        self.form.fields["eligibility"].changed.connect(self._note_eligibility)
        self.discard.clicked.connect(self._discard)
        self.save.clicked.connect(self._save)
        self.start.clicked.connect(self._start)
        self.bar.go_to_field.connect(self._go_to_first)
        self.begin()

    def home(self) -> QWidget:
        return self.form.fields["member_id"]

    def begin(
        self,
        draft: Mapping[str, str] | None = None,
        *,
        case_id: str = "",
        number: str = "",
        corrects: bool = False,
    ) -> None:
        """Start an empty form, or one with what was typed another day, for the case of an id and number.

        ``corrects`` says that this case exists and its request is corrected.
        """
        self._draft = Draft(case_id, number)
        self.title.setText("Edit request" if corrects else "New case")
        only = next(iter(self._plans)) if draft is None and len(self._plans) == 1 else ""
        values = {"plan": only} if draft is None else draft
        for key in self.form.fields:
            self.form.set_value(key, values.get(key, ""))
        self._receipt_time.begin(proposes=draft is None)
        self._draft.eligibility_at = (draft or {}).get("eligibility_at", "")
        self._draft.blank = self.form.values() if draft is None else {}
        self._draft.touched |= set(draft or {})
        self._draft.is_unsaved = False
        self.draft.setText("")
        self._draft_pause.stop()
        self._ask_to_discard(asked=False)
        self._refresh()
        self.form.fields["member_id"].setFocus()

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not saved as a draft yet."""
        return self._draft.is_unsaved

    def mark_saved(self, at: datetime | None = None) -> None:
        """Take note that what was typed is saved; at a time, say so."""
        self._draft.is_unsaved = False
        if at is not None:
            self.draft.setText(f"Draft, saved {clock_words(at)}")

    def values(self) -> dict[str, str]:
        """Return what is typed, by field, for ``begin`` another day."""
        return self._draft.values(self.form.values())

    def draft_values(self) -> dict[str, str]:
        """Return what is worth saving as a draft, by field; nothing while the form is as it began."""
        return self._draft.to_save(self.form.values())

    def faults(self) -> dict[str, str]:
        """Return what is shown as wrong, by field."""
        values = self.form.values()
        too_long = {key: field.too_long for key, field in self.form.fields.items() if field.too_long}
        return self._draft.faults(values, self._complaints(values), too_long)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 59, self.width(), 1), theme.color("border"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side_by_side = self.width() >= ROOM_FOR_BOTH
        (self._body if side_by_side else self._inside).addWidget(self.checks)
        self.checks.set_side_by_side(side_by_side)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._draft_pause.isActive():
            self._tell_draft()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(13)
        self.title.setFixedHeight(59)
        head.addWidget(self.title)
        head.addWidget(self.draft)
        head.addStretch(1)
        head.addWidget(label("All fields required unless marked optional", "second", parent=self))
        page = QWidget()
        page.setProperty("role", "scrolled")
        self._inside = QVBoxLayout(page)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._inside.addWidget(self.form, 1)
        self._inside.setAlignment(self.form, Qt.AlignmentFlag.AlignTop)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.area, 1)
        self._body.addWidget(self.checks)
        for button in (self.discard, self.save, self.start):
            self.bar.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(1)
        column.addLayout(self._body, 1)
        column.addWidget(self.bar)

    def _changed(self) -> None:
        self._ask_to_discard(asked=False)
        if len(self.form.value("npi")) == 10:
            self._draft.touched.add("npi")
        if not self._draft_pause.isActive():  # someone who never stops typing loses no more than that
            self._draft_pause.start()
        self._draft.is_unsaved = True
        self._refresh()

    def _leave(self, key: str) -> None:
        if self.form.value(key):
            self._draft.touched.add(key)
        self._refresh()

    def _refresh(self) -> None:
        faults = self.faults()
        self.form.show_faults(faults)
        self.bar.set_faults(tuple(self.form.fields[key].title for key in faults))
        self._say_what_follows()

    def _say_what_follows(self) -> None:
        values, today = self.form.values(), self._receipt_time.here.date()
        plan, policy = self._plans.get(values.get("plan", "")), self._policy()
        if plan is None or not can_tell_due(values, today):
            self.checks.show_due(None, None)
            self.checks.show_policy(policy, None, None)
            self.checks.show_checks(None)
            self.form.set_note("")
            return
        zone, now = ZoneInfo(plan.time_zone), self._now()
        moment = now.astimezone(zone)
        case = self._read()
        try:
            self.checks.show_due(deadline(case, self._line(plan.line_of_business), zone), moment)
        except UserError as error:
            self.checks.show_due(None, None, " ".join(error.faults))
        if policy is None:
            return
        request = case.request
        if case.age < ADULT and case.member.representative is None:
            self.form.addresses.expand()
        self.checks.show_policy(policy, _checklist(policy, request.review), request.start)
        ready = can_check(values, today)
        self.checks.show_checks(
            authorization_checks(case, policy, plan, moment, self._draft.earlier) if ready else None
        )
        most = request.days_per_week * request.weeks
        over = ready and request.units > most
        weeks, days = plural(request.weeks, "week"), plural(request.days_per_week, "day")
        self.form.set_note(f"Check: {days} × {weeks} is {most}." if over else "")

    def _policy(self) -> Policy | None:
        return self._policies.get(self.form.value("service").split(" ", 1)[0])

    def _read(self) -> Case:
        me = self._me()
        known = Known(
            case_id=self._draft.case_id,
            number=self._draft.number,
            by=me.user_id,
            by_name=me.name,
            now=self._receipt_time.here,
            zone=own_zone(self._receipt_time.here),
        )
        return read_case(self.values(), known)

    def _offer_services(self) -> None:
        plan = self._plans.get(self.form.value("plan"))
        field = self.form.fields["service"]
        chosen = self.form.value("service")
        policies = [self._policies[key] for key in plan.policies if key in self._policies] if plan else []
        offered = tuple(
            (f"{policy.id} {service.code}", f"{service.code}  {_service_title(service)}")
            for policy in policies
            for service in policy.services
        )
        assert isinstance(field, ChoiceField)  # noqa: S101  made so by the form
        field.set_choices(offered if len(offered) == 1 else (CHOOSE, *offered))
        self.form.set_value("service", chosen)

    def _find_member(self) -> None:
        plan_id, member_id = self.form.value("plan"), self.form.value("member_id")
        self._draft.earlier = self._earlier(plan_id, member_id) if plan_id and member_id else ()
        for key, value in self._draft.filled.items():
            if self.form.value(key) == value:
                self.form.set_value(key, "")
        self._draft.filled = {}
        if not self._draft.earlier:
            self.form.found.setText("Choose a plan to find the member" if member_id and not plan_id else "")
            self._refresh()
            return
        member = self._draft.earlier[-1].member
        words = f"Member found: {plural(len(self._draft.earlier), 'earlier case')}"
        for key, value in member_values(member).items():
            if value and not self.form.value(key):
                self._draft.filled[key] = value
                self.form.set_value(key, value)
        typed = {key: self.form.value(key) for key in ("last_name", "first_name", "born")}
        same = all(identity(member_values(member)[key]) == identity(value) for key, value in typed.items())
        self.form.found.setText(
            words if same else f"{words}, as {member.listed_name}, DOB {typed_date(member.born)}"
        )
        self._refresh()

    def _note_eligibility(self) -> None:
        if self.form.value("eligibility"):
            self._draft.eligibility_at = self._now().isoformat()

    def _tell_draft(self) -> None:
        self._draft_pause.stop()
        self.draft_changed.emit(self.draft_values())

    def _save(self) -> None:
        self._tell_draft()
        if self._is_complete():
            self.saved.emit(self._read())
        else:
            self.closed.emit()

    def _start(self) -> None:
        self._draft.touched |= set(self.form.fields)
        self._draft.start_tried = True
        self._refresh()
        if self.faults():
            self._go_to_first()
        elif self._is_complete():
            self._tell_draft()
            self.started.emit(self._read())

    def _is_complete(self) -> bool:
        values = self.form.values()
        return not missing(values) and not self._complaints(values)

    def _complaints(self, values: dict[str, str]) -> dict[str, str]:
        policy, start = self._policy(), read_date(values.get("from", ""))
        found = complaints(values, self._receipt_time.here.date())
        if policy and start and start < policy.version:
            found["from"] = f"{policy.short_title} starts on {typed_date(policy.version)}. Check the date."
        return found

    def _discard(self) -> None:
        if self.form.values() != self._draft.blank and not self._draft.discard_asked:
            self._ask_to_discard(asked=True)
            return
        self._draft_pause.stop()
        self._draft.is_unsaved = False
        self.draft_changed.emit({})
        self.closed.emit()

    def _ask_to_discard(self, *, asked: bool) -> None:
        self._draft.discard_asked = asked
        self.discard.set_word("Discard draft" if asked else "Discard")
        if asked:
            self.bar.set_words("This deletes the draft. Press again to discard, or keep typing.")

    def _go_to_first(self) -> None:
        if first := next(iter(self.faults()), ""):
            field = self.form.fields[first]
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(field, 24, 40)


def _checklist(policy: Policy, review: ReviewKind) -> Checklist | None:
    return next((item for item in policy.checklists.values() if item.review is review), None)


def _service_title(service: Service) -> str:
    if service.focus is Focus.EITHER:
        return "Intensive outpatient, per diem"
    kind = "Substance use" if service.focus is Focus.SUBSTANCE_USE else "Psychiatric"
    return f"{kind} intensive outpatient, per diem"
