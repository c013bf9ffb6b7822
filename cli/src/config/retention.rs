//! How long what has ended is kept.

use clap::Args;
use pyjury_store::ledger::Retention;

use super::{Flags, Key, Settings, value};

/// Settings of retention, of schedulers. What hasn't ended is always kept.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RetentionArgs {
    /// How long submissions of the interactive lane are kept [default: 90d].
    #[arg(long, value_name = "TIME")]
    keep_interactive: Option<String>,
    /// How long submissions of the batch lane are kept [default: 30d].
    #[arg(long, value_name = "TIME")]
    keep_batch: Option<String>,
    /// How long submissions of the contest lane are kept after they were exported [default: 90d].
    #[arg(long, value_name = "TIME")]
    keep_contest: Option<String>,
    /// How long submissions that could not be judged are kept [default: 90d].
    #[arg(long, value_name = "TIME")]
    keep_abandoned: Option<String>,
    /// How long packages are kept that no name and no submission leads to [default: 30d].
    #[arg(long, value_name = "TIME")]
    keep_packages: Option<String>,
}

impl RetentionArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags
            .with(Key::KEEP_INTERACTIVE, self.keep_interactive)
            .with(Key::KEEP_BATCH, self.keep_batch)
            .with(Key::KEEP_CONTEST, self.keep_contest)
            .with(Key::KEEP_ABANDONED, self.keep_abandoned)
            .with(Key::KEEP_PACKAGES, self.keep_packages)
    }

    /// Reads them.
    pub(crate) fn read(settings: &mut Settings) -> Retention {
        let usual = Retention::default();
        let mut time = |key, usual| settings.one(key, value::duration).unwrap_or(usual);
        Retention {
            interactive: time(Key::KEEP_INTERACTIVE, usual.interactive),
            batch: time(Key::KEEP_BATCH, usual.batch),
            contest: time(Key::KEEP_CONTEST, usual.contest),
            abandoned: time(Key::KEEP_ABANDONED, usual.abandoned),
            packages: time(Key::KEEP_PACKAGES, usual.packages),
            request_ids: usual.request_ids,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;

    #[test]
    fn days_are_read_and_nonsense_is_not() {
        let read = |text: &str| {
            let args = RetentionArgs { keep_batch: Some(text.to_owned()), ..RetentionArgs::default() };
            let mut settings = Settings::new(None, args.flags(Flags::default()), BTreeMap::new());
            let retention = RetentionArgs::read(&mut settings);
            settings.finish(Some(retention))
        };
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(read("7d").ok(), Some(Retention { batch: day * 7, ..Retention::default() }));
        assert!(read("a week").is_err() && read("0s").is_err());
    }
}
