"""Works the program in processes of its own, as nobody at the screen could tell from a person.

`driven.py STORY` starts the command `ur-desktop`, does what the story says and locks; the process that follows
runs this file again, signs in and tells what it finds. Of several stories, joined by +, it then works the next.
Each prints lines of JSON.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEventLoop, QProcess, Qt, QTimer
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.sealing import seal
from tests.ui.blank_pdf import blank_pdf
from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.demo import keyboard_driver as typist_module
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.letter.batch import Printer
from ur_desktop.letters.typeset import typeset
from ur_desktop.storage.vault import Vault
from ur_desktop.ui.letters import printers
from ur_desktop.ui.letters.preview import LetterPreview
from ur_desktop.ui.letters.queue_controller import LetterQueueController
from ur_desktop.ui.settings.restore_screen import RestoreScreen
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.session_watch import SessionWatch
from ur_desktop.ui.sign_in.recovery_key_page import KeepKeysPage

AT_MOST = 120
typist_module.LONGEST_WAIT = 60.0  # printing takes its time beside other tests
PR_GET_DUMPABLE = 3
AT = "STORY"
"""Tells each process at which of the stories it is."""
CASE, READY, ENDED, CORRECTED = "sample-00417", "sample-00402", "sample-00231", "sample-00365"


def tell(**facts: object) -> None:
    """Print a line; the process may end without another chance to."""
    sys.stdout.write(json.dumps({"pid": os.getpid(), **facts}) + "\n")
    sys.stdout.flush()


def focused(typist: KeyboardDriver) -> QWidget:
    """The widget that has the focus."""
    widget = typist.app.focusWidget()
    assert widget is not None
    return widget


def typed_in(typist: KeyboardDriver) -> str:
    """What the line edit that has the focus holds."""
    field = focused(typist)
    assert isinstance(field, QLineEdit)
    return field.text()


def sign_in(typist: KeyboardDriver, who: str = samples.NURSE.user_id) -> None:
    """Sign in at the lock screen, as a person does; whoever is in already goes to the worklist."""
    if typist.window.main is not None:
        typist.main.show_worklist()
        return
    page = typist.window.sign_in_screen.page
    [combo] = page.findChildren(QComboBox)
    names = [combo.itemText(at) for at in range(combo.count())]
    combo.setCurrentIndex(next(at for at, name in enumerate(names) if name.lower().startswith(who)))
    typist.reach(page.first())
    typist.type(samples.PASSWORD)
    typist.press("Return")
    typist.wait_for(lambda: typist.window.main is not None, "the vault opens")


def lock(typist: KeyboardDriver) -> None:
    """Press Ctrl+L; the process ends in it."""
    tell(locking=True)
    QTest.keySequence(typist.window.windowHandle(), QKeySequence("Ctrl+L"))


def lock_from_a_dialog(typist: KeyboardDriver, keys: str) -> None:
    """Open a dialog by its keys and lock while it is open, as idle time and the session's own lock do."""

    def later() -> None:
        over = [part for part in typist.window.findChildren(QDialog) if part.isVisible()]
        tell(dialog=bool(over) and over[0].isModal(), locking=True)
        typist.window.lock()

    QTimer.singleShot(100, later)
    typist.press(keys)


def left_of_memory() -> tuple[int, int]:
    """How large a core file of this process may be, and what PR_GET_DUMPABLE says of it."""
    return resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)


def found(typist: KeyboardDriver) -> None:
    """Unlock, tell where one is, and leave."""
    look(typist)
    typist.close()


def look(typist: KeyboardDriver, story: str = "") -> None:
    """Unlock and tell where one is after a story."""
    words = " ".join(label.text() for label in typist.window.sign_in_screen.findChildren(QLabel))
    begun = time.perf_counter()
    sign_in(typist)
    taken = time.perf_counter() - begun
    main, field = typist.main, typist.app.focusWidget()
    place = main.ui_state
    facts: dict[str, object] = {"words": words, "seconds": taken, "screen": place.screen, "tab": place.tab}
    facts |= {"case": place.case_id, "shown": dict(place.shown), "scrolled": dict(place.view.scrolled)}
    facts |= {"story": story, "chosen": dict(place.view.chosen), "typed": dict(place.view.typed)}
    facts |= {"turned": dict(place.view.turned), "cursor": place.view.cursor}
    facts["field"] = field.accessibleName() if field else ""
    facts["text"] = field.text() if isinstance(field, QLineEdit) else ""
    if isinstance(field, QPlainTextEdit | QTextEdit):
        facts["text"] = field.toPlainText()
    once_shown(typist)
    facts["left"] = left_of_memory()
    if place.tab == "letters":
        facts["bar"] = typist.visible(LetterPreview).bar.words.text()
    tell(**facts)


