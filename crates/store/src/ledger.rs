//! The domain's rules over any [`Store`], written once.

pub mod api_keys;
pub mod attempts;
pub mod audit;
pub mod collect;
pub mod contents;
pub mod dead;
pub mod error;
mod estimate;
pub mod event;
mod indexes;
pub mod list;
pub mod names;
pub mod pending;
pub mod placements;
pub mod problems;
pub mod quotas;
pub(crate) mod record;
pub mod rejudge;
pub mod retire;
pub mod submissions;
mod transition;
pub mod view;
pub mod watch;
pub mod workers;

use std::sync::Arc;

pub use api_keys::{ApiKey, ApiKeyPage, NewApiKey, Revocation, SecretHash};
pub use attempts::{CancelOutcome, Finished, Holder, Started};
pub use audit::{Act, Action, Actor, AuditLine, AuditPage, Outcome};
pub use dead::{DeadFilter, DeadJudging, DeadPage};
pub use error::LedgerError;
pub use event::Happened;
pub use list::{Filter, ListPage};
pub use pending::{Pending, PendingPage};
pub use placements::Epoch;
pub use problems::{Problem, ProblemPage, Standing, TimeLimitFrom, Verified};
pub use quotas::Quotas;
pub use retire::{Retention, Retired};
pub use submissions::{AskedBy, Created, NewSubmission, Origin};
pub use view::{Contents, JudgedCase, JudgingView, Progress, SubmissionView};
pub use watch::{SnapshotCause, Watch, Watched};
pub use workers::{Wanted, WorkerFacts, WorkerOwner, WorkerView};

use crate::clock::{Heeded, StoreClock};
use crate::{Blobs, Store};

/// The domain's rules over a store. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    store: Arc<dyn Store>,
    blobs: Blobs,
    clock: StoreClock,
}

impl Ledger {
    /// A ledger over a store, with the folder for what is too large for a record.
    pub fn new(store: Arc<dyn Store>, blobs: Blobs) -> Self {
        let clock = StoreClock::default();
        let store = Arc::new(Heeded { inner: store, clock: clock.clone() });
        Self { store, blobs, clock }
    }

    /// Milliseconds of Unix time by the store's clock, as far as this process has heard of it. Deadlines are
    /// compared with it: the clocks of hosts may be wrong.
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// The blobs.
    pub const fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }
}
