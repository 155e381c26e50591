"""Money and their hours on an engagement: payments due and paid, hours reported, the reserve (S2-06, N15)."""

from datetime import date
from decimal import Decimal
from typing import Any

from outsource_tui.domain.engagement import Engagement, Payment, TheirHours
from outsource_tui.domain.errors import InputError, NotYetError
from outsource_tui.domain.money import Money
from outsource_tui.services.amounts import above_zero
from outsource_tui.services.deliveries import DeliveryVerbs, find_row
from outsource_tui.services.desk import edited, made
from outsource_tui.services.phrases import quoted


class PaymentVerbs(DeliveryVerbs):
    """Payments and reported hours; part of the service for engagements."""

    def pay(
        self,
        engagement: Engagement,
        amount: Money,
        *,
        milestone: str | None = None,
        due: date | None = None,
        paid: bool = True,
        from_reserve: bool = False,
        note: str = "",
    ) -> Engagement:
        """Note money that was paid now, or with `paid` False is due."""
        above_zero(amount, "amount", "A payment")
        if milestone is not None:
            find_row(engagement.milestones, milestone, "milestone")
        if not paid and due is None:
            raise InputError("Give the date it is due.", field="due")
        row = made(
            Payment,
            id=self.desk.fresh_id(),
            amount=amount,
            due=due,
            paid_at=self.desk.now() if paid else None,
            milestone=milestone,
            from_reserve=from_reserve,
            note=note,
        )
        return self._set(engagement, f"Payment on {quoted(engagement.title)}", payments=(*engagement.payments, row))

    def mark_paid(self, engagement: Engagement, payment_id: str) -> Engagement:
        """Note that a payment that was due went out now."""
        row: Payment = find_row(engagement.payments, payment_id, "payment")
        if row.paid_at is not None:
            raise NotYetError("That payment went out already.")
        return self.edit_payment(engagement, payment_id, paid_at=self.desk.now())

    def edit_payment(self, engagement: Engagement, payment_id: str, **values: Any) -> Engagement:
        """Change a payment."""
        find_row(engagement.payments, payment_id, "payment")
        above_zero(values.get("amount"), "amount", "A payment")
        rows = tuple(edited(one, **values) if one.id == payment_id else one for one in engagement.payments)
        return self._set(engagement, f"Payment on {quoted(engagement.title)}", payments=rows)

    def remove_payment(self, engagement: Engagement, payment_id: str) -> Engagement:
        """Take a payment out."""
        find_row(engagement.payments, payment_id, "payment")
        rows = tuple(one for one in engagement.payments if one.id != payment_id)
        return self._set(engagement, f"Payment on {quoted(engagement.title)}", payments=rows)

    def report_hours(
        self, engagement: Engagement, hours: Decimal, *, note: str = "", from_reserve: bool = False
    ) -> Engagement:
        """Take down hours they reported; `from_reserve` for perfecting the work (S2-06, N15)."""
        if hours <= 0:
            raise InputError("Give their hours as a number above zero, such as 2.5.", field="hours")
        row = made(
            TheirHours,
            id=self.desk.fresh_id(),
            at=self.desk.now(),
            hours=hours,
            note=note,
            from_reserve=from_reserve,
        )
        label = f"Their hours on {quoted(engagement.title)}"
        return self._set(engagement, label, their_hours=(*engagement.their_hours, row))

    def remove_hours(self, engagement: Engagement, row_id: str) -> Engagement:
        """Take reported hours out."""
        find_row(engagement.their_hours, row_id, "report")
        rows = tuple(one for one in engagement.their_hours if one.id != row_id)
        return self._set(engagement, f"Their hours on {quoted(engagement.title)}", their_hours=rows)
