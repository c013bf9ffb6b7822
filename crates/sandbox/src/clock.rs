//! The two clocks of a process tree: CPU time and wall time, and when to look at them.

use std::time::{Duration, Instant};

use pyjury_core::Limits;

/// How long a trusted bootstrap may take before the submission starts. Far more than any host needs.
const START_LIMIT: Duration = Duration::from_secs(60);
/// The shortest time between two looks at the CPU clock.
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
/// A tree waits rather than computes when it used less than one part in this of the time.
const IDLE_SHARE: u32 = 50;

/// Which clock ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overrun {
    Cpu,
    Wall,
    /// The wall clock, while next to no CPU time was used.
    Idle,
    /// The submission hasn't even started.
    Start,
}

/// The clocks of one tree.
#[derive(Debug)]
pub(crate) struct Clock {
    limits: Limits,
    /// How many cores the tree can use at once: CPU time can pass this much faster than wall time.
    cores: u32,
    launched: Instant,
    started: Option<Started>,
    stopped: Option<Instant>,
    next: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Started {
    at: Instant,
    /// CPU time that was used before, by code of ours.
    spent: Duration,
    /// CPU time at half the wall limit.
    at_half: Option<Duration>,
}

impl Clock {
    pub(crate) fn new(limits: Limits, cores: u32, now: Instant) -> Self {
        Self { limits, cores: cores.max(1), launched: now, started: None, stopped: None, next: now + START_LIMIT }
    }

    /// The submission starts; `spent` is the CPU time of the tree so far.
    pub(crate) fn start(&mut self, now: Instant, spent: Duration) {
        if self.started.is_none() {
            self.started = Some(Started { at: now, spent, at_half: None });
            self.next = now + self.pause(Duration::ZERO);
        }
    }

    pub(crate) fn has_started(&self) -> bool {
        self.started.is_some()
    }

    /// The tree has ended; the first call counts.
    pub(crate) fn stop(&mut self, now: Instant) {
        self.stopped.get_or_insert(now);
    }

    /// When [`Clock::check`] is to be called next.
    pub(crate) fn next_check(&self) -> Instant {
        let Some(started) = self.started else { return self.launched + START_LIMIT };
        let wall = match started.at_half {
            None => started.at + self.limits.wall / 2,
            Some(_) => started.at + self.limits.wall,
        };
        self.next.min(wall)
    }

    /// Looks at both clocks; `cpu` is the CPU time of the tree since it was made.
    pub(crate) fn check(&mut self, now: Instant, cpu: Duration) -> Option<Overrun> {
        let Some(started) = &mut self.started else {
            return (now >= self.launched + START_LIMIT).then_some(Overrun::Start);
        };
        let used = cpu.saturating_sub(started.spent);
        if used > self.limits.cpu {
            return Some(Overrun::Cpu);
        }
        let half = self.limits.wall / 2;
        if now >= started.at + self.limits.wall {
            let since_half = used.saturating_sub(started.at_half.unwrap_or(used));
            return Some(if since_half < half / IDLE_SHARE { Overrun::Idle } else { Overrun::Wall });
        }
        if now >= started.at + half {
            started.at_half.get_or_insert(used);
        }
        self.next = now + self.pause(used);
        None
    }

    /// The limit can't be reached sooner than this.
    fn pause(&self, used: Duration) -> Duration {
        (self.limits.cpu.saturating_sub(used) / self.cores).max(SHORTEST_PAUSE)
    }

    /// CPU time since the start, given that of the tree since it was made.
    pub(crate) fn cpu(&self, cpu: Duration) -> Duration {
        self.started.map_or(Duration::ZERO, |started| cpu.saturating_sub(started.spent))
    }

    /// Wall time from the start to the end.
    pub(crate) fn wall(&self) -> Duration {
        match (self.started, self.stopped) {
            (Some(started), Some(stopped)) => stopped.saturating_duration_since(started.at),
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn clock(now: Instant) -> Clock {
        let limits = Limits { cpu: 100 * MS, wall: 1000 * MS, ..Limits::default() };
        Clock::new(limits, 2, now)
    }

    #[test]
    fn cpu_time_counts_from_the_start_and_is_looked_at_when_it_can_run_out() {
        let now = Instant::now();
        let mut clock = clock(now);
        clock.start(now, 40 * MS);
        assert_eq!(clock.next_check(), now + 50 * MS, "two cores use up 100 ms in 50");
        assert_eq!(clock.check(now + 50 * MS, 120 * MS), None);
        assert_eq!(clock.next_check(), now + 60 * MS);
        assert_eq!(clock.check(now + 60 * MS, 140 * MS), None, "the limit itself is within the limit");
        assert_eq!(clock.check(now + 61 * MS, 141 * MS), Some(Overrun::Cpu));
        assert_eq!(clock.cpu(141 * MS), 101 * MS);
    }

    #[test]
    fn waiting_and_computing_are_told_apart() {
        for (second_half, expected) in [(5 * MS, Overrun::Idle), (20 * MS, Overrun::Wall)] {
            let now = Instant::now();
            let mut clock = clock(now);
            clock.start(now, Duration::ZERO);
            assert_eq!(clock.check(now + 500 * MS, 60 * MS), None);
            assert_eq!(clock.check(now + 1000 * MS, 60 * MS + second_half), Some(expected));
        }
    }

    #[test]
    fn a_bootstrap_that_hangs_is_noticed() {
        let now = Instant::now();
        let mut clock = clock(now);
        assert_eq!(clock.check(now + 59_000 * MS, Duration::ZERO), None);
        assert_eq!(clock.next_check(), now + START_LIMIT);
        assert_eq!(clock.check(now + START_LIMIT, Duration::ZERO), Some(Overrun::Start));
    }

    #[test]
    fn wall_time_ends_with_the_first_stop() {
        let now = Instant::now();
        let mut clock = clock(now);
        clock.start(now, Duration::ZERO);
        clock.stop(now + 30 * MS);
        clock.stop(now + 90 * MS);
        assert_eq!(clock.wall(), 30 * MS);
    }
}
