"""Everything a user can do, by stage; shared by the commands and the app."""

from functools import cached_property
from typing import TYPE_CHECKING

from outsource_tui.domain.clock import Clock
from outsource_tui.services.desk import Desk
from outsource_tui.store.workspace import Workspace

if TYPE_CHECKING:
    from outsource_tui.services.briefs import BriefService
    from outsource_tui.services.candidates import CandidateService
    from outsource_tui.services.due import DueService
    from outsource_tui.services.engagements import EngagementService
    from outsource_tui.services.identify import IdentifyService
    from outsource_tui.services.imports import ImportService
    from outsource_tui.services.insights import InsightService
    from outsource_tui.services.log import LogService
    from outsource_tui.services.negotiations import NegotiationService
    from outsource_tui.services.playbook import PlaybookService
    from outsource_tui.services.settings import SettingsService
    from outsource_tui.services.undo import UndoService
    from outsource_tui.services.verdicts import VerdictService


class Services:
    """The verbs of each stage at one desk; a stage is imported and made when it is first used."""

    def __init__(self, workspace: Workspace, clock: Clock, session: str) -> None:
        """Serve `workspace`; `session` is "cli" or the id of a running app."""
        self.desk = Desk(workspace, clock, session)

    @cached_property
    def log(self) -> "LogService":
        """Entries: capture, timer, corrections."""
        from outsource_tui.services.log import LogService

        return LogService(self.desk)

    @cached_property
    def imports(self) -> "ImportService":
        """Time logs from elsewhere: preview, then in."""
        from outsource_tui.services.imports import ImportService

        return ImportService(self.desk)

    @cached_property
    def identify(self) -> "IdentifyService":
        """Activities, tasks, the review walk, cross-outs."""
        from outsource_tui.services.identify import IdentifyService

        return IdentifyService(self.desk)

    @cached_property
    def verdicts(self) -> "VerdictService":
        """The figures of a task and the decision about it."""
        from outsource_tui.services.verdicts import VerdictService

        return VerdictService(self.desk)

    @cached_property
    def briefs(self) -> "BriefService":
        """Briefs and their postings."""
        from outsource_tui.services.briefs import BriefService

        return BriefService(self.desk)

    @cached_property
    def candidates(self) -> "CandidateService":
        """Candidates of a brief, compared and chosen."""
        from outsource_tui.services.candidates import CandidateService

        return CandidateService(self.desk)

    @cached_property
    def negotiations(self) -> "NegotiationService":
        """Checklist, market range, bids, terms."""
        from outsource_tui.services.negotiations import NegotiationService

        return NegotiationService(self.desk)

    @cached_property
    def engagements(self) -> "EngagementService":
        """Agreed work from its start to its outcome."""
        from outsource_tui.services.engagements import EngagementService

        return EngagementService(self.desk)

    @cached_property
    def insights(self) -> "InsightService":
        """What it brought: hours won back, hit rates, trends."""
        from outsource_tui.services.insights import InsightService

        return InsightService(self.desk)

    @cached_property
    def playbook(self) -> "PlaybookService":
        """Platforms, contacts, templates."""
        from outsource_tui.services.playbook import PlaybookService

        return PlaybookService(self.desk)

    @cached_property
    def settings(self) -> "SettingsService":
        """The settings of the work."""
        from outsource_tui.services.settings import SettingsService

        return SettingsService(self.desk)

    @cached_property
    def due(self) -> "DueService":
        """Everything whose date has come."""
        from outsource_tui.services.due import DueService

        return DueService(self.desk)

    @cached_property
    def undo(self) -> "UndoService":
        """Back and forth over this session's changes."""
        from outsource_tui.services.undo import UndoService

        return UndoService(self.desk)
