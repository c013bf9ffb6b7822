//! The whole judge in one process, from outside: nothing is lost, and nothing is left.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use pyjury_proto::v1;
use pyjury_tests::cluster::{Cluster, Judge, binary, ended, inline};
use pyjury_tests::leftovers;

async fn submit(judge: &mut Judge, source: &str) -> Option<String> {
    let answer = judge.submit(inline(source)).await.ok()?;
    Some(answer.into_inner().submission.unwrap().submission_id)
}

fn verdict(submission: &v1::Submission) -> v1::Verdict {
    submission.judgement.as_ref().map_or(v1::Verdict::Unspecified, v1::Judgement::verdict)
}

async fn state(judge: &mut Judge, id: &str) -> v1::JudgingState {
    let request = v1::GetRequest { submission_id: id.to_owned(), include_files: false };
    judge.get(request).await.unwrap().into_inner().submission.unwrap().state()
}

/// Submits so many at 64 a time, and waits until each is judged AC.
async fn judge_many(judge: &Judge, submissions: std::ops::Range<usize>) -> BTreeSet<String> {
    stream::iter(submissions)
        .map(|n| {
            let mut judge = judge.clone();
            async move {
                let id = submit(&mut judge, &format!("print('hello', {n})")).await.unwrap();
                let submission = ended(&mut judge, &id).await;
                assert_eq!(verdict(&submission), v1::Verdict::Ac, "{submission:?}");
                id
            }
        })
        .buffer_unordered(64)
        .collect()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_submissions_are_all_judged() {
    let mut cluster = Cluster::start(&binary(), 2, &[]);
    let judge = cluster.judge().await;
    // So many that each slot has what it keeps, and the store the connections with which it reads.
    let mut judged = judge_many(&judge, 0..200).await;
    // A judgement is told a moment before its slot is at rest.
    let look = || (leftovers::descriptors(cluster.pid()), leftovers::descendants(cluster.pid()).len());
    let (before, processes) = leftovers::at_rest(look);
    judged.extend(judge_many(&judge, 200..1000).await);
    assert_eq!(judged.len(), 1000);
    let (after, processes_after) = leftovers::at_rest(look);
    assert_eq!(processes, processes_after, "processes");
    let grown = after.values().sum::<usize>().saturating_sub(before.values().sum());
    // The store opens its reading connections as it needs them, 8 at most, of 3 descriptors each.
    assert!(grown <= 24, "{grown} descriptors more after 800 submissions: {before:#?}, then {after:#?}");
    assert_eq!(cluster.terminate(), Some(0), "a clean end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_loses_nothing() {
    let mut cluster = Cluster::start(&binary(), 2, &[]);
    let mut accepted = Vec::new();
    for round in 0..3 {
        let mut judge = cluster.judge().await;
        for n in 0..25 {
            let source = format!("import time; time.sleep(0.05); print({round}, {n})");
            accepted.extend(submit(&mut judge, &source).await);
        }
        // In the middle of judging: some have ended, some run, some wait.
        tokio::time::sleep(Duration::from_millis(150)).await;
        cluster.kill();
        cluster.go_on();
    }
    let mut judge = cluster.judge().await;
    for id in &accepted {
        let submission = tokio::time::timeout(Duration::from_secs(120), ended(&mut judge, id)).await.expect("an end");
        assert!(submission.state().is_terminal());
        assert_eq!(verdict(&submission), v1::Verdict::Ac, "{submission:?}");
    }
    assert_eq!(accepted.iter().collect::<BTreeSet<_>>().len(), 75);
    cluster.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_judge_leaves_no_process() {
    let mut cluster = Cluster::start(&binary(), 1, &[]);
    let mut judge = cluster.judge().await;
    submit(&mut judge, "import time\nfor _ in range(1000): time.sleep(0.01)").await.unwrap();
    let pid = cluster.pid();
    while leftovers::descendants(pid).len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let launchers = leftovers::children(pid);
    let inits: Vec<_> = launchers.iter().flat_map(|pid| leftovers::children(*pid)).collect();
    cluster.kill();
    for process in launchers.iter().chain(&inits) {
        let gone = || !std::path::Path::new(&format!("/proc/{process}")).exists();
        for _ in 0..500 {
            if gone() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(gone(), "process {process} outlives its judge");
    }
    // The next judge cleans up what the killed one could not.
    cluster.go_on();
    assert_eq!(cluster.terminate(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_ends_a_run() {
    let mut cluster = Cluster::start(&binary(), 1, &[]);
    let mut judge = cluster.judge().await;
    let running = submit(&mut judge, "import time; time.sleep(5)").await.unwrap();
    while state(&mut judge, &running).await != v1::JudgingState::Running {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let waiting = submit(&mut judge, "print(1)").await.unwrap();
    for id in [&waiting, &running] {
        judge.cancel(v1::CancelRequest { submission_id: id.clone() }).await.unwrap();
        assert_eq!(ended(&mut judge, id).await.state(), v1::JudgingState::Cancelled);
    }
    let next = submit(&mut judge, "print(2)").await.unwrap();
    let next = tokio::time::timeout(Duration::from_secs(3), ended(&mut judge, &next)).await;
    assert_eq!(verdict(&next.expect("the slot is free at once")), v1::Verdict::Ac);
    cluster.terminate();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_slot_is_replaced() {
    let mut cluster = Cluster::start(&binary(), 1, &[]);
    let mut judge = cluster.judge().await;
    // One run, so that the launcher is there.
    let first = submit(&mut judge, "print('first')").await.unwrap();
    ended(&mut judge, &first).await;
    let launchers = leftovers::children(cluster.pid());
    assert_eq!(launchers.len(), 1, "one slot, one launcher");
    for launcher in launchers {
        let launcher = nix::unistd::Pid::from_raw(launcher.try_into().unwrap());
        nix::sys::signal::kill(launcher, nix::sys::signal::Signal::SIGKILL).unwrap();
    }
    for n in 0..2 {
        let id = submit(&mut judge, &format!("print({n})")).await.unwrap();
        let submission = tokio::time::timeout(Duration::from_secs(30), ended(&mut judge, &id)).await.expect("an end");
        assert_eq!(verdict(&submission), v1::Verdict::Ac, "{submission:?}");
    }
    assert_eq!(cluster.terminate(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn contents_that_are_gone_hold_up_nobody_else() {
    let mut cluster = Cluster::start(&binary(), 1, &[]);
    let mut judge = cluster.judge().await;
    let busy = submit(&mut judge, "import time; time.sleep(1)").await.unwrap();
    while state(&mut judge, &busy).await != v1::JudgingState::Running {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Too large for the record, so its contents are a blob of their own.
    let large = submit(&mut judge, &format!("# {}\nprint(1)", "x".repeat(300 << 10))).await.unwrap();
    let next = submit(&mut judge, "print(2)").await.unwrap();
    remove_files(&cluster.data().join("blobs"));
    let large = tokio::time::timeout(Duration::from_secs(60), ended(&mut judge, &large)).await.expect("an end");
    assert_eq!(large.state(), v1::JudgingState::Abandoned, "{large:?}");
    let next = tokio::time::timeout(Duration::from_secs(60), ended(&mut judge, &next)).await.expect("an end");
    assert_eq!(verdict(&next), v1::Verdict::Ac);
    cluster.terminate();
}

/// Removes every file below a folder, and says that there was one.
fn remove_files(folder: &std::path::Path) {
    let mut folders = vec![folder.to_path_buf()];
    let mut removed = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => removed += usize::from(std::fs::remove_file(entry.path()).is_ok()),
            }
        }
    }
    assert!(removed > 0, "there was a blob");
}
