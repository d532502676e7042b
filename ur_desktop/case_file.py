"""A whole case in one JSON file: all that a letter is written from, for other programs and for examples."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.case import Case
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.determination import (
    Determination,
    PeerToPeer,
    Referral,
    Reviewer,
    Standing,
    determine,
    standing,
)
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.finding import Finding, evaluate
from ur_desktop.domain.letter import LetterFacts, letter_facts
from ur_desktop.domain.letter_kind import Copy, LetterKind
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review
from ur_desktop.library import Library


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its review and what was decided, and ``written_at``, when its letter is written."""

    case: Case
    review: Review
    reviewers: tuple[Reviewer, ...]
    written_at: datetime
    determination: Determination | None = None
    referral: Referral | None = None
    peer_to_peer: PeerToPeer | None = None

    def issued(self, library: Library) -> date:
        """The letter's date, in the plan's time zone."""
        return self.written_at.astimezone(library.zone_of(self.case.plan_id)).date()

    def policy(self, library: Library) -> Policy:
        """The version of the policy that the review began with; InvalidAnswer when its form was changed since."""
        policy = library.version(self.review.policy_id, self.review.version)
        if self.review.digest != policy.digest:
            raise InvalidAnswer(
                f"The form {policy.id} of {policy.version} is not the one this review began with.",
                "Put the released form back; released forms are never edited.",
            )
        return policy

    def finding(self, library: Library) -> Finding:
        """What the review's answers amount to."""
        return evaluate(self.policy(library), self.review)

    def standing(self, library: Library, now: datetime) -> Standing:
        """What of the case, besides the finding, decides who may act."""
        line = library.line_of(self.case.plan_id)
        return standing(self.case, line, self.review.completed_by, now, peer_to_peer=self.peer_to_peer)

    def facts(self, kind: LetterKind, copy: Copy, library: Library, record_code: str) -> LetterFacts:
        """The facts of one letter of this case.

        Raises the errors of each step: an unknown policy or plan, a review or determination that may not be, a
        letter that does not fit.
        """
        plan, line = library.plan(self.case.plan_id), library.line_of(self.case.plan_id)
        zone = library.zone_of(plan.id)
        finding = self.finding(library)
        if self.determination is not None:
            stood = self.standing(library, self.determination.at)
            determine(self.determination, finding, stood, self.case.request)
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
    """The case file in a JSON text; InvalidAnswer lists every fault, unknown keys among them."""
    try:
        values = json.loads(text)
        case_file = _CASE_FILE.validate_json(text)
    except RecursionError:
        raise InvalidAnswer("The case file is nested too deeply.") from None
    except ValidationError as error:
        unread = [
            f"{'.'.join(str(key) for key in item['loc']) or 'the case file'}: {item['msg']}."
            for item in error.errors(include_url=False)
        ]
        raise InvalidAnswer("The case file can't be read.", "", tuple(unread)) from None
    except ValueError as error:
        raise InvalidAnswer(f"The case file is not JSON: {error}.") from None
    faults = (*_unknown(values, _CASE_FILE.dump_python(case_file, mode="json")), *_naive(case_file))
    if faults:
        raise InvalidAnswer("The case file can't be used.", "", faults)
    return case_file


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


def _naive(value: object, place: str = "") -> Iterator[str]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            yield f"{place.rstrip('.')}: a time needs its offset, like 2026-01-16T09:05:00-07:00."
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _naive(item, f"{place}{key}.")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _naive(item, f"{place}{number}.")
    elif hasattr(value, "__dataclass_fields__"):
        for key in value.__dataclass_fields__:
            yield from _naive(getattr(value, key), f"{place}{key}.")
