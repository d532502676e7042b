"""The controls that every screen is made of, by one name."""

from ur_desktop.ui.kit.buttons import AnswerButton, KeyButton, Kind, Pill
from ur_desktop.ui.kit.fields import (
    Check,
    ChoiceField,
    Combo,
    DateEdit,
    DateField,
    Field,
    PasswordEdit,
    memo_field,
    read_date,
    text_field,
)
from ur_desktop.ui.kit.focus_ring import FocusRing
from ur_desktop.ui.kit.panels import ActionBar, Card, EmptyState, Hairline, Inset, KeyCap
from ur_desktop.ui.kit.status_icon import Icon, StateWord, Tally

__all__ = [
    "ActionBar",
    "AnswerButton",
    "Card",
    "Check",
    "ChoiceField",
    "Combo",
    "DateEdit",
    "DateField",
    "EmptyState",
    "Field",
    "FocusRing",
    "Hairline",
    "Icon",
    "Inset",
    "KeyButton",
    "KeyCap",
    "Kind",
    "PasswordEdit",
    "Pill",
    "StateWord",
    "Tally",
    "memo_field",
    "read_date",
    "text_field",
]
