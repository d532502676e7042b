"""Texts as they come from outside: a sound one cut, doubled, shuffled and sown with what has broken programs."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

NASTY = (
    "", "\0", "\t", "\r", "\r\n", "\x1b[31m", "\x7f", "\u0085", "\u2028", "\ufeff", "\ufffe", "\ud800",
    "\u200b", "\u202e", "\u2066", "\u200f", "שלום", "مرحبا", "🧑🏽‍⚕️", "Z̸͓̈", "a" + "\u0301" * 40, "ß", "İ", "漢字",
    "<b>", "</b>", "<img src='file:///etc/passwd'>", "<script>", "<!--", "]]>", "&amp;", "&#0;", "&#x110000;",
    "{{ 7*7 }}", "{{ letter.__class__.__mro__ }}", "{% include '/etc/passwd' %}", "{% for a in range(9) %}",
    "{#", "#}", "{{", "}}", '#read("/etc/passwd")', '#eval("1")', "$x$", '#import "@preview/a:0.1.0": *',
    "'; DROP TABLE cases; --", "%s%n", "${HOME}", "`id`", "../../etc/passwd", "C:\\con", "file:///etc/passwd",
    "NaN", "Infinity", "-0", "1e999", "9" * 400, "0x1F", "1_000", "null", "true", "no", "0905", "2026-02-30",
    "0000-00-00", "9999-12-31", "+99999-01-01", "2026-01-15T25:61", "[", "]", "{", "}", '"', "'", ":", ",", "-",
    "[" * 300, '{"a":' * 300, "- " * 300, "&a [*a, *a]", "*a", "<<: *a", "!!python/object/apply:os.system [id]",
    "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 31)),
    "{% for a in letter.window %}" * 21 + "{% endfor %}" * 21, "{% if letter.date %}" * 120 + "{% endif %}" * 120,
    "{% macro a(x=1, x=2) %}{% endmacro %}", "{{ a(x=1, x=2) }}", "{{ " + "not " * 250 + "1 }}",
    "{{ letter" + ".date" * 300 + " }}", "{% set z = (" + "0," * 1_000 + ") %}", "{% for c in letter.greeting %}",
    "{% for a in z %}{% for b in z %}", "{% endfor %}{% endfor %}",
    "{% set f = letter.date.zfill %}{{ f(9999999999) }}",
    "{{ z | join(letter.greeting) }}", "{% include '_parts.en.html.j2' %}", "{{ 1e999 }}", "&#" + "9" * 5_000 + ";",
    "!!binary x", "? ", "--- ", "...", "|", ">", "%YAML 1.1", "# ", "«", "»", "«" * 60, "\\", "\\u0000", "\\ud800",
)  # fmt: skip
"""Bytes, marks, markup, code, numbers and dates that some reader somewhere takes for something else."""

TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.integers().map(str))


@st.composite
def mangled(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """One of the seeds after up to six wounds, now and then nothing of it at all."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        match draw(st.integers(0, 5)):
            case 0:  # cut out
                text = text[:start] + text[end:]
            case 1:  # said twice
                text = text[:end] + text[start:end] + text[end:]
            case 2:  # broken off
                text = text[:start]
            case 3:  # the end before the beginning
                text = text[start:] + text[:start]
            case 4:  # put in place of
                text = text[:start] + draw(TEXTS) + text[end:]
            case _:  # put between
                text = text[:start] + draw(TEXTS) + text[start:]
    return text


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def grafted(draw: st.DrawFn, seed: Any) -> str:
    """A sound structure as JSON, which is YAML too, with up to three of its values changed, gone or moved."""
    whole = {"": deepcopy(seed)}
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_places(whole))))
        match draw(st.integers(0, 3)):
            case 0:
                holder[key] = draw(VALUES)
            case 1:
                other, place = draw(st.sampled_from(list(_places(whole))))
                holder[key] = deepcopy(other[place])
            case 2 if holder is not whole:
                del holder[key]
            case _:
                if isinstance(holder, dict) and holder is not whole:
                    holder[draw(TEXTS)] = holder.pop(key)
                else:
                    holder[key] = [holder[key]]
    return json.dumps(whole[""], ensure_ascii=draw(st.booleans()))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a structure: what holds it, and its key or number there."""
    if isinstance(value, dict):
        keys: list[Any] = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    else:
        return []
    return [place for key in keys for place in ((value, key), *_places(value[key]))]
