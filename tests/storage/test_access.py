"""The table of permissions, cell by cell, for every public function of the store."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.rules import END_RULES, FORM, RULES
from tests.sealing import seal
from ur_desktop.domain.access import MAY_ADMINISTER, Permission, may
from ur_desktop.domain.determination import Action, Determination, PeerToPeer, Rationale, Referral, Void
from ur_desktop.domain.errors import NotAuthorized, StorageError, WrongPassword
from ur_desktop.domain.journal import EventKind, EventQuery
from ur_desktop.domain.letter.batch import Folder
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.sending import Means, Sending
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.domain.worklist import WorklistQuery
from ur_desktop.storage import vault, verify
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.backup.schedule import Backups
from ur_desktop.storage.disk.vault_files import is_vault
from ur_desktop.storage.keys.key_slots import Keys
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.records.archive import Archive
from ur_desktop.storage.records.cases import Cases
from ur_desktop.storage.records.drafts import Drafts
from ur_desktop.storage.records.journal import Journal
from ur_desktop.storage.records.letter_queue import LetterQueue
from ur_desktop.storage.records.sendings import Sendings
from ur_desktop.storage.vault import Vault

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
PASSWORD = "seven sample words"
PEOPLE = {role: Reviewer(f"t{role}", f"Taylor {role}", role, Credential("RN")) for role in Role}
ON_TOP = tuple(
    replace(PEOPLE[role], user_id=f"t{role}-on-top", administers=True)
    for role in (*sorted(MAY_ADMINISTER), Role.AUDITOR)
)
EVERYONE = (*PEOPLE.values(), *ON_TOP)
FIRST = replace(PEOPLE[Role.NURSE], user_id="first", administers=True)
OTHER = Reviewer("other", "Other Example", Role.NURSE, Credential("RN"))
TALK = PeerToPeer(NOW, "tnurse", date(2026, 1, 20))
DECISION = Determination(
    Action.WITHDRAW,
    PEOPLE[Role.NURSE],
    NOW,
    date(2026, 1, 19),
    date(2026, 2, 13),
    12,
    Rationale(""),
    reason="The provider withdrew the request.",
)


SEQUENCE = count(1)
"""A separate case for reviews, because a review that was begun again takes no answers."""


def me(opened: Vault) -> str:
    """Return the user ID of the person who opened the vault."""
    return opened.reviewer.user_id


SEE = {
    "get": lambda v, c, r: v.cases.get("case-1"),
    "earlier": lambda v, c, r: v.cases.earlier("example-nc", "TEST-00001"),
    "row": lambda v, c, r: v.cases.row("case-1"),
    "worklist": lambda v, c, r: v.cases.worklist(WorklistQuery()),
    "counts": lambda v, c, r: v.cases.counts("tnurse", NOW),
    "resume_clocks": lambda v, c, r: v.cases.resume_clocks(NOW),
    "reviews": lambda v, c, r: v.cases.reviews("case-1"),
    "answer_history": lambda v, c, r: v.cases.answer_history("case-1"),
    "participation": lambda v, c, r: v.cases.participation("case-1"),
    "changes": lambda v, c, r: v.cases.changes("case-1"),
    "texts": lambda v, c, r: v.drafts.texts("case-1"),
    "of_new_cases": lambda v, c, r: v.drafts.of_new_cases("intake"),
    "referrals": lambda v, c, r: v.cases.referrals("case-1"),
    "peer_to_peer": lambda v, c, r: v.cases.peer_to_peer("case-1"),
    "determinations": lambda v, c, r: v.cases.determinations("case-1"),
    "determination": lambda v, c, r: v.cases.determination("case-1"),
    "voids": lambda v, c, r: v.cases.voids("case-1"),
    "letters": lambda v, c, r: v.archive.letters("case-1"),
    "pdf": lambda v, c, r: v.archive.pdf(1),
    "of": lambda v, c, r: v.sendings.of("case-1"),
    "journal of a case": lambda v, c, r: v.journal.entries("case-1"),
}
WRITE = {
    Permission.TAKE_IN: {
        "next_number": lambda v, c, r: v.cases.next_number(2026),
        "add": lambda v, c, r: v.cases.add(replace(c, id=me(v), number=me(v), created_by=me(v)), None),
        "save": lambda v, c, r: v.cases.save(replace(c, created_by="tnurse"), NOW, None),
        "store": lambda v, c, r: v.drafts.store("case-1", "note", "half"),
        "delete": lambda v, c, r: v.drafts.delete("case-1", ["note"]),
    },
    Permission.ANSWER: {
        "begin_review": lambda v, c, r: v.cases.begin_review(replace(r, case_id="case-2", sequence=next(SEQUENCE))),
        "save_answer": lambda v, c, r: v.cases.save_answer(r.answered("C1", Answer(Mark.MET, me(v), NOW)), "C1"),
        "save_facts": lambda v, c, r: v.cases.save_facts(r, NOW),
        "complete_review": lambda v, c, r: v.cases.complete_review(
            replace(r, sequence=99, completed_at=NOW, completed_by=me(v)), FORM
        ),
    },
    Permission.DETERMINE: {
        "add_referral": lambda v, c, r: v.cases.add_referral("case-1", Referral("Sample?", me(v), NOW)),
        "add_peer_to_peer": lambda v, c, r: v.cases.add_peer_to_peer("case-1", replace(TALK, offered_by=me(v))),
        "sign": lambda v, c, r: v.cases.sign("case-1", replace(DECISION, by=v.reviewer), "{}", RULES, PASSWORD, NOW),
        "void": lambda v, c, r: v.cases.void("case-1", Void(me(v), NOW, "Signed in error.")),
        "seal": lambda v, c, r: v.archive.seal("case-1", "approval", "member", "{}", b"%PDF", NOW),
    },
    Permission.END_EARLY: {
        "end_early": lambda v, c, r: v.cases.end_early(
            "case-1", replace(DECISION, by=v.reviewer), "{}", END_RULES, PASSWORD, None
        ),
    },
    Permission.PRINT_LETTERS: {
        "waiting": lambda v, c, r: v.queue.waiting(),
        "queued": lambda v, c, r: v.queue.queued(),
        "print_again": lambda v, c, r: v.queue.print_again(1),
        "out": lambda v, c, r: v.queue.out(1, EventKind.PRINT, NOW),
        "accepted": lambda v, c, r: v.sendings.accepted(99),
        "unsent": lambda v, c, r: v.sendings.unsent("case-1"),
        "put": lambda v, c, r: v.sendings.put(c, Sending(Means.MAIL, NOW, me(v), letter=99), None),
        "begin": lambda v, c, r: v.queue.begin(Folder("/letters"), (1,), NOW),
        "start_next": lambda v, c, r: v.queue.start_next(),
        "finish_current": lambda v, c, r: v.queue.finish_current(NOW, 1),
        "return_current": lambda v, c, r: v.queue.return_current(),
        "recover_batch": lambda v, c, r: v.queue.recover_batch(),
        "end_batch": lambda v, c, r: v.queue.end_batch(),
    },
    Permission.ASSIGN: {"assign": lambda v, c, r: v.cases.assign("case-1", "tphysician")},
    Permission.SEE_JOURNAL: {
        "entries": lambda v, c, r: v.journal.entries(),
        "page": lambda v, c, r: v.journal.page(EventQuery()),
        "count": lambda v, c, r: [*v.journal.count(EventQuery())],
        "authors": lambda v, c, r: v.journal.authors(),
    },
    Permission.EXPORT_JOURNAL: {"stream": lambda v, c, r: list(v.journal.stream(EventQuery()))},
    Permission.BACK_UP: {
        "make": lambda v, c, r: v.backups.make(BackupReason.ASKED, NOW),
        "begin": lambda v, c, r: v.backups.begin(BackupReason.ASKED, NOW).wait(),
        "choose_second": lambda v, c, r: v.backups.choose_second(None, NOW),
    },
    Permission.MANAGE_PEOPLE: {
        "add_user": lambda v, c, r: v.add_user(replace(OTHER, user_id=f"1 {me(v)}"), PASSWORD, LEAST),
        "rekey": lambda v, c, r: v.rekey("not the password", NOW, LEAST),
        "add": lambda v, c, r: v.keys.add(replace(OTHER, user_id=f"2 {me(v)}"), PASSWORD, LEAST),
        "set_password": lambda v, c, r: v.keys.set_password(PEOPLE[Role.SUPERVISOR], PASSWORD, LEAST),
        "change": lambda v, c, r: v.keys.change(replace(FIRST, name="Taylor Other")),
        "remove": lambda v, c, r: v.keys.remove(f"1 {me(v)}"),
    },
}  # fmt: skip
DOORS = [
    (act, name, door)
    for act, doors in {Permission.SEE_CASES: SEE, **WRITE}.items()
    for name, door in doors.items()
]


OUTCOMES = {
    "complete_review": pytest.raises(StorageError, match="was not started"),
    "add_referral": pytest.raises(NotAuthorized, match=r"^You can’t refer the case: the case is new"),
    "add_peer_to_peer": pytest.raises(
        NotAuthorized, match=r"^You can’t record a peer-to-peer: the case is new"
    ),
    "sign": pytest.raises(NotAuthorized, match=r"^You can’t sign a determination: the case is new"),
    "end_early": pytest.raises(NotAuthorized, match="Say why the case ends"),
    "void": pytest.raises(NotAuthorized, match=r"^You can’t void the determination: no determination"),
    "seal": pytest.raises(NotAuthorized, match="No signed determination calls for this letter: approval"),
    "finish_current": pytest.raises(KeyError, match="under way"),
    "accepted": pytest.raises(KeyError, match="99"),
    "put": pytest.raises(KeyError, match="99"),
    "rekey": pytest.raises(WrongPassword),
}
"""The expected error for a permitted person when this vault refuses the call for another reason."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with one person of each role, and one case."""
    place = tmp_path_factory.mktemp("roles") / "vault"
    made, _ = vault.create(place, FIRST, PASSWORD, NOW, LEAST)
    with made:
        for person in EVERYONE:
            made.add_user(person, PASSWORD, LEAST)
    return place


