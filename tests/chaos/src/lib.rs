//! Chaos: a cluster under load while its parts are killed and its links are cut.
//!
//! Two gateways, two schedulers and two workers, each in a network namespace of its own, over a
//! private Redis and a private RabbitMQ. First a quiet run tells what each program of the workload
//! gets. Then the load runs while every part is killed with SIGKILL at random and links are cut; what
//! the gateways accepted is written down outside. In the end everything accepted is compared with
//! that journal and with the quiet run, one by one.
//!
//! The seed fixes the workload and the faults: which, whom, when and for how long. What the machine
//! makes of it differs from run to run.
//!
//! | module | noun |
//! |---|---|
//! | [`workload`] | what is submitted, and when |
//! | [`faults`] | what is done to the cluster, and when |
//! | [`network`] | namespaces and the cables between them |
//! | [`world`] | the processes: started, killed, started again |
//! | [`journal`] | what was accepted |
//! | [`client`] | submitting and following through whatever gateway answers |
//! | [`report`] | what became of it |

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a program that tests and prints")]

pub mod client;
pub mod faults;
pub mod journal;
pub mod network;
pub mod report;
pub mod workload;
pub mod world;

mod run;

pub use run::{Plan, run};
