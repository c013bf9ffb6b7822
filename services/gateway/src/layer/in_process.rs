//! The layer of the in-process server: whoever holds its channel is one known principal.

use std::task::{Context, Poll};

use pyjury_core::Principal;
use tonic::Status;
use tower::{Layer, Service};

use super::{BoxFuture, HttpRequest, HttpResponse, methods};
use crate::Refusal;
use crate::caller::Caller;

/// Puts [`KnownService`] around a service.
#[derive(Clone)]
pub(crate) struct KnownLayer {
    /// Whoever holds the channel.
    pub(crate) principal: Principal,
}

impl<S> Layer<S> for KnownLayer {
    type Service = KnownService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        KnownService { inner, caller: Caller::within(self.principal.clone()) }
    }
}

/// Leaves its caller in every request that the caller may make.
#[derive(Clone)]
pub(crate) struct KnownService<S> {
    inner: S,
    caller: Caller,
}

impl<S> Service<HttpRequest> for KnownService<S>
where
    S: Service<HttpRequest, Response = HttpResponse>,
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
        let method = methods::method(request.uri().path()).ok_or(Refusal::NoMethod);
        match method.and_then(|method| method.access.check(&self.caller)) {
            Ok(()) => {
                request.extensions_mut().insert(self.caller.clone());
                Box::pin(self.inner.call(request))
            }
            Err(refusal) => Box::pin(std::future::ready(Ok(Status::from(refusal).into_http()))),
        }
    }
}
