from ur_desktop.domain.worklist import words_in


def test_words_in():
    assert words_in("Inventada, María José (TEST-00402)") == ("inventada", "maria", "jose", "test", "00402")
