"""Pictures of the worklist and of cases: request, review, determination, letters."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from ur_desktop.casework import example_case, samples
from ur_desktop.demo.camera import Camera
from ur_desktop.demo.keyboard_driver import StepFailed
from ur_desktop.demo.letter_pictures import ME, full_queue
from ur_desktop.domain.errors import StorageError
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.decision.sign_panel import SignPanel

ACCEPT = ("End", "Ctrl+Shift+A", "End", "Ctrl+Shift+A")
"""Read each copy of a letter to its end, and accept it."""
ATTENDANCE_HEAD = "service date,type,minutes,present,note"
ATTENDED = tuple(
    f"2026-01-{day:02},{kind},{minutes},{'no' if day == 9 else 'yes'},"
    for day in (5, 7, 9, 12, 14, 16)
    for kind, minutes in (("group", 120), ("training", 70))
)
UNREADABLE = ("1/12/26,group,120,yes,", "2026-01-12,dancing,2 h,maybe,", "2026-01-30,group,,yes,")


def photograph_worklist(camera: Camera) -> None:
    """The worklist: whole, searched without a hit, and searched with one."""
    camera.shot("worklist")
    camera.find("nobody of this name")
    camera.shot("worklist-no-hit")
    camera.find("sample")
    camera.shot("worklist-found")
    camera.hand.press("/", "Esc")


def photograph_requests(camera: Camera) -> None:
    """Requests: a new one with its service and without letters, and one that waits for records."""
    camera.show("Examplar", "request-new")
    camera.hand.press("F4")
    camera.shot("request-service")
    camera.hand.press("Esc", "Alt+4")
    camera.shot("letters-none")
    camera.back()
    camera.show("Maquette", "request-waiting")
    camera.back()


def photograph_review(camera: Camera) -> None:
    """A review: a proposal, an override, the policy text, shortcuts, facts, attendance, answers, the finding."""
    hand = camera.hand
    camera.show("Sampleton", "review-proposal")
    hand.press("N")
    camera.shot("review-override", caret=True)
    hand.press("Esc", "F1")
    camera.shot("review-policy-text")
    hand.press("F1", "?")
    camera.shot("review-keys")
    hand.press("Esc")
    wizard = hand.main.case.wizard
    wizard.go_to_step(0)
    camera.shot("review-facts")
    _attendance(camera)
    wizard.go_to_step(1)
    wizard.go_to("P1")
    camera.shot("review-answered")
    wizard.go_to_step(len(wizard.strip.buttons) - 1)
    camera.shot("review-finding-open")
    camera.back()


def _attendance(camera: Camera) -> None:
    """Rows of a spreadsheet pasted over the weeks, then some that can't be read."""
    hand, facts = camera.hand, camera.hand.main.case.wizard.facts
    hand.reach(facts.attendance.table)
    for rows, picture in ((ATTENDED, "review-attendance"), (UNREADABLE, "review-attendance-faults")):
        QGuiApplication.clipboard().setText("\n".join((ATTENDANCE_HEAD, *rows)))
        hand.press("Ctrl+V")
        facts.ensureWidgetVisible(facts.attendance, 0, 24)
        camera.shot(picture)


def photograph_nurse_decisions(camera: Camera) -> None:
    """What a nurse may decide on a request that is not met, its locked review, and its early end."""
    hand = camera.hand
    camera.show("Inventada", "decision-not-met", "inventada")
    hand.press("Alt+2")
    camera.shot("review-closed")
    hand.press("F9", "E")
    camera.shot("early-end")
    hand.press("Ctrl+Return")
    camera.shot("early-end-faults")
    hand.press("Esc")
    camera.back()


def photograph_approval(camera: Camera) -> None:
    """An approval from the action to its accepted letter, and a letter that lacks an element."""
    hand = camera.hand
    camera.show("Testwood", "decision-met")
    hand.press("Ctrl+Return")
    camera.shot("decision-sign-approval")
    hand.type(samples.PASSWORD)
    hand.press("Return")
    camera.shot("letters-approval")
    preview = hand.main.case.preview
    shown = preview.current()
    if shown is None or not shown.elements:
        raise StepFailed("The approval has no letter to show.")
    lacking = replace(
        shown.elements[3], present=False, page=None, why="The provider’s address is not on file."
    )
    others = (*shown.elements[:3], *shown.elements[4:])
    preview.open((replace(shown, elements=(lacking, *others)),), accepted=False)
    camera.shot("letters-missing-element")
    hand.main.case.show_tab("letters")
    hand.press(*ACCEPT)
    camera.show("Testwood", "")
    camera.back()


def photograph_denial(camera: Camera) -> None:
    """A denial by the physician, from the referral to its letters."""
    hand = camera.hand
    camera.show("Fictman", "decision-physician")
    hand.press("Alt+1")
    camera.shot("request-referral")
    hand.press("Alt+3", "I")
    camera.shot("decision-information-request")
    hand.press("Esc", "D")
    camera.shot("decision-denial-member")
    editor = hand.visible(RationaleEditor)
    editor.show_text("provider")
    camera.shot("decision-denial-provider")
    for voice, text in (("member", example_case.REASONS), ("provider", example_case.CLINICAL)):
        editor.edits[voice].set_text(text)
    editor.show_text("member")
    hand.press("Ctrl+Return")
    camera.shot("decision-sign-denial")
    sign = hand.visible(SignPanel)
    hand.reach(sign.conflict)
    hand.press("Space")
    hand.reach(sign.password)
    hand.type(samples.PASSWORD)
    hand.press("Return")
    camera.shot("letters-denial")
    hand.press("Ctrl+D")
    camera.shot("letters-void")
    hand.press("Esc", "Ctrl+M")
    camera.shot("letters-phone-call")
    hand.press("Esc", *ACCEPT)
    camera.find("Fictman")


def photograph_letters(camera: Camera) -> None:
    """The letters that wait: chosen and in doubt, a batch that stopped, one that runs, and none."""
    main = camera.hand.main
    camera.hand.reach(main.rail.item("letters"))
    camera.hand.press("Space")
    screen, waits = main.letters.screen, main.rail.item("letters")
    full, mine, fourth = full_queue(screen.table.rows.rows)
    waits.set_count(len(full), "waiting")
    screen.set_lines(full, camera.now)
    camera.hand.press("Down")
    camera.shot("letters-waiting", caret=True)
    stopped = StorageError(f"{fourth}, was not printed. The printer stopped.", "Check it, then print again.")
    screen.show_over("3 letters printed, 11 pages. 9 letters left.", stopped)
    camera.shot("letters-stopped")
    screen.set_lines(mine, camera.now, me=ME)
    screen.show_running(f"Printing 4 of 12: {fourth}", full[3].letter, "Printing")
    camera.shot("letters-running")
    screen.set_lines((), camera.now)
    waits.set_count(0, "")
    screen.show_over("12 letters printed, 41 pages.")
    camera.shot("letters-none-waiting")


def photograph_history_and_error(camera: Camera) -> None:
    """The letters and the history of a case, and an error."""
    hand, main = camera.hand, camera.hand.main
    main.open_case("sample-00419")
    camera.shot("letters-on-file")
    hand.press("Ctrl+M")
    sending = main.case.preview.sending
    hand.choose(sending.means.combo, "Faxed")
    camera.shot("letters-sending")
    hand.press("Esc")
    hand.press("Alt+5")
    camera.shot("history")
    main.show_error(
        StorageError(
            "The answer to C9 could not be saved: the disk is full.",
            "Free up space, then save it again.",
        )
    )
    camera.shot("error")
