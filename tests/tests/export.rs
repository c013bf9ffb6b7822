//! Contest results from the command line into a file.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use pyjury_proto::v1;
use pyjury_tests::cluster::{Cluster, binary, ended, inline};
use pyjury_tests::programs::root;
use serde_json::Value;

/// Runs a client command against the cluster with a key.
fn client(cluster: &Cluster, secret: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.args(arguments).args(["--server", &cluster.address()]).env("PYJURY_KEY", secret).current_dir(root());
    for inherited in ["PYJURY_KEY_FILE", "PYJURY_DATA", "PYJURY_CA", "PYJURY_CERT", "PYJURY_CERT_KEY"] {
        command.env_remove(inherited);
    }
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap().trim().to_owned()
}

fn lines(file: &Path) -> Vec<Value> {
    std::fs::read_to_string(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn contest_results_go_into_a_file_and_are_marked() {
    let cluster = Cluster::start(&binary(), 2, &[root().join("problems/year-hundred")]);
    let admin = std::fs::read_to_string(cluster.data().join("client.key")).unwrap().trim().to_owned();
    let jury = text(&client(&cluster, &admin, &["key", "create", "--user", "judy", "--role", "jury"]));
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();

    let solution = "problems/year-hundred/submissions/accepted/branches.py";
    let send = ["submit", "year-hundred", solution, "--watch"];
    let contest = ["--lane", "contest", "--label", "contest=final"];
    text(&client(&cluster, &admin, &[&send[..], &contest].concat()));
    text(&client(&cluster, &admin, &send));
    let mut judge = cluster.judge().await;
    let lane = v1::Lane::Contest.into();
    let run = v1::InlineRun { stdin: vec![0xff, 0x0a], expected_output: Some(b"1\n".to_vec()), ..Default::default() };
    let target = Some(v1::submit_request::Target::InlineRun(run));
    let short = v1::SubmitRequest { lane, target, ..inline("print(1)") };
    let short = judge.submit(short).await.unwrap().into_inner().submission.unwrap().submission_id;
    ended(&mut judge, &short).await;
    // It runs for longer than this test.
    let sleeps = v1::SubmitRequest { lane, ..inline("import time\ntime.sleep(600)") };
    let sleeps = judge.submit(sleeps).await.unwrap().into_inner().submission.unwrap().submission_id;

    // A jury may read, and mark nothing.
    let said = text(&client(&cluster, &jury, &["export", "--output", &place("read"), "--keep"]));
    assert!(said.starts_with("2 written to "), "{said}");
    assert!(said.contains("1 not ended yet and left out, 0 marked as exported (--keep)"), "{said}");
    let refused = client(&cluster, &jury, &["export", "--output", &place("unmarked")]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(words.contains("is complete, but not all") && words.contains("the role admin"), "{words}");
    assert_eq!(lines(&folder.path().join("unmarked")).len(), 2);

    let said = text(&client(&cluster, &admin, &["export", "--output", &place("all")]));
    assert!(
        said.contains("2 written") && said.ends_with("1 not ended yet and left out, 2 marked as exported"),
        "{said}"
    );
    let all = lines(&folder.path().join("all"));
    assert_eq!(all.len(), 2, "in order of arrival");
    assert_eq!((&all[0]["problem"]["name"], &all[0]["labels"]["contest"]), (&"year-hundred".into(), &"final".into()));
    let source = std::fs::read_to_string(root().join(solution)).unwrap();
    assert_eq!(all[0]["files"][0]["content"].as_str(), Some(source.as_str()));
    assert_eq!(all[0]["judgement"]["cases"].as_array().unwrap().len(), 10);
    assert_eq!((&all[1]["submission_id"], &all[1]["judgement"]["verdict"]), (&short.into(), &"AC".into()));
    assert_eq!(all[1]["inline_run"]["stdin_base64"], "/wo=");
    assert_eq!(all[1]["inline_run"]["expected_output"], "1\n");
    assert!(all.iter().all(|one| one["lane"] == "contest" && one["state"] == "judged"));

    // Once more, but never over a file.
    let again = client(&cluster, &admin, &["export", "--output", &place("all")]);
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"), "{again:?}");
    assert_eq!(lines(&folder.path().join("all")), all);
    let some =
        ["export", "--output", &place("some"), "--label", "contest=final", "--problem", "year-hundred", "--json"];
    let said: Value = serde_json::from_str(&text(&client(&cluster, &admin, &some))).unwrap();
    assert_eq!(said, serde_json::json!({"written": 1, "left_out": 0, "marked": 1}));
    assert_eq!(lines(&folder.path().join("some")), all[..1]);
    let none = text(&client(&cluster, &admin, &["export", "--output", &place("none"), "--user", "nobody"]));
    assert!(none.starts_with("0 written") && lines(&folder.path().join("none")).is_empty(), "{none}");
    let names = folder.path().read_dir().unwrap().count();
    assert_eq!(names, 5, "no temporary files are left");

    let audit: Value = serde_json::from_str(&text(&client(&cluster, &admin, &["audit", "--json"]))).unwrap();
    let marks: Vec<_> = audit["lines"].as_array().unwrap().iter().filter(|l| l["action"] == "mark_exported").collect();
    assert_eq!(marks.iter().map(|line| &line["object"]).collect::<Vec<_>>(), ["1 submission", "2 submissions"]);

    text(&client(&cluster, &admin, &["cancel", &sleeps]));
    let begun = Instant::now();
    while !text(&client(&cluster, &admin, &["get", &sleeps])).contains("cancelled") {
        assert!(begun.elapsed() < Duration::from_secs(20), "it was cancelled");
    }
}
