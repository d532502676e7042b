"""When the response to an information request can be due, and whether the request stops the clock.

Only the first request, sent in time and with the whole time to answer, moves the decision: 29 CFR 2560.503-1(f)(2)(i),
(f)(2)(iii) and (f)(4). Any other request is informal: its answer is due before the decision, which it does not move.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from ur_desktop.domain.case import Case
from ur_desktop.domain.dates import zoned_clock_words
from ur_desktop.domain.deadlines import (
    ASK_WITHIN,
    after,
    answer_by,
    asked_ahead,
    clock_stopping,
    deadline,
    end_of,
    extension_refusal,
    has_past_care,
    is_urgent,
    leaves_whole_time,
)
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.plan import LineOfBusiness

TO_SEND_URGENT = timedelta(hours=1)
TO_SEND = timedelta(days=3)
"""How long a letter may wait to be sent and still leave its reader the whole time to answer."""
TO_ANSWER = timedelta(hours=3)
TO_DECIDE = timedelta(hours=1)
"""The least time of an informal urgent request: to answer it, and to decide after it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """The due dates that an information request written now can have, in the plan's time zone.

    From ``formal_from`` to ``formal_until`` (None: no limit) it stops the clock; ``formal_from`` is None when it
    can't, and ``why_informal`` says why. From ``informal_from`` to ``informal_until`` it moves nothing. ``default``
    is the date to begin with: one that still stops the clock if the letter waits to be sent, else the last one.
    """

    decide_by: datetime
    by_hour: bool
    formal_from: datetime | None
    formal_until: datetime | None
    why_informal: str
    informal_from: datetime
    informal_until: datetime
    default: datetime

    @property
    def refusal(self) -> str:
        """Why no request can be sent now, in a sentence; empty when one can."""
        if self.formal_from or self.informal_from <= self.informal_until:
            return ""
        return (
            f"{self.why_informal} The determination is due {self.told(self.decide_by)}, too soon for a response. "
            "Decide on the records received; call the program for what is missing."
        )

    def on(self, day: date) -> datetime | None:
        """The moment that a response due on this day is due; None when no request can name the day."""
        if self.formal_from and day >= self.formal_from.date():
            same_hour = datetime.combine(day, self.formal_from.time(), self.formal_from.tzinfo)
            moment = max(same_hour, self.formal_from)
            if self.formal_until is None or moment <= self.formal_until:
                return moment
        if self.informal_from.date() <= day <= self.informal_until.date():
            last = min(end_of(day, self.decide_by.tzinfo), self.informal_until)
            return last if last >= self.informal_from else None
        return None

    def stops_clock(self, moment: datetime) -> bool:
        """Whether a request with this due date stops the clock."""
        return self.formal_from is not None and moment >= self.formal_from

    def fault(self, day: date | None) -> str:
        """Why the response can't be due on this day, with the days that can be typed; empty when it can."""
        if day is not None and self.on(day) is not None:
            return ""
        first, last = self.informal_from.date(), self.informal_until.date()
        formal = self.formal_from.date() if self.formal_from else None
        if formal:
            last = min(last, formal - _DAY)
        ways = (
            [f"{first:%m/%d/%Y}" + (f" to {last:%m/%d/%Y}" if first < last else "")] if first <= last else []
        )
        if formal:
            until = f" to {self.formal_until:%m/%d/%Y}" if self.formal_until else " or later"
            ways.append(f"{formal:%m/%d/%Y}{until}")
        return f"Type {', or '.join(ways)}."

    def words(self, day: date | None) -> str:
        """Whether the request stops the clock, and when its response and the determination are due."""
        moment = self.on(day) if day else None
        if moment is None:
            return ""
        if self.stops_clock(moment):
            return f"Response due by {self.told(moment)}. The clock stops from sending until the response."
        why = self.why_informal or "This leaves less time than the rule gives."
        return (
            f"Informal: response due by {self.told(moment)}; the clock does not stop. {why} "
            f"The determination stays due {self.told(self.decide_by)}."
        )

    def told(self, moment: datetime) -> str:
        """A moment with its zone; a day alone for what is due by the end of a day."""
        if not self.by_hour:
            return f"{moment:%m/%d/%Y}"
        return f"{moment:%m/%d/%Y}, {zoned_clock_words(moment)}"


