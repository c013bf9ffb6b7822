//! The bodies of messages: small JSON objects of references, with a schema version. Nothing in them
//! decides anything: whoever gets one looks into the store.

use pyjury_core::WorkerId;
use pyjury_core::judging::{AttemptRef, JudgingRef};
pub use pyjury_core::worker::WorkerMode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Queue, QueueError, QueueName};

/// The version of the bodies that this version writes. It reads all up to this one.
pub const SCHEMA: u32 = 1;

/// A judging that was accepted. On [`QueueName::Intake`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// The judging.
    #[serde(flatten)]
    pub judging: JudgingRef,
}

/// An attempt for a worker to start. On [`QueueName::Worker`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The attempt.
    #[serde(flatten)]
    pub attempt: AttemptRef,
}

/// A fact about capacity. On [`QueueName::Fleet`]. Any of them may be lost: the next heartbeat
/// heals it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fleet {
    /// A worker is there, with its queues declared. Also a heartbeat.
    Registered(Presence),
    /// A worker is still there.
    Heartbeat(Presence),
    /// A worker has done with an attempt, whatever became of it: finished, given back, refused.
    SlotFreed {
        /// The worker.
        worker: WorkerId,
        /// The attempt.
        attempt: AttemptRef,
    },
    /// A worker takes no more jobs. Those it holds end, or are given back.
    Draining {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker is gone, and holds nothing.
    Left {
        /// The worker.
        worker: WorkerId,
    },
}

/// The full state of a worker, as far as placing is concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// This life of the worker.
    pub worker: WorkerId,
    /// The worker's name, which outlives its lives.
    pub name: String,
    /// How many attempts it can run at once.
    pub slots: u32,
    /// Whether it takes jobs.
    pub mode: WorkerMode,
    /// Why it doesn't; empty when it does.
    #[serde(default)]
    pub reason: String,
    /// The runtimes that it has.
    #[serde(default)]
    pub runtimes: Vec<String>,
    /// The attempts that it holds: running, or taken from its queue and not yet running.
    pub attempts: Vec<AttemptRef>,
}

impl Presence {
    /// A worker that is ready, of which nothing else is known.
    pub fn of(worker: WorkerId) -> Self {
        Self {
            worker,
            name: String::new(),
            slots: 0,
            mode: WorkerMode::Ready,
            reason: String::new(),
            runtimes: Vec::new(),
            attempts: Vec::new(),
        }
    }
}

/// An order to a worker. On [`QueueName::Control`]. The heartbeat's answer says the same a little
/// later, should it be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Control {
    /// The attempt is no longer valid: kill its run.
    Cancel {
        /// The attempt.
        attempt: AttemptRef,
    },
}

/// A body that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// It isn't JSON of the expected shape. Nobody will ever read it: log it and
    /// [`crate::Delivery::reject`] it.
    #[error("expected a {kind} message, got {got:?}")]
    Shape {
        /// What was expected.
        kind: &'static str,
        /// The body, shortened.
        got: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// It was written by a newer version: give it back, a newer process will read it.
    #[error("the {kind} message has schema {found}, this version knows up to {SCHEMA}; upgrade this process")]
    Newer {
        /// What was expected.
        kind: &'static str,
        /// Its schema.
        found: u32,
    },
}

/// A body.
pub trait Message: Serialize + DeserializeOwned {
    /// What it is called in errors.
    const KIND: &'static str;

    /// Writes it down.
    fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(&Versioned { schema: SCHEMA, body: self })
            .expect("messages are structs of ids and numbers, which JSON can always hold")
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`MessageError`].
    fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let kind = Self::KIND;
        let shape = |source| MessageError::Shape {
            kind,
            got: String::from_utf8_lossy(bytes).chars().take(200).collect(),
            source,
        };
        let Version { schema } = serde_json::from_slice(bytes).map_err(shape)?;
        if schema > SCHEMA {
            return Err(MessageError::Newer { kind, found: schema });
        }
        serde_json::from_slice(bytes).map_err(shape)
    }
}

impl Message for Intake {
    const KIND: &'static str = "intake";
}

impl Message for Job {
    const KIND: &'static str = "job";
}

impl Message for Fleet {
    const KIND: &'static str = "fleet";
}

impl Message for Control {
    const KIND: &'static str = "control";
}

/// Publishes a message to a queue of its kind.
///
/// # Errors
/// As [`Queue::publish`].
pub async fn send<M: Message + Sync>(queue: &dyn Queue, to: QueueName, message: &M) -> Result<(), QueueError> {
    queue.publish(to, message.encode()).await
}

#[derive(Serialize)]
struct Versioned<'a, T> {
    schema: u32,
    #[serde(flatten)]
    body: &'a T,
}

#[derive(Deserialize)]
struct Version {
    schema: u32,
}

#[cfg(test)]
mod tests {
    use pyjury_core::{AttemptId, JudgingId, SubmissionId};
    use uuid::Uuid;

    use super::*;

    fn attempt() -> AttemptRef {
        AttemptRef {
            submission: SubmissionId(Uuid::new_v4()),
            judging: JudgingId(Uuid::new_v4()),
            attempt: AttemptId(Uuid::new_v4()),
        }
    }

    #[test]
    fn messages_survive_the_wire() {
        let worker = WorkerId(Uuid::new_v4());
        let presence = Presence { name: "w".into(), slots: 2, ..Presence::of(worker) };
        let presence = Presence { attempts: vec![attempt()], ..presence };
        for message in [
            Fleet::Registered(presence.clone()),
            Fleet::Heartbeat(presence),
            Fleet::SlotFreed { worker, attempt: attempt() },
            Fleet::Draining { worker },
            Fleet::Left { worker },
        ] {
            assert_eq!(Fleet::decode(&message.encode()).unwrap(), message);
        }
        let intake = Intake { judging: attempt().judging() };
        assert_eq!(Intake::decode(&intake.encode()).unwrap(), intake);
        let job = Job { attempt: attempt() };
        assert_eq!(Job::decode(&job.encode()).unwrap(), job);
        let control = Control::Cancel { attempt: attempt() };
        assert_eq!(Control::decode(&control.encode()).unwrap(), control);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert!(matches!(Job::decode(b"\xff"), Err(MessageError::Shape { kind: "job", .. })));
        assert!(matches!(Job::decode(br#"{"schema":1}"#), Err(MessageError::Shape { .. })));
        assert!(matches!(Job::decode(br#"{"schema":2}"#), Err(MessageError::Newer { found: 2, .. })));
    }
}
