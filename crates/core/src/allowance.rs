//! What a run gets of its limits on a node, and how what it used is read.
//!
//! ```text
//! |------------- limit ------------|-- margin --|        in the time of the reference node
//!                    within: as it ended  near: TLE, confirmed  clear: ended by the keeper, TLE
//! ```
//!
//! The keeper counts in the node's own time, so what it is given is multiplied by the node's factor, and what it
//! measured is divided by it. A little more than the limit is given, so that it is known how far over a run is.

use std::time::Duration;

use crate::judgement::Measured;
use crate::{Breach, Execution, Limits, Ratio};

/// What a run gets of its limits on a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The node's factor: see [`Speed`](crate::Speed).
    pub factor: Ratio,
    /// The part of the CPU limit that a submission gets beyond it. What ends in it is judged twice; 0 turns that off.
    pub margin: Ratio,
}

impl Default for Allowance {
    /// The limits as they are stated.
    fn default() -> Self {
        Self { factor: Ratio::ONE, margin: Ratio::ZERO }
    }
}

impl Allowance {
    /// The margin unless somebody sets another: 10 %.
    pub const MARGIN: Ratio = Ratio::percent(10);

    /// What the keeper is to enforce for a submission with these limits.
    #[must_use]
    pub fn granted(&self, limits: Limits) -> Limits {
        let cpu = self.margin.and_one().times(limits.cpu);
        self.scaled(Limits { cpu, ..limits })
    }

    /// What the keeper is to enforce for a program of the judge's or the package's: no margin. A node that is
    /// slower gives more wall time too; one that is faster gives no less, since waiting is as long on every node.
    #[must_use]
    pub fn scaled(&self, limits: Limits) -> Limits {
        Limits { cpu: self.factor.times(limits.cpu), wall: self.factor.max(Ratio::ONE).times(limits.wall), ..limits }
    }

    /// Reads what a submission did that was given what [`granted`](Self::granted) says of `limit`: its CPU time
    /// becomes that of the reference node.
    ///
    /// Whatever came after the limit had passed doesn't count, as if the run had been ended there: more CPU time
    /// than the limit is [`Breach::Cpu`], however it ended. Only a run that somebody cancelled stays so.
    pub fn read(&self, limit: Duration, execution: &mut Execution) -> Measured {
        let raw = execution.usage.cpu;
        let ended_for_it = execution.breach == Some(Breach::Cpu);
        execution.usage.cpu = self.factor.divide(raw);
        let over = execution.usage.cpu > limit && execution.breach != Some(Breach::Cancelled);
        if over {
            execution.breach = Some(Breach::Cpu);
        }
        Measured { raw_cpu: Some(raw), near_limit: over && !ended_for_it && self.margin > Ratio::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bytes, Capture, Exit, Usage};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn execution(cpu: u64, breach: Option<Breach>) -> Execution {
        Execution {
            exit: Some(Exit::Code(0)),
            breach,
            usage: Usage { cpu: ms(cpu), ..Usage::default() },
            stdout: Capture::default(),
            stderr: Capture::default(),
            denied: Vec::new(),
            end_order: 0,
        }
    }

    #[test]
    fn limits_are_multiplied_by_what_the_node_takes() {
        let limits = Limits { cpu: ms(2000), wall: ms(10_000), memory: Bytes::mib(7), ..Limits::default() };
        let given = |factor, margin| {
            let granted = Allowance { factor: Ratio::percent(factor), margin: Ratio::percent(margin) }.granted(limits);
            assert_eq!((granted.memory, granted.output), (limits.memory, limits.output));
            (granted.cpu.as_millis(), granted.wall.as_millis())
        };
        assert_eq!(given(100, 0), (2000, 10_000));
        assert_eq!(given(100, 10), (2200, 10_000));
        assert_eq!(given(150, 10), (3300, 15_000));
        assert_eq!(given(67, 10), (1474, 10_000), "waiting is as long on a fast node");
        let own = Allowance { factor: Ratio::percent(150), margin: Ratio::percent(10) }.scaled(limits);
        assert_eq!(own.cpu, ms(3000), "no margin for our own programs");
        assert_eq!(Allowance::default().granted(limits), limits);
    }

    /// Every way to end × where the CPU time is, on nodes of three speeds.
    #[test]
    fn what_is_over_the_limit_is_a_tle_and_near_unless_the_keeper_ended_it() {
        let limit = ms(1000);
        let wide = Allowance::MARGIN;
        let rows = [
            // raw, factor, breach, margin: breach afterwards, normalised, near
            (1000, 100, None, wide, None, 1000, false),
            (1001, 100, None, wide, Some(Breach::Cpu), 1001, true),
            (1100, 100, None, wide, Some(Breach::Cpu), 1100, true),
            (1101, 100, Some(Breach::Cpu), wide, Some(Breach::Cpu), 1101, false),
            (1500, 150, None, wide, None, 1000, false),
            (1560, 150, None, wide, Some(Breach::Cpu), 1040, true),
            (800, 75, None, wide, Some(Breach::Cpu), 1066, true),
            (750, 75, None, wide, None, 1000, false),
            (1040, 100, Some(Breach::Memory), wide, Some(Breach::Cpu), 1040, true),
            (1040, 100, Some(Breach::Wall), wide, Some(Breach::Cpu), 1040, true),
            (1040, 100, Some(Breach::Peer), wide, Some(Breach::Cpu), 1040, true),
            (1040, 100, Some(Breach::Cancelled), wide, Some(Breach::Cancelled), 1040, false),
            (900, 100, Some(Breach::Memory), wide, Some(Breach::Memory), 900, false),
            (1040, 100, None, Ratio::ZERO, Some(Breach::Cpu), 1040, false),
            (1003, 100, Some(Breach::Cpu), Ratio::ZERO, Some(Breach::Cpu), 1003, false),
        ];
        for (raw, factor, before, margin, after, cpu, near) in rows {
            let mut execution = execution(raw, before.clone());
            let allowance = Allowance { factor: Ratio::percent(factor), margin };
            let measured = allowance.read(limit, &mut execution);
            let row = format!("{raw} ms, factor {factor} %, {before:?}, margin {margin}");
            assert_eq!(execution.breach, after, "{row}");
            assert_eq!(execution.usage.cpu.as_millis(), cpu, "{row}");
            assert_eq!(measured, Measured { raw_cpu: Some(ms(raw)), near_limit: near }, "{row}");
        }
    }
}
