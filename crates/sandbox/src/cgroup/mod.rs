//! Control groups: one per slot, and below it one per process tree, by descriptor.
//!
//! Nothing here ever writes a run's `cgroup.procs`: on a live system that waits for a grace period of the
//! kernel (12 to 16 ms). On v2 the child is cloned into its group; on v1 it writes itself into `tasks`
//! while it has a single thread.

mod group;
mod hierarchy;
mod slot_tree;
#[cfg(test)]
mod tests;
mod v1;
mod v2;

pub(crate) use group::{Group, WayIn, line};
pub(crate) use hierarchy::Hierarchy;
pub(crate) use slot_tree::{SlotTree, slots};
