"""Jinja for letters: templates of one folder, checked when they are read, that can neither hang nor fill the memory.

What a template makes is paid for from a fixed amount, by the character and by the round, wherever it is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import do_join
from jinja2.parser import Parser
from jinja2.runtime import BlockReference, Context, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.letter.text import curled
from ur_desktop.letters.html import VOCABULARY
from ur_desktop.safe_read import content

LARGEST = 100_000
"""The bytes of a template; the largest that is shipped has 9,000."""
DEEPEST = 12
"""How deep statements may stand in one another, and expressions; shipped ones are half as deep."""
DEEPEST_LOOP = 2
"""How deep loops may stand in one another within one template."""
MOST = 10_000_000
"""The characters that may be made on the way to a letter; a round and a call count as some of them."""
ROUND = 50
"""What a round or a call costs besides what it prints."""
EACH = 5
"""What each of a template's expressions and statements costs."""

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
_ATTRIBUTE = re.compile(r"(?<![^\s=\"'/])([^\s=\"'/]++)\s*+=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)")
# Jinja ends the Python of a template with the lines that its lines came from: "1=12&4=15".
_LINES = re.compile(r"^debug_info = '([\d=&]*)'", re.MULTILINE)

_left: ContextVar[list[int]] = ContextVar("left")


def fill(environment: Environment, name: str, longest: int, **facts: object) -> str:
    """What a template says, or where that is longer than ``longest`` the beginning of it, by a piece too long."""
    token = _left.set([MOST])
    made, length = [], 0
    try:
        for piece in environment.get_template(name).generate(**facts):
            made.append(piece)
            length += len(piece)
            if length > longest:
                break
    finally:
        _left.reset(token)
    return "".join(made)


