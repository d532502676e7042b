"""A long day: 200 cases from intake to accepted letters in one process, the last beside the first."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from PySide6.QtCore import QCoreApplication, QEvent

from bench.cases import NOW, library
from bench.driver import Driver
from bench.table import Line, show
from bench.worklist import most_memory, run
from ur_desktop.casework import (
    decision,
    example_case,
    intake,
    letters,
    open_case,
    review,
    sample_vault,
    samples,
)
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Mark, Review
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.shell.main_window import MainWindow

CASES, ENDS = 200, 20
NOTE = "As in the records; page 2"
"""Names the two factors that the open lists of the policy ask for."""


def lines() -> Iterator[Line]:
    """What the process in which the cases are worked on prints."""
    with tempfile.TemporaryDirectory() as home:
        first, last, memory = map(float, run("long_day", home).split())
    yield Line(
        f"{CASES} cases, the last {ENDS} of them", last, f"the first {ENDS}", first, at_most_times=1.25
    )
    yield Line("… memory of the process at its most", memory, unit="MB", at_most=250)


def work(home: Path) -> None:
    """Work on all cases; print the seconds of one at the beginning, at the end, and the memory."""
    sample_vault.make(home / sample_vault.FOLDER, library(), NOW, LEAST)
    driver = Driver(home)
    driver.window.sign_in.open_sample()
    main, session = driver.window.main, driver.window.session
    if main is None or session is None:
        raise RuntimeError("nobody is signed in")
    taken = []
    for number in range(CASES):
        begun = time.perf_counter()
        one_case(main, session, number)
        driver.paint()
        # Widgets that were let go: an event loop that runs deletes them, one that is turned by hand does not.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        taken.append(time.perf_counter() - begun)
    print(median(taken[:ENDS]), median(taken[-ENDS:]), most_memory())
    driver.close()


def one_case(main: MainWindow, session: Session, number: int) -> None:
    """Take in a case, answer its review, approve it and accept its letter, with each tab opened on the way."""
    given = example_case.example(LetterKind.APPROVAL, library(), NOW)
    case_id, member = f"day-{number}", given.case.member
    member = replace(member, id=f"TEST-7{number:04}", first_name=f"Jordan{number}")
    case = replace(given.case, id=case_id, number=intake.next_number(session), member=member)
    intake.take_in(session, replace(case, state=CaseState.NEW))
    main.open_case(case_id, "request")
    answer_all(session, review.begin(session, case_id), given.review)
    main.open_case(case_id, "review")
    review.complete(session, review.open_review(session, open_case.read(session, case_id)))
    main.open_case(case_id, "determination")
    request = case.request
    approval = Determination(
        Action.APPROVE, session.me, session.now(), request.start, request.end, request.units, Rationale("")
    )
    letter = decision.sign(session, case_id, approval, samples.PASSWORD).letter
    if letter is None:
        raise RuntimeError("an approval owes a letter")
    main.open_case(case_id, "letters")
    for copy in letter.copies:
        letter = letter.with_read(copy.name)
    letters.accept(session, case_id, letter)
    main.open_case(case_id, "history")


def answer_all(session: Session, begun: OpenCase, as_in: Review) -> None:
    """Mark every criterion met, one by one, with the facts and the schedule of another review."""
    answered = review.open_review(session, begun)
    facts = replace(answered.review, facts=as_in.facts, schedule=as_in.schedule)
    answered = review.change_facts(session, answered, facts)
    policy = answered.state.policy
    for criterion_id in sorted(policy.answerable[answered.review.checklist_id]):
        item = policy.nodes[criterion_id]
        if isinstance(item, Criterion):
            answered = review.mark(session, answered, item, Mark.MET, NOTE)


if __name__ == "__main__":
    if sys.argv[1:]:
        work(Path(sys.argv[1]))
    else:
        show(lines())
