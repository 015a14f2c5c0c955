"""All that commands import, now or when they need it. Imported by the process from which they are forked (warm.py)."""

import pandas
import pandera.pandas
import pytest
import scrapy.core.downloader.handlers.http11
import scrapy.crawler
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

import pipeline.build
import pipeline.cli
import pipeline.fetch.spider
import pipeline.fetching
import tests.warm

for kind in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
    for path in getattr(default_settings, f"{kind}_BASE"):
        load_object(path)

__all__ = ["pandas", "pandera", "pipeline", "pytest", "scrapy", "tests"]
