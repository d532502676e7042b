"""``python -m ur_desktop`` is ``ur-desktop``."""

from ur_desktop.cli import main

main()
