"""The writer's settings: `config.toml` in the settings folder. Without the file everything has its default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter import paths
from drafter.errors import Fault, FileProblem


@dataclass(frozen=True, slots=True)
class Config:
    """Settings. `bank` holds the folders of team phrase banks, from the lowest layer up."""

    bank: tuple[Path, ...] = ()


def config_path() -> Path:
    """Where the settings file is looked for."""
    return paths.config_dir() / "config.toml"


def load_config() -> Config:
    """The settings in force; raises FileProblem with every fault, naming file and line.

    A folder that is not absolute is taken from the settings folder, `~` is the home folder.
    """
    path = config_path()
    if not path.exists():
        return Config()
    # Here, not above: most writers have no settings file, and a search should not pay for TOML.
    from drafter.toml.file import Fields, read_toml

    file = read_toml(path)
    fields = Fields(file, (), file.data)
    folders = fields.texts("bank")
    fields.refuse_unknown()
    faults = list(fields.faults)
    if any(not folder.strip() for folder in folders):
        todo = '请写成 bank = ["文件夹"]，或删去这一行'
        faults.append(Fault("bank 里有空的文件夹名", file.where("bank"), todo))
    if faults:
        raise FileProblem.of(faults)
    try:
        return Config(tuple(path.parent / Path(folder).expanduser() for folder in folders))
    except RuntimeError:
        todo = "~ 是自己的主文件夹，后面请直接接 /；或写完整路径"
        raise FileProblem("bank 里有找不到的主文件夹", where=file.where("bank"), todo=todo) from None
