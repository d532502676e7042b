"""What is shipped is found where it lies."""

from ur_desktop import paths


def test_forms_are_found():
    assert [folder.name for folder in paths.forms_dir().iterdir() if folder.is_dir()]


def test_every_shipped_font_has_its_licence_beside_it():
    for folder in (paths.letter_fonts_dir(), paths.window_fonts_dir()):
        assert list(folder.glob("*.[ot]tf"))
        assert (folder / "OFL.txt").is_file()


def test_the_vault_is_not_kept_in_the_checkout():
    assert not paths.user_data_dir().is_relative_to(paths.forms_dir().parent)
