"""Controls by keyboard: press a key, read the signal, look at what is said."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, Pill, pill_edge
from ur_desktop.ui.kit.fields.date_edit import read_date
from ur_desktop.ui.kit.fields.editors import CheckBox, PasswordEdit
from ur_desktop.ui.kit.fields.field import ChoiceField, DateField, memo_field, text_field
from ur_desktop.ui.kit.focus_ring import FocusRing
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.tokens import LIGHT
from ur_desktop.ui.kit.messages import Banner, crash_words, show_error
from ur_desktop.ui.kit.panels import ActionBar, Card, EmptyState, KeyCap
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts import signs
from ur_desktop.ui.review.answer_button import AnswerButton
from ur_desktop.ui.review.mark_count import MarkCount

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]


def panel(*parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    for part in parts:
        column.addWidget(part)
    return whole


def colors(widget: QWidget) -> set[str]:
    image: QImage = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


class TestButtons:
    def test_its_key_presses_it_and_the_cap_says_which(self, qtbot: QtBot, show: Show) -> None:
        button = KeyButton("Start review", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return")
        window = show(panel(QLineEdit(), button))
        with qtbot.waitSignal(button.clicked, timeout=500):
            QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert button.accessibleDescription() == "Key Ctrl ↵"

    def test_the_enter_of_the_number_pad_presses_it_too(self, qtbot: QtBot, show: Show) -> None:
        button = KeyButton("Unlock", Emphasis.PRIMARY, key="↵", shortcut="Return")
        window = show(panel(button))
        with qtbot.waitSignal(button.clicked, timeout=500):
            QTest.keyClick(window, Qt.Key.Key_Enter)

    def test_enter_presses_the_button_that_has_the_keyboard(self, qtbot: QtBot, show: Show) -> None:
        other = KeyButton("Open the sample vault", Emphasis.TEXT)
        primary = KeyButton("Unlock", Emphasis.PRIMARY, shortcut="Return")
        show(panel(other, primary))
        other.setFocus()
        with qtbot.assertNotEmitted(primary.clicked), qtbot.waitSignal(other.clicked, timeout=500):
            QTest.keyClick(other, Qt.Key.Key_Return)

    def test_a_letter_key_stays_out_of_a_text_field(self, qtbot: QtBot, show: Show) -> None:
        field, button = QLineEdit(), KeyButton("New case", key="N", shortcut="N")
        show(panel(field, button))
        field.setFocus()
        with qtbot.assertNotEmitted(button.clicked):
            QTest.keyClick(field, Qt.Key.Key_N)
        assert field.text() == "n"

    def test_a_click_leaves_the_keyboard_where_it_was(self, show: Show) -> None:
        field, button = QLineEdit(), KeyButton("Save and close")
        show(panel(field, button))
        field.setFocus()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert field.hasFocus()

    def test_while_loading_it_says_so_and_takes_no_press(self, qtbot: QtBot, show: Show) -> None:
        button = KeyButton("Unlock", Emphasis.PRIMARY, key="↵", shortcut="Return")
        window = show(panel(button))
        button.set_loading("Unlocking…")
        with qtbot.assertNotEmitted(button.clicked):
            QTest.keyClick(window, Qt.Key.Key_Return)
        assert button.accessibleName() == "Unlocking…"
        button.set_loading()
        assert button.isEnabled()
        assert button.accessibleName() == "Unlock"

    @pytest.mark.parametrize("kind", Emphasis)
    def test_every_kind_is_a_target_of_at_least_24_px(self, qtbot: QtBot, kind: Emphasis) -> None:
        button = KeyButton("Go", kind, icon="plus-bold", key="G")
        qtbot.addWidget(button)
        assert min(button.sizeHint().width(), button.sizeHint().height()) >= 24

    def test_a_primary_button_is_filled_with_the_accent_of_either_theme(
        self, qtbot: QtBot, app: QApplication
    ) -> None:
        button = KeyButton("Go", Emphasis.PRIMARY)
        qtbot.addWidget(button)
        for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
            tokens = theme.apply(app, scheme)
            assert tokens.accent.lower() in colors(button)

    def test_a_pill_says_how_many_it_would_leave(self, qtbot: QtBot) -> None:
        pill = Pill("Due today", 5)
        qtbot.addWidget(pill)
        assert pill.accessibleName() == "Due today, 5"
        pill.set_count(1_200)
        assert pill.accessibleName() == "Due today, 1,200"
        with qtbot.waitSignal(pill.toggled, timeout=500):
            QTest.keyClick(pill, Qt.Key.Key_Space)


class TestAnswers:
    @pytest.mark.parametrize(
        ("mark", "word"), [("met", "Met"), ("not_met", "Not met"), ("not_documented", "Not documented")]
    )
    def test_chosen_it_takes_the_tint_and_edge_of_its_mark(self, qtbot: QtBot, mark: str, word: str) -> None:
        button = AnswerButton(mark, word[0])
        qtbot.addWidget(button)
        button.resize(208, 44)
        assert button.text() == button.accessibleName() == word
        assert getattr(LIGHT, mark).lower() not in colors(button)
        button.setChecked(True)
        assert {getattr(LIGHT, mark).lower(), getattr(LIGHT, f"{mark}_tint").lower()} <= colors(button)

    def test_proposed_it_says_so_and_is_not_filled(self, qtbot: QtBot) -> None:
        button = AnswerButton("met", "M")
        qtbot.addWidget(button)
        button.resize(208, 44)
        button.set_offer("proposed")
        assert button.accessibleName() == "Met, proposed"
        assert LIGHT.accent.lower() in colors(button)
        assert LIGHT.met_tint.lower() not in colors(button)

    def test_an_offer_gives_way_where_there_is_no_room_for_its_word(self, qtbot: QtBot) -> None:
        button = AnswerButton("met", "M")
        qtbot.addWidget(button)
        plain = button.minimumSizeHint().width()
        button.set_offer("carried")
        assert button.minimumSizeHint().width() == plain < button.sizeHint().width()
        button.resize(plain, 44)
        offered = button.grab().toImage()
        button.set_offer("proposed")
        assert button.grab().toImage() == offered

    def test_a_chosen_answer_no_longer_shows_a_proposal(self, qtbot: QtBot) -> None:
        button = AnswerButton("met", "M")
        qtbot.addWidget(button)
        button.set_offer("proposed")
        button.setChecked(True)
        assert not button.offer
        assert LIGHT.accent.lower() not in colors(button)

    def test_it_is_44_px_high_and_keeps_enter_for_the_next_criterion(self, qtbot: QtBot, show: Show) -> None:
        answer, onward = (
            AnswerButton("met", "M"),
            KeyButton("Next unanswered", Emphasis.PRIMARY, shortcut="Return"),
        )
        show(panel(answer, onward))
        answer.setFocus()
        with qtbot.assertNotEmitted(answer.clicked), qtbot.waitSignal(onward.clicked, timeout=500):
            QTest.keyClick(answer, Qt.Key.Key_Return)
        assert answer.height() == 44


class TestFields:
    def test_the_label_is_the_name_a_screen_reader_says(self, qtbot: QtBot, unnamed: Unnamed) -> None:
        whole = panel(
            text_field("Member ID"),
            memo_field("Note"),
            ChoiceField("Plan", ((1, "Example Plan NC"),)),
            DateField("From"),
            CheckBox("I have written it down"),
            Pill("Mine", 3),
            AnswerButton("met", "M"),
            KeyButton("Start review"),
        )
        qtbot.addWidget(whole)
        assert unnamed(whole) == []

    def test_an_error_stands_under_the_field_and_leaves_with_the_cause(self, show: Show) -> None:
        field = text_field("NPI", "1234567890")
        show(panel(field))
        field.set_error("The NPI does not pass its check digit. Compare the last digit.")
        assert field.error_text().startswith("The NPI")
        assert field.editor.accessibleDescription() == field.error_text()
        assert LIGHT.not_met.lower() in colors(field.editor)
        field.set_error()
        assert field.error_text() == ""
        assert LIGHT.not_met.lower() not in colors(field.editor)

    def test_a_field_tells_every_change_and_gives_its_words_bare(self, qtbot: QtBot) -> None:
        for field in (text_field("Name"), memo_field("Note")):
            qtbot.addWidget(field)
            with qtbot.waitSignal(field.changed, timeout=500):
                field.set_text("  Harbor Example ")
            assert field.text() == "Harbor Example"

    def test_tab_leaves_a_note(self, show: Show) -> None:
        note, after = memo_field("Note"), text_field("After")
        show(panel(note, after))
        note.editor.setFocus()
        QTest.keyClick(note.editor, Qt.Key.Key_Tab)
        assert after.editor.hasFocus()
        assert note.text() == ""

    def test_a_choice_gives_the_value_behind_its_words(self, qtbot: QtBot) -> None:
        field = ChoiceField("Plan", (("nc", "Example Plan NC"), ("ut", "Example Plan UT")))
        qtbot.addWidget(field)
        assert field.value() == "nc"
        with qtbot.waitSignal(field.changed, timeout=500):
            QTest.keyClick(field.combo, Qt.Key.Key_Down)
        assert (field.value(), field.text()) == ("ut", "Example Plan UT")
        field.set_value("nc")
        assert field.text() == "Example Plan NC"

    def test_the_eye_shows_a_password_and_says_what_it_will_do(self, qtbot: QtBot) -> None:
        edit = PasswordEdit()
        qtbot.addWidget(edit)
        edit.setText("correct horse")
        assert edit.button.accessibleName() == "Show password"
        assert edit.displayText() != "correct horse"
        QTest.mouseClick(edit.button, Qt.MouseButton.LeftButton)
        assert edit.displayText() == "correct horse"
        assert edit.button.accessibleName() == "Hide password"
        QTest.keyClick(edit, Qt.Key.Key_F2)
        assert edit.displayText() != "correct horse"
        assert edit.button.toolTip() == "Show password, F2"

    def test_a_box_is_ticked_by_space(self, qtbot: QtBot) -> None:
        box = CheckBox("I have written it down")
        qtbot.addWidget(box)
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked()
        assert isinstance(box, QCheckBox)
        assert box.sizeHint().height() >= 24


class TestDates:
    @pytest.mark.parametrize(
        "typed", ["01/26/2026", "1/26/2026", "01-26-2026", "01262026", "2026-01-26", " 1.26.2026 "]
    )
    def test_a_date_is_read_however_it_is_typed(self, typed: str) -> None:
        assert read_date(typed) == date(2026, 1, 26)

    @pytest.mark.parametrize("typed", ["", "tomorrow", "02/30/2026", "13/01/2026", "1/2/26"])
    def test_what_is_no_date_is_none(self, typed: str) -> None:
        assert read_date(typed) is None

    def test_on_leaving_the_field_a_date_is_written_in_full(self, show: Show) -> None:
        field, after = DateField("From"), text_field("After")
        show(panel(field, after))
        field.edit.setFocus()
        QTest.keyClicks(field.edit, "1/6/2026")
        QTest.keyClick(field.edit, Qt.Key.Key_Tab)
        assert field.text() == "01/06/2026"
        assert after.editor.hasFocus()

    def test_what_is_no_date_is_left_as_typed_and_explained(self, qtbot: QtBot) -> None:
        field = DateField("From")
        qtbot.addWidget(field)
        assert field.complaint() == ""
        field.set_text("02/30/2026")
        assert field.value() is None
        assert field.complaint() == "This is not a date. Type it as mm/dd/yyyy."

    def test_the_arrows_step_a_day(self, qtbot: QtBot) -> None:
        field = DateField("From")
        qtbot.addWidget(field)
        field.set_value(date(2026, 1, 31))
        QTest.keyClick(field.edit, Qt.Key.Key_Up)
        assert field.value() == date(2026, 2, 1)
        QTest.keyClick(field.edit, Qt.Key.Key_Down)
        assert field.value() == date(2026, 1, 31)

    # The off-screen platform has no keyboard to grab for a popup.
    @pytest.mark.qt_log_ignore("This plugin does not support")
    def test_the_calendar_opens_by_key_and_fills_the_field(self, qtbot: QtBot, show: Show) -> None:
        field = DateField("From")
        show(panel(field))
        field.set_value(date(2026, 1, 26))
        QTest.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        calendar = popup.focusWidget() or popup
        QTest.keyClick(calendar, Qt.Key.Key_Right)
        QTest.keyClick(calendar, Qt.Key.Key_Return)
        assert field.value() == date(2026, 1, 27)
        assert QApplication.activePopupWidget() is None


class TestWords:
    def test_a_tally_counts_in_words(self, qtbot: QtBot) -> None:
        tally = MarkCount("not_met", 1)
        qtbot.addWidget(tally)
        assert tally.text() == "1 not met"
        tally.set_count(12)
        assert tally.text() == "12 not met"

    def test_a_state_is_icon_and_word(self, qtbot: QtBot) -> None:
        state = StateWord(signs.STATES["ready"])
        qtbot.addWidget(state)
        assert state.text() == "Ready to decide"
        assert state.sizeHint().width() > 16 + state.fontMetrics().horizontalAdvance("Ready to decide")

    def test_an_empty_list_says_one_sentence_and_offers_one_button(self, qtbot: QtBot, show: Show) -> None:
        empty = EmptyState("No case waits for you.", "New case", key="N", shortcut="N")
        show(empty)
        with qtbot.waitSignal(empty.acted, timeout=500):
            QTest.keyClick(empty, Qt.Key.Key_N)
        assert empty.sentence.text() == "No case waits for you."

    def test_the_action_bar_counts_the_faults_and_leads_to_the_first(self, qtbot: QtBot, show: Show) -> None:
        bar = ActionBar()
        bar.add(KeyButton("Start review", Emphasis.PRIMARY))
        show(bar)
        bar.set_faults(("NPI", "Units"))
        assert bar.words.text() == "2 fields to correct: NPI"
        with qtbot.waitSignal(bar.go_to_field, timeout=500):
            QTest.mouseClick(bar.go_to, Qt.MouseButton.LeftButton)
        bar.set_words("Draft, saved 11:30 AM")
        assert bar.go_to.isHidden()

    def test_an_error_says_what_is_so_and_the_way_out(self, qtbot: QtBot) -> None:
        banner = Banner()
        qtbot.addWidget(banner)
        assert banner.isHidden()
        show_error(UserError("The vault is open elsewhere.", "Close it there."), banner)
        assert (banner.what.text(), banner.fix.text()) == ("The vault is open elsewhere.", "Close it there.")
        assert not banner.isHidden()
        assert banner.accessibleDescription() == "The vault is open elsewhere. Close it there."

    def test_every_fault_of_an_error_stands_on_its_own_line(self, qtbot: QtBot) -> None:
        banner = Banner()
        qtbot.addWidget(banner)
        show_error(
            UserError("The form can't be used.", faults=("line 3: no section", "line 9: no text")), banner
        )
        assert banner.fix.text() == "line 3: no section\nline 9: no text"

    def test_a_crash_is_named_without_any_case_data(self) -> None:
        what, fix = crash_words("ValueError", "intake.py:120")
        assert what == "Unexpected error (ValueError, intake.py:120)"
        assert fix.startswith("Earlier answers are saved.")


class TestFocusRing:
    def window(self, show: Show, *parts: QWidget) -> tuple[QWidget, FocusRing]:
        whole = panel(*parts)
        ring = FocusRing(whole)
        show(whole)
        return whole, ring

    def press_tab(self, window: QWidget) -> None:
        # As the desktop sends it: to the native window, which hands it to the widget that has the keyboard.
        handle = window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, Qt.Key.Key_Tab)

    def test_it_stands_where_the_keyboard_went_by_key(self, show: Show) -> None:
        one, two = KeyButton("One"), KeyButton("Two")
        window, ring = self.window(show, one, two)
        one.setFocus()
        assert ring.target is None
        self.press_tab(window)
        assert two.hasFocus()
        assert ring.target is two

    def test_a_click_takes_it_away(self, show: Show) -> None:
        one, two = KeyButton("One"), KeyButton("Two")
        window, ring = self.window(show, one, two)
        one.setFocus()
        self.press_tab(window)
        handle = window.windowHandle()
        assert handle is not None
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
        assert ring.target is None

    def test_a_field_draws_its_own(self, show: Show) -> None:
        button, field = KeyButton("One"), QLineEdit()
        window, ring = self.window(show, button, field)
        button.setFocus()
        self.press_tab(window)
        assert field.hasFocus()
        assert ring.target is None

    def test_it_scrolls_with_its_button(self, show: Show) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        buttons = [KeyButton(f"Button {number}") for number in range(30)]
        for button in buttons:
            column.addWidget(button)
        area = QScrollArea()
        area.setWidget(page)
        area.setFixedHeight(200)
        window, ring = self.window(show, area)
        buttons[0].setFocus()
        self.press_tab(window)
        assert ring.target is buttons[1]
        around = buttons[1].geometry().adjusted(-4, -4, 4, 4)
        assert any(child.geometry() == around for child in page.findChildren(QWidget) if child not in buttons)

    def test_it_outlives_the_screen_it_was_drawn_on(self, qtbot: QtBot, show: Show) -> None:
        page, stays = QWidget(), KeyButton("Stays")
        row = QHBoxLayout(page)
        gone = KeyButton("Gone")
        row.addWidget(gone)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        window, ring = self.window(show, stays, area)
        stays.setFocus()
        self.press_tab(window)
        assert ring.target is gone
        with qtbot.waitSignal(page.destroyed, timeout=500):
            page.deleteLater()
        stays.clearFocus()
        self.press_tab(window)
        assert ring.target is stays


def test_cards_and_key_caps_are_drawn_from_the_tokens(show: Show) -> None:
    card = Card(current=True)
    card.column.addWidget(KeyCap("Enter"))
    show(panel(card))
    assert QColor(LIGHT.accent_line).name() in colors(card)
    assert QColor(LIGHT.control).name() in colors(card)


def test_a_pill_that_is_on_is_told_by_its_line_where_no_tint_does(qapp: QApplication) -> None:
    assert pill_edge(on=True).width == 1
    theme.apply(qapp, theme.Scheme.HIGH_CONTRAST)
    try:
        assert pill_edge(on=True).width > pill_edge(on=False).width
    finally:
        theme.apply(qapp, theme.Scheme.LIGHT)
