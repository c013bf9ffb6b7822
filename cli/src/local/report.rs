//! Judgements as tables and as JSON.

use pyjury_core::judgement::Feedback;
use pyjury_core::{CaseResult, Confirmation, Judgement, Usage};
use serde_json::{Value, json};

use crate::output::coloured;

/// A judgement with the keys that other tools rely on.
pub(crate) fn judgement(judgement: &Judgement) -> Value {
    json!({
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "score": judgement.score,
        "max_score": judgement.max_score,
        "cpu_time_ms": ms(judgement.usage.cpu),
        "raw_cpu_time_ms": judgement.measured.raw_cpu.map(ms),
        "near_limit": judgement.measured.near_limit,
        "wall_time_ms": ms(judgement.usage.wall),
        "memory_bytes": judgement.usage.memory.get(),
        "cases": judgement.cases.iter().map(case).collect::<Value>(),
        "feedback": judgement.feedback,
        "provenance": judgement.provenance,
    })
}

fn case(case: &CaseResult) -> Value {
    json!({
        "name": case.name,
        "verdict": case.verdict,
        "reason": case.reason,
        "score": case.score,
        "cpu_time_ms": ms(case.usage.cpu),
        "raw_cpu_time_ms": case.measured.raw_cpu.map(ms),
        "near_limit": case.measured.near_limit,
        "wall_time_ms": ms(case.usage.wall),
        "memory_bytes": case.usage.memory.get(),
        "feedback": case.feedback,
    })
}

/// Whole milliseconds.
pub(crate) fn ms(duration: std::time::Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// One line of the table of cases, whose names are `width` wide.
pub(crate) fn row(case: &CaseResult, width: usize) -> String {
    let words = first_line(&case.feedback);
    let told = if words.is_empty() { String::new() } else { format!("  {words}") };
    format!("{:<width$}  {}  {}{told}", case.name, opinion(case), used(case.usage))
}

fn opinion(case: &CaseResult) -> String {
    // Padded by hand: colours have a length too.
    let pad = " ".repeat(3usize.saturating_sub(case.verdict.code().len()));
    format!("{}{pad} {:<24}", coloured(case.verdict), case.reason.to_string())
}

/// Time and memory, aligned.
pub(crate) fn used(usage: Usage) -> String {
    let mib = usage.memory.get() as f64 / f64::from(1 << 20);
    format!("{:>6} ms cpu {:>6} ms wall {mib:>7.1} MiB", ms(usage.cpu), ms(usage.wall))
}

/// The last line: the verdict of all.
pub(crate) fn summary(judgement: &Judgement) -> String {
    let scored = judgement.max_score != 1.0 || judgement.score.fract() != 0.0;
    let score = if scored { format!("  {} of {} points", judgement.score, judgement.max_score) } else { String::new() };
    let confirmed = judgement.provenance.confirmation.as_ref().map(confirmed).unwrap_or_default();
    format!("{} {}{score}{confirmed}", coloured(judgement.verdict), judgement.reason)
}

/// What a run before this one said, which was too near the limit to stand alone.
pub(crate) fn confirmed(first: &Confirmation) -> String {
    let limit = first.limit.map(|limit| format!(" of {} ms", ms(limit))).unwrap_or_default();
    format!("  (second run; the first, on {}, said {} at {} ms{limit})", first.worker, first.verdict, ms(first.cpu))
}

fn first_line(feedback: &Feedback) -> String {
    let exception = feedback.stderr.lines().rfind(|line| !line.trim().is_empty());
    let words = [feedback.team.lines().next(), feedback.jury.lines().next(), exception];
    words
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
        .chars()
        .take(100)
        .collect()
}

/// Words that belong to no case.
pub(crate) fn general(feedback: &Feedback) -> String {
    [&feedback.team, &feedback.jury].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}
