//! How to reach a Redis, and what is expected of it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::Durability;

/// How to reach a Redis, and what is expected of it.
#[derive(Clone)]
pub struct RedisConfig {
    /// `redis://` or `rediss://` (TLS) URLs, with the user and the password: one for a single server,
    /// some of the nodes for a cluster. The user and the password of the first are for all.
    pub urls: Vec<String>,
    /// Whether it is a Redis Cluster.
    pub topology: Topology,
    /// How every key and channel begins, so that several can share a server.
    pub prefix: String,
    /// What a commit survives. The server's settings are checked against it.
    pub durability: Durability,
    /// How many events of a shard are kept for those who resume.
    pub retained_events: usize,
    /// A file with the certificates to trust, in PEM; `None` for those of the system.
    pub ca: Option<PathBuf>,
    /// Our own certificate, where the server wants one.
    pub client_certificate: Option<ClientCertificate>,
    /// How long a call may take, with everything that is tried again in it.
    pub response_within: Duration,
}

/// How many servers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topology {
    /// One, with or without replicas that nobody reads.
    Single,
    /// A Redis Cluster.
    Cluster,
}

/// A certificate and its key, in PEM.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    /// The file with the certificate.
    pub certificate: PathBuf,
    /// The file with its private key.
    pub key: PathBuf,
}

impl RedisConfig {
    /// The defaults; more than one URL means a cluster.
    pub fn new(urls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let urls: Vec<String> = urls.into_iter().map(Into::into).collect();
        Self {
            topology: if urls.len() > 1 { Topology::Cluster } else { Topology::Single },
            urls,
            prefix: "pyjury".to_owned(),
            durability: Durability::Host,
            retained_events: 4096,
            ca: None,
            client_certificate: None,
            response_within: Duration::from_secs(5),
        }
    }
}

impl fmt::Debug for RedisConfig {
    /// Without the URLs: there are passwords in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConfig")
            .field("urls", &format_args!("{} hidden", self.urls.len()))
            .field("topology", &self.topology)
            .field("prefix", &self.prefix)
            .field("durability", &self.durability)
            .field("retained_events", &self.retained_events)
            .field("ca", &self.ca)
            .field("client_certificate", &self.client_certificate)
            .field("response_within", &self.response_within)
            .finish()
    }
}
