"""The icon, color and words of each mark, clock and state."""

from collections.abc import Mapping

from ur_desktop.ui.kit.look.theme import Sign

MARKS: Mapping[str, Sign] = {
    "met": Sign("check-circle-fill", "met", "Met"),
    "not_met": Sign("x-circle-fill", "not_met", "Not met"),
    "not_documented": Sign("question-fill", "not_documented", "Not documented"),
    "not_yet_due": Sign("hourglass-medium-fill", "not_due", "Not yet due"),
    "not_applicable": Sign("minus-circle", "control", "Not applicable"),
    "to_answer": Sign("circle", "control", "To answer"),
}
CLOCKS: Mapping[str, Sign] = {
    "late": Sign("warning-circle-fill", "not_met", "Late"),
    "soon": Sign("hourglass-low-fill", "not_documented", "Due within 4 hours"),
    "today": Sign("clock", "text", "Due today"),
    "later": Sign("clock", "muted", "Due later"),
    "stopped": Sign("pause-circle", "muted", "Clock stopped"),
}
STATES: Mapping[str, Sign] = {
    "new": Sign("tray", "muted", "New"),
    "in_review": Sign("pencil-simple", "muted", "In review"),
    "ready": Sign("scales", "muted", "Ready to decide"),
    "with_physician": Sign("first-aid-kit", "muted", "With a physician"),
    "waiting": Sign("files", "muted", "Waiting for records"),
    "letter": Sign("envelope-simple", "muted", "Letter to accept"),
    "send": Sign("envelope-simple", "muted", "Letter to send"),
}
