//! What a process must know to use a broker.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lapin::tcp::{OwnedIdentity, OwnedTLSConfig};
use lapin::uri::{AMQPScheme, AMQPUri};

use crate::QueueError;

/// How to reach the broker, and what the queues are called there.
#[derive(Clone, PartialEq, Eq)]
pub struct RabbitMqConfig {
    /// `amqp://user:password@host:port/vhost`, or `amqps://` for TLS. User, password and vhost are
    /// percent-encoded: `%2f` is `/`, the default vhost.
    pub url: String,
    /// The names of queues and exchanges begin with it and a dot. Clusters that share a vhost have
    /// one each.
    pub prefix: String,
    /// What the broker shows as the name of the connections.
    pub connection_name: String,
    /// How often each side says that it lives; one that is silent for two to three of them is taken
    /// for dead. Whole seconds, 1 at least.
    pub heartbeat: Duration,
    /// Authorities that may have signed the broker's certificate, as PEM, beside those that the host
    /// trusts. Only for `amqps://`.
    pub ca: Option<PathBuf>,
    /// What this process shows of itself. Only for `amqps://`.
    pub client: Option<ClientCertificate>,
    /// How long the broker may take for anything: to connect, to declare, to confirm a message.
    pub confirm_within: Duration,
}

/// A certificate of a client, and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The certificate and those that link it to an authority, as PEM.
    pub certificate: PathBuf,
    /// Its private key, as PEM.
    pub key: PathBuf,
}

impl RabbitMqConfig {
    /// The defaults for a URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            prefix: "pyjury".to_owned(),
            connection_name: "pyjury".to_owned(),
            heartbeat: Duration::from_secs(5),
            ca: None,
            client: None,
            confirm_within: Duration::from_secs(5),
        }
    }

    /// Where the broker is and who asks.
    ///
    /// # Errors
    /// [`QueueError::Setting`].
    pub(super) fn address(&self) -> Result<AMQPUri, QueueError> {
        // The text of the URL is in no error: it holds the password.
        let wrong = |why: String| QueueError::Setting {
            setting: "--amqp",
            why: format!("expected amqp://user:password@host:port/vhost or amqps://..., percent-encoded; {why}"),
        };
        let scheme = self.url.split_once("://").map(|(scheme, _)| scheme);
        if !matches!(scheme, Some("amqp" | "amqps")) {
            return Err(wrong("it doesn't begin with either".to_owned()));
        }
        let mut uri: AMQPUri = self.url.parse().map_err(|why: String| wrong(format!("got something else: {why}")))?;
        if let Some(host) = ipv6_host(&self.url) {
            host.clone_into(&mut uri.authority.host);
        }
        uri.query.heartbeat = Some(u16::try_from(self.heartbeat.as_secs()).unwrap_or(u16::MAX).max(1));
        Ok(uri)
    }

    /// Checks the prefix.
    ///
    /// # Errors
    /// [`QueueError::Setting`].
    pub(super) fn check_prefix(&self) -> Result<(), QueueError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fits = (1..=100).contains(&self.prefix.len()) && self.prefix.chars().all(plain);
        // The broker keeps those names for itself.
        if fits && !self.prefix.starts_with("amq.") {
            return Ok(());
        }
        Err(QueueError::Setting {
            setting: "--amqp-prefix",
            why: format!(
                "expected 1 to 100 of a-z, A-Z, 0-9, -, _ and ., not beginning with amq., got {:?}",
                self.prefix
            ),
        })
    }

    /// Reads the certificates: anew for each connection, because they are replaced now and then.
    ///
    /// # Errors
    /// [`QueueError::Setting`].
    pub(super) fn tls(&self, scheme: &AMQPScheme) -> Result<OwnedTLSConfig, QueueError> {
        if *scheme == AMQPScheme::AMQP {
            return match (&self.ca, &self.client) {
                (None, None) => Ok(OwnedTLSConfig::default()),
                // It would be ignored, and the password would go over the wire in the clear.
                _ => Err(QueueError::Setting {
                    setting: "--amqp",
                    why: "certificates are given, but it begins with amqp://; expected amqps://".to_owned(),
                }),
            };
        }
        let cert_chain = self.ca.as_deref().map(|path| read_pem("--amqp-ca", path)).transpose()?;
        let identity = match &self.client {
            None => None,
            Some(client) => Some(OwnedIdentity::PKCS8 {
                pem: read_pem("--amqp-cert", &client.certificate)?.into_bytes(),
                key: read_pem("--amqp-key", &client.key)?.into_bytes(),
            }),
        };
        Ok(OwnedTLSConfig { identity, cert_chain })
    }
}

