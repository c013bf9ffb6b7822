//! The fold of a judging: what is stored, streamed and shown.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Decision, Digest, Ratio, Reason, Speed, Usage, Verdict, duration};

/// What the judge says of a whole submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// Points, where the problem scores; otherwise 1 for AC and 0 for anything else.
    pub score: f64,
    /// The most points there are.
    pub max_score: f64,
    /// The largest use of any case: CPU time in the time of the reference node, wall time, memory.
    #[serde(flatten)]
    pub usage: Usage,
    /// How that was measured. `near_limit`: a TLE decides that is near its limit, so that the whole is worth
    /// another run.
    #[serde(flatten)]
    pub measured: Measured,
    /// Every case that was judged, in the problem's order; a case that an earlier one made needless isn't here.
    pub cases: Vec<CaseResult>,
    /// Words for the submitter that belong to no case, such as a compiler's message.
    pub feedback: Feedback,
    /// What the judgement depends on.
    pub provenance: Provenance,
}

/// What the judge says of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The case, such as `secret/group1/03`.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
    /// Points of this case.
    pub score: f64,
    /// What the submission used, its CPU time in the time of the reference node: what limits apply to.
    #[serde(flatten)]
    pub usage: Usage,
    /// How that was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// Words about the case.
    pub feedback: Feedback,
    /// Whether the submitter may see the feedback and the details of the reason.
    pub open: bool,
}

/// How the CPU time of a case or a judgement was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// CPU time as the node counted it, before it was divided by the node's factor. `None` where nothing was run,
    /// or a version judged that had no factors.
    #[serde(with = "duration::known_millis", rename = "raw_cpu_time_ms")]
    pub raw_cpu: Option<Duration>,
    /// Over the CPU limit, and by no more than the margin: see [`Allowance`](crate::Allowance).
    pub near_limit: bool,
}

impl Measured {
    /// The larger time; near if either is.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self { raw_cpu: self.raw_cpu.max(other.raw_cpu), near_limit: self.near_limit || other.near_limit }
    }
}

impl CaseResult {
    /// The decision of this case.
    pub fn decision(&self) -> Decision {
        Decision::new(self.verdict, self.reason.clone())
    }

    /// The case as its submitter may see it: of a closed case the verdict, a closed reason, and
    /// time and memory rounded up, so that they carry little.
    #[must_use]
    pub fn for_submitter(&self) -> Self {
        let mut seen = self.clone();
        seen.feedback.jury.clear();
        if !self.open {
            seen.reason = self.reason.closed();
            seen.feedback = Feedback { team: seen.feedback.team, ..Feedback::default() };
            seen.usage = rounded(self.usage);
            seen.measured.raw_cpu = self.measured.raw_cpu.map(rounded_up);
        }
        seen
    }
}

/// Rounds time up to 10 ms.
fn rounded_up(time: Duration) -> Duration {
    Duration::from_millis((time.as_millis() as u64).div_ceil(10).saturating_mul(10))
}

/// Rounds time up to 10 ms and memory up to 1 MiB.
fn rounded(usage: Usage) -> Usage {
    Usage {
        cpu: rounded_up(usage.cpu),
        wall: rounded_up(usage.wall),
        memory: crate::Bytes(usage.memory.get().div_ceil(1 << 20) << 20),
        split: None,
        processes: None,
        refused_tasks: 0,
    }
}

/// Words about a case or a submission, by who may read them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// What a validator wrote for the team (`teammessage.txt`), or the judge's own words.
    pub team: String,
    /// What the program wrote to stderr, cleaned; open cases and the jury only.
    pub stderr: String,
    /// What the program wrote to stdout, shortened; open cases and the jury only.
    pub stdout: String,
    /// What a validator wrote for the jury (`judgemessage.txt`).
    pub jury: String,
}

/// What a judgement depends on, and where it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The problem package.
    pub problem: Option<Digest>,
    /// The runtime's layers; `base` where the standard library is all.
    pub runtime: String,
    /// The build of the interpreter and the content of every layer.
    #[serde(default)]
    pub runtime_digest: Option<Digest>,
    /// The interpreter's version, such as `CPython 3.11.2`.
    pub interpreter: String,
    /// The sandbox policy: mounts, system calls, environment.
    pub policy: Option<Digest>,
    /// `v1`, `hybrid` or `v2`.
    pub cgroup: String,
    /// The kernel's release.
    pub kernel: String,
    /// The machine's architecture.
    pub arch: String,
    /// The worker's name.
    pub worker: String,
    /// The version of pyjury.
    pub pyjury: String,
    /// The node's speed, pinned when it started; `None` where the node itself is the reference, so that its factor
    /// is 1.
    #[serde(default)]
    pub speed: Option<Speed>,
    /// The CPU limit of a case, in the time of the reference node; `None` where nothing was run.
    #[serde(default, with = "duration::known_millis", rename = "time_limit_ms")]
    pub time_limit: Option<Duration>,
    /// The part of the machine's time that its hypervisor gave to others while it was judged; 0 where none is told.
    #[serde(default)]
    pub steal: Ratio,
    /// The run before this one, where that was near its limit.
    #[serde(default)]
    pub confirmation: Option<Confirmation>,
}

