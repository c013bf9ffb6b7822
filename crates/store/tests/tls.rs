//! Redis over TLS, with certificates on both sides.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pyjury_servers::{Fsync, free_port};
use pyjury_store::{ClientCertificate, Commit, Key, Redis, RedisConfig, Shard, Store as _};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

/// An authority, and certificates that it signed.
struct Authority {
    folder: PathBuf,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        // OpenSSL takes a certificate whose issuer has its own name for one that nobody signed.
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { folder, issuer: Issuer::new(params, key) }
    }

    fn ca(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    fn sign(&self, name: &str, host: &str) -> ClientCertificate {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, host);
        let signed = params.signed_by(&key, &self.issuer).unwrap();
        let [certificate, secret] = ["pem", "key"].map(|end| self.folder.join(format!("{name}.{end}")));
        fs::write(&certificate, signed.pem()).unwrap();
        fs::write(&secret, key.serialize_pem()).unwrap();
        ClientCertificate { certificate, key: secret }
    }
}

#[tokio::test]
async fn both_sides_show_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new(folder.path(), "ours");
    let theirs = Authority::new(folder.path(), "theirs");
    let server = ours.sign("server", "localhost");
    let port = free_port().to_string();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (certificate, key, ca) = (path(&server.certificate), path(&server.key), path(&ours.ca()));
    let arguments =
        ["--tls-port", &port, "--tls-cert-file", &certificate, "--tls-key-file", &key, "--tls-ca-cert-file", &ca];
    let _server = pyjury_servers::Redis::start_with(Fsync::Always, &arguments);

    let good = RedisConfig {
        ca: Some(ours.ca()),
        client_certificate: Some(ours.sign("gateway", "gateway")),
        response_within: Duration::from_secs(60),
        ..RedisConfig::new([format!("rediss://localhost:{port}")])
    };
    let store = Redis::connect(good.clone()).await.unwrap();
    let key = Key::new(Shard::new(1).unwrap(), "test", "a");
    let sent = store.commit(Commit::to(key.shard).put(key, vec![]).event("s", vec![])).await.unwrap();
    assert_eq!(store.tail(Shard::new(1).unwrap(), 0).await.unwrap()[0].sequence, sent.sequence);

    let soon = RedisConfig { response_within: Duration::from_secs(2), ..good };
    let wrong = [
        RedisConfig { ca: Some(theirs.ca()), ..soon.clone() },
        RedisConfig { client_certificate: Some(theirs.sign("stranger", "gateway")), ..soon.clone() },
        RedisConfig { client_certificate: None, ..soon.clone() },
        RedisConfig { ca: Some(folder.path().join("missing.pem")), ..soon.clone() },
        RedisConfig { urls: vec![format!("redis://localhost:{port}")], ..soon },
    ];
    for config in wrong {
        let told = format!("{config:?}");
        assert!(Redis::connect(config).await.is_err(), "connected with {told}");
    }
}