def open_case(typist: KeyboardDriver, case_id: str, tab: str = "") -> None:
    """Sign in and open a case."""
    sign_in(typist)
    typist.main.open_case(case_id, tab)
    typist.press("Shift")


def once_shown(typist: KeyboardDriver) -> None:
    """Wait for what comes after the first painting."""
    typist.wait_for(lambda: typist.window.findChild(SessionWatch) is not None, "the session is watched")


def a_half_note(typist: KeyboardDriver) -> None:
    """Sign in and type half a note."""
    open_case(typist, CASE)
    typist.press("Down", "Down", "T")
    typist.type("half a thought, ")


def a_note(typist: KeyboardDriver) -> None:
    a_half_note(typist)
    lock(typist)


def settled(bus: QDBusConnection) -> None:
    """Ask the bus something: it answers after all that was said on this connection before."""
    bus.interface().registeredServiceNames()


def a_session_left(typist: KeyboardDriver) -> None:
    """Type half a note, and leave the computer to whoever locks its session or puts it to sleep."""
    a_half_note(typist)
    once_shown(typist)
    settled(QDBusConnection.systemBus())
    settled(QDBusConnection.sessionBus())
    tell(waiting=True)
    typist.wait_for(lambda: False, "the window locks")


def a_line_of_attendance(typist: KeyboardDriver) -> None:
    open_case(typist, CASE)
    wizard = typist.main.case.wizard
    wizard.go_to_step(0)
    new = wizard.facts.attendance.new
    typist.reach(new.day)
    typist.type("1/12/20")
    typist.choose(new.kind, "Family therapy")
    typist.reach(new.minutes)
    typist.type("5")
    lock(typist)


def evidence(typist: KeyboardDriver) -> None:
    open_case(typist, CASE)
    typist.press("E")
    typist.type("Program sch")
    lock(typist)


def a_question(typist: KeyboardDriver) -> None:
    open_case(typist, READY, "determination")
    typist.press("R")
    typist.press("Ctrl+End")
    typist.type(" And what about the")
    typist.press("Left", "Left", "Left")
    lock(typist)


def a_search(typist: KeyboardDriver) -> None:
    sign_in(typist)
    typist.press("/")
    typist.type("Sampl")
    lock(typist)


def an_intake(typist: KeyboardDriver) -> None:
    sign_in(typist)
    typist.press("N")
    typist.type("TEST-9")
    typist.reach(typist.main.intake.form.fields["last_name"].editor)
    typist.type("Halfway")
    typist.press("Left", "Left")
    tell(
        before=repr(focused(typist)),
        view=repr(typist.main.ui_state.view.focus),
        names=focused(typist).accessibleName(),
    )
    lock(typist)


def a_letter(typist: KeyboardDriver) -> LetterPreview:
    """Sign in and ask for information, so that there is a letter to look at; or look at it again."""
    sign_in(typist)
    assert typist.window.session is not None
    if (
        typist.window.session.vault.cases.determinations(READY)
        or typist.window.session.vault.cases.get(READY).asking
    ):
        open_case(typist, READY, "letters")
    else:
        open_case(typist, READY, "determination")
        typist.press("I", "Ctrl+Return")
    return typist.visible(LetterPreview)


def a_preview(typist: KeyboardDriver) -> None:
    a_letter(typist).head.copies.choose(1)
    typist.press("PgDown")
    lock(typist)


def a_print_dialog(typist: KeyboardDriver) -> None:
    a_letter(typist)
    lock_from_a_dialog(typist, "Ctrl+P")


def a_file_dialog(typist: KeyboardDriver) -> None:
    a_letter(typist)
    lock_from_a_dialog(typist, "Ctrl+S")


def a_print(typist: KeyboardDriver) -> None:
    preview = a_letter(typist)
    print_to(preview, Path(os.environ["XDG_DATA_HOME"]) / "printed.pdf")
    tell(printing=preview.printing.job is not None)
    lock(typist)


