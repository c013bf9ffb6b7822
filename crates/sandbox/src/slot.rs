//! A slot: where one run at a time takes place.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};

use crate::cancel::Canceller;
use crate::capture::Collector;
use crate::cgroup::{SlotTree, slots};
use crate::clock::Clock;
use crate::host::Host;
use crate::keeper::keep;
use crate::launcher::Launcher;
use crate::launcher::protocol::{self, CLONE, Launch, Scratch, TASKS};
use crate::pipes::{KeeperEnd, Sink, Source, pipe};
use crate::plan::{Collect, Input, Output, Plan, Process, Start};
use crate::policy::ScratchExec;
use crate::run::{Collected, Outcome};
use crate::tree::{Parts, Tree};
use crate::{SandboxError, sys};

/// Uids per slot: the last is init's, the others are for the processes of a plan.
const UIDS: u32 = 16;
/// The most slots of one host.
const MOST_SLOTS: u32 = 256;
/// Files and folders that a run may make.
const INODES: u64 = 16_384;

/// How a slot is made.
#[derive(Clone, Debug)]
pub struct SlotConfig {
    /// The uid of the first process of the host's first slot. Each slot has 16 uids of its own.
    pub first_uid: u32,
    /// The cores that runs may use; empty for all.
    pub cores: Vec<usize>,
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
    cores: u32,
    cancel: Canceller,
    launcher: Launcher,
    tree: SlotTree,
    /// How many runs there were.
    runs: u64,
}

