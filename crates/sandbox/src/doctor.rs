//! What this host can and can't do, and the remedy for each.

use std::fs;
use std::path::Path;

use nix::sys::statvfs::statvfs;

use crate::cgroup::Hierarchy;
use crate::host::{
    Form, HIGHER_CORE_LIMIT, NETWORK_SETTINGS, OLDEST_KERNEL, WRITABLE_SETTINGS, core_dumps_start_a_program,
    is_contained, kernel_release, kernel_version, network_settings_are_read_only, why_no_user_namespaces,
};
use crate::ids::Subordinate;
use crate::locks;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What was looked at, such as `cgroup`.
    pub name: &'static str,
    /// How it is.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do about it; empty when all is well.
    pub remedy: String,
}

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// Judging works, but something is weaker or slower than it could be.
    Weak,
    /// Judging doesn't work.
    Bad,
}

impl Check {
    /// All is well.
    pub fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, state: State::Good, found: found.into(), remedy: String::new() }
    }

    /// Something is weaker than it could be.
    pub fn weak(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Weak, found: found.into(), remedy: remedy.into() }
    }

    /// Judging doesn't work.
    pub fn bad(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Bad, found: found.into(), remedy: remedy.into() }
    }
}

/// Free space under which a judge gets into trouble, in MiB.
const LITTLE_SPACE: u64 = 512;

/// Looks at everything that the sandbox and a fair judgement depend on. `data` is the folder for state.
pub fn examine(data: &Path) -> Vec<Check> {
    vec![
        kernel(),
        privilege(),
        rootless(),
        cgroup(),
        swap(),
        processors(),
        namespaces(),
        network_settings(),
        file_locks(),
        seccomp(),
        landlock(),
        core_dumps(),
        clock_source(),
        free_space(data),
    ]
}

fn kernel() -> Check {
    let release = kernel_release();
    let (major, minor) = OLDEST_KERNEL;
    match kernel_version(&release) {
        Some(version) if version >= OLDEST_KERNEL => Check::good("kernel", release),
        _ => Check::bad("kernel", release, format!("use Linux {major}.{minor} or newer")),
    }
}

/// By what right this process would confine.
fn privilege() -> Check {
    match (Form::probe(), is_contained()) {
        (Ok(Form::Root), false) => Check::good("privilege", "root"),
        (Ok(Form::Root), true) => Check::good("privilege", "root of a container"),
        (Ok(Form::Rootless(..)), _) => {
            Check::good("privilege", "rootless: an ordinary user with subordinate ids, in user namespaces")
        }
        (Err(error), _) => Check::bad("privilege", error.to_string(), "see there"),
    }
}

/// Whether the host lets an ordinary user judge, whoever asks.
fn rootless() -> Check {
    if let Some((what, remedy)) = why_no_user_namespaces() {
        return Check::weak("rootless", what, format!("only needed without root: {remedy}"));
    }
    if !matches!(Hierarchy::probe(), Ok(Hierarchy::V2 { .. })) {
        let remedy = "only needed without root: boot with systemd.unified_cgroup_hierarchy=1";
        return Check::weak("rootless", "needs cgroup v2, which can be delegated", remedy);
    }
    // Root's own ids say nothing of what a user has.
    match nix::unistd::geteuid().is_root() || Subordinate::of_this_user().is_ok() {
        true => Check::good("rootless", "user namespaces, and cgroup v2"),
        false => Check::weak("rootless", "this user has no subordinate ids", "see privilege"),
    }
}

fn cgroup() -> Check {
    match Hierarchy::probe() {
        Ok(hierarchy) => Check::good("cgroup", hierarchy.describe()),
        Err(error) => Check::bad("cgroup", error.to_string(), "see there"),
    }
}

fn swap() -> Check {
    let swaps = fs::read_to_string("/proc/swaps").unwrap_or_default();
    if swaps.lines().count() <= 1 {
        return Check::good("swap", "off");
    }
    match Hierarchy::probe() {
        Ok(hierarchy) if hierarchy.limits_swap() => Check::good("swap", "on, and kept from runs by the cgroup"),
        _ => Check::weak("swap", "on, and not accounted", "turn swap off, or boot with swapaccount=1"),
    }
}

