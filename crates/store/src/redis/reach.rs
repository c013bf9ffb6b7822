//! How servers are reached: addresses, credentials, certificates.

use std::path::Path;
use std::time::Duration;

use redis::{
    Client, ClientTlsConfig, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, ProtocolVersion, TlsCertificates,
};

use super::{RedisConfig, Topology};
use crate::{Durability, StoreError};

/// The part of the configuration that connections need, checked.
pub(super) struct Reach {
    /// The first server, as a pattern for all.
    pattern: ConnectionInfo,
    certificates: Option<TlsCertificates>,
    /// The addresses in the configuration.
    pub(super) seeds: Vec<String>,
    pub(super) durability: Durability,
    pub(super) topology: Topology,
    pub(super) response_within: Duration,
}

impl Reach {
    pub(super) fn new(config: &RedisConfig) -> Result<Self, StoreError> {
        let mut infos = Vec::with_capacity(config.urls.len());
        for (number, url) in config.urls.iter().enumerate() {
            let info = url.as_str().into_connection_info();
            let tcp = |info: &ConnectionInfo| !matches!(info.addr(), ConnectionAddr::Unix(_));
            // What was given isn't repeated: there may be a password in it.
            infos.push(info.ok().filter(tcp).ok_or_else(|| {
                setting(
                    "url",
                    "redis://user:password@host:port or rediss://user:password@host:port",
                    &format!("something else as number {}", number + 1),
                    "correct it",
                )
            })?);
        }
        let Some(first) = infos.first() else {
            return Err(setting("url", "one or more", "none", "give the URL of the server"));
        };
        if config.topology == Topology::Single && infos.len() > 1 {
            return Err(setting("url", "one for a single server", "several", "set the topology to cluster"));
        }
        if config.prefix.is_empty() || config.prefix.contains(['{', '}', '*', ' ']) {
            return Err(setting("prefix", "a word without {}, * and spaces", &config.prefix, "choose another"));
        }
        let tls = matches!(first.addr(), ConnectionAddr::TcpTls { .. });
        let certificates = if tls { Some(certificates(config)?) } else { None };
        if !tls && (config.ca.is_some() || config.client_certificate.is_some()) {
            return Err(setting("url", "rediss:// where certificates are given", "redis://", "use TLS, or give none"));
        }
        // RESP3: a lost connection is noticed before the next call.
        let settings = first.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        Ok(Self {
            pattern: first.clone().set_redis_settings(settings),
            certificates,
            seeds: infos.iter().map(|info| info.addr().to_string()).collect(),
            durability: config.durability,
            topology: config.topology,
            response_within: config.response_within,
        })
    }

    /// A client of the server at `host:port`.
    pub(super) fn client(&self, address: &str) -> Result<Client, StoreError> {
        let known = || setting("address", "host:port", address, "look at what CLUSTER SLOTS answers");
        let (host, port) = address.rsplit_once(':').ok_or_else(known)?;
        let (host, port) = (host.to_owned(), port.parse().map_err(|_| known())?);
        let addr = match self.pattern.addr() {
            ConnectionAddr::TcpTls { insecure, .. } => {
                ConnectionAddr::TcpTls { host, port, insecure: *insecure, tls_params: None }
            }
            _ => ConnectionAddr::Tcp(host, port),
        };
        let info = self.pattern.clone().set_addr(addr);
        let client = match &self.certificates {
            Some(certificates) => Client::build_with_tls(info, certificates.clone()),
            None => Client::open(info),
        };
        client.map_err(|error| setting("certificates", "PEM", &error.to_string(), "check the files"))
    }
}

fn certificates(config: &RedisConfig) -> Result<TlsCertificates, StoreError> {
    let root_cert = config.ca.as_deref().map(read).transpose()?;
    let client_tls = match &config.client_certificate {
        Some(own) => Some(ClientTlsConfig { client_cert: read(&own.certificate)?, client_key: read(&own.key)? }),
        None => None,
    };
    Ok(TlsCertificates { client_tls, root_cert })
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let unreadable = |error: std::io::Error| {
        setting(&path.display().to_string(), "a file in PEM", &error.to_string(), "check the path")
    };
    std::fs::read(path).map_err(unreadable)
}

/// A mistake in our own configuration.
fn setting(setting: &str, expected: &str, found: &str, remedy: &str) -> StoreError {
    StoreError::Setting {
        server: "the configuration of Redis".to_owned(),
        setting: setting.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
        remedy: remedy.to_owned(),
    }
}
