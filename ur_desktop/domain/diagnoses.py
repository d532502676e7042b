"""What the diagnoses of a request are: behavioral, of substance use, or both kinds together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ur_desktop.domain.case import Diagnosis, ServiceRequest, YesNo

_BEHAVIORAL = re.compile(r"F(0[1-9]|[1-9][0-9])(\D|$)", re.IGNORECASE)
_SUBSTANCE_USE = re.compile(r"F1[0-9](\D|$)", re.IGNORECASE)


def is_behavioral(diagnosis: Diagnosis, added: tuple[str, ...] = ()) -> bool:
    """Whether a diagnosis is F01 to F99 of ICD-10-CM, or starts like a code that the plan adds."""
    starts = tuple(code.upper() for code in added)
    return _BEHAVIORAL.match(diagnosis.code) is not None or diagnosis.code.upper().startswith(starts)


def is_substance_use(diagnosis: Diagnosis) -> bool:
    """Whether a diagnosis is of substance use, F10 to F19 of ICD-10-CM."""
    return _SUBSTANCE_USE.match(diagnosis.code) is not None


def only_substance_use(request: ServiceRequest) -> bool:
    """Whether every behavioral diagnosis of a request is of substance use, and there is one."""
    behavioral = [item for item in request.diagnoses if is_behavioral(item)]
    return bool(behavioral) and all(map(is_substance_use, behavioral))


def asks_about_part_2(request: ServiceRequest) -> bool:
    """Whether records under 42 CFR Part 2 are likely, and nobody said yet whether there are any."""
    likely = request.service_code == "H0015" or any(map(is_substance_use, request.diagnoses))
    return likely and request.part_2_records is YesNo.UNKNOWN


REQUEST_CONDITIONS: Mapping[str, Callable[[ServiceRequest], bool]] = {
    "only_substance_use": only_substance_use,
}
"""What a checklist may call attention to in a request."""
