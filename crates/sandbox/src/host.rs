//! What this host offers.

use std::fs;

use crate::SandboxError;
use crate::cgroup::Hierarchy;
use crate::ids::{Ids, Subordinate};
use crate::locks;

/// A host that can confine programs.
#[derive(Clone, Debug)]
pub struct Host {
    hierarchy: Hierarchy,
    kernel: String,
    form: Form,
}

/// By what right this process confines others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Root, of the machine or of a container: it makes namespaces itself.
    Root,
    /// An ordinary user: each launcher lives in a user namespace in which it is root.
    Rootless(Subordinate, Ids),
}

/// The oldest kernel with everything that confinement uses: `mount_setattr` (5.12), `subset=pid` (5.8).
pub(crate) const OLDEST_KERNEL: (u32, u32) = (5, 12);

impl Host {
    /// Looks at the host.
    ///
    /// # Errors
    /// [`SandboxError::Host`] with what is missing and what to do about it. Nothing falls back silently.
    pub fn probe() -> Result<Self, SandboxError> {
        let missing = |what: String, remedy| Err(SandboxError::Host { what, remedy });
        let kernel = kernel_release();
        if kernel_version(&kernel).is_none_or(|version| version < OLDEST_KERNEL) {
            return missing(format!("the kernel is {kernel}"), "use Linux 5.12 or newer");
        }
        let actions = fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
        if !actions.split_whitespace().any(|action| action == "user_notif") {
            let what = "seccomp has no user notification".to_owned();
            return missing(what, "use a kernel with CONFIG_SECCOMP_FILTER");
        }
        if core_dumps_start_a_program() {
            return missing(
                "core_pattern starts a program of the host, and the hard core limit is 0, which doesn't stop that"
                    .into(),
                HIGHER_CORE_LIMIT,
            );
        }
        if network_settings_are_read_only() {
            return missing(
                format!("{NETWORK_SETTINGS} is read-only: the buffers of runs' sockets can't be bounded"),
                WRITABLE_SETTINGS,
            );
        }
        if !locks::are_told() {
            return missing(locks::NOT_TOLD.into(), locks::REMEDY);
        }
        Ok(Self { form: Form::probe()?, hierarchy: Hierarchy::probe()?, kernel })
    }

    /// The cgroup mode: `v1`, `hybrid` or `v2`.
    pub fn cgroup_mode(&self) -> &'static str {
        self.hierarchy.name()
    }

    /// Whether it confines as an ordinary user.
    pub fn is_rootless(&self) -> bool {
        matches!(self.form, Form::Rootless(..))
    }

    /// The kernel's release.
    pub fn kernel(&self) -> &str {
        &self.kernel
    }

    pub(crate) fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// The uids of runs; root's begin at `first` where there is such a uid.
    pub(crate) fn ids(&self, first: u32) -> Result<Ids, SandboxError> {
        match self.form {
            Form::Root => Ids::of_root(first),
            Form::Rootless(_, ids) => Ok(ids),
        }
    }
}

impl Form {
    /// What this process may do.
    ///
    /// # Errors
    /// [`SandboxError::Host`] with what stands in the way.
    pub(crate) fn probe() -> Result<Self, SandboxError> {
        let missing = |what: String, remedy| Err(SandboxError::Host { what, remedy });
        if nix::unistd::geteuid().is_root() {
            let has = caps::has_cap(None, caps::CapSet::Effective, caps::Capability::CAP_SYS_ADMIN).unwrap_or(false);
            return match has {
                true => Ok(Self::Root),
                false => missing(
                    "it is root without CAP_SYS_ADMIN".into(),
                    "start the container with that capability, or run pyjury as an ordinary user of it",
                ),
            };
        }
        if let Some((what, remedy)) = why_no_user_namespaces() {
            return missing(what, remedy);
        }
        let (subordinate, ids) = Subordinate::of_this_user()?;
        Ok(Self::Rootless(subordinate, ids))
    }
}

/// What keeps ordinary users from making user namespaces, and what to do about it.
pub(crate) fn why_no_user_namespaces() -> Option<(String, &'static str)> {
    let is = |path: &str, value: &str| fs::read_to_string(path).is_ok_and(|text| text.trim() == value);
    let switches = [
        ("/proc/sys/user/max_user_namespaces", "0", "set user.max_user_namespaces to 1024 or more (sysctl)"),
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "set kernel.unprivileged_userns_clone to 1 (sysctl)"),
        (
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "give pyjury an AppArmor profile with `userns,`, or set kernel.apparmor_restrict_unprivileged_userns to 0",
        ),
    ];
    let (path, value, remedy) = switches.into_iter().find(|(path, value, _)| is(path, value))?;
    Some((format!("{path} is {value}: only root makes user namespaces"), remedy))
}

/// Whether a core dump of a run would start a program of the host, with the dump on its stdin (core(5)): a limit of 1
/// stops that, 0 doesn't, and who has a hard limit of 0 can't have more.
pub(crate) fn core_dumps_start_a_program() -> bool {
    let is_program = fs::read_to_string("/proc/sys/kernel/core_pattern").is_ok_and(|text| text.starts_with('|'));
    let hard = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_CORE).map_or(0, |(_, hard)| hard);
    is_program && hard == 0 && !raises_limits()
}

/// What helps a host on which [`core_dumps_start_a_program`].
pub(crate) const HIGHER_CORE_LIMIT: &str =
    "start pyjury with a hard core limit of 1 or more (ulimit -Hc), or change core_pattern";

/// Settings of a network namespace (sysctl).
pub(crate) const NETWORK_SETTINGS: &str = "/proc/sys/net";

/// What helps a host on which [`network_settings_are_read_only`].
pub(crate) const WRITABLE_SETTINGS: &str =
    "start the container with /proc/sys writable (docker: --security-opt systempaths=unconfined)";

/// Whether nobody here can change the settings of a network namespace, as in containers that have them read-only.
pub(crate) fn network_settings_are_read_only() -> bool {
    let flags = nix::sys::statvfs::statvfs(NETWORK_SETTINGS).map(|found| found.flags());
    flags.is_ok_and(|flags| flags.contains(nix::sys::statvfs::FsFlags::ST_RDONLY))
}

/// Whether this process may raise hard limits: as root of the machine.
fn raises_limits() -> bool {
    !is_contained() && caps::has_cap(None, caps::CapSet::Effective, caps::Capability::CAP_SYS_RESOURCE).unwrap_or(false)
}

/// Whether this process is in a user namespace that isn't the machine's own, which maps all ids.
pub(crate) fn is_contained() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    map.split_whitespace().nth(2).is_some_and(|count| count != "4294967295")
}

/// The kernel's release, such as `6.12.3-amd64`.
pub(crate) fn kernel_release() -> String {
    fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned()
}

/// Major and minor version of a release.
pub(crate) fn kernel_version(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read() {
        assert_eq!(kernel_version("6.12.3-amd64"), Some((6, 12)));
        assert_eq!(kernel_version("5.4.0"), Some((5, 4)));
        assert_eq!(kernel_version("unknown"), None);
    }
}
