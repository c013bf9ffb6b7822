//! The verification of a package: a submission like any other, whose target is the package itself.
//!
//! Its end is told to the problem's record first, and then to its judging. A worker or a gateway that dies
//! in between leaves a judging that runs, so it is told again; a record that is ready takes no second opinion.

use std::collections::BTreeMap;

use pyjury_core::judging::Phase;
use pyjury_core::submission::Lane;
use pyjury_core::{Judgement, Principal, Target, Verdict, limits};
use pyjury_proto::internal::v1;
use pyjury_proto::{Invalid, duration};
use pyjury_store::ledger::{AskedBy, Contents, Holder, NewSubmission, Problem, Quotas, Standing, Verified};
use pyjury_store::{Ledger, LedgerError};

use crate::Refusal;
use crate::refusal::STAGED_RETRY;

/// A staged package gets a submission that verifies it, unless one hasn't ended.
pub(super) async fn ensure(
    ledger: &Ledger,
    principal: Principal,
    lane: Lane,
    problem: Problem,
    quotas: &Quotas,
) -> Result<Problem, Refusal> {
    if problem.standing != Standing::Staged || !has_stopped(ledger, &problem).await? {
        return Ok(problem);
    }
    let new = NewSubmission {
        principal,
        target: Target::Package { digest: problem.digest, name: problem.name },
        asked_by: AskedBy::Digest,
        files: Vec::new(),
        runtime: None,
        lane,
        labels: BTreeMap::new(),
        deadline_ms: None,
        sent_by: None,
        request_id: None,
    };
    let created = ledger.create(new, quotas).await?;
    let submission = created.view.submission.id;
    tracing::info!(%submission, digest = %problem.digest, "a package is to be verified");
    Ok(ledger.set_verification(&problem.tenant, problem.digest, submission).await?)
}

/// Whether nobody verifies a staged package any more.
async fn has_stopped(ledger: &Ledger, problem: &Problem) -> Result<bool, LedgerError> {
    Ok(phase(ledger, problem).await?.is_none_or(Phase::is_terminal))
}

/// Where the verification of a package stands; `None` when there is none.
async fn phase(ledger: &Ledger, problem: &Problem) -> Result<Option<Phase>, LedgerError> {
    let Some(verification) = problem.verification else { return Ok(None) };
    let view = ledger.submission(verification, Contents::Outline).await?;
    Ok(view.map(|view| view.judging.judging.state.phase()))
}

/// The problem, if it can be submitted to.
///
/// # Errors
/// [`Refusal::PackageStaged`], [`Refusal::PackageRejected`], with what can be done.
pub(crate) async fn ready(ledger: &Ledger, problem: Problem) -> Result<Problem, Refusal> {
    let name = format!("{} ({})", problem.name, problem.digest);
    match &problem.standing {
        Standing::Ready => Ok(problem),
        Standing::Rejected { report } => Err(Refusal::PackageRejected { name, report: report.clone() }),
        Standing::Staged => {
            let (why, retry) = match phase(ledger, &problem).await? {
                Some(phase) if !phase.is_terminal() => {
                    (format!("it is still being verified ({}); try again later", phase.name()), Some(STAGED_RETRY))
                }
                // Its record is told first, so that this is no verdict.
                Some(phase) => (format!("its verification is {}; upload it again", phase.name()), None),
                None => ("its upload was cut off before it could be verified; upload it again".to_owned(), None),
            };
            Err(Refusal::PackageStaged { name, why, retry })
        }
    }
}

/// Tells the record of the package how its verification ended, if this attempt runs it. An attempt that
/// doesn't run any more changes nothing: what became of its judging is said when that is to end.
pub(crate) async fn settle(
    ledger: &Ledger,
    holder: Holder,
    judgement: &Judgement,
    wire: &v1::Verification,
) -> Result<(), Refusal> {
    let verified = verified(judgement, wire)?;
    let submission = match ledger.check_attempt(holder).await {
        Ok(submission) => submission,
        Err(LedgerError::Refused(_) | LedgerError::NoSubmission(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let Target::Package { digest, .. } = submission.target else {
        return Err(Refusal::field("verification", "expected it for a package, got it for a submission"));
    };
    match ledger.settle_problem(&submission.principal.tenant, digest, &verified).await {
        Ok(problem) => {
            tracing::info!(%digest, problem = problem.name, standing = ?problem.standing, "a package was verified");
            Ok(())
        }
        // It was removed meanwhile: nobody waits for it.
        Err(LedgerError::NoProblem(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What a judgement says of the package.
fn verified(judgement: &Judgement, wire: &v1::Verification) -> Result<Verified, Invalid> {
    const FIELD: &str = "verification.time_limit";
    if judgement.verdict != Verdict::AC {
        let report = [judgement.feedback.jury.as_str(), judgement.feedback.team.as_str()].join("\n");
        return Ok(Verified::Bad { report: report.trim().to_owned() });
    }
    let found = wire.time_limit.as_ref();
    let found = found.ok_or_else(|| Invalid::new(FIELD, "expected the time limit of a good package, got none"))?;
    let time_limit = duration(FIELD, found)?;
    if time_limit.is_zero() || time_limit > limits::CEILING.cpu {
        let most = pyjury_core::duration::format(limits::CEILING.cpu);
        let got = pyjury_core::duration::format(time_limit);
        return Err(Invalid::new(FIELD, format_args!("expected a time limit of at most {most}, got {got}")));
    }
    Ok(Verified::Good { time_limit })
}
