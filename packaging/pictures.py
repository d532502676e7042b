"""Makes the README's pictures again: three of those that `./ur screens` writes, scaled down, in docs/pictures."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {
    "1366-light-??-worklist.png": ("worklist.png", 900),
    "1366-light-??-review-proposal.png": ("review.png", 900),
    "letters/denial-member-p1.png": ("letter.png", 600),
}
"""Which picture becomes which, and how wide (px)."""


def main(taken: Path) -> int:
    """Scale the pictures of a folder that `./ur screens` wrote; 1 when one is missing."""
    FOLDER.mkdir(exist_ok=True)
    for pattern, (name, width) in WIDTHS.items():
        found = sorted(taken.glob(pattern))
        if len(found) != 1:
            print(f"{taken}: there must be one {pattern}, not {len(found)}.", file=sys.stderr)
            return 1
        image = QImage(str(found[0])).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.convertToFormat(QImage.Format.Format_Indexed8).save(str(FOLDER / name), quality=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
