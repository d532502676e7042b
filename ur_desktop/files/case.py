"""A whole case in one JSON file: all that a letter is written from, for other programs and for examples."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.case import Case
from ur_desktop.domain.clean_text import clean_values
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral, Standing, determine, standing
from ur_desktop.domain.early_end_rules import EndRules, end_problems
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.finding import Finding, evaluate
from ur_desktop.domain.evaluation.measures import DAYS
from ur_desktop.domain.letter.facts import LetterFacts, letter_facts
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.domain.participation import Participation, participation_in
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.readiness import Problem, problems, require_ready
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.signing import SigningRules
from ur_desktop.files.review import fact_faults, read_json, session_faults
from ur_desktop.forms.shape import EARLIEST, LATEST, plausible
from ur_desktop.library import Library
from ur_desktop.shape_errors import own_errors

LARGEST = 1_000_000
LONGEST_TEXT = 50_000
MOST_UNITS = 9_999
HOURS_A_WEEK = 168


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its latest review and its determination; ``written_at`` is when its letter is written.

    ``recorded_participation`` says who took part in the reviews of the request, as the vault recorded it.
    """

    case: Case
    review: Review
    reviewers: tuple[Reviewer, ...]
    written_at: datetime
    determination: Determination | None = None
    referral: Referral | None = None
    peer_to_peer: PeerToPeer | None = None
    recorded_participation: tuple[Participation, ...] = ()

    @property
    def participation(self) -> frozenset[Participation]:
        """Who took part in any review of the request."""
        return participation_in(self.review).union(self.recorded_participation)

    def issued(self, library: Library) -> date:
        """The letter's date, in the plan's time zone."""
        return self.written_at.astimezone(library.zone_of(self.case.plan_id)).date()

    def policy(self, library: Library) -> Policy:
        """The version of the policy that the review began with; InvalidAnswer when its form was changed since."""
        return library.edition(self.review.policy_id, self.review.version, self.review.digest)

    def finding(self, library: Library) -> Finding:
        """The review's finding."""
        return evaluate(self.policy(library), self.review)

    def standing(self, library: Library, now: datetime) -> Standing:
        """What decides who may act on the case, besides the finding."""
        line = library.line_of(self.case.plan_id)
        return standing(
            self.case,
            line,
            library.zone_of(self.case.plan_id),
            self.participation,
            now,
            peer_to_peer=self.peer_to_peer,
            checklist=self.policy(library).checklists.get(self.review.checklist_id),
        )

    def rules(self, library: Library) -> SigningRules:
        """What the determination is judged by, besides this file."""
        plan_id = self.case.plan_id
        return SigningRules(
            self.policy(library), library.line_of(plan_id), library.zone_of(plan_id), library.unprintable
        )

    def end_rules(self, library: Library) -> EndRules:
        """What an early end is judged by, besides this file."""
        plan = library.plan(self.case.plan_id)
        return EndRules(plan, library.zone_of(plan.id), library.unprintable)

    def problems(self, library: Library) -> tuple[Problem, ...]:
        """What keeps the determination from being signed, besides who signs it on which finding."""
        if self.determination is None:
            return ()
        if self.determination.early_end is not None:
            return end_problems(self.determination, self.case, self.end_rules(library))
        return problems(
            self.determination,
            self.case,
            self.review,
            self.policy(library),
            peer_to_peer=self.peer_to_peer,
            zone=library.zone_of(self.case.plan_id),
            unprintable=library.unprintable,
        )

    def facts(self, kind: LetterKind, copy: Copy, library: Library, record_code: str) -> LetterFacts:
        """The facts of one letter of this case, once its determination is checked.

        Raises the errors of each step: an unknown policy or plan, a review or determination that may not be, a
        letter that does not fit.
        """
        finding = self.finding(library)
        if self.determination is not None:
            if self.determination.early_end is None:
                stood = self.standing(library, self.determination.at)
                determine(self.determination, finding, stood, self.case.request)
            require_ready(self.problems(library))
        return self.letter_facts(finding, kind, copy, library, record_code)

    def letter_facts(
        self, finding: Finding, kind: LetterKind, copy: Copy, library: Library, record_code: str
    ) -> LetterFacts:
        """The facts of one letter, on the review's finding and a determination checked before."""
        plan, line = library.plan(self.case.plan_id), library.line_of(self.case.plan_id)
        zone = library.zone_of(plan.id)
        asked = self.case.information_requests
        return letter_facts(
            kind,
            copy,
            case=self.case,
            plan=plan,
            line=line,
            policy=finding.policy,
            review=self.review,
            finding=finding,
            determination=self.determination,
            referral=self.referral,
            information_request=asked[-1] if asked else None,
            peer_to_peer=self.peer_to_peer,
            participation=self.participation,
            clock_words=deadline(self.case, line, zone).rule,
            record_code=record_code,
            reviewers={reviewer.user_id: reviewer for reviewer in self.reviewers},
            now=self.written_at.astimezone(zone),
        )


