//! From text to values. What is expected is said in each error; a secret never is.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// An address with its port.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("expected an address such as 127.0.0.1:50051, got {text:?}"))
}

/// A file or a folder.
pub(crate) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("expected a path, got nothing".to_owned()) } else { Ok(PathBuf::from(text)) }
}

/// A file that is there.
pub(crate) fn file(text: &str) -> Result<PathBuf, String> {
    let path = path(text)?;
    if path.is_file() { Ok(path) } else { Err(format!("expected a file, there is none at {text:?}")) }
}

/// A time such as `500ms` or `15s`, longer than nothing.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let read = humantime::parse_duration(text).ok().filter(|time| !time.is_zero());
    read.ok_or_else(|| format!("expected a time such as 500ms or 15s, got {text:?}"))
}

/// A time that may be nothing.
pub(crate) fn pause(text: &str) -> Result<Duration, String> {
    if text == "0" { Ok(Duration::ZERO) } else { duration(text) }
}

/// A word.
pub(crate) fn word(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("expected a word, got nothing".to_owned()) } else { Ok(text.to_owned()) }
}

/// A number of slots.
pub(crate) fn slots(text: &str) -> Result<usize, String> {
    const MOST: usize = 1024;
    let read = text.parse().ok().filter(|slots| (1..=MOST).contains(slots));
    read.ok_or_else(|| format!("expected a number of slots from 1 to {MOST}, got {text:?}"))
}

/// The first of the uids for runs: above those of people and services, and with room for every slot.
pub(crate) fn uid(text: &str) -> Result<u32, String> {
    let bounds = 65_536..=u32::MAX - (1 << 20);
    let read = text.parse().ok().filter(|uid| bounds.contains(uid));
    read.ok_or_else(|| format!("expected a uid from {} to {}, got {text:?}", bounds.start(), bounds.end()))
}
