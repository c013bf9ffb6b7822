//! The uids of runs: which there are, and how a user namespace gets them.

use std::fs;
use std::io;
use std::process::Command;

use nix::unistd::{Gid, Uid, User, getegid, geteuid};

use crate::SandboxError;

/// Uids per slot: the last is init's, the others are for the processes of a plan.
pub(crate) const PER_SLOT: u32 = 16;
/// The most slots of one host.
pub(crate) const MOST_SLOTS: u32 = 256;
/// What the slots of a host take.
const ALL: u32 = PER_SLOT * MOST_SLOTS;

/// The uids (and gids of the same numbers) that runs get, as their launcher sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    first: u32,
    slots: u32,
}

impl Ids {
    /// The ids that root may give out, given the ranges of its namespace: from `wanted` on where that is mapped, as
    /// it is on a bare host; otherwise, as in most containers, from the middle of the largest range, away from
    /// both the accounts and `nobody`.
    ///
    /// # Errors
    /// [`SandboxError::Host`] when no range has ids for a single slot.
    pub(crate) fn of_root(wanted: u32) -> Result<Self, SandboxError> {
        let ranges = [mapped("/proc/self/uid_map"), mapped("/proc/self/gid_map")];
        Self::within(&ranges, wanted).ok_or_else(|| SandboxError::Host {
            what: format!("its user namespace has no room for runs: it maps the ids {}", show(&ranges[0])),
            remedy: "give the container a range of at least 4,096 ids, for uids and for gids",
        })
    }

    fn within(ranges: &[Vec<Range>; 2], wanted: u32) -> Option<Self> {
        if ranges.iter().all(|of_kind| of_kind.iter().any(|range| range.has(wanted, ALL))) {
            return Some(Self { first: wanted, slots: MOST_SLOTS });
        }
        let largest = ranges[0].iter().max_by_key(|range| range.count)?;
        let (first, count) = (largest.first + largest.count / 2, (largest.count / 4).min(ALL));
        let slots = count / PER_SLOT;
        let gids = ranges[1].iter().any(|range| range.has(first, count));
        (gids && slots > 0).then_some(Self { first, slots })
    }

    /// The ids of a namespace that [`Subordinate::map_into`] filled.
    const fn of_subordinate(subordinate: &Subordinate) -> Self {
        let slots = subordinate.uids.count.saturating_sub(1) / PER_SLOT;
        Self { first: 1, slots: if slots < MOST_SLOTS { slots } else { MOST_SLOTS } }
    }

    /// How many slots there can be.
    pub(crate) const fn slots(self) -> u32 {
        self.slots
    }

    /// The uid of process `index` of a plan.
    pub(crate) const fn of_process(self, slot: u32, index: usize) -> u32 {
        self.first + slot * PER_SLOT + (index as u32 % (PER_SLOT - 1))
    }

    /// The uid of init.
    pub(crate) const fn of_init(self, slot: u32) -> u32 {
        self.first + slot * PER_SLOT + PER_SLOT - 1
    }
}

/// The ids that an ordinary user may give out: those of /etc/subuid and /etc/subgid (subuid(5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subordinate {
    uids: Range,
    gids: Range,
}

impl Subordinate {
    /// Those of the user that this process runs as, and what runs get of them.
    ///
    /// # Errors
    /// [`SandboxError::Host`] when the user has none, or the programs that hand them out are missing.
    pub(crate) fn of_this_user() -> Result<(Self, Ids), SandboxError> {
        let missing = |what: String| SandboxError::Host {
            what,
            remedy: "install uidmap (newuidmap, newgidmap) and give the user a range of at least 4,097 ids in \
                     /etc/subuid and /etc/subgid, such as with `usermod --add-subuids 200000-265535 \
                     --add-subgids 200000-265535 USER`",
        };
        let uid = geteuid();
        let name = User::from_uid(uid).ok().flatten().map(|user| user.name).unwrap_or_default();
        let largest = |file: &str| {
            let text = fs::read_to_string(file).unwrap_or_default();
            let largest = subordinate(&text, &name, uid).into_iter().max_by_key(|range| range.count);
            largest.ok_or_else(|| missing(format!("{file} has no ids for uid {uid}")))
        };
        let subordinate = Self { uids: largest("/etc/subuid")?, gids: largest("/etc/subgid")? };
        let count = subordinate.uids.count.min(subordinate.gids.count);
        let subordinate = Self { uids: Range { count, ..subordinate.uids }, gids: Range { count, ..subordinate.gids } };
        for program in ["newuidmap", "newgidmap"] {
            let found = std::env::var_os("PATH")
                .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).exists()));
            if !found {
                return Err(missing(format!("{program} is not in PATH")));
            }
        }
        match Ids::of_subordinate(&subordinate) {
            ids if ids.slots > 0 => Ok((subordinate, ids)),
            _ => Err(missing(format!("uid {uid} has only {count} subordinate ids"))),
        }
    }

    /// Fills the user namespace of process `pid`: 0 is this user, the subordinate ids follow from 1 on.
    pub(crate) fn map_into(&self, pid: u32) -> io::Result<()> {
        map("newuidmap", pid, geteuid().as_raw(), self.uids)?;
        map("newgidmap", pid, getegid().as_raw(), self.gids)
    }
}

