//! A verification as a judgement: one case for each reference submission.

use std::fmt::Write as _;

use pyjury_core::judgement::Feedback;
use pyjury_core::{CaseResult, Decision, Judgement, Measured, Provenance, Reason, Usage, Verdict, duration};

use super::{Outcome, Report, Tried};
use crate::excerpt;

/// The most bytes of words about one submission.
const WORDS: usize = 4096;
/// The most bytes of the whole report.
const REPORT: usize = 64 << 10;

impl Report {
    /// Whether everything is as the package says.
    pub fn passed(&self) -> bool {
        self.inputs.is_empty() && self.submissions.iter().all(Tried::is_as_expected)
    }

    /// The report as a judgement: AC when everything is as the package says, else WA. A case is a reference
    /// submission, AC when it got what it must. The words for the jury say what is wrong, then what is odd.
    pub fn judgement(&self, provenance: Provenance) -> Judgement {
        let decision = decision(self.passed());
        let score = f64::from(u8::from(self.passed()));
        let cases: Vec<_> = self.submissions.iter().map(Tried::case).collect();
        Judgement {
            verdict: decision.verdict,
            reason: decision.reason,
            score,
            max_score: 1.0,
            usage: cases.iter().fold(Usage::default(), |most, case| most.max(case.usage)),
            measured: cases.iter().fold(Measured::default(), |most, case| most.max(case.measured)),
            cases,
            feedback: Feedback { jury: self.words(), ..Feedback::default() },
            provenance,
        }
    }

    fn words(&self) -> String {
        let mut words = String::new();
        // Writing to a String can't fail.
        for bad in &self.inputs {
            let _ = writeln!(words, "{bad}");
        }
        for tried in self.submissions.iter().filter(|tried| !tried.is_as_expected()) {
            let _ = writeln!(words, "{}: {}", tried.place(), tried.words());
        }
        for warning in &self.warnings {
            let _ = writeln!(words, "warning: {warning}");
        }
        let _ = write!(words, "time limit {}", duration::format(self.time_limit));
        excerpt::shorten(&words, REPORT)
    }
}

impl Tried {
    /// Whether it got what it must; one that isn't judged here proves nothing.
    pub fn is_as_expected(&self) -> bool {
        match &self.outcome {
            Outcome::Judged { mismatches, .. } => mismatches.is_empty(),
            Outcome::Skipped { .. } => true,
        }
    }

    /// Where it is in the package; what is ours is nowhere.
    fn place(&self) -> String {
        if self.path.starts_with('(') { self.path.clone() } else { format!("submissions/{}", self.path) }
    }

    /// The submission as a case of the verification. It is closed: its words are for the jury.
    pub fn case(&self) -> CaseResult {
        let (decision, usage, raw_cpu) = match &self.outcome {
            Outcome::Judged { judgement, .. } => {
                (decision(self.is_as_expected()), judgement.usage, judgement.measured.raw_cpu)
            }
            Outcome::Skipped { .. } => (Decision::new(Verdict::AC, Reason::Skipped), Usage::default(), None),
        };
        CaseResult {
            name: self.path.clone(),
            verdict: decision.verdict,
            reason: decision.reason,
            score: f64::from(u8::from(self.is_as_expected())),
            usage,
            // One near its limit was judged twice already.
            measured: Measured { raw_cpu, near_limit: false },
            feedback: Feedback { jury: self.words(), ..Feedback::default() },
            open: false,
        }
    }

    /// What it got, and for a surprise which cases and what they said.
    fn words(&self) -> String {
        let (judgement, mismatches) = match &self.outcome {
            Outcome::Judged { judgement, mismatches } => (judgement, mismatches),
            Outcome::Skipped { why } => return format!("skipped: {why}"),
        };
        let mut words = format!("got {} {}", judgement.verdict, judgement.reason);
        for mismatch in mismatches {
            let _ = write!(words, "; {mismatch}");
        }
        if !mismatches.is_empty() {
            for case in &judgement.cases {
                let _ = write!(words, "\n  {}: {} {}", case.name, case.verdict, case.reason);
            }
            for text in [&judgement.feedback.team, &judgement.feedback.jury].into_iter().filter(|text| !text.is_empty())
            {
                let _ = write!(words, "\n  {text}");
            }
        }
        excerpt::shorten(&words, WORDS)
    }
}

fn decision(passed: bool) -> Decision {
    match passed {
        true => Decision::new(Verdict::AC, Reason::Accepted),
        false => Decision::new(Verdict::WA, Reason::WrongAnswer),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pyjury_problem::Mismatch;

    use super::*;

    fn judged(verdict: Verdict, mismatches: Vec<Mismatch>) -> Outcome {
        let report = Report {
            problem: String::new(),
            time_limit: Duration::ZERO,
            inputs: Vec::new(),
            submissions: Vec::new(),
            won_by_agreeing: Vec::new(),
            warnings: Vec::new(),
        };
        let judgement = Judgement { verdict, ..report.judgement(Provenance::default()) };
        Outcome::Judged { judgement: Box::new(judgement), mismatches }
    }

    #[test]
    fn a_case_is_whether_the_submission_got_what_it_must() {
        let mismatch = Mismatch { origin: "here".into(), expected: "AC".into(), got: "TLE".into() };
        let tried = |path: &str, outcome| Tried { path: path.into(), outcome };
        let mut report = Report {
            problem: "p".into(),
            time_limit: Duration::from_secs(3),
            inputs: Vec::new(),
            submissions: vec![
                tried("wrong_answer/a.py", judged(Verdict::WA, Vec::new())),
                tried("accepted/b.java", Outcome::Skipped { why: "not Python".into() }),
            ],
            won_by_agreeing: Vec::new(),
            warnings: vec!["odd".into()],
        };
        let good = report.judgement(Provenance::default());
        assert_eq!((good.verdict, good.score, good.cases.len()), (Verdict::AC, 1.0, 2));
        assert_eq!(good.cases[0].verdict, Verdict::AC, "it was to be a wrong answer");
        assert_eq!(good.feedback.jury, "warning: odd\ntime limit 3s");

        report.submissions.push(tried("accepted/c.py", judged(Verdict::TLE, vec![mismatch])));
        let bad = report.judgement(Provenance::default());
        assert_eq!((bad.verdict, bad.score, bad.cases[2].verdict), (Verdict::WA, 0.0, Verdict::WA));
        assert!(bad.feedback.jury.starts_with("submissions/accepted/c.py: got TLE"), "{}", bad.feedback.jury);
        assert!(bad.for_submitter().feedback.jury.is_empty());
    }
}
