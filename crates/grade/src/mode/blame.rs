//! Who is to blame for the end of a conversation.

use pyjury_core::{Breach, Execution, Exit};

/// Who decides the verdict of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blame {
    /// The submission failed: its own execution says how.
    Submission,
    /// The validator failed: a judging error.
    Validator,
    /// The validator's answer holds, 42 or 43.
    Answer,
}

const ACCEPTED: i32 = 42;
const REJECTED: i32 = 43;

/// Applies the format's order of blame to the facts of both processes.
///
/// 1. A submission that breached a limit before the validator had ended is to blame. The keeper then
///    ends the validator, so what that one did in its last moments means nothing.
/// 2. A validator that ended with neither 42 nor 43, or breached its own limits, is to blame, whatever
///    the submission did: its word is what the submission's behaviour would be measured by. It can't
///    get there by waiting for a silent submission, since its wall limit is longer than the submission's;
///    so a validator that times out hung by itself.
/// 3. 43 while the submission was running: wrong, whatever the submission did afterwards.
/// 4. A submission that failed is to blame: after 42 at any time, after 43 if it had failed before.
/// 5. Otherwise the validator's answer holds.
pub(super) fn blame(submission: &Execution, validator: &Execution) -> Blame {
    let first = submission.end_order < validator.end_order;
    let breached = matches!(&submission.breach, Some(breach) if *breach != Breach::Peer);
    let failed = breached || (submission.breach.is_none() && submission.exit != Some(Exit::Code(0)));
    let answer = match (&validator.breach, validator.exit) {
        (None, Some(Exit::Code(code @ (ACCEPTED | REJECTED)))) => Some(code),
        _ => None,
    };
    match answer {
        _ if breached && first => Blame::Submission,
        // Ended by the keeper for the submission's breach, though it is told to have ended first.
        None if breached && validator.breach == Some(Breach::Peer) => Blame::Submission,
        None => Blame::Validator,
        Some(REJECTED) if failed && first => Blame::Submission,
        Some(REJECTED) => Blame::Answer,
        Some(_) if failed => Blame::Submission,
        Some(_) => Blame::Answer,
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::{Capture, Usage};

    use super::*;

    fn execution(exit: Option<Exit>, breach: Option<Breach>, end_order: u32) -> Execution {
        Execution {
            exit,
            breach,
            usage: Usage::default(),
            stdout: Capture::default(),
            stderr: Capture::default(),
            denied: Vec::new(),
            end_order,
        }
    }

    /// Every way for the submission to end × every way for the validator × who was first.
    #[test]
    fn truth_table() {
        use Blame::{Answer, Submission, Validator};
        let code = |n| (Some(Exit::Code(n)), None);
        let killed = |breach| (Some(Exit::Signal(9)), Some(breach));
        let validators = [
            ("42", code(42)),
            ("43", code(43)),
            ("0", code(0)),
            ("1", code(1)),
            ("SIGPIPE", (Some(Exit::Signal(13)), None)),
            ("cpu", killed(Breach::Cpu)),
            ("idle", killed(Breach::Idle)),
            ("memory", killed(Breach::Memory)),
            ("ended for the peer", killed(Breach::Peer)),
            ("never ran", (None, None)),
        ];
        // In the validators' order.
        let broken = [Validator; 8];
        let table = |accepted, rejected, ended| {
            let mut row = [Answer; 10];
            row[0] = accepted;
            row[1] = rejected;
            row[2..].copy_from_slice(&broken);
            row[8] = ended;
            row
        };
        let crashed = (Some(Exit::Code(1)), None);
        let rows = [
            // the submission, and the blame: when it ended first, when the validator did
            ("exits 0", code(0), table(Answer, Answer, Validator), table(Answer, Answer, Validator)),
            ("crashes", crashed, table(Submission, Submission, Validator), table(Submission, Answer, Validator)),
            (
                "segfault",
                (Some(Exit::Signal(11)), None),
                table(Submission, Submission, Validator),
                table(Submission, Answer, Validator),
            ),
            ("cpu", killed(Breach::Cpu), [Submission; 10], table(Submission, Answer, Submission)),
            ("idle", killed(Breach::Idle), [Submission; 10], table(Submission, Answer, Submission)),
            ("memory", killed(Breach::Memory), [Submission; 10], table(Submission, Answer, Submission)),
            ("output", killed(Breach::Output), [Submission; 10], table(Submission, Answer, Submission)),
            (
                "ended for the peer",
                killed(Breach::Peer),
                table(Answer, Answer, Validator),
                table(Answer, Answer, Validator),
            ),
        ];
        for (name, (exit, breach), when_first, when_second) in rows {
            for (order, expected) in [(0, when_first), (1, when_second)] {
                for ((said, validator), expected) in validators.iter().zip(expected) {
                    let submission = execution(exit, breach.clone(), order);
                    let validator = execution(validator.0, validator.1.clone(), 1 - order);
                    let got = blame(&submission, &validator);
                    assert_eq!(got, expected, "submission {name} (order {order}), validator {said}");
                }
            }
        }
    }
}
