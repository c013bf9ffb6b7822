//! The queue: what carries references to work, and facts about capacity.
//!
//! The store is the truth for what waits; the queue only carries it. Losing any message costs time,
//! never a submission, because the scheduler rebuilds what it needs from the store.
//!
//! - [`Queue`] is the trait; [`Embedded`] its backend for one process, durable across restarts;
//!   [`conformance::suite`] is what every backend must pass.
//! - [`QueueName`] names the four kinds of queue and fixes how each behaves.
//! - [`messages`] are the bodies: JSON with a schema version, references only.
//!
//! ```text
//! gateway --intake--> scheduler --worker.<id>--> worker
//!    |                    ^                       | ^
//!    |                    +--------fleet----------+ |
//!    +-----------------control.<id>-----------------+
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod conformance;
pub mod embedded;
pub mod error;
pub mod messages;
pub mod name;
pub mod queue;

pub use embedded::{Durability, Embedded};
pub use error::QueueError;
pub use messages::{Control, Fleet, Intake, Job, Message, MessageError};
pub use name::QueueName;
pub use queue::{Consumer, Delivery, Queue, Settle};
