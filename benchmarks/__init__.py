"""What the project costs, beside what else does the same work: see docs/benchmarks.md."""
