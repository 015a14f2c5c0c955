"""gongkai: China's annual reports on government information disclosure, from PDF to validated Parquet."""

__version__ = "0.1.0"
