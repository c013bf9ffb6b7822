//! Whether somebody has the runtime that a judging needs.

use pyjury_core::{RuntimeOffer, RuntimeRequest};
use pyjury_store::Ledger;

use crate::Refusal;

/// Refuses what no registered worker could judge: it would wait for ever. Before any worker has registered it is
/// taken, and waits for one.
///
/// # Errors
/// [`Refusal::NoRuntime`] with what there is; [`Refusal::Unavailable`].
pub(crate) async fn is_there(ledger: &Ledger, wanted: &RuntimeRequest) -> Result<(), Refusal> {
    if wanted.is_any() {
        return Ok(());
    }
    let workers = ledger.workers().await?;
    let mut offers: Vec<RuntimeOffer> =
        workers.iter().flat_map(|worker| &worker.facts.runtimes).map(|text| RuntimeOffer::parse(text)).collect();
    if workers.is_empty() || offers.iter().any(|offer| offer.serves(wanted)) {
        return Ok(());
    }
    offers.sort();
    offers.dedup();
    let has = offers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(Refusal::NoRuntime { wanted: wanted.to_string(), has })
}
