"""A case in the header's and the history's words."""

from __future__ import annotations

from datetime import datetime

from ur_desktop.domain.case import Case
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Focus, Policy
from ur_desktop.ui.case_header import HeaderFacts
from ur_desktop.ui.text import plural
from ur_desktop.ui.worklist_rows import due_of, state_of

FOCUS = {Focus.MENTAL_HEALTH: "Psychiatric IOP", Focus.SUBSTANCE_USE: "Substance use IOP", Focus.EITHER: "IOP"}
