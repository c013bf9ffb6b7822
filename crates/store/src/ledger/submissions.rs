//! Creating and reading submissions.

use std::collections::BTreeMap;

use pyjury_core::judging::{Judging, JudgingRef, Timings};
use pyjury_core::submission::Lane;
use pyjury_core::{Digest, JudgingId, Principal, RuntimeRequest, SourceFile, Submission, SubmissionId, Target};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contents;
use super::indexes::{
    BLOB_ROOTS, BY_TENANT, BY_USER, CASES, JUDGINGS, PACKAGE_USES, PENDING, REQUESTS, cases_prefix, contents_key,
    contents_root, joined, judging_key, judging_name, package_use, parse_judging_name, submission_key, tenant_entry,
    user_entry,
};
use super::quotas::{self, Quotas};
use super::record::{JudgingRecord, Place, SubmissionRecord, decode, decode_judging, decode_record, encode};
use super::transition::state_changed;
use super::view::{Contents, JudgedCase, JudgingView, Progress, SubmissionView};
use crate::{Commit, CommitError, Expected, IndexChange, Key, Ledger, LedgerError, Order, Scan, Shard};

/// A submission to create. Everything was checked, and a problem's name resolved, by the gateway.
#[derive(Clone, Debug)]
pub struct NewSubmission {
    /// Whose it is.
    pub principal: Principal,
    /// The user of the same tenant who sends it for its owner; `None` when the owner does.
    pub sent_by: Option<String>,
    /// What it is judged against.
    pub target: Target,
    /// How the client named the problem: by name, a repeated request may meet a newer package and
    /// is still the same.
    pub asked_by: AskedBy,
    /// The files, the entry first.
    pub files: Vec<SourceFile>,
    /// The runtime asked for.
    pub runtime: Option<String>,
    /// How urgent it is.
    pub lane: Lane,
    /// The client's own words.
    pub labels: BTreeMap<String, String>,
    /// The moment after which it isn't worth starting, in milliseconds of Unix time.
    pub deadline_ms: Option<u64>,
    /// The client's protection against doubles.
    pub request_id: Option<Uuid>,
}

/// How a client named a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBy {
    /// By digest, or it is an inline run.
    Digest,
    /// By name.
    Name,
}

/// An accepted submission.
#[derive(Clone, Debug)]
pub struct Created {
    /// The submission and its judging, without contents.
    pub view: SubmissionView,
    /// Whether this call created it.
    pub origin: Origin,
}

impl Created {
    /// The judging to announce on the intake queue. Announcing it again is harmless.
    pub const fn judging(&self) -> JudgingRef {
        JudgingRef { submission: self.view.submission.id, judging: self.view.judging.judging.id }
    }
}

/// Where an accepted submission comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This call created it.
    New,
    /// An earlier call with the same request id did.
    Repeated,
}

#[derive(Serialize, Deserialize)]
struct RequestRecord {
    submission: SubmissionId,
    body: Digest,
}

impl Ledger {
    /// Accepts a submission: the record, its judging in state Queued, the entry in the pending index
    /// and the event, in one commit. Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError::Quota`], [`LedgerError::RequestReused`]; after [`LedgerError::Store`] it may
    /// have been accepted: repeat it with the same request id.
    pub async fn create(&self, new: NewSubmission, quotas: &Quotas) -> Result<Created, LedgerError> {
        let request = new.request_id.map(|id| Request::of(id, &new));
        if let Some(request) = &request
            && let Some(view) = self.repeated(request).await?
        {
            return Ok(Created { view, origin: Origin::Repeated });
        }
        let id = new_id(request.as_ref().map(|r| r.key.shard));
        let (commit, mut view) = self.accept(id, new, quotas).await?;
        let commit = match &request {
            Some(Request { key, body, .. }) => commit
                .expect(key.clone(), Expected::Absent)
                .put(key.clone(), encode(&RequestRecord { submission: id, body: *body }))
                .index(IndexChange::Put {
                    index: REQUESTS,
                    key: id.0.simple().to_string(),
                    value: key.name.clone().into_bytes(),
                }),
            None => commit,
        };
        match (self.store().commit(commit).await, request) {
            (Ok(stamp), _) => {
                view.submission.created_ms = stamp.at_ms;
                view.judging.timings.created_ms = Some(stamp.at_ms);
                view.sequence = stamp.sequence;
                Ok(Created { view, origin: Origin::New })
            }
            // The same request arrived twice at once, and the other one won.
            (Err(CommitError::Conflict { key }), Some(request)) => match self.repeated(&request).await? {
                Some(view) => Ok(Created { view, origin: Origin::Repeated }),
                None => Err(LedgerError::Contended { what: key.to_string(), tries: 1 }),
            },
            (Err(error), _) => Err(error.into()),
        }
    }

