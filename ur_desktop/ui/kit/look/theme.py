"""The theme: fonts, palette, style sheet and icons in the current colors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ur_desktop.ui.kit.look import icons
from ur_desktop.ui.kit.look.style_sheet import style_sheet
from ur_desktop.ui.kit.look.tokens import DARK, LIGHT, Tokens, high_contrast

FONTS = Path(__file__).parents[2] / "fonts"
FAMILIES = ["Inter", "Segoe UI", ".AppleSystemUIFont", "Noto Sans", "DejaVu Sans"]


class Scheme(StrEnum):
    """The theme that a user selected; ``SYSTEM`` follows the desktop, also its high contrast."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class TypeStep:
    """One step of the type scale: size in px, weight, line height in px and default tone."""

    px: int
    weight: QFont.Weight
    line: int
    tone: str = "text"


_W = QFont.Weight
TYPE: Mapping[str, TypeStep] = {
    "title": TypeStep(20, _W.DemiBold, 26),
    "section": TypeStep(16, _W.DemiBold, 22),
    "criterion": TypeStep(16, _W.Medium, 24),
    "answer": TypeStep(14, _W.DemiBold, 18),
    "body": TypeStep(13, _W.Normal, 18),
    "name": TypeStep(13, _W.Medium, 18),
    "strong": TypeStep(13, _W.DemiBold, 18),
    "second": TypeStep(12, _W.Normal, 16, "muted"),
    "field": TypeStep(12, _W.Medium, 16),
    "small": TypeStep(11, _W.Medium, 14, "muted"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """An icon, the token that colors it and the words that say the same."""

    icon: str
    token: str
    words: str


ICONS: frozenset[str] = frozenset(
    """
    check-circle-fill x-circle-fill question-fill hourglass-medium-fill minus-circle circle
    warning-circle-fill hourglass-low-fill clock pause-circle tray pencil-simple scales
    first-aid-kit files envelope-simple check-circle x-circle question list-bullets book-open
    chart-bar gear-six lock-simple arrow-left arrow-right arrow-fat-up caret-left-bold
    caret-right-bold caret-down-bold check check-bold plus-bold x-bold calculator calendar-blank
    clock-counter-clockwise eye eye-slash file-text floppy-disk info key magnifying-glass
    magnifying-glass-plus paperclip printer shield-check trash check-square-fill square
    """.split()  # noqa: SIM905
)
"""The names of the icons in use."""

_current: Tokens = LIGHT


def current() -> Tokens:
    """Return the tokens of the scheme in use."""
    return _current


def color(token: str) -> QColor:
    """Return a token of the current scheme as a color to paint with."""
    return QColor(getattr(_current, token))


def apply(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> Tokens:
    """Apply a scheme to the whole application and return its tokens."""
    global _current  # noqa: PLW0603  the one place that changes the colors in use
    app.setPalette(QPalette())
    tokens = _tokens(app, scheme)
    _current = tokens
    load_fonts()
    if not app.styleSheet():  # setting the style again would polish every widget
        app.setStyle("Fusion")
    app.setFont(font("body"))
    app.setPalette(_palette(tokens))
    sheet = style_sheet(tokens)
    if app.styleSheet() != sheet:  # polishing every widget takes a noticeable time
        app.setStyleSheet(sheet)
    return tokens


@cache
def load_fonts(folder: Path = FONTS) -> tuple[str, ...]:
    """Load every font file of a folder and return the families.

    Raises FileNotFoundError if no font can be read: the installation is damaged.
    """
    ids = [QFontDatabase.addApplicationFont(str(file)) for file in sorted(folder.glob("*.otf"))]
    families = {
        family for number in ids if number >= 0 for family in QFontDatabase.applicationFontFamilies(number)
    }
    if not families:
        raise FileNotFoundError(folder)
    return tuple(sorted(families))


def font(role: str, *, tabular: bool = False) -> QFont:
    """Return the font of a step of the type scale; ``tabular`` gives every digit the same width."""
    step = TYPE[role]
    made = QFont(FAMILIES)
    made.setPixelSize(step.px)
    made.setWeight(step.weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def icon(name: str, token: str = "muted", size: int = 16, ratio: float = 0.0) -> QPixmap:
    """Return an icon of ``ICONS`` in a token's color, ``size`` logical px square.

    ``ratio`` is the device's pixel ratio; 0 takes that of the sharpest screen. Raises
    KeyError for a name that the table does not have, before any painter is open.
    """
    if name not in ICONS:
        raise KeyError(name)
    return _pixmap(name, getattr(_current, token), size, ratio or _ratio())


def draw_icon(painter: QPainter, at: QPointF, name: str, token: str = "muted", size: int = 16) -> None:
    """Draw an icon with its top left corner at a point, sharp on the device painted on."""
    painter.drawPixmap(at, icon(name, token, size, painter.device().devicePixelRatioF()))


def fill(widget: QWidget, token: str) -> None:
    """Give a plain widget a background that follows the scheme."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_style(widget, "fill", token)


def set_style(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet reads, and restyle the widget if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _tokens(app: QApplication, scheme: Scheme) -> Tokens:
    hints = app.styleHints()
    if (
        scheme is Scheme.SYSTEM
        and hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    ):
        scheme = Scheme.HIGH_CONTRAST
    if scheme is Scheme.SYSTEM:
        scheme = Scheme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT
    if scheme is Scheme.HIGH_CONTRAST:
        return high_contrast(app.palette())
    return DARK if scheme is Scheme.DARK else LIGHT


def _palette(tokens: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for names, token in (
        ((role.Window, role.AlternateBase), tokens.bg),
        ((role.Base, role.Button, role.ToolTipBase), tokens.surface),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), tokens.text),
        ((role.PlaceholderText,), tokens.faint),
        ((role.Highlight, role.Link, role.LinkVisited, role.Accent), tokens.accent),
        ((role.HighlightedText,), tokens.on_accent),
        ((role.Mid, role.Dark, role.Shadow), tokens.control),
        ((role.Light, role.Midlight), tokens.border),
    ):
        for name in names:
            made.setColor(name, QColor(token))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, name, QColor(tokens.disabled))
    return made


@cache
def _pixmap(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    drawn = icons.draw(name, ink, round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _ratio() -> float:
    app = QApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
