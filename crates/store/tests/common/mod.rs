//! Submissions and judgements to write.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;

use pyjury_core::judgement::Feedback;
use pyjury_core::judging::AttemptRef;
use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{
    CaseResult, Judgement, Limits, Principal, Provenance, Reason, SourceFile, Target, Usage, Verdict, WorkerId,
};
use pyjury_store::ledger::{AskedBy, Finished, Holder, NewSubmission};

pub fn new(tenant: &str, user: &str) -> NewSubmission {
    let limits = Limits::default();
    NewSubmission {
        principal: Principal { tenant: tenant.into(), user: user.into(), roles: vec![] },
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
        cases: vec![case("secret/01")],
        feedback: Feedback::default(),
        provenance: Provenance::default(),
    };
    Finished { judgement, fetched_ms: Some(3), judged_ms: Some(4) }
}
