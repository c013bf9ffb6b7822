//! Who asks: every call has a principal, or isn't made.
//!
//! Health and reflection tell nothing about anybody and are open. The internal service is for
//! workers, and workers may call nothing else.

use std::task::{Context, Poll};

use pyjury_core::principal::Role;
use tonic::Status;
use tonic::codegen::http::HeaderMap;
use tower::{Layer, Service};

use super::{BoxFuture, HttpRequest, HttpResponse};
use crate::Refusal;
use crate::keys::Keys;

/// Services that need no principal.
const OPEN: [&str; 2] = ["/grpc.health.v1.", "/grpc.reflection."];

/// Services that are for workers.
const INTERNAL: &str = "/pyjury.internal.";

/// Puts [`AuthenticateService`] around a service.
#[derive(Clone)]
pub(crate) struct AuthenticateLayer {
    /// Knows the keys.
    pub(crate) keys: Keys,
}

impl<S> Layer<S> for AuthenticateLayer {
    type Service = AuthenticateService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AuthenticateService { inner, keys: self.keys.clone() }
    }
}

/// Looks up the key of a call and leaves its [`Principal`](pyjury_core::Principal) in the
/// request's extensions.
#[derive(Clone)]
pub(crate) struct AuthenticateService<S> {
    inner: S,
    keys: Keys,
}

impl<S> Service<HttpRequest> for AuthenticateService<S>
where
    S: Service<HttpRequest, Response = HttpResponse> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = HttpResponse;
    type Error = S::Error;
    type Future = BoxFuture<Result<HttpResponse, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: HttpRequest) -> Self::Future {
        // The service that was polled ready is the one to call; the clone takes its place.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let keys = self.keys.clone();
        Box::pin(async move {
            match admit(&keys, &mut request).await {
                Ok(()) => inner.call(request).await,
                Err(refusal) => Ok(Status::from(refusal).into_http()),
            }
        })
    }
}

async fn admit(keys: &Keys, request: &mut HttpRequest) -> Result<(), Refusal> {
    let path = request.uri().path();
    if OPEN.iter().any(|open| path.starts_with(open)) {
        return Ok(());
    }
    let internal = path.starts_with(INTERNAL);
    let principal = keys.principal(key(request.headers())?).await?;
    let is_worker = principal.has(Role::Worker);
    if internal && !is_worker {
        return Err(Refusal::Role(Role::Worker));
    }
    if is_worker && !internal {
        return Err(Refusal::Role(Role::Submitter));
    }
    request.extensions_mut().insert(principal);
    Ok(())
}

/// The key, from `authorization: Bearer KEY` or `x-api-key: KEY`.
fn key(headers: &HeaderMap) -> Result<&str, Refusal> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let bearer = text("authorization").map(|value| {
        let (scheme, key) = value.split_once(' ').unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") { key.trim() } else { "" }
    });
    match bearer.or_else(|| text("x-api-key")) {
        None => Err(Refusal::Unauthenticated(
            "this call needs an API key: send it as `authorization: Bearer KEY` or `x-api-key: KEY`",
        )),
        Some("") => Err(Refusal::Unauthenticated(
            "expected `authorization: Bearer KEY` or `x-api-key: KEY`, got a header without a key",
        )),
        Some(key) => Ok(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_either_header() {
        let with = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            key(&headers).map(str::to_owned).ok()
        };
        assert_eq!(with(&[("authorization", "Bearer k")]).as_deref(), Some("k"));
        assert_eq!(with(&[("authorization", "bearer  k ")]).as_deref(), Some("k"));
        assert_eq!(with(&[("x-api-key", "k")]).as_deref(), Some("k"));
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("authorization", "Basic k")]), None);
        assert_eq!(with(&[("authorization", "Bearer ")]), None);
    }
}
