"""Spark for tables of a few thousand rows: there, beginning and planning take the time, not the rows."""

import os
from pathlib import Path

from familymap.engine.spark_engine import SparkEngine

# A short life is too short for the second compiler and for collecting garbage beside the work.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def quick_spark(spill: Path) -> SparkEngine:
    """An engine that begins soon and deals nothing out."""
    os.environ.setdefault("JAVA_TOOL_OPTIONS", JAVA)
    return SparkEngine(spill, 2, partitions=1)
