//! A slot: where one run at a time takes place.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

use crate::cancel::Canceller;
use crate::cgroup::{SlotTree, WayIn, slots};
use crate::clock::Clock;
use crate::ends::Ends;
use crate::guard::Guard;
use crate::host::Host;
use crate::ids::Ids;
use crate::keeper::keep;
use crate::launcher::Launcher;
use crate::launcher::protocol::{self, Launch, Scratch, WayInKind, World};
use crate::left::{self, Left, Walk};
use crate::plan::{Collect, Plan, Process, Start};
use crate::policy::ScratchExec;
use crate::run::{Collected, Outcome};
use crate::steps::{Stopwatch, Tally};
use crate::tree::{Launched, Tree};
use crate::{SandboxError, sys};

/// Files and folders that a run may make.
const INODES: u64 = 16_384;

/// How a slot is made.
#[derive(Clone, Debug)]
pub struct SlotConfig {
    /// The uid of the first process of the host's first slot. Each slot has 16 uids of its own. Where a container
    /// has no such uids, and for an ordinary user, it is chosen among those that there are.
    pub first_uid: u32,
    /// The cores that runs may use; empty for all.
    pub cores: Vec<usize>,
}

impl SlotConfig {
    /// Configurations of `count` slots that share nothing but the first core of this process, which is left to the
    /// judge. Where there aren't enough cores for that, each slot may use all of them.
    pub fn with_own_cores(first_uid: u32, count: usize) -> Vec<Self> {
        let cores = shares(&sys::cores().unwrap_or_default(), count);
        cores.into_iter().map(|cores| Self { first_uid, cores }).collect()
    }
}

/// Divides all cores but the first among `count` slots; where that gives none to a slot, all get none.
fn shares(cores: &[usize], count: usize) -> Vec<Vec<usize>> {
    let each = cores.len().saturating_sub(1).checked_div(count).unwrap_or(0);
    (0..count).map(|slot| cores.iter().skip(1 + slot * each).take(each).copied().collect()).collect()
}

impl Default for SlotConfig {
    fn default() -> Self {
        Self { first_uid: 2_000_000, cores: Vec::new() }
    }
}

/// Where one run at a time takes place: a uid range, a cgroup, a launcher.
#[derive(Debug)]
pub struct Slot {
    config: SlotConfig,
    number: u32,
    ids: Ids,
    cores: u32,
    cancel: Canceller,
    launcher: Launcher,
    tree: SlotTree,
    tally: Tally,
}

