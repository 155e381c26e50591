"""Everything a user can do, by stage; shared by the commands and the app."""

from functools import cached_property

from outsource_tui.domain.clock import Clock
from outsource_tui.services.briefs import BriefService
from outsource_tui.services.candidates import CandidateService
from outsource_tui.services.desk import Desk
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
from outsource_tui.store.workspace import Workspace


class Services:
    """The verbs of each stage at one desk; a stage is made when it is first used."""

    def __init__(self, workspace: Workspace, clock: Clock, session: str) -> None:
        """Serve `workspace`; `session` is "cli" or the id of a running app."""
        self.desk = Desk(workspace, clock, session)

    @cached_property
    def log(self) -> LogService:
        """Entries: capture, timer, corrections."""
        return LogService(self.desk)

    @cached_property
    def imports(self) -> ImportService:
        """Time logs from elsewhere: preview, then in."""
        return ImportService(self.desk)

    @cached_property
    def identify(self) -> IdentifyService:
        """Activities, tasks, the review walk, cross-outs."""
        return IdentifyService(self.desk)

    @cached_property
    def verdicts(self) -> VerdictService:
        """The figures of a task and the decision about it."""
        return VerdictService(self.desk)

    @cached_property
    def briefs(self) -> BriefService:
        """Briefs and their postings."""
        return BriefService(self.desk)

    @cached_property
    def candidates(self) -> CandidateService:
        """Candidates of a brief, compared and chosen."""
        return CandidateService(self.desk)

    @cached_property
    def negotiations(self) -> NegotiationService:
        """Checklist, market range, bids, terms."""
        return NegotiationService(self.desk)

    @cached_property
    def engagements(self) -> EngagementService:
        """Agreed work from its start to its outcome."""
        return EngagementService(self.desk)

    @cached_property
    def insights(self) -> InsightService:
        """What it brought: hours won back, hit rates, trends."""
        return InsightService(self.desk)

    @cached_property
    def playbook(self) -> PlaybookService:
        """Platforms, contacts, templates."""
        return PlaybookService(self.desk)

    @cached_property
    def settings(self) -> SettingsService:
        """The settings of the work."""
        return SettingsService(self.desk)

    @cached_property
    def due(self) -> DueService:
        """Everything whose date has come."""
        return DueService(self.desk)

    @cached_property
    def undo(self) -> UndoService:
        """Back and forth over this session's changes."""
        return UndoService(self.desk)
