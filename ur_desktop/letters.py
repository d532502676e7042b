"""Reads report_templates/: plan profiles, lines of business, and templates from facts to HTML.

Nobody else reads that folder's wordings. A template may name facts and put them in order; it computes
nothing.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.errors import FormError, LetterError
from ur_desktop.domain.letter import Copy, LetterFacts
from ur_desktop.domain.letter_parts import LANGUAGES
from ur_desktop.domain.letter_text import curled
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.form_source import YamlFile
from ur_desktop.letter_html import VOCABULARY
from ur_desktop.paths import templates_dir

FILTERS = frozenset({"join", "length", "lower"})
"""The filters that a template may use; facts arrive worded, so none is missed."""

NODES = (
    nodes.Template,
    nodes.TemplateData,
    nodes.Output,
    nodes.Extends,
    nodes.Block,
    nodes.Scope,
    nodes.Include,
    nodes.Import,
    nodes.Macro,
    nodes.Call,
    nodes.Assign,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.Tuple,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
"""What a template is made of: it names facts and puts them in order."""
_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)([^<>]*)")
LONGEST = 500_000
"""The characters of a letter's HTML, about 150 pages; typesetting more would keep a person waiting."""
# The blocks of combining marks; Typst's memory grows with the square of their number on one letter.
_HEAP = re.compile(".([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{17,})")
# A line that can't be broken becomes one PDF string, which ends at 32,767 bytes, or Typst with it.
_UNBROKEN = re.compile(r"[^ \t\n<>]{1001,}")
_PACKAGE = re.compile(r"[\"']@")
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)")

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
    if path.name != plan.logo or not path.is_file():
        raise LetterError(
            f"{plan.name} has no logo {plan.logo!r}.", "Put the file into report_templates/logos."
        )
    return path.read_bytes()


def layout(templates: Path) -> Path:
    """The page layout; LetterError when it is missing, not UTF-8, or would fetch a package from the network."""
    path = templates / "letter.typ"
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise LetterError(
            f"letter.typ can't be read ({error.strerror}).", "Install the program again."
        ) from None
    except UnicodeDecodeError:
        raise LetterError("letter.typ, line 1: not UTF-8.", "Save the file as UTF-8.") from None
    for number, line in enumerate(lines, start=1):
        if _PACKAGE.search(line):
            raise LetterError(f"letter.typ, line {number}: packages are not fetched.", "Write it out here.")
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
        html = _environment(templates).get_template(name).render(letter=facts)
    except TemplateSyntaxError as error:
        raise LetterError(f"{error.name or name}, line {error.lineno}: {error.message}") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        where, line = _place(error, name)
        reason = str(error) if isinstance(error, TemplateError) else "this can't be computed"
        raise LetterError(f"{where}, line {line}: {reason.rstrip('.')}.", "Correct the template.") from None
    if len(html) > LONGEST:
        raise LetterError(
            f"The letter would have {len(html):,} characters; {LONGEST:,} is the most.",
            "Shorten what was written.",
        )
    if heap := _HEAP.search(html):
        first = f"U+{ord(heap[1][0]):04X}"
        raise LetterError(
            f"The text heaps {len(heap[1]):,} marks on one letter, {heap[0][0]!r}, {first} first.",
            "Take them out.",
        )
    if run := _UNBROKEN.search(html):
        raise LetterError(
            f"“{run[0][:20]}…” goes on for {len(run[0]):,} characters without a blank.", "Break it up."
        )
    return html


class _Loader(FileSystemLoader):
    """Reads templates of one folder only, and refuses one that would do what a letter may not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """The source of a template; LetterError with every fault in it."""
        if "/" in template or "\\" in template:
            raise LetterError(
                f"A template can't be read from elsewhere: {template}.", "Templates stand in one folder."
            )
        try:
            source, filename, is_current = super().get_source(environment, template)
        except UnicodeDecodeError:
            raise LetterError(f"{template}, line 1: not UTF-8.", "Save the file as UTF-8.") from None
        if Path(filename).resolve().parent != self.folder.resolve():
            raise LetterError(
                f"A template can't be read from elsewhere: {template} is a link.",
                "Templates stand in one folder.",
            )
        faults = tuple(
            f"{template}, line {line}: {what}"
            for line, what in _template_faults(environment.parse(source, template))
        )
        if faults:
            raise LetterError(f"{template} does what a letter may not.", "Correct the template.", faults)
        return source, filename, is_current


def _template_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    parts = {"self", *(item.target for item in tree.find_all(nodes.Import))}
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter):
            if node.name not in FILTERS:
                yield node.lineno, f"the filter {node.name} is not allowed; {', '.join(sorted(FILTERS))} are."
        elif isinstance(node, nodes.ScopedEvalContextModifier):
            yield node.lineno, "escaping can't be turned off."
        elif isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
            yield from _place_faults(node)
        elif isinstance(node, nodes.Call):
            if not (isinstance(node.node, nodes.Name) or _is_part(node.node, parts)):
                yield node.lineno, "a template calls only macros; facts arrive worded."
        elif isinstance(node, nodes.TemplateData):
            yield from _tag_faults(node)
        elif isinstance(node, nodes.Stmt | nodes.Expr) and not isinstance(node, NODES):
            yield node.lineno, f"this can't be computed in a template ({type(node).__name__})."


def _place_faults(
    node: nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends,
) -> Iterator[tuple[int, str]]:
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    if not isinstance(name, str) or not name.startswith("_") or "/" in name or "\\" in name:
        yield node.lineno, "a template is included by name from its own folder, and its name starts with _."
    elif isinstance(node, nodes.Include) and node.ignore_missing:
        yield node.lineno, "what is included must be there."


def _is_part(node: nodes.Node, parts: set[str]) -> bool:
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in parts


def _tag_faults(node: nodes.TemplateData) -> Iterator[tuple[int, str]]:
    """Tags and attributes that no letter has; what an expression cuts in two is judged in the letter's HTML."""
    for match in _TAG.finditer(node.data):
        line = node.lineno + node.data.count("\n", 0, match.start())
        tag = match[1].lower()
        if tag not in VOCABULARY:
            yield line, f"the tag <{tag}> is not allowed."
            continue
        known = VOCABULARY[tag]
        allowed = known.needs | known.may | ({"class"} if known.classes != {""} else set())
        for name in _ATTRIBUTE.findall(match[2]):
            if name.lower() not in allowed:
                yield line, f"the attribute {name.lower()} is not allowed on <{tag}>."


def _finished(value: object) -> object:
    """What an expression prints, with a letter's own quotation marks; what is markup by now has them.

    A fact that this letter does not have must not print as "None".
    """
    if value is None:
        raise TemplateError("a fact that this letter does not have")
    return curled(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=4)
def _environment(templates: Path) -> ImmutableSandboxedEnvironment:
    loader: BaseLoader = _Loader(templates)
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    return environment


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


def _read(path: Path, profile: type[_Profile], name: str) -> _Profile:
    try:
        source = YamlFile(path)
    except FormError as error:
        raise LetterError(error.what, error.fix, error.faults) from None
    try:
        read: _Profile = TypeAdapter(profile).validate_json(
            json.dumps(source.values, default=str), strict=True, extra="forbid"
        )
    except ValidationError as error:
        faults = tuple(source.shape_fault(item, frozenset()) for item in error.errors(include_url=False))
        raise LetterError(f"{source.name} has faults.", "", faults) from None
    if getattr(read, name) != path.stem:
        raise LetterError(source.fault((name,), f"The file is called {path.stem}, so this is too."))
    return read
