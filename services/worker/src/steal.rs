//! The time that the hypervisor gave to others: see proc_stat(5), `steal`. None is told where there is no hypervisor,
//! or one that doesn't say.

use pyjury_core::Ratio;

/// What `/proc/stat` said: ticks of the whole machine since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    stolen: u64,
    all: u64,
}

/// Fields of the line `cpu`: user, nice, system, idle, iowait, irq, softirq, steal. Those after it are in user and nice.
const STEAL: usize = 7;

impl Reading {
    /// What is so now. Nothing where it can't be read.
    pub(crate) fn now() -> Self {
        std::fs::read_to_string("/proc/stat").ok().and_then(|text| Self::parse(&text)).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let fields = text.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
        let ticks: Vec<u64> = fields.take(STEAL + 1).map(|field| field.parse().ok()).collect::<Option<_>>()?;
        Some(Self { stolen: *ticks.get(STEAL)?, all: ticks.iter().sum() })
    }

    /// The part of the machine's time since then that was stolen.
    pub(crate) fn until(self, now: Self) -> Ratio {
        let (stolen, all) = (now.stolen.saturating_sub(self.stolen), now.all.saturating_sub(self.all));
        if all == 0 { Ratio::ZERO } else { Ratio::from(stolen as f64 / all as f64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_of_all_time_between_two_readings() {
        let read = |line: &str| Reading::parse(&format!("{line}\ncpu0 1 2 3\nintr 5\n"));
        let before = read("cpu  100 0 50 800 10 0 5 35 7 7").unwrap();
        assert_eq!(before, Reading { stolen: 35, all: 1000 });
        let after = read("cpu  150 0 80 900 10 0 5 55 9 9").unwrap();
        assert_eq!(before.until(after), Ratio::percent(10));
        assert_eq!(before.until(before), Ratio::ZERO);
        assert_eq!(after.until(before), Ratio::ZERO, "a clock of the kernel's that went back");
        for odd in ["", "cpu", "cpu  1 2 3", "cpu  a b c d e f g h", "cpu0 1 2 3 4 5 6 7 8"] {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_ne!(Reading::now(), Reading::default(), "this machine has a /proc/stat");
    }
}
