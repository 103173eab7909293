"""Where things are: the program's own data, and the writer's settings, banks and state.

Nothing is created here; whoever writes makes the folder. `DRAFTER_HOME` puts everything of the writer under one
folder (a USB stick, a test). Where the writer's folders cannot be known, DrafterError says what to set.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from drafter.errors import DrafterError

HOME_VARIABLE = "DRAFTER_HOME"


def data_dir() -> Path:
    """The folder with `phrasebank/` and `templates/`: inside the installed package, or the checkout it runs from."""
    installed = Path(__file__).parent / "data"
    return installed if installed.is_dir() else Path(__file__).parents[2]


def config_dir() -> Path:
    """Settings the writer edits (config.toml)."""
    return _home("config", "XDG_CONFIG_HOME", ".config", "APPDATA")


def data_home() -> Path:
    """The writer's own data: the personal phrase bank."""
    return _home("data", "XDG_DATA_HOME", ".local/share", "APPDATA")


def state_dir() -> Path:
    """What the program remembers by itself: recent drafts, recovery journals, the search index."""
    return _home("state", "XDG_STATE_HOME", ".local/state", "LOCALAPPDATA")


def personal_bank() -> Path:
    """The personal layer of the phrase bank (may not exist)."""
    return data_home() / "phrasebank"


def _home(kind: str, variable: str, fallback: str, windows: str) -> Path:
    try:
        return _folder(kind, variable, fallback, windows)
    except RuntimeError:
        # No HOME and no entry in the list of users, as in many containers; or a `~name` of nobody.
        todo = f"请把环境变量 {HOME_VARIABLE} 设成一个文件夹的完整路径"
        raise DrafterError("找不到您的主文件夹，不知道设置和数据放在哪里", todo=todo) from None


def _folder(kind: str, variable: str, fallback: str, windows: str) -> Path:
    root = os.environ.get(HOME_VARIABLE)
    if root:
        return Path(root).expanduser() / kind
    if sys.platform == "win32":
        base = os.environ.get(windows)
        return (Path(base) if base else Path.home() / "AppData" / "Roaming") / "drafter" / kind
    base = os.environ.get(variable)
    # The XDG specification says a relative path must be ignored.
    usable = base is not None and Path(base).is_absolute()
    return (Path(base) if base and usable else Path.home() / fallback) / "drafter"
