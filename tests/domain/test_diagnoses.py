"""Diagnoses by the behavioral set of ICD-10-CM, F01 to F99, and substance use, F10 to F19."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_authorization import REQUEST
from ur_desktop.domain.case import Diagnosis, YesNo
from ur_desktop.domain.diagnoses import asks_about_part_2, only_substance_use


@pytest.mark.parametrize(
    ("codes", "only"),
    [
        (("F10.20",), True),
        (("F10.20", "F14.10", "K70.30"), True),
        (("F10.20", "F33.1"), False),
        (("F33.1",), False),
        (("K70.30",), False),
        (("",), False),
    ],
)
def test_a_substance_use_diagnosis_alone_has_no_other_behavioral_one(
    codes: tuple[str, ...], only: bool
) -> None:
    """PEHP, II.A.1 asks for "a serious psychiatric diagnosis"; section I also names substance related illness."""
    first, *others = map(Diagnosis, codes)
    assert only_substance_use(replace(REQUEST, diagnosis=first, other_diagnoses=tuple(others))) is only


@pytest.mark.parametrize(
    ("code", "service", "answer", "asks"),
    [
        ("F33.1", "H0015", YesNo.UNKNOWN, True),
        ("F10.20", "S9480", YesNo.UNKNOWN, True),
        ("F33.1", "S9480", YesNo.UNKNOWN, False),
        ("F10.20", "H0015", YesNo.NO, False),
        ("F10.20", "H0015", YesNo.YES, False),
    ],
)
def test_part_2_is_asked_where_such_records_are_likely_and_never_guessed(
    code: str, service: str, answer: YesNo, asks: bool
) -> None:
    """42 CFR 2.32: the statement accompanies records that are disclosed with consent, not a code."""
    request = replace(REQUEST, diagnosis=Diagnosis(code), service_code=service, part_2_records=answer)
    assert asks_about_part_2(request) is asks
