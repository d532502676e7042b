"""When a decision is due: the commercial clocks of 29 CFR 2560.503-1(f), from receipt, complete or not.

The clock is for notice, not for deciding, and it stops at the first recorded notice. Days are calendar days
and end with the day in the plan's time zone; hours run through weekends and changes of the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ur_desktop.domain.case import Case, ServiceRequest, Urgency
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.plan import LineOfBusiness
from ur_desktop.domain.policy import ReviewKind

COMMERCIAL = frozenset({"commercial-erisa", "commercial-individual", "governmental-nonfederal"})
ASK_WITHIN = timedelta(hours=24)
DECIDE_AFTER_ANSWER = timedelta(hours=48)
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time limit of one part of a request, its rule in words: "72 hours from receipt, urgent concurrent".

    A clock is stopped from ``stopped_since`` until ``runs_again``; ``decide_by`` includes that time.
    """

    decide_by: datetime
    rule: str
    stopped_since: datetime | None = None
    runs_again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The earliest clock, and ``clocks`` of every part of the request, the earliest one among them.

    ``noticed_at`` is the first notice, ``written_by`` when a written one must follow an oral one. All are
    aware and in the plan's time zone.
    """

    decide_by: datetime
    rule: str
    stopped_since: datetime | None = None
    runs_again: datetime | None = None
    noticed_at: datetime | None = None
    written_by: datetime | None = None
    clocks: tuple[Clock, ...] = ()

    def in_zone(self, zone: tzinfo | None) -> Deadline:
        """The same moments in another time zone, for a screen that shows all times in one."""

        def there(moment: datetime | None) -> datetime | None:
            return None if moment is None else moment.astimezone(zone)

        return replace(
            self,
            decide_by=self.decide_by.astimezone(zone),
            stopped_since=there(self.stopped_since),
            runs_again=there(self.runs_again),
            noticed_at=there(self.noticed_at),
            written_by=there(self.written_by),
        )

    @property
    def still_due(self) -> datetime | None:
        """What is still due: notice, after an oral notice of an urgent decision the written one, else nothing."""
        return self.decide_by if self.noticed_at is None else self.written_by

    def is_stopped(self, now: datetime) -> bool:
        """Whether the clock is stopped at this moment, waiting for records."""
        if self.stopped_since is None or self.runs_again is None or self.noticed_at is not None:
            return False
        return self.stopped_since <= now < self.runs_again

    def is_late(self, now: datetime) -> bool:
        """Whether notice was given, or is still to be given, after the last moment for it."""
        return (self.noticed_at or now) > self.decide_by


def deadline(case: Case, line: LineOfBusiness, zone: tzinfo) -> Deadline:
    """The last moment for giving notice of a decision, approvals too.

    Dates of service before the day of receipt are post-service; each part has its clock, the earlier leads.
    Raises UserError for a line of business whose clocks are not the commercial ones.
    """
    if line.key not in COMMERCIAL:
        raise UserError(
            f"The clocks of {line.title} are not known here.",
            "Choose a plan with a commercial line of business.",
        )
    request = case.request
    clocks = []
    if not is_post_service(request, zone):
        clocks.append(_ahead(case, line, zone))
    if has_past_care(request, zone):
        clocks.append(_days(case, line, zone, line.clock.post_service_days, "post-service"))
    first = min(clocks, key=lambda clock: clock.decide_by)
    noticed = case.notice.given_at if case.notice else None
    return Deadline(
        decide_by=first.decide_by,
        rule=first.rule,
        stopped_since=first.stopped_since,
        runs_again=first.runs_again,
        noticed_at=noticed,
        written_by=_written_by(case, line, zone),
        clocks=tuple(clocks),
    )


def is_post_service(request: ServiceRequest, zone: tzinfo) -> bool:
    """Whether all care was given before the day of receipt; only the dates count, not what was checked."""
    return request.end < _local(request.received, zone).date()


def has_past_care(request: ServiceRequest, zone: tzinfo) -> bool:
    """Whether some care was given before the day of receipt."""
    return request.start < _local(request.received, zone).date()


def answer_by(case: Case, line: LineOfBusiness, zone: tzinfo, sent_at: datetime) -> datetime:
    """The earliest end of the time to answer an information request: 48 hours when urgent, else 45 days."""
    if is_urgent(case.request, zone):
        return after(sent_at, timedelta(hours=line.clock.urgent_information_hours), zone)
    return end_of(_local(sent_at, zone).date() + timedelta(days=line.clock.information_days), zone)


def is_urgent(request: ServiceRequest, zone: tzinfo) -> bool:
    """Whether the urgent clock applies: an urgent claim is one for care still to come, 29 CFR 2560.503-1(m)(1)."""
    return request.urgency is Urgency.URGENT and not is_post_service(request, zone)


def leaves_whole_time(
    case: Case, line: LineOfBusiness, zone: tzinfo, sent_at: datetime, by: datetime
) -> bool:
    """Whether a response due ``by`` leaves the time that the rule gives: 48 hours when urgent, else 45 days."""
    if is_urgent(case.request, zone):
        return by - sent_at >= timedelta(hours=line.clock.urgent_information_hours)
    days = _local(by, zone).date() - _local(sent_at, zone).date()
    return days >= timedelta(days=line.clock.information_days)


def clock_stopping(case: Case, line: LineOfBusiness, zone: tzinfo) -> InformationRequest | None:
    """The information request that stopped the clock: the first one, in time, with the whole time to answer."""
    first = min(case.information_requests, key=lambda item: item.sent_at, default=None)
    if first is None or not leaves_whole_time(case, line, zone, first.sent_at, first.answer_by):
        return None
    if is_urgent(case.request, zone):
        ahead = asked_ahead(case.request, timedelta(hours=line.clock.urgent_concurrent_ahead_hours), zone)
        in_time = not ahead and first.sent_at - case.request.received <= ASK_WITHIN
    else:
        plain = deadline(replace(case, information_requests=(), extended_at=None), line, zone)
        in_time = first.sent_at == case.extended_at and case.extended_at <= plain.decide_by
    return first if in_time else None


def extension_refusal(case: Case, line: LineOfBusiness, zone: tzinfo, now: datetime) -> str:
    """Why the time can't be extended now, in a sentence; empty when it can (once, with reason and date)."""
    if case.notice is not None:
        return "Notice was already given; there is nothing to extend."
    if case.extended_at is not None:
        return "The time was extended once; a second extension is not allowed."
    if is_urgent(case.request, zone):
        return "An urgent request has no extension; ask for what is missing within 24 hours of receipt."
    last = deadline(case, line, zone).decide_by
    if now > last:
        return f"Extension notice was due {last:%m/%d/%Y}."
    return ""


