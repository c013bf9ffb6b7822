//! Who asks: every call has a caller who may make it, or isn't made.
//!
//! Health and reflection tell nothing about anybody and are open. The internal service is for
//! workers, and workers may call nothing else.

use std::task::{Context, Poll};

use percent_encoding::percent_decode_str;
use tonic::Status;
use tonic::codegen::http::HeaderMap;
use tower::{Layer, Service};

use super::methods::{self, Access};
use super::{BoxFuture, HttpRequest, HttpResponse};
use crate::Refusal;
use crate::caller::{Caller, ON_BEHALF_OF};
use crate::keys::Keys;
use crate::listener::Peer;
use crate::rates::Limiter;

/// Puts [`AuthenticateService`] around a service.
#[derive(Clone)]
pub(crate) struct AuthenticateLayer {
    /// Knows the keys.
    pub(crate) keys: Keys,
    /// Knows who called too often.
    pub(crate) limiter: Limiter,
}

impl<S> Layer<S> for AuthenticateLayer {
    type Service = AuthenticateService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AuthenticateService { inner, gate: self.clone() }
    }
}

/// Looks up the key of a call and leaves its [`Caller`] in the request's extensions.
#[derive(Clone)]
pub(crate) struct AuthenticateService<S> {
    inner: S,
    gate: AuthenticateLayer,
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
        let gate = self.gate.clone();
        Box::pin(async move {
            match gate.admit(&mut request).await {
                Ok(()) => inner.call(request).await,
                Err(refusal) => Ok(Status::from(refusal).into_http()),
            }
        })
    }
}

impl AuthenticateLayer {
    async fn admit(&self, request: &mut HttpRequest) -> Result<(), Refusal> {
        let path = request.uri().path();
        if methods::is_open(path) {
            return Ok(());
        }
        let method = methods::method(path).ok_or(Refusal::NoMethod)?;
        let headers = request.headers();
        let (key, secret) = self.keys.find(bearer(headers)?).await?;
        let peer = request.extensions().get::<Peer>();
        let mut caller = Caller::with(&key, secret, peer.map(|peer| peer.address));
        if let Some(user) = for_whom(headers)? {
            caller = caller.on_behalf_of(user)?;
        }
        method.access.check(&caller)?;
        if method.access != Access::Worker {
            self.limiter.call(&caller.principal)?;
        }
        request.extensions_mut().insert(caller);
        Ok(())
    }
}

/// The key, from `authorization: Bearer KEY` or `x-api-key: KEY`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let bearer = text("authorization").map(|value| {
        let (scheme, key) = value.split_once(' ').unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") { key } else { "" }
    });
    match bearer.or_else(|| text("x-api-key")).map(str::trim) {
        None => Err(Refusal::Unauthenticated(
            "this call needs an API key: send it as `authorization: Bearer KEY` or `x-api-key: KEY`",
        )),
        Some("") => Err(Refusal::Unauthenticated(
            "expected `authorization: Bearer KEY` or `x-api-key: KEY`, got a header without a key",
        )),
        Some(key) => Ok(key),
    }
}

/// The user for whom the call is made. A header that can't be read is refused, never left out.
pub(crate) fn for_whom(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut values = headers.get_all(ON_BEHALF_OF).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let bad = || Refusal::field(ON_BEHALF_OF, "expected one user's name, percent-encoded where it isn't ASCII");
    if values.next().is_some() {
        return Err(bad());
    }
    let text = value.to_str().map_err(|_| bad())?;
    let user = percent_decode_str(text).decode_utf8().map_err(|_| bad())?;
    Ok(Some(user.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn keys_are_found_in_either_header() {
        let with = |pairs: &[(&'static str, &'static str)]| bearer(&headers(pairs)).map(str::to_owned).ok();
        assert_eq!(with(&[("authorization", "Bearer k")]).as_deref(), Some("k"));
        assert_eq!(with(&[("authorization", "bearer  k ")]).as_deref(), Some("k"));
        assert_eq!(with(&[("x-api-key", "k")]).as_deref(), Some("k"));
        assert_eq!(with(&[("x-api-key", " k ")]).as_deref(), Some("k"));
        assert_eq!(with(&[("x-api-key", " ")]), None);
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("authorization", "Basic k")]), None);
        assert_eq!(with(&[("authorization", "Bearer ")]), None);
    }

    #[test]
    fn the_user_of_a_call_is_named_once_and_in_full() {
        let of = |values: &[&'static str]| {
            let pairs: Vec<_> = values.iter().map(|value| (ON_BEHALF_OF, *value)).collect();
            for_whom(&headers(&pairs)).ok()
        };
        assert_eq!(of(&[]), Some(None));
        assert_eq!(of(&["ann"]), Some(Some("ann".into())));
        assert_eq!(of(&["j%C3%BCrg@uni.edu"]), Some(Some("jürg@uni.edu".into())));
        assert_eq!(of(&["ann", "bob"]), None);
        assert_eq!(of(&["%FF"]), None);
    }
}
