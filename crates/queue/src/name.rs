//! The queues there are. How each is declared is decided here and nowhere else: a broker refuses
//! to declare the same queue twice in different ways.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use pyjury_core::WorkerId;

/// Names a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueName {
    /// Gateways → the leader: judgings to be placed. [`crate::Intake`].
    Intake,
    /// Workers → the leader: facts about capacity. [`crate::Fleet`].
    Fleet,
    /// The leader → one worker: jobs. [`crate::Job`].
    Worker(WorkerId),
    /// Gateways → one worker: what to stop. [`crate::Control`].
    Control(WorkerId),
    /// Everybody → the operator: what could not be read, as [`crate::Delivery::reject`] put it away.
    Dead,
}

/// How many of a queue's consumers get messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// One at a time; the next one when that one is gone.
    SingleActive,
    /// All of them, in turn.
    Competing,
}

impl QueueName {
    /// How many of its consumers get messages. Being the active one of the intake queue is what
    /// makes a scheduler the leader.
    pub const fn sharing(&self) -> Sharing {
        match self {
            Self::Intake | Self::Fleet => Sharing::SingleActive,
            Self::Worker(_) | Self::Control(_) | Self::Dead => Sharing::Competing,
        }
    }

    /// Which of the kinds it is, as metrics say it: whose queue it is isn't told.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Fleet => "fleet",
            Self::Worker(_) => "worker",
            Self::Control(_) => "control",
            Self::Dead => "dead",
        }
    }

    /// Whether its messages outlive the broker. What is said of workers, and to them, is said again with their
    /// next heartbeat: it isn't worth a write to a disk.
    pub const fn persists(&self) -> bool {
        match self {
            Self::Intake | Self::Worker(_) | Self::Dead => true,
            Self::Fleet | Self::Control(_) => false,
        }
    }

    /// How long it stays without a consumer; `None` for ever. A worker's life has an id of its own,
    /// so the queues of one that is gone are of no use to anybody.
    pub const fn expires(&self) -> Option<Duration> {
        match self {
            Self::Intake | Self::Fleet | Self::Dead => None,
            Self::Worker(_) | Self::Control(_) => Some(Duration::from_secs(600)),
        }
    }
}

impl fmt::Display for QueueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intake => f.write_str("intake"),
            Self::Fleet => f.write_str("fleet"),
            Self::Worker(worker) => write!(f, "worker.{worker}"),
            Self::Control(worker) => write!(f, "control.{worker}"),
            Self::Dead => f.write_str("dead"),
        }
    }
}

/// A text that names no queue.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected a queue (intake, fleet, dead, worker.<uuid> or control.<uuid>), got {0:?}")]
pub struct ParseQueueNameError(String);

impl FromStr for QueueName {
    type Err = ParseQueueNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseQueueNameError(text.to_owned());
        match text.split_once('.') {
            None if text == "intake" => Ok(Self::Intake),
            None if text == "fleet" => Ok(Self::Fleet),
            None if text == "dead" => Ok(Self::Dead),
            Some(("worker", id)) => id.parse().map(Self::Worker).map_err(|_| error()),
            Some(("control", id)) => id.parse().map(Self::Control).map_err(|_| error()),
            _ => Err(error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written() {
        let worker = WorkerId(uuid::Uuid::new_v4());
        let of_worker = [QueueName::Worker(worker), QueueName::Control(worker)];
        for name in [QueueName::Intake, QueueName::Fleet, QueueName::Dead].into_iter().chain(of_worker) {
            assert_eq!(name.to_string().parse(), Ok(name));
        }
        for text in ["", "worker", "worker.x", "intake.x", "fleets"] {
            assert!(text.parse::<QueueName>().is_err(), "{text}");
        }
    }
}
