from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from markupsafe import escape

from tests.letters import letter_cases as cases
from ur_desktop.domain.letter import elements as letter_elements
from ur_desktop.domain.letter.elements import elements
from ur_desktop.domain.letter.facts import Copy, LetterFacts, LetterKind
from ur_desktop.domain.letter.text import with_curly_quotes, words
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.letters import render as letters

LETTERS = {
    f"{kind}-{copy}-{short}": (kind, copy, given)
    for short, plan in cases.PLANS.items()
    for kind, given in (
        (LetterKind.DENIAL, cases.denied(plan, approved_through=date(2026, 12, 1))),
        (LetterKind.APPROVAL, cases.approved(plan)),
        (LetterKind.CONTINUED_APPROVAL, cases.approved(plan, review=ReviewKind.CONTINUED)),
        (LetterKind.INFORMATION_REQUEST, cases.asked_for_information(plan)),
        (LetterKind.WITHDRAWN_REQUEST, cases.withdrawn_request(plan)),
        (LetterKind.ADMINISTRATIVE_DENIAL, cases.refused_coverage(plan)),
        (LetterKind.WITHDRAWAL, cases.withdrawn_case(plan)),
    )
    for copy in (Copy.MEMBER, Copy.PROVIDER)
}
ADVERSE = {*range(1, 14), 16, 18, 19, 23}
OWED = {
    "denial-member-nc": {*ADVERSE, 15, 20},
    "denial-provider-nc": {*ADVERSE, 15, 17},
    "denial-member-ut": {*ADVERSE, 15, 20, 21},
    "denial-provider-ut": {*ADVERSE, 15, 17, 21},
    "approval-member-nc": {1, 2, 3, 19, 20, 22, 23},
    "continued_approval-provider-ut": {1, 2, 3, 15, 19, 21, 22, 23},
    "information_request-provider-nc": {1, 2, 6, 9, 19, 23},
    "administrative_denial-member-nc": {*ADVERSE - {6, 7}, 15, 20},
    "administrative_denial-provider-ut": {*ADVERSE - {6, 7}, 15, 21},
    "withdrawal-member-nc": {1, 2, 3, 19, 20, 23},
    "withdrawal-provider-ut": {1, 2, 3, 15, 19, 21, 23},
}


def test_a_denial_that_ends_approved_care_owes_its_benefits_during_the_appeal() -> None:
    facts = replace(made("denial-member-nc")[0], benefits_continue=True)
    html = letters.render(facts, templates=cases.TEMPLATES)
    assert all(element.present for element in elements(facts, html))
    [left_out] = [each for each in elements(facts, html.replace("goes on until", "ends")) if not each.present]
    assert (left_out.number, left_out.name) == (14, "Benefits during the appeal")


def made(name: str) -> tuple[LetterFacts, str]:
    kind, copy, given = LETTERS[name]
    return cases.facts(kind, copy, given), cases.html(kind, copy, given)


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_has_what_it_owes(name: str) -> None:
    found = elements(*made(name))
    assert [(element.name, element.missing) for element in found if not element.present] == []
    assert [element.number for element in found] == sorted(element.number for element in found)


@pytest.mark.parametrize("name", OWED)
def test_what_a_letter_owes_depends_on_kind_copy_and_line(name: str) -> None:
    assert {element.number for element in elements(*made(name))} == OWED[name]


@pytest.mark.parametrize("name", LETTERS)
def test_each_proof_that_is_blanked_is_missed(name: str) -> None:
    facts, html = made(name)
    plain = words(
        html.replace("&nbsp;", " ").replace("<strong>", "").replace("</strong>", "").replace("<br>", " ")
    )
    assert all(element.present for element in elements(facts, plain))
    for number, (_, proofs_of) in letter_elements.ELEMENTS.items():
        for proof in proofs_of(facts) or ():
            if not proof.strip():
                continue
            blanked = plain.replace(str(escape(with_curly_quotes(words(proof)))), "…")
            assert blanked != plain, (number, proof)
            missed = {element.number for element in elements(facts, blanked) if not element.present}
            assert number in missed, (number, proof)


