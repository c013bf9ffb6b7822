//! Runtimes that nobody has.
#![allow(clippy::unwrap_used)]

mod support;

use pyjury_core::principal::Role;
use pyjury_proto::internal::v1 as internal;
use pyjury_proto::v1;
use support::packages::{echo, upload, upload_ready, zip};
use support::worker::{Worker, presence};
use support::{Harness, refused, run, submit};
use tonic::Code;

async fn beat(worker: &mut Worker, runtimes: &[&str]) {
    let runtimes = runtimes.iter().map(|text| (*text).to_owned()).collect();
    let said = internal::Presence { runtimes, ..presence("w1") };
    let worker_id = worker.id.to_string();
    worker
        .client
        .renew(internal::RenewRequest { worker_id, attempts: Vec::new(), presence: Some(said) })
        .await
        .unwrap();
}

fn asking(runtime: &str) -> v1::SubmitRequest {
    v1::SubmitRequest { runtime: runtime.into(), ..run("1") }
}

#[tokio::test]
async fn what_no_worker_could_judge_is_refused() {
    let harness = Harness::start().await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    // Nobody has registered: it waits for whoever comes.
    submit(&mut judge, asking("qa")).await;
    let mut worker = Worker::in_process(&harness);
    worker.register().await;
    beat(&mut worker, &["python3.11[base]", "python3.13"]).await;
    for taken in ["", "base", "python>=3.13", "base,python<3.13"] {
        submit(&mut judge, asking(taken)).await;
    }
    for wanted in ["qa", "base,qa", "python>=3.14"] {
        let status = refused(judge.submit(asking(wanted)).await, Code::FailedPrecondition, "NO_RUNTIME", &[]);
        let words =
            format!("the runtime {wanted} is needed, and no worker has it: they have python3.11[base], python3.13;");
        assert!(status.message().starts_with(&words), "{}", status.message());
    }
    refused(judge.submit(asking("base>=3")).await, Code::InvalidArgument, "INVALID_FIELD", &["runtime"]);
    beat(&mut worker, &["python3.11[base,qa]"]).await;
    submit(&mut judge, asking("base,qa")).await;
    let waiting = harness.ledger.pending(None, 100).await.unwrap().entries;
    let runtimes: Vec<_> = waiting.iter().map(|pending| pending.runtime.as_deref().unwrap_or_default()).collect();
    assert_eq!(runtimes, ["qa", "", "", "python>=3.13", "python<3.13", "base,qa"]);
}

#[tokio::test]
async fn a_problem_takes_its_runtime_along() {
    let harness = Harness::start().await;
    let mut jury = harness.problems("judy", Role::Jury).await;
    let mut files: Vec<(&str, &[u8])> = vec![("pyjury.yaml", b"runtime: [qa, python>=3.12]\n")];
    files.extend([
        ("problem.yaml", &b"name: Echo\n"[..]),
        ("problem_statement/problem.en.md", b"# Echo\nPrint the line."),
        ("data/secret/2.in", b"b\n"),
        ("data/secret/2.ans", b"b\n"),
        ("submissions/accepted/echo.py", b"print(input())\n"),
    ]);
    let package = zip(&files);
    let mut worker = Worker::in_process(&harness);
    worker.register().await;
    beat(&mut worker, &["python3.12[base]", "python3.11[base,qa]"]).await;
    refused(upload(&mut jury, "echo", &package).await, Code::FailedPrecondition, "NO_RUNTIME", &[]);
    upload_ready(&harness, &mut jury, "plain", &echo("Plain")).await;
    beat(&mut worker, &["python3.12[base,qa]"]).await;
    upload_ready(&harness, &mut jury, "echo", &package).await;
    let mut judge = harness.judge("ann", Role::Submitter).await;
    let target = |name: &str| Some(v1::submit_request::Target::ProblemName(name.into()));
    for (name, runtime) in [("plain", ""), ("echo", ""), ("echo", "python!=3.14"), ("plain", "base")] {
        submit(&mut judge, v1::SubmitRequest { target: target(name), ..asking(runtime) }).await;
    }
    let waiting = harness.ledger.pending(None, 100).await.unwrap().entries;
    let runtimes: Vec<_> = waiting.iter().map(|pending| pending.runtime.as_deref().unwrap_or_default()).collect();
    assert_eq!(runtimes, ["", "qa,python>=3.12", "qa,python>=3.12,python!=3.14", ""]);
}
