"""A signature takes the password, and for a denial the conflict of interest attestation."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOW, NURSE, REQUEST, Show, decision, denial, go
from ur_desktop.domain.determination import Action, Determination, Ground, Rationale


def test_nothing_is_signed_without_attestation_and_password(qtbot: QtBot, show: Show) -> None:
    screen = denial(show)
    go(screen)
    with qtbot.assertNotEmitted(screen.signing):
        go(screen)
    assert screen.sign.conflict_error.isVisible()
    assert screen.sign.password.error_text() == "Type your password to sign."


def test_a_wrong_password_is_asked_again(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "wrong")
    screen.show_wrong_password("Wrong password. Type it again.")
    assert screen.sign.password.text() == ""
    assert screen.sign.password.error_text() == "Wrong password. Type it again."
    assert screen.sign.password.edit.hasFocus()


def test_escape_closes_the_signature_and_clears_the_password(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "harbor")
    QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Escape)
    assert screen.sign.isHidden()
    assert screen.sign.password.text() == ""


def test_a_changed_text_must_be_signed_again(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClick(screen.sign.conflict, Qt.Key.Key_Space)
    QTest.keyClicks(screen.form.editors["deny"].current(), " More.")
    assert screen.sign.isHidden()
    assert not screen.sign.conflict.isChecked()


def test_typing_continues_where_it_was_when_the_signature_closes(show: Show) -> None:
    screen = decision(show, marks={})
    go(screen)
    screen.form.dates.units.editor.setFocus()
    QTest.keyClicks(screen.form.dates.units.editor, "9")
    assert screen.sign.isHidden()
    assert screen.form.dates.units.editor.hasFocus()


def test_a_physician_denies_with_reasons_attestation_and_password(qtbot: QtBot, show: Show) -> None:
    screen = denial(show)
    go(screen)
    assert screen.sign.conflict.hasFocus()
    QTest.keyClick(screen.sign.conflict, Qt.Key.Key_Space)
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        go(screen)
    assert signing.args is not None
    made, password = signing.args
    assert password == "harbor lantern 42"
    assert (made.action, made.ground, made.no_conflict) == (Action.DENY, Ground.CRITERIA, True)
    assert made.rationale == Rationale("We found one of two signs.", "One of two signs.")


def test_a_nurse_approves_what_is_met_with_her_password(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks={})
    assert screen.action is Action.APPROVE
    screen.form.dates.next_review.set_value(date(2026, 2, 17))
    go(screen)
    assert screen.sign.password.edit.hasFocus()
    assert screen.sign.conflict.isHidden()
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Return)
    assert signing.args == [
        Determination(
            Action.APPROVE,
            NURSE,
            NOW,
            REQUEST.start,
            REQUEST.end,
            12,
            Rationale(""),
            next_review=date(2026, 2, 17),
        ),
        "harbor lantern 42",
    ]
