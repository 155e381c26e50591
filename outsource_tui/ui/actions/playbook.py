"""What can be done in Playbook: look up, keep notes and people, change messages, and set how the work is figured."""

from outsource_tui.ui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    Action("playbook.next", "right_square_bracket", "next list", "Go to the next list of the playbook.", footer=50),
    Action("playbook.previous", "left_square_bracket", "list before", "Go to the list before."),
    Action("playbook.skill", "f", "by skill", "Show only platforms and people with a skill.", footer=24),
    Action("playbook.note", "w", "note", "Write your own note on a platform or a person.", footer=26),
    Action("playbook.hide", "h", "hide", "Leave a platform out of the list, or take it back in."),
    Action("playbook.hidden", "z", "hidden too", "List the hidden platforms too, or leave them out."),
    Action("playbook.reset", "r", "as it came", "Take a template, platform or setting back as it came.", footer=34),
    Action("playbook.filled", "v", "filled in", "Show the template filled in with an example, or as it is written."),
    Action(
        "playbook.source", "i", "source", "Show where a piece of advice comes from, and what speaks for or against it."
    ),
    Action("playbook.go", "o", "go there", "Go to the screen where this advice is put to work.", footer=36),
    Action("playbook.scroll_down", "right_curly_bracket", "scroll down", "Scroll what stands at the right."),
    Action("playbook.scroll_up", "left_curly_bracket", "scroll up", "Scroll what stands at the right back."),
    Action("playbook.task", "t", "make a task", "Put the example on your list of tasks."),
)
