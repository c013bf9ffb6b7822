//! One process tree of a run, as the keeper sees it.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use pyjury_core::{Breach, Bytes, DeniedCall, Execution, Exit, Limits, Usage};

use crate::cgroup::Group;
use crate::clock::{Clock, Overrun};
use crate::ends::Ends;
use crate::guard::Guard;
use crate::launcher::protocol::{self, Report};
use crate::memory::{MemoryWatch, Seen};
use crate::pipes::{Sink, Source};
use crate::plan::{Input, Process, Start};
use crate::policy::Policy;
use crate::seccomp::Answer;
use crate::sockets::{MOST_SOCKETS, Sockets};
use crate::steps::Stopwatch;
use crate::{SandboxError, sys};

/// How many refused calls are answered before the run is ended.
const MOST_REFUSALS: u64 = 1000;

/// How long the kernel may take to end a run that was killed. Far more than any host needs.
const DEATH_LIMIT: Duration = Duration::from_secs(30);

/// What can happen to a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Stdin,
    Stdout,
    Stderr,
    /// The mark was written, or closed by the exec.
    Started,
    /// Init or the program's process has something to say.
    Reported,
    /// A system call waits for an answer.
    Told,
    OutOfMemory,
    /// Init has ended, and with it everything in the pid namespace.
    Ended,
}

/// What comes of a launch.
pub(crate) struct Launched {
    pub(crate) group: Group,
    pub(crate) pidfd: OwnedFd,
    pub(crate) sockets: Sockets,
    pub(crate) clock: Clock,
    pub(crate) stopwatch: Stopwatch,
}

/// One process tree of a run.
pub(crate) struct Tree {
    policy: Arc<Policy>,
    limits: Limits,
    start: Start,
    group: Option<Group>,
    pidfd: OwnedFd,
    sockets: Sockets,
    report: Option<OwnedFd>,
    mark: Option<File>,
    listener: Option<OwnedFd>,
    /// The working folder, if files are to be read back.
    pub(crate) folder: Option<OwnedFd>,
    pub(crate) stdin: Sink,
    pub(crate) stdout: Source,
    pub(crate) stderr: Source,
    /// The process whose stdout is this one's stdin.
    pub(crate) reads_from: Option<usize>,
    pub(crate) ends_plan_unless: Option<i32>,
    clock: Clock,
    pub(crate) stopwatch: Stopwatch,
    breach: Option<Breach>,
    /// When init was killed.
    killed: Option<Instant>,
    exit: Option<Exit>,
    end_order: Option<u32>,
    denied: Vec<DeniedCall>,
    memory: MemoryWatch,
}

impl Tree {
    /// What was launched of a process, with the keeper's ends.
    pub(crate) fn new(process: &Process, ends: Ends, launched: Launched) -> Self {
        let Ends { stdin, stdout, stderr, mark, report } = ends;
        let Launched { group, pidfd, sockets, clock, stopwatch } = launched;
        Self {
            policy: Arc::clone(&process.policy),
            limits: process.limits,
            start: process.start,
            group: Some(group),
            pidfd,
            sockets,
            report: Some(report),
            mark: Some(mark),
            listener: None,
            folder: None,
            stdin,
            stdout,
            stderr,
            reads_from: match process.stdin {
                Input::Bytes(_) => None,
                Input::Peer(peer) => Some(peer),
            },
            ends_plan_unless: process.ends_plan_unless,
            clock,
            stopwatch,
            breach: None,
            killed: None,
            exit: None,
            end_order: None,
            denied: Vec::new(),
            memory: MemoryWatch::new(Instant::now()),
        }
    }

    /// The descriptors to wait for. `may_write`: whether whoever reads its stdout keeps up.
    pub(crate) fn waits_for(&self, may_write: bool) -> Vec<(Event, BorrowedFd<'_>, PollFlags)> {
        let mut all = Vec::with_capacity(8);
        let mut add = |event, fd: Option<_>, flags| all.extend(fd.map(|fd| (event, fd, flags)));
        let readable = PollFlags::POLLIN;
        add(Event::Stdin, self.stdin.fd(), PollFlags::POLLOUT);
        add(Event::Stdout, self.stdout.fd().filter(|_| may_write), readable);
        add(Event::Stderr, self.stderr.fd(), readable);
        if !self.has_ended() {
            // The order matters: the start is seen before the calls that come after it, the reports
            // before the end.
            add(Event::Started, self.mark.as_ref().map(AsFd::as_fd), readable);
            add(Event::Reported, self.report.as_ref().map(AsFd::as_fd), readable);
            add(Event::Told, self.listener.as_ref().map(AsFd::as_fd), readable);
            if self.breach.is_none() {
                add(Event::OutOfMemory, self.group.as_ref().and_then(Group::oom), readable);
            }
            add(Event::Ended, Some(self.pidfd.as_fd()), readable);
        }
        all
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.end_order.is_some()
    }