@pytest.fixture(scope="module")
def signed_in(folder: Path) -> Iterator[Callable[..., Any]]:
    """Open the vault as a role; only one person has it open at a time."""
    opened: dict[str, Vault] = {}

    def come_in(user_id: str) -> Vault:
        if user_id not in opened:
            for other in opened.values():
                other.close()
            opened.clear()
            opened[user_id] = vault.open_vault(folder, user_id, PASSWORD, NOW)
        return opened[user_id]

    yield come_in
    for other in opened.values():
        other.close()


@pytest.fixture(scope="module", autouse=True)
def on_file(signed_in: Callable[..., Any], make_case: Callable[..., Any], make_review: Review) -> None:
    cases = signed_in("tnurse").cases
    for number in (1, 2):
        cases.add(replace(make_case(number), created_by="tnurse"), None)
    cases.begin_review(make_review)
    seal(signed_in("tnurse"), "case-1", "member", b"%PDF", NOW)


@pytest.mark.parametrize(
    ("act", "name", "door"), [pytest.param(act, name, door, id=name) for act, name, door in DOORS]
)
@pytest.mark.parametrize("user_id", [person.user_id for person in EVERYONE])
def test_every_function_allows_the_roles_in_the_table(
    signed_in: Callable[..., Any],
    make_case: Callable[..., Any],
    make_review: Review,
    user_id: str,
    act: Permission,
    name: str,
    door: Callable[..., Any],
) -> None:
    opened = signed_in(user_id)
    if may(opened.reviewer, act):
        with OUTCOMES.get(name, nullcontext()):
            door(opened, make_case(1), make_review)
    else:
        with pytest.raises(NotAuthorized, match=r"^Only an? .* may "):
            door(opened, make_case(1), make_review)


