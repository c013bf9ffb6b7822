//! What a commit that was acknowledged survives.

/// What a commit that was acknowledged survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The loss of power: each commit is synced to the disk before it is acknowledged.
    #[default]
    Host,
    /// The death of the process. The loss of power, and with Redis the death of its server, may undo
    /// the last moments.
    Process,
}
