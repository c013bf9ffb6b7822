//! What is submitted, and when.

use std::time::Duration;

use fastrand::Rng;
use pyjury_proto::v1;
use pyjury_tests::cluster::inline;

/// The label that names a submission's place in the workload.
pub const INDEX: &str = "index";

/// A program with a known end. The quiet run says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Program {
    /// What it is called in the report.
    pub name: &'static str,
    source: &'static str,
    stdin: &'static str,
    expected: Option<&'static str>,
    /// Of how many submissions in a thousand.
    share: u32,
}

/// The programs. Most are quick and right, as in a contest; each way of failing is there.
pub const PROGRAMS: [Program; 9] = [
    program("hello", "print('hello')", "", Some("hello"), 420),
    program("sum", "print(sum(map(int, input().split())))", "1 2 3\n", Some("6"), 200),
    program("sleeps", "import time\ntime.sleep(0.3)\nprint('slept')", "", Some("slept"), 120),
    program("wrong", "print('hallo')", "", Some("hello"), 100),
    program("raises", "raise ValueError('no')", "", None, 60),
    program("syntax", "def f(:\n", "", None, 40),
    program("loops", "while True:\n    pass", "", None, 20),
    program("writes", "while True:\n    print('x' * 4096)", "", None, 20),
    program("forbidden", "import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0)\nprint('on')", "", None, 20),
];

const fn program(
    name: &'static str,
    source: &'static str,
    stdin: &'static str,
    expected: Option<&'static str>,
    share: u32,
) -> Program {
    Program { name, source, stdin, expected, share }
}

impl Program {
    /// A request to judge it.
    pub fn request(&self, index: usize) -> v1::SubmitRequest {
        let limits = v1::Limits {
            time: Some(prost_duration(Duration::from_millis(500))),
            output_bytes: Some(64 << 10),
            ..v1::Limits::default()
        };
        let run = v1::InlineRun {
            stdin: self.stdin.into(),
            expected_output: self.expected.map(Into::into),
            limits: Some(limits),
            ..v1::InlineRun::default()
        };
        v1::SubmitRequest {
            target: Some(v1::submit_request::Target::InlineRun(run)),
            labels: [(INDEX.to_owned(), index.to_string())].into(),
            ..inline(self.source)
        }
    }
}

fn prost_duration(time: Duration) -> prost_types::Duration {
    prost_types::Duration { seconds: time.as_secs().cast_signed(), nanos: time.subsec_nanos().cast_signed() }
}

/// One submission of the workload.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Its place.
    pub index: usize,
    /// What is submitted.
    pub program: Program,
    /// When, from the beginning of the load.
    pub at: Duration,
    /// Whether it is followed by a watch until its end.
    pub watched: bool,
}

/// The whole workload: bursts, as when a room presses submit, with quiet between.
pub fn orders(rng: &mut Rng, count: usize, over: Duration) -> Vec<Order> {
    let mut orders = Vec::with_capacity(count);
    while orders.len() < count {
        let burst = rng.usize(1..=40).min(count - orders.len());
        let at = over.mul_f64(rng.f64());
        for _ in 0..burst {
            let within = Duration::from_millis(rng.u64(0..1000));
            let order = Order { index: orders.len(), program: draw(rng), at: at + within, watched: rng.u32(0..5) == 0 };
            orders.push(order);
        }
    }
    orders
}

fn draw(rng: &mut Rng) -> Program {
    let mut rest = rng.u32(0..PROGRAMS.iter().map(|program| program.share).sum());
    for program in PROGRAMS {
        match rest.checked_sub(program.share) {
            Some(less) => rest = less,
            None => return program,
        }
    }
    PROGRAMS[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_fixes_the_workload() {
        let told = |seed| {
            let orders = orders(&mut Rng::with_seed(seed), 500, Duration::from_secs(60));
            orders.iter().map(|order| (order.index, order.program.name, order.at)).collect::<Vec<_>>()
        };
        assert_eq!(told(1), told(1));
        assert_ne!(told(1), told(2));
        assert_eq!(told(1).len(), 500);
    }
}