    /// Whether nothing more can come from it.
    pub(crate) fn is_over(&self) -> bool {
        self.has_ended() && self.stdout.is_at_end() && self.stderr.is_at_end()
    }

    pub(crate) fn breach(&self) -> Option<&Breach> {
        self.breach.as_ref()
    }

    pub(crate) fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// Ends the tree, and records why. The first reason stays.
    pub(crate) fn end(&mut self, why: Breach) -> Result<(), SandboxError> {
        if self.has_ended() || self.breach.is_some() {
            return Ok(());
        }
        let now = Instant::now();
        self.clock.stop(now);
        self.breach = Some(why);
        self.killed = Some(now);
        self.stopwatch.end(sys::monotonic());
        sys::kill(self.pidfd.as_fd()).map_err(SandboxError::keeper("end a run"))
    }

    /// When memory or the clocks are to be looked at next.
    pub(crate) fn next_check(&self) -> Option<Instant> {
        match self.killed {
            _ if self.has_ended() => None,
            Some(killed) => Some(killed + DEATH_LIMIT),
            None => Some(self.clock.next_check().min(self.memory.next())),
        }
    }

    /// Looks at memory and at the clocks if it is time.
    pub(crate) fn check(&mut self, now: Instant) -> Result<(), SandboxError> {
        if self.next_check().is_none_or(|next| now < next) {
            return Ok(());
        }
        if self.killed.is_some() {
            return Err(SandboxError::Launcher("a run that was killed half a minute ago is still there".into()));
        }
        self.look_at_memory(now)?;
        if self.killed.is_some() || now < self.clock.next_check() {
            return Ok(());
        }
        match self.clock.check(now, self.cpu()?) {
            None => Ok(()),
            Some(Overrun::Cpu) => self.end(Breach::Cpu),
            Some(Overrun::Wall) => self.end(Breach::Wall),
            Some(Overrun::Idle) => self.end(Breach::Idle),
            Some(Overrun::Start) => Err(self.no_start("no start within a minute")),
        }
    }

    fn look_at_memory(&mut self, now: Instant) -> Result<(), SandboxError> {
        let Some(group) = &mut self.group else { return Ok(()) };
        match self.memory.look(now, group)? {
            Seen::TooManyLocks if self.policy.guards.has(Guard::LockLimit) => self.end(Breach::Memory),
            _ => Ok(()),
        }
    }

    fn cpu(&self) -> Result<Duration, SandboxError> {
        self.group.as_ref().map_or(Ok(Duration::ZERO), Group::cpu)
    }

    /// Ends the tree when it has written too much.
    pub(crate) fn check_output(&mut self) -> Result<(), SandboxError> {
        let most = self.limits.output.get();
        if self.stdout.collector.total() > most || self.stderr.collector.total() > most {
            // A program that ended before its last words were read has still written too much.
            if self.breach.is_none() && self.has_ended() {
                self.breach = Some(Breach::Output);
            }
            self.end(Breach::Output)?;
        }
        Ok(())
    }

    /// The bootstrap has written its mark, or the exec has closed it.
    pub(crate) fn see_start(&mut self) -> Result<(), SandboxError> {
        let Some(mut mark) = self.mark.take() else { return Ok(()) };
        let mut text = [0; 64];
        let length = mark.read(&mut text).map_err(SandboxError::keeper("read the mark of a run"))?;
        match (self.start, length) {
            (Start::Exec, _) => {
                // What was used to set it up was told before the exec.
                while self.stopwatch.cpu_of_set_up().is_none() && self.has_report() {
                    self.see_report()?;
                }
                let spent = self.stopwatch.cpu_of_set_up().unwrap_or_default();
                self.clock.start(Instant::now(), spent.min(self.cpu()?));
            }
            // Closed without a mark: the bootstrap has failed, which the end will show.
            (Start::Mark, 0) => {}
            (Start::Mark, _) => {
                let (spent, at) =
                    read_mark(&text[..length]).ok_or_else(|| self.no_start("its mark is not readable"))?;
                self.clock.start(at, spent.min(self.cpu()?));
            }
        }
        Ok(())
    }

