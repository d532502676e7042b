"""Shows the whole line without a display: the real window, off-screen, worked by key events alone.

Two invented cases go from the worklist to their letters. After every step the vault is asked whether its result was
saved, and at the end the closed vault is opened again and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from ur_desktop.casework import audit, sample_requests, sample_vault, samples
from ur_desktop.casework.sign_in import Refused, sign_in
from ur_desktop.demo.case_driver import CaseDriver
from ur_desktop.demo.keyboard_driver import StepFailed
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.determination import Action
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Mark
from ur_desktop.storage import verify
from ur_desktop.storage.keys.password import KdfParameters
from ur_desktop.ui.decision.peer_to_peer_offer import PeerToPeerOffer
from ur_desktop.ui.decision.recipient_row import RecipientRow

STAY, ADMISSION = "Examplar", "Trialworth"
ADMISSION_MARKS = {"P11": Mark.NOT_DOCUMENTED, "A4": Mark.NOT_MET}


def run(folder: Path, say: Callable[[str], None], kdf: KdfParameters | None = None) -> None:
    """Work both cases in a new folder, which then holds letters, screens and the vault.

    ``kdf`` makes the vault beforehand, with its cost of a password; without it the window makes its own.
    `StepFailed` when a step has another result than expected.
    """
    for name in ("letters", "screens"):
        (folder / name).mkdir(parents=True)
    driver = CaseDriver(folder, say)
    if kdf is not None:
        sample_vault.make(folder / sample_vault.FOLDER, driver.library, driver.now(), kdf)
    try:
        _first_start(driver)
        closed = {
            _continued_stay(driver).id: (Action.APPROVE, LetterKind.CONTINUED_APPROVAL),
            _admission(driver).id: (Action.DENY, LetterKind.DENIAL),
        }
    finally:
        driver.hand.close()
    _read_again(driver, closed)


def _first_start(driver: CaseDriver) -> None:
    """Open the sample vault from the first screen."""
    driver.picture("first-start")
    driver.hand.reach(driver.window.sign_in_screen.sample)
    driver.hand.press("Space")
    driver.hand.wait_for(lambda: driver.window.main is not None, "the sample vault opens")
    rows = driver.hand.main.worklist.table.rows.rowCount()
    driver.expect(rows == len(sample_requests.SAMPLES), f"the worklist shows every sample case, not {rows}")
    driver.step("worklist", f"Opened the sample vault: {rows} open cases, most urgent first.")


def _continued_stay(driver: CaseDriver) -> Case:
    """A PEHP continued stay: every criterion is met, and the nurse approves it."""
    case = driver.open(STAY, CaseState.NEW)
    driver.step("stay-request", "Continued stay: found by its name, opened with Enter.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.IN_REVIEW)
    driver.state_facts(driver.now().date() - timedelta(days=28))
    driver.step("stay-facts", "The facts and the planned week are typed in.")
    driver.answer(case, {})
    finding = driver.wizard.state.finding
    driver.expect(finding.result is Result.MET, "every criterion is met")
    driver.step("stay-finding", f"Each of {len(driver.review(case).answers)} criteria answered with one key.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.READY)
    driver.hand.press("A")
    driver.step("stay-decision", "The review is finished; approving is open to the nurse.")
    driver.sign(case, Action.APPROVE, "stay-sign")
    driver.accept(case, "stay-letter", CaseState.SEND, LetterKind.CONTINUED_APPROVAL)
    driver.mail(case, STAY, "stay-sent", CaseState.CLOSED)
    return case


def _admission(driver: CaseDriver) -> Case:
    """A BCBSNC admission: records are requested and do not come; a physician denies it."""
    case = driver.open(ADMISSION, CaseState.NEW, "A")
    mine = driver.case(case).assigned_to == samples.NURSE.user_id
    driver.expect(mine, "the case is assigned to the nurse")
    driver.step("admission-request", "Admission: assigned to the nurse with A, opened with Enter.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.IN_REVIEW)
    driver.state_facts(case.request.start)
    driver.step("admission-facts", "The facts and the planned week are typed in.")
    driver.answer(case, ADMISSION_MARKS)
    finding = driver.wizard.state.finding
    cited = [item.id for item in finding.unmet], [item.id for item in finding.undetermined]
    driver.expect(cited == (["A4"], ["P11"]), "A4 is not met and P11 could not be found")
    driver.step("admission-finding", "P11 could not be found in the records, A4 is not met.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.READY)
    _ask_for_records(driver, case)
    _refer(driver, case)
    driver.sign_in(samples.PHYSICIAN)
    _deny(driver, case)
    driver.accept(case, "admission-denial", CaseState.SEND, LetterKind.DENIAL)
    driver.mail(case, ADMISSION, "admission-denial-sent", CaseState.CLOSED)
    return case


def _ask_for_records(driver: CaseDriver, case: Case) -> None:
    driver.hand.press("I")
    recipient = driver.hand.visible(RecipientRow)
    driver.hand.reach(recipient.reason.editor)
    driver.hand.type("The parent asked for this care and takes part in it.")
    driver.hand.reach(recipient.record)
    driver.hand.press("Space")
    driver.step("admission-asking", "The nurse requests what could not be found.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.LETTER)
    driver.accept(case, "admission-asking-letter", CaseState.SEND, LetterKind.INFORMATION_REQUEST)
    driver.mail(case, ADMISSION, "admission-asking-sent", CaseState.WAITING)
    [asked] = driver.case(case).information_requests
    driver.wait_until(asked.answer_by + timedelta(hours=9))
    driver.say(f"      Nothing comes. It is {driver.now():%m/%d/%Y} now, the day after the response was due.")


def _refer(driver: CaseDriver, case: Case) -> None:
    driver.open(ADMISSION, CaseState.WAITING)
    driver.step("admission-waiting", "The response is overdue.")
    driver.hand.press("Alt+3", "R")
    driver.fill_blanks()
    driver.step("admission-referral", "The nurse writes the question for the physician.")
    driver.hand.press("Ctrl+Return")
    driver.expect_state(case, CaseState.WITH_PHYSICIAN)
    driver.write_letters(case)
    driver.expect(driver.vault.cases.referrals(case.id) != (), "the referral is saved")


def _deny(driver: CaseDriver, case: Case) -> None:
    driver.open(ADMISSION, CaseState.WITH_PHYSICIAN)
    driver.step("admission-physician", "The physician reads finding and question.")
    driver.hand.press("D")
    driver.fill_blanks()
    driver.hand.reach(driver.hand.visible(PeerToPeerOffer).record)
    driver.hand.press("Space")
    driver.expect(driver.vault.cases.peer_to_peer(case.id) is not None, "the peer-to-peer offer is saved")
    driver.step("admission-reasons", "Every blank of the reasons is filled, peer-to-peer is offered.")
    driver.sign(case, Action.DENY, "admission-sign")


def _read_again(driver: CaseDriver, closed: Mapping[str, tuple[Action, LetterKind]]) -> None:
    """Sign in again, and check that the determinations and letters are there and nothing was changed."""
    folder = driver.folder / sample_vault.FOLDER
    session = sign_in(folder, samples.NURSE.user_id, samples.PASSWORD, driver.library, driver.now)
    if isinstance(session, Refused):
        raise StepFailed(session.words)
    with session.vault:
        report = verify.run_all(audit.verify(session))
        driver.expect(not report.faults, f"nothing was changed: {report.faults}")
        for case_id, (action, kind) in closed.items():
            file = session.vault.cases
            signed, sealed = file.determinations(case_id)[-1], session.vault.archive.letters(case_id)
            driver.expect(file.get(case_id).state is CaseState.CLOSED, "the case is closed")
            driver.expect(
                signed.action is action and kind.value in {item.kind for item in sealed},
                "determination and letters are saved",
            )
    driver.say("Read again after closing: both determinations saved, no problems found.")
