//! Certificates from files, read again when the files change.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use tokio_rustls::rustls::{self, RootCertStore, ServerConfig};

/// Which files a listener's certificates are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The certificate and what it was signed with, as PEM: the server's own first.
    pub certificate: PathBuf,
    /// Its private key, as PEM.
    pub key: PathBuf,
    /// Certificates of those who sign clients' certificates, as PEM. Where it is given, nobody
    /// connects without a certificate that one of them signed.
    pub client_ca: Option<PathBuf>,
}

/// What is wrong with a file of certificates.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// It can't be read.
    #[error("can't read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It doesn't hold what it should.
    #[error("{}: expected {expected} as PEM, got {got}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What should be in it.
        expected: &'static str,
        /// What is wrong with it.
        got: String,
    },
    /// Certificate and key can't be used together.
    #[error("expected {} to be the private key of the certificate in {}: {source}", key.display(), certificate.display())]
    Pair {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// Why.
        source: rustls::Error,
    },
    /// The certificates of signers can't be used.
    #[error("can't check clients with the certificates in {}", path.display())]
    Signers {
        /// The file.
        path: PathBuf,
        /// Why.
        source: VerifierBuilderError,
    },
}

/// Reads the certificates of a PEM file: at least one.
///
/// # Errors
/// [`TlsError::Read`], [`TlsError::Content`].
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let expected = "a certificate (-----BEGIN CERTIFICATE-----)";
    let content = |got: String| TlsError::Content { path: path.to_owned(), expected, got };
    let text = read(path)?;
    let found: Vec<_> =
        CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().map_err(|error| content(words(&error)))?;
    if found.is_empty() { Err(content("none".to_owned())) } else { Ok(found) }
}

/// Reads the private key of a PEM file.
///
/// # Errors
/// [`TlsError::Read`], [`TlsError::Content`].
pub fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|error| TlsError::Content {
        path: path.to_owned(),
        expected: "a private key (-----BEGIN PRIVATE KEY-----)",
        got: words(&error),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}

fn words(error: &pem::Error) -> String {
    match error {
        pem::Error::NoItemsFound => "none".to_owned(),
        other => format!("a broken file ({other})"),
    }
}

impl Tls {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// [`TlsError`] that names the file and what is wrong with it.
    pub fn load(self) -> Result<Certificates, TlsError> {
        let stamp = self.stamp();
        let config = Arc::new(self.config()?);
        Ok(Certificates { files: self, current: Mutex::new(Current { config, stamp }) })
    }

    fn config(&self) -> Result<ServerConfig, TlsError> {
        let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
        let chain = certificates(&self.certificate)?;
        let key = private_key(&self.key)?;
        let pair = |source| TlsError::Pair { certificate: self.certificate.clone(), key: self.key.clone(), source };
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(pair)?;
        let builder = match &self.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for signer in certificates(path)? {
                    roots.add(signer).map_err(|error| TlsError::Content {
                        path: path.clone(),
                        expected: "certificates of signers",
                        got: error.to_string(),
                    })?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                let signers = |source| TlsError::Signers { path: path.clone(), source };
                builder.with_client_cert_verifier(verifier.map_err(signers)?)
            }
        };
        let mut config = builder.with_single_cert(chain, key).map_err(pair)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(config)
    }

    /// Changes whenever one of the files does.
    fn stamp(&self) -> Stamp {
        let files = [Some(&self.certificate), Some(&self.key), self.client_ca.as_ref()];
        let of = |path: &PathBuf| fs::metadata(path).ok().map(|m| (m.ino(), m.mtime(), m.mtime_nsec(), m.size()));
        files.into_iter().flatten().map(of).collect()
    }
}

type Stamp = Vec<Option<(u64, i64, i64, u64)>>;

struct Current {
    config: Arc<ServerConfig>,
    stamp: Stamp,
}

/// The certificates of a listener. Connections that begin after the files have changed see the new
/// ones; while these can't be used, the old ones stay.
pub struct Certificates {
    files: Tls,
    current: Mutex<Current>,
}

impl Certificates {
    /// What the next connection is accepted with.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.files.stamp();
        if stamp != current.stamp {
            match self.files.config() {
                Ok(config) => {
                    tracing::info!(certificate = %self.files.certificate.display(), "the certificates were read again");
                    current.config = Arc::new(config);
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "the changed certificates can't be used; the old ones stay"
                    );
                }
            }
            // Said once: the next change is another try.
            current.stamp = stamp;
        }
        TlsAcceptor::from(current.config.clone())
    }
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificates").field("files", &self.files).finish_non_exhaustive()
    }
}