    /// What an earlier call with the same request id created.
    async fn repeated(&self, request: &Request) -> Result<Option<SubmissionView>, LedgerError> {
        let found = self.store().get(std::slice::from_ref(&request.key)).await?.into_iter().next().flatten();
        let Some(found) = found else { return Ok(None) };
        let earlier: RequestRecord = decode_record(&request.key, &found)?;
        if earlier.body != request.body {
            let submission = earlier.submission;
            return Err(LedgerError::RequestReused { request_id: request.id, submission });
        }
        self.submission(earlier.submission, Contents::Outline).await
    }

    /// The commit that accepts a submission, and the submission as it will be.
    async fn accept(
        &self,
        id: SubmissionId,
        new: NewSubmission,
        quotas: &Quotas,
    ) -> Result<(Commit, SubmissionView), LedgerError> {
        let NewSubmission { principal, sent_by, target, files, runtime, lane, labels, deadline_ms, .. } = new;
        let (tenant, user) = (principal.tenant.clone(), principal.user.clone());
        let mut submission =
            Submission { id, principal, sent_by, target, files, runtime, lane, labels, deadline_ms, created_ms: 0 };
        let (written, size) = contents::take(&mut submission);
        let (estimate, needed) = self.needs(&tenant, &submission.target).await?;
        let runtime = needed.and(&runtime_asked(&submission));
        let record = JudgingRecord {
            judging: Judging::new(JudgingId(Uuid::new_v4()), id),
            lane,
            tenant,
            user,
            deadline_ms,
            timings: Timings::default(),
            runtime: (!runtime.is_any()).then(|| runtime.to_string()),
            estimate_ms: u64::try_from(estimate.as_millis()).unwrap_or(u64::MAX),
        };
        if size > contents::INLINE_LIMIT {
            // What is refused for its quota leaves no blob behind.
            self.within_quotas(&record, quotas).await?;
        }
        let place = self.store_contents(&written, size).await?;
        let of = record.name();
        let stored = SubmissionRecord { submission, current: of.judging, contents: place };
        let mut commit = Commit::to(Shard::of(id))
            .named("create")
            .expect(submission_key(id), Expected::Absent)
            .put(submission_key(id), encode(&stored))
            .put(judging_key(of), encode(&record))
            .event(id.to_string(), encode(&state_changed(&record)));
        let by_user = user_entry(&record.tenant, &record.user, id);
        let by_tenant = tenant_entry(&record.tenant, id);
        let entries = [(JUDGINGS, judging_name(of)), (BY_USER, by_user), (BY_TENANT, by_tenant)];
        commit.index.extend(entries.map(|(index, key)| IndexChange::Put { index, key, value: Vec::new() }));
        if let Some(pending) = record.pending() {
            commit = commit.index(IndexChange::Put { index: PENDING, key: judging_name(of), value: encode(&pending) });
        }
        commit = match place {
            Place::Record => commit.put(contents_key(id), written),
            Place::Blob(digest) => {
                let key = contents_root(digest, id);
                commit.index(IndexChange::Put { index: BLOB_ROOTS, key, value: Vec::new() })
            }
        };
        if let Some(package) = stored.submission.target.package() {
            let key = package_use(package, &record.tenant, id);
            commit = commit.index(IndexChange::Put { index: PACKAGE_USES, key, value: Vec::new() });
        }
        commit.counts.extend(quotas::entered(&record, quotas));
        let view = SubmissionView {
            submission: stored.submission,
            judging: JudgingView { judging: record.judging, timings: record.timings },
            history: Vec::new(),
            progress: Progress::default(),
            sequence: 0,
        };
        Ok((commit, view))
    }

