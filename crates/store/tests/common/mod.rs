//! Stores to write to; submissions and judgements to write.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub)]

pub mod agree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use pyjury_core::judgement::Feedback;
use pyjury_core::judging::AttemptRef;
use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{
    CaseResult, Digest, Judgement, Limits, Measured, Principal, Provenance, Reason, RuntimeRequest, SourceFile, Target,
    Usage, Verdict, WorkerId,
};
use pyjury_servers::Fsync;
use pyjury_store::embedded::Options;
use pyjury_store::ledger::{AskedBy, Finished, Holder, NewSubmission, Problem, Standing, TimeLimitFrom};
use pyjury_store::{Blobs, Durability, Embedded, Ledger, Redis, RedisConfig, Store};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Embedded,
    Redis,
}

/// Where a store and its blobs are kept, and for Redis its server.
pub struct Ground {
    folder: tempfile::TempDir,
    durability: Durability,
    pub server: Option<pyjury_servers::Redis>,
}

impl Ground {
    pub fn new(backend: Backend, durability: Durability) -> Self {
        let fsync = match durability {
            Durability::Host => Fsync::Always,
            Durability::Process => Fsync::EverySecond,
        };
        let server = (backend == Backend::Redis).then(|| pyjury_servers::Redis::start_with(fsync, &[]));
        Self { folder: tempfile::tempdir().unwrap(), durability, server }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The files in which the store keeps what it was told.
    pub fn files(&self) -> Vec<PathBuf> {
        match &self.server {
            None => ["store.db", "store.db-wal"].map(|name| self.path().join(name)).into(),
            Some(server) => std::fs::read_dir(server.folder().join("appendonlydir"))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect(),
        }
    }

    pub async fn ledger(&self, retained_events: usize) -> Ledger {
        let url = self.server.as_ref().map(pyjury_servers::Redis::url);
        open(self.path(), url, self.durability, retained_events).await
    }
}

/// A ledger over Redis, or over the embedded store in the folder.
pub async fn open(folder: &Path, redis: Option<String>, durability: Durability, retained_events: usize) -> Ledger {
    let store: Arc<dyn Store> = match redis {
        None => {
            let options = Options { durability, retained_events, ..Options::default() };
            Arc::new(Embedded::open_with(folder, options).unwrap())
        }
        Some(url) => {
            let response_within = Duration::from_secs(60);
            let config = RedisConfig { durability, retained_events, response_within, ..RedisConfig::new([url]) };
            Arc::new(Redis::connect(config).await.unwrap())
        }
    };
    Ledger::new(store, Blobs::local(&folder.join("blobs")).unwrap())
}

pub fn new(tenant: &str, user: &str) -> NewSubmission {
    let limits = Limits::default();
    NewSubmission {
        principal: Principal { tenant: tenant.into(), user: user.into(), roles: vec![] },
        sent_by: None,
        target: Target::Inline(InlineRun {
            stdin: b"\x00\xff".to_vec(),
            expected: Some(b"x".to_vec()),
            args: vec![],
            limits,
        }),
        asked_by: AskedBy::Digest,
        files: vec![SourceFile { path: "a.py".into(), content: b"print(1)\xff".to_vec() }],
        runtime: None,
        lane: Lane::Interactive,
        labels: BTreeMap::new(),
        deadline_ms: None,
        request_id: None,
    }
}

pub fn holder(attempt: AttemptRef, worker: WorkerId) -> Holder {
    Holder { attempt, worker }
}

pub fn case(name: &str) -> CaseResult {
    CaseResult {
        name: name.into(),
        verdict: Verdict::AC,
        reason: Reason::Accepted,
        score: 1.0,
        usage: Usage::default(),
        measured: Measured::default(),
        feedback: Feedback::default(),
        open: true,
    }
}

pub fn judgement() -> Finished {
    let judgement = Judgement {
        verdict: Verdict::AC,
        reason: Reason::Accepted,
        score: 1.0,
        max_score: 1.0,
        usage: Usage::default(),
        measured: Measured::default(),
        cases: vec![case("secret/01")],
        feedback: Feedback::default(),
        provenance: Provenance::default(),
    };
    let [fetching, judging] = [3, 4].map(|ms| Some(Duration::from_millis(ms)));
    Finished { judgement, fetching, judging, last_cases: Vec::new() }
}

/// A package that is ready, uploaded at a moment, with its zip in the blobs.
pub async fn package(ledger: &Ledger, name: &str, zip: &'static [u8], uploaded_ms: u64) -> Problem {
    ledger.blobs().put(Digest::of(zip), Bytes::from_static(zip)).await.unwrap();
    Problem {
        digest: Digest::of(zip),
        zip: Digest::of(zip),
        tenant: "t".into(),
        name: name.into(),
        title: "Sum".into(),
        mode: "stdio".into(),
        scoring: false,
        max_score: 1.0,
        case_count: 3,
        limits: Limits::default(),
        time_limit_from: TimeLimitFrom::Package,
        runtime: RuntimeRequest::default(),
        size_bytes: zip.len() as u64,
        uploaded_by: "ann".into(),
        uploaded_ms,
        standing: Standing::Ready,
        verification: None,
    }
}
