//! From a quiet cluster to the report.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context as _;
use fastrand::Rng;
use futures::future::try_join_all;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::client::Client;
use crate::faults::{self, Fault, Series};
use crate::journal::Journal;
use crate::report::{End, Report};
use crate::workload::{self, Order, PROGRAMS};
use crate::world::World;

/// How long everything may take to end after the last fault.
const SETTLE: Duration = Duration::from_secs(300);

/// What to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The `pyjury` under test.
    pub binary: PathBuf,
    /// Fixes the workload and the faults.
    pub seed: u64,
    /// How many submissions.
    pub submissions: usize,
    /// How often each part is killed.
    pub kills: usize,
    /// How many links are cut.
    pub cuts: usize,
    /// How long the load lasts.
    pub over: Duration,
    /// Where logs and the journal are copied to in the end.
    pub logs: Option<PathBuf>,
}

/// Runs a plan.
///
/// # Errors
/// When the cluster can't be set up, a gateway refuses what it should take, or something never ends.
/// What must not be and is, is in the report.
pub async fn run(plan: Plan) -> anyhow::Result<Report> {
    let mut rng = Rng::with_seed(plan.seed);
    let orders = workload::orders(&mut rng, plan.submissions, plan.over);
    let series = faults::schedule(&mut rng, plan.kills, plan.cuts, plan.over);

    let binary = plan.binary.clone();
    let world = Arc::new(tokio::task::spawn_blocking(move || World::start(&binary)).await??);
    let client = Client::new(&world.gateways(), &world.key())?;
    let quiet = quiet_run(&client).await.context("the quiet run")?;
    println!("seed {}; in quiet:", plan.seed);
    for (name, end) in &quiet {
        println!("  {name}: {end:?}");
    }

    let report = Mutex::new(Report::default());
    let journal = Journal::create(&world.folder().join("journal"))?;
    let began = Instant::now();
    let load = try_join_all(orders.iter().map(|order| one(&client, &journal, &report, *order, began)));
    let harm = try_join_all(series.into_iter().map(|series| inflict(world.clone(), &report, series)));
    let (followed, _) = tokio::try_join!(load, harm)?;

    let accepted = journal.entries();
    println!("the load is over after {:?}; waiting for the ends", began.elapsed());
    let ends = stream::iter(&accepted).map(|accepted| client.ended(&accepted.id)).buffer_unordered(32);
    let ends = timeout(SETTLE, ends.try_collect::<Vec<_>>()).await;
    let mut report = report.into_inner().unwrap();
    match ends {
        Ok(ends) => drop(ends?),
        Err(_) => report.faults.push(format!("something has not ended {SETTLE:?} after the last fault")),
    }
    let resumed: Vec<usize> = followed.into_iter().flatten().collect();
    report.watches = (resumed.len(), resumed.iter().sum());
    let found: Vec<_> = client.list().await?.into_iter().filter(|s| s.labels.contains_key(workload::INDEX)).collect();
    // Lists leave the cases out; ends are compared with them.
    let ids = found.iter().map(|submission| client.get(&submission.submission_id));
    let whole: Vec<_> = stream::iter(ids).buffer_unordered(32).try_collect().await?;
    report.compare(&accepted, &whole, &quiet);
    report.stale = world.stale_writes();
    if let Some(folder) = &plan.logs {
        world.copy_logs(folder)?;
    }
    let world = Arc::into_inner(world).context("nobody uses the world any more")?;
    tokio::task::spawn_blocking(move || drop(world)).await?;
    Ok(report)
}

/// How each program ends when nothing is disturbed.
async fn quiet_run(client: &Client) -> anyhow::Result<BTreeMap<&'static str, End>> {
    let mut quiet = BTreeMap::new();
    for program in PROGRAMS {
        let mut request = program.request(0);
        request.labels.clear();
        let (id, _) = client.submit(request).await?;
        let submission = timeout(Duration::from_secs(60), client.ended(&id)).await.context(program.name)??;
        quiet.insert(program.name, End::of(&submission));
    }
    Ok(quiet)
}

/// One submission at its time. Gives how often its watch was resumed, if it has one.
async fn one(
    client: &Client,
    journal: &Journal,
    report: &Mutex<Report>,
    order: Order,
    began: Instant,
) -> anyhow::Result<Option<usize>> {
    sleep_until(began + order.at).await;
    let (id, calls) = client.submit(order.program.request(order.index)).await?;
    report.lock().unwrap().calls += calls;
    journal.accepted(order, id.clone());
    if !order.watched {
        return Ok(None);
    }
    Ok(Some(client.follow(&id).await?.resumed))
}

/// One series of faults.
async fn inflict(world: Arc<World>, report: &Mutex<Report>, series: Series) -> anyhow::Result<()> {
    for (pause, fault) in series {
        sleep(pause).await;
        match fault {
            Fault::Kill { part, away } => {
                let world = world.clone();
                tokio::task::spawn_blocking(move || world.kill(part, away)).await??;
                *report.lock().unwrap().kills.entry(part.kind()).or_default() += 1;
            }
            Fault::Cut { part, away } => {
                world.cut(part)?;
                sleep(away).await;
                world.join(part)?;
                report.lock().unwrap().cuts += 1;
            }
        }
    }
    Ok(())
}
