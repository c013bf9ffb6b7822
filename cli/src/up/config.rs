//! What `up` is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use pyjury_queue::RabbitMqConfig;
use pyjury_store::ledger::Retention;
use pyjury_store::{BlobPlace, RedisConfig};

use super::UpArgs;
use crate::config::{
    AmqpArgs, Common, FairnessArgs, Flags, Key, Mistakes, RedisArgs, RetentionArgs, Settings, TimingArgs, WaitArgs,
    value,
};
use crate::{place, runtimes};

/// The configuration of `up`.
pub(crate) struct UpConfig {
    /// What every process is told.
    pub(crate) common: Common,
    /// Where gRPC is served.
    pub(crate) listen: SocketAddr,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// How many runs at once.
    pub(crate) slots: usize,
    /// The folder of runtimes.
    pub(crate) runtimes: PathBuf,
    /// Packages, or folders of packages, to load at start.
    pub(crate) problems: Vec<PathBuf>,
    /// RabbitMQ and Redis; without them both are in the data folder.
    pub(crate) servers: Option<Servers>,
    /// The times that the parts agree on.
    pub(crate) timing: pyjury_core::Timing,
    /// How CPU time is measured.
    pub(crate) fairness: pyjury_worker::Fairness,
    /// How long what has ended is kept.
    pub(crate) retention: Retention,
}

/// The broker and the store, elsewhere.
pub(crate) struct Servers {
    /// The broker.
    pub(crate) amqp: RabbitMqConfig,
    /// The store.
    pub(crate) redis: RedisConfig,
    /// The place for blobs; a folder of the data folder when none is set.
    pub(crate) blobs: Option<BlobPlace>,
    /// How long they are waited for.
    pub(crate) wait: Duration,
}

impl UpConfig {
    /// Reads the layers.
    pub(crate) fn read(args: UpArgs, environment: BTreeMap<String, String>) -> Result<Self, Mistakes> {
        let flags = Flags::default()
            .with(Key::LISTEN, args.listen)
            .with(Key::DATA, args.data)
            .with(Key::SLOTS, args.slots)
            .with(Key::RUNTIMES, args.runtimes)
            .with(Key::PROBLEMS, args.problems);
        let flags = args.fairness.flags(args.retention.flags(flags));
        let flags = args.wait.flags(args.timing.flags(args.redis.flags(args.amqp.flags(flags))));
        let (file, flags) = args.common.split(flags);
        let mut settings = Settings::new(file, flags, environment);
        let common = Common::read(&mut settings);
        let listen = settings.one(Key::LISTEN, value::address).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 50051)));
        settings.distinct(&[(Key::LISTEN, Some(listen)), (Key::HTTP, Some(common.http))]);
        let config = Self {
            common,
            listen,
            data: settings.one(Key::DATA, value::path).unwrap_or_else(place::default_data),
            slots: settings.one(Key::SLOTS, value::slots).unwrap_or_else(default_slots),
            runtimes: runtimes::folder(&mut settings),
            problems: settings.folders(Key::PROBLEMS),
            servers: Servers::read(&mut settings),
            timing: TimingArgs::read(&mut settings),
            fairness: FairnessArgs::alone(&mut settings),
            retention: RetentionArgs::read(&mut settings),
        };
        for folder in config.problems.iter().filter(|folder| !folder.exists()) {
            settings.mistake("--problems".to_owned(), format!("there is no {}", folder.display()));
        }
        settings.finish(Some(config))
    }
}

impl Servers {
    /// Both or neither: a queue that forgets with the process beside a store that doesn't is of no use.
    fn read(settings: &mut Settings) -> Option<Self> {
        let wait = WaitArgs::read(settings);
        let amqp = AmqpArgs::read(settings, "up");
        let (redis, blobs) = RedisArgs::read(settings);
        let set = |settings: &mut Settings, keys: [Key; 2]| keys.into_iter().any(|key| settings.has(key));
        match (set(settings, [Key::AMQP, Key::AMQP_FILE]), set(settings, [Key::REDIS, Key::REDIS_FILE])) {
            (true, false) => settings.missing(Key::REDIS, "expected the URL of Redis beside that of RabbitMQ"),
            (false, true) => settings.missing(Key::AMQP, "expected the URL of RabbitMQ beside that of Redis"),
            _ => {}
        }
        let (amqp, redis) = amqp.zip(redis)?;
        Some(Self { amqp, redis, blobs, wait })
    }
}

/// One slot per core.
fn default_slots() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests {
    use pyjury_telemetry::LogFormat;

    use super::*;
    use crate::config::CommonArgs;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn configured(text: &str) -> (tempfile::TempDir, CommonArgs) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pyjury.toml");
        std::fs::write(&file, text).unwrap();
        (folder, CommonArgs::from_file(file))
    }

    #[test]
    fn flags_win_over_environment_over_file() {
        let (_folder, common) = configured(
            "listen = '127.0.0.1:1'\nhttp = '127.0.0.1:2'\nslots = 3\ndata = '/file'\nname = 'other role'\n",
        );
        let args = UpArgs { common, listen: Some("127.0.0.1:9".into()), ..UpArgs::default() };
        let env =
            environment(&[("PYJURY_LISTEN", "127.0.0.1:8"), ("PYJURY_DATA", "/env"), ("PYJURY_LOG_FORMAT", "json")]);
        let config = UpConfig::read(args, env).ok().unwrap();
        assert_eq!(config.listen.port(), 9);
        assert_eq!(config.common.http.port(), 2);
        assert_eq!(config.data, PathBuf::from("/env"));
        assert_eq!((config.slots, config.common.log_format), (3, LogFormat::Json));
        assert!(config.servers.is_none());
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let (_folder, common) = configured("slot = 3\nhttp = true\n");
        let args = UpArgs { common, slots: Some("0".into()), ..UpArgs::default() };
        let env = environment(&[
            ("PYJURY_LISTEN", "here"),
            ("PYJURY_LOG_FORMAT", "xml"),
            ("PYJURY_PROBLEMS", "/nowhere:/nor/here"),
            ("PYJURY_AMQP", "amqp://host"),
        ]);
        let text = UpConfig::read(args, env).err().unwrap().to_string();
        for part in [
            "pyjury.toml: slot:",
            "pyjury.toml: http:",
            "--slots:",
            "PYJURY_LISTEN:",
            "PYJURY_LOG_FORMAT:",
            "/nor/here",
            "--redis:",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
