//! `FleetService`: the workers, for whoever operates the cluster.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyjury_core::worker::{Standing, WorkerMode};
use pyjury_proto::v1::fleet_service_server::FleetService;
use pyjury_proto::{Invalid, Within as _, from_millis, v1};
use pyjury_store::ledger::{Act, Action, Actor, Wanted, WorkerView};
use tonic::{Request, Response, Status};

use crate::parts::Parts;
use crate::{Refusal, caller};

/// Most bytes of a reason.
const LONGEST_REASON: usize = 200;

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct Operators {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

impl Operators {
    async fn all(&self) -> Result<Vec<v1::Worker>, Refusal> {
        let lives = self.parts.ledger.workers().await?;
        let mut wanted: BTreeMap<String, Wanted> = self.parts.ledger.all_wanted().await?.into_iter().collect();
        let mut workers: Vec<_> = lives.into_iter().map(|view| tell(view, &wanted)).collect();
        // What is wanted of a name that nobody bears now is worth knowing too.
        wanted.retain(|name, _| !workers.iter().any(|worker| worker.name == *name));
        workers.extend(wanted.into_iter().map(|(name, wanted)| v1::Worker {
            name,
            wanted: Some((&wanted.standing).into()),
            wanted_by: wanted.by,
            ..v1::Worker::default()
        }));
        workers.sort_by(|a, b| (&a.name, &a.worker_id).cmp(&(&b.name, &b.worker_id)));
        Ok(workers)
    }

    async fn set(&self, by: Actor, wire: v1::FleetServiceSetModeRequest) -> Result<(), Refusal> {
        let mode = v1::WorkerMode::try_from(wire.mode)
            .map_err(|_| Invalid::new("", format_args!("expected a mode, got the unknown number {}", wire.mode)))
            .and_then(WorkerMode::try_from)
            .within("mode")?;
        if wire.reason.len() > LONGEST_REASON {
            let got = wire.reason.len();
            return Err(Refusal::field("reason", format_args!("expected {LONGEST_REASON} bytes at most, got {got}")));
        }
        let wanted = Wanted { standing: Standing::new(mode, wire.reason), by: by.user.clone() };
        let detail = format!("{mode}: {}", wanted.standing.reason);
        let (tenant, object) = (by.tenant.clone(), wire.name.clone());
        let act = Act { tenant, actor: by, action: Action::SetWorkerMode, object, detail };
        self.parts.audited(act, async { Ok(self.parts.ledger.want(&wire.name, &wanted).await?) }).await
    }
}

#[tonic::async_trait]
impl FleetService for Operators {
    async fn list(
        &self,
        _: Request<v1::FleetServiceListRequest>,
    ) -> Result<Response<v1::FleetServiceListResponse>, Status> {
        Ok(Response::new(v1::FleetServiceListResponse { workers: self.all().await? }))
    }

    async fn set_mode(
        &self,
        request: Request<v1::FleetServiceSetModeRequest>,
    ) -> Result<Response<v1::FleetServiceSetModeResponse>, Status> {
        let by = caller::of(&request)?.actor();
        self.set(by, request.into_inner()).await?;
        Ok(Response::new(v1::FleetServiceSetModeResponse {}))
    }
}

fn tell(view: WorkerView, wanted: &BTreeMap<String, Wanted>) -> v1::Worker {
    let wanted = wanted.get(&view.facts.name);
    let facts = view.facts;
    v1::Worker {
        worker_id: view.id.to_string(),
        standing: Some((&facts.standing).into()),
        wanted: wanted.map(|wanted| (&wanted.standing).into()),
        wanted_by: wanted.map(|wanted| wanted.by.clone()).unwrap_or_default(),
        name: facts.name,
        slots: facts.slots,
        busy: facts.busy,
        attempts: facts.attempts,
        version: facts.version,
        runtimes: facts.runtimes,
        calibration: facts.calibration.as_ref().map(Into::into),
        registered_at: Some(from_millis(view.registered_ms)),
        heard_at: Some(from_millis(view.heard_ms)),
        owner: view.owner.user,
    }
}
