//! System calls by name and number.

use syscalls::{aarch64, x86_64};

/// Calls that the table of names has otherwise than the kernel does on arm64 (asm-generic/unistd.h).
const OTHERWISE: [(&str, &str); 1] = [("newfstatat", "fstatat")];

/// Whether any architecture that we run on has this call.
pub(super) fn is_known(name: &str) -> bool {
    name.parse::<x86_64::Sysno>().is_ok() || name.parse::<aarch64::Sysno>().is_ok()
}

/// All calls that an architecture has on which we run.
pub fn calls() -> impl Iterator<Item = &'static str> {
    let named =
        |name: &'static str| OTHERWISE.iter().find(|(_, table)| *table == name).map_or(name, |(kernel, _)| kernel);
    let x86_64 = x86_64::Sysno::iter().map(|call| call.name());
    x86_64.chain(aarch64::Sysno::iter().map(move |call| named(call.name())))
}

/// The number of a call on this machine; `None` where this architecture has no such call.
pub(super) fn number(name: &str) -> Option<i64> {
    let here = |name: &str| name.parse::<syscalls::Sysno>().ok();
    let otherwise = || OTHERWISE.iter().find(|(kernel, _)| *kernel == name).and_then(|(_, table)| here(table));
    here(name).or_else(otherwise).map(|call| i64::from(call.id()))
}

/// The name of a call on this machine.
pub(super) fn name(number: i32) -> String {
    let Some(call) = usize::try_from(number).ok().and_then(syscalls::Sysno::new) else {
        return format!("syscall_{number}");
    };
    let otherwise = OTHERWISE.iter().find(|(_, table)| *table == call.name());
    otherwise.map_or(call.name(), |(kernel, _)| kernel).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_have_the_kernels_names() {
        for call in ["newfstatat", "openat", "clone", "execve"] {
            let number = number(call).unwrap();
            assert_eq!(name(number as i32), call);
        }
        assert_eq!(name(100_000), "syscall_100000");
    }
}
