//! How often one user may do something. Each gateway counts for itself.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use pyjury_core::Principal;

use crate::Refusal;

/// After how many checks the users that have been quiet are forgotten: this bounds the memory.
const SWEEP_EVERY: u32 = 10_000;

/// How often one user may do something, at one gateway. 0 is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Submissions per minute, on average.
    pub submissions_per_minute: u32,
    /// Submissions at once after a pause; 0 is as many as in a minute.
    pub submission_burst: u32,
    /// Calls of any kind per second; twice as many at once. A batch is one call, and so is a watch.
    pub calls_per_second: u32,
}

/// Counts what each user does. Clones count together.
#[derive(Clone)]
pub(crate) struct Limiter {
    submissions: Option<Arc<Counted>>,
    calls: Option<Arc<Counted>>,
}

impl Limiter {
    /// Holds users to these rates.
    pub(crate) fn new(rates: Rates) -> Self {
        let counted = |unit: &'static str, number: u32, burst: u32, quota: fn(NonZeroU32) -> Quota| {
            let number = NonZeroU32::new(number)?;
            let burst = NonZeroU32::new(burst).unwrap_or(number);
            let limiter = RateLimiter::dashmap(quota(number).allow_burst(burst));
            Some(Arc::new(Counted { unit, number, limiter, checks: AtomicU32::new(0) }))
        };
        let Rates { submissions_per_minute, submission_burst, calls_per_second } = rates;
        Self {
            submissions: counted("submissions per minute", submissions_per_minute, submission_burst, Quota::per_minute),
            calls: counted("calls per second", calls_per_second, calls_per_second.saturating_mul(2), Quota::per_second),
        }
    }

    /// Counts a submission.
    pub(crate) fn submission(&self, who: &Principal) -> Result<(), Refusal> {
        self.submissions.as_ref().map_or(Ok(()), |counted| counted.check(who))
    }

    /// Counts a call.
    pub(crate) fn call(&self, who: &Principal) -> Result<(), Refusal> {
        self.calls.as_ref().map_or(Ok(()), |counted| counted.check(who))
    }
}

struct Counted {
    unit: &'static str,
    number: NonZeroU32,
    limiter: DefaultKeyedRateLimiter<String>,
    checks: AtomicU32,
}

impl Counted {
    fn check(&self, who: &Principal) -> Result<(), Refusal> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let user = format!("{}/{}", who.tenant, who.user);
        self.limiter.check_key(&user).map_err(|until| {
            let retry = until.wait_time_from(DefaultClock::default().now());
            Refusal::TooFast {
                subject: format!("user:{user}"),
                description: format!("{user} is over {} {}", self.number, self.unit),
                // Whole milliseconds, rounded up: a retry at that moment is not too early.
                retry: Duration::from_millis(u64::try_from(retry.as_millis()).unwrap_or(u64::MAX).saturating_add(1)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> Principal {
        Principal { tenant: "t".into(), user: name.into(), roles: vec![] }
    }

    #[test]
    fn each_user_has_a_burst_of_its_own_and_is_told_when() {
        let limiter = Limiter::new(Rates { submissions_per_minute: 1, submission_burst: 3, calls_per_second: 0 });
        for _ in 0..3 {
            limiter.submission(&user("ann")).unwrap();
        }
        let Err(Refusal::TooFast { subject, retry, .. }) = limiter.submission(&user("ann")) else { panic!("let in") };
        assert_eq!(subject, "user:t/ann");
        assert!(retry > Duration::from_secs(30) && retry <= Duration::from_secs(61), "{retry:?}");
        limiter.submission(&user("bob")).unwrap();
        limiter.call(&user("ann")).unwrap();
    }

    #[test]
    fn without_rates_nobody_is_counted() {
        let limiter = Limiter::new(Rates::default());
        for _ in 0..1000 {
            limiter.submission(&user("ann")).unwrap();
            limiter.call(&user("ann")).unwrap();
        }
    }

    #[test]
    fn quiet_users_are_forgotten() {
        let limiter = Limiter::new(Rates { calls_per_second: 1_000_000, ..Rates::default() });
        let counted = limiter.calls.clone().unwrap();
        for n in 0..3 * SWEEP_EVERY {
            limiter.call(&user(&n.to_string())).unwrap();
        }
        assert!(counted.limiter.len() <= SWEEP_EVERY as usize + 100, "{}", counted.limiter.len());
    }
}
