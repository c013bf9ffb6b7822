//! How a gateway's listeners are guarded: TLS, and how much one user may ask for.

use clap::Args;
use pyjury_gateway::{Rates, Tls};

use super::{Flags, Key, Settings, value};

/// Settings of a gateway's listeners.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct DoorArgs {
    /// The certificate of the listener for clients, as PEM; with --tls-key [default: no TLS].
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    /// The private key of that certificate, as PEM.
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Who signs clients' certificates, as PEM: nobody else connects [default: clients need none].
    #[arg(long, value_name = "FILE")]
    tls_client_ca: Option<String>,
    /// The certificate of the listener for workers, as PEM; with --internal-tls-key [default: no TLS].
    #[arg(long, value_name = "FILE")]
    internal_tls_cert: Option<String>,
    /// The private key of that certificate, as PEM.
    #[arg(long, value_name = "FILE")]
    internal_tls_key: Option<String>,
    /// Who signs workers' certificates, as PEM: nobody else connects [default: workers need none].
    #[arg(long, value_name = "FILE")]
    internal_tls_client_ca: Option<String>,
    /// Submissions per minute that each user may send to this gateway; 0 for any number [default: 0].
    #[arg(long, value_name = "N")]
    submissions_per_minute: Option<String>,
    /// Calls per second that each user may make to this gateway; 0 for any number [default: 0].
    #[arg(long, value_name = "N")]
    calls_per_second: Option<String>,
}

/// How a gateway's listeners are guarded.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    /// TLS of the listener for clients.
    pub(crate) public: Option<Tls>,
    /// TLS of the listener for workers.
    pub(crate) internal: Option<Tls>,
    /// How much one user may ask for.
    pub(crate) rates: Rates,
}

impl DoorArgs {
    /// With these flags.
    pub(crate) fn flags(self, flags: Flags) -> Flags {
        flags
            .with(Key::TLS_CERT, self.tls_cert)
            .with(Key::TLS_KEY, self.tls_key)
            .with(Key::TLS_CLIENT_CA, self.tls_client_ca)
            .with(Key::INTERNAL_TLS_CERT, self.internal_tls_cert)
            .with(Key::INTERNAL_TLS_KEY, self.internal_tls_key)
            .with(Key::INTERNAL_TLS_CLIENT_CA, self.internal_tls_client_ca)
            .with(Key::SUBMISSIONS_PER_MINUTE, self.submissions_per_minute)
            .with(Key::CALLS_PER_SECOND, self.calls_per_second)
    }
}

impl Door {
    /// Reads how the listeners are guarded.
    pub(crate) fn read(settings: &mut Settings) -> Self {
        let public = tls(settings, [Key::TLS_CERT, Key::TLS_KEY, Key::TLS_CLIENT_CA]);
        let internal = tls(settings, [Key::INTERNAL_TLS_CERT, Key::INTERNAL_TLS_KEY, Key::INTERNAL_TLS_CLIENT_CA]);
        if internal.is_some() && !settings.has(Key::INTERNAL_LISTEN) {
            settings.missing(Key::INTERNAL_LISTEN, "expected an address for workers beside their certificate");
        }
        let rates = Rates {
            submissions_per_minute: settings.one(Key::SUBMISSIONS_PER_MINUTE, number).unwrap_or_default(),
            calls_per_second: settings.one(Key::CALLS_PER_SECOND, number).unwrap_or_default(),
            ..Rates::default()
        };
        Self { public, internal, rates }
    }
}

/// A certificate and its key, or neither.
fn tls(settings: &mut Settings, [cert, key, client_ca]: [Key; 3]) -> Option<Tls> {
    let certificate = settings.one(cert, value::file);
    let private = settings.one(key, value::file);
    let client = settings.one(client_ca, value::file);
    match (settings.has(cert), settings.has(key)) {
        (true, false) => settings.missing(key, "expected the private key beside the certificate"),
        (false, true) => settings.missing(cert, "expected the certificate beside the private key"),
        (false, false) if settings.has(client_ca) => {
            settings.missing(cert, "expected a certificate of the server beside who signs those of clients");
        }
        _ => {}
    }
    Some(Tls { certificate: certificate?, key: private?, client_ca: client })
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("expected a whole number, got {text:?}"))
}
