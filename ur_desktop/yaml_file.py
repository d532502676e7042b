"""Read a YAML file: its values, and the line of each of them, so that an error can name it."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from ur_desktop.domain.errors import FormError
from ur_desktop.safe_read import content
from ur_desktop.shape_errors import DEEPEST, MOST_VALUES, is_excessive

LARGEST = 1_000_000

KeyPath = tuple[str | int, ...]
"""Where a value is: the keys and list positions that lead to it."""

FIXES = {
    "extra_forbidden": "Unknown key; remove it or correct its spelling.",
    "unexpected_keyword_argument": "Unknown key; remove it or correct its spelling.",
    "missing": "This key is needed.",
    "missing_argument": "This key is needed.",
    "string_type": "Write it in quotes.",
}


class _NotPlain(MarkedYAMLError):
    """A part that repeats another, or names its own type.

    Thirty lines of repetitions can expand to more than any memory holds; a type can be one that no form has.
    """


class _Plain(Composer):
    """Refuse anchors, aliases and tags, and stop where a file is nested too deeply or has too many values.

    Depth takes its square in time, and 1 MB of values 14 s.
    """

    root: Node | None = None
    depth = count = 0

    def get_single_node(self) -> Any:
        self.root = super().get_single_node()
        return self.root

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            raise _NotPlain(problem_mark=event.start_mark)
        # A level is composed in a few steps; `is_excessive` counts the levels themselves. Keys are nodes too.
        if self.depth > 4 * DEEPEST or self.count > MOST_VALUES:
            raise RecursionError
        self.depth += 1
        self.count += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def compose_mapping_node(self, anchor: Any) -> MappingNode:
        node: MappingNode = super().compose_mapping_node(anchor)
        for key, _value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                raise _NotPlain(problem_mark=key.start_mark)
        return node


class YamlFile:
    """A YAML 1.2 file read whole; ``values`` are plain dicts, lists and scalars.

    Raises FormError when it is missing, not UTF-8, not YAML, too large or too deeply nested.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = "/".join(path.parts[-2:])
        self.text = _text(path, self.name)
        self.digest = _digest(self.text)
        self._root: Node | None = None
        self._known: dict[Node | None, dict[str | int, tuple[int, Node]]] = {}
        self.values = self._parse()

    def fault(self, path: KeyPath, rule: str) -> str:
        """One line: file, line, key, what is wrong and how to fix it."""
        keys = ".".join(str(key) if isinstance(key, str) else f"[{key + 1}]" for key in path).replace(
            ".[", "["
        )
        return f"{self.name}:{self.line(path)}: {keys or 'the file'}: {rule}"

    def shape_fault(self, error: ErrorDetails, tags: frozenset[str]) -> str:
        """An error found by pydantic, in the same line format."""
        path = tuple(key for key in error["loc"] if key not in tags)
        value = error["input"]
        if error["type"] == "value_error":
            rule = f"{str(error['ctx']['error']).capitalize()}."
        elif error["type"] == "string_type" and isinstance(value, Mapping | Sequence):
            rule = "A text is needed here."
        else:
            rule = FIXES.get(error["type"], f"{error['msg']}.")
        shown = f" Found {value!r}." if isinstance(value, bool | int | float | str | date) else ""
        return self.fault(path, rule + shown[:120])

    def _parse(self) -> Any:
        reader = YAML(typ="safe", pure=True)
        reader.Composer = _Plain
        try:
            values = reader.load(self.text)
            self._root = reader.composer.root
        except _NotPlain as error:
            line = error.problem_mark.line + 1
            raise FormError(
                f"{self.name}:{line}: a part is named (&), repeated (*), merged (<<) or tagged (!).",
                "Write each part out, and put a text that begins with such a sign in quotes.",
            ) from None
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            problem = " ".join(str(error.problem or error.context).split())
            raise FormError(f"{self.name}:{line}: not YAML: {problem}.") from None
        except YAMLError as error:
            raise FormError(f"{self.name}:1: not YAML: {' '.join(str(error).split())}.") from None
        except RecursionError:
            raise self._too_large() from None
        except ValueError as error:
            raise FormError(
                f"{self.name}:1: a value can't be read: {error}.", "Write it in quotes."
            ) from None
        if is_excessive(values):
            raise self._too_large()
        return values

    def _too_large(self) -> FormError:
        return FormError(f"{self.name}:1: nested too deeply or too large.", "Forms are a few levels deep.")

    def line(self, path: KeyPath) -> int:
        """The line of a key or list item, or of the nearest one above it."""
        here, line = self._root, 1
        for key in path:
            if here not in self._known:
                self._known[here] = _items(here)
            items = self._known[here]
            if key not in items:
                break
            line, here = items[key]
        return line


def _items(node: Node | None) -> dict[str | int, tuple[int, Node]]:
    """The parts of a mapping or list: the line that each begins on, and its value."""
    if isinstance(node, MappingNode):
        return {key.value: (key.start_mark.line + 1, value) for key, value in node.value}
    items = node.value if isinstance(node, SequenceNode) else ()
    return {place: (item.start_mark.line + 1, item) for place, item in enumerate(items)}


def file_digest(path: Path) -> str:
    """The SHA-256 of a YAML file's text, without reading its values; FormError as for `YamlFile`."""
    return _digest(_text(path, "/".join(path.parts[-2:])))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(path: Path, name: str) -> str:
    try:
        return content(path, LARGEST).decode("utf-8-sig")
    except FileNotFoundError:
        raise FormError(f"{name}: there is no such file.", "Check the path.") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise FormError(f"{name}:1: larger than 1 MB.", "Is this a form?") from None
        if error.errno in (errno.EINVAL, errno.EISDIR):
            raise FormError(f"{name}: it is not a file.", "Check the path.") from None
        raise FormError(f"{name}: can't be read ({error.strerror}).", "Check its permissions.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FormError(f"{name}:{line}: not UTF-8.", "Save the file as UTF-8.") from None
