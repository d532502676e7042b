"""A window on the screen: what every measurement with a window waits for, and two processes that end there.

`bench.window bare` shows an empty window, `bench.window app HOME` the program's, with its vault under
HOME; both print a line once the window is painted.
"""

import sys

from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1366, 768)


def painted(app: QApplication, window: QWidget) -> None:
    """Come back when the window is on the screen and all that waited to be painted is."""
    while not ((handle := window.windowHandle()) and handle.isExposed()):
        app.processEvents()
    app.processEvents()


def bare() -> None:
    """An empty window of the same size."""
    app = QApplication([])
    window = QWidget()
    window.resize(*SIZE)
    window.show()
    painted(app, window)
    print("painted", flush=True)


def program(home: str) -> None:
    """The command `ur-desktop`, which ends where it would begin to wait for the person."""
    from pathlib import Path  # noqa: PLC0415, a bare window's process has none of this

    from ur_desktop import paths  # noqa: PLC0415

    def until_painted(*_: object) -> int:
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101, the program made one
        for window in app.topLevelWidgets():
            if window.isVisible():
                painted(app, window)
                print("painted", flush=True)
        return 0

    paths.user_data_dir = lambda: Path(home)
    QApplication.exec = until_painted  # type: ignore[method-assign]
    sys.argv = ["ur-desktop"]

    from ur_desktop.__main__ import main  # noqa: PLC0415

    main()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        program(sys.argv[2])
