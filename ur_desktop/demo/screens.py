"""Pictures of every screen, light and dark, small and large, from invented cases: for those who design them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ur_desktop import paths
from ur_desktop.app import SETTINGS, application, make_window
from ur_desktop.casework import example_case, sample_vault, samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver, WentAstray
from ur_desktop.demo.letter_pictures import ME, a_full_queue, write_letters
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.settings.restore_screen import Held, RestoreScreen
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage
from ur_desktop.ui.shell.window_settings import WindowSettings
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets
from ur_desktop.ui.sign_in.sign_in_pages import CreatePage, SignInPage

NOW = datetime(2026, 1, 16, 9, 12).astimezone()
SIZES = ((1366, 768), (1920, 1080))
SCHEMES = (theme.Scheme.LIGHT, theme.Scheme.DARK)
SETTLED = "/home/sample/.local/share/ur-desktop/sample-vault"
"""What the settings name as the vault's folder, so that pictures repeat."""
ATTENDANCE_HEAD = "service date,type,minutes,present,note"
ATTENDED = tuple(
    f"2026-01-{day:02},{kind},{minutes},{'no' if day == 9 else 'yes'},"
    for day in (5, 7, 9, 12, 14, 16)
    for kind, minutes in (("group", 120), ("training", 70))
)
UNREADABLE = ("1/12/26,group,120,yes,", "2026-01-12,dancing,2 h,maybe,", "2026-01-30,group,,yes,")
RECOVERY_KEY = "TEST-4K7M-9QWX-2HNB-6PRD-8FGS-3JYC"


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures are taken: in which sizes (px) and themes."""

    sizes: tuple[tuple[int, int], ...] = SIZES
    schemes: tuple[theme.Scheme, ...] = SCHEMES


def write(
    folder: Path,
    say: Callable[[str], None],
    *,
    now: datetime = NOW,
    look: Look | None = None,
    letters: bool = True,
) -> None:
    """Write every screen as "1366-light-03-unlock.png", and the letters as PDF and pages below "letters"."""
    try:
        (folder / "letters").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WentAstray(f"{folder}: can’t be made ({error.strerror}).", "Choose another folder.") from None
    look = look or Look()
    count = 0
    for scheme in look.schemes:
        with tempfile.TemporaryDirectory() as home:
            count += Tour(folder, Path(home), now, scheme, look.sizes).walk()
    say(f"{count} pictures are in {folder}")
    if letters:
        say(f"{write_letters(folder / 'letters', now)} letters are in {folder / 'letters'}")


class Tour:
    """Goes through the program once, in one theme, and takes pictures on the way, each in every size."""

    def __init__(
        self,
        folder: Path,
        home: Path,
        now: datetime,
        scheme: theme.Scheme,
        sizes: tuple[tuple[int, int], ...],
    ) -> None:
        self._folder, self._home, self._sizes = folder, home, sizes
        self._now, self._scheme = now, scheme
        self._taken = 0
        self._app = application()
        self._hand: KeyboardDriver
        self._window: AppWindow | None = None

    def walk(self) -> int:
        """Take them all; how many pictures there are."""
        try:
            self._first_day()
            self._sample_vault()
        finally:
            self._close()
        return self._taken * len(self._sizes)

    def _first_day(self) -> None:
        """A new vault: made, its key kept, empty, and its first request typed in."""
        home = self._home / "first"
        window = self._open(home)
        self._shot("create-vault")
        self._hand.type("Nora Sample")
        self._hand.reach(self._hand.see(CreatePage).password)
        self._hand.type("sample vault")
        self._hand.press("Return")
        self._shot("create-vault-fault")
        window.unlock.show_recovery_key(RECOVERY_KEY)
        self._shot("recovery-key")
        self._close()
        vault.create(home / "vault", samples.NURSE, samples.PASSWORD, self._now, LEAST)[0].close()
        self._open(home)
        self._sign_in(samples.NURSE)
        self._shot("worklist-empty")
        self._hand.press("N")
        self._shot("new-case")
        self._half_a_case()
        self._shot("new-case-half")

    def _half_a_case(self) -> None:
        fields = self._hand.main.intake.form.fields
        for key, text in {
            "member_id": "TEST-00501",
            "last_name": "Sampleton",
            "first_name": "Robin",
            "born": "02/30/1990",
        }.items():
            self._hand.reach(fields[key])
            self._hand.type(text)
        for key, words in {"plan": "Example Plan NC", "review": "Admission", "urgency": "Urgent"}.items():
            field = fields[key]
            if isinstance(field, ChoiceField):
                self._hand.choose(field.combo, words)

    def _sample_vault(self) -> None:
        sample_vault.make(self._home / sample_vault.FOLDER, self._library, self._now, LEAST)
        window = self._open(self._home)
        self._hand.reach(window.unlock.sample)
        self._hand.press("Space")
        self._hand.wait_for(lambda: window.main is not None, "the sample vault opens")
        self._locked()
        self._sign_in(samples.NURSE)
        self._worklist()
        self._requests()
        self._review()
        self._nurse_decides()
        self._approval()
        self._hand.press("Ctrl+L")
        self._sign_in(samples.PHYSICIAN)
        self._physician_decides()
        self._letters()
        self._rest()

    def _locked(self) -> None:
        hand = self._hand
        hand.press("Ctrl+L")
        self._shot("unlock")
        QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_CapsLock)
        self._shot("unlock-caps-lock")
        QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_CapsLock)
        hand.type("not the password")
        hand.press("Return")
        page = hand.see(SignInPage)
        hand.wait_for(lambda: bool(page.password.error_text()), "a wrong password is refused")
        self._shot("unlock-wrong-password")
        hand.type_over("")

    def _worklist(self) -> None:
        self._shot("worklist")
        self._find("nobody of this name")
        self._shot("worklist-no-hit")
        self._find("sample")
        self._shot("worklist-found")
        self._hand.press("/", "Esc")

    def _requests(self) -> None:
        self._show("Examplar", "request-new")
        self._hand.press("Alt+4")
        self._shot("letters-none")
        self._back()
        self._show("Maquette", "request-waiting")
        self._back()

    def _review(self) -> None:
        hand = self._hand
        self._show("Sampleton", "review-proposal")
        hand.press("N")
        self._shot("review-override", caret=True)
        hand.press("Esc", "F1")
        self._shot("review-policy-text")
        hand.press("F1", "?")
        self._shot("review-keys")
        hand.press("Esc")
        wizard = hand.main.case.wizard
        wizard.go_to_step(0)
        self._shot("review-facts")
        self._attendance()
        wizard.go_to_step(1)
        wizard.go_to("P1")
        self._shot("review-answered")
        wizard.go_to_step(len(wizard.strip.buttons) - 1)
        self._shot("review-finding-open")
        self._back()

    def _attendance(self) -> None:
        """Rows of a spreadsheet pasted over the weeks, then some that can't be read."""
        hand, facts = self._hand, self._hand.main.case.wizard.facts
        hand.reach(facts.attendance.table)
        for rows, picture in ((ATTENDED, "review-attendance"), (UNREADABLE, "review-attendance-faults")):
            QGuiApplication.clipboard().setText("\n".join((ATTENDANCE_HEAD, *rows)))
            hand.press("Ctrl+V")
            facts.ensureWidgetVisible(facts.attendance, 0, 24)
            self._shot(picture)

    def _nurse_decides(self) -> None:
        hand = self._hand
        self._show("Inventada", "decision-not-met", "inventada")
        hand.press("I")
        self._shot("decision-information-request")
        hand.press("Esc", "Alt+2")
        self._shot("review-closed")
        self._back()

    def _approval(self) -> None:
        hand = self._hand
        self._show("Testwood", "decision-met")
        hand.press("Ctrl+Return")
        self._shot("decision-sign-approval")
        hand.type(samples.PASSWORD)
        hand.press("Return")
        self._shot("letters-approval")
        preview = hand.main.case.preview
        shown = preview.current()
        if shown is None or not shown.elements:
            raise WentAstray("The approval has no letter to show.")
        lacking = replace(
            shown.elements[3], present=False, page=None, why="The provider’s address is not on file."
        )
        others = (*shown.elements[:3], *shown.elements[4:])
        preview.open((replace(shown, elements=(lacking, *others)),), accepted=False)
        self._shot("letters-missing-element")
        hand.main.case.show_tab("letters")
        hand.press("Ctrl+Return")
        self._show("Testwood", "")
        self._back()

    def _physician_decides(self) -> None:
        hand = self._hand
        self._show("Fictman", "decision-physician")
        hand.press("Alt+1")
        self._shot("request-referral")
        hand.press("Alt+3", "D")
        self._shot("decision-denial-member")
        editor = hand.see(RationaleEditor)
        editor.show_text("provider")
        self._shot("decision-denial-provider")
        for voice, text in (("member", example_case.REASONS), ("provider", example_case.CLINICAL)):
            editor.edits[voice].set_text(text)
        editor.show_text("member")
        hand.press("Ctrl+Return")
        self._shot("decision-sign-denial")
        sign = hand.see(SignPanel)
        hand.reach(sign.conflict)
        hand.press("Space")
        hand.reach(sign.password)
        hand.type(samples.PASSWORD)
        hand.press("Return")
        self._shot("letters-denial")
        hand.press("Ctrl+Return")
        self._find("Fictman")

    def _letters(self) -> None:
        """The letters that wait: chosen and in doubt, a batch that stopped, one that runs, and none."""
        main = self._hand.main
        self._hand.reach(main.rail.item("letters"))
        self._hand.press("Space")
        screen, waits = main.letters.screen, main.rail.item("letters")
        full, mine, fourth = a_full_queue(screen.table.rows.rows)
        waits.set_count(len(full), "waiting")
        screen.set_lines(full, self._now)
        self._hand.press("Down")
        self._shot("letters-waiting", caret=True)
        stopped = StorageError(f"{fourth}, did not go out. The printer stopped taking pages.", "See to it.")
        screen.show_over("3 letters printed, 11 pages. 9 letters still wait.", stopped)
        self._shot("letters-stopped")
        screen.set_lines(mine, self._now, me=ME)
        screen.show_running(f"Printing 4 of 12: {fourth}", full[3].letter, "Printing")
        self._shot("letters-running")
        screen.set_lines((), self._now)
        waits.set_count(0, "")
        screen.show_over("12 letters printed, 41 pages.")
        self._shot("letters-none-waiting")

    def _rest(self) -> None:
        hand, main = self._hand, self._hand.main
        main.open_case("sample-00419")
        self._shot("letters-on-file")
        hand.press("Alt+5")
        self._shot("history")
        main.show_error(
            StorageError(
                "The answer to C9 could not be saved: the disk is full.",
                "Free some space, then save it again.",
            )
        )
        self._shot("error")
        hand.press("Ctrl+L")
        self._sign_in(samples.NURSE)
        self._audit()
        hand.reach(hand.main.rail.item("settings"))
        hand.press("Space")
        hand.main.settings.folder.setText(SETTLED)
        self._shot("settings")
        self._backups()

    def _backups(self) -> None:
        """The backups in the settings, and restoring one."""
        hand = self._hand
        panel = hand.main.settings.backups
        hand.reach(panel.make)
        hand.press("Space")
        hand.wait_for(lambda: not panel.make.isHidden(), "the backup is made")
        hand.main.settings.area.ensureWidgetVisible(panel.drop)
        self._shot("settings-backups")
        panel.show_progress(0.42)
        self._shot("settings-backing-up")
        panel.show_progress(None)
        hand.reach(panel.restore)
        hand.press("Space")
        screen = hand.see(RestoreScreen)
        self._shot("restore")
        screen.show_held(Held(screen.held.text(), fault="vault.db of this backup is cut off or damaged."))
        self._shot("restore-damaged")
        self._last()

    def _last(self) -> None:
        """What is seen for a moment: new keys, and the backup that closing waits for."""
        window = self._hand.window
        window.doorway.show()
        given = tuple(
            (person, f"sample-{number}234-5678") for number, person in enumerate(samples.PEOPLE[1:])
        )
        keys = NewKeys(given, RECOVERY_KEY)
        window.doorway.show_keys(OneTimeSecrets(keys, samples.NURSE.user_id, "The vault has new keys."))
        self._shot("new-keys")
        window.doorway.once = None
        leaving = BackupWaitPage("Close without waiting")
        leaving.share.setText("42%")
        window.stack.addWidget(leaving)
        window.stack.setCurrentWidget(leaving)
        self._shot("leaving")

    def _audit(self) -> None:
        hand, main = self._hand, self._hand.main
        hand.reach(main.rail.item("audit"))
        hand.press("Space")
        screen = main.audit.screen
        self._shot("audit")
        screen.show_progress("Checking the journal", 34_000, 100_005)
        self._shot("audit-checking")
        hand.press("Esc")
        hand.press("V")
        hand.wait_for(lambda: not screen.check.is_running, "the record is checked")
        self._shot("audit-in-order")
        screen.show_result(
            "100,005 lines of the journal and 42 letters were checked. The record is not in order:",
            ("Line 4,117 of the journal was changed.", "Letter 12 in the archive was taken out."),
        )
        screen.head.case.setText("999999")
        hand.press("/", "Return")
        self._shot("audit-faults-no-hit")

    # What a tour is made of

    @property
    def _library(self) -> Library:
        return Library(paths.forms_dir(), paths.templates_dir())

    def _open(self, home: Path) -> AppWindow:
        self._close()
        home.mkdir(exist_ok=True)
        WindowSettings(home / SETTINGS).keep(scheme=self._scheme.value)
        self._window = make_window(home, lambda: self._now)
        self._hand = KeyboardDriver(self._app, self._window)
        return self._window

    def _close(self) -> None:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _sign_in(self, person: Reviewer) -> None:
        hand = self._hand
        page = hand.see(SignInPage)
        hand.choose(page.reviewer.combo, person.name)
        hand.reach(page.password)
        hand.type(samples.PASSWORD)
        hand.press("Return")
        hand.wait_for(lambda: hand.window.main is not None, f"{person.name} signs in")

    def _find(self, words: str) -> None:
        self._hand.press("/")
        self._hand.type_over(words)
        self._hand.press("Return")

    def _show(self, name: str, picture: str, words: str = "") -> None:
        """Open a case by its member's name and take a picture of where it opens."""
        self._find(words or name)
        self._hand.press("Return")
        if picture:
            self._shot(picture)

    def _back(self) -> None:
        self._hand.main.show_worklist()

    def _shot(self, name: str, *, caret: bool = False) -> None:
        self._taken += 1
        keyboard = self._app.focusWidget()
        if not caret and keyboard is not None:
            keyboard.clearFocus()
        for size in self._sizes:
            self._hand.window.resize(*size)
            file = f"{size[0]}-{self._scheme.value}-{self._taken:02}-{name}.png"
            self._hand.picture(self._folder / file)
        self._hand.window.resize(*self._sizes[0])
        if keyboard is not None:
            keyboard.setFocus()
