"""Jinja for letters: the templates of one folder, checked when they are read; none can hang or fill the memory.

``template_rules`` keeps loops and macros short; here what is printed, each round of a loop and each call count
against one limit for each letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    nodes,
    pass_context,
)
from jinja2.filters import do_join
from jinja2.runtime import BlockReference, Context, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.letter.text import with_curly_quotes
from ur_desktop.letters import template_rules
from ur_desktop.safe_read import content

LARGEST = 100_000
"""The bytes of a template; the largest that is shipped has 9,000."""
MOST = 10_000_000
"""The characters that a letter may print on the way; a step and a part count as so many of them."""
STEP = 1_000
"""A round of a loop, or the call of a macro."""
PART = 50_000
"""A template that is included, imported or extended, or a block that is called."""

_left: ContextVar[list[int]] = ContextVar("left")


def fill(environment: Environment, name: str, longest: int, **facts: object) -> str:
    """What a template says; where that is longer than ``longest``, its beginning, one piece too long."""
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


def _count_characters(characters: int) -> None:
    left = _left.get()
    left[0] -= characters
    if left[0] < 0:
        raise TemplateError(template_rules.TOO_LONG)


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
        self.globals.clear()
        self.filters = {"join": _join, "length": len, "lower": _lower, _ROUNDS: _rounds}

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what a template wrote itself; a text's own methods could make texts of any length."""
        return isinstance(obj, Macro | BlockReference | Undefined)  # the last says its name

    def call(*arguments: Any, **named: Any) -> Any:
        """Call a macro or block and count it; an argument of a macro may be called "self"."""
        _count_characters(PART if isinstance(arguments[2], BlockReference) else STEP)
        return ImmutableSandboxedEnvironment.call(*arguments, **named)

    def get_template(self, *arguments: Any, **named: Any) -> Any:
        """Count a template that is included, imported or extended."""
        _count_characters(PART)
        return super().get_template(*arguments, **named)


_ROUNDS = "rounds of a loop"
"""A filter that no template can name."""


@pass_context  # what Jinja calls with a context it does not compute while it compiles
def _rounds(_context: Context, values: Iterable[Any]) -> Iterator[Any]:
    if isinstance(values, str):
        raise TemplateError("a text is not looped over letter by letter")
    for value in values:
        _count_characters(STEP)
        yield value


@pass_context
def _join(context: Context, values: Iterable[Any], between: str = "") -> str:
    if isinstance(values, str):
        raise TemplateError("a text is not joined letter by letter")
    parts = [part if isinstance(part, str) else str(part) for part in values]
    _count_characters(sum(map(len, parts)) + len(parts) * len(between))
    joined: str = do_join(context.eval_ctx, parts, between)
    return joined


@pass_context
def _lower(_context: Context, text: str) -> str:
    if not isinstance(text, str):
        raise TemplateError("only a text has small letters")
    _count_characters(len(text))
    return text.lower()


def _finished(value: object) -> object:
    """What an expression prints, with a letter's own quotation marks; markup has them already.

    A fact that this letter does not have must not print as "None".
    """
    if value is None:
        raise TemplateError("a fact that this letter does not have")
    if isinstance(value, str):
        _count_characters(len(value))
        return value if isinstance(value, Markup) else with_curly_quotes(value)
    return value


class _Loader(BaseLoader):
    """Reads templates of one folder only, and refuses one that would do what a letter may not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Read, check and compile a template; LetterError with every fault in it."""
        if "/" in name or "\\" in name:
            raise LetterError(
                f"A template can't be read from elsewhere: {name}.", "All templates are in one folder."
            )
        path = self.folder / name
        try:
            if path.is_symlink():
                raise LetterError(
                    f"A template can't be read from elsewhere: {name} is a link.",
                    "All templates are in one folder.",
                )
            read = path.stat().st_mtime_ns
            source = content(path, LARGEST).decode("utf-8")
        except FileNotFoundError:
            raise TemplateNotFound(name, f"there is no template {name}") from None
        except UnicodeDecodeError:
            raise LetterError(f"{name}, line 1: not UTF-8.", "Save the file as UTF-8.") from None
        except OSError as error:
            raise LetterError(
                f"{name} can't be read ({error.strerror}).", "Replace it with a valid template."
            ) from None
        tree = template_rules.parsed(environment, source, name)
        if faults := tuple(f"{name}, line {line}: {what}" for line, what in template_rules.faults(tree)):
            raise LetterError(f"{name} does what a letter may not.", "Correct the template.", faults)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, _ROUNDS, [], [], None, None, lineno=loop.iter.lineno)
        tree.set_environment(environment)
        code = environment.compile(tree, name, str(path))
        return environment.template_class.from_code(
            environment, code, globals or {}, lambda: path.stat().st_mtime_ns == read
        )
