//! What a local judging stands on: slots of this host and how they measure, the runtime, a package.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use pyjury_core::{Allowance, Provenance, Ratio, RuntimeRequest};
use pyjury_grade::calibration::{Reference, calibrate};
use pyjury_grade::{Runtime, RuntimeLoadError, RuntimeSet};
use pyjury_problem::{Problem, Source};
use pyjury_sandbox::{Host, Slot, SlotConfig};

use crate::config::fairness;
use crate::failure::judging_error;
use crate::output;
use crate::runtimes::RuntimesArgs;

/// More slots than this gain little for one submission.
const MOST_SLOTS: usize = 4;

/// Slots and runtimes.
pub(crate) struct Ground {
    pub(crate) slots: Vec<Slot>,
    runtimes: RuntimeSet,
    /// The host's part of a judgement's provenance.
    pub(crate) provenance: Provenance,
    /// What a run gets of its limits.
    pub(crate) allowance: Allowance,
}

/// How CPU time is measured.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct FairnessArgs {
    /// The CPU time of the calibration on the node that defines what limits mean, such as 390ms; `usual` is what is
    /// known of the interpreter, `own` makes this host the reference.
    #[arg(long, value_name = "TIME", default_value = "own", value_parser = fairness::reference)]
    reference_time: Reference,
    /// What a submission gets beyond its CPU limit; a TLE within it is confirmed by a second run, 0 turns both off.
    #[arg(long, value_name = "RATIO", default_value = "10%", value_parser = fairness::margin)]
    confirm_margin: Ratio,
}

/// Takes slots of this host.
pub(crate) fn prepare(slots: usize, runtimes: &RuntimesArgs) -> anyhow::Result<Ground> {
    let host = Host::probe().context("this host can't judge; `pyjury doctor` says more")?;
    let slots = (0..slots).map(|_| Slot::open(&host, SlotConfig::default())).collect::<Result<_, _>>()?;
    let provenance = Provenance {
        cgroup: host.cgroup_mode().to_owned(),
        kernel: host.kernel().to_owned(),
        worker: "local".to_owned(),
        ..Provenance::default()
    };
    Ok(Ground { slots, runtimes: runtimes.open()?, provenance, allowance: Allowance::default() })
}

/// Takes slots of this host, and finds how fast they are.
pub(crate) fn prepare_fair(slots: usize, fairness: FairnessArgs, runtimes: &RuntimesArgs) -> anyhow::Result<Ground> {
    let mut ground = prepare(slots, runtimes)?;
    ground.allowance.margin = fairness.confirm_margin;
    if let (false, Some(slot)) = (fairness.reference_time == Reference::Own, ground.slots.first_mut()) {
        let plain = ground.runtimes.plain()?;
        let found = calibrate(slot, &plain, fairness.reference_time)?;
        ground.provenance.speed = found.speed;
        ground.allowance.factor = found.speed.map_or(Ratio::ONE, |speed| speed.factor);
    }
    Ok(ground)
}

impl Ground {
    /// The runtime that meets a request.
    pub(crate) fn runtime(&self, request: &RuntimeRequest) -> Result<Arc<Runtime>, RuntimeLoadError> {
        self.runtimes.resolve(request)
    }
}

/// How many slots one judging takes here.
pub(crate) fn slot_count() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST_SLOTS)
}

/// Loads a package.
pub(crate) fn load(path: &Path) -> anyhow::Result<Problem> {
    let shown = || format!("{} is no problem package that can be judged", path.display());
    let source = Source::open(path).with_context(shown)?;
    Problem::load(&source).with_context(shown)
}

/// The exit code for a judging that has no judgement, said on stderr.
pub(crate) fn no_judgement(error: impl Into<anyhow::Error>) -> std::process::ExitCode {
    output::error(format_args!("{:#}", error.into().context("judging error")));
    judging_error()
}
