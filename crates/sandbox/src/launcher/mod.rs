//! The launcher: a small single-threaded process that clones the runs of one slot.
//!
//! It is this executable again, from a sealed memory file, so that nothing a run does can change what
//! the launcher and init are made of. A hook in `.init_array` looks at the program's name before `main`
//! starts; under the name [`NAME`] it serves requests and never returns. So a launcher exists before any
//! thread does, in every binary that links this crate, the tests included.
//!
//! The protocol, over a `SOCK_SEQPACKET` pair: a `protocol::Request` with descriptors; a launch has those of
//! `protocol::Handed`, the first of which is a memory file with a `protocol::Launch`. The answer is a
//! `protocol::Answer`, with the pidfd of the run's init. What init and the program's process have to say goes to the
//! keeper over a pair of their own (`protocol::Report`).

mod confine;
mod enter;
mod ground;
mod init;
pub(crate) mod protocol;
mod root;
mod serve;
mod start;

pub(crate) use start::Launcher;

/// The name under which this executable becomes a launcher.
pub const NAME: &str = "pyjury-launcher";
/// The launcher's end of its socket.
const SOCKET_FD: i32 = 3;
