//! A submission as lines for people.

use std::fmt::Write as _;

use pyjury_core::{CaseResult, Judgement, Verdict, duration};
use pyjury_proto::v1;

use super::json;
use crate::output;

/// Longest piece of feedback that is shown; `get --json` has all of it.
const MOST_FEEDBACK: usize = 2000;

/// One line: id, verdict or state, problem, user.
pub(crate) fn row(submission: &v1::Submission) -> String {
    let verdict = submission.judgement.as_ref().and_then(|j| Verdict::try_from(j.verdict()).ok());
    let standing = match verdict {
        Some(verdict) => format!("{}{}", output::coloured(verdict), " ".repeat(10 - verdict.code().len())),
        None => format!("{:<10}", json::state(submission.state())),
    };
    let target = match &submission.target {
        Some(v1::submission::Target::Problem(problem)) if !problem.name.is_empty() => problem.name.as_str(),
        Some(v1::submission::Target::Problem(problem)) => problem.digest.as_str(),
        Some(v1::submission::Target::InlineRun(_)) => "(inline run)",
        Some(v1::submission::Target::Verification(_)) => "(verification)",
        None => "",
    };
    format!("{}  {standing} {target}  {}", submission.submission_id, submission.user)
}

/// How a submission ended, with words where there are some.
pub(crate) fn ending(submission: &v1::Submission) -> String {
    match submission.judgement.clone().map(Judgement::try_from) {
        Some(Ok(judgement)) => judged(&judgement),
        Some(Err(error)) => format!("judged, in words that this client doesn't know ({error})"),
        None => json::state(submission.state()).to_owned(),
    }
}

fn judged(judgement: &Judgement) -> String {
    let mut text = format!("{} {}", output::coloured(judgement.verdict), judgement.reason);
    let mut add = |part: std::fmt::Arguments<'_>| {
        // Writing to a String can't fail.
        let _ = text.write_fmt(part);
    };
    let passed = judgement.cases.iter().filter(|case| case.verdict == Verdict::AC).count();
    if judgement.cases.len() > 1 {
        add(format_args!(" · {passed}/{} cases", judgement.cases.len()));
    }
    if judgement.max_score != 1.0 {
        add(format_args!(" · {}/{} points", judgement.score, judgement.max_score));
    }
    add(format_args!(" · {} · {}", duration::format(whole_ms(judgement.usage.cpu)), mebibytes(judgement.usage.memory)));
    let first_failure = judgement.cases.iter().find(|case| {
        case.verdict == judgement.verdict && case.verdict != Verdict::AC && case.reason != pyjury_core::Reason::Skipped
    });
    if let Some(case) = first_failure.filter(|_| judgement.cases.len() > 1) {
        add(format_args!(" · {}", case.name));
    }
    let feedback = first_failure.map(|case| &case.feedback).into_iter().chain([&judgement.feedback]);
    let mut told = Vec::new();
    for words in feedback.flat_map(|feedback| [&feedback.team, &feedback.stderr, &feedback.jury]) {
        // The judgement may repeat what its case says.
        if told.contains(&words) {
            continue;
        }
        told.push(words);
        let shown: String = words.trim_end().chars().take(MOST_FEEDBACK).collect();
        for line in shown.lines() {
            add(format_args!("\n  {}", plain(line)));
        }
    }
    text
}

/// One line on a case.
pub(crate) fn case(case: &CaseResult) -> String {
    let usage = &case.usage;
    let verdict = output::coloured(case.verdict);
    let time = duration::format(whole_ms(usage.cpu));
    format!("{verdict} {} {} · {time} · {}", case.name, case.reason, mebibytes(usage.memory))
}

/// A program's words without what could steer the terminal.
fn plain(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}

fn whole_ms(time: std::time::Duration) -> std::time::Duration {
    std::time::Duration::from_millis(time.as_millis().try_into().unwrap_or(u64::MAX))
}

fn mebibytes(memory: pyjury_core::Bytes) -> String {
    format!("{:.1}MiB", memory.get() as f64 / f64::from(1 << 20))
}
