//! How much of what is stored a principal may see.

use pyjury_core::judging::State;
use pyjury_core::principal::Role;
use pyjury_core::{CaseResult, Judgement, Principal};
use pyjury_proto::{Detail, v1};
use pyjury_store::ledger::{JudgingView, SubmissionView};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// The submitter: of secret cases the verdict, a closed reason, rounded figures.
    Submitter,
    /// The jury: everything.
    Jury,
}

impl Eyes {
    /// By the principal's roles.
    pub(crate) fn of(principal: &Principal) -> Self {
        if principal.has(Role::Jury) { Self::Jury } else { Self::Submitter }
    }

    /// A judgement as these eyes see it.
    pub(crate) fn judgement(self, judgement: &Judgement) -> v1::Judgement {
        match self {
            Self::Jury => judgement.into(),
            Self::Submitter => (&judgement.for_submitter()).into(),
        }
    }

    /// A case as these eyes see it.
    pub(crate) fn case(self, case: &CaseResult) -> v1::CaseResult {
        match self {
            Self::Jury => case.into(),
            Self::Submitter => (&case.for_submitter()).into(),
        }
    }

    /// The judgement of a judging that has one.
    pub(crate) fn judgement_of(self, judging: &JudgingView) -> Option<v1::Judgement> {
        match &judging.judging.state {
            State::Judged { judgement, .. } => Some(self.judgement(judgement)),
            _ => None,
        }
    }

    /// A submission with its current judging.
    pub(crate) fn submission(self, view: &SubmissionView, detail: Detail) -> v1::Submission {
        let progress = v1::Progress {
            cases: view.progress.cases.iter().map(|case| self.case(&case.result)).collect(),
            case_count: view.progress.case_count,
        };
        v1::Submission {
            state: v1::JudgingState::from(view.judging.judging.state.phase()).into(),
            judging_id: view.judging.id().to_string(),
            attempts: view.judging.judging.attempts,
            progress: matches!(view.judging.judging.state, State::Running { .. }).then_some(progress),
            judgement: self.judgement_of(&view.judging),
            timings: Some((&view.judging.timings).into()),
            ..v1::Submission::of(&view.submission, detail)
        }
    }

    /// A row of a list: without cases and progress.
    pub(crate) fn row(self, view: &SubmissionView) -> v1::Submission {
        let mut row = self.submission(view, Detail::Outline);
        row.progress = None;
        if let Some(judgement) = &mut row.judgement {
            judgement.cases.clear();
        }
        row
    }
}
