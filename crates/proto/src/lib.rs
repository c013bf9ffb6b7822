//! The gRPC contract: generated types and conversions at the edge.
