//! The world of a run: a minimal read-only root, a private /proc and /dev, and the scratch space.
//!
//! Everything is made as a detached mount and attached where it belongs; the host's paths are opened
//! before anything covers them. After the pivot nothing of the host's tree is left in the namespace.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use libc::{MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC, MOUNT_ATTR_NOSUID, MOUNT_ATTR_RDONLY};
use nix::fcntl::{AtFlags, OFlag, open, openat};
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::stat::{FchmodatFlags, Mode, fchmodat, mkdirat};
use nix::unistd::{Gid, Uid, chdir, fchdir, fchownat, pivot_root, symlinkat, write};

use super::init::{Failure, step};
use super::protocol::{File, Launch};
use crate::plan::Access;
use crate::policy::{Mount, MountKind};
use crate::sys;

/// The device files that programs expect.
const DEVICES: [&str; 5] = ["null", "zero", "full", "random", "urandom"];
/// Where the new root is attached before the pivot. Any folder would do: the host's tree is left at once.
const STAGE: &CStr = c"/tmp";
/// The parts of the scratch space, and where they are attached.
const SCRATCH_PARTS: [(&CStr, &str); 3] = [(c"box", "/box"), (c"tmp", "/tmp"), (c"shm", "/dev/shm")];
const READ_ONLY: u64 = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;

/// Builds the root, pivots into it, and gives the working folder.
pub(super) fn build(launch: &Launch) -> Result<OwnedFd, Failure> {
    // Nothing mounted here may show up on the host.
    mount::<str, str, str, str>(None, "/", None, MsFlags::MS_REC | MsFlags::MS_PRIVATE, None)
        .map_err(step("make the mounts private"))?;
    let root = new_root()?;
    let views = open_views(&launch.mounts)?;
    let devices = open_devices()?;
    let scratch = scratch_parts(launch)?;

    // Empty files and folders to attach things to.
    for (mount, _) in &views {
        place_target(root.as_fd(), mount)?;
    }
    for link in launch.mounts.iter().filter(|m| m.kind == MountKind::Link) {
        place_target(root.as_fd(), link)?;
    }
    for (path, text) in &launch.root_files {
        write_file(root.as_fd(), &inside(path), text.as_bytes())?;
    }
    for folder in ["proc", "dev/shm", "box", "tmp"] {
        make_folders(root.as_fd(), Path::new(folder))?;
    }
    for (name, target) in [("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")] {
        symlinkat(target, root.as_fd(), &Path::new("dev").join(name)).map_err(step("link in /dev"))?;
    }
    for name in DEVICES {
        write_file(root.as_fd(), &Path::new("dev").join(name), b"")?;
    }

    // The pivot: the new root covers the stage, becomes the root, and the old one is let go.
    sys::attach(root.as_fd(), sys::here(), STAGE).map_err(step("attach the root"))?;
    fchdir(&root).map_err(step("enter the root"))?;
    pivot_root(".", ".").map_err(step("pivot into the root"))?;
    umount2(".", MntFlags::MNT_DETACH).map_err(step("let the host's tree go"))?;
    chdir("/").map_err(step("enter the root"))?;

    for (mount, tree) in &views {
        attach(tree.as_fd(), &mount.target)?;
    }
    for (name, tree) in DEVICES.iter().zip(&devices) {
        attach(tree.as_fd(), &Path::new("/dev").join(name))?;
    }
    attach(new_proc()?.as_fd(), Path::new("/proc"))?;
    for ((_, target), part) in SCRATCH_PARTS.iter().zip(&scratch) {
        attach(part.as_fd(), Path::new(target))?;
    }
    let folder = open("/box", OFlag::O_DIRECTORY | OFlag::O_CLOEXEC, Mode::empty()).map_err(step("open /box"))?;
    for file in &launch.files {
        place_file(folder.as_fd(), file, launch.uid)?;
    }
    // From here on the root itself is read-only; what is attached below it keeps its own flags.
    let flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount::<str, str, str, str>(None, "/", None, flags, None).map_err(step("make the root read-only"))?;
    chdir("/box").map_err(step("enter the working folder"))?;
    Ok(folder)
}

fn new_root() -> Result<OwnedFd, Failure> {
    let options = [(c"size", c"1m".to_owned()), (c"nr_inodes", c"2048".to_owned()), (c"mode", c"0755".to_owned())];
    sys::new_mount(c"tmpfs", &options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV).map_err(step("make the root"))
}

/// The scratch space, one mount for each of its parts.
fn scratch_parts(launch: &Launch) -> Result<Vec<OwnedFd>, Failure> {
    let whole = new_scratch(launch)?;
    // Only what is attached can be copied in part (before 6.15). The new root will cover it.
    sys::attach(whole.as_fd(), sys::here(), STAGE).map_err(step("attach the scratch space"))?;
    let copy = |part| sys::open_tree(whole.as_fd(), part).map_err(step("copy the scratch space"));
    SCRATCH_PARTS.iter().map(|(part, _)| copy(part)).collect()
}

