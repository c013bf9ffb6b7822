//! Counts calls and how long they take. Outermost, so that refused calls count too.

use std::task::{Context, Poll};
use std::time::Instant;

use tonic::{Code, Status};
use tower::{Layer, Service};

use super::{BoxFuture, HttpRequest, HttpResponse, methods};
use crate::Metrics;

/// Puts [`MeasureService`] around a service.
#[derive(Clone)]
pub(crate) struct MeasureLayer {
    /// The counters.
    pub(crate) metrics: Metrics,
}

impl<S> Layer<S> for MeasureLayer {
    type Service = MeasureService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        MeasureService { inner, metrics: self.metrics.clone() }
    }
}

/// Counts the calls of a service.
#[derive(Clone)]
pub(crate) struct MeasureService<S> {
    inner: S,
    metrics: Metrics,
}

impl<S> Service<HttpRequest> for MeasureService<S>
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
        // A client can ask for any path: only what is served has a label of its own.
        let method = methods::method(request.uri().path()).map_or("other", |method| method.name);
        let metrics = self.metrics.clone();
        let begun = Instant::now();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = answer.await?;
            let code = Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code());
            metrics.durations.with_label_values(&[method]).observe(begun.elapsed().as_secs_f64());
            metrics.calls.with_label_values(&[method, name(code)]).inc();
            Ok(response)
        })
    }
}

/// A code's name in the protocol.
const fn name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
