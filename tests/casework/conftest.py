"""The sample vault with its window, as for the screens."""

from tests.ui.conftest import app, light, office, offices, samples_on_file

__all__ = ["app", "light", "office", "offices", "samples_on_file"]