impl Slot {
    /// Takes the first free slot of the host.
    ///
    /// # Errors
    /// [`SandboxError::NoSlot`] when other judges have them all, and whatever keeps a cgroup or a
    /// launcher from being made.
    pub fn open(host: &Host, config: SlotConfig) -> Result<Self, SandboxError> {
        let ids = host.ids(config.first_uid)?;
        let (number, tree) = first_free(host, ids.slots())?;
        sweep(host, number);
        let cores = match config.cores.len() {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        Ok(Self {
            config,
            number,
            ids,
            cores: cores.try_into().unwrap_or(u32::MAX),
            cancel: Canceller::new().map_err(SandboxError::keeper("make an eventfd"))?,
            launcher: Launcher::start(host.form())?,
            tree,
            tally: Tally::default(),
        })
    }

    /// How it was made.
    pub fn config(&self) -> &SlotConfig {
        &self.config
    }

    /// The number of the slot on this host.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What ends this slot's run from another thread.
    pub fn canceller(&self) -> Canceller {
        self.cancel.clone()
    }

    /// What was done since this was last asked.
    pub fn take_tally(&mut self) -> Tally {
        self.tally.groups_thrown_away = self.tree.take_thrown_away();
        std::mem::take(&mut self.tally)
    }

    /// Runs a plan and gives the facts of its processes, in the plan's order.
    ///
    /// # Errors
    /// The host's fault. Nothing of the run is left, and the slot can be used again.
    pub fn run(&mut self, plan: &Plan) -> Result<Vec<Outcome>, SandboxError> {
        let mut trees = Vec::with_capacity(plan.processes.len());
        for (index, process) in plan.processes.iter().enumerate() {
            trees.push(self.start(index, process)?);
        }
        keep(&mut trees, &self.cancel)?;
        let outcomes = plan.processes.iter().zip(trees).map(|(process, tree)| self.finish(process, tree)).collect();
        self.launcher.prepare()?;
        outcomes
    }

    /// Makes everything that a process needs, and has it launched.
    fn start(&mut self, index: usize, process: &Process) -> Result<Tree, SandboxError> {
        let (ours, theirs) = Ends::of(process).map_err(SandboxError::keeper("make the pipes of a run"))?;
        let launched = self.launch(index, process, &theirs)?;
        Ok(Tree::new(process, ours, launched))
    }

    fn launch(&mut self, index: usize, process: &Process, ends: &[OwnedFd]) -> Result<Launched, SandboxError> {
        let asked = sys::monotonic();
        let group = self.tree.group(process.limits.memory.get(), process.limits.processes)?;
        let launch = self.request(index, process);
        let (way_in, into): (_, &[OwnedFd]) = match group.way_in() {
            WayIn::Clone(folder) => (WayInKind::Clone, std::slice::from_ref(folder)),
            WayIn::Tasks(files) => (WayInKind::Tasks, files),
        };
        let descriptors: Vec<_> = ends.iter().chain(into).map(AsRawFd::as_raw_fd).collect();
        let stopwatch = Stopwatch::launched(asked);
        let clock = Clock::new(process.limits, self.cores, Instant::now());
        match self.launcher.launch(way_in, &launch, &descriptors) {
            Ok((pidfd, sockets)) => Ok(Launched { group, pidfd, sockets, clock, stopwatch }),
            Err(error) => {
                group.abandon();
                Err(error)
            }
        }
    }

    /// Takes the facts of a process that has ended, and what it leaves.
    fn finish(&mut self, process: &Process, mut tree: Tree) -> Result<Outcome, SandboxError> {
        let (folder, stopwatch) = (tree.folder.take(), tree.stopwatch);
        let (execution, group) = tree.finish()?;
        let collected =
            folder.as_ref().map_or(Ok((Vec::new(), Left::default())), |folder| self.collect(folder, process));
        drop(folder);
        // The last of its files is closed: now nothing should be charged to the group. Whatever could not be read.
        self.tree.take_back(group)?;
        if let Some(steps) = stopwatch.steps() {
            self.tally.runs += 1;
            self.tally.steps += steps;
        }
        let (collected, left) = collected?;
        Ok(Outcome { execution, collected, left })
    }

    /// Reads what the program may have left, as far as it was asked for.
    fn collect(&self, folder: &OwnedFd, process: &Process) -> Result<(Vec<Collected>, Left), SandboxError> {
        let links = !process.policy.guards.has(Guard::NoLinks);
        let open = |path: &str| self.launcher.open(folder, path, links);
        let (mut files, mut found) = (Vec::new(), Left::default());
        for wanted in &process.collect {
            match wanted {
                Collect::File { path, max } => {
                    let file = left::read(open(path)?, *max)?;
                    files.extend(file.map(|(content, whole)| Collected { path: path.clone(), content, cut: !whole }));
                }
                Collect::Tree { max, entries } => found = Walk::new(&open, *max, *entries).all()?,
            }
        }
        Ok((files, found))
    }

    /// What the launcher is asked for.
    fn request(&self, index: usize, process: &Process) -> Launch {
        let policy = &process.policy;
        let id = |id| if policy.guards.has(Guard::Uid) { id } else { 0 };
        let placed: u64 = process.files.iter().map(|file| file.content.len() as u64 + 4096).sum();
        // Of a name that is there twice, programs take the first.
        let is_own = |name: &String| process.env.iter().any(|(own, _)| own == name);
        let common = policy.env.iter().filter(|(name, _)| !is_own(name));
        let env = common.chain(&process.env).map(|(name, value)| format!("{name}={value}"));
        let file = |file: &crate::plan::PlacedFile| protocol::File {
            path: file.path.clone(),
            content: Arc::clone(&file.content),
            access: file.access,
        };
        Launch {
            argv: process.argv.clone(),
            env: env.collect(),
            world: World { mounts: policy.mounts.clone(), files: policy.files.clone(), guards: policy.guards.clone() },
            files: process.files.iter().map(file).collect(),
            scratch: Scratch {
                bytes: process.limits.scratch.get() + placed,
                inodes: match policy.guards.has(Guard::ScratchFiles) {
                    true => INODES + process.files.len() as u64,
                    false => 0,
                },
                exec: policy.scratch_exec == ScratchExec::Allowed || !policy.guards.has(Guard::NoExecution),
            },
            uid: id(self.ids.of_process(self.number, index)),
            init_uid: id(self.ids.of_init(self.number)),
            rlimits: rlimits(process),
            errno_filters: policy.filters.errno.clone(),
            main_filter: policy.filters.main.clone(),
            cores: self.config.cores.clone(),
            marked: process.start == Start::Mark,
            collects: !process.collect.is_empty(),
        }
    }
}

/// Resource limits. Never RLIMIT_AS: it counts reservations, which numpy makes many of. Memory, tasks and
/// CPU time are the cgroup's.
fn rlimits(process: &Process) -> Vec<(u32, u64)> {
    let memory = process.limits.memory.get();
    let scratch = process.limits.scratch.get();
    let guarded = [
        // A limit of 1 stops files and a core_pattern that is a pipe; 0 doesn't stop a pipe (core(5)). The
        // policy refuses to change it.
        (Guard::CoreLimit, libc::RLIMIT_CORE, 1),
        (Guard::FileSizeLimit, libc::RLIMIT_FSIZE, scratch),
        (Guard::DescriptorLimit, libc::RLIMIT_NOFILE, 1024),
        (Guard::LockedMemoryLimit, libc::RLIMIT_MEMLOCK, 64 << 10),
        (Guard::QueueLimits, libc::RLIMIT_MSGQUEUE, 0),
        (Guard::QueueLimits, libc::RLIMIT_SIGPENDING, 1024),
        (Guard::PriorityLimits, libc::RLIMIT_NICE, 0),
        (Guard::PriorityLimits, libc::RLIMIT_RTPRIO, 0),
    ];
    let guarded = guarded.into_iter().map(|(guard, resource, limit)| {
        // Without the guard, as much as a process can have.
        let most = if resource == libc::RLIMIT_NOFILE { 1 << 20 } else { libc::RLIM_INFINITY };
        (resource, if process.policy.guards.has(guard) { limit } else { most })
    });
    guarded.chain([(libc::RLIMIT_STACK, memory)]).collect()
}

/// The first slot of the host that no judge has.
fn first_free(host: &Host, slots: u32) -> Result<(u32, SlotTree), SandboxError> {
    for number in 0..slots {
        if let Some(tree) = SlotTree::open(host.hierarchy(), number)? {
            return Ok((number, tree));
        }
    }
    Err(SandboxError::NoSlot(slots))
}

/// Removes the groups of slots whose judge was killed. Failing to is no reason not to judge.
fn sweep(host: &Host, own: u32) {
    for number in slots(host.hierarchy()).into_iter().filter(|number| *number != own) {
        // What can be taken is nobody's; let go of, it is gone.
        if let Err(error) = SlotTree::open(host.hierarchy(), number) {
            tracing::warn!(%error, slot = number, "could not clean up after a judge that was killed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_have_cores_of_their_own_where_there_are_enough() {
        assert_eq!(shares(&[0, 1, 2, 3, 4], 2), [vec![1, 2], vec![3, 4]]);
        assert_eq!(shares(&[2, 3, 5, 7], 3), [[3], [5], [7]]);
        assert_eq!(shares(&[0, 1], 2), [[0_usize; 0], []], "all share all");
        assert!(shares(&[0, 1], 0).is_empty());
    }
}
