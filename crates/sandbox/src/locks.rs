//! How many file locks a run has.
//!
//! A POSIX lock (fcntl_locking(2)) is some 200 bytes of the kernel's that no cgroup is charged for, and RLIMIT_LOCKS has had
//! no effect since Linux 2.4.25 (getrlimit(2)). A filter can't see whether a call locks or unlocks, and SQLite makes many
//! such calls, so they are not told to the keeper. It looks now and then instead: first at how much of the host's memory
//! the kernel itself holds, and only when that has grown at the list of all locks (proc_locks(5)), for whose readers everybody
//! waits who locks something. Who gives the kernel's memory back while it takes locks hides that growth, so in longer runs the
//! list is read once a second in any case.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::time::{Duration, Instant};

use crate::cgroup::line;

/// The most file locks of a run at once. Honest programs have a few: a connection of SQLite, three.
const MOST_LOCKS: usize = 1000;

/// How much of the list is read, in bytes: 250,000 locks. Each page of it costs the kernel as much as all before, and the
/// newest come first.
const MOST_READ: u64 = 16 << 20;

/// By how many bytes the kernel's own memory has grown when the list of locks is read. It is less than what all the
/// processes and open files of a large run take, and some 40,000 locks.
const GROWTH: u64 = 8 << 20;

/// The list is read so often, whatever has grown: the first reader waits for some 10 ms.
const AT_LEAST_EVERY: Duration = Duration::from_secs(1);

/// Where the kernel tells how many pages of its own objects it can't give back (proc_vmstat(5)), and the line.
const KERNEL_MEMORY: (&str, &str) = ("/proc/vmstat", "nr_slab_unreclaimable");
/// All file locks of processes that are seen from here.
const LIST: &str = "/proc/locks";
/// What a host lacks that doesn't tell of them, and what helps.
pub(crate) const NOT_TOLD: &str = "/proc/locks or /proc/vmstat can't be read: the file locks of runs can't be bounded";
pub(crate) const REMEDY: &str = "start pyjury where /proc is whole (mounted without subset=pid, and not masked)";

/// Watches the locks of one run.
#[derive(Debug)]
pub(crate) struct Locks {
    /// When the list is read next, whatever has grown.
    due: Instant,
    /// The least that the kernel held at a look since the list was read last, in bytes.
    least: Option<u64>,
}

impl Locks {
    /// Watches from `now` on.
    pub(crate) fn new(now: Instant) -> Self {
        Self { due: now + AT_LEAST_EVERY, least: None }
    }

    /// Whether the run may have made many locks since the first look, or since it was so last.
    ///
    /// # Errors
    /// The host doesn't tell of its memory.
    pub(crate) fn may_be_many(&mut self, now: Instant) -> io::Result<bool> {
        let held = bytes_held()?;
        let least = self.least.map_or(held, |least| least.min(held));
        let many = held - least >= GROWTH || now >= self.due;
        if many {
            *self = Self { least: Some(held), ..Self::new(now) };
        } else {
            self.least = Some(least);
        }
        Ok(many)
    }
}

/// Whether the host tells what is asked here. A /proc with `subset=pid` doesn't.
pub(crate) fn are_told() -> bool {
    [KERNEL_MEMORY.0, LIST].into_iter().all(|file| File::open(file).is_ok())
}

/// Whether these processes together have more locks than a run may.
///
/// # Errors
/// The list can't be read.
pub(crate) fn too_many(processes: &BTreeSet<u32>) -> io::Result<bool> {
    exceeds(BufReader::new(File::open(LIST)?.take(MOST_READ)), processes, MOST_LOCKS)
}

/// Reads a list of locks no further than it must. The kernel resumes it by place, and new locks come first: what somebody
/// makes meanwhile moves others back, so that the same ones are read again. Each is counted once.
fn exceeds(list: impl BufRead, processes: &BTreeSet<u32>, most: usize) -> io::Result<bool> {
    let mut found = HashSet::new();
    for line in list.lines() {
        let line = line?;
        // The number before it is that of its place.
        let Some((_, lock)) = line.split_once(' ') else { continue };
        if owner(lock).is_some_and(|owner| processes.contains(&owner)) {
            found.insert(lock.to_owned());
        }
        if found.len() > most {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whose a lock such as `POSIX  ADVISORY  WRITE 1234 00:1e:177427 0 EOF` is. One that waits for another has `->` before
/// its kind.
fn owner(lock: &str) -> Option<u32> {
    lock.split_whitespace().filter(|word| *word != "->").nth(3)?.parse().ok()
}

/// Bytes of the kernel's own objects that it can't give back.
fn bytes_held() -> io::Result<u64> {
    let pages = line(&fs::read_to_string(KERNEL_MEMORY.0)?, KERNEL_MEMORY.1);
    let unknown = || io::Error::other(format!("{} has no line {}", KERNEL_MEMORY.0, KERNEL_MEMORY.1));
    Ok(pages.ok_or_else(unknown)? * page_size())
}

fn page_size() -> u64 {
    let size = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE).ok().flatten();
    size.and_then(|size| size.try_into().ok()).unwrap_or(4096)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: &str = "1: POSIX  ADVISORY  WRITE 7 00:1e:177427 0 EOF\n\
                        1: -> POSIX  ADVISORY  WRITE 8 00:1e:177427 0 EOF\n\
                        2: FLOCK  ADVISORY  READ  7 00:1e:177428 0 EOF\n\
                        3: OFDLCK ADVISORY  READ  -1 00:1e:177429 0 EOF\n";

    #[test]
    fn locks_are_counted_by_whose_they_are() {
        let exceeds =
            |processes: &[u32], most| exceeds(SOME.as_bytes(), &processes.iter().copied().collect(), most).unwrap();
        assert!(exceeds(&[7], 1) && !exceeds(&[7], 2));
        assert!(exceeds(&[7, 8], 2) && !exceeds(&[7, 8], 3));
        assert!(!exceeds(&[9], 0) && !exceeds(&[], 0));
    }

    #[test]
    fn a_lock_that_is_read_again_is_counted_once() {
        let moved = SOME.replace("1: ", "40: ").replace("2: ", "41: ");
        assert!(!exceeds(format!("{SOME}{moved}").as_bytes(), &BTreeSet::from([7]), 2).unwrap());
    }

    #[test]
    fn the_kernel_lists_a_lock_with_its_owner() {
        let own = BTreeSet::from([std::process::id()]);
        let listed = || exceeds(BufReader::new(File::open(LIST).unwrap()), &own, 0).unwrap();
        let file = tempfile::tempfile().unwrap();
        file.lock().unwrap();
        assert!(listed());
    }

    #[test]
    fn growth_is_told_once() {
        let now = Instant::now();
        let mut locks = Locks::new(now);
        assert!(!locks.may_be_many(now).unwrap());
        assert!(locks.least.unwrap() > 1 << 20, "a kernel holds more than {locks:?}");
        locks.least = Some(0);
        assert!(locks.may_be_many(now).unwrap());
        assert!(!locks.may_be_many(now).unwrap());
    }

    #[test]
    fn what_does_not_grow_is_looked_at_now_and_then() {
        let start = Instant::now();
        let mut locks = Locks::new(start);
        let mut told = |millis| {
            // Whatever else runs here meanwhile.
            locks.least = Some(u64::MAX);
            locks.may_be_many(start + Duration::from_millis(millis)).unwrap()
        };
        assert_eq!([990, 1010, 2000, 2020].map(&mut told), [false, true, false, true]);
    }
}