def test_the_table_lists_every_public_function() -> None:
    open_to_all = {
        *(
            "first",
            "head",
            "head_code",
            "last_entry_in_future",
            "last_time",
            "link_at",
            "walk",
            "verify",
            "record",
            "person",
        ),  # numbers and codes; bytes only to check them
        *("people", "current_and_removed", "header", "confirm", "must_change", "change_password"),
        *(
            "reviewer",
            "ui_state",
            "save_ui_state",
            "transaction",
            "anchor",
            "examine",
            "record_failed_sign_ins",
            "close",
        ),
        # A due backup is made for every user, and shown to everyone.
        *(
            "all",
            "latest",
            "second",
            "dismiss_reminder",
            "is_due",
            "has_changed",
            "end",
            "note",
            "delete_incomplete",
        ),
    }
    public = {
        name
        for part in (
            Vault,
            Cases,
            Drafts,
            Archive,
            Journal,
            Keys,
            Backups,
            LetterQueue,
            Sendings,
        )
        for name in vars(part)
        if not name.startswith("_")
    }
    assert public - open_to_all == {name for _, name, _ in DOORS} - {"journal of a case"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("reason", [reason for reason in BackupReason if reason is not BackupReason.ASKED])
def test_a_due_backup_is_made_for_every_user(
    signed_in: Callable[..., Any], role: Role, reason: BackupReason
) -> None:
    assert signed_in(f"t{role}").backups.make(reason, NOW).manifest.reason is reason


@pytest.mark.parametrize("role", Role)
def test_a_backup_is_restored_only_by_roles_in_the_table(
    signed_in: Callable[..., Any], tmp_path: Path, role: Role
) -> None:
    backup = signed_in("tadministrator").backups.make(BackupReason.ASKED, NOW)
    if may(PEOPLE[role], Permission.RESTORE):
        assert restore(backup, tmp_path / "vault", f"t{role}", PASSWORD, NOW) is None
        assert is_vault(tmp_path / "vault")
    else:
        with pytest.raises(NotAuthorized, match="restore a backup"):
            restore(backup, tmp_path / "vault", f"t{role}", PASSWORD, NOW)
        assert not is_vault(tmp_path / "vault")


def test_every_act_has_a_function() -> None:
    assert set(Permission) - {act for act, _, _ in DOORS} == {Permission.RESTORE}  # the one above


def test_an_administrator_verifies_without_reading_the_letters(
    signed_in: Callable[..., Any], folder: Path
) -> None:
    opened, read = signed_in("tadministrator"), list[bytes]()

    def codes(pdf: bytes) -> list[str]:
        read.append(pdf)
        return []

    with pytest.raises(NotAuthorized, match=r"^Only an? .* may "):
        opened.examine(codes)
    assert verify.run_all(opened.examine()).letters == 1
    assert {"walk", "link_at"}.isdisjoint(dir(opened.archive))
    opened.close()
    with pytest.raises(NotAuthorized, match=r"^Only an? .* may "):
        vault.verify_closed(folder, "tadministrator", PASSWORD, NOW, codes)
    assert vault.verify_closed(folder, "tadministrator", PASSWORD, NOW).letters == 1
    assert read == []
    signed_in("tauditor")


@pytest.mark.parametrize("way", ["entries", "page", "stream"])
def test_an_administrator_sees_only_lines_without_a_case(signed_in: Callable[..., Any], way: str) -> None:
    def read(user_id: str) -> tuple[list[str], int]:
        journal = signed_in(user_id).journal
        query = () if way == "entries" else (EventQuery(),)
        return [event.case_id for event in getattr(journal, way)(*query)], max(journal.count(EventQuery()))

    signed_in("tnurse").journal.record(EventKind.VIEW, NOW, "case-1")
    seen, count = read("tadministrator")
    assert len(seen) == count > 0
    assert set(seen) == {""}
    assert "case-1" in read("tauditor")[0]


def test_the_recovery_key_sees_no_case(tmp_path: Path) -> None:
    first = PEOPLE[Role.NURSE]
    made, key = vault.create(tmp_path / "vault", first, PASSWORD, NOW, LEAST)
    made.close()
    with vault.open_with_recovery(tmp_path / "vault", key, NOW) as opened:
        with pytest.raises(NotAuthorized, match="see cases"):
            opened.cases.worklist(WorklistQuery())
        opened.keys.set_password(made.reviewer, "another sample", LEAST)


def test_the_creator_of_a_vault_has_their_role_and_administers(tmp_path: Path) -> None:
    made, _ = vault.create(tmp_path / "vault", PEOPLE[Role.PHYSICIAN], PASSWORD, NOW, LEAST)
    with made:
        assert made.cases.worklist(WorklistQuery()) == ()
        made.keys.add(OTHER, PASSWORD, LEAST)
        assert [person.user_id for person in made.people()] == ["tphysician", "other"]
