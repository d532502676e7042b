"""What keeps a case from being ended early: who may sign it, and what must be known of its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.determination import Action, Determination
from ur_desktop.domain.early_end import REFUSALS, EarlyEnd, EndReason
from ur_desktop.domain.information_request import withdrawn
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.readiness import Problem, Unprintable, letter_problems, text_problem
from ur_desktop.domain.reviewer import Reviewer

_PRINTED = {
    "told_by": "Who",
    "source": "Found in",
    "other": "Which",
    "provision": "The plan’s provision",
}


def action_for(reason: EndReason) -> Action:
    """The action that an early end for this reason is."""
    return Action.WITHDRAW if reason is EndReason.WITHDRAWN else Action.CLOSE_ADMINISTRATIVELY


def refusal(reason: EndReason, person: Reviewer, plan: Plan) -> str:
    """Why a person may not end a case for this reason, in a sentence; empty when they may."""
    signers = plan.administrative_signers
    if not EarlyEnd(reason).refuses or person.role in signers:
        return ""
    return f"Not available: the plan has a {' or a '.join(signers)} sign this."


@dataclass(frozen=True, slots=True)
class EndRules:
    """What an early end is judged by besides the record: the plan, its time zone, and the letters' fonts."""

    plan: Plan
    zone: tzinfo
    unprintable: Unprintable


def end_problems(determination: Determination, case: Case, rules: EndRules) -> tuple[Problem, ...]:
    """Everything that keeps a case from being ended early as of the signature, each at its field.

    The answers of a review play no part.
    """
    return tuple(_problems(determination, case, rules))


def as_ended(case: Case, determination: Determination) -> Case:
    """The case as a signed early end leaves it: it waits for its letter or is closed, and for no records."""
    return replace(
        case,
        asking=None,
        information_requests=withdrawn(case.information_requests, determination.at),
        state=CaseState.LETTER if determination.has_letter else CaseState.CLOSED,
    )


def _problems(determination: Determination, case: Case, rules: EndRules) -> Iterator[Problem]:
    end, request = determination.early_end, case.request
    if end is None or determination.action is not action_for(end.reason):
        yield Problem("", "Say why the case ends.")
        return
    if reason := refusal(end.reason, determination.by, rules.plan):
        yield Problem("", reason)
    if (determination.start, determination.end, determination.units) != (
        request.start,
        request.end,
        request.units,
    ):
        yield Problem("", "An early end is of the dates and units as requested.")
    yield from _reason_problems(end, case, determination.at.astimezone(rules.zone).date(), rules.zone)
    for name, words in _PRINTED.items():
        if fault := text_problem(getattr(end, name), rules.unprintable):
            yield Problem(f"early_end.{name}", f"{words}: {fault}")
    if end.refuses and not determination.rationale.member.strip():
        yield Problem("rationale.member", "Write the reason: it stands in both letters.")
    if determination.rationale.blanks:
        yield Problem(
            "rationale.member", f"Fill the blanks first: {', '.join(determination.rationale.blanks)}."
        )
    yield from letter_problems(determination, case, rules.unprintable)


def _reason_problems(end: EarlyEnd, case: Case, today: date, zone: tzinfo) -> Iterator[Problem]:
    """What must be known of a reason, and is not."""
    for name, words in _NEEDED.get(end.reason, {}).items():
        if not getattr(end, name).strip():
            yield Problem(f"early_end.{name}", words)
    if end.reason is EndReason.WITHDRAWN:
        received = case.request.received.astimezone(zone).date()
        if end.on is None:
            yield Problem("early_end.on", "Say when it was withdrawn.")
        elif not received <= end.on <= today:
            yield Problem(
                "early_end.on", f"A day from {received:%m/%d/%Y}, when it was received, through today."
            )
    if end.reason in (EndReason.NOT_ELIGIBLE, EndReason.BENEFIT_EXHAUSTED):
        last = case.request.end
        if end.on is None:
            yield Problem("early_end.on", "Say since when.")
        elif end.on > last:
            yield Problem(
                "early_end.on",
                f"The dates requested end on {last:%m/%d/%Y}, before that. Type an earlier day.",
            )


_FOUND = {"source": "Say where you found it.", "provision": "Name the provision of the plan."}
_NEEDED: Mapping[EndReason, Mapping[str, str]] = {
    EndReason.WITHDRAWN: {"told_by": "Say who withdrew the request."},
    EndReason.DUPLICATE: {"other": "Name the case that this one repeats."},
    EndReason.WRONG_PLAN: {"other": "Name the plan that has to answer."},
    EndReason.CARE_NOT_GIVEN: {"told_by": "Say who told you that no care was given."},
    **dict.fromkeys(REFUSALS, _FOUND),
}
