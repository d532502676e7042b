"""The controls that every screen is made of, by one name."""

from ur_desktop.ui.buttons import AnswerButton, KeyButton, Kind, Pill
from ur_desktop.ui.fields import (
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
from ur_desktop.ui.focus_ring import FocusRing
from ur_desktop.ui.marks import Icon, StateWord, Tally
from ur_desktop.ui.panels import ActionBar, Card, EmptyState, Hairline, Inset, KeyCap

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
