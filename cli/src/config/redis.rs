//! How the store is reached.

use clap::Args;
use pyjury_store::{BlobPlace, RedisConfig};

use super::{Flags, Key, Settings, amqp, value};

/// Settings of the store.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RedisArgs {
    /// Redis: redis://USER:PASSWORD@HOST:6379, or rediss:// for TLS; several are a Redis Cluster. Rather set
    /// PYJURY_REDIS, or --redis-file: others on this machine can read flags.
    #[arg(long, value_name = "URL")]
    redis: Vec<String>,
    /// A file that holds the URLs of Redis, one a line.
    #[arg(long, value_name = "FILE")]
    redis_file: Option<String>,
    /// How keys begin; clusters that share a Redis have one each [default: pyjury].
    #[arg(long, value_name = "WORD")]
    redis_prefix: Option<String>,
    /// The authorities that sign the certificate of Redis, as PEM.
    #[arg(long, value_name = "FILE")]
    redis_ca: Option<String>,
    /// What an accepted submission survives: host (loss of power, appendfsync always) or process
    /// (appendfsync everysec) [default: host].
    #[arg(long, value_name = "CLASS")]
    durability: Option<String>,
    /// Packages and large files: a folder that all gateways and schedulers share, or s3://BUCKET/PREFIX with
    /// credentials in the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT and so on).
    #[arg(long, value_name = "PLACE")]
    blobs: Option<String>,
}

impl RedisArgs {
    /// Whether a Redis was named on the command line.
    pub(crate) const fn is_given(&self) -> bool {
        !self.redis.is_empty() || self.redis_file.is_some()
    }

    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags
            .with(Key::REDIS, self.redis)
            .with(Key::REDIS_FILE, self.redis_file)
            .with(Key::REDIS_PREFIX, self.redis_prefix)
            .with(Key::REDIS_CA, self.redis_ca)
            .with(Key::DURABILITY, self.durability)
            .with(Key::BLOBS, self.blobs)
    }

    /// Reads how Redis is reached, which must be set; whoever asks needs no blobs.
    pub(crate) fn needed_alone(settings: &mut Settings) -> Option<RedisConfig> {
        if !settings.has(Key::REDIS) && !settings.has(Key::REDIS_FILE) {
            settings.missing(Key::REDIS, "expected the URL of Redis");
        }
        Self::read(settings).0
    }

    /// Reads how the store is reached, which must be set, and so must the blobs.
    pub(crate) fn needed(settings: &mut Settings) -> Option<(RedisConfig, BlobPlace)> {
        if !settings.has(Key::REDIS) && !settings.has(Key::REDIS_FILE) {
            settings.missing(Key::REDIS, "expected the URL of Redis");
        }
        if !settings.has(Key::BLOBS) {
            settings
                .missing(Key::BLOBS, "expected a folder that all gateways and schedulers share, or s3://bucket/prefix");
        }
        let (redis, blobs) = Self::read(settings);
        redis.zip(blobs)
    }

    /// Reads how the store is reached, and where blobs are; each `None` when it isn't set.
    pub(crate) fn read(settings: &mut Settings) -> (Option<RedisConfig>, Option<BlobPlace>) {
        let urls = settings.secrets(Key::REDIS, Key::REDIS_FILE);
        let prefix = settings.one(Key::REDIS_PREFIX, amqp::prefix);
        let ca = settings.one(Key::REDIS_CA, value::file);
        let durability = settings.one(Key::DURABILITY, durability);
        let blobs = settings.one(Key::BLOBS, str::parse);
        if urls.is_empty() {
            return (None, blobs);
        }
        // URLs hold passwords: they are never part of a message.
        if !urls.iter().all(|url| ["redis://", "rediss://"].iter().any(|scheme| url.starts_with(scheme))) {
            let why = "expected URLs such as redis://user:password@host:6379, got something else".to_owned();
            settings.mistake("--redis".to_owned(), why);
            return (None, blobs);
        }
        let mut redis = RedisConfig::new(urls);
        redis.ca = ca;
        redis.prefix = prefix.unwrap_or(redis.prefix);
        redis.durability = durability.unwrap_or(redis.durability);
        (Some(redis), blobs)
    }
}

fn durability(text: &str) -> Result<pyjury_store::Durability, String> {
    match text {
        "host" => Ok(pyjury_store::Durability::Host),
        "process" => Ok(pyjury_store::Durability::Process),
        other => Err(format!("expected host or process, got {other:?}")),
    }
}