_CASE_FILE = TypeAdapter(CaseFile)


def dump(case_file: CaseFile) -> str:
    """The case file as JSON text, indented."""
    return _CASE_FILE.dump_json(case_file, indent=2).decode() + "\n"


def load(text: str) -> CaseFile:
    """The case file in a JSON text.

    Raises InvalidAnswer with every fault: unknown keys, values of another kind, times without an offset, and what
    can't be so, like an end before its start.
    """
    if len(text) > LARGEST:
        raise InvalidAnswer(
            f"The case file is larger than {LARGEST // 1_000_000} MB.", "Is this a case file?"
        )
    given = read_json(text, "The case file")
    values = clean_values(given)
    try:
        case_file = _CASE_FILE.validate_json(text if values == given else json.dumps(values), strict=True)
    except ValidationError as error:
        unread = [
            f"{'.'.join(str(key) for key in item['loc']) or 'the case file'}: {item['msg']}."
            for item in own_errors(error)
        ]
        raise InvalidAnswer("The case file can't be read.", "", tuple(unread)) from None
    faults = [
        *_unknown(values, _CASE_FILE.dump_python(case_file, mode="json")),
        *(f"review.{fault}" for fault in fact_faults(values["review"].get("facts") or {})),
        *_implausible(case_file),
    ]
    if not faults:
        faults = [
            *_empty(case_file),
            *_request_faults(case_file),
            *_review_faults(case_file),
            *_order_faults(case_file),
        ]
    if faults:
        raise InvalidAnswer("The case file can't be used.", "", tuple(faults))
    return replace(case_file, case=case_file.case.clean)


def digest_code(text: str) -> str:
    """A code for a letter written outside an archive, from what it was written from: "7F3A-91C2-0D5E"."""
    code = hashlib.sha256(text.encode()).hexdigest()[:12].upper()
    return "-".join(code[start : start + 4] for start in (0, 4, 8))


def _unknown(given: Any, known: Any, place: str = "") -> Iterator[str]:
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, value in given.items():
            if key in known:
                yield from _unknown(value, known[key], f"{place}{key}.")
            else:
                yield f"{place}{key}: unknown key; remove it or correct its spelling."
    elif isinstance(given, list) and isinstance(known, list):
        for number, (value, other) in enumerate(zip(given, known, strict=False)):
            yield from _unknown(value, other, f"{place}{number}.")


