"""Typesets in a process of its own, which a recorder watches: ``python -m tests.fuzz.set_letters WHAT [FOLDER]``."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import typst

from tests.letters.letter_cases import TEMPLATES, denied, facts
from ur_desktop import paths
from ur_desktop.domain.case import Diagnosis
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.letters import render as letters
from ur_desktop.letters.typeset import typeset

SECRET = "/etc/passwd"
TEXTS = (
    f'#read("{SECRET}")',
    f'#image("{SECRET}") #include "{SECRET}" #import "@preview/example:0.1.0": *',
    f'"); #read("{SECRET}"); ("',
    f'</p><img class="logo" src="file://{SECRET}" alt="x"><p>',
    f'<link rel="stylesheet" href="http://127.0.0.1:9/a.css">{{% include "{SECRET}" %}}{{{{ 7 * 7 }}}}',
    f'@{SECRET} <label> $sum$ `raw` #eval("read(\\"{SECRET}\\")") http://127.0.0.1:9/ file://{SECRET}',
)
"""What makes a letter of its own where a text becomes code, markup or a place to load from."""
HTML = """<html lang="en"><head><title>A letter</title><meta name="kind" content="letter">
<meta name="following" content="A | B | C"><meta name="foot" content="D"></head>
<body><header class="letterhead"><img class="logo" alt="Plan"><p class="plan">Plan</p></header>
<h1>A letter</h1><p>{text}</p></body></html>"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9" height="9">{part}</svg>'
PARTS = (
    '<rect width="9" height="9"/>',
    f'<image width="9" height="9" x:href="{SECRET}"/>',
    f'<s:image xmlns:s="http://www.w3.org/2000/svg" width="9" height="9" x:href="{SECRET}"/>',
    f'<rect width="9" height="9" fill="url({SECRET})" style="fill: url( \'{SECRET}\')"/>',
    f'<style>@font-face {{ font-family: a; src: url\\28 {SECRET}) }}</style><text font-family="a">a</text>',
    '<use x:href="http://127.0.0.1:9/a.svg#a"/>',
    '<text y="9" font-family="DejaVu Sans">a font of this computer</text>',
)
"""Pictures that would load another."""


def hostile() -> int:
    """Set letters of hostile text, HTML and logos; how many were set, the others refused in words."""
    plan = letters.plans(TEMPLATES)["example-nc"]
    set_so_far = 0
    for text in TEXTS:
        given = denied("example-nc")
        member = replace(given["case"].member, last_name=text[:30])
        request = replace(given["case"].request, diagnosis=Diagnosis("F33.1", text))
        given["case"] = replace(given["case"], member=member, request=request)
        with suppress(UserError):
            written = letters.render(facts(LetterKind.DENIAL, Copy.MEMBER, given), templates=TEMPLATES)
            set_so_far += bool(_set(written, letters.logo(plan, TEMPLATES)))
    for text in TEXTS:
        with suppress(UserError):
            set_so_far += bool(_set(HTML.format(text=text), SVG.format(part=PARTS[0]).encode()))
    for part in PARTS:
        with suppress(UserError):
            set_so_far += bool(_set(HTML.format(text="Plain."), SVG.format(part=part).encode()))
    return set_so_far


def _set(html: str, logo: bytes | None) -> bytes:
    folder = paths.templates_dir()
    return typeset(
        html, logo=logo, fonts=folder / "fonts", template=folder / "letter.typ", issued=date(2026, 1, 15)
    )


def reading(folder: str) -> int:
    """What a letter may never do: a layout that reads a file; the bytes of its PDF."""
    layout = Path(folder, "main.typ")
    layout.write_text('#read("notes.txt")', "utf-8")
    Path(folder, "notes.txt").write_text("of another", "utf-8")
    return len(typst.compile(str(layout), root=folder))


def calling() -> int:
    """Call the network, of which nobody but the recorder hears."""
    with socket.socket() as caller, suppress(OSError):
        caller.connect(("127.0.0.1", 9))
    return 1


if __name__ == "__main__":
    acts: dict[str, Callable[..., int]] = {"hostile": hostile, "reading": reading, "calling": calling}
    sys.stdout.write(f"{acts[sys.argv[1]](*sys.argv[2:])}\n")
