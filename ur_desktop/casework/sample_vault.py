"""Makes the vault of invented cases that the program offers for a first look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.casework.session import Session
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import KdfParameters

FOLDER = paths.SAMPLE_VAULT


def make(folder: Path, library: Library, now: datetime, kdf: KdfParameters | None = None) -> None:
    """Write the sample vault as of ``now`` (aware) into a folder that has none; StorageError when it has."""
    made, _recovery_key = vault.create(folder, samples.NURSE, samples.PASSWORD, now, kdf)
    with made:
        for person in samples.PEOPLE[1:]:
            made.add_user(person, samples.PASSWORD, kdf)
        session = Session(made, library, lambda: now)
        with made.together():
            for sample in samples.sample_cases(library, now):
                session.add(sample.case)
                if sample.review is not None:
                    _put_review(made, sample)
                if sample.referral is not None:
                    made.cases.add_referral(sample.case.id, sample.referral)


def _put_review(made: vault.Vault, sample: samples.SampleCase) -> None:
    review = sample.review
    assert review is not None  # noqa: S101, asked by the caller
    made.cases.begin_review(replace(review, answers={}, completed_at=None, completed_by=""), sample.progress)
    for criterion_id in review.answers:
        made.cases.save_answer(review, criterion_id, sample.progress)
    if review.completed_at is not None:
        made.cases.complete_review(review)
