"""What a template may hold, and how much it may do: each refusal names the template and the line."""

import time
from pathlib import Path

import pytest

from tests.letters import letter_cases as cases
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.letters import render as letters
from ur_desktop.letters.template_rules import LONGEST_BODY, MOST_TEXT

SOON = 5.0
FACTS = cases.facts(LetterKind.DENIAL, Copy.MEMBER, cases.denied())


def rendered(folder: Path, template: str) -> str:
    (folder / "denial.en.html.j2").write_text(template, "utf-8")
    return letters.render(FACTS, templates=folder)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n{{ letter.date in letter.date }}", "line 2: a template looks for nothing"),
        ("\n{{ letter.copies | join(a=1, a=2) }}", "line 2: a is given twice"),
        ("{% macro m() %}\n{% block x %}{% endblock %}{% endmacro %}", "line 1: a loop or macro holds no block"),
        ("\n{% for a in letter.copies %}{% block x %}{% endblock %}{% endfor %}", "line 2: a loop or macro holds"),
        (f"\n{{% macro m() %}}{'x' * (MOST_TEXT + 1)}{{% endmacro %}}", "line 2: .* a loop or macro is short"),
        (
            f"{{% for a in letter.copies %}}{'{{ a }}' * LONGEST_BODY}{{% endfor %}}",
            "line 1: .* a loop or macro is short",
        ),
        ("\n{% if letter.date %}" + "{% elif letter.date %}" * 4_000 + "{% endif %}", r"line \d: this can't be"),
        ("\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "line 2: this can't be computed"),
    ],
)  # fmt: skip
def test_what_a_template_may_not_hold(tmp_path: Path, template: str, said: str) -> None:
    with pytest.raises(LetterError, match=rf"denial\.en\.html\.j2, {said}"):
        rendered(tmp_path, template)


MANY = f"{{% set many = ({'0,' * 1_000}) %}}"
TWICE = "{% for a in many %}{% for b in many %}{{ m() }}{% endfor %}{% endfor %}"
ENDLESS = {
    "text": f"{MANY}{{% macro m() %}}{{% for a in many %}}{{% for b in many %}}{'x' * MOST_TEXT}"
    "{% endfor %}{% endfor %}{% endmacro %}{{ m() }}",
    "statements": f"{MANY}{{% macro m() %}}{'{% if many %}{% endif %}' * (LONGEST_BODY // 3)}{{% endmacro %}}{TWICE}",
    "rounds": f"{MANY}{{% macro m() %}}{{% for a in many %}}{{% endfor %}}{{% endmacro %}}{TWICE}",
    "blocks": "{% block x %}"
    + "{% if letter.date %}{% endif %}" * 1_500
    + "{% endblock %}"
    + "{{ self.x() }}" * 3_000,
    "text that grows": "{% macro m(a) %}{{ a }}{{ a }}{% endmacro %}{% set a = 'word ' %}"
    + "{% set a = m(a) %}" * 40,
}


@pytest.mark.parametrize("template", ENDLESS.values(), ids=ENDLESS)
def test_a_template_that_keeps_to_the_rules_still_comes_to_an_end(tmp_path: Path, template: str) -> None:
    started = time.process_time()
    with pytest.raises(LetterError, match=r"line 1: the template goes on for too long\."):
        rendered(tmp_path, template)
    assert time.process_time() - started < SOON


def test_a_loop_and_a_macro_with_what_they_may_hold(tmp_path: Path) -> None:
    macro = f"{{% macro m(a) %}}{'{{ a }} ' * 100}{{% endmacro %}}"
    template = macro + "{% for a in letter.copies %}{{ m(a) }}{% endfor %}"
    assert rendered(tmp_path, template).count(FACTS.copies[0]) == 100