IN_A_BATCH = 6
IN_THE_MIDDLE = 3
at_the_next: list[Callable[[], None]] = []
"""What happens to a batch once so many letters are out, and the next is with the printer."""
OUT = Path(os.environ.get("XDG_DATA_HOME", ".")) / "out"


def printer_to_files(_choice: Printer, letter: str) -> QPrinter:
    """A printer that prints each letter into a file of its own, numbered as they come."""
    OUT.mkdir(exist_ok=True)
    if len(list(OUT.iterdir())) == IN_THE_MIDDLE and at_the_next:
        QTimer.singleShot(0, at_the_next.pop())
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(OUT / f"{len(list(OUT.iterdir())) + 1} {letter}.pdf"))
    return printer


def at_the_letters(typist: KeyboardDriver) -> Vault:
    """Sign in with letters on file, and go to those that wait."""
    sign_in(typist)
    assert typist.window.session is not None
    vault = typist.window.session.vault
    now = typist.main.session.now()
    cases = (CASE, READY, ENDED)
    for number in range(IN_A_BATCH):
        case = vault.cases.get(cases[number % len(cases)])
        copy = ("member", "provider")[number % 2]
        seal(vault, case.id, copy, blank_pdf(2 + number), now)
    typist.main.show_letters()
    typist.press("Shift")
    return vault


def to_print(vault: Vault) -> int:
    """How many letters were neither printed nor saved."""
    return sum(not row.ready for row in vault.queue.waiting())


def a_batch(typist: KeyboardDriver) -> None:
    vault = at_the_letters(typist)
    OUT.mkdir()
    session = typist.main.letters

    def look() -> None:
        if to_print(vault) == IN_A_BATCH - IN_THE_MIDDLE:
            QTimer.singleShot(0, lambda: lock_with(typist, vault))

    session.changed.connect(look)
    session.screen._ask_folder = lambda _parent: str(OUT)
    session.screen.save.click()
    typist.wait_for(lambda: False, "the process ends")


def lock_with(typist: KeyboardDriver, vault: Vault) -> None:
    """Tell how many letters are left, and lock."""
    tell(left=to_print(vault))
    lock(typist)


def a_printed_batch(typist: KeyboardDriver) -> None:
    vault = at_the_letters(typist)
    print_until(typist, lambda: lock_with(typist, vault))


def a_killed_batch(typist: KeyboardDriver) -> None:
    def kill() -> None:
        tell(killed=True)
        os.kill(os.getpid(), signal.SIGKILL)

    at_the_letters(typist)
    print_until(typist, kill)


def print_until(typist: KeyboardDriver, act: Callable[[], None]) -> None:
    """Print the letters that wait, and end while the fourth is being printed."""
    at_the_next.append(act)
    screen = typist.main.letters.screen
    screen._ask_printer = lambda _parent: Printer("Front desk")
    screen.print_button.click()
    typist.wait_for(lambda: False, "the process ends")


def after_a_batch(typist: KeyboardDriver) -> None:
    """Unlock and do nothing; tell what came of the letters."""
    sign_in(typist)
    assert typist.window.session is not None
    main, vault = typist.main, typist.window.session.vault
    typist.wait_for(lambda: main.findChild(LetterQueueController) is not None, "the batch goes on")
    said = main.letters.screen.bar.words
    first = said.text()
    typist.wait_for(lambda: not main.letters.screen.is_running, "the batch ends")
    lines = [line for case_id in (CASE, READY, ENDED) for line in vault.journal.entries(case_id)]
    written = sorted((line.sequence, line.detail["number"], line.detail["batch"]) for line in lines
                     if line.kind in ("print", "save") and "batch" in line.detail)  # fmt: skip
    tell(
        screen=main.ui_state.screen,
        first=first,
        said=said.text(),
        numbers=[number for _line, number, _batch in written],
        cut_short=[line.detail["number"] for line in lines if "stopped_after" in line.detail],
        batches=len({batch for _line, _number, batch in written}),
        left=[[row.letter, row.in_doubt] for row in vault.queue.waiting() if not row.ready],
        files=[[path.name, page_count(path)] for path in sorted(OUT.iterdir(), key=_by_number)],
    )
    typist.close()