/// newuidmap(1), newgidmap(1): what a user isn't allowed to write itself.
fn map(program: &str, pid: u32, own: u32, range: Range) -> io::Result<()> {
    let numbers = [pid, 0, own, 1, 1, range.first, range.count];
    let output = Command::new(program).args(numbers.map(|number| number.to_string())).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()))),
    }
}

/// Ids in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    first: u32,
    count: u32,
}

impl Range {
    const fn has(self, first: u32, count: u32) -> bool {
        first >= self.first && (first - self.first) as u64 + count as u64 <= self.count as u64
    }
}

/// The ranges of a map of user_namespaces(7), as seen inside: lines `inside outside count`.
fn mapped(file: &str) -> Vec<Range> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse);
        let (first, _, count) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        Some(Range { first, count })
    };
    text.lines().filter_map(line).collect()
}

fn show(ranges: &[Range]) -> String {
    let one = |range: &Range| format!("{}+{}", range.first, range.count);
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The lines `USER:FIRST:COUNT` of a user, by name or number.
fn subordinate(text: &str, name: &str, uid: Uid) -> Vec<Range> {
    let number = uid.to_string();
    let line = |line: &str| {
        let mut fields = line.trim().split(':');
        let (user, first, count) = (fields.next()?, fields.next()?, fields.next()?);
        let own = user == number || (!name.is_empty() && user == name);
        own.then_some(Range { first: first.parse().ok()?, count: count.parse().ok()? })
    };
    text.lines().filter_map(line).collect()
}

/// A gid of the same number as a uid.
pub(crate) fn group_of(uid: u32) -> (Uid, Gid) {
    (Uid::from_raw(uid), Gid::from_raw(uid))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Range = Range { first: 0, count: u32::MAX };

    #[test]
    fn a_bare_host_gives_what_is_wanted_and_a_container_what_it_has() {
        let both = |range| [vec![range], vec![range]];
        assert_eq!(Ids::within(&both(WHOLE), 2_000_000), Some(Ids { first: 2_000_000, slots: 256 }));
        let container = Range { first: 0, count: 65_536 };
        assert_eq!(Ids::within(&both(container), 2_000_000), Some(Ids { first: 32_768, slots: 256 }));
        let small = Range { first: 0, count: 128 };
        assert_eq!(Ids::within(&both(small), 2_000_000), Some(Ids { first: 64, slots: 2 }));
        assert_eq!(Ids::within(&both(Range { first: 0, count: 1 }), 2_000_000), None);
        assert_eq!(Ids::within(&[vec![container], vec![small]], 2_000_000), None, "gids go with uids");
    }

    #[test]
    fn no_two_slots_share_an_id() {
        let ids = Ids { first: 1, slots: 256 };
        let all: Vec<_> =
            (0..4).flat_map(|slot| (0..15).map(move |i| ids.of_process(slot, i)).chain([ids.of_init(slot)])).collect();
        assert_eq!(all, (1..65).collect::<Vec<_>>());
    }

    #[test]
    fn subordinate_ids_are_found_by_name_and_by_number() {
        let text = "judge:200000:65536\n# no\nother:1:2\n1000:300000:10\njudge:x:1\n";
        let uid = Uid::from_raw(1000);
        let found = [Range { first: 200_000, count: 65_536 }, Range { first: 300_000, count: 10 }];
        assert_eq!(subordinate(text, "judge", uid), found);
        assert_eq!(subordinate(text, "", uid), found[1..]);
    }
}
