"""The one style sheet of the application, written from the tokens."""

from ur_desktop.ui.kit.look.tokens import Tokens

TONES = (
    "text",
    "muted",
    "faint",
    "disabled",
    "accent",
    "on_accent",
    "met",
    "not_met",
    "not_documented",
    "not_due",
)
FILLS = (
    "bg",
    "surface",
    "rail",
    "sunken",
    "canvas",
    "accent_tint",
    "not_met_tint",
    "not_documented_tint",
    "met_tint",
)


def style_sheet(t: Tokens) -> str:
    """Write the sheet; it reads properties: ``tone`` of labels, ``fill`` of widgets, ``kind`` of frames."""
    return "\n".join((_tones(t), _fills(t), _frames(t), _fields(t), _views(t), _rest(t)))


def _tones(t: Tokens) -> str:
    return "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(t, tone)}; }}' for tone in TONES)


def _fills(t: Tokens) -> str:
    return "\n".join(f'QWidget[fill="{fill}"] {{ background: {getattr(t, fill)}; }}' for fill in FILLS)


def _frames(t: Tokens) -> str:
    edge = (
        f"1px solid {t.border}" if t.sunken == t.surface else "none"
    )  # high contrast has no fills to tell by
    return f"""
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px; }}
QFrame[kind="current"] {{ background: {t.surface}; border: 1px solid {t.accent_line}; border-radius: 10px; }}
QFrame[kind="inset"] {{ background: {t.sunken}; border: {edge}; border-radius: 8px; }}
QFrame[kind="banner"] {{ background: {t.not_met_tint}; border: {edge}; border-radius: 8px; }}
QFrame[kind="line"] {{ background: {t.border}; border: none; }}
QFrame[kind="hair"] {{ background: {t.hair}; border: none; }}
"""


def _fields(t: Tokens) -> str:
    fields = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")
    plain, focus, fault, off = (
        ", ".join(f"{field}{state}" for field in fields)
        for state in ("", ":focus", '[fault="true"]', ":disabled")
    )
    return f"""
{plain} {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control};
    border-radius: 6px; padding: 0 9px; placeholder-text-color: {t.faint};
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
{focus} {{ border: 2px solid {t.accent}; padding: 0 8px; }}
{fault} {{ border: 2px solid {t.not_met}; padding: 0 8px; }}
{off} {{ background: {t.sunken}; color: {t.disabled}; border: 1px solid {t.border}; }}
QPlainTextEdit, QTextEdit {{ padding: 7px 8px; }}
QPlainTextEdit:focus, QTextEdit:focus, QPlainTextEdit[fault="true"] {{ padding: 6px 7px; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox[shape="pill"] {{ border-radius: 15px; border-color: {t.border}; padding: 0 11px; }}
QComboBox[shape="pill"]:focus {{ border: 2px solid {t.accent}; padding: 0 10px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.text}; outline: none; padding: 4px;
    border: 1px solid {t.control}; border-radius: 0;
    selection-background-color: {t.accent_tint}; selection-color: {t.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; }}
QComboBox QAbstractItemView::item:selected {{ background: {t.accent_tint}; color: {t.text}; }}
"""


def _views(t: Tokens) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: {t.surface}; color: {t.text}; border: none; outline: none;
    alternate-background-color: {t.surface}; gridline-color: {t.hair};
    selection-background-color: {t.accent_tint}; selection-color: {t.text}; }}
QHeaderView, QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: none; }}
QHeaderView::section {{ border-bottom: 1px solid {t.border}; padding: 0; }}
QCalendarWidget QWidget {{ background: {t.surface}; alternate-background-color: {t.surface};
    color: {t.text}; }}
QCalendarWidget QToolButton {{ background: {t.surface}; color: {t.text}; border: none; padding: 4px 8px;
    border-radius: 6px; font-weight: 600; min-height: 24px; min-width: 24px; }}
QCalendarWidget QToolButton:hover {{ background: {t.hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QAbstractItemView:enabled {{ color: {t.text}; selection-background-color: {t.accent};
    selection-color: {t.on_accent}; outline: none; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {t.disabled}; }}
QFrame[kind="popup"] {{ background: {t.surface}; border: 1px solid {t.control}; }}
"""


def _rest(t: Tokens) -> str:
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.control}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent;
    border: none; width: 0; height: 0; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control}; padding: 4px 8px; }}
QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control}; padding: 4px; }}
QMenu::item {{ padding: 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent_tint}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QSplitter::handle {{ background: {t.border}; }}
"""
