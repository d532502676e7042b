"""The folders of shipped files and of the program's data, in a checkout and when installed."""

from pathlib import Path

import platformdirs

OWN_VAULT, SAMPLE_VAULT = "vault", "sample-vault"
"""The folders of a person's own vault and of the invented one, below the data folder."""

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "data"  # where the wheel and the packaged program carry forms and templates
_SHIPPED = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent


def forms_dir() -> Path:
    """The shipped policies: <policy id>/<effective date>.yaml."""
    return _SHIPPED / "forms"


def templates_dir() -> Path:
    """The shipped letter templates, page layout and lines_of_business/."""
    return _SHIPPED / "report_templates"


def user_data_dir() -> Path:
    """The folder of the person signed in to the computer, where the vault is by default; it may not exist."""
    return platformdirs.user_data_path("ur-desktop", appauthor=False)