    fn has_report(&self) -> bool {
        self.report.as_ref().is_some_and(|report| !events_of(report.as_fd()).is_empty())
    }

    /// Takes one report, if there is one: what was there when the keeper was woken may have been taken meanwhile.
    pub(crate) fn see_report(&mut self) -> Result<(), SandboxError> {
        let failed = || SandboxError::keeper("read the report of a run");
        let Some(report) = self.report.as_ref().filter(|_| self.has_report()) else { return Ok(()) };
        let Some((message, mut descriptors)) = protocol::receive(report.as_fd()).map_err(failed())? else {
            self.report = None;
            return Ok(());
        };
        match protocol::read(&message).map_err(failed())? {
            Report::Failed { step, errno } => {
                return Err(SandboxError::Setup { step, source: io::Error::from_raw_os_error(errno) });
            }
            Report::Folder => self.folder = descriptors.pop(),
            Report::Listener(readings) => {
                self.stopwatch.see(readings);
                self.listener = descriptors.pop();
            }
            Report::Ended { exit, at } => {
                let at = Duration::from_nanos(at);
                self.stopwatch.end(at);
                self.clock.stop(instant(at));
                self.exit = Some(exit);
            }
        }
        Ok(())
    }

    /// The kernel says that memory ran out (v1). It says so too when a group above ran out, which is not this
    /// run's doing.
    pub(crate) fn see_memory(&mut self) -> Result<(), SandboxError> {
        match self.group.as_ref().map(Group::is_out_of_memory).transpose()? {
            Some(true) => self.end(Breach::Memory),
            _ => Ok(()),
        }
    }

    /// Answers a system call that the filter told.
    pub(crate) fn see_call(&mut self) -> Result<(), SandboxError> {
        let failed = || SandboxError::keeper("answer a refused system call");
        let Some(listener) = &self.listener else { return Ok(()) };
        let events = events_of(listener.as_fd());
        if !events.contains(PollFlags::POLLIN) {
            // Without a call and hung up, no process with the filter is left. Without either, a signal took
            // the caller away before it was asked.
            if events.intersects(PollFlags::POLLHUP | PollFlags::POLLERR) {
                self.listener = None;
            }
            return Ok(());
        }
        let Some(call) = sys::receive_notification(listener.as_fd()).map_err(failed())? else { return Ok(()) };
        let (answer, name) = self.policy.filters.answer(call.number, call.arch, &call.args);
        let listener = listener.as_fd();
        match answer {
            Answer::Ignore => sys::refuse(listener, call, 0).map_err(failed()),
            Answer::Count if self.has_room_for_sockets()? => sys::proceed(listener, call).map_err(failed()),
            Answer::Count => sys::refuse(listener, call, libc::ENOBUFS).map_err(failed()),
            Answer::Kill => {
                tell(&mut self.denied, &name);
                self.end(Breach::Syscall { name })
            }
            Answer::Refuse => {
                let refused = tell(&mut self.denied, &name);
                match refused > MOST_REFUSALS && self.policy.guards.has(Guard::RefusalLimit) {
                    true => self.end(Breach::SyscallFlood { name }),
                    false => sys::refuse(listener, call, libc::EPERM).map_err(failed()),
                }
            }
        }
    }

    fn has_room_for_sockets(&self) -> Result<bool, SandboxError> {
        let count = self.sockets.count().map_err(SandboxError::keeper("count the sockets of a run"))?;
        Ok(count < MOST_SOCKETS || !self.policy.guards.has(Guard::SocketLimit))
    }

    /// Init has ended: takes what it still had to say.
    pub(crate) fn see_end(&mut self, order: u32) -> Result<(), SandboxError> {
        while self.report.is_some() {
            self.see_report()?;
        }
        if self.mark.is_some() {
            self.see_start()?;
        }
        self.clock.stop(Instant::now());
        self.stopwatch.gone();
        self.stdin.close();
        self.listener = None;
        self.end_order = Some(order);
        if self.exit.is_none() && self.breach.is_none() {
            return Err(SandboxError::Launcher("init ended without saying how the program did".into()));
        }
        Ok(())
    }

