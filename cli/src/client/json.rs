//! A submission as JSON.

use std::time::{Duration, UNIX_EPOCH};

use pyjury_core::{CaseResult, Judgement};
use pyjury_proto::v1;
use serde_json::{Map, Value, json};

/// A submission. The judgement's keys are those of `pyjury judge --json`.
pub(crate) fn submission(wire: &v1::Submission) -> Value {
    let timings = wire.timings.unwrap_or_default();
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("submission_id", wire.submission_id.clone().into());
    put("judging_id", wire.judging_id.clone().into());
    put("state", state(wire.state()).into());
    put("tenant", wire.tenant.clone().into());
    put("user", wire.user.clone().into());
    if !wire.sent_by.is_empty() {
        put("sent_by", wire.sent_by.clone().into());
    }
    match &wire.target {
        Some(v1::submission::Target::Problem(problem)) => {
            put("problem", json!({"digest": problem.digest, "name": problem.name}));
        }
        Some(v1::submission::Target::InlineRun(run)) => {
            put("inline_run", inline_run(run));
        }
        Some(v1::submission::Target::Verification(problem)) => {
            put("verification", json!({"digest": problem.digest, "name": problem.name}));
        }
        None => {}
    }
    put("files", wire.files.iter().map(file).collect());
    put("runtime", wire.runtime.clone().into());
    put("lane", lane(wire.lane()).into());
    put(
        "labels",
        wire.labels.iter().map(|(key, value)| (key.clone(), value.clone().into())).collect::<Map<_, _>>().into(),
    );
    put("deadline", moment(wire.deadline));
    put("attempts", wire.attempts.into());
    put(
        "timings",
        json!({
            "created_at": moment(timings.created_at),
            "placed_at": moment(timings.placed_at),
            "started_at": moment(timings.started_at),
            "fetched_at": moment(timings.fetched_at),
            "judged_at": moment(timings.judged_at),
            "stored_at": moment(timings.stored_at),
        }),
    );
    if let Some(progress) = &wire.progress {
        let cases: Vec<_> = progress.cases.iter().filter_map(|case| CaseResult::try_from(case.clone()).ok()).collect();
        put("progress", json!({"case_count": progress.case_count, "cases": cases}));
    }
    put("judgement", wire.judgement.as_ref().map_or(Value::Null, judgement));
    object.into()
}

/// A problem.
pub(crate) fn problem(wire: &v1::Problem) -> Value {
    let limits = wire.limits.and_then(|limits| pyjury_core::Limits::try_from(limits).ok());
    json!({
        "digest": wire.digest,
        "name": wire.name,
        "title": wire.title,
        "mode": wire.mode,
        "scoring": wire.scoring,
        "max_score": wire.max_score,
        "case_count": wire.case_count,
        "limits": limits,
        "size_bytes": wire.size_bytes,
        "uploaded_at": moment(wire.uploaded_at),
        "uploaded_by": wire.uploaded_by,
        "state": package_state(wire.state()),
        "report": wire.report,
        "verification_id": wire.verification_id,
    })
}

/// The state's name.
pub(crate) fn package_state(state: v1::PackageState) -> &'static str {
    match state {
        v1::PackageState::Unspecified => "unknown",
        v1::PackageState::Staged => "staged",
        v1::PackageState::Ready => "ready",
        v1::PackageState::Rejected => "rejected",
    }
}

fn judgement(wire: &v1::Judgement) -> Value {
    // A server that is newer than this client may say what it doesn't know: then that is left out.
    Judgement::try_from(wire.clone())
        .ok()
        .and_then(|judgement| serde_json::to_value(judgement).ok())
        .unwrap_or_default()
}

fn file(wire: &v1::SourceFile) -> Value {
    let mut object = json!({"path": wire.path});
    put_bytes(&mut object, "content", &wire.content);
    object
}

/// Input and expected output are there where they were asked for and aren't empty.
fn inline_run(wire: &v1::InlineRun) -> Value {
    let mut object = json!({"args": wire.args});
    put_bytes(&mut object, "stdin", &wire.stdin);
    put_bytes(&mut object, "expected_output", wire.expected_output.as_deref().unwrap_or_default());
    if let Some(limits) = wire.limits.and_then(|limits| pyjury_core::Limits::try_from(limits).ok()) {
        object["limits"] = json!(limits);
    }
    object
}

/// Bytes as text, or as `KEY_base64` where they are none; nothing when there are none.
fn put_bytes(object: &mut Value, key: &str, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => object[key] = text.into(),
        Err(_) => {
            use base64::Engine as _;
            let text = base64::engine::general_purpose::STANDARD.encode(bytes);
            object[format!("{key}_base64")] = text.into();
        }
    }
}

/// The state's name.
pub(crate) fn state(state: v1::JudgingState) -> &'static str {
    match state {
        v1::JudgingState::Unspecified => "unknown",
        v1::JudgingState::Queued => "queued",
        v1::JudgingState::Placed => "placed",
        v1::JudgingState::Running => "running",
        v1::JudgingState::Judged => "judged",
        v1::JudgingState::Cancelled => "cancelled",
        v1::JudgingState::Expired => "expired",
        v1::JudgingState::Abandoned => "abandoned",
    }
}

fn lane(lane: v1::Lane) -> &'static str {
    match lane {
        v1::Lane::Unspecified | v1::Lane::Interactive => "interactive",
        v1::Lane::Contest => "contest",
        v1::Lane::Batch => "batch",
    }
}

/// A moment in RFC 3339; null when there is none.
pub(crate) fn moment(wire: Option<prost_types::Timestamp>) -> Value {
    match wire.and_then(|moment| pyjury_proto::to_millis("", &moment).ok()) {
        Some(ms) => humantime::format_rfc3339_millis(UNIX_EPOCH + Duration::from_millis(ms)).to_string().into(),
        None => Value::Null,
    }
}
