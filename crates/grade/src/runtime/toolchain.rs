//! What compiles and runs validators that aren't Python.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyjury_sandbox::guard::Guards;
use pyjury_sandbox::policy::{Definition, Mount, MountKind, Policy, ScratchExec};
use pyjury_sandbox::seccomp::PolicyError;

/// C++ compilers, by path.
const COMPILERS: [&str; 2] = ["/usr/bin/g++", "/usr/bin/clang++"];

/// What compiles and runs validators that aren't Python.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// The C++ compiler, a path inside the sandbox.
    pub compiler: PathBuf,
    /// What compilers and compiled programs may see: all of `/usr`, and programs in the working folder.
    pub policy: Arc<Policy>,
}

/// Compilers are many programs in many folders, all below `/usr`: these runs see all of it. They compile
/// and run a package's validators, never a submission.
pub(super) fn find(env: Vec<(String, String)>, seccomp: &str) -> Result<Option<Toolchain>, PolicyError> {
    let Some(compiler) = COMPILERS.iter().map(PathBuf::from).find(|path| path.exists()) else { return Ok(None) };
    let folder = |path: &str| Mount { source: path.into(), target: path.into(), kind: MountKind::Folder };
    let link = |path: &str, to: &str| Mount { source: to.into(), target: path.into(), kind: MountKind::Link };
    let mut mounts =
        vec![folder("/usr"), link("/bin", "usr/bin"), link("/lib", "usr/lib"), link("/lib64", "usr/lib64")];
    // Debian's compilers are links to links in this folder.
    if Path::new("/etc/alternatives").is_dir() {
        mounts.push(folder("/etc/alternatives"));
    }
    let policy = Policy::new(Definition {
        mounts,
        files: Vec::new(),
        env,
        seccomp: seccomp.to_owned(),
        scratch_exec: ScratchExec::Allowed,
        guards: Guards::default(),
    })?;
    Ok(Some(Toolchain { compiler, policy: Arc::new(policy) }))
}
