//! TLS towards a gateway: whom to believe, and what to show. For clients and for workers.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use pyjury_gateway::tls;
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};

/// The files that a connection over https needs.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    /// Certificates of those who may sign the server's, as PEM [default: the system's].
    #[arg(long, value_name = "FILE", env = "PYJURY_CA")]
    pub(crate) ca: Option<PathBuf>,
    /// The certificate to show to a server that asks for one, as PEM.
    #[arg(long, value_name = "FILE", env = "PYJURY_CERT", requires = "cert_key")]
    pub(crate) cert: Option<PathBuf>,
    /// The private key of that certificate, as PEM.
    #[arg(long, value_name = "FILE", env = "PYJURY_CERT_KEY", requires = "cert")]
    pub(crate) cert_key: Option<PathBuf>,
}

impl TlsFiles {
    /// Sets an endpoint up. Every file is read and checked now.
    ///
    /// # Errors
    /// That name the file and what is wrong with it, or files for an endpoint without TLS.
    pub(crate) fn apply(&self, endpoint: Endpoint) -> anyhow::Result<Endpoint> {
        if endpoint.uri().scheme_str() != Some("https") {
            if *self != Self::default() {
                bail!("--ca, --cert and --cert-key are for https, got {}", endpoint.uri());
            }
            return Ok(endpoint);
        }
        let mut config = match &self.ca {
            None => ClientTlsConfig::new().with_native_roots(),
            Some(path) => {
                tls::certificates(path)?;
                ClientTlsConfig::new().ca_certificate(Certificate::from_pem(read(path)?))
            }
        };
        if let (Some(certificate), Some(key)) = (&self.cert, &self.cert_key) {
            tls::certificates(certificate)?;
            tls::private_key(key)?;
            config = config.identity(Identity::from_pem(read(certificate)?, read(key)?));
        }
        endpoint.tls_config(config).with_context(|| match (&self.cert, &self.cert_key) {
            (Some(certificate), Some(key)) => {
                format!(
                    "expected {} to be the private key of the certificate in {}",
                    key.display(),
                    certificate.display()
                )
            }
            _ => "can't set TLS up".to_owned(),
        })
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("can't read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &TlsFiles, url: &'static str) -> String {
        format!("{:#}", files.apply(Endpoint::from_static(url)).unwrap_err())
    }

    #[test]
    fn errors_name_the_file_and_what_is_wrong_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Some(path)
        };
        let missing = TlsFiles { ca: Some(folder.path().join("none.pem")), ..TlsFiles::default() };
        assert!(told(&missing, "https://a").contains("none.pem"), "{}", told(&missing, "https://a"));
        let text = TlsFiles { ca: file("text.pem", "hello"), ..TlsFiles::default() };
        let words = told(&text, "https://a");
        assert!(words.contains("text.pem") && words.contains("BEGIN CERTIFICATE") && words.contains("none"), "{words}");
        let words = told(&text, "http://a");
        assert!(words.contains("https") && words.contains("--ca"), "{words}");
        assert!(TlsFiles::default().apply(Endpoint::from_static("http://a")).is_ok());
    }
}
