//! What every backend must do: call [`suite`] from a test of the backend.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod commits;
mod indexes;
mod streams;

use crate::{Index, Key, Shard, Store};

/// A backend under test that can be stopped and started. It must keep at most
/// [`Fixture::RETAINED`] events of a shard, give or take some hundreds.
pub trait Fixture {
    /// The backend.
    type Store: Store;

    /// How many events of a shard it keeps.
    const RETAINED: usize;

    /// Connects to the same store: that of an earlier call, if that one was dropped.
    fn open(&self) -> impl Future<Output = Self::Store> + Send;
}

/// Runs every test; each on a store of its own, from `make`.
///
/// # Panics
/// When the backend doesn't do what [`Store`] promises.
pub async fn suite<F: Fixture>(make: impl Fn() -> F) {
    commits::all_or_nothing(&make().open().await).await;
    commits::records_are_removed(&make().open().await).await;
    commits::expectations_guard(&make().open().await).await;
    commits::one_of_many_wins(&make().open().await).await;
    commits::counters_have_limits(&make().open().await).await;
    commits::stamps_grow(&make().open().await).await;
    commits::a_restart_keeps_everything(&make()).await;
    indexes::scans_are_sorted_pages(&make().open().await).await;
    indexes::prefixes_are_removed(&make().open().await).await;
    streams::tails_wake_up(&make().open().await).await;
    streams::tails_are_of_one_shard(&make().open().await).await;
    streams::commits_without_events_are_passed_over(&make()).await;
    streams::old_cursors_are_refused::<F>(&make().open().await).await;
}

const INDEX: Index = Index { name: "test" };

fn shard(number: u8) -> Shard {
    Shard::new(number).unwrap()
}

fn key(name: &str) -> Key {
    Key::new(shard(7), "test", name)
}

async fn value(store: &impl Store, key: &Key) -> Option<Vec<u8>> {
    store.get(std::slice::from_ref(key)).await.unwrap().remove(0).map(|record| record.value)
}
