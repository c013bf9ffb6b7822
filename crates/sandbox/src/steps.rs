//! Where the time of a run goes, beside the program itself.

use std::ops::AddAssign;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sys;

/// How long each step of a run took; of several runs, the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Finding or making a cgroup and setting its limits.
    pub cgroup: Duration,
    /// From asking the launcher to the first instruction of init: the request, and clone(2) with what namespaces
    /// were not made ahead.
    pub clone: Duration,
    /// Mounts, the files of the working folder, the pivot.
    pub mounts: Duration,
    /// The program's own process: clone(2), entering the cgroup, descriptors, limits, giving up all rights.
    pub rights: Duration,
    /// Installing the seccomp filters.
    pub seccomp: Duration,
    /// From then to the program's end: exec(2) and the program, or until it was killed.
    pub program: Duration,
    /// From the program's end to that of its namespaces: killing what is left, unmounting.
    pub teardown: Duration,
    /// Reading the counters and what the program left, and verifying the cgroup for the next run.
    pub accounting: Duration,
}

impl Steps {
    /// Each step and its name, in order.
    pub fn named(&self) -> [(&'static str, Duration); 8] {
        [
            ("cgroup", self.cgroup),
            ("clone", self.clone),
            ("mounts", self.mounts),
            ("rights", self.rights),
            ("seccomp", self.seccomp),
            ("program", self.program),
            ("teardown", self.teardown),
            ("accounting", self.accounting),
        ]
    }
}

impl AddAssign for Steps {
    fn add_assign(&mut self, other: Self) {
        self.cgroup += other.cgroup;
        self.clone += other.clone;
        self.mounts += other.mounts;
        self.rights += other.rights;
        self.seccomp += other.seccomp;
        self.program += other.program;
        self.teardown += other.teardown;
        self.accounting += other.accounting;
    }
}

/// What a slot has done since it was last asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Processes that were run to their exec(2).
    pub runs: u64,
    /// Where their time went, together.
    pub steps: Steps,
    /// Groups of ended runs that were not as good as new, and were thrown away.
    pub groups_thrown_away: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.runs += other.runs;
        self.steps += other.steps;
        self.groups_thrown_away += other.groups_thrown_away;
    }
}

/// Readings of the monotonic clock between clone(2) and exec(2), in nanoseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Readings {
    /// Init's first instruction.
    pub(crate) began: u64,
    /// Init is in the root of the run.
    pub(crate) mounted: u64,
    /// The program's process has no rights any more.
    pub(crate) without_rights: u64,
    /// The filters are installed.
    pub(crate) filtered: u64,
    /// Not of that clock: the CPU time that the program's process has used in its cgroup by then.
    pub(crate) cpu: u64,
}

/// Readings of the monotonic clock around the steps of one run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    /// A cgroup was asked for.
    asked: Duration,
    /// The launcher was asked.
    launched: Duration,
    inside: Option<Readings>,
    /// The program's end.
    ended: Option<Duration>,
    /// Init's end.
    gone: Option<Duration>,
}

impl Stopwatch {
    /// `asked`: when a cgroup was asked for. The launcher is asked now.
    pub(crate) fn launched(asked: Duration) -> Self {
        Self { asked, launched: sys::monotonic(), inside: None, ended: None, gone: None }
    }

    pub(crate) fn see(&mut self, inside: Readings) {
        self.inside = Some(inside);
    }

    /// The CPU time in the run's cgroup that was used to set it up, once that is told.
    pub(crate) fn cpu_of_set_up(&self) -> Option<Duration> {
        self.inside.map(|readings| Duration::from_nanos(readings.cpu))
    }

    /// The program ends, or is ended; the first call counts.
    pub(crate) fn end(&mut self, at: Duration) {
        self.ended.get_or_insert(at);
    }

    /// Nothing of the run is left.
    pub(crate) fn gone(&mut self) {
        self.gone = Some(sys::monotonic());
    }

    /// The steps of a run whose accounting is done now; `None` for one that didn't come to its exec(2).
    pub(crate) fn steps(&self) -> Option<Steps> {
        let (inside, ended, gone) = (self.inside?, self.ended?, self.gone?);
        let [began, mounted, without_rights, filtered] =
            [inside.began, inside.mounted, inside.without_rights, inside.filtered].map(Duration::from_nanos);
        Some(Steps {
            cgroup: self.launched.saturating_sub(self.asked),
            clone: began.saturating_sub(self.launched),
            mounts: mounted.saturating_sub(began),
            rights: without_rights.saturating_sub(mounted),
            seccomp: filtered.saturating_sub(without_rights),
            program: ended.saturating_sub(filtered),
            teardown: gone.saturating_sub(ended),
            accounting: sys::monotonic().saturating_sub(gone),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_of_a_run_follow_each_other() {
        let asked = sys::monotonic();
        let mut watch = Stopwatch::launched(asked);
        let at = |ms: u64| watch.launched + Duration::from_millis(ms);
        let ns = |ms: u64| at(ms).as_nanos() as u64;
        let inside = Readings { began: ns(1), mounted: ns(3), without_rights: ns(6), filtered: ns(10), cpu: 0 };
        let ended = at(15);
        assert_eq!(watch.steps(), None, "it has not come to its exec");
        watch.see(inside);
        watch.end(ended);
        watch.end(ended + Duration::from_secs(1));
        watch.gone();
        let steps = watch.steps().expect("it ran");
        let of = |ms| Duration::from_millis(ms);
        let middle = [steps.clone, steps.mounts, steps.rights, steps.seccomp, steps.program];
        assert_eq!(middle, [of(1), of(2), of(3), of(4), of(5)]);
    }
}
