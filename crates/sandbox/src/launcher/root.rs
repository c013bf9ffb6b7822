//! The world of a run: a minimal read-only root, a private /proc and /dev, and the scratch space.
//!
//! What all runs of a world see alike is prepared once, in the launcher's own mount namespace; a run gets a copy
//! of it with its namespace, adds what is its own, and pivots into it. After the pivot nothing of the host's
//! tree is left in the namespace.

use std::collections::BTreeSet;
use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use libc::{MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC, MOUNT_ATTR_NOSUID, MOUNT_ATTR_RDONLY};
use nix::fcntl::{AtFlags, OFlag, open, openat};
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::stat::{FchmodatFlags, Mode, fchmodat, mkdirat};
use nix::unistd::{chdir, fchownat, pivot_root, symlinkat, write};

use super::init::{Failure, step};
use super::protocol::{File, Launch, World};
use crate::guard::{Guard, Guards};
use crate::ids::group_of;
use crate::plan::Access;
use crate::policy::{Mount, MountKind};
use crate::sys;

/// The device files that programs expect.
const DEVICES: [&str; 5] = ["null", "zero", "full", "random", "urandom"];
/// The parts of the scratch space, and where below the root they are attached.
const SCRATCH_PARTS: [(&CStr, &str); 3] = [(c"box", "box"), (c"tmp", "tmp"), (c"shm", "dev/shm")];

