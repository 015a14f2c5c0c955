"""What a run does unless told otherwise: configs/defaults.yaml, a file of the user's, and the environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar, cast

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)

from pipeline.config_file import read_mapping
from pipeline.errors import UserError
from pipeline.paths import CONFIGS

S = TypeVar("S", bound=BaseSettings)

ReaderName = Literal["pdfium", "oxide", "pdfplumber", "camelot", "ocr", "ocr_closer", "text"]


class Settings(BaseSettings):
    """Readers in order, limits for one document, and how many to read at the same time (0: one for each core)."""

    model_config = SettingsConfigDict(env_prefix="GONGKAI_", frozen=True, extra="forbid")

    readers: tuple[ReaderName, ...] = Field(min_length=1)
    seconds: float = Field(gt=0)
    memory_mb: int = Field(ge=256)
    pages: int = Field(ge=1)
    pixels: int = Field(ge=1_000_000)
    megabytes: float = Field(gt=0)
    workers: int = Field(ge=0)


def load_settings(file: Path | None = None) -> Settings:
    """The defaults, overridden by a YAML file and by GONGKAI_… variables, the last one strongest.

    Raises UserError that names the file or variable and what is wrong with it.
    """
    return sourced(Settings, [CONFIGS / "defaults.yaml", *([file] if file else [])])


def sourced(kind: type[S], files: Sequence[Path]) -> S:
    """Settings of a kind from YAML files, the later ones stronger, and from the environment, the strongest.

    Raises UserError that names the last file, or the variable, and what is wrong with it.
    """
    for path in files:
        read_mapping(path, "settings")  # said in one line here, before a library says it in many

    class Sourced(kind):  # type: ignore[valid-type, misc]
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del init_settings, dotenv_settings, file_secret_settings
            return (env_settings, *(YamlConfigSettingsSource(settings_cls, path) for path in reversed(files)))

    try:
        read = Sourced()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        named = files[-1] if len(files) > 1 else "configuration"
        raise UserError("broken_config", named, detail=f"{name}: {first['msg']}") from error
    except ValueError as error:  # a variable that holds no list where one is needed
        raise UserError("broken_config", "configuration", detail=error) from error
    return cast("S", kind.model_construct(**{name: getattr(read, name) for name in kind.model_fields}))
