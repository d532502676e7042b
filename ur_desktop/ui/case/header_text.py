"""What the header of a case says, in words."""

from dataclasses import dataclass, field
from datetime import datetime

from ur_desktop.domain.case import Case
from ur_desktop.domain.dates import short_date
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.ui.kit.text import plural, typed_date
from ur_desktop.ui.parts.case_text import service_words
from ur_desktop.ui.parts.worklist_text import due, state


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """What the header says of a case, in words; icons are names of ``theme.ICONS``."""

    member: str = field(repr=False)
    member_line: str = field(repr=False)
    plan: str = field(repr=False)
    service: str = field(repr=False)
    dates: str = field(repr=False)
    provider: str = field(repr=False)
    due_icon: str
    due_words: str
    state_icon: str
    state_words: str


def header_values(case: Case, row: WorklistRow, plan: Plan, policy: Policy, now: datetime) -> HeaderValues:
    """What the header says of a case at this moment."""
    request, member = case.request, case.member
    owed, sign = due(row, now), state(row)
    return HeaderValues(
        member=member.listed_name,
        member_line=f"{member.id} · DOB {typed_date(member.born)}, age {case.age}",
        plan=plan.name,
        service=f"{request.service_code} {service_words(policy, request.service_code)}".rstrip(),
        dates=f"{short_date(request.start)} – {short_date(request.end)} · {plural(request.units, 'unit')}",
        provider=case.provider.name,
        due_icon=owed.sign.icon,
        due_words=", ".join(part for part in (owed.words, owed.when) if part),
        state_icon=sign.icon,
        state_words=sign.words.split(",")[0],
    )
