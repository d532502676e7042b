"""What happened to a case, each answer, change and event as a line of its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo

from ur_desktop.domain.change import Change
from ur_desktop.domain.determination import Determination, Void
from ur_desktop.domain.review import Answer
from ur_desktop.domain.sending import Sending
from ur_desktop.ui.case.history import HistoryLine
from ur_desktop.ui.kit.text import plural, typed_date
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.change_text import change_words
from ur_desktop.ui.parts.event_text import action_words, history_sign, sent_words
from ur_desktop.ui.parts.review_text import answer_words

_RECORDS = {"undone": "Undid the receipt of records"}
_CHANGES = {
    "assigned_to": "Assigned to {}",
    "handed_over_to": "Handed over to {}",
    "request": "Edited the request",
    "corrected": "Edited the request: {}",
    "review": "Review {}",
    "review_again": "Review opened again, because the request changed: {}",
    "recipient": "Confirmed who the letters go to",
    "follow_up": "Received after the approval: {}",
    "referred_to": "Referred to {}",
    "asked_for": "Requested information, items: {}",
    "withdraws": "Wrote the letter that withdraws the {}",
    "discarded": "Discarded the {}",
    "sent_back": "Sent back to the nurse: {}",
    "peer_to_peer_until": "Offered peer-to-peer until {}",
}


def answer_line(
    at: datetime, who: str, criterion_id: str, before: Answer | None, after: Answer
) -> HistoryLine:
    """One answer, with what it was before, as a line of the history."""
    sign = signs.MARKS[after.mark.value if after.mark else "to_answer"]
    was = f" (was {answer_words(before)})" if before and before.mark else ""
    return HistoryLine(at, who, f"{criterion_id}: {answer_words(after)}{was}", sign.icon)


def change_line(change: Change, who: str, zone: tzinfo | None = None) -> HistoryLine:
    """One change as a line of the history: "Changed: age 34 → 35"; times are told in ``zone``."""
    return HistoryLine(change.at, who, f"Changed: {change_words(change, zone)}", "pencil-simple")


def void_line(void: Void, who: str) -> HistoryLine:
    """Why a determination was voided, as a line of the history."""
    return HistoryLine(void.at, who, f"Reason for voiding: {void.reason}", "scales")


def event_line(at: datetime, who: str, kind: str, detail: Mapping[str, object]) -> HistoryLine:
    """One line of the journal as a line of the history."""
    sign = history_sign(kind)
    icon, words = sign.icon, sign.words
    if "records" in detail:
        came = f" by {detail['how']}" if "how" in detail else ""
        return HistoryLine(at, who, f"{_RECORDS.get(str(detail['records']), 'Records received')}{came}", icon)
    if kind == "change" and len(detail) == 1 and next(iter(detail)) in _CHANGES:
        ((key, value),) = detail.items()
        if key == "peer_to_peer_until":
            value = typed_date(date.fromisoformat(str(value)))
        return HistoryLine(at, who, _CHANGES[key].format(value), icon)
    if kind in {"determination", "void"}:
        action = str(detail.get("action", ""))
        more = action_words(action)
    elif kind == "letter":
        more = f"{detail.get('kind', '')}, {detail.get('copy', '')} copy".replace("_", " ")
    elif "letters" in detail:
        words, more = "Viewed letters", str(detail["letters"])
    elif "approved_although" in detail:
        icon, words, more = "scales", "Approved as exception", str(detail["approved_although"])
    elif kind in {"print", "save"}:
        more = _letter_words(detail)
    else:
        more = ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in detail.items())
    return HistoryLine(at, who, f"{words}: {more}" if more else words, icon)


def reason_line(made: Determination) -> HistoryLine:
    """The typed reason of a withdrawal or closure as a line of the history."""
    words = f"Reason for the {action_words(made.action.value)}: {made.reason}"
    return HistoryLine(made.at, made.by.signature, words, "scales")


def sending_line(sending: Sending, person: Callable[[str], str]) -> HistoryLine:
    """What was sent or told, to whom, as a line of the history at its own time."""
    return HistoryLine(sending.at, person(sending.by), sent_words(sending), "envelope-simple")


def _letter_words(detail: Mapping[str, object]) -> str:
    """A letter printed or saved: "denial, member, 5 pages, 2 copies"."""
    name, pages, copies = str(detail.get("letter", "")), detail.get("pages"), detail.get("copies")
    said = [name[:1].lower() + name[1:]]
    if isinstance(pages, int):
        said.append(plural(pages, "page"))
    if isinstance(copies, int) and copies > 1:
        said.append(plural(copies, "copy", "copies"))
    said += ["in a batch"] if "batch" in detail else []
    said += [f"found {detail['found']}"] if "found" in detail else []
    return ", ".join(said)
