"""What is recognised in a pasted application."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.domain.application_text import read_application
from outsource_tui.domain.money import Money


def test_a_usual_application() -> None:
    text = (
        "Hello,\n\nI would love to draw your icons. My rate is 35 EUR/h and I expect 18 hours.\n"
        "See https://example.org/work. I am in UTC+2.\n\nBest regards,\nLena Fischer\nlena@example.org"
    )
    found = read_application(text, "EUR")
    assert found.name == "Lena Fischer"
    assert found.email == "lena@example.org"
    assert found.link == "https://example.org/work"
    assert found.rate == Money(35, "EUR")
    assert found.hours == Decimal(18)
    assert found.timezone == "UTC+2"
    assert found.pitch == text


def test_labelled_fields_win() -> None:
    found = read_application("Name: Bo Li\nCountry: Norway\nTime zone: CET\nRate: $40\nHi, my name is Robert", "EUR")
    assert (found.name, found.country, found.timezone, found.rate) == ("Bo Li", "Norway", "CET", Money(40, "USD"))


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Rate: 28\nTime zone: CET", Money(28, "EUR")),
        ("rate: EUR35", Money(35, "EUR")),
        ("I ask 30 usd an hour.", Money(30, "USD")),
        ("I ask 30 for an hour of work", None),
        ("it takes 12 per hour of film", None),
    ],
)
def test_a_rate_ends_with_its_line(text: str, rate: Money | None) -> None:
    assert read_application(text, "EUR").rate == rate


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, my name is Ana Sousa. I draw.", "Ana Sousa"),
        ("Hello! I'm J. Ortiz and I write.", "J. Ortiz"),
        ("Mira Patel\n\nI can start now.", "Mira Patel"),
        ("I am available and keen.", ""),
        ("Dear you,\nwhatever it takes!", ""),
    ],
)
def test_names(text: str, name: str) -> None:
    assert read_application(text, "EUR").name == name


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("€45 per hour", Money(45, "EUR")),
        ("I ask 1,250.50 USD an hour", Money("1250.50", "USD")),
        ("20 $/hr", Money(20, "USD")),
        ("600 EUR for all of it", None),
        ("0 EUR/h", None),
    ],
)
def test_rates(text: str, rate: Money | None) -> None:
    assert read_application(text, "EUR").rate == rate


def test_hours_a_week_are_not_the_quote() -> None:
    assert read_application("I have 20 hours a week", "EUR").hours is None


@given(st.text(max_size=300))
@settings(max_examples=50)
def test_any_text_is_read_without_harm(text: str) -> None:
    found = read_application(text, "EUR")
    assert "\x1b" not in found.pitch
    assert "\n" not in found.name
