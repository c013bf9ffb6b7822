//! Whether this worker takes jobs, and who says so.
//!
//! Three have a say. Whoever ends the process: that is final. An operator, by way of the heartbeat's
//! answer. And the worker itself, when its host failed a check: it takes back only what it said itself; or when its
//! speed has changed, which it doesn't take back in this life.

use pyjury_core::worker::{Standing, WorkerMode};
use tokio::sync::watch;

/// What each of the three says.
#[derive(Clone, Debug, Default)]
struct Says {
    end: End,
    wanted: Standing,
    doubt: Option<String>,
    drifted: Option<String>,
}

/// Whether the process was asked to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    NotAsked,
    Asked,
}

/// Whether this worker takes jobs. Changes can be waited for.
#[derive(Debug, Default)]
pub(crate) struct Standings(watch::Sender<Says>);

impl Standings {
    /// The host is in doubt from the start.
    pub(crate) fn doubted(why: &str) -> Self {
        let standings = Self::default();
        standings.doubt(why.to_owned());
        standings
    }

    /// What it comes to.
    pub(crate) fn now(&self) -> Standing {
        self.0.borrow().standing()
    }

    /// The process was asked to end.
    pub(crate) fn end(&self) {
        self.0.send_if_modified(|says| std::mem::replace(&mut says.end, End::Asked) == End::NotAsked);
    }

    /// What an operator wants.
    pub(crate) fn want(&self, wanted: Standing) {
        self.0.send_if_modified(|says| {
            let changed = says.wanted != wanted;
            says.wanted = wanted;
            changed
        });
    }

    /// The host is in doubt.
    pub(crate) fn doubt(&self, why: String) {
        self.0.send_modify(|says| says.doubt = Some(why));
    }

    /// The host has shown that it works.
    pub(crate) fn trust(&self) {
        self.0.send_if_modified(|says| says.doubt.take().is_some());
    }

    /// The host's speed has changed. Whether that is new.
    pub(crate) fn drifted(&self, why: String) -> bool {
        self.0.send_if_modified(|says| {
            let is_new = says.drifted.is_none();
            says.drifted.get_or_insert(why);
            is_new
        })
    }

    /// Whether the host is in doubt.
    pub(crate) fn in_doubt(&self) -> bool {
        self.0.borrow().doubt.is_some()
    }

    /// Waits until something else is said than `before`.
    pub(crate) async fn other_than(&self, before: &Standing) -> Standing {
        self.wait(|says| says.standing() != *before).await.standing()
    }

    /// Waits until the process is asked to end.
    pub(crate) async fn ended(&self) {
        self.wait(|says| says.end == End::Asked).await;
    }

    /// Waits until no jobs are taken.
    pub(crate) async fn closed(&self) {
        self.wait(|says| !says.standing().mode.takes_jobs()).await;
    }

    async fn wait(&self, holds: impl FnMut(&Says) -> bool) -> Says {
        let mut changes = self.0.subscribe();
        // Without the lock before anything else is waited for.
        let found = changes.wait_for(holds).await.map(|says| says.clone());
        match found {
            Ok(says) => says,
            // The sender is `self`, so it can't be gone.
            Err(_) => std::future::pending().await,
        }
    }
}

impl Says {
    fn standing(&self) -> Standing {
        if self.end == End::Asked {
            return Standing::new(WorkerMode::Draining, "it shuts down");
        }
        match (&self.wanted, &self.doubt, &self.drifted) {
            (Standing { mode: WorkerMode::Ready, .. }, None, None) => Standing::default(),
            (Standing { mode: WorkerMode::Ready, .. }, Some(why), _) => {
                Standing::new(WorkerMode::Cordoned, why.clone())
            }
            (Standing { mode: WorkerMode::Ready, .. }, None, Some(why)) => {
                Standing::new(WorkerMode::Draining, why.clone())
            }
            (wanted, _, _) => wanted.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[test]
    fn nobody_takes_back_what_another_said() {
        let standings = Standings::default();
        let mode = || (standings.now().mode, standings.now().reason);
        assert_eq!(mode(), (WorkerMode::Ready, String::new()));
        standings.doubt("the canary sang wrong".into());
        assert_eq!(mode(), (WorkerMode::Cordoned, "the canary sang wrong".into()));
        standings.want(Standing::new(WorkerMode::Cordoned, "slow disk"));
        standings.trust();
        assert_eq!(mode(), (WorkerMode::Cordoned, "slow disk".into()), "an operator said so");
        standings.doubt("again".into());
        standings.want(Standing::default());
        assert_eq!(mode(), (WorkerMode::Cordoned, "again".into()), "the host is still in doubt");
        standings.trust();
        assert_eq!(mode(), (WorkerMode::Ready, String::new()));
        assert!(standings.drifted("slower".into()) && !standings.drifted("slower still".into()));
        assert_eq!(mode(), (WorkerMode::Draining, "slower".into()));
        standings.doubt("the canary".into());
        assert_eq!(mode(), (WorkerMode::Cordoned, "the canary".into()));
        standings.trust();
        standings.want(Standing::default());
        assert_eq!(mode(), (WorkerMode::Draining, "slower".into()), "not in this life");
        standings.end();
        standings.want(Standing::default());
        standings.trust();
        assert_eq!(mode().0, WorkerMode::Draining, "this is final");
    }

    #[test]
    fn changes_wake_those_who_wait() {
        let standings = Standings::default();
        assert!(standings.closed().now_or_never().is_none() && standings.ended().now_or_never().is_none());
        standings.want(Standing::new(WorkerMode::Draining, "kernel update"));
        assert!(standings.closed().now_or_never().is_some() && standings.ended().now_or_never().is_none());
        let other = standings.other_than(&Standing::default()).now_or_never().unwrap();
        assert_eq!(other.reason, "kernel update");
        assert!(standings.other_than(&other).now_or_never().is_none());
        standings.end();
        assert!(standings.ended().now_or_never().is_some());
    }
}
