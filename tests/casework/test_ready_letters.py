"""What passes the judgment before the signature becomes both letters, whatever text is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import letter_check
from tests.casework.sessions import LIBRARY, NOW
from ur_desktop.casework import example_case
from ur_desktop.domain.determination import Rationale
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.elements import elements
from ur_desktop.domain.letter.kind import Copy, LetterKind

DENIED = example_case.example(LetterKind.DENIAL, LIBRARY, NOW)
TEXTS = some.one_of(
    some.text(max_size=300),
    some.text(alphabet="Wi- «»▪☒e\u0301\u00a0\u2067\n", max_size=300),
    some.builds(
        lambda sign, count: f"We looked. {sign * count} END",
        some.sampled_from("W_0-é/."),
        some.integers(1, 900),
    ),
)


@pytest.mark.refused_letter
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(TEXTS, some.sampled_from(["member", "provider", "name", "program", "alternative"]))
def test_what_is_not_refused_is_typeset_with_every_element_on_the_paper(text: str, where: str) -> None:
    case, signed = DENIED.case, DENIED.determination
    assert signed is not None
    written = f"{example_case.REASONS}\n\n{text}"
    changed = {
        "member": replace(DENIED, determination=replace(signed, rationale=Rationale(written, example_case.CLINICAL))),
        "provider": replace(DENIED, determination=replace(signed, rationale=Rationale(example_case.REASONS, written))),
        "name": replace(DENIED, case=replace(case, member=replace(case.member, last_name=text))),
        "program": replace(DENIED, case=replace(case, provider=replace(case.provider, name=text))),
        "alternative": replace(DENIED, determination=replace(signed, alternative=text)),
    }[where]  # fmt: skip
    try:
        facts = [
            changed.facts(LetterKind.DENIAL, copy, LIBRARY, "7F3A-91C2-0D5E")
            for copy in (Copy.MEMBER, Copy.PROVIDER)
        ]
        pages = [LIBRARY.html(each) for each in facts]
        pdfs = [
            LIBRARY.pdf(html, each.plan, changed.issued(LIBRARY))
            for each, html in zip(facts, pages, strict=True)
        ]
    except UserError:
        return  # it is refused before the signature
    for each, html, pdf in zip(facts, pages, pdfs, strict=True):
        assert letter_check.faults_of(pdf) == []
        assert [item.name for item in elements(each, html) if not item.present] == []
