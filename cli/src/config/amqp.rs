//! How the broker is reached.

use clap::Args;
use pyjury_queue::RabbitMqConfig;

use super::{Flags, Key, Settings, value};

/// Settings of the broker.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct AmqpArgs {
    /// RabbitMQ: amqp://USER:PASSWORD@HOST:5672/VHOST, or amqps:// for TLS. Rather set PYJURY_AMQP, or
    /// --amqp-file: others on this machine can read flags.
    #[arg(long, value_name = "URL")]
    amqp: Option<String>,
    /// A file that holds the URL of RabbitMQ.
    #[arg(long, value_name = "FILE")]
    amqp_file: Option<String>,
    /// How the names of queues begin; clusters that share a vhost have one each [default: pyjury].
    #[arg(long, value_name = "WORD")]
    amqp_prefix: Option<String>,
    /// The authorities that sign the broker's certificate, as PEM.
    #[arg(long, value_name = "FILE")]
    amqp_ca: Option<String>,
    /// How often each side says that it lives; twice that long silent is dead [default: 5s].
    #[arg(long, value_name = "TIME")]
    amqp_heartbeat: Option<String>,
}

impl AmqpArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags
            .with(Key::AMQP, self.amqp)
            .with(Key::AMQP_FILE, self.amqp_file)
            .with(Key::AMQP_PREFIX, self.amqp_prefix)
            .with(Key::AMQP_CA, self.amqp_ca)
            .with(Key::AMQP_HEARTBEAT, self.amqp_heartbeat)
    }

    /// Reads how the broker is reached, which must be set.
    pub(crate) fn needed(settings: &mut Settings, role: &str) -> Option<RabbitMqConfig> {
        if !settings.has(Key::AMQP) && !settings.has(Key::AMQP_FILE) {
            settings.missing(Key::AMQP, "expected the URL of RabbitMQ");
        }
        Self::read(settings, role)
    }

    #[cfg(test)]
    pub(crate) fn from_file(file: String) -> Self {
        Self { amqp_file: Some(file), ..Self::default() }
    }

    /// Reads how the broker is reached; `None` when no URL is set. `role` is what the broker shows.
    pub(crate) fn read(settings: &mut Settings, role: &str) -> Option<RabbitMqConfig> {
        let urls = settings.secrets(Key::AMQP, Key::AMQP_FILE);
        let prefix = settings.one(Key::AMQP_PREFIX, prefix);
        let ca = settings.one(Key::AMQP_CA, value::file);
        let heartbeat = settings.one(Key::AMQP_HEARTBEAT, value::duration);
        let [url] = urls.as_slice() else {
            if !urls.is_empty() {
                settings.mistake("--amqp".to_owned(), format!("expected one URL, got {}", urls.len()));
            }
            return None;
        };
        // The URL holds a password: it is never part of a message.
        if !["amqp://", "amqps://"].iter().any(|scheme| url.starts_with(scheme)) {
            let why = "expected a URL such as amqp://user:password@host:5672/vhost, got something else".to_owned();
            settings.mistake("--amqp".to_owned(), why);
            return None;
        }
        let mut config = RabbitMqConfig::new(url);
        config.connection_name = format!("pyjury {role}");
        config.ca = ca;
        if let Some(prefix) = prefix {
            config.prefix = prefix;
        }
        if let Some(heartbeat) = heartbeat {
            config.heartbeat = heartbeat;
        }
        Some(config)
    }
}

/// A prefix of names.
pub(super) fn prefix(text: &str) -> Result<String, String> {
    let fits = !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
    if fits { Ok(text.to_owned()) } else { Err(format!("expected 1 to 64 letters, digits, -, _ or ., got {text:?}")) }
}
