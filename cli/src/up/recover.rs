//! What an earlier life of `up` left in the middle.

use pyjury_core::judging::State;
use pyjury_store::Ledger;
use pyjury_store::ledger::{Epoch, LedgerError, Pending};

/// How many judgings are read at once.
const PAGE: usize = 256;

/// Takes back every attempt of earlier lives: their worker was in a process that is gone, since only one
/// process at a time has the store open. Without this each would wait for the end of its lease.
///
/// What was running counts as a death of its worker, so that a submission that kills the whole process is
/// not tried for ever.
pub(crate) async fn earlier_lives(ledger: &Ledger) -> Result<(), LedgerError> {
    let epoch = ledger.raise_epoch().await?;
    let (mut from, mut interrupted) = (None, 0_u32);
    loop {
        let page = ledger.pending(from, PAGE).await?;
        for pending in page.entries {
            interrupted += u32::from(take_back(ledger, epoch, pending).await?);
        }
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    if interrupted > 0 {
        tracing::info!(interrupted, "judgings that were cut off are judged again");
    }
    Ok(())
}

/// Whether the judging had an attempt.
async fn take_back(ledger: &Ledger, epoch: Epoch, pending: Pending) -> Result<bool, LedgerError> {
    let Some(attempt) = pending.state.attempt() else { return Ok(false) };
    let attempt = pending.judging.attempt(attempt);
    match pending.state {
        State::Placed { .. } => ledger.unplace(epoch, attempt).await?,
        _ => drop(ledger.worker_died(epoch, attempt).await?),
    }
    Ok(true)
}
