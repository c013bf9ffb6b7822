//! What is held of every message, whatever its bytes. For tests and the fuzzer only: see tests/corpus.

use std::fmt::Debug;

use prost::Message;
use pyjury_core::submission::InlineRun;
use pyjury_core::worker::Standing;
use pyjury_core::{Calibration, CaseResult, Judgement, Limits, SourceFile, Usage};

use crate::{Detail, Invalid, from_millis, inline_run, to_millis, v1};

/// The first byte says which message the rest is.
pub fn wire(bytes: &[u8]) {
    let Some((kind, message)) = bytes.split_first() else { return };
    match kind {
        0 => survives::<v1::Judgement, Judgement>(message, |value| value.into()),
        1 => survives::<v1::CaseResult, CaseResult>(message, |value| value.into()),
        2 => survives::<v1::Usage, Usage>(message, |value| value.into()),
        3 => survives::<v1::WorkerCalibration, Calibration>(message, |value| value.into()),
        4 => survives::<v1::Limits, Limits>(message, |value| value.into()),
        5 => survives::<v1::InlineRun, InlineRun>(message, |value| inline_run(value, Detail::Full)),
        6 => standing(message),
        7 => file(message),
        8 => moment(message),
        _ => {}
    }
}

/// What is accepted is told so that it is accepted as the same; what isn't names a field.
fn survives<W, T>(message: &[u8], tell: impl Fn(&T) -> W)
where
    W: Message + Default + PartialEq + TryInto<T, Error: Faults>,
    T: PartialEq + Debug,
{
    let Ok(wire) = W::decode(message) else { return };
    let value = match wire.try_into() {
        Ok(value) => value,
        Err(error) => return error.check(),
    };
    let bytes = tell(&value).encode_to_vec();
    let again = W::decode(&*bytes).expect("what was told can be decoded").try_into();
    assert_eq!(again.ok(), Some(value), "as it was told");
}

/// What is wrong with a message, one thing or several.
trait Faults {
    fn check(&self);
}

impl Faults for Invalid {
    fn check(&self) {
        assert!(!self.field.is_empty() && !self.why.is_empty(), "{self:?}");
        assert!(self.field.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_lowercase())), "{self:?}");
    }
}

impl Faults for Vec<Invalid> {
    fn check(&self) {
        assert!(!self.is_empty());
        self.iter().for_each(Faults::check);
    }
}

fn standing(message: &[u8]) {
    let Ok(wire) = v1::WorkerStanding::decode(message) else { return };
    let standing: Standing = wire.to_core();
    assert_eq!(v1::WorkerStanding::from(&standing).to_core(), standing);
}

fn file(message: &[u8]) {
    let Ok(wire) = v1::SourceFile::decode(message) else { return };
    let file = SourceFile::from(wire.clone());
    assert_eq!(crate::files(&[file], Detail::Full), [wire]);
}

fn moment(message: &[u8]) {
    let Ok(wire) = prost_types::Timestamp::decode(message) else { return };
    match to_millis("moment", &wire) {
        Ok(ms) => {
            let told = from_millis(ms);
            assert_eq!((told.seconds, told.nanos / 1_000_000), (wire.seconds, wire.nanos / 1_000_000));
            assert_eq!(to_millis("moment", &told), Ok(ms));
        }
        Err(error) => error.check(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pyjury_core::judgement::Feedback;
    use pyjury_core::worker::WorkerMode;
    use pyjury_core::{Bytes, Confirmation, Digest, Measured, MemorySplit, Provenance, Ratio, Reason, Speed, Verdict};

    use super::*;

    fn usage() -> Usage {
        Usage {
            cpu: Duration::from_micros(1_234_567),
            wall: Duration::from_millis(2),
            memory: Bytes::mib(3),
            split: Some(MemorySplit { anonymous: Bytes(5), file: Bytes(6), kernel: Bytes(7) }),
            processes: Some(4),
            refused_tasks: 5,
        }
    }

    fn speed() -> Speed {
        Speed {
            factor: Ratio::percent(110),
            workload: Digest::of(b"w"),
            measured: Duration::from_millis(440),
            reference: Duration::from_millis(400),
        }
    }

    fn case(verdict: Verdict, reason: Reason) -> CaseResult {
        CaseResult {
            name: "secret/01".into(),
            verdict,
            reason,
            score: 0.5,
            usage: usage(),
            measured: Measured { raw_cpu: Some(Duration::from_micros(1_357_911)), near_limit: true },
            feedback: Feedback { team: "t".into(), stderr: "e".into(), stdout: "o".into(), jury: "j".into() },
            open: true,
        }
    }

    fn judgement(cases: Vec<CaseResult>) -> Judgement {
        Judgement {
            verdict: Verdict::TLE,
            reason: Reason::Cpu,
            score: 0.5,
            max_score: 1.0,
            usage: usage(),
            measured: Measured::default(),
            cases,
            feedback: Feedback::default(),
            provenance: Provenance {
                problem: Some(Digest::of(b"p")),
                runtime: "base".into(),
                speed: Some(speed()),
                time_limit: Some(Duration::from_secs(1)),
                steal: Ratio::percent(3),
                confirmation: Some(Confirmation {
                    verdict: Verdict::TLE,
                    cpu: Duration::from_millis(1040),
                    limit: Some(Duration::from_secs(1)),
                    worker: "w1".into(),
                }),
                ..Provenance::default()
            },
        }
    }

    fn seed(kind: u8, message: &impl Message) -> Vec<u8> {
        [vec![kind], message.encode_to_vec()].concat()
    }

    #[test]
    fn messages_survive() {
        let cases: Vec<CaseResult> = [
            (Verdict::AC, Reason::Accepted),
            (Verdict::RTE, Reason::Exception(Some("ValueError".into()))),
            (Verdict::RTE, Reason::ExitCode(-3)),
            (Verdict::RTE, Reason::Signal(11)),
            (Verdict::SV, Reason::Syscall("ptrace".into())),
            (Verdict::CE, Reason::Syntax(Some(7))),
        ]
        .into_iter()
        .map(|(verdict, reason)| case(verdict, reason))
        .collect();
        let run = InlineRun {
            stdin: b"1 2\n".to_vec(),
            expected: Some(b"3\n".to_vec()),
            args: vec!["-x".into()],
            limits: Limits::default(),
        };
        let calibration =
            Calibration { speed: Some(speed()), base_cpu: Duration::from_micros(9), base_memory: Bytes(9) };
        let standing = Standing::new(WorkerMode::Draining, "an upgrade");
        let file = SourceFile { path: "main.py".into(), content: b"print(1)".to_vec() };
        let mut seeds: Vec<Vec<u8>> = cases.iter().map(|case| seed(1, &v1::CaseResult::from(case))).collect();
        seeds.extend([
            seed(0, &v1::Judgement::from(&judgement(cases))),
            seed(0, &v1::Judgement::from(&judgement(Vec::new()))),
            seed(2, &v1::Usage::from(&usage())),
            seed(3, &v1::WorkerCalibration::from(&calibration)),
            seed(4, &v1::Limits::from(&Limits::default())),
            seed(4, &v1::Limits::default()),
            seed(5, &inline_run(&run, Detail::Full)),
            seed(6, &v1::WorkerStanding::from(&standing)),
            seed(7, &crate::files(&[file], Detail::Full)[0]),
            seed(8, &from_millis(1_700_000_000_123)),
        ]);
        pyjury_corpus::replay("wire", wire, seeds);
    }
}
