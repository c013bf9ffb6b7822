//! What became of everything that was accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use pyjury_proto::v1;

use crate::journal::Accepted;
use crate::workload::INDEX;

/// An end, as far as two runs must agree on it: state, verdict, reason, and the same of each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End(String);

impl End {
    /// The end of a submission.
    pub fn of(submission: &v1::Submission) -> Self {
        let judgement = submission.judgement.as_ref();
        let verdict = judgement.map(|judgement| {
            let cases: Vec<_> =
                judgement.cases.iter().map(|case| format!("{:?} {}", case.verdict(), case.reason)).collect();
            format!("{:?} {} [{}]", judgement.verdict(), judgement.reason, cases.join(", "))
        });
        Self(format!("{:?} {}", submission.state(), verdict.unwrap_or_default()))
    }
}

/// What happened, in figures.
#[derive(Debug, Default)]
pub struct Report {
    /// How often what was killed.
    pub kills: BTreeMap<&'static str, usize>,
    /// How often a link was cut.
    pub cuts: usize,
    /// Accepted submissions.
    pub accepted: usize,
    /// Calls of Submit that it took.
    pub calls: usize,
    /// Attempts beyond the first, over all judgings.
    pub redeliveries: u32,
    /// Writes refused because their attempt was stale, as far as the gateways lived to tell.
    pub stale: u64,
    /// Watches followed, and how often they were resumed.
    pub watches: (usize, usize),
    /// From accepted to stored.
    pub waits: Vec<Duration>,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl Report {
    /// Compares what the cluster has with what it accepted and with how each program ends in quiet.
    pub fn compare(&mut self, accepted: &[Accepted], found: &[v1::Submission], quiet: &BTreeMap<&'static str, End>) {
        let by_id: BTreeMap<&str, &v1::Submission> =
            found.iter().map(|submission| (submission.submission_id.as_str(), submission)).collect();
        self.accepted = accepted.len();
        for Accepted { order, id } in accepted {
            let Some(submission) = by_id.get(id.as_str()) else {
                self.faults.push(format!("{id} ({}) was accepted and is lost", order.program.name));
                continue;
            };
            let (end, expected) = (End::of(submission), &quiet[order.program.name]);
            if end != *expected {
                self.faults.push(format!("{id} ({}): {} instead of {}", order.program.name, end.0, expected.0));
            }
            self.redeliveries += submission.attempts.saturating_sub(1);
            self.waits.extend(wait(submission));
        }
        let ids: BTreeSet<&str> = accepted.iter().map(|accepted| accepted.id.as_str()).collect();
        if ids.len() != accepted.len() {
            self.faults.push(format!("{} ids for {} submissions", ids.len(), accepted.len()));
        }
        let mut indexes = BTreeSet::new();
        for submission in found {
            let index = submission.labels.get(INDEX).map(String::as_str).unwrap_or_default();
            if !indexes.insert(index) {
                self.faults.push(format!("{} is there twice: one request, two submissions", submission.submission_id));
            }
        }
    }
}

fn wait(submission: &v1::Submission) -> Option<Duration> {
    let timings = submission.timings.as_ref()?;
    let ms = |moment: Option<_>| pyjury_proto::to_millis("", &moment?).ok();
    Some(Duration::from_millis(ms(timings.stored_at)?.saturating_sub(ms(timings.created_at)?)))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kills: Vec<_> = self.kills.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        writeln!(f, "killed with SIGKILL: {}", kills.join(", "))?;
        writeln!(f, "links cut: {}", self.cuts)?;
        writeln!(f, "accepted: {}, in {} calls of Submit", self.accepted, self.calls)?;
        writeln!(f, "attempts beyond the first: {}", self.redeliveries)?;
        writeln!(f, "stale writes refused, as counted by gateways that lived to tell: {}", self.stale)?;
        writeln!(f, "watches: {}, resumed {} times", self.watches.0, self.watches.1)?;
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        let at = |share: f64| waits.get(((waits.len() as f64 * share) as usize).min(waits.len().saturating_sub(1)));
        let (half, most, longest) = (at(0.5), at(0.99), waits.last());
        writeln!(
            f,
            "from accepted to stored: p50 {:?}, p99 {:?}, longest {:?}",
            half.copied().unwrap_or_default(),
            most.copied().unwrap_or_default(),
            longest.copied().unwrap_or_default()
        )?;
        if self.faults.is_empty() {
            return write!(f, "every accepted submission has one end, the same as in quiet");
        }
        writeln!(f, "{} faults:", self.faults.len())?;
        for fault in self.faults.iter().take(50) {
            writeln!(f, "  {fault}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::{Order, PROGRAMS};

    fn submission(id: &str, index: usize, verdict: v1::Verdict) -> v1::Submission {
        let judgement = v1::Judgement { verdict: verdict.into(), reason: "correct".into(), ..Default::default() };
        v1::Submission {
            submission_id: id.into(),
            state: v1::JudgingState::Judged.into(),
            judgement: Some(judgement),
            labels: [(INDEX.to_owned(), index.to_string())].into(),
            ..Default::default()
        }
    }

    #[test]
    fn whatever_must_not_be_is_found() {
        let order = |index| Order { index, program: PROGRAMS[0], at: Duration::ZERO, watched: false };
        let accepted = |index, id: &str| Accepted { order: order(index), id: id.to_owned() };
        let right = submission("a", 0, v1::Verdict::Ac);
        let quiet = BTreeMap::from([(PROGRAMS[0].name, End::of(&right))]);
        let faults = |accepted: &[Accepted], found: &[v1::Submission]| {
            let mut report = Report::default();
            report.compare(accepted, found, &quiet);
            report.faults
        };
        assert!(faults(&[accepted(0, "a")], std::slice::from_ref(&right)).is_empty());
        assert!(faults(&[accepted(0, "a")], &[])[0].contains("lost"));
        assert!(faults(&[accepted(0, "a")], &[submission("a", 0, v1::Verdict::Je)])[0].contains("instead of"));
        let twice = faults(&[accepted(0, "a")], &[right, submission("b", 0, v1::Verdict::Ac)]);
        assert!(twice[0].contains("twice"));
    }
}
