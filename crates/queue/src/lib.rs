//! The queue: what carries references to work, and facts about capacity.
//!
//! The store is the truth for what waits; the queue only carries it. Losing any message costs time,
//! never a submission, because the scheduler rebuilds what it needs from the store.
//!
//! - [`Queue`] is the trait; [`Embedded`] its backend for one process, durable across restarts;
//!   [`RabbitMq`] the one for a cluster; [`conformance::suite`] is what every backend must pass.
//! - [`QueueName`] names the kinds of queue and fixes how each behaves.
//! - [`messages`] are the bodies: JSON with a schema version, references only.
//!
//! ```text
//! gateway --intake--> scheduler --worker.<id>--> worker
//!    |                    ^                       | ^
//!    |                    +--------fleet----------+ |
//!    +-----------------control.<id>-----------------+
//! ```
//!
//! Beside them stands `dead`, for what could not be read.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod conformance;
pub mod embedded;
pub mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod measured;
pub mod messages;
pub mod name;
pub mod queue;
pub mod rabbitmq;

pub use embedded::{Durability, Embedded};
pub use error::QueueError;
pub use measured::{Measured, Metrics};
pub use messages::{Control, Fleet, Intake, Job, Message, MessageError};
pub use name::QueueName;
pub use queue::{Consumer, Delivery, Queue, Settle};
pub use rabbitmq::{ClientCertificate, RabbitMq, RabbitMqConfig};
