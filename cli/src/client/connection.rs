//! Reaching a server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use pyjury_proto::v1::judge_service_client::JudgeServiceClient;
use pyjury_proto::v1::problem_service_client::ProblemServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::failure::Failure;
use crate::place;

/// Most bytes of an answer: a judgement of many cases with their feedback.
const LARGEST_ANSWER: usize = 64 << 20;

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
}

/// Puts the API key on every call.
#[derive(Clone)]
pub(crate) struct Key(MetadataValue<Ascii>);

impl Interceptor for Key {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A client's channel with its key.
pub(crate) type Authorized = InterceptedService<Channel, Key>;

impl Connection {
    /// The judge.
    pub(crate) async fn judge(&self) -> Result<JudgeServiceClient<Authorized>, Failure> {
        let (channel, key) = self.open().await?;
        Ok(JudgeServiceClient::with_interceptor(channel, key).max_decoding_message_size(LARGEST_ANSWER))
    }

    /// The problems.
    pub(crate) async fn problems(&self) -> Result<ProblemServiceClient<Authorized>, Failure> {
        let (channel, key) = self.open().await?;
        Ok(ProblemServiceClient::with_interceptor(channel, key))
    }

    async fn open(&self) -> Result<(Channel, Key), Failure> {
        let key = self.key()?;
        let endpoint = Endpoint::from_shared(self.server.clone()).map_err(|error| {
            let words = format!("--server: expected a URL such as http://127.0.0.1:50051, got {:?}", self.server);
            Failure::usage(anyhow::Error::new(error).context(words))
        })?;
        let channel = endpoint
            .connect_timeout(Duration::from_secs(10))
            .http2_keep_alive_interval(Duration::from_secs(30))
            .connect()
            .await
            .with_context(|| format!("can't reach {}; is the server up? `pyjury up` starts one", self.server))?;
        Ok((channel, key))
    }

    fn key(&self) -> Result<Key, Failure> {
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
        Ok(Key(value))
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("can't read the API key from {}", file.display()))
}
