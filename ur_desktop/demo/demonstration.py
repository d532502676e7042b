"""Shows the whole line without a display: the real window, off-screen, worked by key events alone.

Two invented cases go from the worklist to their letters. After every step the store is asked whether it led
where it should, and at the end the closed vault is opened again and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QTextEdit

from ur_desktop import paths
from ur_desktop.app import application, make_window
from ur_desktop.casework import sample_requests, sample_vault, samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver, WentAstray
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.determination import Action, Reviewer
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.evaluation.measures import KIND_WORDS
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Mark, Review
from ur_desktop.library import Library
from ur_desktop.storage import vault, verify
from ur_desktop.storage.keys.password import KdfParameters
from ur_desktop.ui.decision.peer_to_peer_offer import PeerToPeerOffer
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.kit.buttons import Pill
from ur_desktop.ui.review.wizard import ReviewWizard
from ur_desktop.ui.sign_in.sign_in_pages import SignInPage

SIZE = (1366, 768)
MOST_CRITERIA = 200
STAY, ADMISSION = "Examplar", "Trialworth"
KEYS = {Mark.MET: "M", Mark.NOT_MET: "N", Mark.NOT_DOCUMENTED: "D"}
THRICE = ("mon", "wed", "fri")
WEEK = (
    (THRICE, "group", 80),
    (THRICE, "training", 60),
    (THRICE, "education", 60),
    (("mon",), "individual", 50),
    (("wed",), "family", 50),
)
ADMISSION_MARKS = {"P11": Mark.NOT_DOCUMENTED, "A4": Mark.NOT_MET}
WORDS = {
    "What should the physician look at?": "Is a program of nine or more hours a week needed now?",
    "In one or two short sentences: why": "The care you get near home is helping. Your records do not show that "
    "you need nine or more hours a week.",
    "What we found, in a few words": "The care near your home is helping",
    "what they show about the care near home, and about the hours you need": "that you see your therapist each "
    "week, that your score on a depression survey went from 17 to 12, and that you went back to work",
    "what follows for this member": "the care you have now is working",
    "which records, and how many pages": "the records we received, 41 pages",
    "The clinical course, with dates and pages.": "Weekly psychotherapy since September (10 visits, p. 4-14) and "
    "monthly medication visits. The PHQ-9 fell from 17 to 12 (p. 6, p. 31).",
    "Why, with dates and pages.": "Outpatient care shows response (p. 31) and the member works three days a week.",
    "the conclusion for this member": "outpatient care is sufficient at present and a need for nine or more hours a "
    "week is not established",
}
"""What the physician and the nurse write in place of each blank."""


def run(folder: Path, say: Callable[[str], None], kdf: KdfParameters | None = None) -> None:
    """Drive both stories in a new folder, which then holds letters, screens and the vault.

    ``kdf`` makes the vault beforehand, with its cost of a password; without it the window makes its own.
    `WentAstray` when a step does not lead where it should.
    """
    for name in ("letters", "screens"):
        (folder / name).mkdir(parents=True)
    show = Demonstration(folder, say)
    if kdf is not None:
        sample_vault.make(folder / sample_vault.FOLDER, show.library, show.now(), kdf)
    try:
        show.first_start()
        show.continued_stay()
        show.admission()
    finally:
        show.hand.close()
    show.read_again()


class Demonstration:
    """One run: the window, who types, the clock, and what was seen of it so far."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder, self._say = folder, say
        self._ahead = timedelta()
        self._steps = 0
        self._closed: dict[str, tuple[Action, LetterKind]] = {}
        app = application()
        self.window = make_window(folder, self.now)
        self.library = Library(paths.forms_dir(), paths.templates_dir())
        self.window.resize(*SIZE)
        self.hand = KeyboardDriver(app, self.window)

    def now(self) -> datetime:
        """The time of day, and after a wait that the story tells of, so much later."""
        return datetime.now().astimezone() + self._ahead

    def first_start(self) -> None:
        """Open the sample vault from the first screen."""
        self._picture("first-start")
        self.hand.reach(self.window.sign_in_screen.sample)
        self.hand.press("Space")
        self.hand.wait_for(lambda: self.window.main is not None, "the sample vault opens")
        rows = self.hand.main.worklist.table.rows.rowCount()
        self._expect(
            rows == len(sample_requests.SAMPLES), f"the worklist shows every sample case, not {rows}"
        )
        self._step("worklist", f"Opened the sample vault: {rows} open cases, most urgent first.")

    def continued_stay(self) -> None:
        """A PEHP continued stay: every criterion is met, and the nurse approves it."""
        case = self._open(STAY, CaseState.NEW)
        self._step("stay-request", "Continued stay: found by its name, opened with Enter.")
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.IN_REVIEW)
        self._state_facts(self.now().date() - timedelta(days=28))
        self._step("stay-facts", "The facts and the planned week are typed in.")
        self._answer(case, {})
        finding = self._wizard.state.finding
        self._expect(finding.result is Result.MET, "every criterion is met")
        self._step(
            "stay-finding", f"Each of {len(self._review(case).answers)} criteria answered with one key."
        )
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.READY)
        self.hand.press("A")
        self._step("stay-decision", "The review is finished; approving is open to the nurse.")
        self._sign(case, Action.APPROVE, "stay-sign")
        self._accept(case, "stay-letter", CaseState.CLOSED, LetterKind.CONTINUED_APPROVAL)
        self._closed[case.id] = (Action.APPROVE, LetterKind.CONTINUED_APPROVAL)

    def admission(self) -> None:
        """A BCBSNC admission: records are asked for and do not come, a physician denies it."""
        case = self._open(ADMISSION, CaseState.NEW, "A")
        mine = self._case(case).assigned_to == samples.NURSE.user_id
        self._expect(mine, "the case is assigned to the nurse")
        self._step("admission-request", "Admission: assigned to the nurse with A, opened with Enter.")
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.IN_REVIEW)
        self._state_facts(case.request.start)
        self._step("admission-facts", "The facts and the planned week are typed in.")
        self._answer(case, ADMISSION_MARKS)
        finding = self._wizard.state.finding
        cited = [item.id for item in finding.unmet], [item.id for item in finding.undetermined]
        self._expect(cited == (["A4"], ["P11"]), "A4 is not met and P11 could not be found")
        self._step("admission-finding", "P11 could not be found in the records, A4 is not met.")
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.READY)
        self._ask_for_records(case)
        self._refer(case)
        self._sign_in(samples.PHYSICIAN)
        self._deny(case)
        self._accept(case, "admission-denial", CaseState.CLOSED, LetterKind.DENIAL)
        self._closed[case.id] = (Action.DENY, LetterKind.DENIAL)

    def read_again(self) -> None:
        """Open the closed vault as another program would and see that all is there and whole."""
        with vault.open_vault(
            self.folder / sample_vault.FOLDER, samples.NURSE.user_id, samples.PASSWORD, self.now()
        ) as kept:
            report = verify.to_the_end(kept.examine(self.library.record_codes))
            self._expect(not report.faults, f"the record is in order: {report.faults}")
            for case_id, (action, kind) in self._closed.items():
                signed = kept.cases.determinations(case_id)[-1]
                sealed = {item.kind for item in kept.archive.letters(case_id)}
                self._expect(kept.cases.get(case_id).state is CaseState.CLOSED, "the case is closed on file")
                self._expect(
                    signed.action is action and kind.value in sealed, "decision and letters are on file"
                )
        self._say("Read again after closing: both decisions on file, archive and journal unbroken.")

    # What the stories are made of

    @property
    def _wizard(self) -> ReviewWizard:
        return self.hand.main.case.wizard

    @property
    def _vault(self) -> vault.Vault:
        if self.window.session is None:
            raise WentAstray("The vault is locked.")
        return self.window.session.vault

    def _open(self, name: str, state: CaseState, *before: str) -> Case:
        """Find a case by typing its name, press some keys on it, and open it with Enter."""
        hand = self.hand
        hand.press("/")
        hand.type_over(name.lower())
        hand.press("Return")
        rows = hand.main.worklist.table.rows.rowCount()
        self._expect(rows == 1, f"one case is found by “{name}”, not {rows}")
        hand.press(*before, "Return")
        case = self._case(hand.main.ui_state.case_id)
        self._expect(case.member.last_name == name, f"the case of {name} opens")
        self._stands(case, state)
        return case

    def _state_facts(self, admitted: date) -> None:
        """Answer the facts that the policy asks, and type the planned week."""
        hand, wizard = self.hand, self._wizard
        if wizard.step:
            hand.reach(wizard.strip.buttons[0])
            hand.press("Space")
        for row in wizard.facts.questions.values():
            if isinstance(pill := row.pills.get("no"), Pill):
                self._turn_to(pill, tuple(row.pills.values()))
            elif row.edit is not None and not row.edit.text():
                hand.reach(row.edit)
                hand.type(f"{admitted:%m/%d/%Y}" if row.fact.name == "admitted" else "12")
                hand.press("Return")
        week = wizard.facts.schedule
        for days, kind, minutes in WEEK:
            for day in days:
                hand.reach(week.new.days[day])
                hand.press("Space")
            hand.choose(week.new.kind, KIND_WORDS[kind])
            hand.reach(week.new.minutes)
            hand.type(str(minutes))
            hand.press("Return")
        kept = self._review(self._case(hand.main.ui_state.case_id))
        self._expect(
            len(kept.schedule) == sum(len(days) for days, _kind, _minutes in WEEK),
            "the planned week is saved",
        )
        self._expect(
            all(fact.name in kept.facts for fact in self._wizard.state.policy.facts), "the facts are saved"
        )

    def _turn_to(self, pill: Pill, among: tuple[Pill, ...]) -> None:
        """Go to one of a few pills by Tab, then to the wanted one by the arrow keys."""
        at = among.index(self.hand.reach(*among))
        to = among.index(pill)
        self.hand.press(*["Right" if at < to else "Left"] * abs(to - at), "Space")
        self._expect(pill.isChecked(), f"“{pill.text()}” is chosen")

    def _answer(self, case: Case, marks: Mapping[str, Mark]) -> None:
        """Answer criterion after criterion with one key each; each answer is on file before the next."""
        wizard = self._wizard
        if not wizard.step:
            self.hand.press("Ctrl+Return")
        last = len(wizard.strip.buttons) - 1
        for _criterion in range(MOST_CRITERIA):
            if wizard.step == last:
                break
            current = wizard.current.id
            mark = marks.get(current, Mark.MET)
            self.hand.press(KEYS[mark])
            kept = self._review(case).answers.get(current)
            self._expect(kept is not None and kept.mark is mark, f"the answer to {current} is saved")
        self._expect(wizard.state.finding.is_complete, "every criterion is answered")

    def _ask_for_records(self, case: Case) -> None:
        self.hand.press("I")
        self._step("admission-asking", "The nurse asks for what could not be found.")
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.LETTER)
        self._accept(case, "admission-asking-letter", CaseState.WAITING, LetterKind.INFORMATION_REQUEST)
        [asked] = self._case(case).information_requests
        self._ahead += asked.answer_by - self.now() + timedelta(hours=9)
        self.window.watch.start()  # else the window would lock: nobody touched it for weeks
        self._say(f"      Nothing comes. It is {self.now():%m/%d/%Y} now, the day after the last to answer.")

    def _refer(self, case: Case) -> None:
        self._open(ADMISSION, CaseState.WAITING)
        self._step("admission-waiting", "The time to answer has run out.")
        self.hand.press("Alt+3", "R")
        self._fill_blanks()
        self._step("admission-referral", "The nurse writes the question for the physician.")
        self.hand.press("Ctrl+Return")
        self._stands(case, CaseState.WITH_PHYSICIAN)
        self._write_letters(case)
        self._expect(self._vault.cases.referrals(case.id) != (), "the referral is on file")

    def _sign_in(self, person: Reviewer) -> None:
        hand = self.hand
        hand.press("Ctrl+L")
        hand.wait_for(lambda: self.window.main is None, "the vault locks")
        self._step("locked", "Locked.")
        page = hand.see(SignInPage)
        hand.choose(page.reviewer.combo, person.name)
        hand.reach(page.password)
        hand.type(samples.PASSWORD)
        hand.press("Return")
        hand.wait_for(lambda: self.window.main is not None, f"{person.name} signs in")
        self._expect(self._vault.reviewer.user_id == person.user_id, f"{person.name} is signed in")
        self._step("physician-worklist", f"{person.name} signs in.")

    def _deny(self, case: Case) -> None:
        self._open(ADMISSION, CaseState.WITH_PHYSICIAN)
        self._step("admission-physician", "The physician reads finding and question.")
        self.hand.press("D")
        self._fill_blanks()
        self.hand.reach(self.hand.see(PeerToPeerOffer).record)
        self.hand.press("Space")
        self._expect(self._vault.cases.peer_to_peer(case.id) is not None, "the offer of a talk is on file")
        self._step("admission-reasons", "Every blank of the reasons is filled, a talk is offered.")
        self._sign(case, Action.DENY, "admission-sign")

    def _fill_blanks(self) -> None:
        """Go from blank to blank with F8 and write over each."""
        for _blank in WORDS:
            self.hand.press("F8")
            edit = self.hand.app.focusWidget()
            blank = edit.textCursor().selectedText() if isinstance(edit, QTextEdit) else ""
            words = WORDS.get(blank.strip("«»"))
            if words is None:
                raise WentAstray(f"The demonstration has no words for the blank {blank or 'after F8'}.")
            self.hand.type(words)
            if not self.hand.see(RationaleEditor).open_blanks():
                return
        raise WentAstray("There are more blanks than the demonstration has words for.")

    def _sign(self, case: Case, action: Action, name: str) -> None:
        """Press the button's key, attest where that is asked, and sign with the password."""
        hand = self.hand
        hand.press("Ctrl+Return")
        sign = hand.see(SignPanel)
        if not sign.conflict.isHidden():
            hand.reach(sign.conflict)
            hand.press("Space")
        hand.reach(sign.password)
        hand.type(samples.PASSWORD)
        self._picture(name)
        hand.press("Return")
        self._stands(case, CaseState.LETTER)
        signed = self._vault.cases.determinations(case.id)[-1]
        self._expect(
            signed.action is action and signed.by.user_id == self._vault.reviewer.user_id, "it is signed"
        )
        self._say(f"      Signed by {signed.by.signature}.")

    def _accept(self, case: Case, name: str, state: CaseState, kind: LetterKind) -> None:
        """Look at a letter, accept it, and write its archived bytes into the folder."""
        self._step(name, f"The {kind.value.replace('_', ' ')} as it will print.")
        self.hand.press("Ctrl+Return")
        self._stands(case, state)
        sealed = [item.kind for item in self._vault.archive.letters(case.id)]
        self._expect(sealed.count(kind.value) == 2, "both copies of the letter are on file")
        self._write_letters(case)

    def _write_letters(self, case: Case) -> None:
        for item in self._vault.archive.letters(case.id):
            path = self.folder / "letters" / f"{case.number}-{item.sequence:02}-{item.kind}-{item.copy}.pdf"
            if not path.exists():
                path.write_bytes(self._vault.archive.pdf(item.sequence))
                self._say(f"      {path}")

    # What is asked and said

    def _case(self, case: Case | str) -> Case:
        return self._vault.cases.get(case if isinstance(case, str) else case.id)

    def _review(self, case: Case) -> Review:
        return self._vault.cases.reviews(case.id)[-1]

    def _stands(self, case: Case, state: CaseState) -> None:
        found = self._case(case).state
        self._expect(found is state, f"the case is “{state.value}”, not “{found.value}”")

    def _expect(self, so: bool, what: str) -> None:  # noqa: FBT001, it is what is asked
        if not so:
            self._picture("astray")
            raise WentAstray(f"After step {self._steps} it should be so that {what}.", f"See {self.folder}.")

    def _step(self, name: str, words: str) -> None:
        self._picture(name)
        self._say(f"{self._steps:4}. {words}")

    def _picture(self, name: str) -> None:
        self._steps += 1
        self.hand.picture(self.folder / "screens" / f"{self._steps:02}-{name}.png")
