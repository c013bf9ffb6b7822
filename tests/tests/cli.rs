//! The command line's contract: names, JSON keys, exit codes, and where things are written.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use pyjury_tests::cluster::binary;
use pyjury_tests::programs::root;
use serde_json::Value;

fn pyjury(arguments: &[&str], stdin: &[u8]) -> Output {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(root()).env_remove("NO_COLOR");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that ends without reading its input is no failure.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn program(source: &str) -> tempfile::TempPath {
    let mut file = tempfile::Builder::new().suffix(".py").tempfile().unwrap();
    file.write_all(source.as_bytes()).unwrap();
    file.into_temp_path()
}

#[test]
fn run_has_its_keys_and_passes_stdin_through() {
    let file = program(
        "import sys\nprint(input()[::-1], sys.argv[1:], flush=True)\nsys.stdout.buffer.write(b'\\xff')\nsys.exit(3)",
    );
    let output = pyjury(&["run", "--json", file.to_str().unwrap(), "--", "a", "b c"], b"hello\n");
    let said = document(&output);
    let expected =
        ["breach", "cpu_time_ms", "denied_syscalls", "exit", "memory_bytes", "reason", "stderr", "stderr_bytes"];
    let expected: BTreeSet<_> =
        expected.into_iter().chain(["stdout", "stdout_base64", "stdout_bytes", "verdict", "wall_time_ms"]).collect();
    assert_eq!(keys(&said), expected);
    assert_eq!(said["verdict"], "RTE");
    assert_eq!(said["exit"]["code"], 3);
    assert!(said["stdout"].as_str().unwrap().starts_with("olleh ['a', 'b c']\n"), "{said}");
    let plain = program("print(1)");
    let said = document(&pyjury(&["run", "--json", plain.to_str().unwrap()], b""));
    assert!(said.get("stdout_base64").is_none(), "only where the bytes aren't UTF-8");
}

#[test]
fn limits_of_a_run_are_flags() {
    let hungry = program("x = bytearray(b'x') * (200 << 20)");
    let said = |arguments: &[&str]| document(&pyjury(arguments, b""))["verdict"].as_str().unwrap().to_owned();
    let hungry = hungry.to_str().unwrap();
    assert_eq!(said(&["run", "--json", "--memory", "64MiB", hungry]), "MLE");
    assert_eq!(said(&["run", "--json", "--memory", "512MiB", hungry]), "AC");
    let endless = program("while True: pass");
    assert_eq!(said(&["run", "--json", "--time", "200ms", endless.to_str().unwrap()]), "TLE");
    for bad in [["--time", "0s"], ["--time", "9999999s"], ["--memory", "1B"], ["--processes", "0"], ["--time", "soon"]]
    {
        let output = pyjury(&["run", bad[0], bad[1], hungry], b"");
        assert_eq!(output.status.code(), Some(2), "{bad:?}: {output:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{bad:?}: {output:?}");
    }
}

#[test]
fn judge_has_its_keys() {
    let package = "problems/year-hundred";
    let good =
        document(&pyjury(&["judge", "--json", package, "problems/year-hundred/submissions/accepted/branches.py"], b""));
    let expected = ["cases", "cpu_time_ms", "feedback", "max_score", "memory_bytes", "provenance", "reason", "score"];
    let added = ["near_limit", "raw_cpu_time_ms", "verdict", "wall_time_ms"];
    let expected: BTreeSet<_> = expected.into_iter().chain(added).collect();
    assert_eq!(keys(&good), expected);
    assert_eq!((good["verdict"].as_str(), good["cases"].as_array().unwrap().len()), (Some("AC"), 10));
    let expected = ["cpu_time_ms", "feedback", "memory_bytes", "name", "reason", "score", "verdict", "wall_time_ms"];
    let expected: BTreeSet<_> = expected.into_iter().chain(["near_limit", "raw_cpu_time_ms"]).collect();
    assert_eq!(keys(&good["cases"][0]), expected);
    assert_eq!(good["cpu_time_ms"], good["raw_cpu_time_ms"], "this host is its own reference");
    assert!(good["provenance"]["problem"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn exit_codes_tell_bad_usage_from_bad_packages_from_success() {
    let code = |arguments: &[&str]| pyjury(arguments, b"").status.code();
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["nonsense"]), Some(2));
    assert_eq!(code(&["judge", "/nowhere", "x.py"]), Some(2));
    assert_eq!(code(&["judge", "problems/year-hundred", "/nowhere.py"]), Some(2));
    assert_eq!(code(&["verify", "docs"]), Some(2));
    assert_eq!(code(&["doctor"]), Some(0), "this host can judge");
    for command in
        ["up", "judge", "run", "verify", "submit", "watch", "get", "list", "cancel", "export", "runtime", "doctor"]
    {
        let help = pyjury(&[command, "--help"], b"");
        assert_eq!(help.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&help.stdout).contains("Example"), "{command} --help has an example");
    }
}

#[test]
fn a_pipe_gets_no_colours() {
    let output =
        pyjury(&["judge", "problems/year-hundred", "problems/year-hundred/submissions/accepted/branches.py"], b"");
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("AC"));
}

#[test]
fn a_bad_package_is_told_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("problem.yaml"), "name: x\nvalidatoin: default\n").unwrap();
    let output = pyjury(&["verify", folder.path().to_str().unwrap()], b"");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("problem.yaml:2") && said.contains("validation"), "{said}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn runtimes_are_listed_and_what_is_not_there_is_told() {
    let store = tempfile::tempdir().unwrap();
    let folder = store.path().to_str().unwrap();
    let listed = pyjury(&["runtime", "list", "--json", "--runtimes", folder], b"");
    assert_eq!(listed.status.code(), Some(0), "{listed:?}");
    let interpreters = document(&listed);
    let first = &interpreters[0];
    assert_eq!(keys(first), BTreeSet::from(["interpreter", "layers", "path", "python"]));
    assert_eq!(first["layers"], Value::Array(Vec::new()));
    for (arguments, said) in [
        (&["build", "nothing"][..], "expected one of base, data, ops, qa, web, got \"nothing\""),
        (&["build", "--python", "3.1"], "--python: expected one of the versions"),
        (&["build", "--definitions", "/nowhere"], "/nowhere"),
    ] {
        let output = pyjury(&[&["runtime"][..], arguments, &["--runtimes", folder]].concat(), b"");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains(said) && output.stdout.is_empty(), "{words}");
    }
    let file = program("");
    let run = |runtime: &str| pyjury(&["run", "--runtimes", folder, "--runtime", runtime, file.to_str().unwrap()], b"");
    assert_eq!(run("base").status.code(), Some(0), "the standard library needs no layer");
    let output = run("base,qa");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        words.contains("--runtime: the runtime base,qa is asked for") && words.contains("pyjury runtime build"),
        "{words}"
    );
    let package = store.path().join("echo");
    let files = [
        ("problem.yaml", "name: Echo\n"),
        ("pyjury.yaml", "runtime: qa\n"),
        ("problem_statement/problem.en.md", "# Echo\n"),
        ("data/secret/1.in", "1\n"),
        ("data/secret/1.ans", "1\n"),
        ("submissions/accepted/echo.py", "print(input())\n"),
    ];
    pyjury_tests::package::write(&package, &files);
    let package = package.to_str().unwrap();
    for command in [&["judge", package, file.to_str().unwrap()][..], &["verify", package]] {
        let output = pyjury(&[command, &["--runtimes", folder]].concat(), b"");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        assert!(words.contains("the runtime qa is asked for; this host has python3."), "{words}");
    }
}
