//! The executor that judges: `pyjury-grade` in the sandbox, on blocking threads.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use pyjury_core::judgement::Feedback;
use pyjury_core::speed::OutOfRange;
use pyjury_core::{
    Allowance, Calibration, Judgement, Measured, Provenance, Ratio, Reason, RuntimeRequest, Speed, Usage, Verdict,
};
use pyjury_grade::calibration::{CalibrationError, calibrate, measure};
use pyjury_grade::verify::Tried;
use pyjury_grade::{
    Cache, Cancel, GradeError, Options, Runtime, RuntimeLoadError, RuntimeSet, Store, judge, listed, run_inline, verify,
};
use pyjury_problem::Problem;
use pyjury_sandbox::{Host, SandboxError, Slot, Tally};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::slots::{Grant, Slots};
use super::{Executor, Judged, Order, Progress, Unsound, Verification, Work, canary};
use crate::attempt::chain;
use crate::steal::Reading;
use crate::{Config, Fairness};

/// Why this host can't judge.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The host can't confine programs.
    #[error("this host can't judge")]
    Sandbox(#[from] SandboxError),
    /// The runtime can't be used.
    #[error("the runtime can't be used")]
    Runtime(#[from] RuntimeLoadError),
    /// How fast the host is isn't known.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The host is too slow or too fast.
    #[error(transparent)]
    Speed(#[from] OutOfRange),
    /// No slot was asked for.
    #[error("judging needs at least one slot, got none")]
    NoSlot,
}

/// Judges in the sandbox of this host.
#[derive(Debug)]
pub struct Sandboxed {
    slots: Slots,
    shared: Arc<Shared>,
}

/// What all judgings share.
#[derive(Debug)]
struct Shared {
    runtimes: RuntimeSet,
    /// What runtimes there were when it was opened.
    offers: Vec<String>,
    /// The standard library, on which the host is measured.
    runtime: Arc<Runtime>,
    cache: Cache,
    /// The host's part of what judgements depend on.
    provenance: Provenance,
    calibration: Calibration,
    allowance: Allowance,
}

impl Sandboxed {
    /// Opens as many slots as the configuration says, and calibrates the host. Blocks.
    ///
    /// # Errors
    /// [`OpenError`] when the host can't confine programs, the runtime can't be used, or the host is too slow or too
    /// fast.
    pub fn open(config: &Config) -> Result<Self, OpenError> {
        let host = Host::probe()?;
        let slots = Slots::open(&host, config.slots, config.first_uid)?;
        let store = config.runtimes.as_ref().map_or_else(|| Store::at("/nonexistent"), Store::at);
        let runtimes = RuntimeSet::open(store)?;
        let runtime = runtimes.plain()?;
        let offers: Vec<String> = runtimes.offers().iter().map(ToString::to_string).collect();
        tracing::info!(runtimes = offers.join(" "), store = %runtimes.store().folder().display(), "runtimes are found");
        tracing::info!(bytes = runtime.prefault(), "what every run reads has been read");
        let calibration = calibrated(&slots, &runtime, &config.fairness)?;
        let provenance = Provenance {
            cgroup: host.cgroup_mode().to_owned(),
            kernel: host.kernel().to_owned(),
            worker: config.name.clone(),
            speed: calibration.speed,
            ..Provenance::default()
        };
        let factor = calibration.speed.map_or(Ratio::ONE, |speed| speed.factor);
        let allowance = Allowance { factor, margin: config.fairness.margin };
        let cache = Cache::new();
        let shared = Shared { runtimes, offers, runtime, cache, provenance, calibration, allowance };
        Ok(Self { slots, shared: Arc::new(shared) })
    }

    /// Judges on a blocking thread.
    async fn on_slots<T: Send + 'static>(
        &self,
        permit: OwnedSemaphorePermit,
        work: impl FnOnce(&Shared, &mut [Slot]) -> Result<T, GradeError> + Send + 'static,
    ) -> Result<T, GradeError> {
        let (shared, mut grant): (_, Grant) = (self.shared.clone(), self.slots.grant(permit));
        let judging = tokio::task::spawn_blocking(move || {
            let result = work(&shared, grant.slots());
            if matches!(result, Err(GradeError::Sandbox(_))) {
                // Whatever is wrong with the slot stays with it: the next run gets a new one.
                grant.renew();
            }
            result
        });
        judging.await.unwrap_or_else(|error| {
            // A bug of ours: the host is as good as another's, but the judging must go elsewhere.
            Err(GradeError::Script { script: "grade", expected: "no panic", got: error.to_string() })
        })
    }
}

/// Measures the host on one of its slots, and refuses it when it is out of range.
fn calibrated(slots: &Slots, runtime: &Runtime, fairness: &Fairness) -> Result<Calibration, OpenError> {
    let permit = slots.permits().try_acquire_owned().map_err(|_| OpenError::NoSlot)?;
    let mut grant = slots.grant(permit);
    let slot = grant.slots().first_mut().ok_or(OpenError::NoSlot)?;
    let calibration = calibrate(slot, runtime, fairness.reference)?;
    if let (Some(speed), Some(range)) = (&calibration.speed, fairness.range) {
        range.check(speed)?;
    }
    match &calibration.speed {
        Some(Speed { factor, measured, reference, .. }) => {
            tracing::info!(%factor, ?measured, ?reference, "the node's speed is pinned");
        }
        None => tracing::info!("the node is its own reference: limits are in its own time"),
    }
    Ok(calibration)
}

#[async_trait]
impl Executor for Sandboxed {
    fn slots(&self) -> usize {
        self.slots.count()
    }

    fn runtimes(&self) -> Vec<String> {
        self.shared.offers.clone()
    }

    fn take_tally(&self) -> Tally {
        self.slots.take_tally()
    }

    fn permits(&self) -> Arc<Semaphore> {
        self.slots.permits()
    }

    async fn execute(&self, order: Order, permit: OwnedSemaphorePermit) -> Result<Judged, GradeError> {
        self.on_slots(permit, move |shared, slots| shared.execute(order, slots)).await
    }

    async fn is_sound(&self, permit: OwnedSemaphorePermit) -> Result<(), Unsound> {
        let (shared, mut grant) = (self.shared.clone(), self.slots.grant(permit));
        let singing = tokio::task::spawn_blocking(move || {
            let lost = || Unsound("a slot was lost; restart the worker when the host is mended".to_owned());
            let slot = grant.slots().first_mut().ok_or_else(lost)?;
            let sung = canary::sing(slot, &shared.runtime, &shared.cache);
            if sung.is_err() {
                grant.renew();
            }
            sung
        });
        singing.await.unwrap_or_else(|error| Err(Unsound(format!("the check itself broke: {error}"))))
    }

    fn calibration(&self) -> Option<Calibration> {
        Some(self.shared.calibration)
    }

    async fn measure(&self, permit: OwnedSemaphorePermit) -> Result<Option<Duration>, Unsound> {
        let (shared, mut grant) = (self.shared.clone(), self.slots.grant(permit));
        let measuring = tokio::task::spawn_blocking(move || {
            let lost = || Unsound("a slot was lost; restart the worker when the host is mended".to_owned());
            let slot = grant.slots().first_mut().ok_or_else(lost)?;
            let measured = measure(slot, &shared.runtime);
            if matches!(measured, Err(CalibrationError::Run(_))) {
                grant.renew();
            }
            measured.map(Some).map_err(|error| Unsound(chain(&error)))
        });
        measuring.await.unwrap_or_else(|error| Err(Unsound(format!("the measurement itself broke: {error}"))))
    }
}

impl Shared {
    /// Judges, and tells how much of the machine's time was stolen meanwhile.
    fn execute(&self, order: Order, slots: &mut [Slot]) -> Result<Judged, GradeError> {
        let before = Reading::now();
        let mut judged = self.judge(order, slots)?;
        judged.judgement.provenance.steal = before.until(Reading::now());
        Ok(judged)
    }

    fn judge(&self, order: Order, slots: &mut [Slot]) -> Result<Judged, GradeError> {
        let Order { work, runtime, progress, cancel } = order;
        let runtime = match self.runtime_for(&work, &runtime) {
            Ok(runtime) => runtime,
            Err((wanted, why)) => return Ok(self.no_runtime(wanted, why).into()),
        };
        match work {
            Work::Problem { problem, files, time_limit } => {
                let slot = slots.first_mut().ok_or(GradeError::NoSlot)?;
                // Why they can't be listed is what judging will say.
                let listed = listed(&problem, slot, &runtime, &self.options(cancel.clone()));
                let case_count = listed.map_or(0, |problem| problem.cases.len());
                let on_case = |index: usize, case: &_| progress.case(index, case_count, case);
                let options = Options { on_case: &on_case, time_limit, ..self.options(cancel) };
                judge(&problem, &files, slots, &runtime, &options).map(Judged::from)
            }
            Work::Package { problem } => self.verify(&problem, slots, &runtime, (&progress, cancel)),
            Work::Inline { run, files } => {
                let slot = slots.first_mut().ok_or(GradeError::NoSlot)?;
                let on_case = |index: usize, case: &_| progress.case(index, 1, case);
                let options = Options { on_case: &on_case, ..self.options(cancel) };
                run_inline(&run, &files, slot, &runtime, &options).map(Judged::from)
            }
        }
    }

    /// A package that can't be judged has failed its verification.
    fn verify(
        &self,
        problem: &Problem,
        slots: &mut [Slot],
        runtime: &Runtime,
        (progress, cancel): (&Progress, Cancel),
    ) -> Result<Judged, GradeError> {
        let (count, mut index) = (problem.submissions.len(), 0);
        let mut tell = |tried: &Tried| {
            progress.case(index, count, &tried.case());
            index += 1;
        };
        let provenance = Provenance { problem: Some(problem.digest), ..self.provenance.clone() };
        match verify(problem, slots, runtime, &self.options(cancel), &mut tell) {
            Ok(report) => {
                let verification = Some(Verification { time_limit: Some(report.time_limit) });
                Ok(Judged { judgement: report.judgement(provenance), verification })
            }
            Err(GradeError::Package(why)) => {
                let judgement = Judgement { provenance, ..package_fault(why, problem.root.max_score()) };
                Ok(Judged { judgement, verification: Some(Verification { time_limit: None }) })
            }
            Err(error) => Err(error),
        }
    }

    fn options(&self, cancel: Cancel) -> Options<'_> {
        Options { cancel, allowance: self.allowance, provenance: self.provenance.clone(), ..Options::new(&self.cache) }
    }

    /// What meets both the problem's request and the submission's; else what was asked for, and why it can't be had.
    fn runtime_for(&self, work: &Work, asked: &str) -> Result<Arc<Runtime>, (String, String)> {
        let asked = match asked {
            "" => RuntimeRequest::default(),
            text => text.parse::<RuntimeRequest>().map_err(|error| (text.to_owned(), error.to_string()))?,
        };
        let wanted = match work {
            Work::Problem { problem, .. } | Work::Package { problem } => problem.runtime_needed().and(&asked.plain()),
            Work::Inline { .. } => asked.plain(),
        };
        self.runtimes.resolve(&wanted).map_err(|error| (wanted.to_string(), chain(&error)))
    }

    fn no_runtime(&self, wanted: String, why: String) -> Judgement {
        let provenance = Provenance { runtime: wanted, ..self.provenance.clone() };
        Judgement { provenance, ..package_fault(why, 0.0) }
    }
}

/// The judgement of what can't be judged, wherever it is tried.
fn package_fault(jury: String, max_score: f64) -> Judgement {
    Judgement {
        verdict: Verdict::JE,
        reason: Reason::Package,
        score: 0.0,
        max_score,
        usage: Usage::default(),
        measured: Measured::default(),
        cases: Vec::new(),
        feedback: Feedback { jury, ..Feedback::default() },
        provenance: Provenance::default(),
    }
}