def page_count(path: Path) -> int:
    """The pages of a file; 0 for one that is no whole PDF."""
    try:
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _by_number(path: Path) -> tuple[int, str]:
    first = path.name.split()[0]
    return (int(first) if first.isdecimal() else 0, path.name)


def a_fault(typist: KeyboardDriver) -> None:
    open_case(typist, CASE)
    typist.press("T")
    typist.type("before the fault")
    QTimer.singleShot(0, lambda: dict[str, str]()["Sampleton"])
    typist.wait_for(typist.main.banner.isVisible, "the fault is said")
    lock(typist)


def a_person(typist: KeyboardDriver) -> None:
    sign_in(typist)
    typist.main.show_settings()
    settings = typist.main.settings
    typist.reach(settings.add)
    typist.press("Return")
    typist.type("Kim Specimen")
    typist.choose(settings.form.credential.combo, "LPC")
    typist.choose(settings.form.role.combo, "Auditor")
    lock(typist)


def a_bug(typist: KeyboardDriver) -> None:
    """Lock where a bug strikes on the way."""
    open_case(typist, CASE)
    typist.press("T")
    typist.type("before the bug")
    vars(typist.main)["stop"] = lambda: dict[str, str]()["Sampleton"]
    lock(typist)


def a_core(typist: KeyboardDriver) -> None:
    """Tell what would be left of the memory of this process, and of the next, before anybody signs in."""
    once_shown(typist)
    tell(left=left_of_memory())
    sign_in(typist)
    lock(typist)


def a_kill(typist: KeyboardDriver) -> None:
    open_case(typist, CASE)
    typist.press("Down", "T")
    typist.type("said before the")
    typist.press("Left", "Left", "Left")
    begun = time.monotonic()
    typist.wait_for(lambda: time.monotonic() > begun + 2, "two seconds pass")
    tell(killed=True)
    os.kill(os.getpid(), signal.SIGKILL)


def a_call(_typist: KeyboardDriver) -> None:
    """Call the network, as nothing of the program may, and as nobody would notice."""
    with socket.socket() as caller, suppress(OSError):
        caller.connect(("127.0.0.1", 1))


SMALLEST = (
    '<html lang="en"><head><title>A</title><meta name="kind" content="letter">'
    '<meta name="following" content="A | B | C"><meta name="foot" content="D"></head>'
    "<body><h1>A</h1></body></html>"
)
"""A letter."""


def a_panic(typist: KeyboardDriver) -> None:
    """Have Typst fail as only a bug in it can, tell what its error and Python's own standard error say, and lock."""
    open_case(typist, CASE)
    template = Path(os.environ["TMPDIR"]) / "letter.typ"
    template.write_text("#duration(weeks: 99999999999999)", "utf-8")
    try:
        typeset(
            SMALLEST,
            logo=None,
            fonts=paths.templates_dir() / "fonts",
            template=template,
            issued=date(2026, 1, 15),
        )
    except LetterError as error:
        tell(gave_up=str(error))
    os.write(2, b"Sampleton")
    sys.stderr.write(json.dumps({"heard": True}) + "\n")
    lock(typist)


def a_second_start(typist: KeyboardDriver) -> None:
    """Start the command once more while this window is minimized."""
    window = typist.window
    once_shown(typist)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    again, ended = QProcess(), QEventLoop()
    again.finished.connect(ended.quit)
    again.start(sys.executable, ["-m", "ur_desktop"])
    ended.exec()  # however long a busy computer takes to start it
    came_up = not window.windowState() & Qt.WindowState.WindowMinimized
    tell(second=again.exitCode(), came_up=bool(came_up))


EXPORTED = "exported"
"""The folder of the home where a person puts what they take out on purpose."""
PLANTED = {
    "member_id": "QXV-48213-7709",
    "first_name": "Quixandra",
    "last_name": "Vellmorthy",
    "born": "07/23/1958",
    "member_address": "9917 Plinthgrove Terrace",
    "practitioner": "Thessaly Brundlewick",
    "note": "wibblethatch after the crumhorn",
    "evidence": "Zorbelline ledger",
    "reason": "flimsidoodle withdrew the request",
    "item": "the snollygoster schedule",
    "search": "Grumbledook",
    "file": "Ockhamfizz letter",
    "copied": "Blatherskite",
    "fault": "Quidnuncle",
}
"""Words that nothing but a member's record could hold, by where they are typed."""


