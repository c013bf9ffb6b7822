//! Judgements and their cases.

use std::time::Duration;

use pyjury_core::judgement::Feedback;
use pyjury_core::{CaseResult, Confirmation, Digest, Judgement, Measured, Provenance, Speed, Usage};

use crate::{Invalid, Within as _, read, time, v1, verdict};

impl From<&Judgement> for v1::Judgement {
    fn from(judgement: &Judgement) -> Self {
        Self {
            verdict: v1::Verdict::from(judgement.verdict).into(),
            reason: judgement.reason.to_string(),
            score: judgement.score,
            max_score: judgement.max_score,
            usage: Some((&judgement.usage).into()),
            cases: judgement.cases.iter().map(Into::into).collect(),
            feedback: Some((&judgement.feedback).into()),
            provenance: Some((&judgement.provenance).into()),
            raw_cpu_time: judgement.measured.raw_cpu.map(time::to_wire),
            near_limit: judgement.measured.near_limit,
        }
    }
}

impl TryFrom<v1::Judgement> for Judgement {
    type Error = Invalid;

    fn try_from(wire: v1::Judgement) -> Result<Self, Invalid> {
        let cases = wire.cases.into_iter().enumerate();
        Ok(Self {
            verdict: verdict::verdict("verdict", wire.verdict)?,
            reason: verdict::reason("reason", &wire.reason)?,
            score: finite("score", wire.score)?,
            max_score: finite("max_score", wire.max_score)?,
            usage: Usage::try_from(wire.usage.unwrap_or_default()).within("usage")?,
            measured: measured(wire.raw_cpu_time, wire.near_limit)?,
            cases: cases
                .map(|(index, case)| CaseResult::try_from(case).within(&format!("cases[{index}]")))
                .collect::<Result<_, _>>()?,
            feedback: wire.feedback.unwrap_or_default().into(),
            provenance: Provenance::try_from(wire.provenance.unwrap_or_default()).within("provenance")?,
        })
    }
}

impl From<&CaseResult> for v1::CaseResult {
    fn from(case: &CaseResult) -> Self {
        Self {
            name: case.name.clone(),
            verdict: v1::Verdict::from(case.verdict).into(),
            reason: case.reason.to_string(),
            score: case.score,
            usage: Some((&case.usage).into()),
            feedback: Some((&case.feedback).into()),
            open: case.open,
            raw_cpu_time: case.measured.raw_cpu.map(time::to_wire),
            near_limit: case.measured.near_limit,
        }
    }
}

impl TryFrom<v1::CaseResult> for CaseResult {
    type Error = Invalid;

    fn try_from(wire: v1::CaseResult) -> Result<Self, Invalid> {
        Ok(Self {
            verdict: verdict::verdict("verdict", wire.verdict)?,
            reason: verdict::reason("reason", &wire.reason)?,
            score: finite("score", wire.score)?,
            usage: Usage::try_from(wire.usage.unwrap_or_default()).within("usage")?,
            measured: measured(wire.raw_cpu_time, wire.near_limit)?,
            feedback: wire.feedback.unwrap_or_default().into(),
            name: wire.name,
            open: wire.open,
        })
    }
}

impl From<&Feedback> for v1::Feedback {
    fn from(feedback: &Feedback) -> Self {
        let Feedback { team, stderr, stdout, jury } = feedback.clone();
        Self { team, stderr, stdout, jury }
    }
}

impl From<v1::Feedback> for Feedback {
    fn from(wire: v1::Feedback) -> Self {
        let v1::Feedback { team, stderr, stdout, jury } = wire;
        Self { team, stderr, stdout, jury }
    }
}

impl From<&Provenance> for v1::Provenance {
    fn from(provenance: &Provenance) -> Self {
        let text = |digest: Option<Digest>| digest.map(|d| d.to_string()).unwrap_or_default();
        Self {
            problem_digest: text(provenance.problem),
            runtime: provenance.runtime.clone(),
            runtime_digest: text(provenance.runtime_digest),
            interpreter: provenance.interpreter.clone(),
            policy_digest: text(provenance.policy),
            cgroup: provenance.cgroup.clone(),
            kernel: provenance.kernel.clone(),
            arch: provenance.arch.clone(),
            worker: provenance.worker.clone(),
            pyjury: provenance.pyjury.clone(),
            speed: provenance.speed.as_ref().map(Into::into),
            time_limit: provenance.time_limit.map(time::to_wire),
            steal: provenance.steal.get(),
            confirmation: provenance.confirmation.as_ref().map(Into::into),
        }
    }
}

impl TryFrom<v1::Provenance> for Provenance {
    type Error = Invalid;

    fn try_from(wire: v1::Provenance) -> Result<Self, Invalid> {
        let digest = |field, text: &str| match text {
            "" => Ok(None),
            text => read::digest(field, text).map(Some),
        };
        Ok(Self {
            problem: digest("problem_digest", &wire.problem_digest)?,
            policy: digest("policy_digest", &wire.policy_digest)?,
            runtime_digest: digest("runtime_digest", &wire.runtime_digest)?,
            runtime: wire.runtime,
            interpreter: wire.interpreter,
            cgroup: wire.cgroup,
            kernel: wire.kernel,
            arch: wire.arch,
            worker: wire.worker,
            pyjury: wire.pyjury,
            speed: wire.speed.map(Speed::try_from).transpose().within("speed")?,
            time_limit: known("time_limit", wire.time_limit)?,
            steal: finite("steal", wire.steal)?.into(),
            confirmation: wire.confirmation.map(Confirmation::try_from).transpose().within("confirmation")?,
        })
    }
}

