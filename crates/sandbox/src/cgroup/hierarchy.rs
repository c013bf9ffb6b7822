//! The host's control groups: which hierarchy carries the controllers, and where this judge may make groups.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::SandboxError;

/// Which hierarchy the controllers are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hierarchy {
    /// All controllers on the one v2 tree.
    V2 {
        /// The group below which the judge's groups are: the tree's root, or what was delegated to the judge.
        base: PathBuf,
        /// The controllers that are given on.
        controllers: Vec<&'static str>,
    },
    /// The controllers on v1 trees; a v2 tree without controllers may be there too (hybrid).
    V1 {
        /// The roots of the trees that carry `V1_CONTROLLERS`, in that order; then that of [`SHARING`], where it is
        /// a tree of its own.
        bases: Vec<PathBuf>,
        /// Whether runs share processors fairly.
        shares: bool,
        /// Whether the v2 tree is mounted.
        hybrid: bool,
    },
}

/// The folder below which all slots are, in every hierarchy.
pub(super) const TOP: &str = "pyjury";
/// Where the judge itself goes in a delegated group: a group whose children have controllers has no processes of
/// its own (cgroup-v2.rst, "No Internal Process Constraint").
const JUDGES: &str = "pyjury.judges";
/// What limits a run: by their names on v1 and on v2. CPU time needs no controller on v2.
const V1_CONTROLLERS: [&str; 3] = ["cpuacct", "memory", "pids"];
const V2_CONTROLLERS: [&str; 2] = ["memory", "pids"];
/// What has runs share processors fairly: each counts the same, however many processes or sessions it is. Without it,
/// runs are fair to each other only where each slot has cores of its own.
const SHARING: &str = "cpu";
/// How often a step is tried while other judges change what it needs.
pub(super) const RACES: usize = 20;

impl Hierarchy {
    /// Looks at what is mounted.
    ///
    /// # Errors
    /// [`SandboxError::Host`] when a controller that limits need is missing, or this process may not use it.
    pub(crate) fn probe() -> Result<Self, SandboxError> {
        let mounts = Mounts::read();
        match mounts.v2() {
            Some(root) if root.join("cgroup.controllers").exists() && mounts.v1("memory").is_none() => v2(&root),
            v2 => v1(&mounts, v2.is_some()),
        }
    }

