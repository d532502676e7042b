"""Colors that can be read, fonts that are there, icons that all draw."""

from pathlib import Path

import pytest
import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.tokens import (
    DARK,
    LIGHT,
    LINE_CONTRAST,
    TEXT_CONTRAST,
    Tokens,
    contrast,
    high_contrast,
)

MARKS = ("met", "not_met", "not_documented")
TEXT_PAIRS = (
    *(("text", ground) for ground in ("surface", "bg", "sunken", "hover", "accent_tint", "rail", "railsel")),
    *(("muted", ground) for ground in ("surface", "bg", "sunken", "hover", "rail", "canvas", "accent_tint")),
    *(("faint", ground) for ground in ("surface", "bg", "accent_tint")),
    *(("accent", ground) for ground in ("surface", "bg", "accent_tint", "railsel", "sunken")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover")),
    *((mark, ground) for mark in MARKS for ground in ("surface", "bg", f"{mark}_tint")),
    *(("text", f"{mark}_tint") for mark in MARKS),
    ("not_due", "surface"),
    ("not_due", "not_due_tint"),
)
LINE_PAIRS = (
    *(("control", ground) for ground in ("surface", "bg", "accent_tint")),
    *(("focus", ground) for ground in ("surface", "bg", "rail", "hover", "canvas")),
    *(("muted", f"{mark}_tint") for mark in MARKS),
    ("disabled", "sunken"),
)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_has_enough_contrast(tokens: Tokens, pair: tuple[str, str]) -> None:
    assert contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) >= TEXT_CONTRAST


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", LINE_PAIRS, ids="-on-".join)
def test_edges_and_icons_stand_out_enough_to_be_found(tokens: Tokens, pair: tuple[str, str]) -> None:
    assert contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) >= LINE_CONTRAST


def test_contrast_follows_the_published_examples() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("icon", sorted(theme.ICONS), ids=str)
def test_every_icon_draws_as_qtawesome_draws_it(icon: str) -> None:
    drawn = theme.icon(icon, "met", 16, 2.0)
    model = qtawesome.icon(f"ph.{icon}", color=LIGHT.met, scale_factor=1.18).pixmap(QSize(16, 16), 2.0)
    assert drawn.size() == QSize(32, 32)
    assert drawn.devicePixelRatio() == 2.0
    assert drawn.toImage() == model.toImage()
    assert any(drawn.toImage().pixelColor(x, y).alpha() for x in range(32) for y in range(32))


def test_an_unknown_icon_is_refused_before_anything_is_painted() -> None:
    with pytest.raises(KeyError, match="no-such-icon"):
        theme.icon("no-such-icon")


def test_an_icon_is_drawn_once_and_again_in_another_theme(app: QApplication) -> None:
    light = theme.icon("clock", "text")
    assert theme.icon("clock", "text").cacheKey() == light.cacheKey()
    theme.apply(app, theme.Scheme.DARK)
    assert theme.icon("clock", "text").cacheKey() != light.cacheKey()


def test_the_fonts_are_those_shipped(app: QApplication) -> None:
    assert "Inter" in theme.load_fonts()
    assert QFontInfo(theme.font("body")).family() == "Inter"
    assert theme.font("criterion").pixelSize() == 16


def test_a_folder_without_fonts_is_said_to_be_one(app: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        theme.load_fonts(tmp_path)


def test_nothing_is_set_under_11_px() -> None:
    assert min(step.px for step in theme.TYPE.values()) == 11


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_the_palette_and_the_sheet_carry_the_scheme(app: QApplication, scheme: theme.Scheme) -> None:
    tokens = theme.apply(app, scheme)
    assert theme.current() is tokens
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(tokens.bg)
    assert app.palette().color(QPalette.ColorRole.PlaceholderText) == QColor(tokens.faint)
    assert tokens.control in app.styleSheet()


def test_high_contrast_takes_only_the_systems_colors() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#FFFF00"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#00FFFF"))
    tokens = high_contrast(palette)
    assert (tokens.surface, tokens.text, tokens.accent) == ("#000000", "#ffff00", "#00ffff")
    assert tokens.met == tokens.not_met == tokens.text
    assert contrast(tokens.on_accent, tokens.accent) >= TEXT_CONTRAST


def test_high_contrast_does_without_a_highlight_that_can_not_be_read() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#FFFFFF"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#DDDDDD"))
    assert high_contrast(palette).accent == "#000000"
