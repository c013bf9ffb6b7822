//! What is done to the cluster, and when.

use std::time::Duration;

use fastrand::Rng;

/// How many gateways, schedulers and workers there are.
pub const OF_EACH: usize = 2;

/// A part of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A gateway, by number.
    Gateway(usize),
    /// A scheduler, by number.
    Scheduler(usize),
    /// A worker, by number.
    Worker(usize),
    /// The broker.
    RabbitMq,
    /// The store.
    Redis,
}

impl Target {
    /// Its kind, for the report.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Gateway(_) => "gateway",
            Self::Scheduler(_) => "scheduler",
            Self::Worker(_) => "worker",
            Self::RabbitMq => "RabbitMQ",
            Self::Redis => "Redis",
        }
    }
}

/// Something done to the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SIGKILL, and a new start after a while.
    Kill {
        /// Which.
        part: Target,
        /// How long it is away before it is started again.
        away: Duration,
    },
    /// The cable is pulled for a while: nothing is told to either side.
    Cut {
        /// Whose cable.
        part: Target,
        /// For how long.
        away: Duration,
    },
}

/// The faults of one kind, one after another, each with the pause before it.
pub type Series = Vec<(Duration, Fault)>;

/// Every series; they run side by side.
pub fn schedule(rng: &mut Rng, kills: usize, cuts: usize, over: Duration) -> Vec<Series> {
    let one = |rng: &mut Rng, make: fn(usize) -> Target| make(rng.usize(0..OF_EACH));
    let kinds: [fn(usize) -> Target; 5] =
        [Target::Gateway, Target::Scheduler, Target::Worker, |_| Target::RabbitMq, |_| Target::Redis];
    let mut all = Vec::new();
    for make in kinds {
        let gaps = gaps(rng, kills, over);
        let series = gaps.into_iter().map(|gap| {
            let away = Duration::from_millis(rng.u64(50..3000));
            (gap, Fault::Kill { part: one(rng, make), away })
        });
        all.push(series.collect());
    }
    let cuttable: [fn(usize) -> Target; 3] = [Target::Gateway, Target::Scheduler, Target::Worker];
    let gaps = gaps(rng, cuts, over);
    let series = gaps.into_iter().map(|gap| {
        let away = Duration::from_millis(rng.u64(500..12_000));
        let make = cuttable[rng.usize(0..cuttable.len())];
        (gap, Fault::Cut { part: one(rng, make), away })
    });
    all.push(series.collect());
    all
}

/// Pauses that together are as long as the load, each from half to one and a half of the mean.
fn gaps(rng: &mut Rng, count: usize, over: Duration) -> Vec<Duration> {
    let mean = over / u32::try_from(count.max(1)).unwrap_or(u32::MAX);
    (0..count).map(|_| mean.mul_f64(0.5 + rng.f64())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_killed_as_often_as_asked() {
        let series = schedule(&mut Rng::with_seed(7), 10, 8, Duration::from_secs(100));
        let mut kinds = Vec::new();
        for series in &series[..5] {
            assert_eq!(series.len(), 10);
            let mut told = series.iter().map(|(_, fault)| match fault {
                Fault::Kill { part, .. } => part.kind(),
                Fault::Cut { .. } => panic!("a cut among the kills"),
            });
            let kind = told.next().unwrap();
            assert!(told.all(|other| other == kind));
            kinds.push(kind);
        }
        assert_eq!(kinds, ["gateway", "scheduler", "worker", "RabbitMQ", "Redis"]);
        assert_eq!(series[5].len(), 8);
        assert_eq!(series, schedule(&mut Rng::with_seed(7), 10, 8, Duration::from_secs(100)));
    }
}
