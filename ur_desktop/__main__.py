"""``python -m ur_desktop`` is ``ur-desktop``: the window without arguments, else the command line."""

from __future__ import annotations

import sys

from ur_desktop.crash_log import forbid_memory_dumps, report_bugs


def main() -> None:
    """Open the window without arguments; else run the command line, which the window does not import."""
    report_bugs()
    match sys.argv[1:]:
        case [] | ["--after-lock", _] | ["--after-lock", _, _] as after:
            from ur_desktop.app import has_display, run_window

            if has_display():
                sys.exit(run_window(*after[1:]))
    from ur_desktop.cli.main import main as command_line

    forbid_memory_dumps()
    command_line()


if __name__ == "__main__":
    main()
