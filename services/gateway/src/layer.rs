//! What every call passes through, outermost first: the counters, the deadline, the credential, the
//! budget of bytes, the service.

pub(crate) mod authenticate;
pub(crate) mod budget;
pub(crate) mod deadline;
pub(crate) mod in_process;
pub(crate) mod measure;
pub(crate) mod methods;
pub(crate) mod too_large;

use std::future::Future;
use std::pin::Pin;

/// The answer of a layer that waits for something of its own.
pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A request as tonic's server has it.
pub(crate) type HttpRequest = tonic::codegen::http::Request<tonic::body::Body>;

/// A response as tonic's server wants it.
pub(crate) type HttpResponse = tonic::codegen::http::Response<tonic::body::Body>;
