//! What is held of every message body, whatever its bytes. For tests and the fuzzer only: see tests/corpus.

use std::fmt::Debug;

use crate::{Control, Fleet, Intake, Job, Message};

/// The first byte says which queue it came from.
pub fn messages(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    match kind {
        b'i' => survives::<Intake>(body),
        b'j' => survives::<Job>(body),
        b'f' => survives::<Fleet>(body),
        b'c' => survives::<Control>(body),
        _ => {}
    }
}

/// What was read and is written reads as the same; what can't be read is told in a few words.
fn survives<M: Message + PartialEq + Debug>(body: &[u8]) {
    match M::decode(body) {
        Ok(message) => assert_eq!(M::decode(&message.encode()).expect("what was written can be read"), message),
        Err(error) => {
            let told = error.to_string();
            // A character may be shown as its number.
            assert!(told.starts_with("expected a") || told.contains("schema"), "{told}");
            assert!(told.len() <= 4096, "{told}");
        }
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::judging::AttemptRef;
    use pyjury_core::worker::WorkerMode;
    use pyjury_core::{AttemptId, JudgingId, SubmissionId, WorkerId};
    use uuid::Uuid;

    use super::*;
    use crate::messages::Presence;

    #[test]
    fn bodies_survive() {
        let id = Uuid::from_u128;
        let attempt =
            AttemptRef { submission: SubmissionId(id(1)), judging: JudgingId(id(2)), attempt: AttemptId(id(3)) };
        let worker = WorkerId(id(4));
        let presence = Presence {
            name: "w1".into(),
            slots: 2,
            mode: WorkerMode::Cordoned,
            reason: "too slow".into(),
            runtimes: vec!["base".into()],
            attempts: vec![attempt],
            ..Presence::of(worker)
        };
        let fleet = [
            Fleet::Registered(presence.clone()),
            Fleet::Heartbeat(presence),
            Fleet::SlotFreed { worker, attempt },
            Fleet::Draining { worker },
            Fleet::Left { worker },
        ];
        let mut seeds: Vec<Vec<u8>> = fleet.iter().map(|fact| [b"f", &*fact.encode()].concat()).collect();
        seeds.push([b"i", &*Intake { judging: attempt.judging() }.encode()].concat());
        seeds.push([b"j", &*Job { attempt }.encode()].concat());
        seeds.push([b"c", &*Control::Cancel { attempt }.encode()].concat());
        seeds.push(br#"j{"schema":2}"#.to_vec());
        pyjury_corpus::replay("messages", messages, seeds);
    }
}