impl From<&Speed> for v1::Speed {
    fn from(speed: &Speed) -> Self {
        Self {
            factor: speed.factor.get(),
            workload_digest: speed.workload.to_string(),
            measured: Some(time::to_wire(speed.measured)),
            reference: Some(time::to_wire(speed.reference)),
        }
    }
}

impl TryFrom<v1::Speed> for Speed {
    type Error = Invalid;

    fn try_from(wire: v1::Speed) -> Result<Self, Invalid> {
        Ok(Self {
            factor: finite("factor", wire.factor)?.into(),
            workload: read::digest("workload_digest", &wire.workload_digest)?,
            measured: time::duration_or_zero("measured", wire.measured.as_ref())?,
            reference: time::duration_or_zero("reference", wire.reference.as_ref())?,
        })
    }
}

impl From<&Confirmation> for v1::Confirmation {
    fn from(first: &Confirmation) -> Self {
        Self {
            verdict: v1::Verdict::from(first.verdict).into(),
            cpu_time: Some(time::to_wire(first.cpu)),
            time_limit: first.limit.map(time::to_wire),
            worker: first.worker.clone(),
        }
    }
}

impl TryFrom<v1::Confirmation> for Confirmation {
    type Error = Invalid;

    fn try_from(wire: v1::Confirmation) -> Result<Self, Invalid> {
        Ok(Self {
            verdict: verdict::verdict("verdict", wire.verdict)?,
            cpu: time::duration_or_zero("cpu_time", wire.cpu_time.as_ref())?,
            limit: known("time_limit", wire.time_limit)?,
            worker: wire.worker,
        })
    }
}

fn measured(raw_cpu: Option<prost_types::Duration>, near_limit: bool) -> Result<Measured, Invalid> {
    Ok(Measured { raw_cpu: known("raw_cpu_time", raw_cpu)?, near_limit })
}

/// A duration that may not be known.
fn known(field: &str, wire: Option<prost_types::Duration>) -> Result<Option<Duration>, Invalid> {
    wire.map(|wire| time::duration(field, &wire)).transpose()
}

fn finite(field: &str, number: f64) -> Result<f64, Invalid> {
    if number.is_finite() {
        Ok(number)
    } else {
        Err(Invalid::new(field, format_args!("expected a finite number, got {number}")))
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::{Bytes, MemorySplit, Ratio, Reason, Verdict};

    use super::*;

    fn judgement() -> Judgement {
        let usage = Usage {
            cpu: Duration::from_micros(1_234_567),
            wall: Duration::from_millis(2),
            memory: Bytes::mib(3),
            split: Some(MemorySplit { anonymous: Bytes(5), file: Bytes(6), kernel: Bytes(7) }),
            processes: Some(4),
            refused_tasks: 5,
        };
        let feedback = Feedback { team: "t".into(), stderr: "e".into(), stdout: "o".into(), jury: "j".into() };
        let case = CaseResult {
            name: "secret/01".into(),
            verdict: Verdict::RTE,
            reason: Reason::Exception(Some("ValueError".into())),
            score: 0.5,
            usage,
            measured: Measured { raw_cpu: Some(Duration::from_micros(1_357_911)), near_limit: true },
            feedback: feedback.clone(),
            open: true,
        };
        Judgement {
            verdict: Verdict::RTE,
            reason: Reason::Signal(11),
            score: 0.5,
            max_score: 1.0,
            usage,
            measured: Measured { raw_cpu: None, near_limit: true },
            cases: vec![case],
            feedback,
            provenance: Provenance {
                problem: Some(Digest::of(b"p")),
                runtime: "base".into(),
                runtime_digest: Some(Digest::of(b"runtime")),
                speed: Some(Speed {
                    factor: Ratio::percent(110),
                    workload: Digest::of(b"w"),
                    measured: Duration::from_millis(440),
                    reference: Duration::from_millis(400),
                }),
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

    #[test]
    fn judgements_survive_the_wire() {
        assert_eq!(Judgement::try_from(v1::Judgement::from(&judgement())), Ok(judgement()));
    }

    #[test]
    fn errors_name_the_field() {
        let broken = |change: fn(&mut v1::Judgement)| {
            let mut wire = v1::Judgement::from(&judgement());
            change(&mut wire);
            Judgement::try_from(wire).err().map(|invalid| invalid.field)
        };
        let field = |name: &str| Some(name.to_owned());
        assert_eq!(broken(|w| w.verdict = 0), field("verdict"));
        assert_eq!(broken(|w| w.score = f64::NAN), field("score"));
        assert_eq!(broken(|w| w.cases[0].verdict = 99), field("cases[0].verdict"));
        assert_eq!(broken(|w| w.cases[0].reason = "?".into()), field("cases[0].reason"));
        assert_eq!(
            broken(|w| w.cases[0].usage = Some(v1::Usage {
                cpu_time: Some(prost_types::Duration { seconds: -1, nanos: 0 }),
                ..Default::default()
            })),
            field("cases[0].usage.cpu_time")
        );
        assert_eq!(
            broken(|w| w.provenance = Some(v1::Provenance { problem_digest: "sha256:x".into(), ..Default::default() })),
            field("provenance.problem_digest")
        );
    }
}
