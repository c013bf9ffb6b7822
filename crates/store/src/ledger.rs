//! The domain's rules over any [`Store`], written once.

pub mod api_keys;
pub mod attempts;
pub mod collect;
pub mod contents;
pub mod error;
pub mod event;
mod indexes;
pub mod list;
mod names;
pub mod pending;
pub mod placements;
pub mod problems;
pub mod quotas;
mod record;
pub mod submissions;
mod transition;
pub mod view;
pub mod watch;

use std::sync::Arc;

pub use api_keys::{ApiKey, NewApiKey};
pub use attempts::{CancelOutcome, CaseProgress, Finished, Holder, Started};
pub use error::LedgerError;
pub use event::Happened;
pub use list::{Filter, ListPage};
pub use pending::{Pending, PendingPage};
pub use placements::Epoch;
pub use problems::{Problem, ProblemPage};
pub use quotas::Quotas;
pub use submissions::{AskedBy, Created, NewSubmission, Origin};
pub use view::{Contents, JudgedCase, JudgingView, Progress, SubmissionView};
pub use watch::{SnapshotCause, Watch, Watched};

use crate::{Blobs, Store};

/// The domain's rules over a store. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    store: Arc<dyn Store>,
    blobs: Blobs,
}

impl Ledger {
    /// A ledger over a store, with the folder for what is too large for a record.
    pub fn new(store: Arc<dyn Store>, blobs: Blobs) -> Self {
        Self { store, blobs }
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
