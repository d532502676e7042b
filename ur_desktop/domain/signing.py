"""Whether a determination may be signed, judged from the whole record of its case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from ur_desktop.domain.case import Case
from ur_desktop.domain.completion import require_form
from ur_desktop.domain.determination import Determination, PeerToPeer, determine, standing
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.participation import Participation
from ur_desktop.domain.plan import LineOfBusiness
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.readiness import Unprintable, problems, require_ready
from ur_desktop.domain.review import Review


@dataclass(frozen=True, slots=True)
class SigningRules:
    """What a determination is judged by besides the record: form, line of business, the plan's zone and fonts."""

    policy: Policy
    line: LineOfBusiness
    zone: tzinfo
    unprintable: Unprintable


def require_signable(
    determination: Determination,
    case: Case,
    review: Review,
    rules: SigningRules,
    *,
    participation: Iterable[Participation],
    peer_to_peer: PeerToPeer | None,
) -> None:
    """Raise NotAuthorized with every fault of a determination as of its time, on the case's latest review."""
    require_form(rules.policy, review)
    stands = standing(
        case,
        rules.line,
        rules.zone,
        frozenset(participation),
        determination.at,
        peer_to_peer=peer_to_peer,
        checklist=rules.policy.checklists.get(review.checklist_id),
    )
    determine(determination, evaluate(rules.policy, review), stands, case.request)
    require_ready(
        problems(
            determination,
            case,
            review,
            rules.policy,
            peer_to_peer=peer_to_peer,
            zone=rules.zone,
            unprintable=rules.unprintable,
        )
    )
