//! Identifiers. Each is a UUID that its maker draws at random; none is computed from another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id! {
    /// Names a submission. Time-ordered (version 7), so that listings are in order of arrival.
    SubmissionId
}
id! {
    /// Names one request to judge a submission.
    JudgingId
}
id! {
    /// Names one try at a judging on one worker. Random (version 4) and compared for equality only:
    /// it is the fencing token of every write that the worker makes.
    AttemptId
}
id! {
    /// Names one life of a worker process.
    WorkerId
}
