//! Messages over the receive limit.
//!
//! tonic refuses them before it reads them, with OUT_OF_RANGE and no details. Nothing else here
//! answers OUT_OF_RANGE, so this layer turns it into RESOURCE_EXHAUSTED that says what to do.

use std::task::{Context, Poll};

use tonic::{Code, Status};
use tower::{Layer, Service};

use super::{BoxFuture, HttpRequest, HttpResponse};
use crate::Refusal;

/// Puts [`TooLargeService`] around a service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLargeLayer;

impl<S> Layer<S> for TooLargeLayer {
    type Service = TooLargeService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TooLargeService { inner }
    }
}

/// Gives an answer about size its details.
#[derive(Clone, Debug)]
pub(crate) struct TooLargeService<S> {
    inner: S,
}

impl<S> Service<HttpRequest> for TooLargeService<S>
where
    S: Service<HttpRequest, Response = HttpResponse>,
    S::Future: Send + 'static,
{
    type Response = HttpResponse;
    type Error = S::Error;
    type Future = BoxFuture<Result<HttpResponse, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = answer.await?;
            let status = Status::from_header_map(response.headers());
            Ok(match status {
                Some(status) if status.code() == Code::OutOfRange => Status::from(explained(&status)).into_http(),
                _ => response,
            })
        })
    }
}

/// The refusal for a status about a message over the receive limit.
pub(crate) fn explained(status: &Status) -> Refusal {
    Refusal::TooLarge(format!(
        "the message is larger than this server takes ({}); a submission may have 1 MiB of source in all, \
         a package is uploaded in chunks",
        status.message().trim_start_matches("Error, ")
    ))
}
