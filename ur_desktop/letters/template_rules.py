"""What a letter's template may hold: it names facts and puts them in order, and computes nothing.

Loops and macros, which may run often, are short; see ``templates`` for what counts while a template runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from ur_desktop.letters.html import VOCABULARY

DEEPEST = 12
"""The levels of nested statements, and of nested expressions; shipped templates have half as many."""
DEEPEST_LOOP = 2
"""The levels of nested loops within one template."""
LONGEST_BODY = 400
"""The statements and expressions of a loop or macro; shipped ones have up to 85."""
MOST_TEXT = 10_000
"""The characters of a loop or macro; shipped ones have up to 350."""
TOO_LONG = "the template goes on for too long"

FILTERS = frozenset({"join", "length", "lower"})
"""Facts arrive worded, so a template needs no more."""
# fmt: off
_NODES = frozenset({
    "Template", "TemplateData", "Output", "Extends", "Block", "Scope", "Include", "Import", "Macro", "Call", "Assign",
    "If", "CondExpr", "For", "Name", "Getattr", "Const", "Tuple", "Filter", "Compare", "And", "Or", "Not",
})
# fmt: on
_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)([^<>]*)")
_ATTRIBUTE = re.compile(r"(?<![^\s=\"'/])([^\s=\"'/]++)\s*+=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_TOO_DEEP = "nested too deeply."


def parsed(environment: Environment, source: str, template: str) -> nodes.Template:
    """Parse a template; TemplateSyntaxError names the line of a syntax error."""
    parser = Parser(environment, source, template)
    try:
        return parser.parse()
    except RecursionError:
        raise TemplateSyntaxError(_TOO_DEEP, parser.stream.current.lineno, template) from None
    except ValueError:  # a number of more digits than Python reads
        raise TemplateSyntaxError("this can't be computed.", parser.stream.current.lineno, template) from None


def faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Everything in a template that is not allowed, with its line."""
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
        elif isinstance(node, nodes.TemplateData):
            yield from _tag_faults(node)
        elif isinstance(node, nodes.Stmt | nodes.Expr):
            yield from _value_faults(node)
        if isinstance(node, nodes.Call | nodes.Filter | nodes.Macro):
            yield from _call_faults(node, parts)
        if isinstance(node, nodes.For | nodes.Macro):
            yield from _body_faults(node)


def _value_faults(node: nodes.Stmt | nodes.Expr) -> Iterator[tuple[int, str]]:
    if type(node).__name__ not in _NODES:
        yield node.lineno, f"this can't be computed in a template ({type(node).__name__})."
    elif isinstance(node, nodes.Compare) and any("in" in item.op for item in node.ops):
        yield node.lineno, "a template looks for nothing in a text; facts arrive worded."
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield node.lineno, f"the filter {node.name} is not allowed; {', '.join(sorted(FILTERS))} are."
    elif isinstance(node, nodes.Const) and isinstance(node.value, float):
        yield node.lineno, "numbers are whole."


def _call_faults(node: nodes.Call | nodes.Filter | nodes.Macro, parts: set[str]) -> Iterator[tuple[int, str]]:
    """A call of anything but a macro, and a name given twice, which Jinja would write as wrong Python."""
    if isinstance(node, nodes.Macro):
        names = [argument.name for argument in node.args]
    else:
        names = [given.key for given in node.kwargs if isinstance(given, nodes.Keyword)]
    if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) or _is_part(node.node, parts)):
        yield node.lineno, "a template calls only macros; facts arrive worded."
    for name, count in Counter(normalize("NFKC", name) for name in names).items():
        if count > 1:
            yield node.lineno, f"{name} is given twice."


def _deep(tree: nodes.Template) -> int:
    """The line of something nested too deeply, or 0."""
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


def _body_faults(node: nodes.For | nodes.Macro) -> Iterator[tuple[int, str]]:
    """A loop or macro may run often, so it is short and holds no block; a loop goes over facts."""
    text = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
    if text > MOST_TEXT or sum(1 for _ in node.find_all(nodes.Node)) > LONGEST_BODY:
        yield node.lineno, f"{TOO_LONG}: a loop or macro is short."
    if node.find(nodes.Block):
        yield node.lineno, "a loop or macro holds no block."
    if not isinstance(node, nodes.For):
        return
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