    /// The mode and where the controllers are.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::V2 { base, controllers } => format!("v2 ({} below {})", controllers.join(", "), base.display()),
            Self::V1 { .. } => format!("{} ({} on v1)", self.name(), V1_CONTROLLERS.join(", ")),
        }
    }

    /// Whether runs can be kept from swapping.
    pub(crate) fn limits_swap(&self) -> bool {
        match self {
            Self::V2 { .. } => true,
            Self::V1 { bases, .. } => bases[1].join("memory.memsw.limit_in_bytes").exists(),
        }
    }

    /// Whether runs share processors fairly, each as much as any other.
    pub(crate) fn shares_processors(&self) -> bool {
        match self {
            Self::V2 { controllers, .. } => controllers.contains(&SHARING),
            Self::V1 { shares, .. } => *shares,
        }
    }

    /// The mode's name, for people.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::V2 { .. } => "v2",
            Self::V1 { hybrid: true, .. } => "hybrid",
            Self::V1 { hybrid: false, .. } => "v1",
        }
    }

    /// The folders below which all slots are, one per hierarchy.
    pub(super) fn tops(&self) -> Vec<PathBuf> {
        let bases = match self {
            Self::V2 { base, .. } => std::slice::from_ref(base),
            Self::V1 { bases, .. } => bases,
        };
        bases.iter().map(|base| base.join(TOP)).collect()
    }

    /// Has all runs together count as much as one process on each core: what else the host does, the judge itself
    /// among it, goes on beside them, and they beside it.
    pub(super) fn weigh(&self) -> Result<(), SandboxError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        for (file, usual, most) in [("cpu.shares", 1024, 262_144), ("cpu.weight", 100, 10_000)] {
            for top in self.tops() {
                let path = top.join(file);
                if path.exists() {
                    let weight = (usual * cores).min(most).to_string();
                    fs::write(&path, weight).map_err(SandboxError::cgroup("set", path))?;
                }
            }
        }
        Ok(())
    }

    /// Makes room for slots: on v2, gives the controllers on to the judge's groups. Judges may do so at once, and
    /// again.
    pub(super) fn prepare(&self) -> Result<(), SandboxError> {
        let Self::V2 { base, controllers } = self else { return Ok(()) };
        if is_delegated(base) {
            make_way(base)?;
        }
        hand_on(base, controllers)?;
        let top = base.join(TOP);
        // The judge that has the last slot removes the common parent when it goes.
        for _ in 0..RACES {
            let made = fs::create_dir_all(&top).map_err(SandboxError::cgroup("make", &top));
            match made.and_then(|()| hand_on(&top, controllers)) {
                Err(SandboxError::Cgroup { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                other => return other,
            }
        }
        hand_on(&top, controllers)
    }
}

fn missing(what: String, remedy: &'static str) -> SandboxError {
    SandboxError::Host { what, remedy }
}

fn v1(mounts: &Mounts, hybrid: bool) -> Result<Hierarchy, SandboxError> {
    let remedy = "mount the cgroup controllers cpuacct, memory and pids, or use cgroup v2";
    let base = |name: &&str| {
        mounts.v1(name).ok_or_else(|| missing(format!("no cgroup v1 hierarchy carries the controller {name}"), remedy))
    };
    let mut bases = V1_CONTROLLERS.iter().map(base).collect::<Result<Vec<_>, _>>()?;
    let sharing = mounts.v1(SHARING);
    let shares = sharing.is_some();
    // Often it is one tree with cpuacct.
    bases.extend(sharing.filter(|sharing| *sharing != bases[0]));
    if !nix::unistd::geteuid().is_root() {
        let what = "the cgroup controllers are on v1, which can't be given to an ordinary user safely".to_owned();
        return Err(missing(what, "run pyjury as root, or boot with systemd.unified_cgroup_hierarchy=1"));
    }
    Ok(Hierarchy::V1 { bases, shares, hybrid })
}

fn v2(root: &Path) -> Result<Hierarchy, SandboxError> {
    // Root of the machine has the whole tree. Whoever else has at most the group that it was started in.
    let base = match is_delegated(root) || !is_writable(root) {
        true => own_group(root),
        false => root.to_path_buf(),
    };
    let remedy = "start pyjury in a cgroup of its own with the controllers memory and pids delegated to it, such as \
                  with `systemd-run --user --scope -p Delegate=yes pyjury ...`, or as root";
    if !is_writable(&base) {
        return Err(missing(format!("the cgroup {} is not this user's", base.display()), remedy));
    }
    let there = fs::read_to_string(base.join("cgroup.controllers")).unwrap_or_default();
    let is_there = |name: &&str| there.split_whitespace().any(|c| c == *name);
    match V2_CONTROLLERS.iter().find(|name| !is_there(name)) {
        Some(name) => Err(missing(format!("the cgroup {} lacks the controller {name}", base.display()), remedy)),
        None => {
            let controllers = V2_CONTROLLERS.into_iter().chain([SHARING]).filter(is_there).collect();
            Ok(Hierarchy::V2 { base, controllers })
        }
    }
}

/// Only the root of the whole machine's tree has no type.
fn is_delegated(group: &Path) -> bool {
    group.join("cgroup.type").exists()
}

fn is_writable(group: &Path) -> bool {
    let access = nix::unistd::AccessFlags::W_OK;
    ["", "cgroup.procs", "cgroup.subtree_control"]
        .iter()
        .all(|file| nix::unistd::eaccess(&group.join(file), access).is_ok())
}

/// The group that this process was started in.
fn own_group(root: &Path) -> PathBuf {
    let text = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let path = text.lines().find_map(|line| line.strip_prefix("0::/")).unwrap_or_default();
    let own = Path::new(path);
    // An earlier look may have moved it.
    root.join(if own.ends_with(JUDGES) { own.parent().unwrap_or(own) } else { own })
}

/// Moves the processes of a delegated group into one of its children.
fn make_way(base: &Path) -> Result<(), SandboxError> {
    let judges = base.join(JUDGES);
    for _ in 0..RACES {
        let procs = base.join("cgroup.procs");
        let inside = fs::read_to_string(&procs).map_err(SandboxError::cgroup("read", &procs))?;
        if inside.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(&judges).map_err(SandboxError::cgroup("make", &judges))?;
        for process in inside.lines() {
            match fs::write(judges.join("cgroup.procs"), process) {
                // It has ended meanwhile.
                Err(error) if error.raw_os_error() == Some(libc::ESRCH) => {}
                moved => moved.map_err(SandboxError::cgroup("move the judge into", &judges))?,
            }
        }
    }
    Ok(())
}

/// Gives the controllers of a group on to its children.
pub(super) fn hand_on(group: &Path, controllers: &[&str]) -> Result<(), SandboxError> {
    let file = group.join("cgroup.subtree_control");
    for name in controllers {
        match fs::write(&file, format!("+{name}")) {
            // The kernel may refuse it while there are real-time processes (cgroup-v2.rst, "CPU").
            Err(error) if *name == SHARING && error.kind() != io::ErrorKind::NotFound => {
                tracing::debug!(%error, "runs don't share processors fairly");
            }
            written => written.map_err(SandboxError::cgroup("delegate controllers in", &file))?,
        }
    }
    Ok(())
}

/// What is mounted: lines of /proc/self/mounts.
struct Mounts(String);

impl Mounts {
    fn read() -> Self {
        Self(fs::read_to_string("/proc/self/mounts").unwrap_or_default())
    }

    /// Mount point, kind and options of each.
    fn each(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.lines().filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            Some((fields.next()?, fields.next()?, fields.next()?))
        })
    }

    fn v2(&self) -> Option<PathBuf> {
        self.each().find(|(_, kind, _)| *kind == "cgroup2").map(|(point, ..)| PathBuf::from(point))
    }

    /// Where the hierarchy with a v1 controller is mounted.
    fn v1(&self, controller: &str) -> Option<PathBuf> {
        let carries = |options: &str| options.split(',').any(|option| option == controller);
        self.each()
            .find(|(_, kind, options)| *kind == "cgroup" && carries(options))
            .map(|(point, ..)| PathBuf::from(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hierarchies_are_found_among_the_mounts() {
        let mounts = Mounts(
            "tmpfs /sys/fs/cgroup tmpfs rw 0 0\n\
             cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0\n\
             cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n"
                .into(),
        );
        assert_eq!(mounts.v1("cpuacct"), Some("/sys/fs/cgroup/cpu,cpuacct".into()));
        assert_eq!(mounts.v1("memory"), None);
        assert_eq!(mounts.v2(), Some("/sys/fs/cgroup/unified".into()));
    }
}
