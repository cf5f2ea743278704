"""Runs declared steps on DuckDB or Spark and seals their tables as a run; knows nothing of the domain."""
