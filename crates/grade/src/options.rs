//! How a judging is to be done.

use std::fmt;
use std::time::Duration;

use pyjury_core::{Allowance, CaseResult, Provenance};

use crate::{Cache, Cancel};

/// How a judging is to be done. What matters for the verdict is the problem's; this is about the way.
#[derive(Clone)]
pub struct Options<'a> {
    /// Called with each case that counts, in the problem's order, as soon as that is certain. Called
    /// while the judging waits: be quick.
    pub on_case: &'a (dyn Fn(usize, &CaseResult) + Sync),
    /// The file to run, where the submission says so.
    pub entry: Option<&'a str>,
    /// The time limit of a case, where the package leaves it open and it was found before.
    pub time_limit: Option<Duration>,
    /// How long all cases together may take; `None` is twice what they may compute, and a minute.
    /// What doesn't get its turn is a TLE.
    pub budget: Option<Duration>,
    /// What a run gets of its limits on this node.
    pub allowance: Allowance,
    /// Ends the judging.
    pub cancel: Cancel,
    /// What is kept between judgings.
    pub cache: &'a Cache,
    /// The host's part: control groups, kernel, worker. The rest is filled in.
    pub provenance: Provenance,
}

impl<'a> Options<'a> {
    /// The plain way: nobody watches, nothing is known beforehand.
    pub fn new(cache: &'a Cache) -> Self {
        Self {
            on_case: &|_, _| {},
            entry: None,
            time_limit: None,
            budget: None,
            allowance: Allowance::default(),
            cancel: Cancel::new(),
            cache,
            provenance: Provenance::default(),
        }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("entry", &self.entry)
            .field("time_limit", &self.time_limit)
            .field("budget", &self.budget)
            .field("allowance", &self.allowance)
            .finish_non_exhaustive()
    }
}