/// The first of two runs. It ended with a TLE so near the limit that the whole was judged again; what the second run
/// said stands, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// What the first run said.
    pub verdict: Verdict,
    /// The largest CPU time of its cases, in the time of the reference node.
    #[serde(with = "duration::millis", rename = "cpu_time_ms")]
    pub cpu: Duration,
    /// The CPU limit of a case.
    #[serde(with = "duration::known_millis", rename = "time_limit_ms")]
    pub limit: Option<Duration>,
    /// The worker that ran first.
    pub worker: String,
}

impl Confirmation {
    /// Of a judgement that is worth another run; `None` of any other.
    pub fn of(first: &Judgement) -> Option<Self> {
        first.measured.near_limit.then(|| Self {
            verdict: first.verdict,
            cpu: first.usage.cpu,
            limit: first.provenance.time_limit,
            worker: first.provenance.worker.clone(),
        })
    }
}

impl Judgement {
    /// The judgement as its submitter may see it.
    #[must_use]
    pub fn for_submitter(&self) -> Self {
        let mut seen = self.clone();
        seen.cases = self.cases.iter().map(CaseResult::for_submitter).collect();
        seen.feedback.jury.clear();
        if self.cases.iter().any(|case| !case.open) {
            seen.reason = self.reason.closed();
            seen.usage = rounded(self.usage);
            seen.measured.raw_cpu = self.measured.raw_cpu.map(rounded_up);
            if let Some(first) = &mut seen.provenance.confirmation {
                first.cpu = rounded_up(first.cpu);
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a version wrote it that knew neither factors nor confirmations.
    const OLD: &str = r#"{"verdict":"TLE","reason":"cpu","score":0.0,"max_score":1.0,"cpu_time_ms":1003,
        "wall_time_ms":1010,"memory_bytes":9,"processes":1,"refused_tasks":0,"cases":[{"name":"secret/01",
        "verdict":"TLE","reason":"cpu","score":0.0,"cpu_time_ms":1003,"wall_time_ms":1010,"memory_bytes":9,
        "processes":1,"refused_tasks":0,"feedback":{"team":"","stderr":"","stdout":"","jury":""},"open":false}],
        "feedback":{"team":"","stderr":"","stdout":"","jury":""},"provenance":{"problem":null,"runtime":"base",
        "interpreter":"CPython 3.11.2","policy":null,"cgroup":"v1","kernel":"6","arch":"x86_64","worker":"w",
        "pyjury":"0.1.0"}}"#;

    #[test]
    fn what_an_older_version_wrote_is_read_and_what_is_written_is_read_again() {
        let mut judgement: Judgement = serde_json::from_str(OLD).unwrap();
        assert_eq!((judgement.measured, judgement.cases[0].measured), (Measured::default(), Measured::default()));
        assert_eq!((judgement.provenance.speed, &judgement.provenance.confirmation), (None, &None));
        assert_eq!(judgement.usage.cpu, Duration::from_millis(1003));
        judgement.measured = Measured { raw_cpu: Some(Duration::from_millis(1504)), near_limit: true };
        judgement.provenance.time_limit = Some(Duration::from_secs(1));
        judgement.provenance.steal = Ratio::percent(2);
        judgement.provenance.runtime_digest = Some(Digest::of(b"r"));
        judgement.provenance.speed = Some(Speed {
            factor: Ratio::percent(150),
            workload: Digest::of(b"w"),
            measured: Duration::from_millis(600),
            reference: Duration::from_millis(400),
        });
        judgement.provenance.confirmation = Confirmation::of(&judgement);
        assert!(judgement.provenance.confirmation.is_some());
        let text = serde_json::to_string(&judgement).unwrap();
        assert!(text.contains(r#""raw_cpu_time_ms":1504,"near_limit":true"#), "{text}");
        assert!(text.contains(r#""factor":1.5"#) && text.contains(r#""steal":0.02"#), "{text}");
        assert_eq!(serde_json::from_str::<Judgement>(&text).unwrap(), judgement);
    }

    #[test]
    fn a_submitter_sees_rounded_times_of_secret_cases() {
        let mut judgement: Judgement = serde_json::from_str(OLD).unwrap();
        judgement.measured = Measured { raw_cpu: Some(Duration::from_millis(1504)), near_limit: true };
        judgement.cases[0].measured = judgement.measured;
        judgement.provenance.confirmation = Confirmation::of(&judgement);
        let seen = judgement.for_submitter();
        let times = [seen.usage.cpu, seen.cases[0].usage.cpu, seen.provenance.confirmation.unwrap().cpu];
        assert_eq!(times, [Duration::from_millis(1010); 3]);
        let raw = [seen.measured.raw_cpu, seen.cases[0].measured.raw_cpu];
        assert_eq!(raw, [Some(Duration::from_millis(1510)); 2]);
    }
}
