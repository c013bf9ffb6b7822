//! Keys from the command line: made, used, narrowed, acted with, revoked, and told in the audit log.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use pyjury_tests::cluster::{Cluster, binary};
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

fn document(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// Checks that a command was refused, and how that is said.
fn refused(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(said.contains(words) && output.stdout.is_empty(), "{words:?} in {output:?}");
}

#[test]
fn keys_from_the_command_line() {
    let package: PathBuf = root().join("problems/year-hundred");
    let cluster = Cluster::start(&binary(), 1, &[package]);
    let admin = std::fs::read_to_string(cluster.data().join("client.key")).unwrap().trim().to_owned();
    let solution = "problems/year-hundred/submissions/accepted/branches.py";

    let create = ["key", "create", "--user", "ann", "--role", "submitter", "--expires", "90d", "--note", "exam"];
    let made = document(&client(&cluster, &admin, &[&create[..], &["--json"]].concat()));
    let ann = made["secret"].as_str().unwrap();
    assert_eq!((made["user"].as_str(), made["created_by"].as_str()), (Some("ann"), Some("local/local")));
    let sent = document(&client(&cluster, ann, &["submit", "year-hundred", solution, "--json"]));
    assert_eq!(sent["user"], "ann");
    refused(&client(&cluster, ann, &["key", "list"]), "the role admin");

    // A platform's key: printed alone, so that it can go into a file.
    let scopes = ["--role", "admin", "--scope", "submit,read,cancel,act_on_behalf"];
    let output = client(&cluster, &admin, &[&["key", "create", "--user", "lms"][..], &scopes].concat());
    let lms = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert!(lms.starts_with("pyj_") && lms.lines().count() == 1, "{lms}");
    refused(&client(&cluster, &lms, &["key", "list"]), "the scope keys");
    let act = ["--on-behalf-of", "ann", "--json"];
    let sent = document(&client(&cluster, &lms, &[&["submit", "year-hundred", solution][..], &act].concat()));
    assert_eq!((sent["user"].as_str(), sent["sent_by"].as_str()), (Some("ann"), Some("lms")));
    let id = sent["submission_id"].as_str().unwrap();
    let watched = document(&client(&cluster, &lms, &[&["watch", id][..], &act].concat()));
    assert_eq!(watched["judgement"]["verdict"], "AC");
    document(&client(&cluster, &lms, &[&["get", id][..], &act].concat()));
    refused(&client(&cluster, &lms, &["get", id, "--on-behalf-of", "bob"]), "that you may see");
    let listed = document(&client(&cluster, &lms, &[&["list"][..], &act].concat()));
    assert_eq!(listed["submissions"].as_array().unwrap().len(), 2);
    refused(&client(&cluster, &lms, &["cancel", id, "--on-behalf-of", "ann"]), "ended already");

    let key_id = made["key_id"].as_str().unwrap();
    let revoked = document(&client(&cluster, &admin, &["key", "revoke", key_id, "--json"]));
    assert!(revoked["revoked_at"].is_string(), "{revoked}");
    let begun = Instant::now();
    while client(&cluster, ann, &["list"]).status.success() {
        assert!(begun.elapsed() < Duration::from_secs(20), "a revoked key is still taken");
    }
    refused(&client(&cluster, ann, &["list"]), "unknown");
    let keys = document(&client(&cluster, &admin, &["key", "list", "--json"]));
    assert_eq!(keys["keys"].as_array().unwrap().len(), 3);

    let audit = document(&client(&cluster, &admin, &["audit", "--json"]));
    let told: Vec<_> = audit["lines"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(told, ["revoke_key", "cancel_submission", "create_key", "create_key"]);
    assert!(!audit.to_string().contains("pyj_"));
    let table = client(&cluster, &admin, &["audit", "--limit", "1"]);
    let text = String::from_utf8(table.stdout).unwrap();
    assert!(text.contains("revoke_key") && text.contains("done") && text.contains("more with --page"), "{text}");
}

#[test]
fn mistakes_in_files_for_tls_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, "hello").unwrap();
    let file = file.to_str().unwrap();
    let said = |arguments: &[&str]| {
        let output = Command::new(binary()).args(arguments).env("PYJURY_KEY", "pyj_0").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let words = said(&["list", "--server", "https://127.0.0.1:1", "--ca", file]);
    assert!(words.contains("ca.pem") && words.contains("BEGIN CERTIFICATE"), "{words}");
    let words = said(&["list", "--server", "http://127.0.0.1:1", "--ca", file]);
    assert!(words.contains("are for https"), "{words}");
    assert!(said(&["list", "--cert", file]).contains("--cert-key"));
}
