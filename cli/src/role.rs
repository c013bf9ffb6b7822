//! The roles of a cluster, a process each. A role reads its configuration whole, takes its ports, waits for the
//! store and the broker, and starts its part; a signal ends it in order.

pub(crate) mod gateway;
pub(crate) mod scheduler;
pub(crate) mod worker;
