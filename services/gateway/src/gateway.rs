//! The composition: services, layers, and how they are served.

use std::sync::Arc;

use pyjury_core::{Bytes, Principal};
use pyjury_proto::internal::v1::worker_service_server::WorkerServiceServer;
use pyjury_proto::v1::audit_service_server::AuditServiceServer;
use pyjury_proto::v1::dead_service_server::DeadServiceServer;
use pyjury_proto::v1::fleet_service_server::FleetServiceServer;
use pyjury_proto::v1::judge_service_server::JudgeServiceServer;
use pyjury_proto::v1::key_service_server::KeyServiceServer;
use pyjury_proto::v1::problem_service_server::ProblemServiceServer;
use pyjury_queue::{Queue, QueueError, QueueName};
use pyjury_store::Ledger;
use pyjury_telemetry::CancellationToken;
use tokio::io::DuplexStream;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::service::Routes;
use tonic::transport::Channel;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::api_keys::ApiKeys;
use crate::audit::Audit;
use crate::dead::DeadJudgings;
use crate::fleet::Operators;
use crate::judge::Judge;
use crate::keys::Keys;
use crate::layer::authenticate::AuthenticateLayer;
use crate::layer::budget::{BudgetLayer, Extent};
use crate::layer::deadline::DeadlineLayer;
use crate::layer::in_process::KnownLayer;
use crate::layer::measure::MeasureLayer;
use crate::layer::too_large::TooLargeLayer;
use crate::parts::Parts;
use crate::problems::Problems;
use crate::problems::time_limits::TimeLimits;
use crate::rates::Limiter;
use crate::worker::{Registry, Workers};
use crate::{GatewayConfig, Listener, Listeners, Metrics, in_process};

/// Largest message of a worker: a judgement of many cases with their feedback.
const LARGEST_OF_WORKER: Bytes = Bytes::mib(64);

/// Packages that may be checked at once: each may need a gigabyte.
const CHECKS: usize = 2;

/// Services that health is told of; the empty name is the server as a whole.
const SERVICES: [&str; 8] = [
    "",
    "pyjury.v1.JudgeService",
    "pyjury.v1.ProblemService",
    "pyjury.v1.KeyService",
    "pyjury.v1.AuditService",
    "pyjury.v1.FleetService",
    "pyjury.v1.DeadService",
    "pyjury.internal.v1.WorkerService",
];

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
            keys: Keys::new(ledger.clone()),
            limiter: Limiter::new(config.rates),
            registry: Registry::new(ledger.clone()),
            ledger,
            queue,
            config,
            metrics,
            draining,
            checks: Semaphore::new(CHECKS),
            time_limits: TimeLimits::default(),
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Serves on its listeners until the gateway is asked to stop: then health says NOT_SERVING, watches
    /// end, and calls under way get some time to end. With a listener for workers the other one
    /// doesn't serve them.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn serve(&self, listeners: impl Into<Listeners>) -> Result<(), GatewayError> {
        let Listeners { public, internal } = listeners.into();
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
        let clients = self.clients().add_service(health_service.clone());
        let clients = clients.add_service(reflection).add_service(reflection_alpha);
        let budget = BudgetLayer::new(
            Extent { total: config.in_flight, largest: config.largest_message },
            Extent { total: config.in_flight, largest: LARGEST_OF_WORKER },
        );
        let stopped = CancellationToken::new();
        let answer = |listener, routes| self.answer(listener, routes, budget.clone(), stopped.clone());
        let server = async {
            match internal {
                None => answer(public, clients.add_service(self.workers())).await,
                Some(internal) => {
                    let workers = Routes::new(self.workers()).add_service(health_service);
                    tokio::try_join!(answer(public, clients), answer(internal, workers)).map(drop)
                }
            }
        };
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

    /// Answers calls on one listener.
    async fn answer(
        &self,
        listener: Listener,
        routes: Routes,
        budget: BudgetLayer,
        stopped: CancellationToken,
    ) -> Result<(), tonic::transport::Error> {
        let Parts { config, keys, limiter, metrics, .. } = self.parts.as_ref();
        tonic::transport::Server::builder()
            .http2_keepalive_interval(Some(config.keepalive))
            .http2_keepalive_timeout(Some(config.keepalive / 2))
            .max_concurrent_streams(config.streams)
            .layer(MeasureLayer { metrics: metrics.clone() })
            .layer(DeadlineLayer)
            .layer(AuthenticateLayer { keys: keys.clone(), limiter: limiter.clone() })
            .layer(budget)
            .layer(TooLargeLayer)
            .add_routes(routes)
            .serve_with_incoming_shutdown(listener.connections(), stopped.cancelled_owned())
            .await
    }

    /// A channel to the same services within the process, for one known principal. It lives until
    /// its last clone is dropped, also while the gateway drains: a worker ends its runs after that.
    pub fn connect(&self, principal: Principal) -> Channel {
        let (dial, incoming) = mpsc::channel::<DuplexStream>(4);
        let services = self.clients().add_service(self.workers());
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

    /// What clients call.
    fn clients(&self) -> Routes {
        let parts = &self.parts;
        let largest = size(parts.config.largest_message);
        let judge = JudgeServiceServer::new(Judge { parts: parts.clone() }).max_decoding_message_size(largest);
        let problems = ProblemServiceServer::new(Problems { parts: parts.clone() }).max_decoding_message_size(largest);
        let keys = KeyServiceServer::new(ApiKeys { parts: parts.clone() });
        let audit = AuditServiceServer::new(Audit { parts: parts.clone() });
        let fleet = FleetServiceServer::new(Operators { parts: parts.clone() });
        let dead = DeadServiceServer::new(DeadJudgings { parts: parts.clone() });
        Routes::new(judge)
            .add_service(problems)
            .add_service(keys)
            .add_service(audit)
            .add_service(fleet)
            .add_service(dead)
    }

    /// What workers call.
    fn workers(&self) -> WorkerServiceServer<Workers> {
        let workers = Workers { parts: self.parts.clone() };
        WorkerServiceServer::new(workers).max_decoding_message_size(size(LARGEST_OF_WORKER))
    }
}

fn size(bytes: Bytes) -> usize {
    usize::try_from(bytes.get()).unwrap_or(usize::MAX)
}

async fn tell(health: &HealthReporter, status: ServingStatus) {
    for service in SERVICES {
        health.set_service_status(service, status).await;
    }
}
