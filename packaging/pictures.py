"""Makes the README's pictures again: three of those that `./ur screens` writes, scaled down, in docs/pictures."""

import sys
from collections import Counter
from math import dist
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, qRgb

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {
    "1366-light-??-worklist.png": ("worklist.png", 900),
    "1366-light-??-review-proposal.png": ("review.png", 900),
    "letters/denial-member-p1.png": ("letter.png", 560),
}
"""Which picture becomes which, and how wide (px)."""
APART = 18
"""How far two colors are apart at least (of 442): the many steps of gray must not crowd out the few red pixels."""


def few_colors(image: QImage) -> QImage:
    """The same picture in 256 colors, each pixel in the nearest of them: a third of the bytes."""
    pixels = bytes(image.constBits())
    counted = Counter(pixels[at : at + 3] for at in range(0, len(pixels), 4))
    chosen: list[tuple[int, ...]] = []
    for color, _times in counted.most_common():
        if all(dist(color, other) > APART for other in chosen):
            chosen.append(tuple(color))
    table = [qRgb(red, green, blue) for blue, green, red in chosen[:256]]
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def main(taken: Path) -> int:
    """Scale the pictures of a folder that `./ur screens` wrote; 1 when one is missing."""
    FOLDER.mkdir(exist_ok=True)
    for pattern, (name, width) in WIDTHS.items():
        found = sorted(taken.glob(pattern))
        if len(found) != 1:
            print(f"{taken}: there must be one {pattern}, not {len(found)}.", file=sys.stderr)
            return 1
        image = QImage(str(found[0])).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        few_colors(image.convertToFormat(QImage.Format.Format_RGB32)).save(str(FOLDER / name), quality=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
