"""The parts of a letter's facts: request, decision, appeal, information asked for, the talk that was offered."""

@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What was asked: ``care`` in the member's words, the code with its meanings, amount, dates and who asked."""

    care: str
    unit: str
    code: str
    code_system: str
    code_meaning: str
    amount: str
    units: str
    dates: str
    received: str
    provider: str
    practitioner: str
    practitioner_called: str
    diagnoses: tuple[tuple[str, str], ...] = field(repr=False)
    claim_amount: str = ""
    approved_through: str = ""
    is_substance_use: bool = False


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided, by whom, and for an approval until when."""

    amount: str
    units: str
    dates: str
    start: str
    signature: str
    by: str
    training: str
    specialty: str
    license: str
    decided_on: str
    not_in_first_review: bool
    no_conflict: bool
    for_missing_information: bool
    reason_code: str
    reason_meaning: str
    alternative: str
    alternative_covered: bool
    authorization_number: str
    next_review: str


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """The internal appeal: ``last_day`` is always in time, because it counts from the letter's own date."""

    days: int
    last_day: str
    from_receipt: bool
    answer_days: int
    urgent_hours: int


@dataclass(frozen=True, slots=True)
class InformationFacts:
    """What was asked for and when it is due."""

    items: tuple[Point, ...]
    sent_on: str
    answer_by: str


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """The peer-to-peer talk: when it was offered, its last day, what came of it."""

    offered_on: str
    last_day: str
    outcome: str = field(repr=False)


def _service(policy: Policy, code: str) -> Service:
    for service in policy.services:
        if service.code == code:
            return service
    raise LetterError(
        f"{policy.short_title} has no service {code}, so a letter can't say what the code means.",
        f"It has {', '.join(service.code for service in policy.services)}.",
    )


def _amount(units: int, service: Service) -> str:
    per_day = service.units_per_day
    return several(units // per_day, "day") if units % per_day == 0 else several(units, "unit")


def _request(case: Case, service: Service, here: ZoneInfo) -> RequestFacts:
    asked = case.request
    provider = case.provider
    diagnoses = (asked.diagnosis, *asked.other_diagnoses)
    return RequestFacts(
        care=service.plain.removeprefix(_ONE_DAY),
        unit=service.plain,
        code=service.code,
        code_system=service.system,
        code_meaning=service.meaning,
        amount=_amount(asked.units, service),
        units=several(asked.units, "unit"),
        dates=days(asked.start, asked.end),
        received=day(asked.received.astimezone(here).date()),
        provider=provider.name,
        practitioner=provider.addressee,
        practitioner_called=called(provider.practitioner, provider.credential)
        if provider.practitioner
        else "your treating practitioner",
        diagnoses=tuple((item.code, item.meaning) for item in diagnoses),
        claim_amount=asked.claim_amount if asked.urgency is Urgency.POST_SERVICE else "",
        approved_through=day(asked.approved_through) if asked.approved_through else "",
        is_substance_use=asked.service_code == "H0015"
        or any(_SUBSTANCE_USE.match(item.code) for item in diagnoses),
    )


def _decision(
    determination: Determination, case: Case, service: Service, plan: Plan, review: Review, here: ZoneInfo
) -> DecisionFacts:
    by, credential = determination.by, determination.by.credential
    code, meaning = plan.denial_codes.get(determination.ground or "", ("", ""))
    alternative = determination.alternative
    return DecisionFacts(
        amount=_amount(determination.units, service),
        units=several(determination.units, "unit"),
        dates=days(determination.start, determination.end),
        start=day(determination.start),
        signature=by.signature,
        by=called(by.name, credential.title),
        training=training(credential.title),
        specialty=credential.specialty,
        license=f"{credential.license_state} license {credential.license_number}".strip()
        if credential.license_number
        else "",
        decided_on=day(determination.at.astimezone(here).date()),
        not_in_first_review=bool(review.completed_by) and review.completed_by != by.user_id,
        no_conflict=determination.no_conflict,
        for_missing_information=determination.ground is Ground.MISSING_INFORMATION,
        reason_code=code,
        reason_meaning=meaning,
        alternative=alternative,
        alternative_covered=alternative in plan.levels,
        authorization_number=determination.authorization_number,
        next_review=day(determination.next_review) if determination.next_review else "",
    )


def _why(finding: Finding) -> str:
    unmet, lost = len(finding.unmet), len(finding.undetermined)
    said = []
    if unmet:
        said.append(f"{capital(several(unmet, 'part').replace(str(unmet), count(unmet)))} of the policy {_was(unmet)} not met.")
    if lost:
        said.append(f"{capital(count(lost))} {'part' if lost == 1 else 'parts'} we could not check.")
    return " ".join(said)


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _information(request: InformationRequest, finding: Finding, here: ZoneInfo) -> InformationFacts:
    return InformationFacts(
        asked_points(request.items, finding),
        day(request.sent_at.astimezone(here).date()),
        day(request.answer_by.astimezone(here).date()),
    )


def _lapsed(case: Case, at: datetime) -> InformationRequest | None:
    return next((item for item in reversed(case.information_requests) if item.has_lapsed(at)), None)


