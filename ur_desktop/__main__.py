"""``python -m ur_desktop`` is ``ur-desktop``: the window without arguments, else the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Open the window, or do what the arguments say; the window loads nothing that it does not show."""
    if len(sys.argv) == 1:
        from ur_desktop.app import has_display, run_window

        if has_display():
            sys.exit(run_window())
    from ur_desktop.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