def response_time(case: Case, line: LineOfBusiness, zone: tzinfo, now: datetime) -> ResponseTime:
    """The due dates of an information request written now.

    A pending request may be answered at once, and what it stopped then resumes, so its wait is not counted on.
    """
    urgent = is_urgent(case.request, zone)
    why = _why_informal(case, line, zone, now)
    soonest = deadline(replace(case, information_requests=_answered(case, now)), line, zone).decide_by
    if urgent:
        least, wait, first = TO_SEND_URGENT, TO_SEND_URGENT, after(now, TO_SEND_URGENT + TO_ANSWER, zone)
        last = after(soonest, -TO_DECIDE, zone)
    else:
        least, wait, first = timedelta(), TO_SEND, end_of(now.astimezone(zone).date() + _DAY, zone)
        last = end_of(soonest.date() - _DAY, zone)
    return ResponseTime(
        decide_by=soonest,
        by_hour=urgent,
        formal_from=None if why else answer_by(case, line, zone, after(now, least, zone)),
        formal_until=_not_moved(case, line, zone),
        why_informal=why,
        informal_from=first,
        informal_until=last,
        default=last if why else answer_by(case, line, zone, after(now, wait, zone)),
    )


def _answered(case: Case, now: datetime) -> tuple[InformationRequest, ...]:
    return tuple(replace(item, answered_at=item.answered_at or now) for item in case.information_requests)


def _not_moved(case: Case, line: LineOfBusiness, zone: tzinfo) -> datetime | None:
    """The day before the clock of earlier dates of service ends, which an urgent request does not move."""
    request = case.request
    if not (is_urgent(request, zone) and has_past_care(request, zone)):
        return None
    earlier = replace(request, end=request.start)
    return deadline(replace(case, request=earlier), line, zone).decide_by - _DAY


def _why_informal(case: Case, line: LineOfBusiness, zone: tzinfo, now: datetime) -> str:
    """Why a request sent now does not stop the clock, in a sentence; empty when it does."""
    if case.information_requests:
        return "Only the first information request stops the clock."
    if not is_urgent(case.request, zone):
        return extension_refusal(case, line, zone, now)
    ahead = timedelta(hours=line.clock.urgent_concurrent_ahead_hours)
    if asked_ahead(case.request, ahead, zone):
        return "An urgent request to extend approved care must be decided within 24 hours."
    if now - case.request.received > ASK_WITHIN:
        return "More than 24 hours have passed since receipt."
    return ""


def timed(case: Case, line: LineOfBusiness, zone: tzinfo, at: datetime) -> Case:
    """The case with the due date that its information request has when its letter is final at this moment.

    A date that no longer leaves the whole time, or is too near, is moved. LetterError when no time is left.
    """
    asking = case.asking
    if asking is None:
        return case
    times = response_time(case, line, zone, at)
    meant_to_stop = leaves_whole_time(case, line, zone, asking.sent_at, asking.answer_by)
    if meant_to_stop and times.formal_from:
        enough = asking.answer_by >= answer_by(case, line, zone, at)
        by = asking.answer_by if enough else times.default
    elif times.informal_from <= times.informal_until:
        by = min(max(asking.answer_by, times.informal_from), times.informal_until)
    else:
        raise LetterError("This letter can't be written.", "", (times.refusal,))
    return replace(case, asking=replace(asking, answer_by=by))


def sent(case: Case, line: LineOfBusiness, zone: tzinfo, at: datetime) -> Case:
    """The case after the letter of its information request is sent; unchanged when there is none.

    The clock stops then, and a time that is not urgent is extended, if the request still leaves the whole time.
    """
    if case.asking is None:
        return case
    asked = replace(case.asking, sent_at=at)
    moved = replace(case, asking=None, information_requests=(*case.information_requests, asked))
    stops = not _why_informal(case, line, zone, at) and leaves_whole_time(
        case, line, zone, at, asked.answer_by
    )
    return replace(moved, extended_at=at) if stops and not is_urgent(case.request, zone) else moved


def lapsed(case: Case, line: LineOfBusiness, zone: tzinfo, now: datetime) -> bool:
    """Whether a denial can rest on missing information: the request that stopped the clock was never answered.

    No other request may still be waiting for its answer.
    """
    asked = clock_stopping(case, line, zone)
    waiting = any(item.ended_at is None and not item.has_lapsed(now) for item in case.information_requests)
    return asked is not None and asked.has_lapsed(now) and not waiting
