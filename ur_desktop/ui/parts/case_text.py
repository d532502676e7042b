"""Services, roles and reading levels in words."""

from __future__ import annotations

from collections.abc import Mapping

from ur_desktop.domain.case import Urgency
from ur_desktop.domain.letter.readability import readability
from ur_desktop.domain.policy import Focus, Policy
from ur_desktop.domain.reviewer import Reviewer, Role

FOCUS = {
    Focus.MENTAL_HEALTH: "Psychiatric IOP",
    Focus.SUBSTANCE_USE: "Substance use IOP",
    Focus.EITHER: "IOP",
}
URGENCY_WORDS: Mapping[Urgency, str] = {
    Urgency.URGENT: "Urgent (per provider)",
    Urgency.STANDARD: "Standard",
    Urgency.POST_SERVICE: "Retrospective",
}


def service_words(policy: Policy, code: str) -> str:
    """What a service code is for, in two or three words; empty for a code the policy does not list."""
    return next((FOCUS[service.focus] for service in policy.services if service.code == code), "")


def role_words(reviewer: Reviewer) -> str:
    """The role as the rail says it: "Nurse, RN"."""
    role = "Physician" if reviewer.role is Role.PHYSICIAN else reviewer.role.value.capitalize()
    return ", ".join(filter(None, (role, reviewer.credential.title)))


def reading_hint(text: str) -> str:
    """The reading level of a text for the member and its unexplained abbreviations, as a hint."""
    found = readability(text)
    unexplained = ", ".join(found.abbreviations) or "none"
    return f"Reading level: grade {found.grade:.0f}. Unexplained: {unexplained}."
