//! The system-call policy: rules as data, compiled to filters, and what the keeper answers.
//!
//! A policy file lists what is allowed and why. What it doesn't list is refused, counted and told in the
//! result. Rules have these actions:
//!
//! | action | the program sees | the result says |
//! |---|---|---|
//! | `allow` | the call | nothing |
//! | `errno` | this errno, at once | nothing: a benign fallback |
//! | `count` | the call; ENOBUFS when the run has as many TCP sockets as it may | nothing |
//! | `ignore` | success, and nothing was done: for hints to the kernel | nothing |
//! | `refuse` (what isn't listed) | EPERM | the call's name, counted; after 1,000 the run ends (SV) |
//! | `kill` | nothing any more | the call's name (SV) |
//!
//! The last four are one action to the kernel, `SECCOMP_RET_USER_NOTIF` (5.0): the call waits while the keeper,
//! outside, decides. So the name in the result was seen by the keeper, not told by a program. The keeper looks at no
//! memory of the program's, only at numbers, which can't change while it decides.

mod compile;
mod names;
mod rules;

pub(crate) use compile::{Answer, Filters};
pub use names::calls;
pub use rules::{PolicyError, Rules};
