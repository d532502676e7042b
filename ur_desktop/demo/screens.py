"""Pictures of every screen, light and dark, small and large, from invented cases: for those who design them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop.casework import sample_vault, samples
from ur_desktop.demo.camera import Camera, Size
from ur_desktop.demo.case_pictures import (
    photograph_approval,
    photograph_denial,
    photograph_history_and_error,
    photograph_letters,
    photograph_nurse_decisions,
    photograph_requests,
    photograph_review,
    photograph_worklist,
)
from ur_desktop.demo.first_day_pictures import photograph_first_day
from ur_desktop.demo.keyboard_driver import StepFailed
from ur_desktop.demo.letter_pictures import write_letters
from ur_desktop.demo.vault_pictures import (
    photograph_audit_log,
    photograph_keys_and_closing,
    photograph_settings,
    photograph_sign_in,
)
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.app_window import AppWindow

NOW = datetime(2026, 1, 16, 9, 12).astimezone()
SIZES = (Size(1366, 768), Size(1920, 1080), *(Size(1366, 768, percent) for percent in (125, 150, 200)))
SCHEMES = (theme.Scheme.LIGHT, theme.Scheme.DARK)


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures are taken: in which sizes and themes; ``visit`` gets each one's name and window afterwards."""

    sizes: tuple[Size, ...] = SIZES
    schemes: tuple[theme.Scheme, ...] = SCHEMES
    visit: Callable[[str, AppWindow], None] | None = None


def write(
    folder: Path,
    say: Callable[[str], None],
    *,
    now: datetime = NOW,
    look: Look | None = None,
    letters: bool = True,
) -> None:
    """Write every screen as "1366-light-03-unlock.png" or "1366at150-…", the letters and their pages into "letters"."""
    try:
        (folder / "letters").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StepFailed(f"{folder}: can’t be made ({error.strerror}).", "Choose another folder.") from None
    look = look or Look()
    count = 0
    for scheme in look.schemes:
        with tempfile.TemporaryDirectory() as home:
            camera = Camera(folder, Path(home), now, scheme, look.sizes, look.visit)
            try:
                photograph_first_day(camera)
                _photograph_sample_vault(camera)
            finally:
                camera.close()
            count += camera.taken
    say(f"{count} pictures are in {folder}")
    if letters:
        say(f"{write_letters(folder / 'letters', now)} letters are in {folder / 'letters'}")


def _photograph_sample_vault(camera: Camera) -> None:
    """Go through the sample vault as its nurse, then as its physician, then as its administrator."""
    sample_vault.make(camera.home / sample_vault.FOLDER, camera.library, camera.now, LEAST)
    window = camera.open(camera.home)
    hand = camera.hand
    hand.reach(window.sign_in_screen.sample)
    hand.press("Space")
    hand.wait_for(lambda: window.main is not None, "the sample vault opens")
    photograph_sign_in(camera)
    camera.sign_in(samples.NURSE)
    photograph_worklist(camera)
    photograph_requests(camera)
    photograph_review(camera)
    photograph_nurse_decisions(camera)
    photograph_approval(camera)
    hand.press("Ctrl+L")
    camera.sign_in(samples.PHYSICIAN)
    photograph_denial(camera)
    photograph_letters(camera)
    photograph_history_and_error(camera)
    hand.press("Ctrl+L")
    camera.sign_in(samples.NURSE)
    photograph_audit_log(camera)
    photograph_settings(camera)
    photograph_keys_and_closing(camera)
