//! `DeadService`: what was abandoned, for those who may judge it again.

mod reach;

use std::sync::Arc;

use futures::{StreamExt as _, stream};
use pyjury_core::SubmissionId;
use pyjury_proto::v1::dead_selection::Of;
use pyjury_proto::v1::dead_service_server::DeadService;
use pyjury_proto::{from_millis, id, v1};
use pyjury_store::ledger::{Act, Action, Actor, Contents, DeadFilter, DeadJudging};
use tonic::{Request, Response, Status};

use self::reach::Reach;
use crate::check::page;
use crate::parts::Parts;
use crate::{Refusal, caller};

/// Most submissions of one call.
const MOST_NAMED: usize = 500;

/// How many are looked for at once.
const PAGE: usize = 200;

/// How many are worked on at once.
const AT_ONCE: usize = 8;

/// The service. Clones share everything.
#[derive(Clone)]
pub(crate) struct DeadJudgings {
    /// What it works with.
    pub(crate) parts: Arc<Parts>,
}

/// What a call selects.
enum Selection {
    Named(Vec<String>),
    All(DeadFilter),
}

/// What is done with each.
#[derive(Clone, Copy)]
enum Deed {
    Replay,
    Purge,
}

/// What became of them.
#[derive(Default)]
struct Done {
    count: u32,
    failures: Vec<v1::DeadFailure>,
}

impl DeadJudgings {
    async fn page(
        &self,
        reach: &Reach,
        wire: v1::DeadServiceListRequest,
    ) -> Result<v1::DeadServiceListResponse, Refusal> {
        let filter = reach.filter(wire.filter.unwrap_or_default())?;
        let (size, token) = (page::size(wire.page_size), page::token(&wire.page_token));
        let page = self.parts.ledger.dead(&filter, size, token).await?;
        Ok(v1::DeadServiceListResponse {
            judgings: page.judgings.into_iter().map(tell).collect(),
            next_page_token: page.next_page_token.unwrap_or_default(),
        })
    }

