//! The fold of a judging: what is stored, streamed and shown.

use serde::{Deserialize, Serialize};

use crate::{Decision, Digest, Reason, Usage, Verdict};

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
    /// The largest use of any case: CPU time, wall time, memory.
    #[serde(flatten)]
    pub usage: Usage,
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
    /// What the submission used.
    #[serde(flatten)]
    pub usage: Usage,
    /// Words about the case.
    pub feedback: Feedback,
    /// Whether the submitter may see the feedback and the details of the reason.
    pub open: bool,
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
        }
        seen
    }
}

/// Rounds time up to 10 ms and memory up to 1 MiB.
fn rounded(usage: Usage) -> Usage {
    let time = |d: std::time::Duration| {
        std::time::Duration::from_millis((d.as_millis() as u64).div_ceil(10).saturating_mul(10))
    };
    Usage {
        cpu: time(usage.cpu),
        wall: time(usage.wall),
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
    /// The runtime's name.
    pub runtime: String,
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
        }
        seen
    }
}
