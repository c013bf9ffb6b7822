//! Messages that earlier versions wrote are read. The files in golden/ are never written anew: a change
//! of the schema adds one.
#![allow(clippy::unwrap_used)]

use pyjury_core::judging::AttemptRef;
use pyjury_core::{AttemptId, JudgingId, SubmissionId, WorkerId};
use pyjury_queue::messages::{Presence, WorkerMode};
use pyjury_queue::{Control, Fleet, Intake, Job, Message, MessageError};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n << 64 | 7)
}

fn attempt() -> AttemptRef {
    AttemptRef { submission: SubmissionId(id(1)), judging: JudgingId(id(2)), attempt: AttemptId(id(3)) }
}

#[test]
fn schema_1_is_read() {
    let path = format!("{}/tests/golden/schema1.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<(&str, &str)> = text.lines().map(|line| line.split_once(' ').unwrap()).collect();
    let of = |wanted: &str| -> Vec<&[u8]> {
        lines.iter().filter(|(kind, _)| *kind == wanted).map(|(_, body)| body.as_bytes()).collect()
    };
    let one = |wanted: &str| of(wanted)[0];
    assert_eq!(Intake::decode(one("intake")).unwrap(), Intake { judging: attempt().judging() });
    assert_eq!(Job::decode(one("job")).unwrap(), Job { attempt: attempt() });
    assert_eq!(Control::decode(one("control")).unwrap(), Control::Cancel { attempt: attempt() });
    let worker = WorkerId(id(4));
    let presence =
        |mode| Presence { name: "w".into(), slots: 2, mode, attempts: vec![attempt()], ..Presence::of(worker) };
    let fleet: Vec<Fleet> = of("fleet").into_iter().map(|body| Fleet::decode(body).unwrap()).collect();
    let expected = [
        Fleet::Registered(presence(WorkerMode::Ready)),
        Fleet::Heartbeat(presence(WorkerMode::Draining)),
        Fleet::Heartbeat(presence(WorkerMode::Cordoned)),
        Fleet::SlotFreed { worker, attempt: attempt() },
        Fleet::Draining { worker },
        Fleet::Left { worker },
    ];
    assert_eq!(fleet, expected);
}

#[test]
fn unknown_fields_are_ignored_and_a_newer_schema_is_told() {
    let with = |more: &str| {
        let text = String::from_utf8(Job { attempt: attempt() }.encode()).unwrap();
        text.replacen("\"schema\":1", more, 1).into_bytes()
    };
    let job = Job::decode(&with("\"schema\":1,\"colour\":\"blue\"")).unwrap();
    assert_eq!(job, Job { attempt: attempt() });
    let newer = Job::decode(&with("\"schema\":2"));
    assert!(matches!(newer, Err(MessageError::Newer { kind: "job", found: 2 })), "{newer:?}");
}
