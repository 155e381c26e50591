"""The verdict's arithmetic: the published vector to the digit, and what must hold for any figures."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.cross_out import CrossOutFacts, freed_by_drops, suggest_cross_outs
from outsource_tui.domain.economics import Verdict, judge
from outsource_tui.domain.flips import Flip, flips
from outsource_tui.domain.price import Ask
from outsource_tui.domain.verdict_inputs import VerdictInputs, net_value

D = Decimal
VECTOR = VerdictInputs(hourly_value=D(85), hours=D(12), ratio=D("1.3"), ask=Ask(rate=D(40)), fee=D("0.05"))


def near(value: Decimal | None, text: str) -> bool:
    return value is not None and value.quantize(D(text)) == D(text)


def flip_of(verdict: Verdict, key: str) -> Flip:
    return next(flip for flip in verdict.flips if flip.key == key)


def test_the_vector() -> None:
    verdict = judge(VECTOR)
    assert verdict.missing == ()
    assert verdict.their_hours == D("15.6")
    assert verdict.price == D("655.20")
    assert verdict.reserve == D("131.04")
    assert verdict.reserve_hours == D("3.12")
    assert near(verdict.overhead, "5.2941")
    assert near(verdict.net_hours, "6.7059")
    assert near(verdict.value, "-216.24")
    assert near(verdict.walk.total, "475.00")
    assert near(verdict.walk.quote, "29.00")
    assert near(verdict.walk.all_in, "30.45")
    assert verdict.ceiling == D("21.25")
    assert verdict.suggestion.verdict == "keep"
    assert verdict.suggestion.reason == "frees 6.7 h but costs 216.24 more than it brings"


@pytest.mark.parametrize(("review", "whole"), [("0.2", 340), ("0.5", 490)])
def test_rate_review_and_reserve_are_the_outside_sum(review: str, whole: int) -> None:
    """E12: 20 an hour for 10 hours, a share of them again at my 50, and 20 % of the price in reserve."""
    verdict = judge(
        VerdictInputs(
            hourly_value=D(50),
            hours=D(10),
            ratio=D(1),
            ask=Ask(rate=D(20)),
            review_share=D(review),
            coordination_hours=D(0),
            reserve_share=D("0.2"),
        )
    )
    assert verdict.price is not None
    assert verdict.overhead is not None
    assert verdict.reserve is not None
    assert verdict.price + verdict.overhead * 50 + verdict.reserve == whole


@pytest.mark.parametrize(("hours", "parts", "quote", "saved"), [("4", 60, 300, "260"), ("0.5", 45, 70, "37.50")])
def test_doing_it_yourself_against_a_quote(hours: str, parts: int, quote: int, saved: str) -> None:
    """E13: my hours at 125 and the parts I would buy against a quote that holds them: 560 to 300, 107.50 to 70."""
    ask = Ask(model="project", amount=D(quote - parts))
    none = D(0)
    inputs = VerdictInputs(
        hourly_value=D(125), hours=D(hours), ask=ask, review_share=none, coordination_hours=none, reserve_share=none
    )
    verdict = judge(inputs)
    assert verdict.value == D(saved)
    assert verdict.suggestion.verdict == "outsource"


def test_the_vector_flips_by_their_hours_first() -> None:
    verdict = judge(VECTOR)
    assert [flip.key for flip in verdict.flips] == ["ratio", "rate", "hourly_value", "review_share"]
    for key, then, change in (
        ("ratio", "1.0326", "-0.206"),
        ("rate", "29.00", "-0.275"),
        ("hourly_value", "117.25", "0.379"),
        ("review_share", "0.0369", "-0.815"),
    ):
        assert near(flip_of(verdict, key).then, then)
        assert near(flip_of(verdict, key).change, change)
    assert verdict.flip_sentence() == "their hours 1.03 times mine instead of 1.3 flips this"
    assert flip_of(verdict, "rate").sentence() == "their rate 29.00/h instead of 40.00/h flips this"


def test_the_clients_own_contract_is_a_verdict_of_its_own() -> None:
    """12 h at 85 are 1,020: with that billing lost nothing is left, and nothing is paid, kept back or coordinated."""
    client = judge(replace(VECTOR, billing_lost=D("1020.00")).under("client"))
    assert (client.net_hours, client.overhead, client.value) == (12, 0, 0)
    assert (client.price, client.reserve, client.walk.total) == (None, None, None)
    assert client.suggestion.reason == "frees 12 h but costs exactly what it brings"
    promised = judge(replace(VECTOR, billing_lost=D(900), review_promised=D("0.1")).under("client"))
    assert promised.net_hours == D("10.44")
    assert promised.value == D("10.44") * 85 - 900
    # 12.60 are missing: 1.4 % of the billing, or of 1.56 h of review at 85, a tenth.
    assert [flip.key for flip in promised.flips][:3] == ["billing_lost", "hourly_value", "hours"]
    assert {flip.key for flip in promised.flips[3:]} == {"ratio", "review_promised"}
    assert near(flip_of(promised, "review_promised").then, "0.0905")
    assert near(flip_of(promised, "billing_lost").then, "887.40")
    assert {"billing_lost", "review_promised"} <= {step.key for step in promised.input_steps}
    assert not {"rate", "fee", "reserve_share", "coordination_hours"} & {step.key for step in promised.input_steps}
    unknown = judge(VECTOR.under("client"))
    assert unknown.value is None
    assert [part.key for part in unknown.missing] == ["billing_lost"]


def test_what_was_measured_under_one_contract_says_nothing_about_the_other() -> None:
    measured = replace(VECTOR, measured_review=D(6), measured_coordination=D(2), billing_lost=D(500))
    assert judge(measured).overhead == 8
    assert judge(measured.under("client")).overhead == 0
    with_client = replace(measured, contract="client")
    assert judge(with_client).overhead == 8
    assert near(judge(with_client.under("mine")).overhead, "5.2941")


def test_break_even_in_months_and_repeats() -> None:
    verdict = judge(replace(VECTOR, ask=Ask(rate=D(20)), repeats=D(4), test_fees=D(60)))
    assert verdict.value is not None
    assert verdict.value > 0
    assert verdict.suggestion.verdict == "outsource"
    even = verdict.break_even
    assert even is not None
    assert even.months == (D(3) * 85 + 60) / verdict.value
    assert even.months is not None
    assert even.repeats == even.months * 4
    lost = judge(VECTOR).break_even
    assert lost is not None
    assert (lost.months, lost.repeats) == (None, None)
    shown = {step.label: (step.formula, step.shown()) for step in verdict.steps}
    assert shown["break-even in repeats"] == ("1.78 months × 4 times a month", "7.12")


def test_a_one_off_weighs_its_value_against_the_set_up_once() -> None:
    once = replace(VECTOR, one_off=True, weeks=D(1), ask=Ask(rate=D(20)), set_up_hours=D(1))
    verdict = judge(once)
    assert verdict.coordination_hours == D("0.5")
    even = verdict.break_even
    assert even is not None
    assert verdict.value is not None
    assert even.left == verdict.value - 85
    assert even.left > 0
    assert next(step for step in verdict.steps if step.label == "left after the set-up").value == even.left
    assert even.months is None
    dear = judge(replace(once, set_up_hours=D(30)))
    assert dear.break_even is not None
    assert dear.break_even.left < 0
    assert any("set-up" in warning for warning in dear.suggestion.warnings)


def test_measured_hours_replace_the_estimates_and_are_marked() -> None:
    verdict = judge(replace(VECTOR, measured_review=D(1), measured_coordination=D("0.5")))
    assert verdict.overhead == D("1.5")
    assert verdict.net_hours == D("10.5")
    marked = {step.key: step.basis for step in verdict.input_steps}
    assert marked["measured_review"] == "measured"
    assert "review_share" not in marked
    assert "persons" not in marked


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"hourly_value": None}, "hourly_value"),
        ({"hourly_value": D(0)}, "hourly_value"),
        ({"hours": None}, "hours"),
        ({"hours": D(0)}, "hours"),
        ({"ask": Ask()}, "rate"),
        ({"ask": Ask(rate=D(0))}, "rate"),
        ({"ratio": D(0)}, "ratio"),
        ({"fee": D(-1)}, "fee"),
        ({"persons": D(0)}, "persons"),
        ({"ask": Ask(model="percentage", share=D("0.1"))}, "budget"),
    ],
)
def test_what_is_missing_is_named_and_never_zero(change: dict[str, Any], key: str) -> None:
    verdict = judge(replace(VECTOR, **change))
    assert [part.key for part in verdict.missing] == [key]
    assert verdict.value is None
    assert verdict.flips == ()
    assert verdict.suggestion.verdict is None
    assert verdict.suggestion.reason == verdict.missing[0].sentence


def test_the_walk_away_price_is_known_before_any_quote() -> None:
    verdict = judge(replace(VECTOR, ask=Ask()))
    assert near(verdict.walk.quote, "29.00")
    assert verdict.price is None
    flat = judge(replace(VECTOR, ask=Ask(model="flat", times=D(2))))
    assert near(flat.walk.amount, "226.19")
    # 475.00 / 1.05 / 2 of a budget of 1,000.
    part = judge(replace(VECTOR, ask=Ask(model="percentage", times=D(2), budget=D(1000))))
    assert near(part.walk.share, "0.2262")
    shown = {step.label: step.formula for step in part.steps}
    assert shown["as the amount they quote"] == "475.00 / (1.05 × 2)"
    assert shown["as a share of the budget"] == "226.19 / 1,000.00"


def test_a_task_that_frees_no_time_is_kept_and_says_so() -> None:
    verdict = judge(replace(VECTOR, hours=D(2)))
    assert verdict.net_hours is not None
    assert verdict.net_hours < 0
    assert verdict.walk.total is None
    assert verdict.suggestion.verdict == "keep"
    assert "more of your time than it frees" in verdict.suggestion.reason
    assert any("saves no time" in warning for warning in verdict.suggestion.warnings)


def test_a_standing_cross_out_leaves_nothing_to_flip() -> None:
    verdict = judge(replace(VECTOR, standing=("vital",), ask=Ask(rate=D(10))))
    assert verdict.suggestion.verdict == "keep"
    assert verdict.flip is None
    assert verdict.flip_sentence() == "a cross-out stands, so no single input flips this"
    dropped = judge(replace(VECTOR, standing=("not_needed",)))
    assert dropped.suggestion.verdict == "drop"


def test_somebody_no_faster_than_me_is_said() -> None:
    assert judge(VECTOR).suggestion.warnings == ()
    warned = judge(replace(VECTOR, bases={"ratio": "estimated"})).suggestion.warnings
    assert any("not faster" in warning for warning in warned)


def test_people_only_flip_it_down_to_one() -> None:
    crowd = replace(VECTOR, ask=Ask(rate=D(15)), persons=D(6))
    assert "persons" in [flip.key for flip in flips(crowd)]
    assert "persons" not in [flip.key for flip in flips(VECTOR)]


def test_every_step_shows_its_numbers() -> None:
    verdict = judge(VECTOR)
    shown = {step.label: (step.formula, step.shown()) for step in verdict.steps}
    assert shown["price"] == ("40.00 × 15.6 h × 1.05", "655.20")
    assert shown["net value"] == ("6.71 h × 85.00 − 655.20 − 131.04", "−216.24")
    assert shown["walk-away price"] == ("570.00 / 1.2", "475.00")
    assert {step.key for step in verdict.input_steps} >= {"hourly_value", "hours", "ratio", "rate", "fee"}


positive = st.decimals(D("0.01"), D(500), places=2)
share = st.decimals(D(0), D(1), places=3)
asks = st.one_of(
    st.builds(lambda rate: Ask(rate=rate), positive),
    st.builds(lambda amount, times: Ask(model="flat", amount=amount, times=times), positive, positive),
    st.builds(
        lambda part, budget: Ask(model="percentage", share=part, budget=budget),
        st.decimals(D("0.001"), D(1), places=3),
        positive,
    ),
)
inputs = st.builds(
    VerdictInputs,
    hourly_value=positive,
    hours=positive,
    ratio=st.decimals(D("0.01"), D(10), places=2),
    ask=asks,
    fee=share,
    review_share=share,
    coordination_hours=st.decimals(D(0), D(5), places=2),
    persons=st.integers(1, 9).map(D),
    reserve_share=share,
    set_up_hours=st.decimals(D(0), D(40), places=1),
    test_fees=st.decimals(D(0), D(500), places=2),
    measured_review=st.none() | st.decimals(D(0), D(40), places=2),
    measured_coordination=st.none() | st.decimals(D(0), D(40), places=2),
    one_off=st.booleans(),
    repeats=st.none() | positive,
    billing_lost=st.none() | positive,
)


def put(given_inputs: VerdictInputs, key: str, value: Decimal) -> VerdictInputs:
    changes: dict[str, Any] = {key: value}
    if key in ("rate", "amount", "times", "share", "budget"):
        return replace(given_inputs, ask=replace(given_inputs.ask, **changes))
    return replace(given_inputs, **changes)


@settings(max_examples=50, deadline=None)
@given(inputs)
def test_every_flip_really_gives_nil_and_the_smallest_comes_first(known: VerdictInputs) -> None:
    verdict = judge(known)
    assert verdict.value is not None
    changes = [abs(flip.change) for flip in verdict.flips]
    assert changes == sorted(changes)
    for flip in verdict.flips:
        assert flip.now != 0
        assert flip.then >= 0
        left = net_value(put(known, flip.key, flip.then))
        assert left is not None
        # The solution has 28 digits; the value moves with it by the slope of that input.
        slope = abs(verdict.value / (flip.then - flip.now))
        assert abs(left) <= D("1e-18") * (1 + slope * (1 + flip.then) + abs(verdict.value))


@settings(max_examples=50, deadline=None)
@given(inputs, positive)
def test_the_value_is_linear_in_each_input(known: VerdictInputs, step: Decimal) -> None:
    for key in ("hourly_value", "hours", "ratio", "fee", "review_share", "coordination_hours", "persons"):
        now = getattr(known, key)
        at = [net_value(put(known, key, now + step * count)) for count in range(3)]
        assert at[0] is not None
        assert at[1] is not None
        assert at[2] is not None
        assert abs((at[2] - at[1]) - (at[1] - at[0])) < D("1e-12")


@settings(max_examples=50, deadline=None)
@given(inputs, positive)
def test_paying_more_never_makes_it_better_and_nothing_is_infinite(known: VerdictInputs, more: Decimal) -> None:
    verdict = judge(known)
    for step in (*verdict.steps, *verdict.input_steps, *judge(known.under("client")).steps):
        assert step.value is None or step.value.is_finite()
        assert step.shown()
    dearer = judge(replace(known, fee=known.fee + more))
    assert verdict.value is not None
    assert dearer.value is not None
    assert dearer.value < verdict.value
    slower = judge(replace(known, coordination_hours=known.coordination_hours + more))
    assert slower.value is not None
    assert slower.value <= verdict.value
    assert (verdict.suggestion.verdict == "outsource") == (verdict.value > 0)
    if verdict.walk.total is not None and verdict.price is not None:
        assert (verdict.price < verdict.walk.total) == (verdict.value > 0) or abs(verdict.value) < D("1e-12")


def test_cross_outs_are_computed_but_never_confirmed() -> None:
    facts = CrossOutFacts(
        needed=True,
        better_use="billable design",
        better_use_value=D(85),
        important=True,
        personal=False,
        skill=D("3.4"),
        needed_skill=3,
        net_hours=D("6.7"),
        value=D("-216.24"),
        cost=D("786.24"),
        impact=4,
        likelihood=3,
    )
    found = {item.key: item.stands for item in suggest_cross_outs(facts)}
    assert found == {
        "not_needed": False,
        "no_better_use": True,
        "vital": False,
        "good_enough": True,
        "too_expensive": True,
        "risk": True,
    }


def test_cross_outs_do_not_guess() -> None:
    found = {item.key: item.stands for item in suggest_cross_outs(CrossOutFacts(better_use="rest"))}
    assert found == {
        "not_needed": None,
        "no_better_use": False,
        "vital": None,
        "good_enough": None,
        "too_expensive": None,
        "risk": None,
    }
    assert suggest_cross_outs(CrossOutFacts(better_use=" "))[1].stands is True
    assert suggest_cross_outs(CrossOutFacts(value=D(0)))[4].stands is True
    assert suggest_cross_outs(CrossOutFacts(impact=2, likelihood=5))[5].stands is False


def test_dropped_tasks_free_their_hours() -> None:
    assert freed_by_drops([D(3), None, D("1.5")]) == D("4.5")