def _ahead(case: Case, line: LineOfBusiness, zone: tzinfo) -> Clock:
    """The clock of the dates from receipt on."""
    request, rules = case.request, line.clock
    if request.urgency is not Urgency.URGENT:
        return _days(case, line, zone, rules.standard_days, "pre-service")
    kind = "urgent concurrent" if request.review is ReviewKind.CONTINUED else "urgent"
    if asked_ahead(request, timedelta(hours=rules.urgent_concurrent_ahead_hours), zone):
        hours = rules.urgent_concurrent_hours
        return Clock(
            after(request.received, timedelta(hours=hours), zone),
            f"{hours} hours from receipt, urgent concurrent",
        )
    if asked := clock_stopping(case, line, zone):
        resumed = _resumes(asked)
        since = "the answer" if asked.ended_at == resumed else "the time to answer"
        return Clock(after(resumed, DECIDE_AFTER_ANSWER, zone), f"48 hours after {since}, {kind}")
    hours = rules.urgent_hours
    return Clock(after(request.received, timedelta(hours=hours), zone), f"{hours} hours from receipt, {kind}")


def _days(case: Case, line: LineOfBusiness, zone: tzinfo, days: int, kind: str) -> Clock:
    """A clock in calendar days, longer by one extension when that was noticed before its end.

    Only an extension notice that asks for missing information stops it; notice and request carry one moment.
    """
    received_on = _local(case.request.received, zone).date()
    plain = Clock(end_of(received_on + timedelta(days=days), zone), f"{days} days from receipt, {kind}")
    if case.extended_at is None or case.extended_at > plain.decide_by:
        return plain
    days += line.clock.extension_days
    last = received_on + timedelta(days=days)
    asked = next((item for item in case.information_requests if item.sent_at == case.extended_at), None)
    if asked is None:
        return Clock(end_of(last, zone), f"{days} days from receipt, {kind}, extended")
    resumed = _resumes(asked)
    # Wall time, so that a change of the clock does not cost a day; part days are not counted.
    paused = _wall(resumed, zone) - _wall(asked.sent_at, zone)
    rule = f"{days} days from receipt plus days waiting for records, {kind}"
    still = asked.ended_at is None
    return Clock(
        end_of(last + timedelta(days=paused.days), zone),
        rule,
        stopped_since=_local(asked.sent_at, zone) if still else None,
        runs_again=_local(resumed, zone) if still else None,
    )


def asked_ahead(request: ServiceRequest, ahead: timedelta, zone: tzinfo) -> bool:
    """Whether the request continues an authorization and came long enough before that ends."""
    if request.approved_through is None:
        return False
    ends = end_of(request.approved_through, zone) + timedelta(seconds=1)
    return after(request.received, ahead, zone) <= ends


def _resumes(asked: InformationRequest) -> datetime:
    """When the wait for an answer is over: at the answer, or when the time for it has run out."""
    return min(asked.ended_at or asked.answer_by, asked.answer_by)


def _written_by(case: Case, line: LineOfBusiness, zone: tzinfo) -> datetime | None:
    """When the written notice must follow an oral one of an urgent decision, 29 CFR 2560.503-1(g)(2)."""
    notice = case.notice
    if notice is None or notice.how != "oral" or not is_urgent(case.request, zone):
        return None
    told_on = _local(notice.given_at, zone).date()
    return end_of(told_on + timedelta(days=line.clock.written_after_oral_days), zone)


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(zone)


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return _local(moment, zone).replace(tzinfo=None)


def after(moment: datetime, span: timedelta, zone: tzinfo) -> datetime:
    """The moment some elapsed time later, in this zone."""
    # Python adds to the wall time of an aware value; elapsed hours are added in UTC.
    return (moment.astimezone(UTC) + span).astimezone(zone)


def end_of(day: date, zone: tzinfo | None) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, END_OF_DAY, zone)
