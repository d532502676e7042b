"""What each case state allows per act and role, as enforced by the store."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.rules import FORM, RULES
from tests.sealing import invented
from ur_desktop.domain.case import Address, CaseState
from ur_desktop.domain.determination import Action, Determination, PeerToPeer, Rationale, Referral
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
PASSWORD = "seven sample words"
PEOPLE = {
    role: Reviewer(f"t{role}", f"Taylor {role}", role, Credential("RN", "TEST-1", "NC")) for role in Role
}
WORKS = (Role.NURSE, Role.PHYSICIAN)
ASKED = InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=45))

TABLE = """
act              new in_review ready with_physician waiting asking signed to_send closed
correct           +      +       +         +           +      +      -      -       -
readdress         +      +       +         +           +      +      +      +       +
begin_review      +      +       +         +           +      +      -      -       -
save_answer       +      +       -         -           -      -      -      -       -
save_facts        +      +       -         -           -      -      -      -       -
complete_review   +      +       -         -           -      -      -      -       -
add_referral      -      -       +         +           +      +      -      -       -
peer_to_peer      -      -       +         +           +      +      -      -       -
sign              -      -       +         +           +      +      -      -       -
seal_approval     -      -       -         -           -      -      +      -       -
seal_request      -      -       -         -           -      +      -      -       -
seal_referral     -      -       +         +           +      +      -      -       -
go_back           +      +       +         +           +      +      -      -       -
close             -      -       -         -           -      -      -      +       +
"""
_HEAD, *_ROWS = (line.split() for line in TABLE.strip().splitlines())
STATES = _HEAD[1:]
CELLS = [
    (act, state, sign == "+") for act, *signs in _ROWS for state, sign in zip(STATES, signs, strict=True)
]


class Undo(Exception):
    """Raised to roll back a transaction."""


def review_of(case_id: str) -> Review:
    return Review(
        case_id,
        1,
        "pehp-iop",
        date(2024, 11, 11),
        "0" * 64,
        "decided",
        date(2026, 1, 15),
        {},
        answers={"C1": Answer(Mark.MET, "tnurse", NOW)},
    )


def approval(by: Reviewer) -> Determination:
    request = invented("any", "any").request
    return Determination(Action.APPROVE, by, NOW, request.start, request.end, request.units, Rationale(""))


def correct(opened: Vault, case_id: str) -> None:
    case = invented(case_id, "tnurse")
    save(opened, case_id, request=replace(case.request, units=11))


def readdress(opened: Vault, case_id: str) -> None:
    member = invented(case_id, "tnurse").member
    save(opened, case_id, member=replace(member, address=Address(("12 Sample Street",))))


def go_back(opened: Vault, case_id: str) -> None:
    save(opened, case_id, state=CaseState.IN_REVIEW)


def close(opened: Vault, case_id: str) -> None:
    save(opened, case_id, state=CaseState.CLOSED)


def save(opened: Vault, case_id: str, **changes: object) -> None:
    state = CaseState.LETTER if case_id in ("asking", "signed") else CaseState(_NAMES.get(case_id, case_id))
    asking = ASKED if case_id == "asking" else None
    case = replace(invented(case_id, "tnurse"), state=state, asking=asking)
    opened.cases.save(replace(case, **changes), NOW, None)  # type: ignore[arg-type]


_NAMES = {"waiting": CaseState.WAITING.value, "to_send": CaseState.SEND.value}


def begin_review(opened: Vault, case_id: str) -> None:
    opened.cases.begin_review(replace(review_of(case_id), sequence=2))


def save_answer(opened: Vault, case_id: str) -> None:
    review = review_of(case_id).answered("C1", Answer(Mark.MET, opened.reviewer.user_id, NOW))
    opened.cases.save_answer(review, "C1")


def save_facts(opened: Vault, case_id: str) -> None:
    opened.cases.save_facts(replace(review_of(case_id), facts={"age": 34}), NOW)


def complete_review(opened: Vault, case_id: str) -> None:
    done = replace(review_of(case_id), completed_at=NOW, completed_by=opened.reviewer.user_id)
    opened.cases.complete_review(done, FORM)


def add_referral(opened: Vault, case_id: str) -> None:
    opened.cases.add_referral(case_id, Referral("Is C9 met?", opened.reviewer.user_id, NOW))


def peer_to_peer(opened: Vault, case_id: str) -> None:
    opened.cases.add_peer_to_peer(case_id, PeerToPeer(NOW, opened.reviewer.user_id, NOW.date()))


def sign(opened: Vault, case_id: str) -> None:
    opened.cases.sign(case_id, approval(opened.reviewer), "{}", RULES, PASSWORD, NOW)


def seal_approval(opened: Vault, case_id: str) -> None:
    opened.archive.seal(case_id, "continued_approval", "member", "{}", b"%PDF", NOW)


def seal_request(opened: Vault, case_id: str) -> None:
    opened.archive.seal(case_id, "information_request", "member", "{}", b"%PDF", NOW)


def seal_referral(opened: Vault, case_id: str) -> None:
    opened.archive.seal(case_id, "referral", "internal", "{}", b"%PDF", NOW)


ACTS = {
    act.__name__: act
    for act in (
        correct, readdress, begin_review, save_answer, save_facts, complete_review, add_referral, peer_to_peer,
        sign, seal_approval, seal_request, seal_referral, go_back, close,
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with one person per role, and one case per state, prepared by the nurse."""
    place = tmp_path_factory.mktemp("states") / "vault"
    first = replace(PEOPLE[Role.NURSE], administers=True)
    made, _ = vault.create(place, first, PASSWORD, NOW, LEAST)
    with made:
        for person in PEOPLE.values():
            if person.role is not Role.NURSE:
                made.add_user(person, PASSWORD, LEAST)
        for state in STATES:
            made.cases.add(invented(state, "tnurse"), None)
            made.cases.begin_review(review_of(state))
            if state not in ("new", "in_review"):
                complete_review(made, state)
            if state in ("signed", "to_send", "closed"):
                save_as(made, state, CaseState.READY)
                sign(made, state)
            if state in ("to_send", "closed"):
                save_as(made, state, CaseState.LETTER)
                for copy in ("member", "provider"):
                    made.archive.seal(state, "continued_approval", copy, "{}", b"%PDF", NOW)
            save(made, state)
    return place