def _spend(characters: int) -> None:
    left = _left.get()
    left[0] -= characters
    if left[0] < 0:
        raise TemplateError("the template goes on for too long")


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """The environment of the templates of one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            loader=_Loader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_finished,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.code_generator_class = _Generator
        self.globals.clear()
        self.filters = {**FILTERS, _FACTS: _facts, _PAY: _pay}

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what a template wrote itself; a text's own methods could make texts of any length."""
        return isinstance(obj, Macro | BlockReference | Undefined)  # the last says its name

    def call(*arguments: Any, **named: Any) -> Any:
        """Call a macro, one of whose arguments may be called "self", and pay for it."""
        _spend(ROUND)
        made = ImmutableSandboxedEnvironment.call(*arguments, **named)
        if isinstance(made, str):
            _spend(len(made))
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A fact's part, and pay for it."""
        _spend(1)
        return super().getattr(obj, attribute)

    def get_template(self, *arguments: Any, **named: Any) -> Any:
        """A template, and pay for what it may say outside its loops."""
        _spend(LARGEST // 10)
        return super().get_template(*arguments, **named)

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except SyntaxError as error:  # Jinja's Python is not always Python: a name may be given twice
            pairs = re.findall(r"(\d+)=(\d+)", "".join(_LINES.findall(source)[-1:]))
            before = [int(line) for line, made in pairs if int(made) <= (error.lineno or 1)]
            raise TemplateSyntaxError(
                "this can't be computed.", before[-1] if before else 1, Path(filename).name
            ) from None


_REPEATED: tuple[type[Any], ...] = (nodes.For, nodes.Macro, nodes.Block)


class _Generator(CodeGenerator):
    """Makes whatever can be run through more than once pay for it each time, before anything else."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        for loop in list(node.find_all(nodes.For)):
            loop.iter = self._hidden(_FACTS, loop.iter)
        repeated = [node, *(each for kind in _REPEATED for each in node.find_all(kind))]
        prices = [_price(each) for each in repeated]
        for each, price in zip(repeated, prices, strict=True):
            number = nodes.Const(price, lineno=each.lineno, environment=self.environment)
            paid = self._hidden(_PAY, number)
            each.body.insert(0, nodes.ExprStmt(paid, lineno=each.lineno, environment=self.environment))
        super().visit_Template(node, frame)

    def _hidden(self, name: str, value: nodes.Node) -> nodes.Filter:
        """A value through a filter that no template may name."""
        return nodes.Filter(
            value, name, [], [], None, None, lineno=value.lineno, environment=self.environment
        )


def _price(node: nodes.Node) -> int:
    text = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
    return ROUND + text + EACH * sum(1 for _ in node.find_all(nodes.Node))


_FACTS, _PAY = "facts", "pay"


@pass_context  # what Jinja calls with a context it does not compute while it compiles
def _facts(_context: Context, values: Iterable[Any]) -> Iterable[Any]:
    if isinstance(values, str):
        raise TemplateError("a text is not looped over letter by letter")
    return values


@pass_context
def _pay(_context: Context, price: int) -> None:
    _spend(price)


@pass_context
def _join(context: Context, values: Iterable[Any], between: str = "") -> str:
    if isinstance(values, str):
        raise TemplateError("a text is not joined letter by letter")
    parts = [part if isinstance(part, str) else str(part) for part in values]
    _spend(sum(map(len, parts)) + len(parts) * len(between))
    joined: str = do_join(context.eval_ctx, parts, between)
    return joined


@pass_context
def _lower(_context: Context, text: str) -> str:
    if not isinstance(text, str):
        raise TemplateError("only a text has small letters")
    _spend(len(text))
    return text.lower()


@pass_context
def _length(_context: Context, values: Any) -> int:
    return len(values)


FILTERS: dict[str, Callable[..., Any]] = {"join": _join, "length": _length, "lower": _lower}
"""The filters that a template may use; facts arrive worded, so none is missed."""


def _finished(value: object) -> object:
    """What an expression prints, with a letter's own quotation marks; what is markup by now has them.

    A fact that this letter does not have must not print as "None".
    """
    if value is None:
        raise TemplateError("a fact that this letter does not have")
    if isinstance(value, str):
        _spend(len(value))
        return value if isinstance(value, Markup) else curled(value)
    return value


class _Loader(BaseLoader):
    """Reads templates of one folder only, and refuses one that would do what a letter may not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The source of a template; LetterError with every fault in it."""
        if "/" in template or "\\" in template:
            raise LetterError(
                f"A template can't be read from elsewhere: {template}.", "Templates stand in one folder."
            )
        path = self.folder / template
        try:
            if path.is_symlink():
                raise LetterError(
                    f"A template can't be read from elsewhere: {template} is a link.",
                    "Templates stand in one folder.",
                )
            read = path.stat().st_mtime_ns
            source = content(path, LARGEST).decode("utf-8")
        except FileNotFoundError:
            raise TemplateNotFound(template, f"there is no template {template}") from None
        except UnicodeDecodeError:
            raise LetterError(f"{template}, line 1: not UTF-8.", "Save the file as UTF-8.") from None
        except OSError as error:
            raise LetterError(
                f"{template} can't be read ({error.strerror}).", "Put a sound template in its place."
            ) from None
        faults = tuple(
            f"{template}, line {line}: {what}" for line, what in _faults(_tree(environment, source, template))
        )
        if faults:
            raise LetterError(f"{template} does what a letter may not.", "Correct the template.", faults)
        return source, str(path), lambda: path.stat().st_mtime_ns == read


def _tree(environment: Environment, source: str, template: str) -> nodes.Template:
    parser = Parser(environment, source, template)
    try:
        return parser.parse()
    except RecursionError:
        raise TemplateSyntaxError(_TOO_DEEP, parser.stream.current.lineno, template) from None
    except ValueError:  # a number of more digits than Python reads
        raise TemplateSyntaxError("this can't be computed.", parser.stream.current.lineno, template) from None


_TOO_DEEP = "nested too deeply."


def _faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    deep = _deep(tree)
    if deep:
        yield deep, _TOO_DEEP
        return
    parts = {"self", *(item.target for item in tree.find_all(nodes.Import))}
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.ScopedEvalContextModifier):
            yield node.lineno, "escaping can't be turned off."
        elif isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
            yield from _place_faults(node)
        elif isinstance(node, nodes.Call | nodes.Macro):
            yield from _call_faults(node, parts)
        elif isinstance(node, nodes.For):
            yield from _loop_faults(node)
        elif isinstance(node, nodes.TemplateData):
            yield from _tag_faults(node)
        elif isinstance(node, nodes.Stmt | nodes.Expr):
            yield from _value_faults(node)


def _value_faults(node: nodes.Stmt | nodes.Expr) -> Iterator[tuple[int, str]]:
    if not isinstance(node, NODES):
        yield node.lineno, f"this can't be computed in a template ({type(node).__name__})."
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield node.lineno, f"the filter {node.name} is not allowed; {', '.join(sorted(FILTERS))} are."
    elif isinstance(node, nodes.Const) and isinstance(node.value, float):
        yield node.lineno, "numbers are whole."


def _call_faults(node: nodes.Call | nodes.Macro, parts: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Macro):
        names = [argument.name for argument in node.args]
    else:
        names = [given.key for given in node.kwargs]
        if not (isinstance(node.node, nodes.Name) or _is_part(node.node, parts)):
            yield node.lineno, "a template calls only macros; facts arrive worded."
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield node.lineno, f"{name} is given twice."


def _deep(tree: nodes.Template) -> int:
    """The line of something that stands too deep in others, or 0."""
    waiting: list[tuple[nodes.Node, int, int, int]] = [(tree, 0, 0, 0)]
    while waiting:
        node, statements, expressions, loops = waiting.pop()
        statements += isinstance(node, nodes.Stmt)
        loops += isinstance(node, nodes.For)
        expressions = expressions + 1 if isinstance(node, nodes.Expr) else 0
        if statements > DEEPEST or expressions > DEEPEST or loops > DEEPEST_LOOP:
            return node.lineno
        waiting += [(child, statements, expressions, loops) for child in node.iter_child_nodes()]
    return 0


def _loop_faults(node: nodes.For) -> Iterator[tuple[int, str]]:
    """A loop goes over facts, or over a few that it names."""
    over = node.iter.items if isinstance(node.iter, nodes.Tuple) else [node.iter]
    if not all(isinstance(each, nodes.Name | nodes.Getattr | nodes.Filter) for each in over):
        yield node.lineno, "a loop goes over facts."
    if node.recursive:
        yield node.lineno, "a loop does not go over itself."


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
            yield line, f"the tag <{tag:.40}> is not allowed."
            continue
        known = VOCABULARY[tag]
        allowed = known.needs | known.may | ({"class"} if known.classes != {""} else set())
        for name in _ATTRIBUTE.findall(match[2]):
            if name.lower() not in allowed:
                yield line, f"the attribute {name.lower():.40} is not allowed on <{tag}>."