def test_a_social_security_number_is_a_fault() -> None:
    facts, html = made("denial-member-nc")
    spoiled = html.replace("<p>Sincerely,</p>", "<p>SSN 000-12-3456</p>")
    assert [element.number for element in elements(facts, spoiled) if not element.present] == [1]


def test_the_right_to_sue_under_erisa_is_a_fault_elsewhere() -> None:
    facts, html = made("denial-member-ut")
    spoiled = html.replace("<p>Sincerely,</p>", "<p>section 502(a) of ERISA</p>")
    assert [element.number for element in elements(facts, spoiled) if not element.present] == [15]


@pytest.mark.parametrize("copy", [Copy.MEMBER, Copy.PROVIDER])
def test_a_fast_appeal_after_the_service_is_a_fault(copy: Copy) -> None:
    past: dict[str, Any] = {"start": date(2026, 11, 2), "end": date(2026, 11, 13)}
    given = cases.denied(**past)
    facts, html = cases.facts(LetterKind.DENIAL, copy, given), cases.html(LetterKind.DENIAL, copy, given)
    assert all(element.present for element in elements(facts, html))
    spoiled = html.replace("<p>Sincerely,</p>", "<p>Ask for an urgent appeal.</p>")
    (missed,) = [element for element in elements(facts, spoiled) if not element.present]
    assert (missed.number, missed.missing) == (11, ("urgent appeal",))
    owed = elements(
        cases.facts(LetterKind.APPROVAL, copy, cases.approved(**past)),
        cases.html(LetterKind.APPROVAL, copy, cases.approved(**past)),
    )
    assert 11 not in {element.number for element in owed}


@pytest.mark.parametrize("copy", [Copy.MEMBER, Copy.PROVIDER])
def test_a_specialty_written_with_a_capital_is_found(copy: Copy) -> None:
    given = cases.denied()
    signed = given["determination"]
    by = replace(signed.by, credential=replace(signed.by.credential, specialty="Child Psychiatry"))
    given |= {"determination": replace(signed, by=by)}
    found = elements(cases.facts(LetterKind.DENIAL, copy, given), cases.html(LetterKind.DENIAL, copy, given))
    assert all(element.present for element in found)


def test_unmet_words_among_what_was_not_found_are_a_fault() -> None:
    facts, html = made("denial-provider-nc")
    spoiled = html.replace("<strong>Undetermined.</strong>", "Not met.")
    assert [element.number for element in elements(facts, spoiled) if not element.present] == [9]


def test_a_wording_that_the_line_lacks_is_missed_by_name() -> None:
    facts, html = made("denial-member-ut")
    (missed,) = [
        item
        for item in elements(replace(facts, blocks={**facts.blocks, "part_2": ("Other words.",)}), html)
        if not item.present
    ]
    assert (missed.number, missed.missing) == (21, ("Other words.",))
    blocks = {name: text for name, text in facts.blocks.items() if name != "part_2"}
    (missed,) = [item for item in elements(replace(facts, blocks=blocks), html) if not item.present]
    assert missed.missing == ("wording part_2",)


def test_a_line_owes_only_what_it_lists() -> None:
    facts, html = made("denial-member-nc")
    line = replace(facts.line, elements=(1, 10))
    assert [element.number for element in elements(replace(facts, line=line), html)] == [1, 10]


def test_pages_say_where_an_element_stands() -> None:
    facts, html = made("denial-member-nc")
    found = elements(facts, html, ["Dear", "November\n24, 2026", "by May 23,\n2027"])
    pages = {element.number: element.page for element in found}
    assert (pages[1], pages[10], pages[23]) == (2, 3, None)


def test_worksheets_owe_no_elements() -> None:
    given = cases.denied()
    facts = cases.facts(LetterKind.REVIEW_SUMMARY, Copy.INTERNAL, given)
    assert elements(facts, cases.html(LetterKind.REVIEW_SUMMARY, Copy.INTERNAL, given)) == ()


def test_a_withdrawal_without_an_end_is_no_letter() -> None:
    facts, html = made("withdrawal-member-nc")
    with pytest.raises(ValueError, match="withdrawal"):
        elements(replace(facts, end=None), html)


def test_a_denial_without_a_decision_is_no_letter() -> None:
    facts, html = made("denial-member-nc")
    with pytest.raises(ValueError, match="denial"):
        elements(replace(facts, decision=None), html)
