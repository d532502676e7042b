"""Reads report_templates/: plan profiles, lines of business, and templates from facts to HTML.

Nobody else reads that folder's wordings. A template may name facts and put them in order; it computes
nothing.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from jinja2 import TemplateError, TemplateSyntaxError
from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.errors import FormError, LetterError
from ur_desktop.domain.letter.facts import Copy, LetterFacts
from ur_desktop.domain.letter.parts import LANGUAGES
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.letters.templates import LetterEnvironment, fill
from ur_desktop.paths import templates_dir
from ur_desktop.safe_read import content
from ur_desktop.shape_errors import own_errors
from ur_desktop.yaml_file import YamlFile, file_digest

LONGEST = 500_000
"""The characters of a letter's HTML, about 150 pages; typesetting more would keep a person waiting."""
# The blocks of combining marks; Typst's memory grows with the square of their number on one letter.
_HEAP = re.compile(".([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{17,})")
# A line that can't be broken becomes one PDF string, which ends at 32,767 bytes, or Typst with it.
_UNBROKEN = re.compile(r"[^ \t\n<>]{1001,}")
LARGEST = 1_000_000
"""The bytes of a page layout, or of a logo."""
# Typst's words have no escapes. `std` holds `eval`, and what is evaluated can fetch a package too.
_ELSEWHERE = re.compile(r"\b(import|include|eval|std)\b")

_Profile = TypeVar("_Profile", Plan, LineOfBusiness)


def plans(templates: Path | None = None) -> Mapping[str, Plan]:
    """The plan profiles by id. Raises LetterError with every fault of a file, each with its line and key."""
    folder = (templates or templates_dir()) / "plans"
    return {path.stem: _plan(path) for path in sorted(folder.glob("*.yaml"))}


def line_of_business(key: str, templates: Path | None = None) -> LineOfBusiness:
    """A line of business by its key. Raises LetterError for an unknown key or a file with faults."""
    folder = (templates or templates_dir()) / "lines_of_business"
    known = [path.stem for path in sorted(folder.glob("*.yaml"))]
    if key not in known:
        raise LetterError(f"There is no line of business {key!r}.", f"There is {', '.join(known) or 'none'}.")
    return _read(folder / f"{key}.yaml", LineOfBusiness, "key")


def logo(plan: Plan, templates: Path | None = None) -> bytes:
    """The picture of the plan's letterhead."""
    path = (templates or templates_dir()) / "logos" / plan.logo
    missing = LetterError(
        f"{plan.name} has no logo {plan.logo!r}.", "Put the file into report_templates/logos."
    )
    if path.name != plan.logo:
        raise missing
    try:
        return content(path, LARGEST)
    except (FileNotFoundError, ValueError):
        raise missing from None
    except OSError as error:
        raise LetterError(
            f"The logo {plan.logo!r} can't be read ({error.strerror}).", "Replace it with a picture."
        ) from None


def layout(templates: Path) -> Path:
    """The page layout; LetterError when it is missing, too large, not UTF-8, or reaches for other code.

    What is imported could come from the network, so a layout has all of its code in itself.
    """
    path = templates / "letter.typ"
    try:
        lines = content(path, LARGEST).decode("utf-8").splitlines()
    except OSError as error:
        raise LetterError(
            f"letter.typ can't be read ({error.strerror}).", "Install the program again."
        ) from None
    except UnicodeDecodeError:
        raise LetterError("letter.typ, line 1: not UTF-8.", "Save the file as UTF-8.") from None
    for number, line in enumerate(lines, start=1):
        if found := _ELSEWHERE.search(line):
            raise LetterError(f"letter.typ, line {number}: {found[1]} is not allowed.", "Write it out here.")
    return path


def template_name(facts: LetterFacts) -> str:
    """The file that a letter is made from: "denial_provider.en.html.j2"."""
    copy = "_provider" if facts.copy is Copy.PROVIDER else ""
    return f"{facts.kind}{copy}.{facts.language}.html.j2"


def render(facts: LetterFacts, *, templates: Path) -> str:
    """The HTML of a letter.

    Raises LetterError naming template and line for a field that the facts don't have and for whatever a
    template may not do, and for a text that is too long, or heaped with marks, to be set.
    """
    name = template_name(facts)
    try:
        html = fill(_environment(templates), name, LONGEST, letter=facts)
    except TemplateSyntaxError as error:
        raise LetterError(f"{error.name or name}, line {error.lineno}: {error.message}") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        where, line = _place(error, name)
        reason = str(error) if isinstance(error, TemplateError) else "this can't be computed"
        raise LetterError(f"{where}, line {line}: {reason.rstrip('.')}.", "Correct the template.") from None
    if len(html) > LONGEST:
        raise LetterError(
            f"The letter would have more than {LONGEST:,} characters.",
            "Shorten what was written.",
        )
    if heap := _HEAP.search(html):
        first = f"U+{ord(heap[1][0]):04X}"
        raise LetterError(
            f"The text heaps {len(heap[1]):,} marks on one letter, {heap[0][0]!r}, {first} first.",
            "Remove them.",
        )
    if run := _UNBROKEN.search(html):
        raise LetterError(
            f"“{run[0][:20]}…” goes on for {len(run[0]):,} characters without a blank.", "Break it up."
        )
    return html


@lru_cache(maxsize=4)
def _environment(templates: Path) -> LetterEnvironment:
    return LetterEnvironment(templates)


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The template and line in which an error came up: the innermost frame that is a template's."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    if not frames:
        return name, 1
    return Path(frames[-1].filename).name, frames[-1].lineno or 1


def _plan(path: Path) -> Plan:
    plan = _read(path, Plan, "id")
    unknown = [code for code in plan.languages if code not in LANGUAGES]
    if unknown:
        raise LetterError(
            f"plans/{path.name}: languages: no shipped font or notice for {', '.join(unknown)}.",
            f"There are {', '.join(LANGUAGES)}.",
        )
    return plan


@lru_cache(maxsize=64)
def _source(path: Path, _digest: str) -> YamlFile:
    """Read a file once for every text that it has had."""
    return YamlFile(path)


def _read(path: Path, profile: type[_Profile], name: str) -> _Profile:
    try:
        source = _source(path, file_digest(path))
    except FormError as error:
        raise LetterError(error.what, error.fix, error.faults) from None
    try:
        read: _Profile = TypeAdapter(profile).validate_json(
            json.dumps(source.values, default=str), strict=True, extra="forbid"
        )
    except ValidationError as error:
        faults = tuple(source.shape_fault(item, frozenset()) for item in own_errors(error))
        raise LetterError(f"{source.name} has errors.", "", faults) from None
    if getattr(read, name) != path.stem:
        raise LetterError(source.fault((name,), f"The file is called {path.stem}, so this is too."))
    return read
