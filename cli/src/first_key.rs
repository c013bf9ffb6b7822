//! The first key of a cluster: made directly in its store, since there is nobody yet who could be asked.

use anyhow::Context as _;
use clap::Args;
use pyjury_store::ledger::{ApiKey, NewApiKey};
use pyjury_telemetry::Registry;

use crate::backend;
use crate::config::{Flags, RedisArgs, Settings, WaitArgs, environment};
use crate::failure::Failure;

/// Where the store is, for whoever needs no server.
#[derive(Args, Clone, Debug)]
pub(crate) struct InStoreArgs {
    #[command(flatten)]
    redis: RedisArgs,
    #[command(flatten)]
    wait: WaitArgs,
}

impl InStoreArgs {
    /// Whether a store was named on the command line.
    pub(crate) const fn is_given(&self) -> bool {
        self.redis.is_given()
    }

    /// Makes a key in the store, and tells its secret.
    pub(crate) async fn create(self, new: NewApiKey) -> Result<(ApiKey, String), Failure> {
        let flags = self.wait.flags(self.redis.flags(Flags::default()));
        let mut settings = Settings::new(None, flags, environment());
        let wait = WaitArgs::read(&mut settings);
        let redis = RedisArgs::needed_alone(&mut settings);
        let redis = settings.finish(redis).map_err(Failure::usage)?;
        let ledger = backend::ledger_alone(&redis, wait, &Registry::new()).await?;
        Ok(ledger.create_api_key(new).await.context("the key can't be made")?)
    }
}