def planted(typist: KeyboardDriver) -> None:
    """Work a case to its letter with the planted words in every field, then lock, unlock and fail."""
    open_case(typist, CASE)
    typist.press("T")
    typist.type(PLANTED["note"])
    typist.press("Return", "E")
    typist.type(PLANTED["evidence"])
    typist.press("Return")
    correct(typist, READY, "member_id", "first_name", "last_name", "member_address", "practitioner")
    # Not in either of the others: with another age, what was found would have to be confirmed again.
    correct(typist, CORRECTED, "born", "member_address", "practitioner")
    end_early(typist)
    ask_for_planted(typist)
    QTimer.singleShot(100, lambda: type_a_file_name(typist))
    typist.press("Ctrl+S")
    back_at_the_window(typist)
    take_out(typist)
    typist.press("End", "Ctrl+Shift+A", "End", "Ctrl+Shift+A")
    back_up(typist)
    typist.press("/")
    typist.type_over(PLANTED["search"])
    typist.press("Ctrl+A", "Ctrl+C")
    typist.app.clipboard().setText(PLANTED["copied"])
    logging.getLogger("ur_desktop").error("%s was not kept", PLANTED["fault"])
    logging.getLogger("elsewhere").error("%s was not kept", PLANTED["fault"])
    tell(titles=[part.windowTitle() for part in typist.app.topLevelWidgets()], sealed=len(sealed(typist)))
    lock(typist)


def open_again(typist: KeyboardDriver, case_id: str, tab: str) -> None:
    """Open another case from the one that is open."""
    typist.main.open_case(case_id, tab)
    typist.press("Shift")


def correct(typist: KeyboardDriver, case_id: str, *keys: str) -> None:
    """Put planted words into the request of a case."""
    open_again(typist, case_id, "request")
    typist.press("F2")
    for key in keys:
        typist.main.intake.form.set_value(key, PLANTED[key])
    typist.main.intake.form.set_value("npi", "1234567893")
    typist.press("Esc")


def end_early(typist: KeyboardDriver) -> None:
    """End a case early with a planted reason as its note."""
    open_again(typist, ENDED, "determination")
    typist.press("F9", "G")
    typist.type("The program")
    typist.press("Tab")
    typist.type(PLANTED["reason"])
    typist.press("Ctrl+Return")
    typist.type(samples.PASSWORD)
    typist.press("Return")


def ask_for_planted(typist: KeyboardDriver) -> None:
    """Ask for something planted; the letter that says so is on the screen."""
    open_again(typist, READY, "determination")
    typist.press("I")
    row = typist.main.case.decision.form.items.rows[-1]
    typist.reach(row.edit)
    typist.type(PLANTED["item"])
    typist.press("Ctrl+Return")
    typist.visible(LetterPreview)


def type_a_file_name(typist: KeyboardDriver) -> None:
    """Type a name into the dialog that saves, and leave it."""
    [dialog] = [part for part in typist.window.findChildren(QFileDialog) if part.isVisible()]
    [field] = dialog.findChildren(QLineEdit, "fileNameEdit")
    QTest.keyClicks(field, PLANTED["file"])
    dialog.reject()


def back_at_the_window(typist: KeyboardDriver) -> None:
    typist.window.activateWindow()
    typist.wait_for(lambda: typist.app.focusWidget() is not None, "the window takes the keyboard again")


def take_out(typist: KeyboardDriver) -> None:
    """Save the letter where the person says, in a folder that they named after it; print it; export the journal."""
    folder = Path(os.environ["HOME"]) / EXPORTED / PLANTED["file"]
    folder.mkdir(parents=True)
    preview = typist.visible(LetterPreview)
    preview._ask_path = lambda _parent, _name: str(folder / f"{PLANTED['file']}.pdf")
    preview._save()
    print_to(preview, folder / "printed.pdf")
    typist.wait_for(lambda: preview.printing.job is None, "the letter is printed")
    journal = typist.main.audit.screen
    journal.export_requested.emit(journal.head.query(), str(folder / "journal.csv"))
    typist.wait_for(lambda: not typist.main.audit.is_checking, "the journal is exported")
    tell(taken_out=sorted(path.name for path in folder.iterdir()))


