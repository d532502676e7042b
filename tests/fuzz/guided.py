"""Fuzzing led by coverage: `python -m tests.fuzz.guided "case file" -runs=2000` sends what reaches new code.

Uses atheris (Apache 2.0), which has wheels for Linux; the tests beside it need nothing but hypothesis.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["ur_desktop"], enable_loader_override=False):
    from tests.fuzz.doors import Door, doors
    from tests.fuzz.watch import watched
    from ur_desktop import paths
    from ur_desktop.domain.errors import UserError


def main(name: str, *options: str) -> None:
    """Send bytes by one door until libFuzzer's options say stop; it ends this process, with 77 for a fault."""
    [door] = [door for door in doors() if door.name == name]
    with TemporaryDirectory() as folder:
        corpus, place = Path(folder) / "corpus", Path(folder) / "place"
        corpus.mkdir()
        place.mkdir()
        door.enter(door.seeds[0], place)  # what is read once, such as the templates, is read before the watch
        for number, seed in enumerate(door.seeds):
            (corpus / str(number)).write_text(seed, "utf-8")
        atheris.Setup(
            [sys.argv[0], *options, "-max_len=20000", str(corpus)],
            lambda data: _enter(door, data.decode("utf-8", "replace"), place),
        )
        atheris.Fuzz()


def _enter(door: Door, text: str, place: Path) -> None:
    with watched(place, paths.forms_dir(), paths.templates_dir()):
        try:
            door.enter(text, place)
        except UserError:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
