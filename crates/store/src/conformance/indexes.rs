use super::{INDEX, shard};
use crate::{Commit, Index, IndexChange, Order, Scan, Store};

async fn fill(store: &impl Store, keys: &[(&str, u8)]) {
    for (key, number) in keys {
        let put = IndexChange::Put { index: INDEX, key: (*key).into(), value: vec![*number] };
        store.commit(Commit::to(shard(*number)).index(put)).await.unwrap();
    }
}

fn scan(prefix: &str) -> Scan {
    Scan { index: INDEX, shard: None, prefix: prefix.into(), after: None, order: Order::Ascending, limit: 100 }
}

async fn keys(store: &impl Store, scan: Scan) -> Vec<String> {
    store.scan(scan).await.unwrap().into_iter().map(|entry| entry.key).collect()
}

pub(super) async fn scans_are_sorted_pages(store: &impl Store) {
    fill(store, &[("b2", 1), ("a1", 2), ("b1", 3), ("b3", 1), ("c", 4), ("b1ü", 5)]).await;
    assert_eq!(keys(store, scan("")).await, ["a1", "b1", "b1ü", "b2", "b3", "c"]);
    assert_eq!(keys(store, scan("b")).await, ["b1", "b1ü", "b2", "b3"]);
    let down = Scan { order: Order::Descending, ..scan("b") };
    assert_eq!(keys(store, down.clone()).await, ["b3", "b2", "b1ü", "b1"]);
    let page = Scan { limit: 2, ..scan("b") };
    assert_eq!(keys(store, page.clone()).await, ["b1", "b1ü"]);
    assert_eq!(keys(store, Scan { after: Some("b1ü".into()), ..page }).await, ["b2", "b3"]);
    assert_eq!(keys(store, Scan { after: Some("b2".into()), limit: 1, ..down }).await, ["b1ü"]);
    assert_eq!(keys(store, Scan { shard: Some(shard(1)), ..scan("") }).await, ["b2", "b3"]);
    let other = Index { name: "other" };
    assert!(keys(store, Scan { index: other, ..scan("") }).await.is_empty());

    let entry = store.scan(scan("a")).await.unwrap().remove(0);
    assert_eq!((entry.shard, entry.value), (shard(2), vec![2]));
    fill(store, &[("a1", 2)]).await;
    assert_eq!(keys(store, scan("a")).await, ["a1"], "put again it is replaced");
}

pub(super) async fn prefixes_are_removed(store: &impl Store) {
    fill(store, &[("a1", 1), ("a2", 1), ("b", 1), ("c", 1)]).await;
    let commit = Commit::to(shard(1))
        .index(IndexChange::RemovePrefix { index: INDEX, prefix: "a".into() })
        .index(IndexChange::Remove { index: INDEX, key: "b".into() })
        .index(IndexChange::Remove { index: INDEX, key: "no such".into() })
        .index(IndexChange::Put { index: INDEX, key: "a3".into(), value: vec![] });
    store.commit(commit).await.unwrap();
    assert_eq!(keys(store, scan("")).await, ["a3", "c"]);
}
