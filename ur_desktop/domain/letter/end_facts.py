"""An early end in a letter's words: what was found, in whose words, and what would show that it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case
from ur_desktop.domain.determination import Determination
from ur_desktop.domain.early_end import EndReason
from ur_desktop.domain.information_request import withdrawn_last
from ur_desktop.domain.letter.words import Phrase, day
from ur_desktop.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class EndFacts:
    """Why a case ends early.

    ``short`` is the finding in a sentence, ``proof`` what would show that it is wrong. ``records_asked_on`` is the day
    when records were requested that nobody needs any more, else empty.
    """

    reason: EndReason
    short: str = field(repr=False)
    on: str
    told_by: str = field(repr=False)
    source: str = field(repr=False)
    provision: str = field(repr=False)
    proof: Phrase
    reason_code: str
    reason_meaning: str
    records_asked_on: str = ""
    may_lack_outside_review: bool = False


_SHORT: Mapping[EndReason, str] = {
    EndReason.WITHDRAWN: "The request was withdrawn.",
    EndReason.NOT_ELIGIBLE: "Our records show no coverage for {you} from {day} on.",
    EndReason.BENEFIT_EXHAUSTED: "The care that {your} plan covers in a benefit year was used up from {day} on.",
    EndReason.NOT_COVERED: "{your_capital} plan does not cover this service.",
}
_PROOF: Mapping[EndReason, Phrase] = {
    EndReason.NOT_ELIGIBLE: Phrase(
        "A paper that shows coverage on these dates,",
        " such as a letter from the employer or proof that the premium was paid, because our records show none.",
    ),
    EndReason.BENEFIT_EXHAUSTED: Phrase(
        "Bills or records that show fewer days of care,",
        " because our count of the days used could be wrong.",
    ),
    EndReason.NOT_COVERED: Phrase(
        "The page of the plan’s own papers that covers this service,",
        " because we did not find one.",
    ),
}


def end_facts(
    determination: Determination, case: Case, plan: Plan, here: ZoneInfo, named: tuple[str, str, str]
) -> EndFacts | None:
    """What a letter says of an early end; None for any other determination.

    ``named`` is how the letter names the member: "you", "your" and "Your", or another name with its possessives.
    """
    end = determination.early_end
    if end is None:
        return None
    code, meaning = plan.denial_codes.get(end.reason, ("", ""))
    asked = withdrawn_last(case.information_requests)
    stopped = asked if asked and asked.withdrawn_at == determination.at else None
    on = day(end.on) if end.on else ""
    return EndFacts(
        reason=end.reason,
        short=_SHORT.get(end.reason, "").format(day=on, you=named[0], your=named[1], your_capital=named[2]),
        on=on,
        told_by=end.told_by,
        source=end.source,
        provision=end.provision.rstrip("."),
        proof=_PROOF.get(end.reason, Phrase("")),
        reason_code=code,
        reason_meaning=meaning,
        records_asked_on=day(stopped.sent_at.astimezone(here).date()) if stopped else "",
        may_lack_outside_review=end.reason is EndReason.NOT_ELIGIBLE,
    )
