"""Takes the pictures: one window in one theme, photographed in every size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop import paths
from ur_desktop.app import SETTINGS, application, make_window
from ur_desktop.casework import samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.library import Library
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.window_settings import WindowSettings
from ur_desktop.ui.sign_in.sign_in_pages import SignInPage


@dataclass(frozen=True, slots=True)
class Size:
    """A screen in its own px, and the scale that the system shows windows at, in percent."""

    width: int
    height: int
    percent: int = 100

    @property
    def window(self) -> tuple[int, int]:
        """The window that fills it, in the px of Qt."""
        return self.width * 100 // self.percent, self.height * 100 // self.percent

    @property
    def name(self) -> str:
        """How the pictures' names begin."""
        return f"{self.width}" if self.percent == 100 else f"{self.width}at{self.percent}"


class Camera:
    """Opens the program's window in a folder of its own below ``home``, and writes pictures of it into ``folder``."""

    hand: KeyboardDriver

    def __init__(
        self,
        folder: Path,
        home: Path,
        now: datetime,
        scheme: theme.Scheme,
        sizes: Sequence[Size],
        visit: Callable[[str, AppWindow], None] | None = None,
    ) -> None:
        self.home, self.now = home, now
        self.library = Library(paths.forms_dir(), paths.templates_dir())
        self._folder, self._scheme, self._sizes, self._visit = folder, scheme, sizes, visit
        self._shots = 0
        self._app = application()
        self._window: AppWindow | None = None

    @property
    def taken(self) -> int:
        """How many pictures there are."""
        return self._shots * len(self._sizes)

    def open(self, home: Path) -> AppWindow:
        """Show the first screen of the program in a folder."""
        self.close()
        home.mkdir(exist_ok=True)
        WindowSettings(home / SETTINGS).save(scheme=self._scheme.value)
        self._window = make_window(home, lambda: self.now)
        self.hand = KeyboardDriver(self._app, self._window)
        return self._window

    def close(self) -> None:
        """Close the window, if one is open."""
        if self._window is not None:
            self.hand.close()
            self._window = None

    def sign_in(self, person: Reviewer) -> None:
        """Sign in as one of the sample people."""
        hand = self.hand
        page = hand.visible(SignInPage)
        hand.choose(page.reviewer.combo, person.name)
        hand.reach(page.password)
        hand.type(samples.PASSWORD)
        hand.press("Return")
        hand.wait_for(lambda: hand.window.main is not None, f"{person.name} signs in")

    def find(self, words: str) -> None:
        """Search the worklist."""
        self.hand.press("/")
        self.hand.type_over(words)
        self.hand.press("Return")

    def show(self, name: str, picture: str, words: str = "") -> None:
        """Open a case by its member's name and take a picture of where it opens."""
        self.find(words or name)
        self.hand.press("Return")
        if picture:
            self.shot(picture)

    def back(self) -> None:
        """Go back to the worklist."""
        self.hand.main.show_worklist()

    def shot(self, name: str, *, caret: bool = False) -> None:
        """Take the next picture in every size; ``caret`` leaves the keyboard where it is."""
        self._shots += 1
        keyboard = self._app.focusWidget()
        if not caret and keyboard is not None:
            keyboard.clearFocus()
        for size in self._sizes:
            self.hand.window.resize(*size.window)
            file = f"{size.name}-{self._scheme.value}-{self._shots:02}-{name}.png"
            self.hand.picture(self._folder / file, size.percent / 100)
        self.hand.window.resize(*self._sizes[0].window)
        if keyboard is not None:
            keyboard.setFocus()
        if self._visit is not None:
            self._visit(name, self.hand.window)
