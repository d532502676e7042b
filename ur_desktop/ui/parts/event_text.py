"""Entries of the journal in words, for the audit log and for a case's history: icons, names and details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from ur_desktop.domain.dates import clock_words, zone_words
from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.domain.sending import Means, Sending
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import date_words, own_time
from ur_desktop.ui.parts.backup_text import WHY

KINDS: Mapping[EventKind, Sign] = {
    EventKind.SIGN_IN: Sign("key", "muted", "Signed in"),
    EventKind.FAILED_SIGN_IN: Sign("warning-circle-fill", "not_met", "Failed sign-in"),
    EventKind.SIGN_OUT: Sign("arrow-left", "muted", "Signed out"),
    EventKind.LOCK: Sign("lock-simple", "muted", "Locked"),
    EventKind.RECOVERY: Sign("key", "not_documented", "Recovery key used"),
    EventKind.PEOPLE: Sign("key", "muted", "Users changed"),
    EventKind.CREATE: Sign("plus-bold", "muted", "Case created"),
    EventKind.VIEW: Sign("eye", "muted", "Opened a case"),
    EventKind.CHANGE: Sign("pencil-simple", "muted", "Changed a case"),
    EventKind.PRINT: Sign("printer", "muted", "Printed a letter"),
    EventKind.SAVE: Sign("floppy-disk", "muted", "Saved a letter as PDF"),
    EventKind.EXPORT: Sign("floppy-disk", "not_documented", "Audit log exported"),
    EventKind.DETERMINATION: Sign("scales", "muted", "Signed a determination"),
    EventKind.VOID: Sign("scales", "not_documented", "Voided a determination"),
    EventKind.OVERRIDE: Sign("calculator", "not_documented", "Override"),
    EventKind.LETTER: Sign("envelope-simple", "muted", "Accepted a letter"),
    EventKind.SENT: Sign("envelope-simple", "muted", "Gave notice"),
    EventKind.SETTINGS: Sign("gear-six", "muted", "Settings changed"),
    EventKind.BACKUP: Sign("files", "muted", "Backup"),
    EventKind.RESTORE: Sign("clock-counter-clockwise", "not_documented", "Backup restored"),
    EventKind.REPAIR: Sign("shield-check", "not_documented", "Vault file repaired"),
    EventKind.CLOCK: Sign("clock", "not_documented", "Clock set back"),
}
"""The icon and name of each kind."""

_VARIANTS: Mapping[tuple[EventKind, str], Sign] = {
    (EventKind.CREATE, "vault"): Sign("plus-bold", "muted", "Vault created"),
    (EventKind.BACKUP, "begun"): Sign("files", "muted", "Backup started"),
    (EventKind.BACKUP, "reason"): Sign("files", "muted", "Backup started"),
    (EventKind.BACKUP, "made"): Sign("files", "muted", "Backup made"),
    (EventKind.BACKUP, "failed"): Sign("warning-circle-fill", "not_met", "Backup failed"),
    (EventKind.BACKUP, "given_up"): Sign("files", "not_documented", "Backup canceled"),
    (EventKind.OVERRIDE, "criterion"): Sign("calculator", "not_documented", "Overrode the schedule"),
    (EventKind.OVERRIDE, "approved_although"): Sign("scales", "not_documented", "Approved as exception"),
    (EventKind.VIEW, "letters"): Sign("eye", "muted", "Viewed letters"),
}
"""Names of the variants of a kind, by the first key of the details."""

_IN_HISTORY: Mapping[EventKind, str] = {
    EventKind.CREATE: "Created the case",
    EventKind.VIEW: "Opened the case",
    EventKind.CHANGE: "Changed the case",
    EventKind.PRINT: "Printed",
    EventKind.SAVE: "Saved as PDF",
    EventKind.EXPORT: "Exported",
    EventKind.DETERMINATION: "Signed",
    EventKind.VOID: "Voided",
    EventKind.OVERRIDE: "Overrode the schedule",
    EventKind.LETTER: "Accepted letter",
    EventKind.SENT: "Sent",
    EventKind.FAILED_SIGN_IN: "Wrong password when signing",
}
"""Names where the case is on the screen already."""

_ACTIONS: Mapping[str, str] = {
    "approve": "approval",
    "deny": "denial",
    "withdraw": "withdrawal",
    "close_administratively": "administrative closure",
}

SENT_WORDS: Mapping[str, str] = {
    Means.MAIL: "mailed",
    Means.FAX: "faxed",
    Means.HAND: "handed over",
    Means.TOLD: "told by phone",
}
"""What was done to give notice, by its stored value."""

_KNOWN: Mapping[EventKind, Mapping[str, str]] = {
    EventKind.BACKUP: WHY,
    EventKind.DETERMINATION: _ACTIONS,
    EventKind.VOID: _ACTIONS,
    EventKind.SENT: SENT_WORDS,
}
"""Stored values of a kind in words."""

_FORMS: Mapping[EventKind, Mapping[str, str]] = {
    EventKind.FAILED_SIGN_IN: {"tries": "attempts: {}"},
    EventKind.PRINT: {
        "letter": "{}", "number": ", letter no. {}", "text": ", text {}", "draft": ", draft",
        "pages": ", pages: {}", "copies": ", copies: {}", "batch": ", batch {}", "found": ", found {}",
        "stopped_after": ", stopped after page {}, which may be on paper",
    },
    EventKind.SAVE: {
        "letter": "{}", "number": ", letter no. {}", "text": ", text {}", "draft": ", draft",
        "pages": ", pages: {}", "batch": ", batch {}",
    },
    EventKind.DETERMINATION: {"action": "{}"},
    EventKind.VOID: {"action": "{}"},
    EventKind.LETTER: {"kind": "{}", "copy": ", {} copy"},
    EventKind.SENT: {"letter": "{}", "number": ", letter no. {}", "means": ", {}"},
    EventKind.EXPORT: {"what": "{}", "lines": ", lines: {}", "format": ", {}"},
    EventKind.VIEW: {"letters": "{}"},
    EventKind.OVERRIDE: {
        "approved_although": "{}",
        "criterion": "{}", "proposed": ": proposed {}", "answered": ", answered {}", "reason": ". Reason: {}",
    },
    EventKind.REPAIR: {"file": "file {}", "why": ". {}"},
    EventKind.BACKUP: {
        "begun": "{}", "made": "{}", "failed": "{}", "given_up": "{}", "reason": " Started {}",
        "folder": ", folder: {}",
        "second_folder": ", second folder: {}", "copied_to": ", copied to {}", "not_copied": ". Not copied: {}",
    },
}  # fmt: skip
"""How the details of a kind are said, in the order they were written; others by their keys."""

_VALUES = frozenset(EventKind)
_CODE = re.compile("[a-z_]+")


def event_sign(event: Event) -> Sign:
    """The icon and name of what happened."""
    return _VARIANTS.get((event.kind, next(iter(event.detail), ""))) or KINDS[event.kind]


def history_sign(kind: str) -> Sign:
    """The icon and name of a kind, by its stored value, in the history of a case."""
    known = KINDS.get(EventKind(kind)) if kind in _VALUES else None
    if known is None:
        return Sign("info", "muted", kind.replace("_", " ").capitalize())
    return Sign(known.icon, known.token, _IN_HISTORY.get(EventKind(kind), known.words))


def action_words(action: str) -> str:
    """What was signed, by its stored value: "denial"."""
    return _ACTIONS.get(action, action.replace("_", " "))


def sent_words(sending: Sending) -> str:
    """How notice was given and to whom: "Faxed: Harbor Example Clinic, 1-800-555-0118"."""
    words = SENT_WORDS[sending.means]
    to = ", ".join(part for part in (sending.to, sending.number) if part)
    return f"{words[:1].upper()}{words[1:]}: {to}"


def event_details(event: Event) -> str:
    """What else is known: "Approval", "Attempts: 2", "P9: proposed met, answered not met. Reason: …"."""
    form, detail = _FORMS.get(event.kind), event.detail
    if form is None or not form.keys() >= detail.keys():
        words = ", ".join(f"{_plain(key)}: {_plain(value)}" for key, value in detail.items())
    else:
        known = _KNOWN.get(event.kind, {})
        said = {key: known.get(str(value)) or _plain(value) for key, value in detail.items()}
        words = "".join(form[key].format(value) for key, value in said.items()).removeprefix(", ")
    return words[:1].upper() + words[1:]


def event_time(now: datetime, at: datetime) -> str:
    """Say when to the second, with this computer's zone: "Fri Jan 16, 9:05:07 AM MST"."""
    here = own_time(now, at)
    clock, half = clock_words(here).split(" ")
    return f"{date_words(now, here)}, {clock}:{here.second:02} {half} {zone_words(here)}"


def _plain(value: object) -> str:
    """A code without its underscores; any other text as it is, a path above all."""
    text = str(value)
    return text.replace("_", " ") if _CODE.fullmatch(text) else text or "none"