    fn no_start(&self, exit: &str) -> SandboxError {
        SandboxError::NoStart { exit: exit.to_owned(), stderr: String::new() }
    }

    /// Reads the counters, and gives the facts and the group. The tree is over.
    pub(crate) fn finish(mut self) -> Result<(Execution, Group), SandboxError> {
        let Some(group) = self.group.take() else { return Err(SandboxError::Launcher("finished twice".into())) };
        match self.facts(&group) {
            Ok(execution) => Ok((execution, group)),
            Err(error) => {
                group.abandon();
                Err(error)
            }
        }
    }

    fn facts(&mut self, group: &Group) -> Result<Execution, SandboxError> {
        let readings = group.readings()?;
        let cpu = self.clock.cpu(group.cpu()?);
        // What the counters show stands even where the end came before the keeper looked.
        if readings.oom_kills > 0 && !readings.hit_limit && self.breach.is_none() {
            return Err(SandboxError::Launcher("the host ran out of memory and killed in the run".into()));
        }
        let by_counters = match readings.oom_kills {
            0 => (cpu > self.limits.cpu).then_some(Breach::Cpu),
            _ => Some(Breach::Memory),
        };
        let breach = self.breach.take().or(by_counters);
        let stdout = self.stdout.collector.take();
        let stderr = self.stderr.collector.take();
        if breach.is_none() && !self.clock.has_started() {
            let exit = format!("{:?}", self.exit);
            return Err(SandboxError::NoStart { exit, stderr: String::from_utf8_lossy(&stderr.joined()).into_owned() });
        }
        Ok(Execution {
            exit: self.exit,
            breach,
            usage: Usage {
                cpu,
                wall: self.clock.wall(),
                memory: Bytes(readings.memory),
                split: self.memory.split(),
                processes: readings.processes,
                refused_tasks: readings.refused_tasks,
            },
            stdout,
            stderr,
            denied: std::mem::take(&mut self.denied),
            end_order: self.end_order.unwrap_or(0),
        })
    }
}

/// Whatever went wrong, nothing of the run is left.
impl Drop for Tree {
    fn drop(&mut self) {
        let Some(group) = self.group.take() else { return };
        if let Err(error) = sys::kill(self.pidfd.as_fd()) {
            tracing::error!(%error, "could not end a run");
        }
        let mut ended = [PollFd::new(self.pidfd.as_fd(), PollFlags::POLLIN)];
        let _ = poll(&mut ended, PollTimeout::from(10_000_u16));
        group.abandon();
    }
}

/// The mark: CPU time that the bootstrap used, and when it ended, both in nanoseconds. So what passes until
/// the keeper gets to read it counts for the submission, however busy the host is.
pub(crate) fn read_mark(text: &[u8]) -> Option<(Duration, Instant)> {
    let (spent, at) = str::from_utf8(text).ok()?.split_once(' ')?;
    let nanoseconds = |text: &str| text.parse().ok().map(Duration::from_nanos);
    Some((nanoseconds(spent)?, instant(nanoseconds(at)?)))
}

/// A reading of the monotonic clock by another process, as an instant. Never later than now.
fn instant(reading: Duration) -> Instant {
    let (now, instant) = (sys::monotonic(), Instant::now());
    instant.checked_sub(now.saturating_sub(reading)).unwrap_or(instant)
}

/// Adds a refused call to those that the result names; gives how many there are.
fn tell(denied: &mut Vec<DeniedCall>, name: &str) -> u64 {
    match denied.iter_mut().find(|denied| denied.name == name) {
        Some(denied) => denied.count += 1,
        None => denied.push(DeniedCall { name: name.to_owned(), count: 1 }),
    }
    denied.iter().map(|denied| denied.count).sum()
}

/// What a descriptor has to say right now.
fn events_of(fd: BorrowedFd<'_>) -> PollFlags {
    let mut polled = [PollFd::new(fd, PollFlags::POLLIN)];
    match poll(&mut polled, PollTimeout::ZERO) {
        Ok(_) => polled[0].revents().unwrap_or(PollFlags::empty()),
        Err(_) => PollFlags::empty(),
    }
}
