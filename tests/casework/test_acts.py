"""The acts of casework without a window: each act, role and stage of a case, cell by cell."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules
from shutil import copytree

import pytest

from tests.casework.sessions import NOW
from tests.casework.states import (
    OWING,
    PASSWORD,
    UNDECIDED,
    WHO,
    Call,
    Stage,
    approval,
    asked,
    denial,
    make_vault,
    read,
    session_of,
    withdrawal,
)
from ur_desktop import casework
from ur_desktop.casework import (
    decision,
    early_end,
    intake,
    letters,
    open_case,
    records,
    review,
    sending,
    worklist,
)
from ur_desktop.casework.acts import NEEDS
from ur_desktop.casework.letters import OwedLetter
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import Receipt
from ur_desktop.domain.policy import criteria
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Role

for module in iter_modules(casework.__path__):
    import_module(f"{casework.__name__}.{module.name}")

NURSE, PHYSICIAN = frozenset({Role.NURSE}), frozenset({Role.PHYSICIAN})
REVIEWERS = NURSE | PHYSICIAN


@dataclass(frozen=True)
class Cells:
    """An act on a case, and the roles and stages that allow it; every other cell refuses it."""

    call: Call
    roles: frozenset[Role]
    stages: frozenset[Stage]


LETTERS: dict[str, OwedLetter] = {}
"""The letters to accept, by case, as they were shown to a reviewer."""


def accepts(session: Session, case_id: str) -> object:
    return letters.accept(session, case_id, LETTERS.get(case_id, LETTERS[Stage.LETTER_TO_ACCEPT]))


def corrects(session: Session, case_id: str) -> object:
    """Correct a fax number, which is allowed at every stage."""
    case = session.vault.cases.get(case_id)
    return intake.correct(session, replace(case, provider=replace(case.provider, fax="555-0199")))


def answers(session: Session, case_id: str) -> object:
    """Answer the first criterion of the latest review; a completed one leaves the answer unsaved."""
    opened = open_case.read(session, case_id)
    if not opened.is_reviewed:
        raise NotAuthorized("The window shows no review to answer.")
    answered = review.open_review(session, opened)
    [root, *_others] = answered.state.finding.roots
    answered = review.mark(session, answered, next(criteria(root.node)), Mark.MET, "")
    if answered.unsaved:
        raise NotAuthorized("The answer was not saved.")
    return answered


WITHDRAWN = EarlyEnd(EndReason.WITHDRAWN, NOW.date(), "Alex Placeholder, MD", "phone")
SENDERS = REVIEWERS | {Role.SUPERVISOR}


def sends(session: Session, case_id: str) -> object:
    """Send the first outgoing letter of a case, again if it was sent before."""
    found = [letter for letter in letters.accepted(session, case_id) if "," in letter.name]
    if not found:
        raise NotAuthorized("There is no letter.")
    return sending.send(session, (found[0].number,))


TABLE = {
    "correct a fax number": Cells(corrects, REVIEWERS, frozenset(Stage)),
    "take a case": Cells(worklist.assign_to_me, REVIEWERS, frozenset(Stage)),
    "assign a case": Cells(
        lambda s, c: worklist.assign(s, c, "nora"), frozenset({Role.SUPERVISOR}), frozenset(Stage)
    ),
    "begin a review": Cells(review.begin, REVIEWERS, frozenset({Stage.NEW})),
    "answer": Cells(answers, REVIEWERS, frozenset({Stage.IN_REVIEW})),
    "begin another review": Cells(review.begin_again, REVIEWERS, UNDECIDED),
    "receive records": Cells(
        lambda s, c: records.receive(s, c, Receipt(s.now(), "fax", "Notes")),
        REVIEWERS,
        frozenset({Stage.WAITING}),
    ),
    "start": Cells(decision.start, REVIEWERS, UNDECIDED),
    "refer": Cells(lambda s, c: decision.refer(s, c, "Is it needed?", "", "max"), NURSE, UNDECIDED),
    "request information": Cells(
        lambda s, c: decision.request_information(s, c, asked()),
        REVIEWERS,
        UNDECIDED - {Stage.WAITING},  # a second request of 45 days
    ),
    "withdraw an information request": Cells(
        decision.withdraw_request, REVIEWERS, frozenset({Stage.WAITING})
    ),
    "send back": Cells(lambda s, c: decision.send_back(s, c, "Look again."), PHYSICIAN, UNDECIDED),
    "offer a peer-to-peer": Cells(
        lambda s, c: decision.offer_peer_to_peer(s, c, NOW.date()), REVIEWERS, UNDECIDED
    ),
    "sign an exception": Cells(
        lambda s, c: decision.sign(s, c, approval(s, c), PASSWORD), PHYSICIAN, UNDECIDED
    ),
    "sign a denial": Cells(
        lambda s, c: decision.sign(s, c, denial(s, c), PASSWORD),
        PHYSICIAN,
        frozenset({Stage.READY, Stage.WITH_PHYSICIAN}),  # elsewhere an information request is pending
    ),
    "sign a withdrawal": Cells(
        lambda s, c: decision.sign(s, c, withdrawal(s, c), PASSWORD), REVIEWERS, UNDECIDED
    ),
    "start to end a case early": Cells(early_end.start, SENDERS, UNDECIDED | {Stage.NEW, Stage.IN_REVIEW}),
    "end a case early": Cells(
        lambda s, c: early_end.sign(s, c, WITHDRAWN, "", PASSWORD),
        SENDERS,
        UNDECIDED | {Stage.NEW, Stage.IN_REVIEW},
    ),
    "void": Cells(
        lambda s, c: decision.void(s, c, "Signed in error."), PHYSICIAN, frozenset({Stage.LETTER_TO_ACCEPT})
    ),
    "discard an information request": Cells(
        decision.discard_request, REVIEWERS, frozenset({Stage.REQUEST_TO_ACCEPT})
    ),
    "write a letter": Cells(letters.write, REVIEWERS, OWING),
    "accept a letter": Cells(accepts, REVIEWERS, OWING),
    "send a letter": Cells(sends, SENDERS, frozenset({Stage.WAITING, Stage.LETTER_TO_SEND})),
    "tell the decision": Cells(
        lambda s, c: sending.tell(s, c, "Lou Sampleton", "1-800-555-0117"),
        SENDERS,
        frozenset({Stage.LETTER_TO_ACCEPT, Stage.LETTER_TO_SEND}),
    ),
    "read what was sent": Cells(sending.of, frozenset(Role) - {Role.ADMINISTRATOR}, frozenset(Stage)),
    "read accepted letters": Cells(
        letters.accepted, frozenset(Role) - {Role.ADMINISTRATOR}, frozenset(Stage)
    ),
}


class Undo(Exception):
    """Raised to take back what a cell did, so that the next one meets the same vault."""


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, Session]]:
    """A session of each role, each over a copy of its own of one vault."""
    first = tmp_path_factory.mktemp("acts") / "vault"
    make_vault(first)
    with ExitStack() as closing:
        opened = {}
        for role in Role:
            folder = copytree(first, tmp_path_factory.mktemp("acts") / "vault")
            opened[role] = closing.enter_context(session_of(folder, role))
        for stage in OWING:
            LETTERS[stage] = read(letters.write(opened[Role.NURSE], stage))
        yield opened


def done(session: Session, call: Call, stage: Stage) -> bool:
    """Whether an act was done; what it did is taken back."""
    try:
        with session.vault.transaction():
            call(session, stage)
            undo()
    except Undo:
        return True
    except NotAuthorized:
        return False
    raise AssertionError


def undo() -> None:
    raise Undo


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", TABLE)
def test_a_cell_of_the_table(sessions: dict[Role, Session], act: str, role: Role, stage: Stage) -> None:
    cells, session = TABLE[act], sessions[role]
    before = session.vault.journal.head()
    expected = role in cells.roles and stage in cells.stages
    was_done = done(session, cells.call, stage)
    assert was_done is expected
    assert session.vault.journal.head() == before


PINNED = {
    Permission.SEE_CASES: """
        drafts.load letters.accepted letters.record_view open_case.checks open_case.header open_case.history
        open_case.read open_case.view open_case.signed sending.of
        review.changes_to_judge worklist.colleagues worklist.counts worklist.rows""",
    Permission.TAKE_IN: """
        intake.correct intake.draft intake.earlier_cases intake.new_drafts intake.next_number
        intake.save_draft intake.take_in
        worklist.assign_to_me""",
    Permission.ANSWER: """
        follow_up.receive
        review.add_evidence review.begin review.begin_again review.change_facts review.complete review.mark
        review.note review.open_review review.remove_evidence review.save_again
        review.undo records.receive records.undo worklist.hand_over""",
    Permission.DETERMINE: """
        decision.confirm_recipient decision.discard_request decision.judge decision.offer_peer_to_peer
        decision.refer decision.request_information decision.send_back decision.sign
        decision.start decision.void decision.withdraw_request
        letters.accept letters.seal letters.write""",
    Permission.END_EARLY: "early_end.judge early_end.sign early_end.start",
    Permission.PRINT_LETTERS: """
        letter_queue.begin letter_queue.content letter_queue.count letter_queue.end letter_queue.found_printed
        letter_queue.end_at_error letter_queue.finish_current letter_queue.return_current
        letter_queue.record_interrupted_print letter_queue.print_again letter_queue.resume letter_queue.start_next
        letter_queue.waiting
        letters.record_interrupted_print letters.record_print letters.save sending.send sending.tell""",
    Permission.ASSIGN: "worklist.assign",
    Permission.SEE_JOURNAL: "audit.authors audit.count audit.events audit.verify",
    Permission.EXPORT_JOURNAL: "audit.export",
    Permission.BACK_UP: "backup.begin backup.choose_second_folder",
    Permission.MANAGE_PEOPLE: "people.add_user people.remove_user people.replace_vault_keys people.reset_password",
}
"""Which acts need which permission, apart from what the acts say themselves."""


def test_each_act_needs_the_permission_of_its_kind() -> None:
    """The store refuses most of these too, so that a cell alone does not show an act that asks for less."""
    pinned: dict[str, tuple[Permission, ...]] = {
        f"{casework.__name__}.{name}": (permission,)
        for permission, names in PINNED.items()
        for name in names.split()
    }
    work = (Permission.TAKE_IN, Permission.ANSWER, Permission.DETERMINE)
    pinned |= {f"{casework.__name__}.drafts.{name}": work for name in ("clear", "save", "save_all")}
    pinned[f"{casework.__name__}.letters.draft"] = (Permission.DETERMINE, Permission.END_EARLY)
    assert pinned == NEEDS


FORBIDDEN = [
    (name, role)
    for name in sorted(NEEDS)
    for role in Role
    if not any(may(WHO[role], permission) for permission in NEEDS[name])
]


@pytest.mark.parametrize(("name", "role"), FORBIDDEN)
def test_an_act_asks_for_its_permission_before_it_looks_at_anything(
    sessions: dict[Role, Session], name: str, role: Role
) -> None:
    """None stands for every argument: a person who may not do it is told so before one of them is read."""
    module, function = name.rsplit(".", 1)
    act = getattr(import_module(module), function)
    others = [None] * (len(inspect.signature(act).parameters) - 1)
    with pytest.raises(NotAuthorized, match=r"^Only "):
        act(sessions[role], *others)
