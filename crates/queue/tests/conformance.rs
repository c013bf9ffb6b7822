//! The embedded queue does what the trait promises.
#![allow(clippy::unwrap_used)]

use pyjury_queue::{Durability, Embedded, Queue as _, QueueName, conformance};

struct Folder(tempfile::TempDir, Durability);

impl conformance::Fixture for Folder {
    type Queue = Embedded;

    async fn open(&self) -> Embedded {
        Embedded::open_with(self.0.path(), self.1).unwrap()
    }
}

#[tokio::test]
async fn embedded() {
    for durability in [Durability::Process, Durability::Host] {
        conformance::suite(|| Folder(tempfile::tempdir().unwrap(), durability)).await;
    }
}

#[tokio::test]
async fn queues_of_workers_end_with_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let name = QueueName::Worker(pyjury_core::WorkerId(uuid::Uuid::new_v4()));
    let queue = Embedded::open(folder.path()).unwrap();
    queue.declare(name).await.unwrap();
    queue.publish(name, b"1".to_vec()).await.unwrap();
    drop(queue);
    let queue = Embedded::open(folder.path()).unwrap();
    assert!(queue.publish(name, vec![]).await.is_err());
}
