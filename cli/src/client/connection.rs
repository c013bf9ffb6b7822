//! Reaching a server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pyjury_proto::v1::audit_service_client::AuditServiceClient;
use pyjury_proto::v1::dead_service_client::DeadServiceClient;
use pyjury_proto::v1::fleet_service_client::FleetServiceClient;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::key_service_client::KeyServiceClient;
use pyjury_proto::v1::problem_service_client::ProblemServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use super::tls::TlsFiles;
use crate::failure::Failure;
use crate::place;

/// Most bytes of an answer: a judgement of many cases with their feedback.
const LARGEST_ANSWER: usize = 64 << 20;

/// The metadata that names the user for whom a call is made.
const ON_BEHALF_OF: &str = "x-pyjury-on-behalf-of";

/// What is encoded in it beside everything that isn't ASCII.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

/// Which server, and with which key.
#[derive(Args, Clone, Debug)]
pub(crate) struct Connection {
    /// The server's address.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051", env = "PYJURY_SERVER")]
    server: String,
    /// A file that holds the API key. Otherwise PYJURY_KEY, then client.key in the data folder.
    #[arg(long, value_name = "FILE", env = "PYJURY_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// The data folder of a local `pyjury up`, for its client.key.
    #[arg(long, value_name = "DIR", env = "PYJURY_DATA")]
    data: Option<PathBuf>,
    #[command(flatten)]
    tls: TlsFiles,
}

/// For whom a call is made.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ForWhom {
    /// Act as this user of the key's tenant, as a learning platform does for its students. The key
    /// needs the scope act_on_behalf.
    #[arg(long, value_name = "USER")]
    on_behalf_of: Option<String>,
}

/// Puts the API key on every call, and the user for whom it is made.
#[derive(Clone)]
pub(crate) struct Headers {
    key: MetadataValue<Ascii>,
    user: Option<MetadataValue<Ascii>>,
}

impl Interceptor for Headers {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.key.clone());
        if let Some(user) = &self.user {
            request.metadata_mut().insert(ON_BEHALF_OF, user.clone());
        }
        Ok(request)
    }
}

/// A client's channel with its key.
pub(crate) type Authorized = InterceptedService<Channel, Headers>;

impl Connection {
    /// The judge.
    pub(crate) async fn judge(&self, for_whom: &ForWhom) -> Result<JudgeServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(for_whom).await?;
        Ok(JudgeServiceClient::with_interceptor(channel, headers).max_decoding_message_size(LARGEST_ANSWER))
    }

    /// The problems.
    pub(crate) async fn problems(&self) -> Result<ProblemServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(&ForWhom::default()).await?;
        Ok(ProblemServiceClient::with_interceptor(channel, headers))
    }

    /// The keys.
    pub(crate) async fn keys(&self) -> Result<KeyServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(&ForWhom::default()).await?;
        Ok(KeyServiceClient::with_interceptor(channel, headers))
    }

    /// The audit log.
    pub(crate) async fn audit(&self) -> Result<AuditServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(&ForWhom::default()).await?;
        Ok(AuditServiceClient::with_interceptor(channel, headers))
    }

    /// The workers.
    pub(crate) async fn fleet(&self) -> Result<FleetServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(&ForWhom::default()).await?;
        Ok(FleetServiceClient::with_interceptor(channel, headers).max_decoding_message_size(LARGEST_ANSWER))
    }

    /// What was given up.
    pub(crate) async fn dead(&self) -> Result<DeadServiceClient<Authorized>, Failure> {
        let (channel, headers) = self.open(&ForWhom::default()).await?;
        Ok(DeadServiceClient::with_interceptor(channel, headers).max_decoding_message_size(LARGEST_ANSWER))
    }

    async fn open(&self, for_whom: &ForWhom) -> Result<(Channel, Headers), Failure> {
        let headers = Headers { key: self.key()?, user: for_whom.metadata()? };
        let endpoint = Endpoint::from_shared(self.server.clone()).map_err(|error| {
            let words = format!("--server: expected a URL such as http://127.0.0.1:50051, got {:?}", self.server);
            Failure::usage(anyhow::Error::new(error).context(words))
        })?;
        let channel = self
            .tls
            .apply(endpoint)
            .map_err(Failure::usage)?
            .connect_timeout(Duration::from_secs(10))
            .http2_keep_alive_interval(Duration::from_secs(30))
            .connect()
            .await
            .with_context(|| format!("can't reach {}; is the server up? `pyjury up` starts one", self.server))?;
        Ok((channel, headers))
    }

    fn key(&self) -> Result<MetadataValue<Ascii>, Failure> {
        let text = match (&self.key_file, std::env::var("PYJURY_KEY")) {
            (Some(file), _) => read(file).map_err(Failure::usage)?,
            (None, Ok(key)) => key,
            (None, Err(_)) => {
                let file = place::key_file(&self.data.clone().unwrap_or_else(place::default_data));
                read(&file).map_err(|error| {
                    Failure::usage(error.context("no API key: give --key-file, set PYJURY_KEY, or name the data folder of a local `pyjury up` with --data"))
                })?
            }
        };
        let value = format!("Bearer {}", text.trim()).parse();
        let mut value: MetadataValue<Ascii> =
            value.map_err(|_| Failure::usage_words("expected an API key of printable ASCII characters, got others"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl ForWhom {
    fn metadata(&self) -> Result<Option<MetadataValue<Ascii>>, Failure> {
        let Some(user) = &self.on_behalf_of else { return Ok(None) };
        let encoded = utf8_percent_encode(user, ENCODED).to_string();
        let value = encoded.parse().map_err(|_| Failure::usage_words("--on-behalf-of: expected a user's name"))?;
        Ok(Some(value))
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("can't read the API key from {}", file.display()))
}
