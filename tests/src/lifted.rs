//! Policies without a guard: to show that it is this guard that holds an attack. Only for throw-away machines.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyjury_core::{Bytes, Limits};
use pyjury_grade::runtime::Runtime;
use pyjury_sandbox::guard::{Guard, Guards};
use pyjury_sandbox::plan::Process;
use pyjury_sandbox::policy::{Definition, Mount, MountKind, Policy};

use crate::programs::root;
use crate::sandbox::limits;

/// What a process is run with while some guards are lifted.
pub struct Lifted {
    definition: Definition,
    guards: Guards,
    limits: Limits,
}

impl Lifted {
    /// The base policy and the usual limits, without these guards of `guards.toml`.
    ///
    /// # Errors
    /// A guard that can't be lifted.
    pub fn new(names: &[String]) -> Result<Self, String> {
        let definition = Runtime::base_definition().map_err(|error| error.to_string())?;
        let mut lifted = Self { definition, guards: Guards::default(), limits: limits() };
        names.iter().try_for_each(|name| lifted.lift(name))?;
        Ok(lifted)
    }

    /// Gives a process this policy and these limits.
    ///
    /// # Errors
    /// The policy without the guards makes no sense.
    pub fn apply(self, process: &mut Process) -> Result<(), String> {
        let definition = Definition { guards: self.guards, ..self.definition };
        process.policy = Arc::new(Policy::new(definition).map_err(|error| error.to_string())?);
        process.limits = self.limits;
        Ok(())
    }

    fn lift(&mut self, name: &str) -> Result<(), String> {
        if let Some(guard) = Guard::named(name) {
            self.guards = std::mem::take(&mut self.guards).without(guard);
            return Ok(());
        }
        if name.starts_with("seccomp/") {
            let calls = calls(name).ok_or_else(|| format!("{name} has no calls in guards.toml"))?;
            self.definition.seccomp = allowing(&self.definition.seccomp, &calls);
            return Ok(());
        }
        let much = Bytes(8 << 30);
        match name {
            "cgroup/memory" => self.limits.memory = much,
            "cgroup/tasks" => self.limits.processes = 20_000,
            "cgroup/cpu" => self.limits.cpu = Duration::from_secs(3600),
            "scratch/size" => self.limits.scratch = much,
            "keeper/output" => self.limits.output = much,
            "keeper/time" => self.limits.wall = Duration::from_secs(3600),
            "mount/small-root" => self.definition.mounts.extend(["/etc/shadow", "/sys", "/root", "/var"].map(view)),
            "identity/environment" => self.definition.env.extend(std::env::vars()),
            "result/mark" => {
                for (_, text) in &mut self.definition.files {
                    // The mark is never written, and its descriptor stays open.
                    *text = text.replace("posix.write(3, ", "(3, ").replace("posix.close(3)", "pass");
                }
            }
            _ => return Err(format!("{name} can't be lifted")),
        }
        Ok(())
    }
}

fn view(path: &str) -> Mount {
    let path = PathBuf::from(path);
    let kind = if path.is_dir() { MountKind::Folder } else { MountKind::File };
    Mount { source: path.clone(), target: path, kind }
}

/// The system calls that a guard decides about: table `[calls]` of guards.toml.
fn calls(guard: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/escape/guards.toml")).expect("guards.toml");
    let table: toml::Table = text.parse().expect("TOML");
    let calls = table.get("calls")?.get(guard)?.as_array()?;
    Some(calls.iter().map(|call| call.as_str().expect("a call's name").to_owned()).collect())
}

/// A policy file in which some calls are allowed whatever their arguments.
fn allowing(policy: &str, calls: &[String]) -> String {
    let mut table: toml::Table = policy.parse().expect("a policy file");
    let rules = table.get_mut("rule").and_then(toml::Value::as_array_mut).expect("rules");
    for rule in rules.iter_mut() {
        let listed = rule.get_mut("calls").and_then(toml::Value::as_array_mut).expect("calls");
        listed.retain(|call| !calls.iter().any(|lifted| call.as_str() == Some(lifted)));
    }
    rules.retain(|rule| rule.get("calls").and_then(toml::Value::as_array).is_some_and(|calls| !calls.is_empty()));
    let names: Vec<_> = calls.iter().map(|call| toml::Value::from(call.as_str())).collect();
    let mut rule = toml::Table::new();
    rule.insert("calls".into(), names.into());
    rule.insert("action".into(), "allow".into());
    rule.insert("why".into(), "lifted by a test".into());
    rules.push(rule.into());
    table.to_string()
}