/// The parser of the library takes only names and IPv4 addresses, and the local host instead of
/// anything else.
fn ipv6_host(url: &str) -> Option<&str> {
    let authority = url.split_once("://")?.1.split(['/', '?']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(host.strip_prefix('[')?.split_once(']')?.0)
}

fn read_pem(setting: &'static str, path: &Path) -> Result<String, QueueError> {
    let wrong = |why: String| QueueError::Setting { setting, why: format!("{}: {why}", path.display()) };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    if !text.contains("-----BEGIN ") {
        return Err(wrong("expected PEM, which has a line with -----BEGIN".to_owned()));
    }
    Ok(text)
}

/// Without the URL: it holds the password.
impl fmt::Debug for RabbitMqConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RabbitMqConfig")
            .field("prefix", &self.prefix)
            .field("connection_name", &self.connection_name)
            .field("heartbeat", &self.heartbeat)
            .field("ca", &self.ca)
            .field("client", &self.client)
            .field("confirm_within", &self.confirm_within)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Result<(String, u16, String), QueueError> {
        let uri = RabbitMqConfig::new(url).address()?;
        Ok((uri.authority.host, uri.authority.port, uri.vhost))
    }

    #[test]
    fn urls_are_read() {
        for (url, host, port, vhost) in [
            ("amqp://u:p@broker", "broker", 5672, "/"),
            ("amqps://u:p@broker/%2f", "broker", 5671, "/"),
            ("amqp://u:p@10.0.0.1:99/jury", "10.0.0.1", 99, "jury"),
            ("amqp://u:p@[::1]:99/jury", "::1", 99, "jury"),
            ("amqp://[fd00::2]", "fd00::2", 5672, "/"),
        ] {
            assert_eq!(parsed(url).unwrap(), (host.to_owned(), port, vhost.to_owned()), "{url}");
        }
    }

    #[test]
    fn what_is_no_url_is_said_without_the_password() {
        for url in ["", "u:secret@broker", "http://u:secret@broker", "amqp://u:secret@broker:port", "amqp:u:secret@h"] {
            let error = parsed(url).unwrap_err();
            assert!(matches!(error, QueueError::Setting { setting: "--amqp", .. }), "{url}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(!format!("{:?}", RabbitMqConfig::new("amqp://u:secret@broker")).contains("secret"));
    }

    #[test]
    fn prefixes_are_checked() {
        let with = |prefix: &str| RabbitMqConfig { prefix: prefix.into(), ..RabbitMqConfig::new("") }.check_prefix();
        for prefix in ["pyjury", "a.b-C_9"] {
            with(prefix).unwrap();
        }
        for prefix in ["", "a b", "amq.x", "ü", &"x".repeat(101)] {
            assert!(with(prefix).is_err(), "{prefix}");
        }
    }

    #[test]
    fn certificates_need_tls_and_pem() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, "no certificate").unwrap();
        let config = RabbitMqConfig { ca: Some(file), ..RabbitMqConfig::new("") };
        assert!(matches!(config.tls(&AMQPScheme::AMQP), Err(QueueError::Setting { setting: "--amqp", .. })));
        assert!(matches!(config.tls(&AMQPScheme::AMQPS), Err(QueueError::Setting { setting: "--amqp-ca", .. })));
    }
}
