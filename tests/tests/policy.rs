//! The system-call policy follows from evidence: `runtimes/base/{seccomp,told}.toml` and `runtimes/*/evidence.toml`.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pyjury_sandbox::seccomp;
use pyjury_tests::programs::root;
use pyjury_tests::sandbox::{Bench, stdout};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How the reason begins of an allowed call that nothing traced has made.
const UNSEEN: &str = "unseen: ";

#[derive(Deserialize)]
struct Policy {
    rule: Vec<Rule>,
}

/// A rule, as far as it matters here; the sandbox reads all of it.
#[derive(Deserialize)]
struct Rule {
    calls: Vec<String>,
    action: String,
    #[serde(default)]
    when: Vec<Condition>,
    why: String,
}

#[derive(Deserialize)]
struct Condition {
    arg: u8,
    mask: Option<u64>,
    is: Option<u64>,
    not: Option<u64>,
}

#[derive(Deserialize)]
struct Evidence {
    calls: BTreeMap<String, String>,
    arguments: Vec<Seen>,
}

/// A call that somebody made, with the arguments that the policy looks at.
#[derive(Deserialize)]
struct Seen {
    call: String,
    args: BTreeMap<String, u64>,
    words: String,
    by: String,
}

#[derive(Deserialize)]
struct Told {
    told: Vec<Kept>,
}

/// Calls that are made, and stay refused all the same.
#[derive(Deserialize)]
struct Kept {
    call: String,
    /// As in the evidence; all, if there are none.
    #[serde(default)]
    words: Vec<String>,
    why: String,
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of the base runtime.
fn base<T: DeserializeOwned>(name: &str) -> T {
    read(&root().join("runtimes/base").join(name))
}

/// What was traced of CPython and of the packages of each layer.
fn evidence() -> Vec<Seen> {
    let runtimes = fs::read_dir(root().join("runtimes")).unwrap().map(|entry| entry.unwrap().path());
    let traced: Vec<_> = runtimes.map(|runtime| runtime.join("evidence.toml")).filter(|path| path.exists()).collect();
    assert!(traced.len() >= 5, "tools/evidence.py layers: {traced:?}");
    traced.iter().flat_map(|path| read_evidence(path)).collect()
}

fn read_evidence(path: &Path) -> Vec<Seen> {
    let Evidence { calls, mut arguments } = read(path);
    let plain = calls.into_iter().map(|(call, by)| Seen { call, args: BTreeMap::new(), words: String::new(), by });
    arguments.extend(plain);
    arguments
}

impl Rule {
    /// Whether the filter takes this rule for a call, as the kernel would.
    fn takes(&self, seen: &Seen) -> bool {
        self.calls.contains(&seen.call) && self.when.iter().all(|condition| condition.holds(seen))
    }
}

impl Condition {
    fn holds(&self, seen: &Seen) -> bool {
        let argument = seen.args.get(&self.arg.to_string()).unwrap_or_else(|| {
            panic!("the policy looks at argument {} of {}, tools/evidence.py does not", self.arg, seen.call)
        });
        match (self.is, self.not) {
            (Some(value), _) => argument & self.mask.unwrap_or(u64::MAX) == value,
            (None, not) => not.is_some_and(|value| *argument != value),
        }
    }
}

/// The action that a call gets; `refuse` when no rule has it. An errno is stricter than what the keeper says, and that
/// is asked only about what isn't allowed.
fn action(rules: &[Rule], seen: &Seen) -> &'static str {
    let taken = |action: &str| rules.iter().any(|rule| rule.action == action && rule.takes(seen));
    ["errno", "allow", "ignore", "count"].into_iter().find(|action| taken(action)).unwrap_or("refuse")
}

