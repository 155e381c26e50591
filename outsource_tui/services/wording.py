"""The playbook's words for briefs and posts, in the form the figures of a brief take them."""

from functools import cache

from outsource_tui.domain.brief_text import Wording
from outsource_tui.playbook import loader


@cache
def brief_wording() -> Wording:
    """Return the sentences that go into a post and the words its checks look for (S1-45..55, N08)."""
    propositions = loader.value_propositions()
    checks = loader.post_checks()
    texts = loader.post_texts()
    parts = {part.key: part for part in loader.brief_parts()}
    return Wording(
        sentences={one.key: one.sentence for one in propositions},
        words={one.key: one.words for one in propositions},
        request_quotes=texts["request_quotes"],
        fixed_price=texts.get("fixed_price", ""),
        comparison=texts.get("comparison", ""),
        greeting=texts.get("greeting", ""),
        details={one.key: one.sentence for one in parts["detail"].choice},
        modes={one.key: one.sentence for one in parts["mode"].choice},
        check_labels={one.key: one.label for one in checks},
        check_hints={one.key: one.missing for one in checks},
        vague={one.word: one.hint for one in loader.vague_words()},
    )
