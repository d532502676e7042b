"""Without a display: the real window worked by keys, from the worklist to the letters of two cases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ur_desktop import paths
from ur_desktop.casework import sample_vault, samples
from ur_desktop.cli import main as cli
from ur_desktop.demo import demonstration
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action
from ur_desktop.domain.review import Mark
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, open_vault

STAY, ADMISSION = "sample-00377", "sample-00352"
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the demonstration told, line by line."""
    return []


@pytest.fixture(scope="module")
def shown(qapp: object, said: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demonstration."""
    folder = tmp_path_factory.mktemp("demonstration") / "new"
    demonstration.run(folder, said.append, LEAST)
    return folder


@pytest.fixture
def kept(shown: Path) -> Iterator[Vault]:
    """Its vault, opened again."""
    with open_vault(
        shown / sample_vault.FOLDER, samples.NURSE.user_id, samples.PASSWORD, datetime.now(UTC)
    ) as made:
        yield made


def letters(vault: Vault, case_id: str) -> dict[tuple[str, str], str]:
    """The words of each letter on file, by kind and copy."""
    return {
        (item.kind, item.copy): " ".join(" ".join(LIBRARY.pages(vault.archive.pdf(item.sequence))).split())
        for item in vault.archive.letters(case_id)
    }


def test_the_continued_stay_is_met_and_approved_by_the_nurse(kept: Vault) -> None:
    [review] = kept.cases.reviews(STAY)
    [decided] = kept.cases.determinations(STAY)
    assert {answer.mark for answer in review.answers.values()} == {Mark.MET}
    assert (decided.action, decided.by.user_id) == (Action.APPROVE, samples.NURSE.user_id)
    assert kept.cases.get(STAY).state is CaseState.CLOSED
    written = letters(kept, STAY)
    assert set(written) == {("continued_approval", "member"), ("continued_approval", "provider")}
    assert decided.authorization_number in written["continued_approval", "member"]
    assert "H0015" in written["continued_approval", "provider"]


def test_the_admission_becomes_a_request_a_referral_and_a_denial(kept: Vault) -> None:
    review = kept.cases.reviews(ADMISSION)[-1]
    [asked] = kept.cases.get(ADMISSION).information_requests
    [referral] = kept.cases.referrals(ADMISSION)
    [decided] = kept.cases.determinations(ADMISSION)
    unmet = {key: answer.mark for key, answer in review.answers.items() if answer.mark is not Mark.MET}
    assert unmet == {"P11": Mark.NOT_DOCUMENTED, "A4": Mark.NOT_MET}
    assert asked.answer_by < referral.at < decided.at
    assert (decided.action, decided.by.user_id) == (Action.DENY, samples.PHYSICIAN.user_id)
    assert decided.no_conflict
    assert not decided.rationale.blanks
    assert kept.cases.peer_to_peer(ADMISSION) is not None
    assert kept.cases.get(ADMISSION).state is CaseState.CLOSED


def test_its_letters_say_what_was_found_apart_from_what_was_not(kept: Vault) -> None:
    written = letters(kept, ADMISSION)
    assert set(written) == {
        ("information_request", "member"),
        ("information_request", "provider"),
        ("referral", "internal"),
        ("review_summary", "internal"),
        ("denial", "member"),
        ("denial", "provider"),
    }
    assert "safety plan" in written["information_request", "provider"]
    assert "The care near your home is helping" in written["denial", "member"]
    assert "Max Specimen, MD" in written["denial", "member"]
    assert "A4" in written["denial", "provider"]
    assert "«" not in "".join(written.values())


def test_archive_and_journal_verify(kept: Vault) -> None:
    kept.archive.verify()
    kept.journal.verify()


def test_the_folder_holds_the_archived_bytes_and_a_picture_of_each_step(shown: Path, kept: Vault) -> None:
    on_file = [
        kept.archive.pdf(item.sequence)
        for case_id in (STAY, ADMISSION)
        for item in kept.archive.letters(case_id)
    ]
    assert [file.read_bytes() for file in sorted((shown / "letters").iterdir())] == on_file
    assert len(list((shown / "screens").glob("*.png"))) >= 20


def test_it_tells_each_step_and_each_path(shown: Path, said: list[str]) -> None:
    assert all(any(str(file) in line for line in said) for file in (shown / "letters").iterdir())
    assert said[-1] == "Read again after closing: both determinations saved, no problems found."


def test_a_step_with_another_result_is_an_error_in_a_sentence(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cli, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(demonstration, "STAY", "Unlisted")
    found = CliRunner().invoke(cli.main)
    assert found.exit_code == 1
    assert found.stdout.startswith("No display found.")
    assert "one case is found by “Unlisted”, not 0" in found.stderr
