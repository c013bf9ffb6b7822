//! What a run gives back.

use pyjury_core::Execution;

use crate::left::Left;

/// The facts of one process of a plan, and the files that were asked for.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The measured facts.
    pub execution: Execution,
    /// One entry per [`Collect::File`](crate::plan::Collect::File) whose file was there, in the same order.
    pub collected: Vec<Collected>,
    /// What lay in the working folder, where a [`Collect::Tree`](crate::plan::Collect::Tree) asked for it.
    pub left: Left,
}

/// A file that was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected {
    /// Its path in the working folder.
    pub path: String,
    /// Its bytes, at most as many as were asked for.
    pub content: Vec<u8>,
    /// Whether there was more.
    pub cut: bool,
}
