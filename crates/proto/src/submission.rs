//! Submissions: files, targets, lanes.

use pyjury_core::submission::{InlineRun, Lane};
use pyjury_core::{Limits, SourceFile, Submission, Target};

use crate::{Invalid, Within as _, time, v1};

/// How much of a submission is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Without the contents of files, the input and the expected output.
    Outline,
    /// All of it.
    Full,
}

/// The part of a submission's message that comes from the submission itself; the judging's part
/// is left empty.
impl v1::Submission {
    /// Tells a submission.
    pub fn of(submission: &Submission, detail: Detail) -> Self {
        Self {
            submission_id: submission.id.to_string(),
            tenant: submission.principal.tenant.clone(),
            user: submission.principal.user.clone(),
            sent_by: submission.sent_by.clone().unwrap_or_default(),
            target: Some(match &submission.target {
                Target::Problem { digest, name } => v1::submission::Target::Problem(v1::ProblemReference {
                    digest: digest.to_string(),
                    name: name.clone(),
                }),
                Target::Inline(run) => v1::submission::Target::InlineRun(inline_run(run, detail)),
                Target::Package { digest, name } => v1::submission::Target::Verification(v1::ProblemReference {
                    digest: digest.to_string(),
                    name: name.clone(),
                }),
            }),
            files: files(&submission.files, detail),
            runtime: submission.runtime.clone().unwrap_or_default(),
            lane: v1::Lane::from(submission.lane).into(),
            labels: submission.labels.clone().into_iter().collect(),
            deadline: submission.deadline_ms.map(time::from_millis),
            timings: Some(v1::Timings {
                created_at: Some(time::from_millis(submission.created_ms)),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

/// Tells files.
pub fn files(files: &[SourceFile], detail: Detail) -> Vec<v1::SourceFile> {
    let told = |file: &SourceFile| v1::SourceFile {
        path: file.path.clone(),
        content: if detail == Detail::Full { file.content.clone() } else { Vec::new() },
    };
    files.iter().map(told).collect()
}

/// Tells an inline run.
pub fn inline_run(run: &InlineRun, detail: Detail) -> v1::InlineRun {
    let full = detail == Detail::Full;
    v1::InlineRun {
        stdin: if full { run.stdin.clone() } else { Vec::new() },
        expected_output: run.expected.clone().filter(|_| full),
        args: run.args.clone(),
        limits: Some((&run.limits).into()),
    }
}

/// Reads an inline run. Its limits are checked, its sizes are not.
impl TryFrom<v1::InlineRun> for InlineRun {
    type Error = Vec<Invalid>;

    fn try_from(wire: v1::InlineRun) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            limits: Limits::try_from(wire.limits.unwrap_or_default()).within("limits")?,
            stdin: wire.stdin,
            expected: wire.expected_output,
            args: wire.args,
        })
    }
}

impl From<v1::SourceFile> for SourceFile {
    fn from(wire: v1::SourceFile) -> Self {
        Self { path: wire.path, content: wire.content }
    }
}

impl From<Lane> for v1::Lane {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::Interactive => Self::Interactive,
            Lane::Contest => Self::Contest,
            Lane::Batch => Self::Batch,
        }
    }
}

/// What isn't said is [`Lane::Interactive`].
impl From<v1::Lane> for Lane {
    fn from(lane: v1::Lane) -> Self {
        match lane {
            v1::Lane::Unspecified | v1::Lane::Interactive => Self::Interactive,
            v1::Lane::Contest => Self::Contest,
            v1::Lane::Batch => Self::Batch,
        }
    }
}
