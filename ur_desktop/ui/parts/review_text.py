"""Words for a review on the screen: the status of a row, the result so far, facts and dates."""

from __future__ import annotations

from datetime import date

from ur_desktop.domain.evaluation.judge import MET, NOT_APPLICABLE, NOT_MET, NOT_YET_DUE, Judged
from ur_desktop.domain.evaluation.measures import MEASURES, amount
from ur_desktop.domain.policy import Criterion, CriterionKind, Group, Node
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.review_state import NOT_DUE, TO_ANSWER, ReviewState, names_missing
from ur_desktop.ui.kit import text
from ur_desktop.ui.parts import signs


def short_date(day: date, now: date | None = None) -> str:
    """Say a date without its weekday: "Jan 17"; its year too where ``now`` is in another."""
    return text.date_words(now or day, day).partition(" ")[2]


def reason_context(group: Group, judged: Judged | None) -> str:
    """Say what a group asks of its members and how far it is: "At least 2 of 3 for C9 …: 1 of 2 so far"."""
    asked = f"All {len(group.children)}"
    if group.at_least is not None:
        asked = f"At least {group.at_least} of {len(group.children)}"
    so_far = ""
    if judged is not None and judged.needed:
        so_far = f": {min(judged.met, judged.needed)} of {judged.needed} so far"
    return f"{asked} for {group.id}, {bare_title(group)}{so_far}"


def bare_title(group: Group) -> str:
    """A group's title without how many it asks, "…, 2 of 3", where the number is shown next to it."""
    return group.title.removesuffix(f", {group.at_least} of {len(group.children)}")


def answer_words(answer: Answer | None) -> str:
    """An answer in words: "Met"; of a deadline that is not met, what is not: "Not met, date missed"."""
    sign = signs.MARKS[answer.mark.value if answer and answer.mark else "to_answer"]
    if answer is None or answer.missed_date is None:
        return sign.words
    return f"{sign.words}, {'date missed' if answer.missed_date else 'date not missed'}"


def words_needed(item: Criterion, proposed: Mark | None, mark: Mark, words: str) -> str:
    """What an answer still needs in words: a reason against the schedule, or names for an open list."""
    if proposed is not None and mark is not proposed:
        shown = signs.MARKS[proposed.value].words
        return "" if words else f"The schedule shows {shown}. Type why you disagree, then Enter. Esc cancels."
    lacking = names_missing(item, mark, words)
    return f"{lacking} Then Enter. Esc cancels." if lacking else ""


def row_word(state: ReviewState, node: Node, *, advisory: bool = False) -> str:
    """The word at the right of a criterion's row, next to its mark; empty where the mark says it all."""
    status, judged = state.status(node), state.judged.get(node.id)
    if status == "not_applicable" or judged is None:
        return "not applicable"
    if status == NOT_DUE:
        return f"due {short_date(judged.due)}" if judged.due else "not yet due"
    if judged.missing_fact and judged.mark is None:
        return "fact unknown"
    if isinstance(node, Group):
        return f"{min(judged.met, judged.needed)} of {judged.needed}"
    if status != TO_ANSWER:
        return ""
    if node.id in state.proposed:
        return "proposed"
    if state.carried(node):
        return "carried"
    return "information" if node.kind is CriterionKind.INFORMATION and not advisory else ""


def fact_words(review: Review, name: str) -> str:
    """A fact with its value in words: "Boarding: no"."""
    value = review.facts.get(name)
    said = "unknown" if value is None else "yes" if value is True else "no" if value is False else str(value)
    if isinstance(value, date):
        said = text.typed_date(value)
    return f"{name.replace('_', ' ').capitalize()}: {said}"


def verdict(state: ReviewState, *, physician: bool = False) -> str:
    """The result so far in words, with the next actions that it allows."""
    finding, title = state.finding, state.finding.checklist.title
    so_far = "" if finding.is_complete else " so far"
    way_out = "decide" if physician else "refer to a physician"
    if finding.result is MET:
        return f"{title} is met{so_far}"
    if finding.result is NOT_MET:
        return f"{title} is not met{so_far}: {way_out} or request information"
    if finding.result is NOT_APPLICABLE:
        return f"{title}: no criterion applies"
    if finding.result is NOT_YET_DUE:
        return f"{title}: nothing is due yet"
    if not finding.is_complete:
        return f"{title}: no finding yet, {len(finding.unanswered)} to answer"
    return f"{title}: not enough in the records; request information or {way_out}"


def needs_words(item: Criterion) -> str:
    """Say what a measure holds the schedule against: "Needs 3 program days and 9 clinical hours."."""
    if item.measure is None:
        return ""
    needed = [amount(each.at_least, MEASURES[each.measure].one) for each in item.measure.thresholds]
    return f"Needs {' and '.join(needed)}."
