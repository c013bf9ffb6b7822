//! Tracing, the metrics registry, /metrics and /healthz, graceful shutdown.
