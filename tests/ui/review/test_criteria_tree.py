"""The tree beside a review: what each row says, what is open, what is spoken."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from tests.ui.conftest import Show
from tests.ui.reviews import answer, continued, policy
from ur_desktop.domain.review import Mark, Review
from ur_desktop.domain.review_state import ReviewState, sections
from ur_desktop.ui.kit.look.theme import current
from ur_desktop.ui.review.criteria_model import TreeRow
from ur_desktop.ui.review.criteria_tree import CriteriaTree, _fitting_word


def tree_of(review: Review, show: Show, *, width: int = 327) -> CriteriaTree:
    tree = CriteriaTree()
    tree.resize(width, 676)
    tree.build(sections(policy(review.policy_id), review.checklist_id))
    tree.refresh(ReviewState.of(policy(review.policy_id), review))
    show(tree)
    return tree


def index_of(tree: CriteriaTree, node_id: str) -> QModelIndex:
    return tree.index_of(node_id)


def painted(tree: CriteriaTree, node_id: str) -> tuple[QImage, int]:
    return tree.viewport().grab().toImage(), tree.visualRect(index_of(tree, node_id)).center().y()


def test_sections_head_the_criteria_with_their_tallies(show: Show) -> None:
    tree = tree_of(continued(P1=answer(), C9b=answer(Mark.NOT_MET), C9c=answer(Mark.NOT_MET)), show)
    program, own = tree.heads()
    assert (program.title, own.title) == ("Program requirements", "Continued care")
    assert dict(program.tallies) == {"met": 1, "not_yet_due": 1, "to_answer": 12}
    assert dict(own.tallies)["not_met"] == 1


@pytest.mark.parametrize(
    ("node_id", "sign", "word"),
    [
        ("P1", "met", ""),
        ("P2", "not_documented", ""),
        ("P9", "to_answer", "proposed"),
        ("P10", "not_applicable", "not applicable"),
        ("P12", "not_yet_due", "due Jan 17"),
        ("P13c", "to_answer", "information"),
        ("C7", "met", "1 of 1"),
        ("C8", "to_answer", "0 of 2"),
        ("C9", "not_met", "1 of 2"),
    ],
)
def test_a_row_says_its_state_with_mark_and_word(show: Show, node_id: str, sign: str, word: str) -> None:
    review = continued(
        P1=answer(),
        P2=answer(Mark.NOT_DOCUMENTED),
        C7a=answer(),
        C7b=answer(),
        C9a=answer(),
        C9b=answer(Mark.NOT_MET),
        C9c=answer(Mark.NOT_MET),
    )
    row = tree_of(review, show).row(node_id)
    assert (row.sign, row.word) == (sign, word)


def test_an_unknown_fact_is_said(show: Show) -> None:
    facts = {key: value for key, value in continued().facts.items() if key != "boarding"}
    assert tree_of(replace(continued(), facts=facts), show).row("P10").word == "fact unknown"


def test_a_group_opens_only_while_the_reviewer_is_inside(show: Show) -> None:
    tree = tree_of(continued(), show)
    tree.set_current("C8b")
    assert tree.isExpanded(index_of(tree, "C8"))
    assert tree.isExpanded(index_of(tree, "C8p"))
    assert not tree.isExpanded(index_of(tree, "C9"))
    tree.set_current("C10")
    assert not tree.isExpanded(index_of(tree, "C8"))


def test_the_whole_checklist_shows_its_first_row_at_the_start(show: Show) -> None:
    tree = tree_of(continued(), show)
    tree.set_current("P9")
    tree.resize(327, 600)
    assert tree.verticalScrollBar().value() == 0


def test_a_click_goes_to_a_criterion_and_on_a_group_to_its_first(show: Show) -> None:
    tree = tree_of(continued(), show)
    chosen: list[str] = []
    tree.chosen.connect(chosen.append)
    for node_id in ("P7", "P13a"):
        at = tree.visualRect(index_of(tree, node_id)).center()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == ["P7", "P13a1"]


def test_a_click_on_a_section_folds_it(show: Show) -> None:
    tree = tree_of(continued(), show)
    head = index_of(tree, "P1").parent()
    for opened in (False, True):
        at = tree.visualRect(head).center()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert tree.isExpanded(head) is opened


def test_the_current_row_has_a_bar_and_a_tint(show: Show) -> None:
    tree = tree_of(continued(), show)
    tree.set_current("P3")
    image, y = painted(tree, "P3")
    assert image.pixelColor(1, y) == QColor(current().accent)
    assert image.pixelColor(10, y) == QColor(current().accent_tint)


def test_a_narrow_tree_keeps_mark_and_id(show: Show) -> None:
    tree = tree_of(continued(), show, width=95)
    image, y = painted(tree, "P1")
    inks = {image.pixelColor(x, y).name() for x in range(75, image.width())}
    assert inks == {QColor(current().surface).name()}


def test_rows_are_taller_where_the_screen_is(show: Show) -> None:
    tree = tree_of(continued(), show)
    assert tree.visualRect(index_of(tree, "P2")).height() == 24
    tree.resize(343, 988)
    assert tree.visualRect(index_of(tree, "P2")).height() == 28


def test_a_row_is_spoken_with_its_state(show: Show) -> None:
    tree = tree_of(continued(), show)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert index_of(tree, "P9").data(spoken) == "P9, 3 days, 9 hours a week, to answer, proposed"
    assert index_of(tree, "P10").data(spoken) == "P10, Boarding support, not applicable"
    head = index_of(tree, "P1").parent().data(spoken)
    assert head == "Program requirements, 1 not yet due, 13 to answer"


def test_what_is_not_saved_is_said_in_its_row(show: Show) -> None:
    tree = tree_of(continued(P1=answer()), show)
    tree.refresh(ReviewState.of(policy(), continued(P1=answer())), frozenset({"P1"}))
    assert tree.row("P1").word == "not saved"


@pytest.mark.usefixtures("dark")
def test_it_is_painted_in_the_dark_theme(show: Show) -> None:
    tree = tree_of(continued(), show)
    tree.set_current("P3")
    image, y = painted(tree, "P3")
    assert image.pixelColor(1, y) == QColor(current().accent)


@pytest.mark.parametrize(
    ("sign", "word", "room", "said"),
    [
        ("not_applicable", "not applicable", 200, "not applicable"),
        ("not_applicable", "not applicable", 40, ""),
        ("not_yet_due", "due Nov 26", 50, "Nov 26"),
        ("to_answer", "proposed", 10, "proposed"),
        ("not_met", "0 of 1", 10, "0 of 1"),
    ],
)
def test_what_the_mark_says_too_gives_way_to_the_title(sign: str, word: str, room: int, said: str) -> None:
    assert _fitting_word(TreeRow("P1", "Title", sign, word), room) == said