/// One file system for everything that the run may write, so that one limit covers it.
fn new_scratch(launch: &Launch) -> Result<OwnedFd, Failure> {
    let number = |n: u64| CString::new(n.to_string()).map_err(|e| step("make the scratch space")(io::Error::other(e)));
    let scratch = &launch.scratch;
    let options =
        [(c"size", number(scratch.bytes)?), (c"nr_inodes", number(scratch.inodes)?), (c"mode", c"0755".to_owned())];
    let exec = if scratch.exec { 0 } else { MOUNT_ATTR_NOEXEC };
    let attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | exec;
    let tree = sys::new_mount(c"tmpfs", &options, attributes).map_err(step("make the scratch space"))?;
    for (part, _) in SCRATCH_PARTS {
        mkdirat(&tree, part, Mode::S_IRWXU).map_err(step("make the scratch space"))?;
        own(tree.as_fd(), Path::new(std::ffi::OsStr::from_bytes(part.to_bytes())), launch.uid)?;
    }
    Ok(tree)
}

/// A /proc of the run's own processes: of other uids (init) nothing is seen, and nothing of the host. Nothing in
/// it is for a run to write: its login uid, its timer slack, what the kernel spares when memory ends.
fn new_proc() -> Result<OwnedFd, Failure> {
    let options = [(c"hidepid", c"invisible".to_owned()), (c"subset", c"pid".to_owned())];
    let attributes = READ_ONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    sys::new_mount(c"proc", &options, attributes).map_err(step("make /proc"))
}

fn open_views(mounts: &[Mount]) -> Result<Vec<(&Mount, OwnedFd)>, Failure> {
    let views = mounts.iter().filter(|m| m.kind != MountKind::Link);
    views
        .map(|mount| {
            let failed = format!("open {} for the sandbox", mount.source.display());
            let tree = sys::open_tree(sys::here(), &c_path(&mount.source)?).map_err(step(&failed))?;
            sys::set_mount_attributes(tree.as_fd(), READ_ONLY | MOUNT_ATTR_NODEV).map_err(step(&failed))?;
            Ok((mount, tree))
        })
        .collect()
}

/// Writing to a device on a read-only mount is writing to the device; the times and the mode of the host's own
/// file are what stays as it is.
fn open_devices() -> Result<Vec<OwnedFd>, Failure> {
    let open = |name| {
        let failed = format!("open /dev/{name} for the sandbox");
        let tree = sys::open_tree(sys::here(), &c_path(&Path::new("/dev").join(name))?).map_err(step(&failed))?;
        sys::set_mount_attributes(tree.as_fd(), READ_ONLY | MOUNT_ATTR_NOEXEC).map_err(step(&failed))?;
        Ok(tree)
    };
    DEVICES.into_iter().map(open).collect()
}

/// Makes what a mount is attached to, or the link that it is.
fn place_target(root: BorrowedFd<'_>, mount: &Mount) -> Result<(), Failure> {
    let target = inside(&mount.target);
    match mount.kind {
        MountKind::Folder => make_folders(root, &target),
        MountKind::File => write_file(root, &target, b""),
        MountKind::Link => {
            make_folders(root, target.parent().unwrap_or(Path::new("")))?;
            symlinkat(&mount.source, root, &target).map_err(step("make a link"))
        }
    }
}

fn place_file(folder: BorrowedFd<'_>, file: &File, uid: u32) -> Result<(), Failure> {
    let path = Path::new(&file.path);
    if file.path.ends_with('/') {
        make_folders(folder, path)?;
    } else {
        write_file(folder, path, &file.content)?;
    }
    // Folders belong to the program, so that it can write beside the files that it was given.
    for parent in path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()) {
        own(folder, parent, uid)?;
    }
    let mode = match file.access {
        Access::ReadOnly => 0o444,
        Access::Executable => 0o555,
        Access::Writable => {
            own(folder, path, uid)?;
            return Ok(());
        }
    };
    let mode = Mode::from_bits_truncate(mode);
    fchmodat(folder, path, mode, FchmodatFlags::NoFollowSymlink).map_err(step("set the mode of a file"))
}

fn own(at: BorrowedFd<'_>, path: &Path, uid: u32) -> Result<(), Failure> {
    let (uid, gid) = (Uid::from_raw(uid), Gid::from_raw(uid));
    fchownat(at, path, Some(uid), Some(gid), AtFlags::AT_SYMLINK_NOFOLLOW).map_err(step("give a file to the program"))
}

fn make_folders(at: BorrowedFd<'_>, path: &Path) -> Result<(), Failure> {
    let mut made = PathBuf::new();
    for part in path.components() {
        made.push(part);
        match mkdirat(at, &made, Mode::from_bits_truncate(0o755)) {
            Ok(()) | Err(nix::errno::Errno::EEXIST) => {}
            Err(error) => return Err(step(&format!("make the folder {}", made.display()))(error)),
        }
    }
    Ok(())
}

fn write_file(at: BorrowedFd<'_>, path: &Path, content: &[u8]) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        make_folders(at, parent)?;
    }
    let failed = format!("write {}", path.display());
    let flags = OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_WRONLY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let file = openat(at, path, flags, Mode::from_bits_truncate(0o644)).map_err(step(&failed))?;
    let mut rest = content;
    while !rest.is_empty() {
        rest = &rest[write(&file, rest).map_err(step(&failed))?..];
    }
    Ok(())
}

fn attach(tree: BorrowedFd<'_>, target: &Path) -> Result<(), Failure> {
    let failed = format!("attach {}", target.display());
    sys::attach(tree, sys::here(), &c_path(target)?).map_err(step(&failed))
}

/// The part of a path below the root.
fn inside(path: &Path) -> PathBuf {
    path.components().filter(|c| matches!(c, Component::Normal(_))).collect()
}

fn c_path(path: &Path) -> Result<CString, Failure> {
    CString::new(path.as_os_str().as_bytes()).map_err(|e| step("read a path")(io::Error::other(e)))
}
