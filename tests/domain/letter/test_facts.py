import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.letters import letter_cases as cases
from ur_desktop.domain.case import (
    Address,
    Diagnosis,
    Provider,
    RecipientConfirmation,
    Representative,
    Urgency,
    YesNo,
)
from ur_desktop.domain.determination import Action, Ground, PeerToPeer, Rationale
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.letter.elements import elements
from ur_desktop.domain.letter.facts import Copy, LetterKind, kinds_for
from ur_desktop.domain.letter.fit import NO_ADDRESS
from ur_desktop.domain.letter.parts import benefits_continue
from ur_desktop.domain.letter.points import owed_points, sources
from ur_desktop.domain.letter.text import passages, words
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Evidence

DENIAL, MEMBER, PROVIDER = LetterKind.DENIAL, Copy.MEMBER, Copy.PROVIDER


def refused(kind: LetterKind, copy: Copy, given: dict[str, Any]) -> str:
    with pytest.raises(LetterError) as caught:
        cases.facts(kind, copy, given)
    return " ".join(caught.value.faults)


def with_case(given: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return given | {"case": replace(given["case"], **changed)}


def with_member(given: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return with_case(given, member=replace(given["case"].member, **changed))


def with_determination(given: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return given | {"determination": replace(given["determination"], **changed)}


def text_of(kind: LetterKind, copy: Copy, given: dict[str, Any]) -> str:
    return words(" ".join(passage.text for passage in passages(cases.html(kind, copy, given))))


# Which letter fits


def test_a_denial_letter_does_not_come_from_an_approval() -> None:
    assert "does not fit: this admission review led to: approve" in refused(DENIAL, MEMBER, cases.approved())


def test_an_approval_letter_fits_the_kind_of_review() -> None:
    said = refused(LetterKind.CONTINUED_APPROVAL, MEMBER, cases.approved())
    assert "A continued approval letter does not fit" in said
    continued = cases.approved(review=ReviewKind.CONTINUED)
    assert kinds_for(continued["determination"], ReviewKind.CONTINUED) == (LetterKind.CONTINUED_APPROVAL,)
    assert "An approval letter does not fit" in refused(LetterKind.APPROVAL, MEMBER, continued)


def test_withdrawals_have_no_letter() -> None:
    signed = replace(cases.approved()["determination"], action=Action.WITHDRAW)
    assert kinds_for(signed, ReviewKind.ADMISSION) == ()


@pytest.mark.parametrize("kind", [DENIAL, LetterKind.APPROVAL])
def test_a_decision_letter_needs_a_signed_determination(kind: LetterKind) -> None:
    assert "needs a signed determination" in refused(kind, MEMBER, cases.invented())


def test_other_letters_need_what_they_tell() -> None:
    assert "needs what is asked for" in refused(LetterKind.INFORMATION_REQUEST, PROVIDER, cases.invented())
    waits = cases.asked_for_information()
    assert "needs a request that was withdrawn" in refused(LetterKind.WITHDRAWN_REQUEST, PROVIDER, waits)
    assert "needs the question" in refused(LetterKind.REFERRAL, Copy.INTERNAL, cases.invented())


def test_worksheets_stay_inside_and_letters_go_out() -> None:
    assert "A referral has no member copy." in refused(LetterKind.REFERRAL, MEMBER, cases.denied())
    assert "A denial has no internal copy." in refused(DENIAL, Copy.INTERNAL, cases.denied())


def test_blanks_left_in_the_reasons_keep_the_letter_back() -> None:
    given = with_determination(cases.denied(), rationale=Rationale("You started on «date»."))
    assert "Fill the blanks first: «date»." in refused(DENIAL, MEMBER, given)


def test_a_denial_without_reasons_is_refused() -> None:
    given = with_determination(cases.denied(), rationale=Rationale(" "))
    assert "needs the reasons" in refused(DENIAL, MEMBER, given)


def test_a_denial_rests_on_the_ground_of_its_finding() -> None:
    given = with_determination(cases.denied(), ground=Ground.MISSING_INFORMATION)
    said = refused(DENIAL, MEMBER, given)
    assert "another ground" in said
    assert "needs the request whose time ran out" in said


def test_an_approval_letter_needs_its_number() -> None:
    given = with_determination(cases.approved(), authorization_number="")
    assert "needs the authorization number" in refused(LetterKind.APPROVAL, MEMBER, given)


def test_everything_must_belong_to_one_case_all_faults_at_once() -> None:
    given = with_case(cases.denied(), id="c2", plan_id="other")
    other = cases.denied("example-ut")
    said = refused(DENIAL, MEMBER, given | {"line": other["line"], "policy": other["policy"]})
    for words_of_it in ("plan other", "line of business", "must cite that version", "another case"):
        assert words_of_it in said


def test_a_code_that_the_policy_does_not_explain_is_refused() -> None:
    with pytest.raises(LetterError, match="has no service H2036"):
        cases.facts(DENIAL, MEMBER, cases.denied(service_code="H2036"))


def test_a_wording_with_an_unknown_field_is_refused() -> None:
    given = cases.denied()
    blocks = {**given["line"].blocks, "fairness": "{plan} and {plann}"}
    with pytest.raises(LetterError, match=r"block fairness: there is no field \{plann\}"):
        cases.facts(DENIAL, MEMBER, given | {"line": replace(given["line"], blocks=blocks)})


# Who gets it


def test_a_confidential_address_replaces_the_home_address_on_every_copy() -> None:
    given = with_member(cases.denied(), confidential_address=Address(("PO Box 999", "Elsewhere, UT 00000")))
    for copy in (MEMBER, PROVIDER):
        html = cases.html(DENIAL, copy, given)
        assert "Made-Up Lane" not in html
    assert "PO Box 999" in cases.html(DENIAL, MEMBER, given)
    assert "PO Box 999" not in cases.html(DENIAL, PROVIDER, given)


def test_a_minors_letter_goes_to_the_recorded_recipient() -> None:
    minor = with_member(cases.denied(), born=date(2010, 1, 1))
    assert "The member is under 18 with no letter recipient" in refused(DENIAL, MEMBER, minor)
    cases.facts(DENIAL, PROVIDER, minor)
    given = confirmed(with_member(minor, representative=Representative("Pat Sampleton", "parent")))
    facts = cases.facts(DENIAL, MEMBER, given)
    assert facts.window[0] == "Pat Sampleton"
    assert facts.greeting == "Dear Pat Sampleton"
    assert facts.copies[0] == "Pat Sampleton (for Jordan Sampleton)"
    assert "This letter is about Jordan Sampleton." in text_of(DENIAL, MEMBER, given)
    confidential = confirmed(with_member(minor, confidential_address=Address(("PO Box 999",))))
    assert cases.facts(DENIAL, MEMBER, confidential).window == ("Jordan Sampleton", "PO Box 999")


def confirmed(given: dict[str, Any]) -> dict[str, Any]:
    """The case with its letter recipient confirmed."""
    member = given["case"].member
    confidential = member.confidential_address is not None
    recipient = RecipientConfirmation(member.addressee, confidential, "The parent consents.", "u1", cases.NOW)
    return with_case(given, recipient=recipient)


def test_a_minors_recipient_is_confirmed_before_a_letter_is_written() -> None:
    """42 CFR 2.14(b): a minor who consents alone also decides who is told; 45 CFR 164.502(g)(3)."""
    parent = Representative("Pat Sampleton", "parent")
    given = with_member(cases.denied(), born=date(2010, 1, 1), representative=parent)
    assert "Confirm with a reason that the letters go to Pat Sampleton" in refused(DENIAL, MEMBER, given)
    cases.facts(DENIAL, PROVIDER, given)
    given = confirmed(given)
    cases.facts(DENIAL, MEMBER, given)
    elsewhere = with_member(given, confidential_address=Address(("PO Box 999",)))
    assert "the letters go to Jordan Sampleton" in refused(DENIAL, MEMBER, elsewhere)
    grown_up = with_member(given, born=date(2008, 11, 24), representative=None)
    cases.facts(DENIAL, MEMBER, grown_up)


def test_a_confidential_address_goes_with_the_members_own_name() -> None:
    """45 CFR 164.522(b): confidential communications, by the member's own choice."""
    parent = Representative("Pat Sampleton", "parent")
    given = with_member(cases.denied(), representative=parent, confidential_address=Address(("PO Box 999",)))
    facts = cases.facts(DENIAL, MEMBER, given)
    assert facts.window == ("Jordan Sampleton", "PO Box 999")
    assert (facts.greeting, facts.spoken_for) == ("Dear Jordan Sampleton", "")
    for copy in (MEMBER, PROVIDER):
        assert "Pat Sampleton" not in cases.html(DENIAL, copy, given)


@pytest.mark.parametrize(
    "kind",
    [
        DENIAL,
        LetterKind.APPROVAL,
        LetterKind.CONTINUED_APPROVAL,
        LetterKind.INFORMATION_REQUEST,
        LetterKind.WITHDRAWN_REQUEST,
    ],
)
def test_a_letter_to_a_representative_speaks_of_the_member_by_name(kind: LetterKind) -> None:
    given = {
        DENIAL: cases.denied(),
        LetterKind.APPROVAL: cases.approved(),
        LetterKind.CONTINUED_APPROVAL: cases.approved(review=ReviewKind.CONTINUED),
        LetterKind.INFORMATION_REQUEST: cases.asked_for_information(),
        LetterKind.WITHDRAWN_REQUEST: cases.withdrawn_request(),
    }[kind]
    given = with_member(given, representative=Representative("Pat Sampleton", "parent"))
    said = text_of(kind, MEMBER, given)
    for phrase in (
        "your doctor",
        "your program",
        "your care",
        "Your plan",
        "your life",
        "harm you",
        "hurting",
    ):
        assert phrase not in said
    assert "Jordan’s" in said
    found = elements(cases.facts(kind, MEMBER, given), cases.html(kind, MEMBER, given))
    assert [each.missing for each in found if not each.present] == []


def test_an_address_that_the_window_can_not_show_is_refused() -> None:
    given = with_member(cases.denied(), address=Address(("a", "b", "c", "d", "e")))
    assert "more than the 5 lines" in refused(DENIAL, MEMBER, given)


def test_an_unknown_practitioner_is_the_treating_practitioner() -> None:
    given = with_case(cases.denied(), provider=Provider("Lantern House Day Program"))
    assert cases.facts(DENIAL, PROVIDER, given).greeting == "Dear treating practitioner"
    assert "We sent them a letter too." in text_of(DENIAL, MEMBER, given)
    assert "treating practitioner" in cases.facts(DENIAL, MEMBER, given).copies
    assert "Who asked Lantern House Day Program, on November 16, 2026" in text_of(DENIAL, MEMBER, given)


def test_a_long_line_of_the_address_goes_on_below() -> None:
    provider = replace(cases.PROVIDER, name="Lantern House Intensive Day and Evening Program for Anytown")
    window = cases.facts(DENIAL, PROVIDER, with_case(cases.denied(), provider=provider)).window
    assert window[1:3] == ("Lantern House Intensive Day and Evening Program", "for Anytown")


# What it says


def test_the_printed_date_is_always_in_time_and_the_window_counts_from_receipt() -> None:
    said = text_of(DENIAL, MEMBER, cases.denied())
    assert (
        "An appeal by May 23, 2027 is always in time. You have 180 days from the day you receive this letter."
        in said
    )


def test_a_window_that_counts_from_the_notice_says_so() -> None:
    given = cases.denied()
    rules = replace(given["line"].appeal, counted_from="notice")
    given |= {"line": replace(given["line"], appeal=rules)}
    assert "180 days from the date of this letter" in text_of(DENIAL, MEMBER, given)
    assert "180 days from the date of this letter" in text_of(DENIAL, PROVIDER, given)


def test_the_letter_is_dated_where_the_plan_is() -> None:
    late = cases.denied() | {"now": datetime(2026, 11, 25, 3, 0, tzinfo=UTC)}
    assert cases.facts(DENIAL, MEMBER, late).date == "November\u00a024, 2026"


@pytest.mark.parametrize("copy", [MEMBER, PROVIDER])
@pytest.mark.parametrize("plan", cases.PLANS.values())
def test_what_was_not_found_is_separate_from_what_was_not_met(plan: str, copy: Copy) -> None:
    given = cases.denied(plan)
    facts = cases.facts(DENIAL, copy, given)
    heading = (
        "What we could not find in the records" if copy is MEMBER else "Not found in the records we received"
    )
    found = passages(cases.html(DENIAL, copy, given))
    lost = " ".join(part.text for part in found if part.section == heading)
    assert "not met" not in lost.lower()
    for point in facts.not_found:
        assert (point.ask.lead if copy is MEMBER else point.id) in lost
    for point in facts.unmet:
        assert point.id not in lost.split()


def test_an_open_member_of_a_group_that_was_not_met_is_among_what_was_not_found() -> None:
    given = cases.denied(unmet=("A8a", "A8b"), lost=("A8c",))
    facts = cases.facts(DENIAL, PROVIDER, given)
    assert [point.id for point in facts.unmet] == ["A8"]
    assert [member.id for member in facts.unmet[0].members] == ["A8a", "A8b"]
    assert [point.id for point in facts.not_found] == ["A8c"]


def test_a_group_is_cited_once_with_its_tally_present_members_first() -> None:
    (_, group) = cases.facts(DENIAL, PROVIDER, cases.denied()).unmet
    assert (group.id, group.tally) == ("A8", "one of the two required")
    assert [(member.id, member.is_met) for member in group.members] == [
        ("A8c", True),
        ("A8a", False),
        ("A8b", False),
    ]


def test_a_date_that_has_passed_is_never_asked_for() -> None:
    given = cases.denied(unmet=("P3",), lost=())
    facts = cases.facts(DENIAL, MEMBER, given)
    assert facts.unmet[0].is_missed_deadline
    assert facts.could_change == ()
    said = text_of(DENIAL, MEMBER, given)
    assert "No new paper can change a date." in said
    assert "You or your doctor can send" not in said


@pytest.mark.parametrize("copy", [MEMBER, PROVIDER])
def test_the_other_part_of_a_deadline_is_asked_for_and_no_date_is_named_as_passed(copy: Copy) -> None:
    """BCBSNC, When covered 3: "by a psychiatrist who remains available as medically indicated"."""
    given = cases.denied(unmet=("P3",), lost=())
    review = given["review"]
    kept = review.answered("P3", replace(review.answers["P3"], missed_date=False))
    given |= {"review": kept, "finding": evaluate(given["finding"].policy, kept)}
    assert [point.id for point in cases.facts(DENIAL, copy, given).could_change] == ["P3"]
    said = text_of(DENIAL, copy, given)
    assert "has passed" not in said
    assert "how to see the psychiatrist face to face" in said


@pytest.mark.parametrize("copy", [MEMBER, PROVIDER])
def test_a_denial_for_missing_information_says_so(copy: Copy) -> None:
    said = text_of(DENIAL, copy, cases.denied_for_missing_information())
    reason = (
        "The reason for this decision is missing information."
        if copy is MEMBER
        else "rests on missing information"
    )
    assert reason in said
    assert "October 5, 2026" in said
    assert "November 19, 2026" in said
    assert "not a reason for our decision" not in said


def test_a_letter_without_a_short_answer_counts_the_parts() -> None:
    given = with_determination(cases.denied(), rationale=Rationale("You are doing better."))
    assert (
        cases.facts(DENIAL, MEMBER, given).short_answer
        == "Two parts of the policy were not met. One part we could not check."
    )
    missing = with_determination(
        cases.denied_for_missing_information(), rationale=Rationale("We got no papers.")
    )
    assert cases.facts(DENIAL, MEMBER, missing).short_answer == "One part of the policy we could not check."


def test_a_clinical_rationale_with_headings_keeps_its_first_paragraph() -> None:
    given = with_determination(cases.denied(), rationale=Rationale("a.", "Course.\n\n1. Need\n\nNot shown."))
    facts = cases.facts(DENIAL, PROVIDER, given)
    assert [part.text for part in facts.clinical] == ["Course.", "1. Need", "Not shown."]


def test_care_of_a_level_that_is_not_on_the_plans_list_is_for_asking() -> None:
    given = with_determination(cases.denied(), alternative="a community group")
    assert "a community group. Call us at 1-800-555-0182 to see if your plan covers it." in text_of(
        DENIAL, MEMBER, given
    )
    assert "outpatient care. Your plan covers it." in text_of(DENIAL, MEMBER, cases.denied())
    given = with_determination(cases.denied(), alternative="partial_hospitalization")
    assert "partial hospitalization. Your plan covers it." in text_of(DENIAL, MEMBER, given)


@pytest.mark.parametrize("through", [date(2026, 11, 20), date(2026, 12, 1)], ids=["over", "still running"])
def test_a_refused_extension_does_not_say_that_approved_care_goes_on(through: date) -> None:
    """29 CFR 2560.503-1(f)(2)(ii)(A) speaks of a reduction or termination of an approved course before its end."""
    given = cases.denied(approved_through=through)
    for copy in (MEMBER, PROVIDER):
        assert "already approved" not in text_of(DENIAL, copy, given)


def test_only_a_reduction_of_care_that_still_runs_goes_on_during_an_appeal() -> None:
    given = cases.denied(approved_through=date(2026, 12, 1))
    request, reduced = given["case"].request, replace(given["determination"], action=Action.REDUCE)
    assert benefits_continue(reduced, request, date(2026, 12, 1))
    assert not benefits_continue(reduced, request, date(2026, 12, 2))
    assert not benefits_continue(reduced, replace(request, approved_through=None), date(2026, 12, 1))
    assert not benefits_continue(given["determination"], request, date(2026, 12, 1))


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_claim_amount_is_named_when_care_was_given_before_whatever_was_checked(urgency: Urgency) -> None:
    """45 CFR 147.136(b)(2)(ii)(E)(1): the date of service, the provider, the claim amount (if applicable)."""
    amount = "$2,400.00"
    for copy in (MEMBER, PROVIDER):
        given = cases.denied(urgency=urgency, claim_amount=amount, start=date(2026, 11, 2))
        assert amount in text_of(DENIAL, copy, given)
        ahead = cases.denied(urgency=urgency, claim_amount=amount, start=date(2026, 11, 16))
        assert amount not in text_of(DENIAL, copy, ahead)


@pytest.mark.parametrize("copy", [MEMBER, PROVIDER])
def test_after_the_service_no_fast_appeal_is_offered_and_the_answer_takes_60_days(copy: Copy) -> None:
    offered = re.compile("fast|urgent|72.hours|waiting could harm", re.IGNORECASE)
    given = cases.denied(start=date(2026, 11, 2), end=date(2026, 11, 13), urgency=Urgency.POST_SERVICE)
    said = text_of(DENIAL, copy, given)
    assert not offered.findall(said)
    assert "within 60 days" in said
    assert cases.facts(DENIAL, copy, given).appeal.can_be_fast is False
    ahead = text_of(DENIAL, copy, cases.denied(start=date(2026, 11, 2), urgency=Urgency.POST_SERVICE))
    assert offered.findall(ahead), "some of the care is still to come"


def test_a_long_program_name_shares_the_lines_of_its_practitioner() -> None:
    name = "Lantern House Intensive Day and Evening Program for Adolescents, Young Adults and Families of Anytown"
    provider = replace(cases.PROVIDER, name=name)
    given = with_case(cases.denied(), provider=provider)
    window = cases.facts(DENIAL, PROVIDER, given).window
    assert len(name) > 100
    assert len(window) == 5
    assert " ".join(window).startswith(f"Alex Placeholder, MD, {name} 200 Pretend Street")
    assert "more than the 5 lines" in refused(
        DENIAL, PROVIDER, with_case(given, provider=replace(provider, name=name * 2))
    )


@pytest.mark.parametrize("copy", [MEMBER, PROVIDER])
def test_the_part_2_statement_is_that_of_the_records_and_verbatim(copy: Copy) -> None:
    """42 CFR 2.32(a)(2)."""
    said = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    for plan in ("example-nc", "example-ut"):
        for answer in YesNo:
            letter = text_of(DENIAL, copy, cases.denied(plan, part_2_records=answer))
            assert (said in letter) is (answer is YesNo.YES)
    alcohol = cases.denied(diagnosis=Diagnosis("F10.20", "Alcohol dependence"), part_2_records=YesNo.NO)
    assert "part 2" not in text_of(DENIAL, copy, alcohol).lower()


def test_peer_to_peer_without_a_record_is_open_for_the_plans_days() -> None:
    given = cases.denied() | {"peer_to_peer": None}
    assert "until December 4, 2026." in text_of(DENIAL, PROVIDER, given)


def test_an_offered_talk_without_an_outcome_says_when_it_was_offered() -> None:
    given = cases.denied() | {"peer_to_peer": PeerToPeer(cases.REVIEWED, "u1", date(2026, 12, 8))}
    assert "A peer-to-peer talk was offered on November 23, 2026." in text_of(DENIAL, PROVIDER, given)


def test_the_member_hears_until_when_the_doctor_can_call() -> None:
    until = "call the doctor who made this decision until December 8, 2026."
    assert until in text_of(DENIAL, MEMBER, cases.denied())


def test_a_talk_whose_last_day_has_passed_is_not_offered_again() -> None:
    past = PeerToPeer(cases.REVIEWED - timedelta(days=9), "u1", date(2026, 11, 23))
    given = cases.denied() | {"peer_to_peer": past}
    assert "Your doctor can help you appeal." in text_of(DENIAL, MEMBER, given)
    assert "Offered until November 23, 2026, which has passed." in text_of(DENIAL, PROVIDER, given)


def test_a_parent_is_told_where_to_turn_in_a_crisis_of_the_child() -> None:
    given = with_member(cases.denied(), representative=Representative("Pat Sampleton", "parent"))
    said = text_of(DENIAL, MEMBER, given)
    assert "If Jordan Sampleton may be thinking about self-harm, call or text 988 at any hour." in said
    assert "If Jordan is in danger right now, call 911." in said


def test_the_first_reviewer_is_not_said_to_be_another() -> None:
    given = cases.denied()
    given |= {"review": replace(given["review"], completed_by="u2")}
    decision = cases.facts(DENIAL, MEMBER, given).decision
    assert decision is not None
    assert not decision.not_in_first_review
    assert "was not part of the first review" not in text_of(DENIAL, MEMBER, given)


def test_units_that_are_no_whole_days_stay_units() -> None:
    given = cases.approved(units=13)
    service = replace(given["policy"].services[0], units_per_day=2)
    policy = replace(given["policy"], services=(service,))
    finding = replace(given["finding"], policy=policy)
    facts = cases.facts(LetterKind.APPROVAL, MEMBER, given | {"policy": policy, "finding": finding})
    assert facts.decision is not None
    assert facts.decision.amount == "13\u00a0units"


def test_a_request_that_extends_the_time_says_by_when_it_is_decided() -> None:
    kind = LetterKind.INFORMATION_REQUEST
    given = cases.asked_for_information()
    # 15 days and 15 more from November 16, and the 45 days of waiting that stop the clock.
    assert "We will decide by January 30, 2027 at the latest." in text_of(kind, MEMBER, given)
    assert "we decide by January 30, 2027 at the latest" in text_of(kind, PROVIDER, given)


def test_an_informal_request_says_that_it_moves_nothing_and_grounds_no_denial() -> None:
    """29 CFR 2560.503-1(f)(4): only the notice of the extension stops the clock."""
    given = informal(cases.NOW + timedelta(days=2))
    said = text_of(LetterKind.INFORMATION_REQUEST, MEMBER, given)
    assert "This letter does not give us more time. We will decide by December 1, 2026 at the latest." in said
    assert "We will not say no only because papers are missing." in said
    assert "so we need more time" not in said
    said = text_of(LetterKind.INFORMATION_REQUEST, PROVIDER, given)
    assert "does not extend the time to decide: we decide by December 1, 2026 at the latest" in said
    assert "missing information alone will not be the reason for a denial" in said
    lapsed = with_case(cases.denied_for_missing_information(), extended_at=None)
    assert "needs the request whose time ran out" in refused(DENIAL, MEMBER, lapsed)


def informal(answer_by: datetime) -> dict[str, Any]:
    """A request that moves nothing, to be answered by a moment; the determination is due on December 1."""
    given = cases.asked_for_information()
    asked = replace(given["information_request"], answer_by=answer_by)
    return with_case(given | {"information_request": asked}, extended_at=None, information_requests=(asked,))


@pytest.mark.parametrize("days", [0, 9, 45])
def test_no_letter_asks_for_a_response_after_the_determination_is_due_or_in_the_past(days: int) -> None:
    """An informal request moves no clock: its answer comes before the decision is due, 29 CFR 2560.503-1(f)(4)."""
    given = informal(cases.NOW + timedelta(days=days))
    for copy in (MEMBER, PROVIDER):
        assert "too soon for a response by" in refused(LetterKind.INFORMATION_REQUEST, copy, given)


def test_who_treats_the_member_is_called_a_doctor_only_when_they_are_one() -> None:
    for credential, called in (("MD", "Talk with your doctor."), ("LCSW", "Talk with your provider.")):
        given = cases.denied()
        provider = replace(given["case"].provider, credential=credential)
        assert called in text_of(DENIAL, MEMBER, with_case(given, provider=provider))
    given = with_case(cases.denied(), provider=replace(cases.denied()["case"].provider, practitioner=""))
    assert "We sent them a letter too." in text_of(DENIAL, MEMBER, given)


def test_care_that_is_over_is_neither_replaced_nor_appealed_fast() -> None:
    """29 CFR 2560.503-1(m)(1): an urgent claim is one for care still to come."""
    given = cases.denied()
    later = given | {"now": cases.NOW + timedelta(days=60), "peer_to_peer": None}
    now, after = text_of(DENIAL, MEMBER, given), text_of(DENIAL, MEMBER, later)
    for said in ("Ask about care you can have now", "fast appeal"):
        assert said in now
        assert said not in after


def test_a_request_for_information_names_each_item_and_its_criterion() -> None:
    given = cases.asked_for_information()
    items = (*given["information_request"].items, "A phone number.")
    given |= {"information_request": replace(given["information_request"], items=items)}
    facts = cases.facts(LetterKind.INFORMATION_REQUEST, PROVIDER, given)
    assert facts.information is not None
    assert [point.id for point in facts.information.items] == ["P11", "A4", ""]
    assert facts.information.answer_by == "January\u00a08, 2027"
    assert "A phone number." in text_of(LetterKind.INFORMATION_REQUEST, PROVIDER, given)


def test_a_missing_fact_is_asked_for_under_its_own_id() -> None:
    given = cases.denied(unmet=("A4",), lost=(), facts={"boarding": None})
    given["review"] = replace(
        given["review"],
        answers={key: answer for key, answer in given["review"].answers.items() if not key.startswith("P10")},
    )
    from ur_desktop.domain.evaluation.finding import evaluate

    given["finding"] = evaluate(given["policy"], given["review"])
    assert [point.id for point in cases.facts(DENIAL, MEMBER, given).not_found] == ["P10"]


def test_sources_name_document_and_pages() -> None:
    evidence = (
        Evidence("Records", "24"),
        Evidence("Records", "15–28"),
        Evidence("Schedule"),
        Evidence("Notes", "cover"),
    )
    assert sources(evidence) == "Records, p.\u00a024; Records, pp.\u00a015–28; Schedule; Notes, cover"


def test_an_approval_without_a_next_review_says_when_it_comes() -> None:
    given = with_determination(cases.approved(), next_review=None)
    assert "When your program asks for more days" in text_of(LetterKind.APPROVAL, MEMBER, given)


def test_an_answered_request_is_not_the_one_that_lapsed() -> None:
    given = cases.denied_for_missing_information()
    answered = replace(given["case"].information_requests[0], answered_at=cases.NOW - timedelta(days=40))
    given = with_case(given, information_requests=(answered,))
    assert "needs the request whose time ran out" in refused(DENIAL, MEMBER, given)


def test_the_request_that_lapsed_is_told_not_the_latest() -> None:
    given = cases.denied_for_missing_information()
    later = replace(given["case"].information_requests[0], sent_at=cases.NOW, answered_at=cases.NOW)
    said = text_of(DENIAL, MEMBER, given | {"information_request": later})
    assert "On October 5, 2026 we asked for them" in said


def test_an_urgent_answer_is_due_by_the_hour_in_the_plans_zone_and_goes_by_fax_or_phone() -> None:
    """29 CFR 2560.503-1(f)(2)(i): not less than 48 hours to provide the specified information."""
    given = cases.asked_for_information()
    asked = replace(given["information_request"], answer_by=cases.NOW + timedelta(hours=48))
    request = replace(given["case"].request, urgency=Urgency.URGENT, received=cases.NOW - timedelta(hours=10))
    urgent = with_case(given | {"information_request": asked}, request=request, information_requests=(asked,))
    for copy in (MEMBER, PROVIDER):
        said = text_of(LetterKind.INFORMATION_REQUEST, copy, urgent)
        assert "12:30 p.m. EST on November 26, 2026" in said
        assert (
            "Fax: 1-800-555-0190. Phone: 1-800-555-0189 (TTY: 711). Mail is too slow for this date." in said
        )
        assert "Mail: " not in said
        assert "Mail: Example Plan NC, Utilization Review" in text_of(
            LetterKind.INFORMATION_REQUEST, copy, given
        )
    plan = replace(urgent["plan"], records=None)
    said = text_of(LetterKind.INFORMATION_REQUEST, PROVIDER, urgent | {"plan": plan})
    assert "Phone: 1-800-555-0182 (TTY: 711). Mail is too slow" in said


def owed(signed: datetime, now: datetime) -> tuple[str, str]:
    """Both letters of an approval reviewed on the day of admission, signed and written at these times."""
    given = cases.approved(facts={"admitted": date(2026, 11, 23)})
    answers = {
        key: each for key, each in given["review"].answers.items() if key not in {"P3", "P4", "P11", "P12"}
    }
    review = replace(given["review"], answers=answers)
    finding = evaluate(given["policy"], review)
    given = with_determination(given | {"review": review, "finding": finding, "now": now}, at=signed)
    kind = LetterKind.APPROVAL
    return text_of(kind, MEMBER, given), text_of(kind, PROVIDER, given)


def test_an_approval_says_what_is_still_owed_and_by_when() -> None:
    """Policy, when covered 3: evaluation by a psychiatrist within 3 days of admission."""
    member, provider = owed(cases.REVIEWED, cases.REVIEWED)
    assert "What your program still has to send" in member
    assert "By November 23, 2026: A copy of the written safety plan" in member
    assert "By November 26, 2026: A copy of the psychiatrist's evaluation with its date" in member.replace(
        "’", "'"
    )
    assert "By November 28, 2026" in member
    assert (
        member.index("November 23, 2026:") < member.index("By November 26") < member.index("By November 28")
    )
    assert "P3, Psychiatrist within 3 days (When covered 3)" in provider
    assert "They are no condition of this approval" in provider
    assert "had passed" not in member + provider


def test_what_is_owed_is_judged_as_of_the_signature_not_of_the_printing() -> None:
    signed = cases.REVIEWED
    months_later = signed + timedelta(days=90)
    for now, later in zip(owed(signed, signed), owed(signed, months_later), strict=True):
        start = now.index("still" if "still has" in now else "Records still due")
        assert now[start : start + 600] == later[start : start + 600]
    member, provider = owed(signed + timedelta(days=1), months_later)
    assert "By November 23, 2026 (a day that had passed when we decided)" in member
    assert "By November 23, 2026 (a day that had passed at the decision)" in provider
    assert "By November 26, 2026:" in member


def test_an_approval_with_nothing_owed_and_a_denial_list_none() -> None:
    assert "still has to send" not in text_of(LetterKind.APPROVAL, MEMBER, cases.approved())
    assert cases.facts(DENIAL, MEMBER, cases.denied()).owed == ()


def test_what_is_counted_in_days_of_attendance_is_due_on_such_a_day() -> None:
    given = cases.approved("example-ut", facts={"days_attended": 0})
    finding = replace(given["finding"], not_yet_due={"B9": None, "A1": None})
    assert [each.by for each in owed_points(finding, given["review"], date(2026, 11, 24))] == [
        "day 3 in the program",
        "the start of the program",
    ]


def test_a_letter_without_an_address_says_so_and_is_not_complete() -> None:
    provider = replace(cases.denied()["case"].provider, address=Address(), fax="")
    member = replace(cases.denied()["case"].member, address=Address())
    nowhere = with_case(cases.denied(), provider=provider, member=member)
    for copy in (MEMBER, PROVIDER):
        facts = cases.facts(DENIAL, copy, nowhere)
        assert facts.window[-1] == NO_ADDRESS
        assert "mailing address" in next(each for each in elements(facts, "") if each.number == 1).missing
    faxed = with_case(cases.denied(), provider=replace(provider, fax="555-0100"))
    assert cases.facts(DENIAL, PROVIDER, faxed).window[-1] == "By fax: 555-0100"
