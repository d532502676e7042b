"""Makes the vault of invented cases that the program offers for a first look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.journal import EventKind
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import KdfParameters

FOLDER = paths.SAMPLE_VAULT


def make(folder: Path, library: Library, now: datetime, kdf: KdfParameters | None = None) -> None:
    """Write the sample vault as of ``now`` (aware) into a folder that has none; StorageError when it has."""
    cases = samples.sample_cases(library, now)
    made, _recovery_key = vault.create(folder, samples.NURSE, samples.PASSWORD, now, kdf)
    with made:
        for person in samples.PEOPLE[1:]:
            made.add_user(person, samples.PASSWORD, kdf)
        session = Session(made, library, lambda: now)
        with made.transaction():
            for sample in cases:
                session.add(replace(sample.case, state=CaseState.NEW, assigned_to=""))
            _put_reviews(session, cases)
    with vault.open_vault(folder, samples.COLLEAGUE.user_id, samples.PASSWORD, now) as opened:
        session = Session(opened, library, lambda: now)
        with opened.transaction():
            _put_reviews(session, cases)
            _take_own(session, cases)
        session.record(EventKind.SIGN_OUT)


def _put_reviews(session: Session, cases: tuple[samples.SampleCase, ...]) -> None:
    """Save the reviews and referrals that the signed-in person wrote, and the cases as they are after them."""
    me, vault_cases = session.me.user_id, session.vault.cases
    for sample in cases:
        if sample.author != me:
            continue
        if review := sample.review:
            vault_cases.begin_review(
                replace(review, answers={}, completed_at=None, completed_by=""), sample.progress
            )
            for criterion_id in review.answers:
                vault_cases.save_answer(review, criterion_id, sample.progress)
            if review.completed_at is not None:
                policy = session.library.edition(review.policy_id, review.version, review.digest)
                vault_cases.complete_review(review, policy)
        if sample.referral is not None:
            session.save(replace(sample.case, state=CaseState.READY, assigned_to=me))
            vault_cases.add_referral(sample.case.id, sample.referral)
        refers = sample.case.state is CaseState.WITH_PHYSICIAN
        assigned = sample.case.assigned_to if refers or sample.case.assigned_to == me else ""
        session.save(replace(sample.case, assigned_to=assigned))


def _take_own(session: Session, cases: tuple[samples.SampleCase, ...]) -> None:
    """Assign to the signed-in person the cases that are theirs though someone else reviewed them."""
    for sample in cases:
        if sample.case.assigned_to == session.me.user_id != sample.author:
            session.save(sample.case)
