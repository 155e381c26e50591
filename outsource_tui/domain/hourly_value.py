"""What an hour of my own time is worth, from a year's income, and the rate below which buying it back is easy."""

from decimal import Decimal

BUYBACK_HOURS_A_YEAR = Decimal(2000)


def from_income(yearly_income: Decimal | None, hours_a_year: Decimal = BUYBACK_HOURS_A_YEAR) -> Decimal | None:
    """Return the value of an hour from a year's income (E11); None when the income or the hours are not above zero."""
    if yearly_income is None or yearly_income <= 0 or hours_a_year <= 0:
        return None
    return yearly_income / hours_a_year


def buyback_ceiling(hourly_value: Decimal | None) -> Decimal | None:
    """Return a quarter of my hourly value: below it, buying my time back is an easy yes (E11)."""
    return None if hourly_value is None or hourly_value <= 0 else hourly_value / 4
