"""What is done with a written brief: called ready, posted, posted again, sent to somebody known, exported."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work

from outsource_tui.domain.errors import InputError, RuleError
from outsource_tui.ui import show
from outsource_tui.ui.screens.briefs.editor import BriefsEditing
from outsource_tui.ui.screens.briefs.lists import PostingRow
from outsource_tui.ui.show import DONE
from outsource_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from outsource_tui.domain.brief import Brief
    from outsource_tui.domain.posting import Posting


class BriefPosting(BriefsEditing):
    """From a ready brief to its postings and candidates; the screen below lists both."""

    postings_table: RecordTable[PostingRow]
    with_archived = False

    def posting_at_hand(self) -> "Posting":
        """Return the highlighted posting, or the newest of the brief; InputError when there is none."""
        brief = self.need_brief()
        postings = self.briefs.postings(brief)
        if not postings:
            raise InputError("This brief is not posted yet; p posts it.")
        key = self.postings_table.current_key if not self.editing else None
        return next((one for one in postings if one.id == key), postings[-1])

    # Actions of the brief

    def why_not_brief_candidates(self) -> str | None:
        """Return why there are no candidates to go to."""
        return None if self.brief_at_hand() is not None else "There is no brief yet; n writes one."

    def do_brief_candidates(self) -> None:
        """Go on to the candidates."""
        self.outsource.focus_record("candidates", "briefs", self.need_brief().id)

    def why_not_brief_task(self) -> str | None:
        """Return why there is no task to go to."""
        return None if self.need_brief().task else "This brief was written without a task."

    def do_brief_task(self) -> None:
        """Go back to the task."""
        self.outsource.focus_record("identify", "tasks", self.need_brief().task or "")

    def why_not_brief_ready(self) -> str | None:
        """Return what the brief still needs."""
        brief = self.need_brief()
        if brief.ready_at is not None:
            return "It is posted already, so it stays ready." if self.briefs.postings(brief) else None
        return self.briefs.why_not_ready(brief)

    def do_brief_ready(self) -> None:
        """Call it ready, or a draft again."""
        brief = self.need_brief()
        if brief.ready_at is None:
            self.keep(self.briefs.ready)
            self.tell(f"{DONE.glyph} Ready. p posts it, K asks somebody you know.")
        else:
            self.keep(self.briefs.unready)
            self.tell("A draft again.")

    def why_not_brief_post(self) -> str | None:
        """Return why it cannot be posted yet."""
        return self.briefs.why_not_post(self.need_brief())

    def do_brief_post(self) -> None:
        """Post it."""
        self._post()

    @work
    async def _post(self) -> None:
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs.forms import posting_fields

        brief = self.need_brief()
        slug = await self._platform("Post it where?")
        if slug is None:
            return
        values = await self.app.push_screen_wait(
            FormDialog(
                "About the posting",
                posting_fields(),
                intro="All of this can stay empty; ctrl+o posts it.",
                save="Post it",
                currency=self.services.settings.get().currency,
            )
        )
        if values is None:
            return
        posting = await self._with_reason(
            lambda reason: self.briefs.post(
                self.briefs.get(brief.id),
                slug,
                url=values["url"],
                fee=values["fee"],
                note=values["note"],
                reason=reason,
            ),
            self.briefs.post_warnings(brief)[1:],
        )
        if posting is not None:
            self._posted(posting)

    def _posted(self, posting: "Posting") -> None:
        self.outsource.changed()
        self.postings_table.go_to(posting.id)
        name = self.briefs.clock(posting).platform
        self.outsource.copy(f"{posting.title}\n\n{posting.body}")
        self.tell(f"Noted as posted on {show.literal(name)[:40]}; paste the text there. The clock runs.")

    async def _platform(self, title: str, current: str | None = None) -> str | None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        choices = []
        for view in self.services.playbook.platforms():
            result = view.result
            own = f"{result.applied} applied, {result.hired} hired. " if result.postings else ""
            choices.append(Choice(view.slug, view.name, own + view.known_for))
        return await self.app.push_screen_wait(ChoiceDialog(title, choices, current=current))

    async def _with_reason(self, call: Any, facts: Iterable[str] = ()) -> Any:
        """Do it; where a rule stands in the way ask for the reason and do it with that (S0-03)."""
        from outsource_tui.ui.dialogs.reason import ReasonDialog

        try:
            return call("")
        except RuleError as error:
            reason = await self.app.push_screen_wait(ReasonDialog("Before you post", str(error), facts=facts))
            return None if reason is None else call(reason)

    def why_not_posting_repost(self) -> str | None:
        """Return why it cannot be posted again."""
        self.posting_at_hand()
        return self.briefs.why_not_post(self.need_brief())

    def do_posting_repost(self) -> None:
        """Post it again."""
        self._repost(self.posting_at_hand())

    @work
    async def _repost(self, posting: "Posting") -> None:
        slug = await self._platform("Post it again where?", posting.platform)
        if slug is not None:
            self._posted(self.briefs.repost(posting, platform=slug))

    def why_not_posting_close(self) -> str | None:
        """Return why there is nothing to close."""
        self.posting_at_hand()
        return None

    def do_posting_close(self) -> None:
        """Close the posting, or open it again."""
        posting = self.posting_at_hand()
        if posting.closed_at is None:
            self.briefs.close_posting(posting)
        else:
            self.briefs.reopen_posting(posting)
        self.outsource.changed()

    @work
    async def _edit_posting(self) -> None:
        from outsource_tui.ui.dialogs.form import FormDialog
        from outsource_tui.ui.screens.briefs.forms import posting_fields

        posting = self.posting_at_hand()
        saved = await self.app.push_screen_wait(
            FormDialog(
                "About the posting",
                posting_fields(posting),
                currency=self.services.settings.get().currency,
                submit=lambda values: self.briefs.edit_posting(posting, **values),
            )
        )
        if saved is not None:
            self.outsource.changed()

    def do_brief_known(self) -> None:
        """Ask somebody I know, without a posting (S0-09)."""
        self._known(self.need_brief())

    @work
    async def _known(self, brief: "Brief") -> None:
        from outsource_tui.ui.dialogs.choice import Choice, ChoiceDialog

        playbook = self.services.playbook
        fitting = playbook.contacts_for(brief)
        fits = {view.contact.id for view in fitting}
        people = [*fitting, *(view for view in playbook.contacts() if view.contact.id not in fits)]
        choices = [
            Choice(
                view.contact.id,
                view.contact.name,
                ("fits: " if view.contact.id in fits else "") + ", ".join(view.contact.skills),
                "" if view.contact.id in fits else "muted",
            )
            for view in people
        ]
        chosen = await self.app.push_screen_wait(
            ChoiceDialog(
                "Whom do you know?", choices, empty="You have no contacts yet; add people you know in Playbook (8)."
            )
        )
        if chosen is None:
            return
        contact = next(view.contact for view in people if view.contact.id == chosen)
        candidate = self.services.candidates.add_known(brief, contact)
        self.outsource.focus_record("candidates", "candidates", candidate.id)

    def do_brief_export(self) -> None:
        """Write it to a file."""
        self._export(self.need_brief())

    @work
    async def _export(self, brief: "Brief") -> None:
        from outsource_tui.domain.text import normal
        from outsource_tui.services.exports import ExportService
        from outsource_tui.ui.dialogs.choice import ChoiceDialog
        from outsource_tui.ui.dialogs.confirm import ConfirmDialog
        from outsource_tui.ui.dialogs.files import FilePicker

        form = await self.app.push_screen_wait(
            ChoiceDialog(
                "Write the brief as",
                [
                    ("md", "Markdown", "plain text with headings, to paste nearly anywhere"),
                    ("html", "Web page", "one file that opens in any browser and prints well"),
                    ("docx", "Word document", "wants the office extra of this program"),
                ],
            )
        )
        if form is None:
            return
        exports = ExportService(self.services.desk)
        export = exports.export("brief", form, brief.id)
        stem = "-".join("".join(c if c.isalnum() else " " for c in normal(brief.title)).split())[:60] or "brief"
        path: Path | None = await self.app.push_screen_wait(FilePicker("Save it where?", saving=f"{stem}.{form}"))
        if path is None:
            return
        if path.is_file():
            sure = await self.app.push_screen_wait(
                ConfirmDialog("That file exists", f"{path.name} will be replaced.", yes="Replace it", no="Leave it")
            )
            if not sure:
                return
        written = exports.save(export, path)
        self.tell(f"Written to {show.literal(str(written))}.")
