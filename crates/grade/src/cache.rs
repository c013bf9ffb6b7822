//! What is worth keeping between judgings: found time limits, and compiled validators.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyjury_core::Digest;
use pyjury_problem::Problem;

use crate::GradeError;
use crate::mode::pytest::Sentinels;

/// Binaries are dropped, all at once, when they take more than this.
const MOST_BINARY_BYTES: usize = 256 << 20;

/// Problems whose cases were asked for are dropped, all at once, when there are more than this.
const MOST_LISTED: usize = 1000;

/// Keeps, by digest, what can be computed again. Shared by the judgings of a process.
#[derive(Debug, Default)]
pub struct Cache {
    time_limits: Mutex<HashMap<Digest, Duration>>,
    binaries: Mutex<HashMap<Digest, Arc<[u8]>>>,
    listed: Mutex<HashMap<Digest, Arc<Problem>>>,
    sentinels: Mutex<HashMap<Digest, Sentinels>>,
}

impl Cache {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// The time limit that was found for a problem.
    pub fn time_limit(&self, problem: Digest) -> Option<Duration> {
        self.time_limits.lock().unwrap_or_else(PoisonError::into_inner).get(&problem).copied()
    }

    /// Keeps the time limit that was found for a problem.
    pub fn keep_time_limit(&self, problem: Digest, limit: Duration) {
        self.time_limits.lock().unwrap_or_else(PoisonError::into_inner).insert(problem, limit);
    }

    /// A problem with the cases that its grader lists: the one that is kept, or the one that `list` gives now.
    pub(crate) fn listed(
        &self,
        problem: Digest,
        list: impl FnOnce() -> Result<Problem, GradeError>,
    ) -> Result<Arc<Problem>, GradeError> {
        kept_or(&self.listed, problem, || list().map(Arc::new))
    }

    /// The contradictions of a problem's tests: those that are kept, or those that `find` gives now.
    pub(crate) fn sentinels(
        &self,
        problem: Digest,
        find: impl FnOnce() -> Result<Sentinels, GradeError>,
    ) -> Result<Sentinels, GradeError> {
        kept_or(&self.sentinels, problem, find)
    }

    /// A compiled program: the one that is kept, or the one that `build` makes now.
    pub(crate) fn binary(
        &self,
        source: Digest,
        build: impl FnOnce() -> Result<Arc<[u8]>, GradeError>,
    ) -> Result<Arc<[u8]>, GradeError> {
        // Not held while compiling: two judgings may compile the same once, and none waits for another's.
        if let Some(binary) = self.binaries.lock().unwrap_or_else(PoisonError::into_inner).get(&source) {
            return Ok(binary.clone());
        }
        let binary = build()?;
        let mut kept = self.binaries.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.values().map(|binary| binary.len()).sum::<usize>() + binary.len() > MOST_BINARY_BYTES {
            kept.clear();
        }
        kept.insert(source, binary.clone());
        Ok(binary)
    }
}

/// What is kept for a problem, or what `make` gives now. Not held while it is made.
fn kept_or<T: Clone>(
    all: &Mutex<HashMap<Digest, T>>,
    problem: Digest,
    make: impl FnOnce() -> Result<T, GradeError>,
) -> Result<T, GradeError> {
    if let Some(known) = all.lock().unwrap_or_else(PoisonError::into_inner).get(&problem) {
        return Ok(known.clone());
    }
    let made = make()?;
    let mut kept = all.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= MOST_LISTED {
        kept.clear();
    }
    kept.insert(problem, made.clone());
    Ok(made)
}
