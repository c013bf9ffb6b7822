//! The gRPC gateway: accepts, authenticates, checks quotas, answers, lets watch.