    /// Reads a submission with its judgings; `None` when there is none. Whether the caller may see
    /// it is the gateway's to check.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Unreadable`], [`LedgerError::Blob`].
    pub async fn submission(
        &self,
        id: SubmissionId,
        contents: Contents,
    ) -> Result<Option<SubmissionView>, LedgerError> {
        let Some((submission, current)) = self.read_current(id, contents).await? else { return Ok(None) };
        loop {
            // Taken first: whatever it counts is in what is read after it.
            let head = self.store().head(Shard::of(id)).await?;
            let (record, version) = self.read_judging(current).await?;
            let progress = self.progress(&record).await?;
            let (again, same) = match &progress {
                None => (record, version),
                Some(_) => self.read_judging(current).await?,
            };
            if same != version {
                // It moved between the two reads: the cases may be of either attempt.
                continue;
            }
            let (progress, last_case) = progress.unwrap_or_default();
            let history = self.history(current).await?;
            return Ok(Some(SubmissionView {
                submission,
                judging: JudgingView { judging: again.judging, timings: again.timings },
                history,
                progress,
                sequence: head.max(version).max(last_case),
            }));
        }
    }

    /// Reads a submission alone.
    pub(crate) async fn read_submission(
        &self,
        id: SubmissionId,
        contents: Contents,
    ) -> Result<Option<Submission>, LedgerError> {
        Ok(self.read_current(id, contents).await?.map(|(submission, _)| submission))
    }

    /// Which judging of a submission is current.
    ///
    /// # Errors
    /// [`LedgerError::NoSubmission`], [`LedgerError::Store`], [`LedgerError::Unreadable`].
    pub async fn current_judging(&self, id: SubmissionId) -> Result<JudgingRef, LedgerError> {
        let found = self.read_current(id, Contents::Outline).await?;
        found.map(|(_, current)| current).ok_or(LedgerError::NoSubmission(id))
    }

    async fn read_current(
        &self,
        id: SubmissionId,
        contents: Contents,
    ) -> Result<Option<(Submission, JudgingRef)>, LedgerError> {
        let key = submission_key(id);
        let Some(found) = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten() else {
            return Ok(None);
        };
        let record: SubmissionRecord = decode_record(&key, &found)?;
        let mut submission = record.submission;
        submission.created_ms = found.created.at_ms;
        if contents == Contents::Full {
            self.fill(&mut submission, record.contents).await?;
        }
        Ok(Some((submission, JudgingRef { submission: id, judging: record.current })))
    }

