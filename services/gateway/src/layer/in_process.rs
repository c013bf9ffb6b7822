//! The layer of the in-process server: whoever holds its channel is one known principal.

use std::task::{Context, Poll};

use pyjury_core::Principal;
use tower::{Layer, Service};

use super::HttpRequest;

/// Puts [`KnownService`] around a service.
#[derive(Clone)]
pub(crate) struct KnownLayer {
    /// Whoever holds the channel.
    pub(crate) principal: Principal,
}

impl<S> Layer<S> for KnownLayer {
    type Service = KnownService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        KnownService { inner, principal: self.principal.clone() }
    }
}

/// Leaves the principal in every request.
#[derive(Clone)]
pub(crate) struct KnownService<S> {
    inner: S,
    principal: Principal,
}

impl<S: Service<HttpRequest>> Service<HttpRequest> for KnownService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: HttpRequest) -> S::Future {
        request.extensions_mut().insert(self.principal.clone());
        self.inner.call(request)
    }
}
