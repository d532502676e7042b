"""The one style sheet of the application, written from the tokens."""

from ur_desktop.ui.tokens import Tokens

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


def style_sheet(tokens: Tokens) -> str:
    """Write the sheet; labels take ``tone``, plain widgets ``fill``, frames ``kind`` as dynamic properties."""
    return "\n".join((_tones(tokens), _fills(tokens), _frames(tokens), _fields(tokens), _views(tokens), _rest(tokens)))


def _tones(tokens: Tokens) -> str:
    return "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(tokens, tone)}; }}' for tone in TONES)


def _fills(tokens: Tokens) -> str:
    return "\n".join(f'QWidget[fill="{fill}"] {{ background: {getattr(tokens, fill)}; }}' for fill in FILLS)


def _frames(tokens: Tokens) -> str:
    return f"""
QFrame[kind="card"] {{ background: {tokens.surface}; border: 1px solid {tokens.border}; border-radius: 10px; }}
QFrame[kind="current"] {{ background: {tokens.surface}; border: 1px solid {tokens.accent_line}; border-radius: 10px; }}
QFrame[kind="inset"] {{ background: {tokens.sunken}; border: none; border-radius: 8px; }}
QFrame[kind="banner"] {{ background: {tokens.not_met_tint}; border: none; border-radius: 8px; }}
QFrame[kind="line"] {{ background: {tokens.border}; border: none; }}
QFrame[kind="hair"] {{ background: {tokens.hair}; border: none; }}
"""


def _fields(tokens: Tokens) -> str:
    fields = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")
    plain, focus, fault, off = (
        ", ".join(f"{field}{state}" for field in fields) for state in ("", ":focus", '[fault="true"]', ":disabled")
    )
    return f"""
{plain} {{ background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.control};
    border-radius: 6px; padding: 0 9px; placeholder-text-color: {tokens.faint};
    selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent}; }}
{focus} {{ border: 2px solid {tokens.accent}; padding: 0 8px; }}
{fault} {{ border: 2px solid {tokens.not_met}; padding: 0 8px; }}
{off} {{ background: {tokens.sunken}; color: {tokens.disabled}; border: 1px solid {tokens.border}; }}
QPlainTextEdit, QTextEdit {{ padding: 7px 8px; }}
QPlainTextEdit:focus, QTextEdit:focus, QPlainTextEdit[fault="true"] {{ padding: 6px 7px; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox[shape="pill"] {{ border-radius: 15px; border-color: {tokens.border}; padding: 0 11px; }}
QComboBox[shape="pill"]:focus {{ border: 2px solid {tokens.accent}; padding: 0 10px; }}
QComboBox QAbstractItemView {{ background: {tokens.surface}; color: {tokens.text}; outline: none; padding: 4px;
    border: 1px solid {tokens.control}; border-radius: 0;
    selection-background-color: {tokens.accent_tint}; selection-color: {tokens.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; }}
QComboBox QAbstractItemView::item:selected {{ background: {tokens.accent_tint}; color: {tokens.text}; }}
"""


def _views(tokens: Tokens) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: {tokens.surface}; color: {tokens.text}; border: none; outline: none;
    alternate-background-color: {tokens.surface}; gridline-color: {tokens.hair};
    selection-background-color: {tokens.accent_tint}; selection-color: {tokens.text}; }}
QHeaderView, QHeaderView::section {{ background: {tokens.surface}; color: {tokens.muted}; border: none; }}
QHeaderView::section {{ border-bottom: 1px solid {tokens.border}; padding: 0; }}
QCalendarWidget QWidget {{ background: {tokens.surface}; alternate-background-color: {tokens.surface};
    color: {tokens.text}; }}
QCalendarWidget QToolButton {{ background: {tokens.surface}; color: {tokens.text}; border: none; padding: 4px 8px;
    border-radius: 6px; font-weight: 600; min-height: 24px; min-width: 24px; }}
QCalendarWidget QToolButton:hover {{ background: {tokens.hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QAbstractItemView:enabled {{ color: {tokens.text}; selection-background-color: {tokens.accent};
    selection-color: {tokens.on_accent}; outline: none; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {tokens.disabled}; }}
QFrame[kind="popup"] {{ background: {tokens.surface}; border: 1px solid {tokens.control}; }}
"""


def _rest(tokens: Tokens) -> str:
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {tokens.control}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {tokens.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent;
    border: none; width: 0; height: 0; }}
QToolTip {{ background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.control}; padding: 4px 8px; }}
QMenu {{ background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.control}; padding: 4px; }}
QMenu::item {{ padding: 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {tokens.accent_tint}; color: {tokens.text}; }}
QMenu::item:disabled {{ color: {tokens.disabled}; }}
QSplitter::handle {{ background: {tokens.border}; }}
"""
