//! The canary: small programs whose verdicts are known. A host that judges them otherwise judges
//! nothing else.
//!
//! One must be accepted, and says from inside whether it is confined. The others must be stopped, each
//! by another limit: a host that confines nothing would let them through. Nothing that somebody sends
//! is part of it, so no submission and no package can make it fail.

use std::time::Duration;

use pyjury_core::submission::InlineRun;
use pyjury_core::{Bytes, Limits, SourceFile, Verdict};
use pyjury_grade::{Cache, Options, Runtime, run_inline};
use pyjury_sandbox::Slot;

use super::Unsound;
use crate::attempt::chain;

/// A program whose verdict is known.
struct Canary {
    name: &'static str,
    source: &'static str,
    limits: Limits,
    expected: Verdict,
}

/// What the program that must be accepted prints.
const ANSWER: &[u8] = b"confined";

/// A process of its own world: the init of its namespace is its parent, it has no privileges, and the
/// host's folders are not there.
const CONFINED: &str = "import os\n\
    alone = os.getppid() == 1 and os.getuid() != 0 and not os.path.exists('/root')\n\
    print('confined' if alone else 'free')\n";

/// Generous, so that a busy host is not taken for a broken one.
const GENEROUS: Limits = Limits {
    cpu: Duration::from_secs(20),
    wall: Duration::from_secs(120),
    memory: Bytes::mib(128),
    output: Bytes::mib(1),
    processes: 16,
    scratch: Bytes::mib(16),
};

const CANARIES: [Canary; 4] = [
    Canary { name: "confined", source: CONFINED, limits: GENEROUS, expected: Verdict::AC },
    Canary {
        name: "endless",
        source: "while True: pass\n",
        limits: Limits { cpu: Duration::from_millis(100), ..GENEROUS },
        expected: Verdict::TLE,
    },
    Canary {
        name: "hungry",
        source: "eaten = []\nfor _ in range(64): eaten.append(bytearray(b'x') * (8 << 20))\n",
        limits: Limits { memory: Bytes::mib(64), ..GENEROUS },
        expected: Verdict::MLE,
    },
    Canary {
        name: "tracing",
        source: "import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0)\n",
        limits: GENEROUS,
        expected: Verdict::SV,
    },
];

/// Judges every canary. Blocks.
///
/// # Errors
/// [`Unsound`]: which of them was judged otherwise, and how.
pub(super) fn sing(slot: &mut Slot, runtime: &Runtime, cache: &Cache) -> Result<(), Unsound> {
    for Canary { name, source, limits, expected } in &CANARIES {
        let run = InlineRun { stdin: Vec::new(), expected: Some(ANSWER.to_vec()), args: Vec::new(), limits: *limits };
        let files = [SourceFile { path: "main.py".to_owned(), content: source.as_bytes().to_vec() }];
        match run_inline(&run, &files, slot, runtime, &Options::new(cache)) {
            Ok(judgement) if judgement.verdict == *expected => {}
            Ok(judgement) => {
                let (got, reason) = (judgement.verdict, judgement.reason);
                return Err(Unsound(format!("the canary `{name}` must end {expected}, got {got} ({reason})")));
            }
            Err(error) => {
                let why = chain(&error);
                return Err(Unsound(format!("the canary `{name}` could not be judged: {why}")));
            }
        }
    }
    Ok(())
}
