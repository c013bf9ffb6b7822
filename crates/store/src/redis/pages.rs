//! Reading indexes: each shard has its part, merged in the order of keys.

use futures::future::try_join_all;
use redis::{Cmd, cmd};

use super::Inner;
use crate::{Entry, Order, Scan, Shard, StoreError};

/// The most entries of a shard that one answer brings: larger ones would make others wait.
const AT_ONCE: usize = 1000;

/// What is known of a shard's part of a scan.
struct Part {
    shard: Shard,
    entries: Vec<Entry>,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// There may be more after the last entry.
    Open,
    Reached,
}

impl Inner {
    pub(super) async fn page(&self, scan: &Scan) -> Result<Vec<Entry>, StoreError> {
        let shards: Vec<Shard> = scan.shard.map_or_else(|| Shard::all().collect(), |shard| vec![shard]);
        let mut parts: Vec<Part> =
            shards.into_iter().map(|shard| Part { shard, entries: Vec::new(), end: End::Open }).collect();
        // Entries are spread evenly: a little more than an even share of the page is mostly enough.
        let mut share = match scan.shard {
            Some(_) => scan.limit,
            None => (scan.limit / usize::from(Shard::COUNT)).saturating_mul(2).saturating_add(8).min(scan.limit),
        };
        loop {
            let wanted = unsettled(&parts, scan);
            if wanted.is_empty() {
                return Ok(merged(parts, scan));
            }
            let share_now = share.min(AT_ONCE);
            let more = wanted.iter().map(|place| self.more(scan, &parts[*place], share_now));
            for (place, entries) in wanted.iter().zip(try_join_all(more).await?) {
                let part = &mut parts[*place];
                if entries.len() < share_now {
                    part.end = End::Reached;
                }
                part.entries.extend(entries);
            }
            share = share.saturating_mul(4).min(scan.limit.max(1));
        }
    }

    /// The next entries of a shard's part.
    async fn more(&self, scan: &Scan, part: &Part, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let after = part.entries.last().map(|entry| entry.key.as_str()).or(scan.after.as_deref());
        let command = range(&self.names.index(part.shard, scan.index), scan, after, limit);
        let (members, _): (Vec<Vec<u8>>, _) = self.ask("scan an index", part.shard, &command).await?;
        members.into_iter().map(|member| entry(part.shard, &member)).collect()
    }
}

/// The shards that must be asked again: those that may have more entries within the page.
fn unsettled(parts: &[Part], scan: &Scan) -> Vec<usize> {
    let mut keys: Vec<&str> = parts.iter().flat_map(|part| &part.entries).map(|entry| entry.key.as_str()).collect();
    sort(&mut keys, scan.order, |key| key);
    let last_of_page = scan.limit.checked_sub(1).and_then(|last| keys.get(last));
    let open = |part: &&Part| {
        part.end == End::Open
            && scan.limit > 0
            && match (part.entries.last(), last_of_page) {
                (Some(last), Some(of_page)) => is_before(&last.key, of_page, scan.order),
                _ => true,
            }
    };
    parts.iter().enumerate().filter(|(_, part)| open(part)).map(|(place, _)| place).collect()
}

fn merged(parts: Vec<Part>, scan: &Scan) -> Vec<Entry> {
    let mut entries: Vec<Entry> = parts.into_iter().flat_map(|part| part.entries).collect();
    sort(&mut entries, scan.order, |entry| entry.key.as_str());
    entries.truncate(scan.limit);
    entries
}

fn sort<T>(items: &mut [T], order: Order, key: impl Fn(&T) -> &str) {
    match order {
        Order::Ascending => items.sort_by(|a, b| key(a).cmp(key(b))),
        Order::Descending => items.sort_by(|a, b| key(b).cmp(key(a))),
    }
}

fn is_before(key: &str, other: &str, order: Order) -> bool {
    match order {
        Order::Ascending => key < other,
        Order::Descending => key > other,
    }
}

/// The command that reads entries beyond a key. Members are `key\0...`, and no key holds a `\0`.
fn range(index: &str, scan: &Scan, after: Option<&str>, limit: usize) -> Cmd {
    let low = [b"[", scan.prefix.as_bytes()].concat();
    // No character begins with this byte.
    let high = [b"(", scan.prefix.as_bytes(), b"\xff"].concat();
    let limit = isize::try_from(limit).unwrap_or(isize::MAX);
    match scan.order {
        Order::Ascending => {
            let beyond = after.map(|after| [b"[", after.as_bytes(), b"\x01"].concat());
            let low = beyond.map_or(low.clone(), |beyond| if beyond[1..] > low[1..] { beyond } else { low });
            cmd("ZRANGEBYLEX").arg(index).arg(low).arg(high).arg("LIMIT").arg(0).arg(limit).to_owned()
        }
        Order::Descending => {
            let beyond = after.map(|after| [b"(", after.as_bytes(), b"\x00"].concat());
            let high = beyond.map_or(high.clone(), |beyond| if beyond[1..] < high[1..] { beyond } else { high });
            cmd("ZREVRANGEBYLEX").arg(index).arg(high).arg(low).arg("LIMIT").arg(0).arg(limit).to_owned()
        }
    }
}

/// An entry from its member: `key\0sequence value`.
pub(crate) fn entry(shard: Shard, member: &[u8]) -> Result<Entry, StoreError> {
    let parts = || {
        let (key, rest) = split(member, 0)?;
        let (sequence, value) = split(rest, b' ')?;
        let sequence = std::str::from_utf8(sequence).ok()?.parse().ok()?;
        Some(Entry { shard, key: String::from_utf8(key.to_vec()).ok()?, value: value.to_vec(), sequence })
    };
    let why = || format!("{:?} isn't an entry", String::from_utf8_lossy(member));
    parts().ok_or_else(|| StoreError::Backend { step: "scan an index", why: why() })
}

fn split(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let place = bytes.iter().position(|byte| *byte == at)?;
    Some((&bytes[..place], &bytes[place + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Index;

    fn part(number: u8, keys: &[&str], end: End) -> Part {
        let shard = Shard::new(number).unwrap();
        let entry = |key: &&str| Entry { shard, key: (*key).into(), value: vec![], sequence: 1 };
        Part { shard, entries: keys.iter().map(entry).collect(), end }
    }

    #[test]
    fn only_shards_that_ran_out_within_the_page_are_asked_again() {
        let scan = |limit, order| Scan {
            index: Index { name: "i" },
            shard: None,
            prefix: String::new(),
            after: None,
            order,
            limit,
        };
        let parts = [part(0, &["a", "b"], End::Open), part(1, &["c", "d"], End::Open), part(2, &[], End::Reached)];
        assert_eq!(unsettled(&parts, &scan(2, Order::Ascending)), [0; 0], "a, b is the page");
        assert_eq!(unsettled(&parts, &scan(3, Order::Ascending)), [0], "something may follow b before c");
        assert_eq!(unsettled(&parts, &scan(5, Order::Ascending)), [0, 1]);
        assert_eq!(unsettled(&parts, &scan(0, Order::Ascending)), [0; 0]);
        let down = [part(0, &["b", "a"], End::Open), part(1, &["d", "c"], End::Open)];
        assert_eq!(unsettled(&down, &scan(3, Order::Descending)), [1], "something may follow c before b");
    }
}
