"""Compare the store with a model: after any acts in any order and crashes both hold the same."""

from __future__ import annotations

import hashlib
import shutil
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.effort import Effort
from tests.faults import world
from tests.faults.world import FOLDER, NOW, NURSE, PASSWORD
from tests.rules import FORM, RULES
from tests.sealing import seal
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage.backup import restore
from ur_desktop.storage.backup.manifest import read
from ur_desktop.storage.keys.password import LEAST

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
CRITERIA = st.sampled_from(["C1", "C2", "C3.a"])
FIELDS = st.sampled_from(["note:C1", "rationale"])


class Store(RuleBasedStateMachine):
    """The vault, and the values that it should hold."""

    cases = Bundle("cases")
    sample = Path()

    begun = 0

    @initialize()
    def begin(self) -> None:
        type(self).begun += 1
        self.place = Path(mkdtemp(prefix="model-"))
        shutil.copytree(self.sample, self.place / "0")
        self.lives = 0
        self.vault = world.opened(self.place / "0")
        self.reviews: dict[str, Review] = {}
        self.history: dict[str, list[tuple[str, Answer]]] = {}
        self.drafts: dict[tuple[str, str], str] = {}
        self.signed: dict[str, list[Determination]] = {}
        self.sealed: dict[str, list[str]] = {}
        self.lines: list[int] = []
        self.password = PASSWORD
        self.backups: dict[str, tuple[Any, ...]] = {}
        self.at = NOW

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    @rule(target=cases)
    def add(self) -> str:
        case = world.sample_case(100 + len(self.reviews))
        self.vault.cases.add(case, NOW)
        self.reviews[case.id] = world.sample_review(case.id)
        self.vault.cases.begin_review(self.reviews[case.id])
        self.history[case.id], self.signed[case.id], self.sealed[case.id] = [], [], []
        return case.id

    @rule(case=cases, criterion=CRITERIA, mark=st.sampled_from([*Mark, None]), note=TEXTS)
    def answer(self, case: str, criterion: str, mark: Mark | None, note: str) -> None:
        assume(case in self.reviews)
        given = Answer(mark, NURSE.user_id, self.now(), note)
        review = self.reviews[case].answered(criterion, given)
        if review.completed_at is not None:
            with pytest.raises((StorageError, NotAuthorized), match=r"closed|signed"):
                self.vault.cases.save_answer(review, criterion)
            return
        self.vault.cases.save_answer(review, criterion)
        self.reviews[case] = review
        self.history[case].append((criterion, given))

    @rule(case=cases)
    def complete(self, case: str) -> None:
        assume(case in self.reviews)
        review = replace(self.reviews[case], completed_at=self.now(), completed_by=NURSE.user_id)
        if self.reviews[case].completed_at is not None:
            with pytest.raises((StorageError, NotAuthorized), match=r"closed|signed"):
                self.vault.cases.complete_review(review, FORM)
            return
        self.vault.cases.complete_review(review, FORM)
        self.reviews[case] = review

    @rule(case=cases, age=st.integers(0, 120), out_of_area=st.booleans())
    def say_facts(self, case: str, age: int, out_of_area: bool) -> None:
        assume(case in self.reviews)
        review = replace(self.reviews[case], facts={"age": age, "out_of_area": out_of_area})
        if review.completed_at is not None:
            with pytest.raises((StorageError, NotAuthorized), match=r"closed|signed"):
                self.vault.cases.save_facts(review, self.now())
            return
        self.vault.cases.save_facts(review, self.now())
        self.reviews[case] = review

    @rule(kind=st.sampled_from([EventKind.VIEW, EventKind.PRINT]))
    def note(self, kind: EventKind) -> None:
        self.lines.append(len(self.lines))
        self.vault.journal.record(kind, self.now(), detail={"line": self.lines[-1]})

    @rule(number=st.integers(0, 9))
    def change_password(self, number: int) -> None:
        if (password := f"password number {number}") != self.password:
            self.vault.keys.change_password(self.password, password, LEAST)
            self.password = password

    @precondition(lambda self: len(self.backups) < 4)
    @rule()
    def back_up(self) -> None:
        made = self.vault.backups.make(BackupReason.ASKED, self.now())
        self.backups[made.folder.name] = deepcopy(self.model())

    @precondition(lambda self: self.backups)
    @rule(number=st.integers(0, 3))
    def restore(self, number: int) -> None:
        """Restore everything, the password too; the replaced vault is next to it."""
        name = sorted(self.backups)[number % len(self.backups)]
        self.vault.close()
        then = deepcopy(self.backups[name])
        self.reviews, self.history, self.drafts, self.signed, self.sealed, self.lines, self.password = then
        folder = self.place / str(self.lives)
        restore.restore(
            read(folder / "backups" / name), folder / FOLDER, NURSE.user_id, self.password, self.now()
        )
        self.vault = world.opened(folder, self.password)

    def model(self) -> tuple[Any, ...]:
        return (
            self.reviews, self.history, self.drafts, self.signed, self.sealed, self.lines, self.password
        )  # fmt: skip

    @rule(case=cases, field=FIELDS, text=TEXTS)
    def type(self, case: str, field: str, text: str) -> None:
        assume(case in self.reviews)
        self.vault.drafts.store(case, field, text)
        self.drafts[case, field] = text

    @rule(case=cases, field=FIELDS)
    def forget(self, case: str, field: str) -> None:
        assume(case in self.reviews)
        self.vault.drafts.delete(case, [field])
        self.drafts.pop((case, field), None)

    @rule(case=cases, words=TEXTS)
    def sign(self, case: str, words: str) -> None:
        assume(case in self.reviews and self.reviews[case].completed_at is not None and not self.signed[case])
        ready = replace(self.vault.cases.get(case), state=CaseState.READY)
        self.vault.cases.save(ready, self.now(), NOW)
        request = world.sample_case(1).request
        decision = Determination(
            Action.WITHDRAW,
            self.vault.reviewer,
            self.now(),
            request.start,
            request.end,
            request.units,
            Rationale(words),
            reason="Withdrawn.",
        )
        self.vault.cases.sign(case, decision, words, RULES, self.password, self.now())
        self.signed[case].append(decision)

    @rule(case=cases, pdf=st.binary(max_size=6000))
    def seal(self, case: str, pdf: bytes) -> None:
        assume(case in self.reviews and not self.signed[case])
        assume(hashlib.sha256(pdf).hexdigest() not in self.sealed[case])  # the same letter is accepted once
        seal(self.vault, case, "member", pdf, self.now())
        self.sealed[case].append(hashlib.sha256(pdf).hexdigest())

    @rule(case=cases, text=TEXTS)
    def give_up_half_way(self, case: str, text: str) -> None:
        assume(case in self.reviews)

        def half() -> None:
            with self.vault.transaction():
                self.vault.drafts.store(case, "rationale", f"{text} never kept")
                self.vault.cases.get("no such case")

        with pytest.raises(KeyError):
            half()

    @rule()
    def close(self) -> None:
        self.vault.close()
        self.vault = world.opened(self.place / str(self.lives), self.password)

    @precondition(lambda self: self.lives < 6)
    @rule()
    def crash(self) -> None:
        """Crash: only the files on the disk remain; abandon the connection that wrote them."""
        self.lives += 1
        shutil.copytree(self.place / str(self.lives - 1), self.place / str(self.lives))
        self.vault.close()
        self.vault = world.opened(self.place / str(self.lives), self.password)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        found = [line.detail for line in self.vault.journal.entries(limit=10_000)]
        assert [detail["line"] for detail in reversed(found) if "line" in detail] == self.lines
        for case, review in self.reviews.items():
            cases = self.vault.cases
            assert cases.reviews(case) == (review,)
            changes = [(change.criterion_id, change.after) for change in cases.answer_history(case)]
            assert changes == self.history[case]
            kept = {field: text for (of, field), text in self.drafts.items() if of == case}
            assert self.vault.drafts.texts(case) == kept
            assert list(cases.determinations(case)) == self.signed[case]
            assert [letter.digest for letter in self.vault.archive.letters(case)] == self.sealed[case]

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            try:
                world.verify(self.vault)
            finally:
                self.vault.close()
                shutil.rmtree(self.place)


def test_the_store_holds_what_the_model_holds(
    sample: Path, effort: Effort, monkeypatch: pytest.MonkeyPatch
) -> None:

    class OnSample(Store):
        pass

    OnSample.sample = sample
    runs = OnSample.TestCase
    runs.settings = settings(
        max_examples=effort.of(quick=8, long=120), stateful_step_count=effort.of(quick=20, long=40),
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    runs("runTest").debug()
    effort.counts["histories of the store"] += OnSample.begun