#[test]
fn every_call_of_honest_code_is_decided() {
    let (policy, told): (Policy, Told) = (base("seccomp.toml"), base("told.toml"));
    let mut mistakes = Vec::new();
    let kept = |seen: &Seen| {
        told.told
            .iter()
            .position(|kept| kept.call == seen.call && (kept.words.is_empty() || kept.words.contains(&seen.words)))
    };
    let mut used = vec![0; told.told.len()];
    for seen in evidence() {
        let action = action(&policy.rule, &seen);
        match kept(&seen) {
            Some(place) if action == "refuse" => used[place] += 1,
            Some(_) => {
                mistakes.push(format!("{}({}) is in told.toml, and the policy says {action}", seen.call, seen.words))
            }
            None if action == "refuse" => {
                mistakes.push(format!("{}({}) of {} is refused: decide it", seen.call, seen.words, seen.by));
            }
            None => {}
        }
    }
    for (kept, used) in told.told.iter().zip(used) {
        if used < kept.words.len().max(1) || kept.why.trim().is_empty() {
            mistakes.push(format!("told.toml, {}: expected calls of the evidence and a reason", kept.call));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_allowed_call_is_made_or_says_why() {
    let policy: Policy = base("seccomp.toml");
    let evidence = evidence();
    let mut mistakes = Vec::new();
    for rule in policy.rule.iter().filter(|rule| rule.action == "allow") {
        for call in &rule.calls {
            let seen = evidence
                .iter()
                .any(|seen| seen.call == *call && rule.takes(seen) && action(&policy.rule, seen) == "allow");
            match (seen, rule.why.starts_with(UNSEEN)) {
                (false, false) => mistakes.push(format!("nobody calls {call}: remove it, or say why with {UNSEEN:?}")),
                (true, true) => mistakes.push(format!("{call} is called: it needs no {UNSEEN:?}")),
                _ => {}
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Every call that the kernel has is allowed by the policy, or answered like a missing one, or a guard's, or among
/// those that need none.
#[test]
fn every_call_is_decided() {
    let policy: toml::Table = base("seccomp.toml");
    let texts = |value: &toml::Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
    };
    let rules = policy["rule"].as_array().expect("rules");
    let plain = rules.iter().filter(|rule| rule["action"].as_str() != Some("kill"));
    let ruled: BTreeSet<_> = plain.flat_map(|rule| texts(&rule["calls"])).collect();
    let guards: toml::Table = read(&root().join("tests/escape/guards.toml"));
    let of = |table: &str| -> BTreeSet<String> {
        guards[table].as_table().expect("a table").iter().flat_map(|(_, calls)| texts(calls)).collect()
    };
    let (guarded, others) = (of("calls"), of("others"));
    let known: BTreeSet<String> = seccomp::calls().map(str::to_owned).collect();
    let decided: BTreeSet<_> = ruled.iter().chain(&guarded).chain(&others).cloned().collect();
    let undecided: Vec<_> = known.difference(&decided).collect();
    assert!(undecided.is_empty(), "which guard of guards.toml are these calls of? {undecided:?}");
    let twice: Vec<_> = others.iter().filter(|call| ruled.contains(*call) || guarded.contains(*call)).collect();
    assert!(twice.is_empty(), "[others] has calls that are decided elsewhere: {twice:?}");
    let unknown: Vec<_> = guarded.union(&others).filter(|call| !known.contains(*call)).collect();
    assert!(unknown.is_empty(), "no kernel has these calls: {unknown:?}");
}

#[test]
fn attack_surface_is_told_and_fallbacks_are_not() {
    let source = "
import ctypes, errno, socket
for family in (17, 38, 40, 16):
    try: socket.socket(family, socket.SOCK_RAW)
    except OSError as error: print(errno.errorcode[error.errno], end=' ')
libc = ctypes.CDLL(None, use_errno=True)
for option in (4, 0x53564d41):
    print(libc.prctl(option, ctypes.c_ulong(1), 0, 0, 0), errno.errorcode[ctypes.get_errno()], end=' ')
";
    let outcome = Bench::open().run_source(source);
    assert_eq!(stdout(&outcome), "EPERM EPERM EPERM EAFNOSUPPORT -1 EPERM -1 EPERM ", "{:?}", outcome.execution);
    let told: Vec<_> = outcome.execution.denied.iter().map(|call| (call.name.as_str(), call.count)).collect();
    // AF_PACKET, AF_ALG, AF_VSOCK, PR_SET_DUMPABLE; not AF_NETLINK and PR_SET_VMA.
    assert_eq!(told, [("socket", 3), ("prctl", 1)]);
}
