//! Why there is no judgement.

use pyjury_problem::ReadError;
use pyjury_sandbox::SandboxError;

/// Why there is no judgement. None of it is the submission's doing: that is a
/// [`Judgement`](pyjury_core::Judgement).
#[derive(Debug, thiserror::Error)]
pub enum GradeError {
    /// The host failed: judge again, elsewhere.
    #[error("the sandbox failed")]
    Sandbox(#[from] SandboxError),
    /// A file of the package can't be read: fetch the package again.
    #[error("the package can't be read")]
    Read(#[from] ReadError),
    /// The package asks for what can't be done here, or one of its programs doesn't work. Judging
    /// again changes nothing: [`judge`](crate::judge()) gives it as a JE.
    #[error("the package can't be judged: {0}")]
    Package(String),
    /// A script of our own did not answer as it must: judge again, elsewhere.
    #[error("{script} answered with {got:?}, expected {expected}")]
    Script {
        /// The script.
        script: &'static str,
        /// What it should have said.
        expected: &'static str,
        /// What it said, shortened.
        got: String,
    },
    /// No slot was given.
    #[error("judging needs at least one slot, got none")]
    NoSlot,
    /// Somebody cancelled the judging.
    #[error("the judging was cancelled")]
    Cancelled,
}