def _implausible(value: object, place: str = "") -> Iterator[str]:
    """Times without an offset, dates that no calendar of a health plan has, and texts that no letter has room for."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        yield f"{place.rstrip('.')}: longer than {LONGEST_TEXT:,} characters."
    if isinstance(value, date):
        if isinstance(value, datetime) and value.tzinfo is None:
            yield f"{place.rstrip('.')}: a time needs its offset, like 2026-01-16T09:05:00-07:00."
        if not plausible(value.date() if isinstance(value, datetime) else value):
            yield f"{place.rstrip('.')}: a date must be between {EARLIEST} and {LATEST}."
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _implausible(item, f"{place}{key}.")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _implausible(item, f"{place}{number}.")
    elif hasattr(value, "__dataclass_fields__"):
        for key in value.__dataclass_fields__:
            yield from _implausible(getattr(value, key), f"{place}{key}.")


def _empty(case_file: CaseFile) -> Iterator[str]:
    """Required fields that are empty."""
    case = case_file.case
    named = {
        "case.number": case.number,
        "case.member.id": case.member.id,
        "case.member.first_name, case.member.last_name": case.member.name,
        "case.request.diagnosis.code": case.request.diagnosis.code,
        "case.provider.name": case.provider.name,
    }
    if case_file.determination is not None:
        named["determination.by.name"] = case_file.determination.by.name
        named["determination.by.user_id"] = case_file.determination.by.user_id
    return (f"{place}: this is needed." for place, text in named.items() if not text.strip())


def _request_faults(case_file: CaseFile) -> Iterator[str]:
    """Numbers that no request has; the limits are those of the intake form."""
    request = case_file.case.request
    if not 1 <= request.units <= MOST_UNITS:
        yield f"case.request.units: a whole number from 1 to {MOST_UNITS}."
    if not 1 <= request.days_per_week <= len(DAYS):
        yield "case.request.days_per_week: 1 to 7."
    if not 0 < request.hours_per_week <= HOURS_A_WEEK:
        yield f"case.request.hours_per_week: more than 0 and at most {HOURS_A_WEEK}."


def _review_faults(case_file: CaseFile) -> Iterator[str]:
    """A review that is not this case's, a week that no calendar has, and a decision without a finished review."""
    review, determination = case_file.review, case_file.determination
    if review.policy_id != case_file.case.policy_id:
        yield f"review.policy_id: the case is judged by {case_file.case.policy_id!r:.60}."
    if review.sequence < 1:
        yield "review.sequence: reviews of a case are counted from 1."
    for item in review.schedule:
        if item.day not in DAYS:
            yield f"review.schedule: unknown day {item.day!r:.60}; days are {', '.join(DAYS)}."
    for name in ("schedule", "attendance"):
        yield from (f"review.{fault}" for fault in session_faults(name, getattr(review, name)))
    if determination is not None:
        if determination.by.user_id not in {reviewer.user_id for reviewer in case_file.reviewers}:
            yield "determination.by: the signer is not among the reviewers."
        completed = review.completed_at is not None and review.completed_by.strip()
        if determination.early_end is None and not completed:
            yield "review: a determination needs completed_at and completed_by, when and by whom it was finished."
        if not 0 <= determination.units <= MOST_UNITS or not 0 <= determination.denied_units <= MOST_UNITS:
            yield f"determination: units are whole numbers from 0 to {MOST_UNITS}."


def _order_faults(case_file: CaseFile) -> Iterator[str]:
    """Dates and times in the wrong order."""
    case, determination, talk = case_file.case, case_file.determination, case_file.peer_to_peer
    request = case.request
    pairs: list[tuple[str, date | None, str, date | None]] = [
        ("case.request.start", request.start, "case.request.end", request.end),
        ("case.member.born", case.member.born, "case.request.start", request.start),
        ("case.request.received", request.received, "written_at", case_file.written_at),
    ]
    for number, asked in enumerate(case.information_requests):
        place = f"case.information_requests.{number}"
        pairs += [
            (f"{place}.sent_at", asked.sent_at, f"{place}.answer_by", asked.answer_by),
            (f"{place}.sent_at", asked.sent_at, f"{place}.answered_at", asked.answered_at),
        ]
    for number, other in enumerate(request.other_authorizations):
        place = f"case.request.other_authorizations.{number}"
        pairs.append((f"{place}.start", other.start, f"{place}.end", other.end))
    if determination is not None:
        completed = case_file.review.completed_at
        pairs += [
            ("determination.start", determination.start, "determination.end", determination.end),
            ("case.request.received", request.received, "determination.at", determination.at),
            ("review.completed_at", completed, "determination.at", determination.at),
            ("determination.at", determination.at, "written_at", case_file.written_at),
        ]
    if talk is not None:
        pairs.append(("peer_to_peer.offered_at", talk.offered_at, "written_at", case_file.written_at))
    for first, before, second, after in pairs:
        if before is not None and after is not None and after < before:
            yield f"{second}: this is before {first}."
