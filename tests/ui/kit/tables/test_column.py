"""How the columns of a table share its width."""

from ur_desktop.ui.kit.tables.column import Column, share_width

COLUMNS: tuple[Column[str], ...] = (
    Column("Letter", str, 200),
    Column("Case", str, 120, least=110),
    Column("Member", str, 200),
    Column("State", str, 100),
)


def test_each_column_gets_what_it_wants_where_there_is_room() -> None:
    assert share_width(COLUMNS, 1000, 100) == {0: 200, 1: 120, 2: 200}


def test_a_column_gets_no_narrower_than_its_least_and_the_others_give_way() -> None:
    widths = share_width(COLUMNS, 510, 100)
    assert widths == {0: 150, 1: 110, 2: 150}
    assert sum(widths.values()) == 510 - 100


def test_no_column_gets_less_than_half_of_what_it_wants() -> None:
    assert share_width(COLUMNS, 0, 100) == {0: 100, 1: 110, 2: 100}


def test_columns_that_all_have_a_least_width_keep_it() -> None:
    narrow: tuple[Column[str], ...] = (Column("Case", str, 120, least=110), Column("State", str, 100))
    assert share_width(narrow, 0, 100) == {0: 110}
