"""A backup of a vault of very many cases and letters, made while answers are saved."""

import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median

from bench.cases import MANY, NOW, continued_stay, library
from bench.table import Line, seconds, show
from ur_desktop.casework import samples
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.vault import Vault

LETTERS, LETTER_SIZE = 2000, 60_000
REVIEWED = "bench-reviewed"
PAUSE = 0.01
"""Seconds between two answers: far quicker than anybody types, and still a processor is left to the copy."""


def open_cases(made: Vault) -> Iterator[Case]:
    """The cases that are not closed."""
    cases = (made.cases.get(f"bench-{place}") for place in count())
    return (case for case in cases if case.state is not CaseState.CLOSED)


def owe_a_letter(made: Vault, case: Case) -> None:
    """Save a case as one whose letter of an information request is to be accepted."""
    asked = InformationRequest(("The safety plan.",), NOW, NOW)
    made.cases.save(replace(case, asking=asked, state=CaseState.LETTER), NOW, NOW)


def lines() -> Iterator[Line]:
    """Everything, in a vault of a temporary folder, which another process fills with cases."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "vault"
        subprocess.run((sys.executable, "-m", "bench.cases", folder, str(MANY)), check=True)
        with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as made:
            with made.transaction():
                for case in islice(open_cases(made), LETTERS):
                    pdf = secrets.token_bytes(LETTER_SIZE)
                    owe_a_letter(made, case)
                    made.archive.seal(case.id, "information_request", "member", "{}", pdf, NOW)
            made.cases.add(
                replace(continued_stay()[0], state=CaseState.NEW, id=REVIEWED, number="2026-999999"), NOW
            )
            made.cases.begin_review(review())
            before = saved(made, cycle((False,) * 199 + (True,)).__next__)
            start = time.perf_counter()
            making = made.backups.begin(BackupReason.SCHEDULE, NOW)
            beginning = time.perf_counter() - start
            taken = saved(made, lambda: making.done)
            whole = time.perf_counter() - start
            ending = seconds(made.backups.end)
        size = making.wait().manifest.size / 1e6
        yield Line(f"A backup of {size:.0f} MB, made and checked", whole)
        yield Line("An answer meanwhile", median(taken), "without a backup", median(before))
        yield Line("… the slowest of them", max(taken), "without a backup", max(before), at_most=0.050)
        yield Line("… beginning or ending it", max(beginning, ending), at_most=0.050)


def review() -> Review:
    """A review with nothing answered."""
    return replace(continued_stay()[1], case_id=REVIEWED)


def saved(made: Vault, ended: Callable[[], bool]) -> list[float]:
    """Seconds of each answer saved, with pauses, until it has ended."""
    bare = review()
    policy = library().policy(bare.policy_id, bare.version)
    answer = Answer(Mark.MET, samples.NURSE.user_id, NOW)
    taken = []
    for criterion_id in cycle(sorted(policy.answerable[bare.checklist_id])):
        answered = bare.answered(criterion_id, answer)
        taken.append(seconds(lambda: made.cases.save_answer(answered, criterion_id)))  # noqa: B023, called at once
        if ended():
            return taken
        time.sleep(PAUSE)
    return taken


if __name__ == "__main__":
    show(lines())
