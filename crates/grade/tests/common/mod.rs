//! Problems made in memory, and slots of the real sandbox.

#![allow(clippy::unwrap_used, clippy::print_stderr, unreachable_pub, dead_code)]

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pyjury_core::scoring::{Group, Member};
use pyjury_core::{Bytes, Digest, Judgement, SourceFile};
use pyjury_grade::{Cache, Options, Runtime, judge};
use pyjury_problem::{
    Award, Case, CompareFlags, Data, Disclosure, File, FileWriting, Format, Io, Kind, Language, Mode, OutputValidator,
    PackageLimits, Problem, Program, Secrecy, SubmitRules, TimeLimit,
};
use pyjury_sandbox::{Host, Slot, SlotConfig};

/// Slots, where this host can confine programs.
pub fn slots(count: usize) -> Option<Vec<Slot>> {
    let host = match Host::probe() {
        Ok(host) => host,
        Err(error) if std::env::var_os("CI").is_some() => panic!("these tests need the sandbox: {error}"),
        Err(error) => {
            eprintln!("SKIPPED: these tests need the sandbox: {error}");
            return None;
        }
    };
    Some((0..count).map(|_| Slot::open(&host, SlotConfig::default()).unwrap()).collect())
}

/// The base runtime, made once.
pub fn runtime() -> &'static Arc<Runtime> {
    static RUNTIME: OnceLock<Arc<Runtime>> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::base().unwrap())
}

/// A file of a submission.
pub fn source(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), content: text.into() }
}

/// A pass-fail problem with these inputs and answers; the first case is a sample.
pub fn problem(cases: &[(&str, &str)]) -> Problem {
    let limits = PackageLimits {
        time: TimeLimit::Fixed(Duration::from_secs(1)),
        wall: None,
        memory: Bytes::mib(64),
        output: Bytes::mib(1),
        processes: 32,
        code: Bytes::kib(128),
        compilation_time: Duration::from_secs(20),
        compilation_memory: Bytes::mib(512),
        validation_time: Duration::from_secs(10),
        validation_memory: Bytes::mib(256),
        validation_output: Bytes::mib(8),
    };
    let cases: Vec<_> = cases.iter().enumerate().map(|(n, (input, answer))| case(n, input, answer)).collect();
    Problem {
        digest: Digest::of(format!("{cases:?}").as_bytes()),
        name: "test".into(),
        title: "Test".into(),
        titles: BTreeMap::new(),
        format: Format::Modern,
        kind: Kind { award: Award::PassFail, io: Io::Batch, passes: None },
        mode: Mode::Stdio,
        limits,
        validator: OutputValidator::Default,
        root: Group::pass_fail("", (0..cases.len()).map(Member::Case).collect()),
        cases,
        grader: None,
        rules: Vec::new(),
        input_validators: Vec::new(),
        submissions: Vec::new(),
        statements: Vec::new(),
        submit: SubmitRules::default(),
        file_writing: FileWriting::Denied,
        include: Vec::new(),
        catalog: Vec::new(),
        runtime: "base".parse().unwrap(),
        warnings: Vec::new(),
    }
}

fn case(number: usize, input: &str, answer: &str) -> Case {
    let sample = number == 0;
    Case {
        name: format!("{}/{number:02}", if sample { "sample" } else { "secret" }),
        secrecy: if sample { Secrecy::Sample } else { Secrecy::Secret },
        input: Data::from(input.as_bytes().to_vec()),
        answer: Data::from(answer.as_bytes().to_vec()),
        files: Vec::new(),
        args: [].into(),
        validator_args: [].into(),
        compare: CompareFlags::default(),
        input_validator_args: [].into(),
        disclosure: if sample { Disclosure::Open } else { Disclosure::Closed },
        hint: None,
        description: None,
    }
}

/// A validator of one file.
pub fn program(name: &str, language: Language, text: &str) -> Program {
    let file = File { path: name.into(), data: Data::from(text.as_bytes().to_vec()) };
    Program { name: name.into(), files: vec![file], entry: name.into(), language }
}

/// A problem whose validator holds a conversation.
pub fn interactive(cases: &[(&str, &str)], validator: &str) -> Problem {
    let mut problem = problem(cases);
    problem.kind.io = Io::Interactive;
    problem.mode = Mode::Interactive;
    problem.limits.wall = Some(Duration::from_secs(4));
    problem.validator = OutputValidator::Custom(program("interact.py", Language::Python, validator));
    problem
}

/// Judges a program of one file.
pub fn judged(problem: &Problem, text: &str, slots: &mut [Slot]) -> Judgement {
    let cache = Cache::new();
    judge(problem, &[source("main.py", text)], slots, runtime(), &Options::new(&cache)).unwrap()
}

/// Verdict and reason, as one word each.
pub fn said(judgement: &Judgement) -> String {
    format!("{} {}", judgement.verdict, judgement.reason)
}
