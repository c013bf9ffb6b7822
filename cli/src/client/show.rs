//! A submission as lines for people.

use std::fmt::Write as _;
use std::time::Duration;

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
    if let Some(first) = &judgement.provenance.confirmation {
        let limit = first.limit.map(|limit| format!(" of {}", duration::format(whole_ms(limit)))).unwrap_or_default();
        let cpu = duration::format(whole_ms(first.cpu));
        add(format_args!(" · second run, the first on {} said {} at {cpu}{limit}", first.worker, first.verdict));
    }
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

/// Where the time went, as far as it got: one line. Each interval is between two moments of the store's clock.
pub(crate) fn road(submission: &v1::Submission) -> String {
    let timings = submission.timings.unwrap_or_default();
    let moments = [
        ("", timings.created_at),
        ("queued", timings.placed_at),
        ("starting", timings.started_at),
        ("fetching", timings.fetched_at),
        ("judging", timings.judged_at),
        // What ended without being judged wasn't stored after it: it waited until then.
        (if timings.judged_at.is_some() { "storing" } else { "until the end" }, timings.stored_at),
    ];
    let reached = moments.into_iter().filter_map(|(word, at)| Some((word, pyjury_proto::to_millis(word, &at?).ok()?)));
    let reached: Vec<_> = reached.collect();
    let between = |from: u64, to: u64| duration::format(Duration::from_millis(to.saturating_sub(from)));
    let steps = reached.windows(2).map(|pair| format!("{} {}", pair[1].0, between(pair[0].1, pair[1].1)));
    let mut parts: Vec<_> = steps.collect();
    if let (Some((_, first)), Some((_, last)), Some(_)) = (reached.first(), reached.last(), timings.stored_at) {
        parts.push(format!("in all {}", between(*first, *last)));
    }
    let worker = submission.judgement.as_ref().and_then(|judgement| judgement.provenance.as_ref());
    parts.extend(worker.map(|provenance| format!("on {}", provenance.worker)));
    if submission.attempts > 1 {
        parts.push(format!("{} attempts", submission.attempts));
    }
    parts.join(" · ")
}

/// One line on a case.
pub(crate) fn case(case: &CaseResult) -> String {
    let usage = &case.usage;
    let verdict = output::coloured(case.verdict);
    let time = duration::format(whole_ms(usage.cpu));
    format!("{verdict} {} {} · {time} · {}", case.name, case.reason, mebibytes(usage.memory))
}

/// A program's words without what could steer the terminal, the direction of writing included.
fn plain(line: &str) -> String {
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if (c.is_control() && c != '\t') || turns(c) { '\u{fffd}' } else { c }).collect()
}

fn whole_ms(time: Duration) -> Duration {
    Duration::from_millis(time.as_millis().try_into().unwrap_or(u64::MAX))
}

fn mebibytes(memory: pyjury_core::Bytes) -> String {
    format!("{:.1}MiB", memory.get() as f64 / f64::from(1 << 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission(moments: [Option<u64>; 6]) -> v1::Submission {
        let [created_at, placed_at, started_at, fetched_at, judged_at, stored_at] =
            moments.map(|ms| ms.map(pyjury_proto::from_millis));
        let timings = v1::Timings { created_at, placed_at, started_at, fetched_at, judged_at, stored_at };
        v1::Submission { timings: Some(timings), attempts: 1, ..v1::Submission::default() }
    }

    #[test]
    fn the_road_is_told_as_far_as_it_went() {
        let [a, b, c, d, e, f] = [1_000, 1_003, 1_005, 1_006, 1_106, 1_110].map(Some);
        let judged = submission([a, b, c, d, e, f]);
        let told = "queued 3ms · starting 2ms · fetching 1ms · judging 100ms · storing 4ms · in all 110ms";
        assert_eq!(road(&judged), told);
        let mut again = judged;
        again.attempts = 3;
        let provenance = v1::Provenance { worker: "w7".into(), ..v1::Provenance::default() };
        again.judgement = Some(v1::Judgement { provenance: Some(provenance), ..v1::Judgement::default() });
        assert_eq!(road(&again), format!("{told} · on w7 · 3 attempts"));
        assert_eq!(road(&submission([a, b, None, None, None, None])), "queued 3ms");
        let cancelled = submission([a, None, None, None, None, f]);
        assert_eq!(road(&cancelled), "until the end 110ms · in all 110ms");
        assert_eq!(road(&submission([None; 6])), "");
    }
}
