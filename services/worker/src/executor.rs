//! What turns work into a judgement: the seam between the road and the sandbox.

mod canary;
mod sandboxed;
mod slots;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use pyjury_core::submission::InlineRun;
use pyjury_core::{Calibration, CaseResult, Judgement, SourceFile};
use pyjury_grade::{Cancel, GradeError};
use pyjury_problem::Problem;
use pyjury_sandbox::Tally;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

pub use sandboxed::{OpenError, Sandboxed};

/// Turns work into judgements. The worker does everything else: jobs, leases, packages, results.
#[async_trait]
pub trait Executor: Send + Sync + 'static {
    /// How many pieces of work it executes at once when nothing is broken.
    fn slots(&self) -> usize;

    /// A permit for each piece of work that may be executed now. The worker takes one before it asks
    /// for a judgement; an executor that loses a slot for good forgets the permit.
    fn permits(&self) -> Arc<Semaphore>;

    /// The runtimes that it has, as the words of [`RuntimeOffer`](pyjury_core::RuntimeOffer)s.
    fn runtimes(&self) -> Vec<String>;

    /// Judges. It ends soon after `order.cancel` is cancelled, with [`GradeError::Cancelled`].
    ///
    /// # Errors
    /// [`GradeError`] when there is no judgement, which is never the submission's doing.
    async fn execute(&self, order: Order, permit: OwnedSemaphorePermit) -> Result<Judged, GradeError>;

    /// Whether it judges as it must, found by judging programs of its own whose verdicts are known: one that
    /// must be accepted, and some that must be stopped.
    ///
    /// # Errors
    /// [`Unsound`] when one was judged otherwise, or could not be judged.
    async fn is_sound(&self, permit: OwnedSemaphorePermit) -> Result<(), Unsound>;

    /// How it measures, found when it was opened; `None` where it isn't known.
    fn calibration(&self) -> Option<Calibration> {
        None
    }

    /// What its sandbox has done since this was last asked; nothing where it has none.
    fn take_tally(&self) -> Tally {
        Tally::default()
    }

    /// Measures its speed again: the CPU time of the calibration's workload; `None` where it has none.
    ///
    /// # Errors
    /// [`Unsound`] when that could not be done.
    async fn measure(&self, permit: OwnedSemaphorePermit) -> Result<Option<Duration>, Unsound> {
        drop(permit);
        Ok(None)
    }
}

/// Why an executor must not judge now, for whoever operates the host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unsound(pub String);

/// One piece of work, whom to tell of it, and how to end it.
#[derive(Debug)]
pub struct Order {
    /// What is to be judged.
    pub work: Work,
    /// What the submission asks for beyond the problem's runtime; empty for nothing.
    pub runtime: String,
    /// Hears of the cases as they are judged.
    pub progress: Progress,
    /// Ends it.
    pub cancel: Cancel,
}

/// What is to be judged.
#[derive(Debug)]
pub enum Work {
    /// A submission to a problem.
    Problem {
        /// The problem.
        problem: Arc<Problem>,
        /// The submission, the entry first.
        files: Vec<SourceFile>,
        /// The time limit that was found for it, where the package leaves it open.
        time_limit: Option<Duration>,
    },
    /// A package against itself.
    Package {
        /// The problem.
        problem: Arc<Problem>,
    },
    /// One run without a problem.
    Inline {
        /// The run.
        run: InlineRun,
        /// The submission, the entry first.
        files: Vec<SourceFile>,
    },
}

/// A judgement, and what was found on the way.
#[derive(Debug)]
pub struct Judged {
    /// What the judge says.
    pub judgement: Judgement,
    /// What else a verification found.
    pub verification: Option<Verification>,
}

/// What a verification finds beside its judgement.
#[derive(Clone, Copy, Debug)]
pub struct Verification {
    /// The time limit that it judged with; `None` where the package could not be judged.
    pub time_limit: Option<Duration>,
}

impl From<Judgement> for Judged {
    fn from(judgement: Judgement) -> Self {
        Self { judgement, verification: None }
    }
}

/// A judged case.
#[derive(Clone, Debug)]
pub(crate) struct ToldCase {
    pub(crate) index: usize,
    pub(crate) case_count: usize,
    pub(crate) result: CaseResult,
}

/// Tells of cases as they are judged. Clones tell the same listener.
#[derive(Clone, Debug)]
pub struct Progress(mpsc::UnboundedSender<ToldCase>);

impl Progress {
    /// A teller, and its listener.
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<ToldCase>) {
        let (send, receive) = mpsc::unbounded_channel();
        (Self(send), receive)
    }

    /// Tells of one case: its place from 0, and how many there are.
    pub fn case(&self, index: usize, case_count: usize, result: &CaseResult) {
        // Nobody listens any more: then the judgement will have to do.
        let _ = self.0.send(ToldCase { index, case_count, result: result.clone() });
    }
}
