"""A line of the journal as the auditor reads it: its words, what can be asked for, and files of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import clock_words, date_words, own_time
from ur_desktop.ui.parts.backup_text import WHY

KINDS: Mapping[str, Sign] = {
    "sign_in": Sign("key", "muted", "Signed in"),
    "failed_sign_in": Sign("warning-circle-fill", "not_met", "Wrong password"),
    "sign_out": Sign("arrow-left", "muted", "Signed out"),
    "lock": Sign("lock-simple", "muted", "Locked"),
    "recovery": Sign("key", "not_documented", "Recovery key used"),
    "people": Sign("key", "muted", "People changed"),
    "create": Sign("plus-bold", "muted", "Created"),
    "view": Sign("eye", "muted", "Opened a case"),
    "change": Sign("pencil-simple", "muted", "Changed a case"),
    "print": Sign("printer", "muted", "Printed a letter"),
    "save": Sign("floppy-disk", "muted", "Saved a letter as PDF"),
    "export": Sign("floppy-disk", "not_documented", "Exported"),
    "determination": Sign("scales", "muted", "Signed a determination"),
    "override": Sign("calculator", "not_documented", "Overridden"),
    "letter": Sign("envelope-simple", "muted", "Put a letter on file"),
    "settings": Sign("gear-six", "muted", "Settings changed"),
    "backup": Sign("files", "muted", "Backup"),
    "restore": Sign("clock-counter-clockwise", "not_documented", "Backup restored"),
    "repair": Sign("shield-check", "not_documented", "A file was made anew"),
    "clock": Sign("clock", "not_documented", "Clock set back"),
}
"""How each kind of line is said, by its value in the journal."""

_SIGNS: Mapping[tuple[str, str], Sign] = {
    ("backup", "begun"): Sign("files", "muted", "Backup begun"),
    ("backup", "reason"): Sign("files", "muted", "Backup begun"),
    ("backup", "made"): Sign("files", "muted", "Backup made"),
    ("backup", "failed"): Sign("warning-circle-fill", "not_met", "Backup failed"),
    ("backup", "given_up"): Sign("files", "not_documented", "Backup given up"),
    ("override", "criterion"): Sign("calculator", "not_documented", "Answered against the schedule"),
    ("override", "approved_although"): Sign("scales", "not_documented", "Approved against the criteria"),
    ("view", "letters"): Sign("eye", "muted", "Read letters"),
}
"""How a line is said of whose kind there are several, by the first key of its detail."""

_FORMS: Mapping[str, Mapping[str, str]] = {
    "failed_sign_in": {"tries": "times: {}"},
    "print": {
        "letter": "{}", "number": ", on file as {}", "text": ", text {}",
        "pages": ", pages: {}", "copies": ", copies: {}", "batch": ", batch {}", "found": ", found {}",
        "stopped_after": ", stopped after page {}, which may be on paper",
    },
    "save": {
        "letter": "{}", "number": ", on file as {}", "text": ", text {}", "pages": ", pages: {}", "batch": ", batch {}",
    },
    "determination": {"action": "{}"},
    "letter": {"kind": "{}", "copy": ", {} copy"},
    "export": {"what": "{}", "lines": ", lines: {}", "format": ", {}"},
    "view": {"letters": "{}"},
    "override": {
        "approved_although": "{}",
        "criterion": "{}", "proposed": ": proposed {}", "answered": ", answered {}", "reason": ". Reason: {}",
    },
    "repair": {"file": "file {}", "why": ". {}"},
    "backup": {
        "begun": "{}", "made": "{}", "failed": "{}", "given_up": "{}", "reason": " Begun {}",
        "folder": ", folder: {}",
        "second_folder": ", second folder: {}", "copied_to": ", copied to {}", "not_copied": ". Not copied: {}",
    },
}  # fmt: skip
"""How the details of a kind are said, in the order they were written; others by their keys."""

_CODE = re.compile("[a-z_]+")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line: its number, when (aware), who by id and by name, a key of KINDS, and the case if it has one."""

    number: int
    at: datetime
    user_id: str
    who: str
    kind: str
    case_id: str = ""
    case_number: str = ""
    detail: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def sign(self) -> Sign:
        """What happened: icon and words."""
        said = _SIGNS.get((self.kind, next(iter(self.detail), ""))) or KINDS.get(self.kind)
        return said or Sign("info", "muted", _plain(self.kind).capitalize())

    @property
    def detail_words(self) -> str:
        """What else is known: "Approve", "Times: 2", "P9: proposed met, answered not met. Reason: …"."""
        form = _FORMS.get(self.kind)
        if form is None or not form.keys() >= self.detail.keys():
            words = ", ".join(f"{_plain(key)}: {_plain(value)}" for key, value in self.detail.items())
        else:
            why = WHY if self.kind == "backup" else {}
            said = {key: why.get(str(value)) or _plain(value) for key, value in self.detail.items()}
            words = "".join(form[key].format(value) for key, value in said.items())
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is asked: by whom, of which kind, from one day through another, of which case; empty means every one.

    ``before`` is the number of the line that the page ends before, 0 for the newest.
    """

    user_id: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    case: str = ""
    before: int = 0

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than everything."""
        return bool(self.user_id or self.kind or self.first or self.last or self.case)


def when(now: datetime, at: datetime) -> str:
    """Say when to the second: "Fri Jan 16, 9:05:07 AM"."""
    here = own_time(now, at)
    clock, half = clock_words(here).split(" ")
    return f"{date_words(now, here)}, {clock}:{here.second:02} {half}"


def _plain(value: object) -> str:
    """A code without its underscores; any other text as it is, a path above all."""
    text = str(value)
    return text.replace("_", " ") if _CODE.fullmatch(text) else text or "none"
