//! What a Submit asks for.

use std::collections::BTreeMap;

use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{Digest, RuntimeRequest, SourceFile};
use pyjury_proto::v1::submit_request::Target;
use pyjury_proto::{Invalid, digest, id, to_millis, v1};
use uuid::Uuid;

use super::{files, inline, labels};
use crate::Refusal;

/// A checked Submit.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// The client's protection against doubles.
    pub(crate) request_id: Option<Uuid>,
    /// What to judge against.
    pub(crate) target: Wanted,
    /// The files, the entry first.
    pub(crate) files: Vec<SourceFile>,
    /// The runtime asked for.
    pub(crate) runtime: Option<RuntimeRequest>,
    /// How urgent it is.
    pub(crate) lane: Lane,
    /// The client's own words.
    pub(crate) labels: BTreeMap<String, String>,
    /// In milliseconds of Unix time; it lay ahead when it was checked.
    pub(crate) deadline_ms: Option<u64>,
}

/// What to judge against, before it is looked up.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// One package.
    Digest(Digest),
    /// The newest package under a name.
    Name(String),
    /// An inline run.
    Inline(InlineRun),
}

impl Order {
    /// Checks a request, and tells every mistake of it.
    pub(crate) fn check(wire: v1::SubmitRequest, now_ms: u64) -> Result<Self, Refusal> {
        let mut invalid = Vec::new();
        let request_id = match wire.request_id.as_str() {
            "" => None,
            text => keep(id("request_id", text), &mut invalid),
        };
        let target = target(wire.target, &mut invalid);
        let files = files::files(wire.files, &mut invalid);
        let runtime = labels::runtime(&wire.runtime, &mut invalid);
        let lane = lane(wire.lane, &mut invalid).unwrap_or_default();
        let labels = labels::labels(wire.labels, &mut invalid);
        let deadline_ms = wire.deadline.and_then(|moment| keep(to_millis("deadline", &moment), &mut invalid));
        if let Some(late) = deadline_ms.and_then(|deadline| now_ms.checked_sub(deadline)) {
            let why = format_args!("expected a moment that lies ahead, got one {late} ms ago").to_string();
            invalid.push(Invalid::new("deadline", why));
        }
        match target {
            Some(target) if invalid.is_empty() => {
                Ok(Self { request_id, target, files, runtime, lane, labels, deadline_ms })
            }
            _ => Err(invalid.into()),
        }
    }
}

fn target(wire: Option<Target>, invalid: &mut Vec<Invalid>) -> Option<Wanted> {
    match wire {
        None => {
            invalid.push(Invalid::new("target", "expected one of problem_digest, problem_name, inline_run, got none"));
            None
        }
        Some(Target::ProblemDigest(text)) => keep(digest("problem_digest", &text), invalid).map(Wanted::Digest),
        Some(Target::ProblemName(name)) => {
            let checked = labels::plain_name(&name).map_err(|why| Invalid::new("problem_name", why));
            keep(checked, invalid).map(|()| Wanted::Name(name))
        }
        Some(Target::InlineRun(run)) => inline::inline(run, invalid).map(Wanted::Inline),
    }
}

/// Reads the number of a lane.
pub(crate) fn lane(number: i32, invalid: &mut Vec<Invalid>) -> Option<Lane> {
    let known = v1::Lane::try_from(number)
        .map_err(|_| Invalid::new("lane", format_args!("expected a lane, got the unknown number {number}")));
    keep(known, invalid).map(Into::into)
}

/// Notes a mistake and goes on, so that all of them are told.
pub(crate) fn keep<T>(result: Result<T, Invalid>, invalid: &mut Vec<Invalid>) -> Option<T> {
    result.map_err(|error| invalid.push(error)).ok()
}
