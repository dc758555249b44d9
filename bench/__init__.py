"""Figures, never verdicts: `make bench` measures and writes bench/RESULTS.md."""
