"""What can be done on Briefs: write, ready, post, watch the clocks, and go on to the candidates."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("brief.candidates", "o", "candidates", "Go on to the candidates of this brief.", footer=10),
    Action("brief.post", "p", "post", "Post the brief on a platform and start its clock.", footer=12),
    Action("brief.ready", "y", "ready", "Call the brief ready to post, or a draft again.", footer=22),
    Action("brief.next_gap", "m", "next gap", "Go to the next part the brief still needs.", footer=26),
    Action("brief.not_applicable", "a", "not applicable", "Say that this part does not apply, or take that back."),
    Action("brief.post_text", "t", "post text", "Read, check and write the text of the post.", footer=24),
    Action("brief.post_title", "T", "post title", "Write the title of the post."),
    Action("brief.recompose", "R", "recompose", "Throw the hand-written post away and compose it from the brief."),
    Action(
        "brief.preview", "v", "preview", "Show the whole brief as they will read it, or the facts again.", footer=46
    ),
    Action("brief.scroll_down", "right_curly_bracket", "scroll down", "Scroll the preview or the facts at the right."),
    Action("brief.scroll_up", "left_curly_bracket", "scroll up", "Scroll the preview or the facts back."),
    Action("brief.known", "K", "somebody known", "Ask somebody you know: straight to the candidates, no posting."),
    Action("brief.export", "x", "export", "Write the brief to a file: md, html or docx.", footer=50),
    Action("brief.task", "b", "its task", "Go back to the task behind the brief, in Identify."),
    Action("brief.archive", "A", "archive", "Put the brief away, or take it back out."),
    Action("brief.archived", "z", "archived too", "List the archived briefs too, or leave them out."),
    Action("posting.repost", "r", "repost", "Post it again where nobody came or fitted, or for a larger pool."),
    Action("posting.close", "X", "close posting", "Take the highlighted posting off, or open it again."),
    Action(
        "row.tick", "space", "choose", "Choose it, tick it, or take it one step further.", where="part-rows", footer=8
    ),
    Action("row.down", "J", "move down", "Move the row down.", where="part-rows"),
    Action("row.up", "K", "move up", "Move the row up.", where="part-rows"),
)
