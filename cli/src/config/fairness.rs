//! How CPU time is measured, so that a verdict is the same on every node.

use std::time::Duration;

use clap::Args;
use pyjury_core::{Ratio, SpeedRange};
use pyjury_grade::calibration::Reference;
use pyjury_worker::Fairness;

use super::{Flags, Key, Settings, value};

/// Settings of measuring.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FairnessArgs {
    /// The CPU time of the calibration on the node that defines what limits mean, such as 390ms; `usual` is what is known
    /// of the interpreter, `own` makes this node the reference [default: usual for a worker, own for `up`].
    #[arg(long, value_name = "TIME")]
    reference_time: Option<String>,
    /// The factors, CPU time here over that on the reference, with which a node may judge [default: 0.67..1.5 for a
    /// worker, any for `up`].
    #[arg(long, value_name = "LEAST..MOST")]
    speed_range: Option<String>,
    /// What a submission gets beyond its CPU limit; a TLE within it is confirmed by a second run, 0 turns both off
    /// [default: 10%].
    #[arg(long, value_name = "RATIO")]
    confirm_margin: Option<String>,
    /// How often an idle node measures its speed again, 0 for never [default: 10min for a worker, never for `up`].
    #[arg(long, value_name = "TIME")]
    drift_every: Option<String>,
    /// How far that may be off, three times in a row, before the worker drains itself [default: 10%].
    #[arg(long, value_name = "RATIO")]
    drift_tolerance: Option<String>,
}

impl FairnessArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags
            .with(Key::REFERENCE_TIME, self.reference_time)
            .with(Key::SPEED_RANGE, self.speed_range)
            .with(Key::CONFIRM_MARGIN, self.confirm_margin)
            .with(Key::DRIFT_EVERY, self.drift_every)
            .with(Key::DRIFT_TOLERANCE, self.drift_tolerance)
    }

    /// Reads them for a node of a fleet: it must be like the others.
    pub(crate) fn of_a_fleet(settings: &mut Settings) -> Fairness {
        let range = Some(SpeedRange::default());
        Self::read(settings, Fairness { reference: Reference::Usual, range, ..Fairness::default() })
    }

    /// Reads them for the only node: it is like itself.
    pub(crate) fn alone(settings: &mut Settings) -> Fairness {
        Self::read(settings, Fairness { drift_every: Duration::ZERO, ..Fairness::default() })
    }

    fn read(settings: &mut Settings, usual: Fairness) -> Fairness {
        Fairness {
            reference: settings.one(Key::REFERENCE_TIME, reference).unwrap_or(usual.reference),
            range: settings.one(Key::SPEED_RANGE, str::parse).or(usual.range),
            margin: settings.one(Key::CONFIRM_MARGIN, margin).unwrap_or(usual.margin),
            drift_every: settings.one(Key::DRIFT_EVERY, value::pause).unwrap_or(usual.drift_every),
            drift_tolerance: settings.one(Key::DRIFT_TOLERANCE, str::parse).unwrap_or(usual.drift_tolerance),
        }
    }
}

/// `own`, `usual` or a time.
pub(crate) fn reference(text: &str) -> Result<Reference, String> {
    match text {
        "own" => Ok(Reference::Own),
        "usual" => Ok(Reference::Usual),
        time => value::duration(time)
            .map(Reference::Stated)
            .map_err(|_| format!("expected own, usual or a time such as 390ms, got {text:?}")),
    }
}

/// A part of the limit, all of it at most.
pub(crate) fn margin(text: &str) -> Result<Ratio, String> {
    let read = text.parse::<Ratio>().ok().filter(|margin| *margin <= Ratio::ONE);
    read.ok_or_else(|| format!("expected a part of the limit from 0 to 100%, such as 10% or 0.1, got {text:?}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read(pairs: &[(Key, &str)], of: fn(&mut Settings) -> Fairness) -> Result<Fairness, String> {
        let flags = pairs.iter().fold(Flags::default(), |flags, (key, text)| flags.with(*key, [(*text).to_owned()]));
        let mut settings = Settings::new(None, flags, BTreeMap::new());
        let fairness = of(&mut settings);
        settings.finish(Some(fairness)).map_err(|mistakes| mistakes.to_string())
    }

    #[test]
    fn a_worker_is_like_the_others_and_up_is_like_itself() {
        let worker = read(&[], FairnessArgs::of_a_fleet).unwrap();
        assert_eq!((worker.reference, worker.range), (Reference::Usual, Some(SpeedRange::default())));
        assert_eq!((worker.margin, worker.drift_every), (Ratio::percent(10), Duration::from_secs(600)));
        let up = read(&[], FairnessArgs::alone).unwrap();
        assert_eq!((up.reference, up.range, up.margin), (Reference::Own, None, Ratio::percent(10)));
        assert!(up.drift_every.is_zero());
    }

    #[test]
    fn settings_are_read_and_mistakes_told() {
        let given = [
            (Key::REFERENCE_TIME, "412ms"),
            (Key::SPEED_RANGE, "0.5..2"),
            (Key::CONFIRM_MARGIN, "0"),
            (Key::DRIFT_EVERY, "1min"),
            (Key::DRIFT_TOLERANCE, "20%"),
        ];
        let set = read(&given, FairnessArgs::alone).unwrap();
        assert_eq!(set.reference, Reference::Stated(Duration::from_millis(412)));
        assert_eq!((set.range, set.margin), ("0.5..2".parse().ok(), Ratio::ZERO));
        assert_eq!((set.drift_every, set.drift_tolerance), (Duration::from_secs(60), Ratio::percent(20)));
        let wrong = [
            (Key::REFERENCE_TIME, "fast"),
            (Key::SPEED_RANGE, "2..1"),
            (Key::CONFIRM_MARGIN, "101%"),
            (Key::DRIFT_EVERY, "often"),
            (Key::DRIFT_TOLERANCE, "-1"),
        ];
        let text = read(&wrong, FairnessArgs::of_a_fleet).unwrap_err();
        for (key, _) in wrong {
            assert!(text.contains(&format!("--{}:", key.0)), "{} in {text}", key.0);
        }
        assert_eq!(reference("own"), Ok(Reference::Own));
    }
}
