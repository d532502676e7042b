"""Shows the sample vault to a screen reader and does what each line of its input says, then prints "done"."""

import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSocketNotifier

from ur_desktop import paths
from ur_desktop.app import application, make_window
from ur_desktop.casework import sample_vault, samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST

NOW = datetime(2026, 1, 16, 9, 12).astimezone()


def main(home: Path) -> int:
    """Sign in as the nurse and obey until the input ends."""
    folder = home / "vault"
    sample_vault.make(folder, Library(paths.forms_dir(), paths.templates_dir()), NOW, LEAST)
    app = application()
    window = make_window(home, lambda: NOW)
    driver = KeyboardDriver(app, window)
    window.sign_in_screen.sign_in_requested.emit(samples.NURSE.user_id, samples.PASSWORD)
    driver.wait_for(lambda: window.main is not None, "the vault opens")

    def obey() -> None:
        command, _, what = sys.stdin.readline().strip().partition(" ")
        if command == "press":
            driver.press(*what.split())
        elif command == "type":
            driver.type(what)
        elif command == "open":
            driver.main.open_case(*what.split())
        elif command == "go":
            driver.main.rail.item(what).click()
        else:
            notifier.setEnabled(False)
            driver.close()
            app.quit()
        sys.stdout.write("done\n")
        sys.stdout.flush()

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
    notifier.activated.connect(obey)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
