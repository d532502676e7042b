"""The bench measures what it says, says what misses its target, and breaks for no reading of a clock."""

import re
from itertools import count
from pathlib import Path

import pytest
from bench import __main__ as bench
from bench import cases, evaluation, start
from bench.table import COLUMNS, HEAD, Line, amount, row, side_by_side

from ur_desktop.casework import samples
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery
from ur_desktop.storage import vault


@pytest.mark.parametrize(
    ("line", "target", "verdict"),
    [
        (Line("Worklist open", 0.149, at_most=0.150), "≤ 150 ms", "ok"),
        (Line("Worklist open", 0.151, at_most=0.150), "≤ 150 ms", "MISSES"),
        (Line("Start", 0.2, "bare window", 0.1, at_most_times=2), "≤ 2×", "ok"),
        (Line("Start", 0.3, "bare window", 0.1, at_most_times=2), "≤ 2×", "MISSES"),
        (Line("Letter", 0.02, "WeasyPrint", 0.1, at_most=0.03, times_less=5), "≤ 30 ms, ≥ 5× less", "ok"),
        (Line("Letter", 0.04, "WeasyPrint", 0.4, at_most=0.03, times_less=5), "≤ 30 ms, ≥ 5× less", "MISSES"),
        (
            Line("Letter", 0.02, "WeasyPrint", 0.08, at_most=0.03, times_less=5),
            "≤ 30 ms, ≥ 5× less",
            "MISSES",
        ),
        (Line("Memory", 251, unit="MB", at_most=250), "≤ 250 MB", "MISSES"),
        (Line("Cure", 0.0001), "", ""),
    ],
)
def test_a_line_says_whether_it_keeps_its_targets(line: Line, target: str, verdict: str) -> None:
    assert (", ".join(line.targets), line.verdict) == (target, verdict)
    assert str(line).split("  ")[0] == line.what
    assert str(line).endswith(verdict)


def test_a_line_beside_another_shows_both_and_how_many_times() -> None:
    assert str(Line("Answer", 0.00047, "bare commit", 0.00031)).split() == [
        *("Answer", "470", "µs"),
        *("bare", "commit", "310", "µs", "1.5×"),
    ]
    assert "5.0×" in str(Line("Letter", 0.02, "WeasyPrint", 0.1, times_less=5))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (57.42e-6, "s", "57.4 µs"),
        (0.0004, "s", "400 µs"),
        (0.00998, "s", "9.98 ms"),
        (0.15, "s", "150 ms"),
        (60, "s", "60 s"),
        (195.04, "MB", "195 MB"),
    ],
)
def test_amounts_have_three_digits_and_the_unit_that_fits(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_the_head_fits_its_columns() -> None:
    assert all(len(word) <= width for word, width in zip(HEAD, COLUMNS, strict=True))
    assert row(*HEAD).startswith("measured")


def test_acts_that_are_compared_take_turns() -> None:
    turn, seen = count(), []
    side_by_side(3, lambda: seen.append(("one", next(turn))), lambda: seen.append(("other", next(turn))))
    assert [name for name, _turn in seen] == ["one", "other"] * 3


def test_evaluation_is_measured_on_a_whole_review_with_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "ROUNDS", 1)
    monkeypatch.setattr(evaluation, "CALLS", 1)
    whole, cured = evaluation.lines()
    assert re.fullmatch(r"Evaluation, 3\d answers, \d+ citations", whole.what)
    assert list(whole.targets) == ["≤ 100 µs"]
    assert cured.value > 0


def test_an_empty_window_says_when_it_is_painted() -> None:
    assert start.to_painted("bare") > 0


def test_the_vault_of_many_holds_open_closed_and_searchable_cases(tmp_path: Path) -> None:
    cases.fill(tmp_path / "vault", 40)
    with vault.open_vault(tmp_path / "vault", samples.NURSE.user_id, samples.PASSWORD, cases.NOW) as made:
        found = {
            name: made.cases.worklist(WorklistQuery(filter=name))
            for name in (WorklistFilter.ALL, WorklistFilter.CLOSED)
        }
        assert len(found[WorklistFilter.ALL]) + len(found[WorklistFilter.CLOSED]) == 40
        assert len(found[WorklistFilter.CLOSED]) > 2
        assert len(made.cases.worklist(WorklistQuery(text="test-000017"))) == 1


def test_an_unknown_part_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["speed"]) == 2
    assert "There is no part speed" in capsys.readouterr().err
