"""script/bench: how fast Tappa is, over HTTP, beside the same SQL without it. docs/performance.md explains and shows a run."""
