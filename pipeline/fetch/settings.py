"""How the crawl behaves towards websites: configs/fetch.yaml, a file of the user's, and the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline import __version__
from pipeline.paths import CONFIGS
from pipeline.settings import sourced


class Manners(BaseModel):
    """What a site is asked for, how often, and how much of an answer is taken; seconds, megabytes, counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delay: float = Field(ge=0)
    at_once: int = Field(ge=1, le=4)
    seconds: float = Field(gt=0)
    megabytes: float = Field(gt=0)
    retries: int = Field(ge=0, le=10)
    pause: float = Field(ge=0)
    longest_pause: float = Field(ge=0)
    depth: int = Field(ge=0, le=10)
    pages: int = Field(ge=1)
    list_pages: int = Field(ge=1)
    alike: int = Field(ge=1)
    redirects: int = Field(ge=0, le=20)


class FetchSettings(BaseSettings):
    """Who asks, where things are kept, and the manners towards a site that has none of its own."""

    model_config = SettingsConfigDict(
        env_prefix="GONGKAI_FETCH_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    contact: str
    agent: str
    archive: str = Field(min_length=1)
    memory: Path
    manners: Manners
    sites_at_once: int = Field(ge=1)
    resume_days: float = Field(ge=0)

    @property
    def user_agent(self) -> str:
        """The name under which sites know this program."""
        return self.agent.format(version=__version__, contact=self.contact or "local test")


def load_fetch_settings(file: Path | None = None) -> FetchSettings:
    """The defaults, overridden by a YAML file and by GONGKAI_FETCH_… variables, the last one strongest.

    Raises UserError that names the file or variable and what is wrong with it.
    """
    return sourced(FetchSettings, [CONFIGS / "fetch.yaml", *([file] if file else [])])