impl Slot {
    /// Takes the first free slot of the host.
    ///
    /// # Errors
    /// [`SandboxError::NoSlot`] when other judges have them all, and whatever keeps a cgroup or a
    /// launcher from being made.
    pub fn open(host: &Host, config: SlotConfig) -> Result<Self, SandboxError> {
        let (number, tree) = first_free(host)?;
        sweep(host, number);
        let cores = match config.cores.len() {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        Ok(Self {
            config,
            number,
            cores: cores.try_into().unwrap_or(u32::MAX),
            cancel: Canceller::new().map_err(SandboxError::keeper("make an eventfd"))?,
            launcher: Launcher::start()?,
            tree,
            runs: 0,
        })
    }

    /// The number of the slot on this host.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What ends this slot's run from another thread.
    pub fn canceller(&self) -> Canceller {
        self.cancel.clone()
    }

    /// Runs a plan and gives the facts of its processes, in the plan's order.
    ///
    /// # Errors
    /// The host's fault. Nothing of the run is left, and the slot can be used again.
    pub fn run(&mut self, plan: &Plan) -> Result<Vec<Outcome>, SandboxError> {
        self.runs += 1;
        let mut trees = Vec::with_capacity(plan.processes.len());
        for (index, process) in plan.processes.iter().enumerate() {
            trees.push(self.start(index, process)?);
        }
        keep(&mut trees, &self.cancel)?;
        plan.processes.iter().zip(trees).map(|(process, tree)| finish(process, tree)).collect()
    }

    /// Makes everything that a process needs, and has it launched.
    fn start(&self, index: usize, process: &Process) -> Result<Tree, SandboxError> {
        let failed = || SandboxError::keeper("make the pipes of a run");
        let limits = process.limits;
        let (stdin, stdin_end) = pipe(KeeperEnd::Write).map_err(failed())?;
        let (stdout, stdout_end) = pipe(KeeperEnd::Read).map_err(failed())?;
        let (stderr, stderr_end) = pipe(KeeperEnd::Read).map_err(failed())?;
        let (mark, mark_end) = pipe(KeeperEnd::Read).map_err(failed())?;
        let (report, report_end) = report_pair().map_err(failed())?;
        let name = format!("run-{}-{index}", self.runs);
        let group = self.tree.group(&name, limits.memory.get(), limits.processes)?;
        let launch = self.launch(index, process);
        let ends: [&OwnedFd; 5] = [&report_end, &stdin_end, &stdout_end, &stderr_end, &mark_end];
        let mut descriptors: Vec<_> = ends.into_iter().map(AsRawFd::as_raw_fd).collect();
        let kind = match group.clone_into() {
            Some(folder) => {
                descriptors.push(folder.as_raw_fd());
                CLONE
            }
            None => {
                descriptors.extend(group.tasks().iter().map(AsRawFd::as_raw_fd));
                TASKS
            }
        };
        let launched = Instant::now();
        let pidfd = match self.launcher.launch(kind, &launch, &descriptors) {
            Ok(pidfd) => pidfd,
            Err(error) => {
                group.remove()?;
                return Err(error);
            }
        };
        let half = process.keep_stderr / 2;
        let (head, tail) = match process.stdout {
            Output::Keep { head, tail } => (head, tail),
            Output::Relay { head } => (head, 0),
        };
        let (stdin, reads_from) = match &process.stdin {
            Input::Bytes(bytes) => (Sink::bytes(stdin, Arc::clone(bytes)), None),
            Input::Peer(peer) => (Sink::relay(stdin), Some(*peer)),
        };
        Ok(Tree::new(Parts {
            policy: Arc::clone(&process.policy),
            limits,
            start: process.start,
            group,
            pidfd,
            report,
            mark,
            stdin,
            stdout: Source::new(stdout, Collector::new(head, tail)),
            stderr: Source::new(stderr, Collector::new(half, half)),
            clock: Clock::new(limits, self.cores, launched),
            reads_from,
            ends_plan_unless: process.ends_plan_unless,
        }))
    }

    fn launch(&self, index: usize, process: &Process) -> Launch {
        let policy = &process.policy;
        let first = self.config.first_uid + self.number * UIDS;
        let placed: u64 = process.files.iter().map(|file| file.content.len() as u64 + 4096).sum();
        let env = policy.env.iter().chain(&process.env).map(|(name, value)| format!("{name}={value}"));
        let file = |file: &crate::plan::PlacedFile| protocol::File {
            path: file.path.clone(),
            content: Arc::clone(&file.content),
            access: file.access,
        };
        Launch {
            argv: process.argv.clone(),
            env: env.collect(),
            mounts: policy.mounts.clone(),
            root_files: policy.files.clone(),
            files: process.files.iter().map(file).collect(),
            scratch: Scratch {
                bytes: process.limits.scratch.get() + placed,
                inodes: INODES + process.files.len() as u64,
                exec: policy.scratch_exec == ScratchExec::Allowed,
            },
            uid: first + (index as u32 % (UIDS - 1)),
            init_uid: first + UIDS - 1,
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
fn rlimits(process: &Process) -> Vec<(u32, u64, u64)> {
    let memory = process.limits.memory.get();
    let scratch = process.limits.scratch.get();
    let same = |resource, limit| (resource, limit, limit);
    vec![
        // A soft limit of 1 stops files and a core_pattern that is a pipe; 0 doesn't stop a pipe (core(5)). The
        // policy refuses to change it.
        same(libc::RLIMIT_CORE, 1),
        same(libc::RLIMIT_STACK, memory),
        same(libc::RLIMIT_FSIZE, scratch),
        same(libc::RLIMIT_NOFILE, 1024),
        same(libc::RLIMIT_MEMLOCK, 64 << 10),
        same(libc::RLIMIT_MSGQUEUE, 0),
        same(libc::RLIMIT_SIGPENDING, 1024),
        same(libc::RLIMIT_NICE, 0),
        same(libc::RLIMIT_RTPRIO, 0),
    ]
}

/// The pair over which init and the program's process report.
fn report_pair() -> io::Result<(OwnedFd, OwnedFd)> {
    Ok(socketpair(AddressFamily::Unix, SockType::SeqPacket, None, SockFlag::SOCK_CLOEXEC)?)
}

/// The first slot of the host that no judge has.
fn first_free(host: &Host) -> Result<(u32, SlotTree), SandboxError> {
    for number in 0..MOST_SLOTS {
        if let Some(tree) = SlotTree::open(host.tree(), number)? {
            return Ok((number, tree));
        }
    }
    Err(SandboxError::NoSlot(MOST_SLOTS))
}

/// Removes the groups of slots whose judge was killed. Failing to is no reason not to judge.
fn sweep(host: &Host, own: u32) {
    for number in slots(host.tree()).into_iter().filter(|number| *number != own) {
        // What can be taken is nobody's; let go of, it is gone.
        if let Err(error) = SlotTree::open(host.tree(), number) {
            tracing::warn!(%error, slot = number, "could not clean up after a judge that was killed");
        }
    }
}

fn finish(process: &Process, mut tree: Tree) -> Result<Outcome, SandboxError> {
    let folder = tree.folder.take();
    let execution = tree.finish()?;
    let mut collected = Vec::new();
    for wanted in &process.collect {
        let folder = folder.as_ref().map(AsFd::as_fd);
        collected.extend(folder.and_then(|folder| collect(folder, wanted).transpose()).transpose()?);
    }
    Ok(Outcome { execution, collected })
}

/// Reads a file that the program may have left. What isn't a regular file, reached without any link, isn't
/// there.
fn collect(folder: std::os::fd::BorrowedFd<'_>, wanted: &Collect) -> Result<Option<Collected>, SandboxError> {
    use std::io::Read;
    let Ok(path) = std::ffi::CString::new(wanted.path.as_str()) else { return Ok(None) };
    let Ok(file) = sys::open_beneath(folder, &path) else { return Ok(None) };
    let file = File::from(file);
    let failed = || SandboxError::keeper("read back a file");
    if !file.metadata().map_err(failed())?.is_file() {
        return Ok(None);
    }
    let mut content = Vec::new();
    file.take(wanted.max + 1).read_to_end(&mut content).map_err(failed())?;
    let cut = content.len() as u64 > wanted.max;
    content.truncate(wanted.max as usize);
    Ok(Some(Collected { path: wanted.path.clone(), content, cut }))
}
