"""A small form for tests of the store: "continued" needs no answer, "decided" that of C1 alone."""

from __future__ import annotations

from datetime import UTC, date

from ur_desktop import paths
from ur_desktop.domain.early_end_rules import EndRules
from ur_desktop.domain.policy import Checklist, Criterion, CriterionKind, Group, Policy
from ur_desktop.domain.signing import SigningRules
from ur_desktop.library import Library


def _criterion(criterion_id: str, kind: CriterionKind = CriterionKind.INFORMATION) -> Criterion:
    return Criterion(criterion_id, "Sample", "Section 1", "A sample.", "Not so.", "The record.", kind=kind)


_INFORMATIVE = tuple(_criterion(key) for key in ("C1", "C2", "C3.a", "C9", "P1"))
_DECIDING = (_criterion("C1", CriterionKind.CRITERION), *_INFORMATIVE[1:])

FORM = Policy(
    "pehp-iop", date(2024, 11, 11), "0" * 64, "A sample", "Sample", "Sample Plan", "Policy 1", "", "", (), (), (),
    {"continued": Checklist("continued", "Nothing decides", Group(_INFORMATIVE)),
     "decided": Checklist("decided", "C1 decides", Group(_DECIDING))},
)  # fmt: skip
_LIBRARY = Library(paths.forms_dir(), paths.templates_dir())
RULES = SigningRules(FORM, _LIBRARY.lines["commercial-erisa"], UTC, lambda _text: "")
END_RULES = EndRules(_LIBRARY.plan("example-nc"), UTC, lambda _text: "")