/// Whether a run that is many processes gets no more of a shared core than one that is a single process.
fn processors() -> Check {
    match Hierarchy::probe() {
        Ok(hierarchy) if hierarchy.shares_processors() => Check::good("processors", "shared fairly by runs"),
        _ => Check::weak(
            "processors",
            "the cgroup controller cpu is not there: a run of many processes takes more of a core than its neighbour",
            "mount it, have it delegated, or have fewer slots than cores, so that each has its own",
        ),
    }
}

fn namespaces() -> Check {
    let missing: Vec<_> = ["pid", "mnt", "net", "ipc", "uts", "cgroup"]
        .into_iter()
        .filter(|name| !Path::new("/proc/self/ns").join(name).exists())
        .collect();
    match missing.is_empty() {
        true => Check::good("namespaces", "pid, mnt, net, ipc, uts, cgroup"),
        false => Check::bad("namespaces", format!("missing: {}", missing.join(", ")), "use a kernel built with them"),
    }
}

/// The launcher bounds the buffers of runs' sockets there.
fn network_settings() -> Check {
    match network_settings_are_read_only() {
        true => Check::bad("network settings", format!("{NETWORK_SETTINGS} is read-only"), WRITABLE_SETTINGS),
        false => Check::good("network settings", "those of a run's own network can be written"),
    }
}

/// The keeper bounds the file locks of runs by what is told there.
fn file_locks() -> Check {
    match locks::are_told() {
        true => Check::good("file locks", "can be counted"),
        false => Check::bad("file locks", locks::NOT_TOLD, locks::REMEDY),
    }
}

fn seccomp() -> Check {
    let actions = fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
    match actions.split_whitespace().any(|action| action == "user_notif") {
        true => Check::good("seccomp", "filters with user notification"),
        false => Check::bad("seccomp", "no user notification", "use a kernel with CONFIG_SECCOMP_FILTER"),
    }
}

/// Optional: one more layer where the kernel has it.
fn landlock() -> Check {
    let lsm = fs::read_to_string("/sys/kernel/security/lsm").unwrap_or_default();
    match lsm.trim().split(',').any(|name| name == "landlock") {
        true => Check::good("landlock", "available"),
        false => Check::weak("landlock", "not available", "optional: boot with landlock in the lsm= list"),
    }
}

/// A core_pattern that is a pipe starts a program of the host with the dump of a run on its stdin. Runs get
/// a hard RLIMIT_CORE of 1, which stops that (core(5)). Nothing stops a socket (6.16): a service of the host then
/// reads dumps that a program can shape.
fn core_dumps() -> Check {
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap_or_default().trim().to_owned();
    if core_dumps_start_a_program() {
        return Check::bad("core dumps", format!("{pattern}, and a hard limit of 0"), HIGHER_CORE_LIMIT);
    }
    match pattern.starts_with('@') {
        true => Check::weak("core dumps", format!("{pattern}: a service reads them"), "change core_pattern"),
        false => Check::good("core dumps", pattern),
    }
}

fn clock_source() -> Check {
    let path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
    let source = fs::read_to_string(path).unwrap_or_default().trim().to_owned();
    match source.as_str() {
        "hpet" | "acpi_pm" | "jiffies" => {
            Check::weak("clock source", source, "reading the clock is slow: use tsc or the hypervisor's clock")
        }
        "" => Check::weak("clock source", "unknown", "mount /sys to see it"),
        _ => Check::good("clock source", source),
    }
}

fn free_space(data: &Path) -> Check {
    // The folder may not be there yet: then it will be made on its parent's file system.
    let place = data.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
    let Ok(stat) = statvfs(place) else {
        return Check::weak("free space", format!("{} can't be asked", place.display()), "choose another data folder");
    };
    let free = (stat.blocks_available() * stat.fragment_size()) >> 20;
    let found = format!("{free} MiB at {}", place.display());
    match free >= LITTLE_SPACE {
        true => Check::good("free space", found),
        false => Check::bad("free space", found, format!("free {LITTLE_SPACE} MiB, or choose another data folder")),
    }
}
