//! One point, and what happens there.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use nix::sys::signal::{Signal, raise};

/// What names the point.
const VARIABLE: &str = "PYJURY_FAILPOINT";

/// One point, and what happens there.
#[derive(Debug)]
pub(super) struct Point {
    name: String,
    /// The how manieth time it acts.
    nth: u64,
    act: Act,
    reached: AtomicU64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// The process ends at once, as if it was killed.
    Abort,
    /// The process stops until somebody continues it.
    Stop,
}

/// On which side of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    Before,
    After,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}

impl Point {
    /// The point of this process, if it has one.
    ///
    /// # Panics
    /// When the variable can't be read: the test that set it would test nothing.
    pub(super) fn from_environment() -> Option<&'static Self> {
        static POINT: OnceLock<Option<Point>> = OnceLock::new();
        let read = || {
            let text = std::env::var(VARIABLE).ok()?;
            let point = Self::parse(&text);
            Some(point.unwrap_or_else(|| panic!("expected {VARIABLE}=POINT[:N]=abort|stop, got {text:?}")))
        };
        POINT.get_or_init(read).as_ref()
    }

    fn parse(text: &str) -> Option<Self> {
        let (place, act) = text.split_once('=')?;
        let act = match act {
            "abort" => Act::Abort,
            "stop" => Act::Stop,
            _ => return None,
        };
        let (name, nth) = match place.split_once(':') {
            Some((name, nth)) => (name, nth.parse().ok().filter(|nth| *nth > 0)?),
            None => (place, 1),
        };
        Some(Self { name: name.to_owned(), nth, act, reached: AtomicU64::new(0) })
    }

    /// Says that the process is at a point.
    pub(super) fn reach(&self, operation: fmt::Arguments<'_>, side: Side) {
        if self.name != format!("{operation}.{side}") || self.reached.fetch_add(1, Ordering::SeqCst) + 1 != self.nth {
            return;
        }
        tracing::warn!(point = self.name, act = ?self.act, "a failpoint is reached");
        match self.act {
            Act::Abort => std::process::abort(),
            // Every thread stops here. To go on is the business of whoever watches this process.
            Act::Stop => drop(raise(Signal::SIGSTOP)),
        }
        tracing::warn!(point = self.name, "going on after a failpoint");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read() {
        let point = Point::parse("store.place.before:3=stop").unwrap();
        assert_eq!((point.name.as_str(), point.nth, point.act), ("store.place.before", 3, Act::Stop));
        assert_eq!(Point::parse("queue.worker.ack.after=abort").unwrap().nth, 1);
        for text in ["", "store.place.before", "store.place.before:0=stop", "store.place.before=die"] {
            assert!(Point::parse(text).is_none(), "{text}");
        }
    }
}
