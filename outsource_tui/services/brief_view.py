"""What one brief comes to: how complete it is, what it lacks, its text and checks, its postings with their clocks."""

from functools import cached_property

from outsource_tui.domain.brief import Brief
from outsource_tui.domain.brief_text import Completeness, MissingPart, PostCheck, VagueWord
from outsource_tui.domain.stages import BriefStage
from outsource_tui.services.briefs import BriefService
from outsource_tui.services.postings import PlatformCount, PostingView


class BriefView:
    """One brief with what follows from it, each worked out when it is first asked for; for one look at the records."""

    def __init__(self, service: BriefService, brief: Brief) -> None:
        """Look at `brief` as the records stand now."""
        self.brief = brief
        self._service = service

    @cached_property
    def stage(self) -> BriefStage:
        """How far it has come."""
        return self._service.stage(self.brief)

    @cached_property
    def completeness(self) -> Completeness:
        """Which parts are settled, and their share (S1-21)."""
        return self._service.completeness(self.brief)

    @cached_property
    def missing(self) -> tuple[MissingPart, ...]:
        """What it needs before it is ready (N08)."""
        return self._service.missing(self.brief)

    @cached_property
    def hints(self) -> tuple[VagueWord, ...]:
        """Its vague words, with what to write instead (N08)."""
        return self._service.hints(self.brief)

    @cached_property
    def post_checks(self) -> tuple[PostCheck, ...]:
        """The checks of its post (S1-53..55)."""
        return self._service.post_checks(self.brief)

    @cached_property
    def preview(self) -> str:
        """The whole brief as Markdown."""
        return self._service.preview(self.brief)

    @cached_property
    def clocks(self) -> list[PostingView]:
        """Its postings with their clocks, oldest first."""
        return self._service.clocks(self.brief)

    @cached_property
    def platform_counts(self) -> list[PlatformCount]:
        """What each platform brought (S1-44)."""
        return self._service.platform_counts(self.brief)
