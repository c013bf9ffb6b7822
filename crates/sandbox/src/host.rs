//! What this host offers.

use crate::SandboxError;
use crate::cgroup::Tree;

/// A host that can confine programs.
#[derive(Clone, Debug)]
pub struct Host {
    tree: Tree,
    kernel: String,
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
        if !nix::unistd::geteuid().is_root() {
            let what = format!("it runs as uid {}, and namespaces and cgroups need root here", nix::unistd::geteuid());
            return missing(what, "run it as root");
        }
        let kernel = kernel_release();
        if kernel_version(&kernel).is_none_or(|version| version < OLDEST_KERNEL) {
            return missing(format!("the kernel is {kernel}"), "use Linux 5.12 or newer");
        }
        let actions = std::fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
        if !actions.split_whitespace().any(|action| action == "user_notif") {
            let what = "seccomp has no user notification".to_owned();
            return missing(what, "use a kernel with CONFIG_SECCOMP_FILTER");
        }
        Ok(Self { tree: Tree::probe()?, kernel })
    }

    /// The cgroup mode: `v1`, `hybrid` or `v2`.
    pub fn cgroup_mode(&self) -> &'static str {
        self.tree.name()
    }

    /// The kernel's release.
    pub fn kernel(&self) -> &str {
        &self.kernel
    }

    pub(crate) fn tree(&self) -> Tree {
        self.tree
    }
}

/// The kernel's release, such as `6.12.3-amd64`.
pub(crate) fn kernel_release() -> String {
    std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned()
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
