//! System calls by name and number.

use syscalls::{aarch64, x86_64};

/// Whether any architecture that we run on has this call.
pub(super) fn is_known(name: &str) -> bool {
    name.parse::<x86_64::Sysno>().is_ok() || name.parse::<aarch64::Sysno>().is_ok()
}

/// The number of a call on this machine; `None` where this architecture has no such call.
pub(super) fn number(name: &str) -> Option<i64> {
    name.parse::<syscalls::Sysno>().ok().map(|call| i64::from(call.id()))
}

/// The name of a call on this machine.
pub(super) fn name(number: i32) -> String {
    match usize::try_from(number).ok().and_then(syscalls::Sysno::new) {
        Some(call) => call.name().to_owned(),
        None => format!("syscall_{number}"),
    }
}
