"""The color tokens: what each color is for, in light, dark and the system's own high contrast."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

TEXT_CONTRAST = 4.5
LINE_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colors as ``#RRGGBB``; a token's name says what it is for, never how it looks."""

    bg: str
    surface: str
    rail: str
    railsel: str
    sunken: str
    hover: str
    canvas: str
    border: str
    hair: str
    control: str
    text: str
    muted: str
    faint: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_tint: str
    accent_line: str
    met: str
    met_tint: str
    not_met: str
    not_met_tint: str
    not_documented: str
    not_documented_tint: str
    not_due: str
    not_due_tint: str

    @property
    def focus(self) -> str:
        """The color of the ring around what has the keyboard."""
        return self.accent


LIGHT = Tokens(
    bg="#F5F6F8",
    surface="#FFFFFF",
    rail="#ECEFF3",
    railsel="#FFFFFF",
    sunken="#EEF1F4",
    hover="#F2F5F9",
    canvas="#E4E8ED",
    border="#DDE2E8",
    hair="#EBEEF2",
    control="#7A8594",
    text="#18212D",
    muted="#556171",
    faint="#5F6A7A",
    disabled="#7E8897",
    accent="#1F57B5",
    on_accent="#FFFFFF",
    accent_hover="#19489A",
    accent_tint="#E9F0FC",
    accent_line="#B9CEF2",
    met="#176B45",
    met_tint="#E7F4ED",
    not_met="#AE2A22",
    not_met_tint="#FCECEA",
    not_documented="#805000",
    not_documented_tint="#FCF2DC",
    not_due="#4D5A78",
    not_due_tint="#EDF0F7",
)

DARK = Tokens(
    bg="#12161C",
    surface="#1A2027",
    rail="#0E1217",
    railsel="#1F2E47",
    sunken="#151A21",
    hover="#202730",
    canvas="#0D1116",
    border="#2D3641",
    hair="#252D37",
    control="#748192",
    text="#E6EAF0",
    muted="#A7B1BE",
    faint="#929DAC",
    disabled="#6E7988",
    accent="#8FB6F7",
    on_accent="#0C1B33",
    accent_hover="#A9C7FA",
    accent_tint="#1F2E47",
    accent_line="#3A5684",
    met="#72CFA0",
    met_tint="#17312A",
    not_met="#F5A097",
    not_met_tint="#3A2224",
    not_documented="#EBBD66",
    not_documented_tint="#352A18",
    not_due="#AFBCD8",
    not_due_tint="#252D3C",
)


def high_contrast(palette: QPalette) -> Tokens:
    """Tokens of the system's palette alone: two inks and, where it is legible, the system's highlight."""
    back = palette.color(QPalette.ColorRole.Window).name()
    ink = palette.color(QPalette.ColorRole.WindowText).name()
    quiet = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    highlight = palette.color(QPalette.ColorRole.Highlight).name()
    accent = highlight if contrast(highlight, back) >= TEXT_CONTRAST else ink
    return Tokens(
        **dict.fromkeys(("bg", "surface", "rail", "railsel", "sunken", "hover", "canvas", "on_accent"), back),
        **dict.fromkeys(
            ("accent_tint", "met_tint", "not_met_tint", "not_documented_tint", "not_due_tint"), back
        ),
        **dict.fromkeys(("border", "hair", "control", "text", "muted", "faint"), ink),
        **dict.fromkeys(("met", "not_met", "not_documented", "not_due", "accent_line"), ink),
        disabled=quiet,
        accent=accent,
        accent_hover=accent,
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, 1 to 21, by the formula of WCAG 2.2, success criterion 1.4.3."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = QColor(color)
    red, green, blue = (_linear(part) for part in (parts.redF(), parts.greenF(), parts.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # WCAG prints 0.03928; the sRGB standard says 0.04045. No 8-bit color is between the two.
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
