"""The part of a request that a review judges; a completed review is bound to it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from ur_desktop.domain.case import Case
from ur_desktop.domain.change import Change, request_texts

_NOT_JUDGED = frozenset(
    {"request.received", "request.urgency", "request.claim_amount", "request.eligibility"}
)
"""Parts of a request that say when and how it is answered, not which care is requested."""
_JUDGED = frozenset({"plan_id", "policy_id", "member.born", "provider.name"})
_NOTHING = ((), ("unknown",))


def is_judged(what: str) -> bool:
    """Whether a review judges a part of the request, as a `Change` names it."""
    return what in _JUDGED or (what.startswith("request.") and what not in _NOT_JUDGED)


def judged_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those changes of a request that its review has to judge again."""
    return tuple(change for change in changes if is_judged(change.what))


def judged_code(case: Case) -> str:
    """A digest of what a review of the case judges; what was never said does not count."""
    texts = request_texts(case)
    said = sorted((what, texts[what]) for what in texts if is_judged(what) and texts[what] not in _NOTHING)
    return sha256(repr(said).encode()).hexdigest()