def print_to(preview: LetterPreview, file: Path) -> None:
    """Print into a PDF, as a person may choose in the dialog of their system."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    preview.printing.ask = lambda _parent, _pages, _name: printer
    preview.bar.print_button.click()


def back_up(typist: KeyboardDriver) -> None:
    """Make a backup in the settings."""
    typist.main.rail.opened.emit("settings")
    panel = typist.main.settings.backups
    panel.make.click()
    typist.wait_for(lambda: not panel.make.isHidden(), "the backup is made")
    typist.main.show_worklist()


def put_back(typist: KeyboardDriver) -> None:
    """Restore the newest backup."""
    window = typist.window
    window.restore()
    screen = typist.visible(RestoreScreen)
    screen.person.combo.setCurrentIndex(
        next(at for at in range(screen.person.combo.count()) if "Nora" in screen.person.combo.itemText(at))
    )
    screen.password.set_text(samples.PASSWORD)
    screen.button.click()
    typist.wait_for(lambda: window.restoring is None, "the backup is restored")


def sealed(typist: KeyboardDriver) -> tuple[object, ...]:
    """The letters on file of the case that got one."""
    assert typist.window.session is not None
    return typist.window.session.vault.archive.letters(READY)


def planted_again(typist: KeyboardDriver) -> None:
    """Unlock, look, fail, and put the backup back, which ends the process."""
    sign_in(typist)
    assert typist.window.session is not None
    cases = typist.window.session.vault.cases
    member, born = cases.get(READY).member, cases.get(CORRECTED).member.born
    reasons = [each.reason for each in cases.determinations(ENDED)]
    held = {
        "member_id": member.id,
        "first_name": member.first_name,
        "born": f"{born:%m/%d/%Y}",
        "reason": reasons[-1] if reasons else "",
    }
    QTimer.singleShot(0, lambda: dict[str, str]()[PLANTED["fault"]])
    typist.wait_for(typist.main.banner.isVisible, "the fault is said")
    tell(
        held=[name for name, value in held.items() if value == PLANTED[name]],
        search=typed_in(typist),
    )
    put_back(typist)


def planted_put_back(typist: KeyboardDriver) -> None:
    """Sign in to what was put back, type on, make new keys, and be killed while they are shown."""
    sign_in(typist)
    open_again(typist, CASE, "")
    typist.press("Down", "T")
    typist.type(PLANTED["note"])
    typist.main.rail.opened.emit("settings")
    typist.main.settings.new_keys.wanted.emit(samples.PASSWORD)
    page = typist.visible(KeepKeysPage)
    tell(new_keys=page.isVisible(), killed=True)
    os.kill(os.getpid(), signal.SIGKILL)


STORIES: dict[str, Callable[[KeyboardDriver], None]] = {
    story.__name__: story
    for story in (
        a_note, a_line_of_attendance, evidence, a_question, a_search, an_intake, a_preview,
        a_print_dialog, a_file_dialog, a_print, a_call, a_panic, a_fault, a_person, a_bug, a_core,
        a_batch, a_printed_batch, a_killed_batch, after_a_batch,
        a_kill, a_second_start, a_session_left, planted, planted_again, planted_put_back, found,
    )
}  # fmt: skip


def main() -> None:
    """Be the command, and where it would wait for a person, do what one does."""
    told, rest = sys.argv[1].split("+"), sys.argv[2:]
    at = int(os.environ.get(AT, "0"))
    before, now = told[at - 1], told[at] if at < len(told) else ""
    os.environ[AT] = str(at + 1)
    sys.argv = ["ur-desktop", *rest]
    signal.alarm(AT_MOST)
    # As on a computer that keeps core files.
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

    def drive(*_: object) -> int:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        [window] = [part for part in app.topLevelWidgets() if isinstance(part, AppWindow)]
        tell(after_lock=rest)
        vars(printers)["printer_for"] = printer_to_files
        typist = KeyboardDriver(app, window)
        if rest and before.endswith("_batch"):
            after_a_batch(typist)
        elif rest and not before.startswith("planted"):
            look(typist, before)
        if now:
            STORIES[now](typist)
        typist.close()
        return 0

    setattr(QApplication, "exec", drive)  # noqa: B010, a method is not assigned to

    from ur_desktop.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