def save_as(opened: Vault, case_id: str, state: CaseState) -> None:
    opened.cases.save(replace(invented(case_id, "tnurse"), state=state), NOW, None)


@pytest.fixture(scope="module")
def signed_in(folder: Path) -> Iterator[Callable[[Role], Vault]]:
    """Open the vault as a role; only one person has it open at a time."""
    opened: dict[Role, Vault] = {}

    def come_in(role: Role) -> Vault:
        if role not in opened:
            for other in opened.values():
                other.close()
            opened.clear()
            opened[role] = vault.open_vault(folder, f"t{role}", PASSWORD, NOW)
        return opened[role]

    yield come_in
    for other in opened.values():
        other.close()


def test_the_table_names_every_state_and_act() -> None:
    names = {_NAMES.get(name, name) for name in STATES} - {"asking", "signed"}
    assert names == {state.value for state in CaseState} - {CaseState.LETTER.value}
    assert [act for act, *_ in _ROWS] == list(ACTS)


@pytest.mark.parametrize(("act", "state", "allowed"), CELLS)
@pytest.mark.parametrize("role", Role)
def test_the_store_refuses_by_name_what_role_or_state_does_not_allow(
    signed_in: Callable[[Role], Vault], role: Role, act: str, state: str, allowed: bool
) -> None:
    opened = signed_in(role)

    def attempt() -> None:
        with opened.transaction():
            ACTS[act](opened, state)
            raise Undo

    if role not in WORKS:
        with pytest.raises(NotAuthorized, match=r"^Only an? .* may "):
            attempt()
    elif allowed:
        with pytest.raises(Undo):
            attempt()
    else:
        with pytest.raises(NotAuthorized, match=r"^(You can’t|No signed determination|There is no)"):
            attempt()


def test_a_completed_review_takes_no_answer_even_while_the_case_is_in_review(
    signed_in: Callable[[Role], Vault],
) -> None:
    opened = signed_in(Role.NURSE)
    with suppress(Undo), opened.transaction():
        complete_review(opened, "in_review")
        with pytest.raises(Exception, match="completed review is closed"):
            save_answer(opened, "in_review")
        raise Undo
