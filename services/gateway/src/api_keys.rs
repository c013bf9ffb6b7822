//! `KeyService`: making, listing and revoking keys.

use std::sync::Arc;

use pyjury_core::principal::Role;
use pyjury_core::{Scope, Scopes};
use pyjury_proto::v1::key_service_server::KeyService;
use pyjury_proto::{from_millis, id, v1};
use pyjury_store::ledger::{Act, Action, ApiKey, NewApiKey, Revocation};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::Refusal;
use crate::audit::tenant_asked;
use crate::caller::{self, Caller};
use crate::check::{key, page};
use crate::parts::Parts;

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct ApiKeys {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl ApiKeys {
    async fn create_one(&self, caller: &Caller, new: NewApiKey) -> Result<(ApiKey, String), Refusal> {
        let act = Act {
            tenant: new.tenant.clone(),
            actor: caller.actor(),
            action: Action::CreateKey,
            object: new.id.to_string(),
            detail: described(&new),
        };
        let ledger = &self.parts.ledger;
        self.parts.audited(act, async { Ok(ledger.create_api_key(new).await?) }).await
    }

    async fn revoke_one(&self, caller: &Caller, wire: v1::KeyServiceRevokeRequest) -> Result<ApiKey, Refusal> {
        let key_id: Uuid = id("key_id", &wire.key_id)?;
        let own = &caller.principal.tenant;
        let tenant = if wire.tenant.is_empty() { own } else { &wire.tenant };
        let is_operator = caller.principal.has(Role::Operator);
        if tenant != own && !is_operator {
            return Err(Refusal::Role(Role::Operator));
        }
        let ledger = &self.parts.ledger;
        let missing = || Refusal::NotFound { kind: "key", name: key_id.to_string() };
        let found = ledger.api_key(tenant, key_id).await?.ok_or_else(missing)?;
        // Who couldn't make it can't take it away either.
        if let Some(beyond) = found.principal.roles.iter().find(|role| !is_operator && !caller.principal.has(**role)) {
            return Err(Refusal::Role(*beyond));
        }
        let act = Act {
            tenant: tenant.clone(),
            actor: caller.actor(),
            action: Action::RevokeKey,
            object: key_id.to_string(),
            detail: format!("of {}/{}", found.principal.tenant, found.principal.user),
        };
        let revocation = Revocation { by: caller.name(), at_ms: ledger.now_ms() };
        let revoke = async { ledger.revoke_api_key(tenant, key_id, revocation).await?.ok_or_else(missing) };
        let revoked = self.parts.audited(act, revoke).await?;
        self.parts.keys.forget(key_id);
        Ok(revoked)
    }
}

#[tonic::async_trait]
impl KeyService for ApiKeys {
    async fn create(
        &self,
        request: Request<v1::KeyServiceCreateRequest>,
    ) -> Result<Response<v1::KeyServiceCreateResponse>, Status> {
        let caller = caller::of(&request)?;
        let new = key::new(request.into_inner(), &caller, self.parts.ledger.now_ms())?;
        let (key, secret) = self.create_one(&caller, new).await?;
        Ok(Response::new(v1::KeyServiceCreateResponse { key: Some(tell(&key)), secret }))
    }

    async fn list(
        &self,
        request: Request<v1::KeyServiceListRequest>,
    ) -> Result<Response<v1::KeyServiceListResponse>, Status> {
        let caller = caller::of(&request)?;
        let wire = request.into_inner();
        let tenant = tenant_asked(&caller, wire.tenant)?;
        let (size, token) = (page::size(wire.page_size), page::token(&wire.page_token));
        let page = self.parts.ledger.api_keys(tenant.as_deref(), size, token).await.map_err(Refusal::from)?;
        Ok(Response::new(v1::KeyServiceListResponse {
            keys: page.keys.iter().map(tell).collect(),
            next_page_token: page.next_page_token.unwrap_or_default(),
        }))
    }

    async fn revoke(
        &self,
        request: Request<v1::KeyServiceRevokeRequest>,
    ) -> Result<Response<v1::KeyServiceRevokeResponse>, Status> {
        let caller = caller::of(&request)?;
        let key = self.revoke_one(&caller, request.into_inner()).await?;
        Ok(Response::new(v1::KeyServiceRevokeResponse { key: Some(tell(&key)) }))
    }
}

/// A key to make, for the audit log.
fn described(new: &NewApiKey) -> String {
    let roles: Vec<&str> = new.roles.iter().map(|role| role.name()).collect();
    let scopes: Vec<&str> = match &new.scopes {
        Scopes::All => vec!["all"],
        Scopes::Only(only) => only.iter().map(|scope: &Scope| scope.name()).collect(),
    };
    let end = new.expires_ms.map(|ms| format!(" until={ms}ms")).unwrap_or_default();
    format!("for {}/{} roles={} scopes={}{end}", new.tenant, new.user, roles.join(","), scopes.join(","))
}

fn tell(key: &ApiKey) -> v1::ApiKey {
    v1::ApiKey {
        key_id: key.id.to_string(),
        tenant: key.principal.tenant.clone(),
        user: key.principal.user.clone(),
        roles: key.principal.roles.iter().map(|role| v1::Role::from(*role).into()).collect(),
        scopes: key.scopes.listed().map(|scope| v1::Scope::from(scope).into()).collect(),
        note: key.note.clone(),
        created_at: Some(from_millis(key.created_ms)),
        created_by: key.created_by.clone(),
        expires_at: key.expires_ms.map(from_millis),
        revoked_at: key.revoked_ms.map(from_millis),
        revoked_by: key.revoked_by.clone().unwrap_or_default(),
    }
}