    async fn each(&self, reach: &Reach, selection: Selection, deed: Deed) -> Result<Done, Refusal> {
        let mut done = Done::default();
        match selection {
            Selection::Named(names) => {
                if !(1..=MOST_NAMED).contains(&names.len()) {
                    let why = format!("expected 1 to {MOST_NAMED} submissions, got {}", names.len());
                    return Err(Refusal::field("submissions.submission_ids", why));
                }
                let found = stream::iter(names).map(async |name| (self.find(reach, &name).await, name));
                let found: Vec<_> = found.buffered(AT_ONCE).collect().await;
                let mut dead = Vec::new();
                for (result, name) in found {
                    match result {
                        Ok(one) => dead.push(one),
                        Err(refusal) => done.failed(name, refusal),
                    }
                }
                self.perform(reach, dead, deed, &mut done).await;
            }
            Selection::All(filter) => {
                let mut token = None;
                loop {
                    let page = self.parts.ledger.dead(&filter, PAGE, token.as_deref()).await?;
                    self.perform(reach, page.judgings, deed, &mut done).await;
                    token = page.next_page_token;
                    if token.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(done)
    }

    /// The dead judging of a submission that the caller may know of.
    async fn find(&self, reach: &Reach, name: &str) -> Result<DeadJudging, Refusal> {
        let submission: SubmissionId = id("submission_id", name)?;
        let dead = self.parts.ledger.dead_of(submission).await?;
        match dead {
            Some(dead) if reach.covers(&dead.tenant) => Ok(dead),
            Some(_) => Err(Refusal::no_submission(submission)),
            None => {
                let view = self.parts.ledger.submission(submission, Contents::Outline).await?;
                let known = view.is_some_and(|view| reach.covers(&view.submission.principal.tenant));
                Err(if known { Refusal::NotDead(submission) } else { Refusal::no_submission(submission) })
            }
        }
    }

    async fn perform(&self, reach: &Reach, dead: Vec<DeadJudging>, deed: Deed, done: &mut Done) {
        let by = reach.actor();
        let ended = stream::iter(dead).map(async |one| {
            let ended = match deed {
                Deed::Replay => self.replay_one(by.clone(), &one).await,
                Deed::Purge => self.purge_one(by.clone(), &one).await,
            };
            (one.judging.submission, ended)
        });
        let mut ended = std::pin::pin!(ended.buffer_unordered(AT_ONCE));
        while let Some((submission, ended)) = ended.next().await {
            match ended {
                Ok(()) => done.count += 1,
                Err(refusal) => done.failed(submission.to_string(), refusal),
            }
        }
    }

    async fn replay_one(&self, by: Actor, dead: &DeadJudging) -> Result<(), Refusal> {
        let again = async { Ok(self.parts.ledger.rejudge(dead.judging).await?) };
        let new = self.parts.audited(act(by, Action::ReplayDead, dead), again).await?;
        self.parts.announce(new).await;
        Ok(())
    }

    async fn purge_one(&self, by: Actor, dead: &DeadJudging) -> Result<(), Refusal> {
        let purge = async { Ok(self.parts.ledger.purge_dead(dead).await?) };
        self.parts.audited(act(by, Action::PurgeDead, dead), purge).await
    }
}

/// What is written down of handling a dead judging.
fn act(actor: Actor, action: Action, dead: &DeadJudging) -> Act {
    let object = dead.judging.submission.to_string();
    Act { tenant: dead.tenant.clone(), actor, action, object, detail: dead.why.clone() }
}

impl Done {
    fn failed(&mut self, submission_id: String, refusal: Refusal) {
        self.failures.push(v1::DeadFailure { submission_id, error: Some(refusal.into()) });
    }
}

/// What a request selects.
fn selection(reach: &Reach, wire: Option<v1::DeadSelection>) -> Result<Selection, Refusal> {
    match wire.and_then(|selection| selection.of) {
        None => Err(Refusal::field("selection", "expected one of submissions, all, got none")),
        Some(Of::Submissions(named)) => Ok(Selection::Named(named.submission_ids)),
        Some(Of::All(filter)) => reach.filter(filter).map(Selection::All),
    }
}

#[tonic::async_trait]
impl DeadService for DeadJudgings {
    async fn list(
        &self,
        request: Request<v1::DeadServiceListRequest>,
    ) -> Result<Response<v1::DeadServiceListResponse>, Status> {
        let reach = Reach::of(caller::of(&request)?);
        Ok(Response::new(self.page(&reach, request.into_inner()).await?))
    }

    async fn replay(
        &self,
        request: Request<v1::DeadServiceReplayRequest>,
    ) -> Result<Response<v1::DeadServiceReplayResponse>, Status> {
        let reach = Reach::of(caller::of(&request)?);
        let selection = selection(&reach, request.into_inner().selection)?;
        let Done { count, failures } = self.each(&reach, selection, Deed::Replay).await?;
        Ok(Response::new(v1::DeadServiceReplayResponse { replayed: count, failures }))
    }

    async fn purge(
        &self,
        request: Request<v1::DeadServicePurgeRequest>,
    ) -> Result<Response<v1::DeadServicePurgeResponse>, Status> {
        let reach = Reach::of(caller::of(&request)?);
        let selection = selection(&reach, request.into_inner().selection)?;
        let Done { count, failures } = self.each(&reach, selection, Deed::Purge).await?;
        Ok(Response::new(v1::DeadServicePurgeResponse { purged: count, failures }))
    }
}

fn tell(dead: DeadJudging) -> v1::DeadJudging {
    v1::DeadJudging {
        submission_id: dead.judging.submission.to_string(),
        judging_id: dead.judging.judging.to_string(),
        tenant: dead.tenant,
        user: dead.user,
        lane: v1::Lane::from(dead.lane).into(),
        problem_name: dead.problem_name,
        why: dead.why,
        attempts: dead.attempts,
        deaths: dead.deaths,
        faults: dead.faults,
        abandoned_at: Some(from_millis(dead.abandoned_ms)),
    }
}
