"""The settings of the work: what my hour is worth, limits, weights and thresholds."""

from decimal import Decimal
from typing import Any

from outsource_tui.domain.errors import InputError
from outsource_tui.domain.money import Money
from outsource_tui.domain.settings import Settings
from outsource_tui.services.desk import Desk, edited
from outsource_tui.services.phrases import counted


class SettingsService:
    """Read and change the settings of the work."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self.desk = desk

    def get(self) -> Settings:
        """Return the settings, the defaults where none were saved."""
        return self.desk.settings

    def change(self, **values: Any) -> Settings:
        """Change settings in one change and return them; InputError names the field that does not fit."""
        settings = self.desk.settings
        for name in values:
            if name not in Settings.model_fields or name in ("id", "revision", "created_at", "updated_at"):
                raise InputError(f"“{name[:40]}” is not a setting.", field=name)
        for name in ("hourly_value", "yearly_income"):
            money = values.get(name)
            if isinstance(money, Money) and money.amount <= 0:
                raise InputError("An hour of yours is worth more than nothing; give an amount like 85.", field=name)
        if "currency" in values:
            values["currency"] = str(values["currency"]).strip().upper()
        if "workdays" in values:
            values["workdays"] = tuple(sorted(set(values["workdays"])))
        changed = edited(settings, **values)
        if changed == settings:
            return settings
        label = (
            f"Change {next(iter(values)).replace('_', ' ')}"
            if len(values) == 1
            else (f"Change {counted(len(values), 'setting')}")
        )
        self.desk.save(label, changed)
        return self.desk.settings

    def set_weight(self, criterion: str, weight: Decimal) -> Settings:
        """Set the weight of one criterion of the scorecard and return the settings."""
        return self.change(weights={**self.desk.settings.weights, criterion: weight})

    def set_rate(self, currency: str, rate: Decimal | None) -> Settings:
        """Set how much of my currency one unit of another is worth (None: unknown again) and return the settings."""
        code = currency.strip().upper()
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            raise InputError(
                f"“{currency[:20]}” is not a currency; use its three letters, such as USD.", field="currency"
            )
        rates = {key: value for key, value in self.desk.settings.exchange_rates.items() if key != code}
        if rate is not None:
            rates[code] = rate
        return self.change(exchange_rates=rates)
