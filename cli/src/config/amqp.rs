//! How the broker is reached.

use clap::Args;
use pyjury_queue::{ClientCertificate, RabbitMqConfig};

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
    /// The certificate to show to the broker, as PEM; with --amqp-key [default: none].
    #[arg(long, value_name = "FILE")]
    amqp_cert: Option<String>,
    /// The private key of that certificate, as PEM.
    #[arg(long, value_name = "FILE")]
    amqp_key: Option<String>,
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
            .with(Key::AMQP_CERT, self.amqp_cert)
            .with(Key::AMQP_KEY, self.amqp_key)
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
        let client = client(settings);
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
        if url.starts_with("amqp://") {
            // They would be ignored, and the password would go over the wire in the clear.
            for key in [Key::AMQP_CA, Key::AMQP_CERT, Key::AMQP_KEY] {
                if settings.has(key) {
                    let why = "expected --amqp to begin with amqps:// beside it, got amqp://".to_owned();
                    settings.mistake(format!("--{}", key.0), why);
                }
            }
        }
        let mut config = RabbitMqConfig::new(url);
        config.connection_name = format!("pyjury {role}");
        config.ca = ca;
        config.client = client;
        if let Some(prefix) = prefix {
            config.prefix = prefix;
        }
        if let Some(heartbeat) = heartbeat {
            config.heartbeat = heartbeat;
        }
        Some(config)
    }
}

/// What is shown to the broker: a certificate and its key, or neither.
fn client(settings: &mut Settings) -> Option<ClientCertificate> {
    let certificate = settings.one(Key::AMQP_CERT, value::file);
    let key = settings.one(Key::AMQP_KEY, value::file);
    match (settings.has(Key::AMQP_CERT), settings.has(Key::AMQP_KEY)) {
        (true, false) => settings.missing(Key::AMQP_KEY, "expected the private key beside the certificate"),
        (false, true) => settings.missing(Key::AMQP_CERT, "expected the certificate beside the private key"),
        _ => {}
    }
    Some(ClientCertificate { certificate: certificate?, key: key? })
}

/// A prefix of names.
pub(super) fn prefix(text: &str) -> Result<String, String> {
    let fits = !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
    if fits { Ok(text.to_owned()) } else { Err(format!("expected 1 to 64 letters, digits, -, _ or ., got {text:?}")) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Reads `args` beside a URL from the environment.
    fn read(url: &str, args: AmqpArgs, more: &[(&str, &Path)]) -> Result<RabbitMqConfig, String> {
        let more = more.iter().map(|(name, path)| ((*name).to_owned(), path.display().to_string()));
        let mut environment: BTreeMap<String, String> = more.collect();
        environment.insert("PYJURY_AMQP".to_owned(), url.to_owned());
        let mut settings = Settings::new(None, args.flags(Flags::default()), environment);
        let config = AmqpArgs::needed(&mut settings, "gateway");
        settings.finish(config).map_err(|mistakes| mistakes.to_string())
    }

    #[test]
    fn a_certificate_comes_with_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| -> PathBuf {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            path
        };
        let (certificate, key) = (file("cert.pem"), file("key.pem"));
        let shows = |path: &Path| Some(path.display().to_string());
        let both = || AmqpArgs { amqp_cert: shows(&certificate), amqp_key: shows(&key), ..AmqpArgs::default() };

        let config = read("amqps://host", both(), &[]).unwrap();
        assert_eq!(config.client, Some(ClientCertificate { certificate: certificate.clone(), key: key.clone() }));
        let named = [("PYJURY_AMQP_CERT", certificate.as_path()), ("PYJURY_AMQP_KEY", key.as_path())];
        assert_eq!(read("amqps://host", AmqpArgs::default(), &named).unwrap().client, config.client);
        assert_eq!(read("amqps://host", AmqpArgs::default(), &[]).unwrap().client, None);

        let alone = AmqpArgs { amqp_prefix: Some("a b".into()), ..AmqpArgs::default() };
        let text = read("amqps://host", alone, &named[..1]).unwrap_err();
        assert!(text.contains("--amqp-key: expected the private key") && text.contains("--amqp-prefix"), "{text}");
        let text = read("amqps://host", AmqpArgs::default(), &named[1..]).unwrap_err();
        assert!(text.contains("--amqp-cert: expected the certificate"), "{text}");
        let text = read("amqp://host", both(), &[]).unwrap_err();
        assert!(text.contains("--amqp-cert: expected --amqp to begin with amqps://"), "{text}");
        let nowhere = folder.path().join("nowhere.pem");
        let args = AmqpArgs { amqp_cert: shows(&nowhere), ..both() };
        let text = read("amqps://host", args, &[]).unwrap_err();
        assert!(text.contains("--amqp-cert: expected a file"), "{text}");
    }
}