    /// The cases so far of a running attempt, and the sequence of the last; `None` unless it runs.
    async fn progress(&self, record: &JudgingRecord) -> Result<Option<(Progress, u64)>, LedgerError> {
        if record.judging.state.phase() != pyjury_core::judging::Phase::Running {
            return Ok(None);
        }
        let of = record.name();
        let scan = Scan {
            index: CASES,
            shard: Some(Shard::of(of.submission)),
            prefix: cases_prefix(of),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let entries = self.store().scan(scan).await?;
        let last = entries.iter().map(|entry| entry.sequence).max().unwrap_or_default();
        let cases: Vec<JudgedCase> =
            entries.iter().map(|entry| decode(&entry.key, &entry.value)).collect::<Result<_, _>>()?;
        let case_count = cases.iter().map(|case| case.case_count).max().unwrap_or_default();
        Ok(Some((Progress { cases, case_count }, last)))
    }

    /// The judgings of a submission other than the current one.
    async fn history(&self, current: JudgingRef) -> Result<Vec<JudgingView>, LedgerError> {
        let scan = Scan {
            index: JUDGINGS,
            shard: Some(Shard::of(current.submission)),
            prefix: current.submission.0.simple().to_string(),
            after: None,
            order: Order::Ascending,
            limit: usize::MAX,
        };
        let names = self.store().scan(scan).await?;
        let others = names.iter().filter_map(|e| parse_judging_name(&e.key)).filter(|of| *of != current);
        let keys: Vec<Key> = others.map(judging_key).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.store().get(&keys).await?;
        let mut views = Vec::with_capacity(keys.len());
        for (key, record) in keys.iter().zip(records) {
            let Some(record) = record else { continue };
            let JudgingRecord { judging, timings, .. } = decode_judging(key, &record)?;
            views.push(JudgingView { judging, timings });
        }
        views.sort_by_key(|view| view.timings.created_ms);
        Ok(views)
    }
}

/// The runtime that a submission asks for by itself. What can't be read was taken for a name by an earlier version.
fn runtime_asked(submission: &Submission) -> RuntimeRequest {
    let name = |text: &String| RuntimeRequest { layers: vec![text.clone()], python: Vec::new() };
    let read = |text: &String| text.parse().unwrap_or_else(|_| name(text));
    submission.runtime.as_ref().map(read).unwrap_or_default().plain()
}

/// A request that can be repeated: where it is remembered, and what it said.
struct Request {
    id: Uuid,
    key: Key,
    body: Digest,
}

impl Request {
    fn of(id: Uuid, new: &NewSubmission) -> Self {
        let name = joined(&[&new.principal.tenant, &new.principal.user, &id.simple().to_string()]);
        Self { id, key: request_key(name), body: body_of(new) }
    }
}

/// Where a request is remembered.
pub(crate) fn request_key(name: String) -> Key {
    Key::new(Shard::of_name(&name), "request", name)
}

/// The digest of what the client sent.
fn body_of(new: &NewSubmission) -> Digest {
    let target = match (&new.target, new.asked_by) {
        (Target::Problem { name, .. }, AskedBy::Name) => encode(&BTreeMap::from([("name", name)])),
        (Target::Problem { digest, .. }, AskedBy::Digest) => encode(&BTreeMap::from([("digest", digest)])),
        (Target::Inline(run), _) => encode(run),
        (Target::Package { digest, .. }, _) => encode(&BTreeMap::from([("package", digest)])),
    };
    let lane = encode(&BTreeMap::from([("lane", new.lane)]));
    let rest = encode(&BTreeMap::from([("runtime", &new.runtime)]));
    let deadline = encode(&BTreeMap::from([("deadline", new.deadline_ms)]));
    let labels = encode(&BTreeMap::from([("labels", &new.labels)]));
    let settings =
        [("target", &target), ("lane", &lane), ("runtime", &rest), ("deadline", &deadline), ("labels", &labels)];
    let settings = settings.into_iter().map(|(name, bytes)| (name, bytes.as_slice()));
    Digest::of_parts(settings.chain(new.files.iter().map(|file| (file.path.as_str(), file.content.as_slice()))))
}

/// A fresh id, ordered by time. Where a request id must be remembered in the same commit, the last
/// six of its random bits name that shard.
fn new_id(shard: Option<Shard>) -> SubmissionId {
    let mut bytes = *Uuid::now_v7().as_bytes();
    if let Some(shard) = shard {
        bytes[15] = (bytes[15] & !(Shard::COUNT - 1)) | shard.number();
    }
    SubmissionId(Uuid::from_bytes(bytes))
}
