"""The person's settings: read as written, refused with file, key, value and choices, never rewritten."""

from pathlib import Path

import pytest

from outsource_tui.config.settings_file import CHOICES, PersonSettings, SettingsError, load_settings, parse_settings

FILE = Path("settings.toml")


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == PersonSettings()


def test_everything_that_can_be_set_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    text = """# mine
theme = "light"
density = "compact"
week_start = "sunday"
date_format = "dmy"
time_format = "12h"
decimal_mark = ","
mouse = false
[keys]
"task.outsource" = "x"
"app.help" = ["?", "f1"]
"app.quit" = "ctrl+q, q"
"list.sort" = []
record.new = "+"
"list.mark" = ","
"""
    path.write_text(text, encoding="utf-8-sig")
    settings = load_settings(path)
    assert settings[:7] == ("light", "compact", "sunday", "dmy", "12h", ",", False)
    assert settings.keys == {
        "task.outsource": ("x",),
        "app.help": ("?", "f1"),
        "app.quit": ("ctrl+q", "q"),
        "list.sort": (),
        "record.new": ("+",),
        "list.mark": (",",),
    }
    assert path.read_text(encoding="utf-8-sig") == text


@pytest.mark.parametrize(
    ("text", "field", "parts"),
    [
        ('theme = "blue"', "theme", ["settings.toml", "theme", '"blue"', '"auto", "dark", "light", "contrast"']),
        ("theme = 3", "theme", ["theme", "3", '"dark"']),
        ("mouse = 1", "mouse", ["mouse is 1", "true or false"]),
        ('mouse = "yes"', "mouse", ['mouse is "yes"', "true or false"]),
        ('theem = "dark"', "theem", ["theem", "did you mean theme?"]),
        ("zzz = 1", "zzz", ["zzz", "theme, density, week_start"]),
        ('keys = "x"', "keys", ["keys must be a table"]),
        ('[keys]\n"app.help" = 3', "app.help", ['keys."app.help" is 3', 'a key like "o"']),
        ("theme =\nmouse = true", "", ["not TOML", "line 1"]),
        ('theme = "\\u001b]0;x"', "theme", ['theme is "]0;x"']),
        ("a" * 100 + " = 1", "a" * 100, ["there is no setting"]),
    ],
)
def test_a_slip_names_file_key_value_and_choices(text: str, field: str, parts: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, FILE)
    sentence = str(caught.value)
    assert sentence.startswith("settings.toml: ")
    assert all(part in sentence for part in parts), sentence
    assert "\n" not in sentence
    assert caught.value.field == field
    assert caught.value.exit_code == 2


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"theme = '\xff'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings(tmp_path / "binary")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)
    (tmp_path / "long").write_bytes(b"#" * 1_000_001)
    with pytest.raises(SettingsError, match="under a megabyte"):
        load_settings(tmp_path / "long")


def test_defaults_are_the_first_choices() -> None:
    defaults = PersonSettings()
    assert all(getattr(defaults, choice.key) == choice.values[0] for choice in CHOICES)
