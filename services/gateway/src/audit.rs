//! The audit log: writing a line around an act, and `AuditService`, which tells the lines.

use std::future::Future;
use std::sync::Arc;

use pyjury_core::principal::Role;
use pyjury_proto::v1::audit_service_server::AuditService;
use pyjury_proto::{from_millis, v1};
use pyjury_store::ledger::{Act, Action, AuditLine, Outcome};
use tonic::{Request, Response, Status};

use crate::Refusal;
use crate::caller::{self, Caller};
use crate::check::page;
use crate::parts::Parts;

impl Parts {
    /// Does an administrative act. Its line is begun before and closed after, so that nothing happens
    /// without one; when the log can't be written, neither is the act done.
    pub(crate) async fn audited<T>(
        &self,
        act: Act,
        work: impl Future<Output = Result<T, Refusal>> + Send,
    ) -> Result<T, Refusal> {
        let line = self.ledger.audit(act).await?;
        let done = work.await;
        let outcome = match &done {
            Ok(_) => Outcome::Done,
            Err(refusal) => Outcome::Refused(refusal.to_string()),
        };
        if let Err(error) = self.ledger.close_audit(line, outcome).await {
            tracing::warn!(%error, "a line of the audit log stays begun");
        }
        done
    }
}

/// Whose keys or lines a caller asks for: its own tenant's; of every tenant, or of any one, for an
/// operator.
pub(crate) fn tenant_asked(caller: &Caller, tenant: String) -> Result<Option<String>, Refusal> {
    let is_operator = caller.principal.has(Role::Operator);
    match tenant {
        none if none.is_empty() => Ok((!is_operator).then(|| caller.principal.tenant.clone())),
        other if is_operator || other == caller.principal.tenant => Ok(Some(other)),
        _ => Err(Refusal::Role(Role::Operator)),
    }
}

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Audit {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

#[tonic::async_trait]
impl AuditService for Audit {
    async fn list(
        &self,
        request: Request<v1::AuditServiceListRequest>,
    ) -> Result<Response<v1::AuditServiceListResponse>, Status> {
        let caller = caller::of(&request)?;
        let wire = request.into_inner();
        let tenant = tenant_asked(&caller, wire.tenant)?;
        let (size, token) = (page::size(wire.page_size), page::token(&wire.page_token));
        let page = self.parts.ledger.audit_lines(tenant.as_deref(), size, token).await.map_err(Refusal::from)?;
        Ok(Response::new(v1::AuditServiceListResponse {
            lines: page.lines.into_iter().map(tell).collect(),
            next_page_token: page.next_page_token.unwrap_or_default(),
        }))
    }
}

fn tell(line: AuditLine) -> v1::AuditLine {
    let (outcome, reason) = match line.outcome {
        Outcome::Begun => (v1::AuditOutcome::Unspecified, String::new()),
        Outcome::Done => (v1::AuditOutcome::Done, String::new()),
        Outcome::Refused(why) => (v1::AuditOutcome::Refused, why),
    };
    let action = match line.action {
        Action::CreateKey => v1::AuditAction::CreateKey,
        Action::RevokeKey => v1::AuditAction::RevokeKey,
        Action::UploadProblem => v1::AuditAction::UploadProblem,
        Action::CancelSubmission => v1::AuditAction::CancelSubmission,
        Action::SetWorkerMode => v1::AuditAction::SetWorkerMode,
        Action::ReplayDead => v1::AuditAction::ReplayDead,
        Action::PurgeDead => v1::AuditAction::PurgeDead,
        Action::MarkExported => v1::AuditAction::MarkExported,
    };
    v1::AuditLine {
        line_id: line.id.to_string(),
        at: Some(from_millis(line.at_ms)),
        tenant: line.tenant,
        actor_tenant: line.actor.tenant,
        actor_user: line.actor.user,
        key_id: line.actor.key.map(|key| key.to_string()).unwrap_or_default(),
        address: line.actor.address,
        action: action.into(),
        object: line.object,
        detail: line.detail,
        outcome: outcome.into(),
        reason,
    }
}