/// Prepares the root of a world at an empty folder of the launcher's mount namespace: everything that runs see
/// alike, read-only.
pub(super) fn build(world: &World, at: &Path) -> Result<(), Failure> {
    let root = new_root(&world.guards)?;
    let views = open_views(world)?;
    let devices = open_devices(&world.guards)?;

    // Empty files and folders to attach things to.
    for (mount, _) in &views {
        place_target(root.as_fd(), mount)?;
    }
    for link in world.mounts.iter().filter(|m| m.kind == MountKind::Link) {
        place_target(root.as_fd(), link)?;
    }
    for (path, text) in &world.files {
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

    attach(&root, at)?;
    for (mount, tree) in &views {
        attach(tree, &at.join(inside(&mount.target)))?;
    }
    for (name, tree) in DEVICES.iter().zip(&devices) {
        attach(tree, &at.join("dev").join(name))?;
    }
    if world.guards.has(Guard::ReadOnly) {
        // The root itself; what is attached below it keeps its own flags.
        let flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY;
        let flags = flags | MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
        mount::<str, _, str, str>(None, at, None, flags, None).map_err(step("make the root read-only"))?;
    }
    Ok(())
}

/// Adds what is the run's own to its copy of the root `at`, pivots into it, and gives the working folder.
pub(super) fn enter(launch: &Launch, at: &Path) -> Result<OwnedFd, Failure> {
    let guards = &launch.world.guards;
    attach(&new_proc(guards)?, &at.join("proc"))?;
    let scratch = scratch_parts(launch, at)?;
    for ((_, target), part) in SCRATCH_PARTS.iter().zip(&scratch) {
        attach(part, &at.join(target))?;
    }
    let folder =
        open(&at.join("box"), OFlag::O_DIRECTORY | OFlag::O_CLOEXEC, Mode::empty()).map_err(step("open /box"))?;
    let mut made = BTreeSet::new();
    for file in &launch.files {
        place_file(folder.as_fd(), file, launch.uid, &mut made)?;
    }
    chdir(at).map_err(step("enter the root"))?;
    pivot_root(".", ".").map_err(step("pivot into the root"))?;
    if guards.has(Guard::HostTreeGone) {
        // The old root lies on top of the new one until then.
        umount2(".", MntFlags::MNT_DETACH).map_err(step("let the host's tree go"))?;
    }
    chdir("/").and_then(|()| chdir("/box")).map_err(step("enter the working folder"))?;
    Ok(folder)
}

/// The flags of mounts that runs share.
fn shared(guards: &Guards) -> u64 {
    let read_only = if guards.has(Guard::ReadOnly) { MOUNT_ATTR_RDONLY } else { 0 };
    read_only | no_set_uid(guards)
}

fn no_set_uid(guards: &Guards) -> u64 {
    if guards.has(Guard::NoSetUid) { MOUNT_ATTR_NOSUID } else { 0 }
}

fn new_root(guards: &Guards) -> Result<OwnedFd, Failure> {
    let options = [(c"size", c"1m".to_owned()), (c"nr_inodes", c"2048".to_owned()), (c"mode", c"0755".to_owned())];
    sys::new_mount(c"tmpfs", &options, no_set_uid(guards) | MOUNT_ATTR_NODEV).map_err(step("make the root"))
}

/// The scratch space, one mount for each of its parts.
fn scratch_parts(launch: &Launch, at: &Path) -> Result<Vec<OwnedFd>, Failure> {
    let whole = new_scratch(launch)?;
    // Only what is attached can be copied in part (before 6.15).
    let place = at.join("tmp");
    attach(&whole, &place)?;
    let copy = |part| sys::open_tree(whole.as_fd(), part).map_err(step("copy the scratch space"));
    let parts = SCRATCH_PARTS.iter().map(|(part, _)| copy(part)).collect::<Result<_, _>>()?;
    umount2(&place, MntFlags::MNT_DETACH).map_err(step("detach the scratch space"))?;
    Ok(parts)
}

/// One file system for everything that the run may write, so that one limit covers it.
fn new_scratch(launch: &Launch) -> Result<OwnedFd, Failure> {
    let number = |n: u64| CString::new(n.to_string()).map_err(|e| step("make the scratch space")(io::Error::other(e)));
    let scratch = &launch.scratch;
    let options =
        [(c"size", number(scratch.bytes)?), (c"nr_inodes", number(scratch.inodes)?), (c"mode", c"0755".to_owned())];
    let exec = if scratch.exec { 0 } else { MOUNT_ATTR_NOEXEC };
    let devices = if launch.world.guards.has(Guard::NoDevices) { MOUNT_ATTR_NODEV } else { 0 };
    let attributes = no_set_uid(&launch.world.guards) | devices | exec;
    let tree = sys::new_mount(c"tmpfs", &options, attributes).map_err(step("make the scratch space"))?;
    for (part, _) in SCRATCH_PARTS {
        mkdirat(&tree, part, Mode::S_IRWXU).map_err(step("make the scratch space"))?;
        own(tree.as_fd(), Path::new(std::ffi::OsStr::from_bytes(part.to_bytes())), launch.uid)?;
    }
    Ok(tree)
}

/// A /proc of the run's own processes: of other uids (init) nothing is seen, and nothing of the host. Nothing in
/// it is for a run to write: its login uid, its timer slack, what the kernel spares when memory ends.
fn new_proc(guards: &Guards) -> Result<OwnedFd, Failure> {
    let small = [(c"hidepid", c"invisible".to_owned()), (c"subset", c"pid".to_owned())];
    let options = if guards.has(Guard::SmallProc) { &small[..] } else { &[] };
    let attributes = shared(guards) | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    sys::new_mount(c"proc", options, attributes).map_err(step("make /proc"))
}

fn open_views(world: &World) -> Result<Vec<(&Mount, OwnedFd)>, Failure> {
    let views = world.mounts.iter().filter(|m| m.kind != MountKind::Link);
    let attributes = shared(&world.guards) | MOUNT_ATTR_NODEV;
    views
        .map(|mount| {
            let failed = format!("open {} for the sandbox", mount.source.display());
            if mount.kind == MountKind::Empty {
                let options = [(c"nr_inodes", c"1".to_owned()), (c"mode", c"0755".to_owned())];
                let empty = sys::new_mount(c"tmpfs", &options, attributes).map_err(step("make an empty folder"))?;
                return Ok((mount, empty));
            }
            let tree = sys::open_tree(sys::here(), &c_path(&mount.source)?).map_err(step(&failed))?;
            sys::set_mount_attributes(tree.as_fd(), attributes).map_err(step(&failed))?;
            Ok((mount, tree))
        })
        .collect()
}

/// Writing to a device on a read-only mount is writing to the device; the times and the mode of the host's own
/// file are what stays as it is.
fn open_devices(guards: &Guards) -> Result<Vec<OwnedFd>, Failure> {
    let attributes = shared(guards) | MOUNT_ATTR_NOEXEC;
    let open = |name| {
        let failed = format!("open /dev/{name} for the sandbox");
        let tree = sys::open_tree(sys::here(), &c_path(&Path::new("/dev").join(name))?).map_err(step(&failed))?;
        sys::set_mount_attributes(tree.as_fd(), attributes).map_err(step(&failed))?;
        Ok(tree)
    };
    DEVICES.into_iter().map(open).collect()
}

/// Makes what a mount is attached to, or the link that it is.
fn place_target(root: BorrowedFd<'_>, mount: &Mount) -> Result<(), Failure> {
    let target = inside(&mount.target);
    match mount.kind {
        // What is to be hidden lies in the view that is attached before.
        MountKind::Folder | MountKind::Empty => make_folders(root, &target),
        MountKind::File => write_file(root, &target, b""),
        MountKind::Link => {
            make_folders(root, target.parent().unwrap_or(Path::new("")))?;
            symlinkat(&mount.source, root, &target).map_err(step("make a link"))
        }
    }
}

/// `made` are the folders so far: what a run before has left may be thousands of files, hundreds of folders deep, and each
/// folder is made once.
fn place_file(folder: BorrowedFd<'_>, file: &File, uid: u32, made: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let path = Path::new(&file.path);
    let is_folder = file.path.ends_with('/');
    // Folders belong to the program, so that it can write beside the files that it was given.
    let folders = path.ancestors().skip(usize::from(!is_folder));
    let missing: Vec<_> = folders.take_while(|p| !p.as_os_str().is_empty() && !made.contains(*p)).collect();
    for part in missing.into_iter().rev() {
        make_folder(folder, part)?;
        own(folder, part, uid)?;
        made.insert(part.to_owned());
    }
    if is_folder {
        return Ok(());
    }
    create_file(folder, path, &file.content)?;
    let mode = match file.access {
        Access::ReadOnly => 0o444,
        Access::Executable => 0o555,
        Access::Writable => return own(folder, path, uid),
    };
    let mode = Mode::from_bits_truncate(mode);
    fchmodat(folder, path, mode, FchmodatFlags::NoFollowSymlink).map_err(step("set the mode of a file"))
}

fn own(at: BorrowedFd<'_>, path: &Path, uid: u32) -> Result<(), Failure> {
    let (uid, gid) = group_of(uid);
    fchownat(at, path, Some(uid), Some(gid), AtFlags::AT_SYMLINK_NOFOLLOW).map_err(step("give a file to the program"))
}

fn make_folders(at: BorrowedFd<'_>, path: &Path) -> Result<(), Failure> {
    let mut made = PathBuf::new();
    for part in path.components() {
        made.push(part);
        make_folder(at, &made)?;
    }
    Ok(())
}

fn make_folder(at: BorrowedFd<'_>, path: &Path) -> Result<(), Failure> {
    match mkdirat(at, path, Mode::from_bits_truncate(0o755)) {
        Ok(()) | Err(nix::errno::Errno::EEXIST) => Ok(()),
        Err(error) => Err(step(&format!("make the folder {}", path.display()))(error)),
    }
}

fn write_file(at: BorrowedFd<'_>, path: &Path, content: &[u8]) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        make_folders(at, parent)?;
    }
    create_file(at, path, content)
}

/// A new file in a folder that is there.
fn create_file(at: BorrowedFd<'_>, path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = format!("write {}", path.display());
    let flags = OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_WRONLY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let file = openat(at, path, flags, Mode::from_bits_truncate(0o644)).map_err(step(&failed))?;
    let mut rest = content;
    while !rest.is_empty() {
        rest = &rest[write(&file, rest).map_err(step(&failed))?..];
    }
    Ok(())
}

/// Attaches a detached tree.
pub(super) fn attach(tree: &OwnedFd, target: &Path) -> Result<(), Failure> {
    let failed = format!("attach {}", target.display());
    sys::attach(tree.as_fd(), &c_path(target)?).map_err(step(&failed))
}

/// The part of a path below the root.
fn inside(path: &Path) -> PathBuf {
    path.components().filter(|c| matches!(c, Component::Normal(_))).collect()
}

fn c_path(path: &Path) -> Result<CString, Failure> {
    CString::new(path.as_os_str().as_bytes()).map_err(|e| step("read a path")(io::Error::other(e)))
}
