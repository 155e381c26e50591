"""What Negotiate asks: evidence, ranges, bids, prices, wants, terms, reasons."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from outsource_tui.domain.engagement import Engagement
from outsource_tui.domain.errors import OutsourceError, RuleError
from outsource_tui.domain.negotiation import Negotiation
from outsource_tui.domain.task import Responsibility
from outsource_tui.playbook import loader
from outsource_tui.services.phrases import ended
from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog
from outsource_tui.ui.dialogs.fields import Field
from outsource_tui.ui.dialogs.form import FormDialog
from outsource_tui.ui.dialogs.reason import ReasonDialog
from outsource_tui.ui.screens.agreement import contract_fields, contract_said, terms_fields
from outsource_tui.ui.screens.candidates.forms import bid_form

if TYPE_CHECKING:
    from outsource_tui.services.checklist import ChecklistLine
    from outsource_tui.ui.screens.stage import StageScreen


async def tick(screen: "StageScreen", talks: Negotiation, line: "ChecklistLine") -> bool:
    """Open a ticked point, or tick an open one, asking what shows it where the records do not tell."""
    service = screen.services.negotiations
    if line.done:
        service.untick(talks, line.key)
        return True
    if line.suggested or line.key in ("market", "bidding", "not_first", "listened", "no_low_ball"):
        service.tick(talks, line.key)
        return True
    done = await screen.app.push_screen_wait(
        FormDialog(
            line.label,
            [Field("evidence", "what shows it", required=True)],
            intro=line.hint,
            save="Tick it",
            submit=lambda values: service.tick(talks, line.key, values["evidence"]),
        )
    )
    return done is not None


async def _market(screen: "StageScreen", talks: Negotiation) -> str:
    known = talks.market
    currency = screen.services.settings.get().currency
    done = await screen.app.push_screen_wait(
        FormDialog(
            "What do others pay an hour?",
            [
                Field("low", "low", "money", value=known.low if known else None, required=True),
                Field("typical", "typical", "money", value=known.typical if known else None, required=True),
                Field("high", "high", "money", value=known.high if known else None, required=True),
                Field("source", "source", value=known.source if known else "", required=True, help="where you looked"),
            ],
            currency=currency,
            draft=f"market-{talks.id}",
            submit=lambda values: screen.services.negotiations.set_market(talks, **values),
        )
    )
    return "" if done is None else "Now you know what is usual."


async def _bid(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    view = service.view(talks)
    currency = screen.services.settings.get().currency
    form = bid_form(
        f"What does {view.candidate.name} ask?",
        currency,
        lambda values: service.bid(talks, **values),
        view.their_bids[-1] if view.their_bids else None,
    )
    return "" if await screen.app.push_screen_wait(form) is None else "Noted their bid."


async def _price(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    lock = service.view(talks).lock
    reason = ""
    if lock.locked:
        typed = await screen.app.push_screen_wait(
            ReasonDialog("Name your price first?", lock.reason, facts=_pull("S1-72"))
        )
        if typed is None:
            return ""
        reason = typed
    done = await screen.app.push_screen_wait(
        FormDialog(
            "Your price an hour",
            [
                Field(
                    "price",
                    "an hour",
                    "money",
                    value=talks.my_price,
                    required=talks.my_price is None,
                    help="empty takes it back" if talks.my_price is not None else "",
                )
            ],
            intro=" ".join(lock.warnings),
            currency=screen.services.settings.get().currency,
            submit=lambda values: (
                service.clear_price(talks)
                if values["price"] is None
                else service.name_price(talks, values["price"], reason)
            ),
        )
    )
    if done is None:
        return ""
    if done.my_price is None:
        return "Took your price back."
    return service.view(done).low_ball(done.my_price) or "Named your price."


def _pull(statement: str) -> tuple[str, ...]:
    said = loader.pull(statement)
    return (said,) if said else ()


async def _note_or_take_out(
    screen: "StageScreen",
    dialog: ChoiceDialog,
    add: Callable[[str], object],
    remove: Callable[[int], object],
    noted: str = "Noted.",
) -> str:
    """Add what is chosen or typed in a list of notes (`say:` before its words), or take out the one of that place."""
    found = await screen.app.push_screen_wait(dialog)
    if found is None:
        return ""
    if found.startswith("say:"):
        add(found.removeprefix("say:"))
        return noted
    remove(int(found))
    return "Taken out."


async def _want(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    choices = [Choice(str(place), text, "enter takes it out") for place, text in enumerate(talks.wants)]
    return await _note_or_take_out(
        screen,
        ChoiceDialog("What do they want besides money?", choices, free="say:", empty="Type what they said they want."),
        lambda text: service.add_want(talks, text),
        lambda place: service.remove_want(talks, place),
        "Noted; listening pays.",
    )


async def _value(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    choices = [Choice(f"say:{text}", text, "not named yet") for text in service.value_to_say(talks)]
    choices += [Choice(str(place), text, "named, enter takes it out") for place, text in enumerate(talks.value_said)]
    return await _note_or_take_out(
        screen,
        ChoiceDialog("What did you offer besides money?", choices, free="say:", empty="Type what you offered."),
        lambda text: service.add_value(talks, text),
        lambda place: service.remove_value(talks, place),
    )


async def _terms(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    terms = talks.terms or service.view(talks).first_terms
    done = await screen.app.push_screen_wait(
        FormDialog(
            "What did you agree on?",
            terms_fields(terms),
            today=screen.today,
            currency=screen.services.settings.get().currency,
            draft=f"terms-{talks.id}-{talks.revision}",
            submit=lambda values: service.set_terms(talks, **values),
        )
    )
    return "" if done is None else "Wrote the terms down; y agrees on them."


async def _agree(screen: "StageScreen", talks: Negotiation) -> str:
    service = screen.services.negotiations
    name = service.candidate(talks).name
    objections = service.objections(talks)
    reason = ""
    if objections:
        typed = await screen.app.push_screen_wait(
            ReasonDialog(f"Agree with {name} all the same?", objections[0], facts=objections[1:])
        )
        if typed is None:
            return ""
        reason = typed
    service.agree(talks, reason)
    return f"Agreed with {name}; o plans the work."


async def _drop(screen: "StageScreen", talks: Negotiation) -> str:
    name = screen.services.negotiations.candidate(talks).name
    reason = await screen.app.push_screen_wait(
        ReasonDialog(f"Break off with {name}", "The talks stay in the list, with your reason.")
    )
    if reason is None:
        return ""
    screen.services.negotiations.drop(talks, reason)
    return ended(f"Broke off with {name}")


async def _contract(screen: "StageScreen", talks: Negotiation) -> str:
    kept = talks.responsibility or Responsibility()
    done = await screen.app.push_screen_wait(
        FormDialog(
            "Whose contract is it?",
            contract_fields(kept),
            intro="Who answers to the client for each of these?",
            submit=lambda v: screen.services.negotiations.set_responsibility(talks, **contract_said(kept, v)),
        )
    )
    return "" if done is None else "Saved who answers for what."


async def engage(screen: "StageScreen", talks: Negotiation) -> Engagement | None:
    """Plan the agreed work; over a limit it asks which shortfall it covers and why (N03)."""
    service = screen.services.engagements
    try:
        return service.from_negotiation(talks)
    except RuleError as rule:
        reasons = [Choice(one.key, one.label, one.hint) for one in loader.shortfall_reasons()]
        found = await screen.app.push_screen_wait(ChoiceDialog(str(rule), reasons))
        if found is None:
            return None
        words = await screen.app.push_screen_wait(ReasonDialog("One more than your limit", str(rule)))
        if words is None:
            return None
        shortfall: Any = found
        try:
            return service.from_negotiation(talks, shortfall=shortfall, reason=words)
        except OutsourceError as error:
            screen.outsource.tell_error(error)
            return None


FLOWS: dict[str, Callable[["StageScreen", Negotiation], Awaitable[str]]] = {
    "market": _market,
    "bid": _bid,
    "price": _price,
    "want": _want,
    "value": _value,
    "terms": _terms,
    "agree": _agree,
    "drop": _drop,
    "contract": _contract,
}
