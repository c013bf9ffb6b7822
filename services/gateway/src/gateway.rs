//! The composition: services, layers, and how they are served.

use std::sync::Arc;

use pyjury_core::Principal;
use pyjury_proto::internal::v1::worker_service_server::WorkerServiceServer;
use pyjury_proto::v1::judge_service_server::JudgeServiceServer;
use pyjury_proto::v1::problem_service_server::ProblemServiceServer;
use pyjury_queue::{Queue, QueueError, QueueName};
use pyjury_store::Ledger;
use pyjury_telemetry::CancellationToken;
use tokio::io::DuplexStream;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::service::Routes;
use tonic::transport::Channel;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::judge::Judge;
use crate::keys::Keys;
use crate::layer::authenticate::AuthenticateLayer;
use crate::layer::deadline::DeadlineLayer;
use crate::layer::in_process::KnownLayer;
use crate::layer::measure::MeasureLayer;
use crate::layer::too_large::TooLargeLayer;
use crate::parts::Parts;
use crate::problems::Problems;
use crate::worker::{Bindings, Workers};
use crate::{GatewayConfig, Metrics, in_process};

/// Largest message of a worker: a judgement of many cases with their feedback.
const LARGEST_OF_WORKER: usize = 64 << 20;

/// Packages that may be checked at once: each may need a gigabyte.
const CHECKS: usize = 2;

/// Services that health is told of; the empty name is the server as a whole.
const SERVICES: [&str; 4] =
    ["", "pyjury.v1.JudgeService", "pyjury.v1.ProblemService", "pyjury.internal.v1.WorkerService"];

/// Why the gateway could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The intake queue can't be made.
    #[error("can't declare the intake queue")]
    Queue(#[from] QueueError),
    /// The compiled contract can't be told by reflection.
    #[error("can't set up reflection")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The server failed.
    #[error("the gRPC server failed")]
    Serve(#[from] tonic::transport::Error),
}

/// A gateway over a ledger and a queue. Clones share everything.
#[derive(Clone)]
pub struct Gateway {
    parts: Arc<Parts>,
}

impl Gateway {
    /// A gateway that `draining` asks to stop.
    ///
    /// # Errors
    /// [`GatewayError::Queue`].
    pub async fn new(
        config: GatewayConfig,
        ledger: Ledger,
        queue: Arc<dyn Queue>,
        metrics: Metrics,
        draining: CancellationToken,
    ) -> Result<Self, GatewayError> {
        queue.declare(QueueName::Intake).await?;
        let parts = Parts {
            ledger,
            queue,
            config,
            metrics,
            draining,
            checks: Semaphore::new(CHECKS),
            bindings: Bindings::default(),
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Serves every service on a listener until the gateway is asked to stop: then health says
    /// NOT_SERVING, watches end, and calls under way get some time to end.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn serve(&self, listener: TcpListener) -> Result<(), GatewayError> {
        let config = &self.parts.config;
        let (health, health_service) = tonic_health::server::health_reporter();
        tell(&health, ServingStatus::Serving).await;
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(pyjury_proto::DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        // grpcurl asks v1 first; Python's own client knows v1alpha only.
        let (reflection, reflection_alpha) = (reflection().build_v1()?, reflection().build_v1alpha()?);
        let standard = self.services().add_service(health_service);
        let services = standard.add_service(reflection).add_service(reflection_alpha);
        let stopped = CancellationToken::new();
        // Answers are small frames: without this each waits 40 ms for the other side's acknowledgement.
        let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
        let server = tonic::transport::Server::builder()
            .http2_keepalive_interval(Some(config.keepalive))
            .http2_keepalive_timeout(Some(config.keepalive / 2))
            .max_concurrent_streams(config.streams)
            .layer(MeasureLayer { metrics: self.parts.metrics.clone() })
            .layer(DeadlineLayer)
            .layer(AuthenticateLayer { keys: Keys { ledger: self.parts.ledger.clone() } })
            .layer(TooLargeLayer)
            .add_routes(services)
            .serve_with_incoming_shutdown(incoming, stopped.clone().cancelled_owned());
        tokio::pin!(server);
        tokio::select! {
            ended = &mut server => return Ok(ended?),
            () = self.parts.draining.cancelled() => {}
        }
        tell(&health, ServingStatus::NotServing).await;
        tokio::select! {
            ended = &mut server => return Ok(ended?),
            () = tokio::time::sleep(config.lame_duck) => {}
        }
        stopped.cancel();
        match tokio::time::timeout(config.drain, server).await {
            Ok(ended) => Ok(ended?),
            Err(_) => {
                tracing::warn!("calls were still under way at the end of the drain");
                Ok(())
            }
        }
    }

    /// A channel to the same services within the process, for one known principal. It lives until
    /// its last clone is dropped, also while the gateway drains: a worker ends its runs after that.
    pub fn connect(&self, principal: Principal) -> Channel {
        let (dial, incoming) = mpsc::channel::<DuplexStream>(4);
        let services = self.services();
        let metrics = self.parts.metrics.clone();
        tokio::spawn(async move {
            let incoming = tokio_stream::StreamExt::map(ReceiverStream::new(incoming), Ok::<_, std::io::Error>);
            let server = tonic::transport::Server::builder()
                .layer(MeasureLayer { metrics })
                .layer(DeadlineLayer)
                .layer(KnownLayer { principal })
                .layer(TooLargeLayer)
                .add_routes(services)
                .serve_with_incoming(incoming);
            if let Err(error) = server.await {
                tracing::error!(%error, "the in-process server failed");
            }
        });
        in_process::channel(dial)
    }

    fn services(&self) -> Routes {
        let parts = &self.parts;
        let largest = usize::try_from(parts.config.largest_message.get()).unwrap_or(usize::MAX);
        let judge = JudgeServiceServer::new(Judge { parts: parts.clone() }).max_decoding_message_size(largest);
        let problems = ProblemServiceServer::new(Problems { parts: parts.clone() }).max_decoding_message_size(largest);
        let workers =
            WorkerServiceServer::new(Workers { parts: parts.clone() }).max_decoding_message_size(LARGEST_OF_WORKER);
        Routes::new(judge).add_service(problems).add_service(workers)
    }
}

async fn tell(health: &HealthReporter, status: ServingStatus) {
    for service in SERVICES {
        health.set_service_status(service, status).await;
    }
}
