"""Texts that look alike."""

from outsource_tui.domain.similar import Neighbours, likeness, similar_groups, similar_pairs


def test_typos_and_word_order_are_found_and_strangers_are_not() -> None:
    entries = {
        "chase late invoices": 7,
        "chased late invoices": 2,
        "late invoices chase": 1,
        "write newsletter": 4,
        "write newslettter": 1,
        "call the plumber": 3,
    }
    groups = similar_groups(entries)
    assert {group.keep: group.keys for group in groups} == {
        "chase late invoices": ("chase late invoices", "chased late invoices", "late invoices chase"),
        "write newsletter": ("write newsletter", "write newslettter"),
    }
    assert [group.likeness for group in groups] == sorted((group.likeness for group in groups), reverse=True)
    assert all(0.85 <= group.likeness <= 1 for group in groups)


def test_the_name_kept_is_the_one_with_most_entries() -> None:
    assert similar_groups({"e-mails": 1, "e-mail": 9})[0].keep == "e-mail"


def test_likeness_is_one_for_the_same_words_and_low_for_others() -> None:
    assert likeness("a b", "b a") == 1.0
    assert likeness("invoices", "gardening", 0.8) == 0.0


def test_pairs_come_most_alike_first_and_nothing_alone() -> None:
    pairs = similar_pairs(["design logo", "design logos", "design lego set"])
    assert [(pair.left, pair.right) for pair in pairs] == [("design logo", "design logos")]
    assert similar_pairs(["one"]) == []
    assert similar_groups({}) == []


def test_two_thousand_activities_compare_few_pairs() -> None:
    entries = {f"client {number % 40} topic {number * 7919 % 1000} step {number}": 1 for number in range(2000)}
    entries["prepare quarterly report"] = 1
    entries["prepare quaterly report"] = 1
    assert any("prepare quarterly report" in group.keys for group in similar_groups(entries))


def test_the_neighbours_of_one_text_are_its_typos_and_plurals() -> None:
    near = Neighbours(["chase invoice", "chase invoices", "hcase invoices", "chase the bank", "design"])
    assert near.of("chase invoices") == ("chase invoice", "hcase invoices")
    assert near.of("design") == ()
    assert near.of("never logged") == ()
