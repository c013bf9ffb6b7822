//! What a judging needs: how long it may take, by the limits of what it is judged against, and which runtime.

use std::time::Duration;

use pyjury_core::{Limits, RuntimeRequest, Submission, Target};

use crate::{Ledger, LedgerError};

/// How long an attempt may run in any case: fetching, compiling and a few cases take less.
pub(crate) const LEAST_BUDGET: Duration = Duration::from_secs(300);

impl Ledger {
    /// The CPU time that the cases of a target may use in all, zero when that isn't known; and the runtime that it
    /// needs.
    pub(crate) async fn needs(&self, tenant: &str, target: &Target) -> Result<(Duration, RuntimeRequest), LedgerError> {
        let digest = match target {
            Target::Inline(run) => return Ok((run.limits.cpu, RuntimeRequest::default())),
            Target::Problem { digest, .. } | Target::Package { digest, .. } => digest,
        };
        let Some(problem) = self.problem(tenant, *digest).await? else { return Ok(Default::default()) };
        let time = match target {
            Target::Problem { .. } => problem.limits.cpu.saturating_mul(problem.case_count),
            // How many programs its jury wrote, and how slow they may be, only judging it tells.
            _ => Duration::ZERO,
        };
        Ok((time, problem.runtime))
    }

    /// How long an attempt at a submission may run before something must be wrong with its worker.
    /// Judging itself gives up long before: this is for a worker that hangs and renews all the same.
    pub(crate) async fn budget(&self, submission: &Submission) -> Result<Duration, LedgerError> {
        let found = self.limits_of(&submission.principal.tenant, &submission.target).await?;
        let whole = found.map_or(UNKNOWN, |(limits, runs)| limits.wall.saturating_mul(runs));
        Ok(LEAST_BUDGET.saturating_add(whole.saturating_mul(2)))
    }

    /// The limits of each run, and how many runs there are.
    async fn limits_of(&self, tenant: &str, target: &Target) -> Result<Option<(Limits, u32)>, LedgerError> {
        Ok(match target {
            Target::Inline(run) => Some((run.limits, 1)),
            Target::Problem { digest, .. } => {
                self.problem(tenant, *digest).await?.map(|problem| (problem.limits, problem.case_count))
            }
            // How many programs its jury wrote, and how slow they may be, only judging it tells.
            Target::Package { .. } => None,
        })
    }
}

/// The budget of what has no known limits.
const UNKNOWN: Duration = Duration::from_secs(3600);
