//! Calls: each goes to the server that has its shard, and is tried again where that is safe.
//!
//! The connections of the crate's own cluster client repeat a call whose answer was lost, whatever
//! it is. A commit may be repeated only if its expectations make that safe; so the routing is here.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use redis::{Cmd, RedisResult, Value, cmd};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

use super::names::slot;
use super::node::{Life, Node, Nodes, Unreachable};
use super::reach::Reach;
use super::trouble::{Reaction, reaction, refusal};
use super::{RedisConfig, Topology};
use crate::store::locked;
use crate::{Shard, StoreError};

/// How long until a call is tried again: from the first of these, doubled, up to the second.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(200));

/// What is asked of a server.
pub(super) struct Request<'a> {
    /// What is being done, for errors.
    pub(super) step: &'static str,
    /// Whose server is asked.
    pub(super) shard: Shard,
    pub(super) command: Command<'a>,
    /// Whether it may be sent again when its answer was lost.
    pub(super) repeat: Repeat,
}

/// A command, or a script that a server may not know.
pub(super) enum Command<'a> {
    Plain(&'a Cmd),
    /// Makes the command that calls a script.
    Script(&'a (dyn Fn(Form) -> Cmd + Sync)),
}

/// How a script is named in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// By its digest.
    Digest,
    /// By its text, which the server then knows.
    Text,
}

/// What is done when an answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Safe,
    Never,
}

/// What a server answered.
pub(super) struct Answered {
    pub(super) value: Value,
    /// The life of the server.
    pub(super) life: Life,
    pub(super) tries: Tries,
}

/// What is known of the tries before the one that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tries {
    /// None of them happened.
    None,
    /// The answer of one was lost: it may have happened.
    Doubtful,
}

/// Where calls go.
pub(super) struct Link {
    reach: Arc<Reach>,
    nodes: Mutex<Nodes>,
    /// The server of each shard.
    routes: RwLock<Vec<Arc<Node>>>,
    /// Whoever holds it looks for the routes.
    looking: tokio::sync::Mutex<Instant>,
    lives: watch::Sender<u64>,
}

impl Link {
    /// Connects to the servers of all shards.
    pub(super) async fn connect(config: &RedisConfig) -> Result<Self, StoreError> {
        let reach = Arc::new(Reach::new(config)?);
        let lives = watch::Sender::new(0);
        let link = Self {
            nodes: Mutex::default(),
            routes: RwLock::default(),
            looking: tokio::sync::Mutex::new(Instant::now()),
            lives,
            reach,
        };
        let deadline = Instant::now() + link.reach.response_within;
        let mut pause = PAUSES.0;
        loop {
            let problem = match link.look().await {
                Ok(()) => match link.all_live().await {
                    Ok(()) => return Ok(link),
                    Err(problem) => problem,
                },
                Err(problem) => problem,
            };
            match problem {
                Unreachable::Settings(error) => return Err(error),
                Unreachable::Replica(error) if link.reach.topology == Topology::Single => return Err(error),
                other if Instant::now() + pause > deadline => return Err(other.into_error()),
                _ => {}
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    async fn all_live(&self) -> Result<(), Unreachable> {
        for node in self.servers() {
            node.live().await?;
        }
        Ok(())
    }

    pub(super) fn response_within(&self) -> Duration {
        self.reach.response_within
    }

    /// Changes when a server has begun another life, or a shard has moved.
    pub(super) fn lives(&self) -> watch::Receiver<u64> {
        self.lives.subscribe()
    }

    /// The life of a shard's server, if there is a connection to it.
    pub(super) fn life(&self, shard: Shard) -> Option<Life> {
        Some(self.node_of(shard)?.open()?.life)
    }

    /// The servers that have shards.
    pub(super) fn servers(&self) -> Vec<Arc<Node>> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let mut servers: Vec<Arc<Node>> = Vec::new();
        for node in routes.iter() {
            if !servers.iter().any(|known| Arc::ptr_eq(known, node)) {
                servers.push(node.clone());
            }
        }
        servers
    }

    /// A client of some server, for a connection of its own: another one for each number.
    pub(super) fn any_client(&self, number: usize) -> Result<redis::Client, StoreError> {
        let servers = self.servers();
        let address = servers.get(number % servers.len().max(1)).map(|node| node.address.as_str());
        self.reach.client(address.unwrap_or_else(|| &self.reach.seeds[0]))
    }

    fn node_of(&self, shard: Shard) -> Option<Arc<Node>> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        routes.get(usize::from(shard.number())).cloned()
    }

    fn node_at(&self, address: &str) -> Arc<Node> {
        let mut nodes = locked(&self.nodes);
        let new = || Arc::new(Node::new(address.to_owned(), self.reach.clone(), self.lives.clone()));
        nodes.entry(address.to_owned()).or_insert_with(new).clone()
    }

    /// Asks the server of a shard, and tells in which life it answered.
    pub(super) async fn call(&self, request: &Request<'_>) -> Result<Answered, StoreError> {
        let deadline = Instant::now() + self.reach.response_within;
        let mut tries = Tries::None;
        let mut form = Form::Digest;
        let mut command = request.form(form);
        let mut pause = PAUSES.0;
        let mut ask: Option<Arc<Node>> = None;
        loop {
            let asking = ask.is_some();
            let node = ask.take().or_else(|| self.node_of(request.shard));
            let node = node.unwrap_or_else(|| self.node_at(&self.reach.seeds[0]));
            let sent = timeout_at(deadline, attempt(&node, &command, asking)).await;
            let problem = match sent {
                Ok(Attempt::Answered(Ok(value), life)) => return Ok(Answered { value, life, tries }),
                Ok(Attempt::Answered(Err(error), _)) => match reaction(request.step, &node.address, &error) {
                    Reaction::SendScript => {
                        form = Form::Text;
                        command = request.form(form);
                        continue;
                    }
                    Reaction::Ask(address) => {
                        ask = Some(self.node_at(&address));
                        continue;
                    }
                    Reaction::Moved if self.reach.topology == Topology::Cluster => {
                        refusal(request.step, &node.address, &error)
                    }
                    Reaction::Moved => {
                        return Err(request.fail(refusal(request.step, &node.address, &error), tries));
                    }
                    Reaction::Wait => refusal(request.step, &node.address, &error),
                    Reaction::Refused(refused) => {
                        if error.code() != Some("READONLY") {
                            return Err(request.fail(refused, tries));
                        }
                        // It was a master when we connected. A new connection looks again.
                        if let Some(live) = node.open() {
                            live.give_up();
                        }
                        if self.reach.topology == Topology::Single {
                            return Err(request.fail(refused, tries));
                        }
                        refused
                    }
                    Reaction::Lost => {
                        if let Some(live) = node.open() {
                            live.give_up();
                        }
                        let lost = request.lost(&node.address, &error.to_string());
                        if request.repeat == Repeat::Never {
                            return Err(lost);
                        }
                        tries = Tries::Doubtful;
                        lost
                    }
                },
                Ok(Attempt::Unreachable(Unreachable::Settings(error))) => return Err(request.fail(error, tries)),
                Ok(Attempt::Unreachable(other)) => other.into_error(),
                Err(_) => {
                    // Whoever waited for the connection gave it up too: it may have been cut.
                    if let Some(live) = node.open() {
                        live.give_up();
                    }
                    return Err(
                        request.lost(&node.address, &format!("no answer within {:?}", self.reach.response_within))
                    );
                }
            };
            if Instant::now() + pause > deadline {
                return Err(request.fail(problem, tries));
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
            if self.reach.topology == Topology::Cluster {
                // What it finds, or that it finds nothing, shows in the next attempt.
                let _ = timeout_at(deadline, self.look_once(Instant::now())).await;
            }
        }
    }

    /// Looks for the routes, unless somebody has since.
    async fn look_once(&self, wanted: Instant) -> Result<(), Unreachable> {
        let mut looked = self.looking.lock().await;
        if *looked >= wanted {
            return Ok(());
        }
        self.look().await?;
        *looked = Instant::now();
        Ok(())
    }

    /// Finds out which server has which shard.
    async fn look(&self) -> Result<(), Unreachable> {
        if self.reach.topology == Topology::Single {
            let node = self.node_at(&self.reach.seeds[0]);
            self.set_routes(Shard::all().map(|_| node.clone()).collect());
            return Ok(());
        }
        // Those that answer first: one that is gone takes its time.
        let mut known = self.servers();
        known.sort_by_key(|node| node.open().is_none());
        let known = known.iter().map(|node| node.address.clone());
        let mut problem = None;
        for address in known.chain(self.reach.seeds.iter().cloned()) {
            let node = self.node_at(&address);
            let live = match node.live().await {
                Ok(live) => live,
                Err(other) => {
                    problem = Some(problem.unwrap_or(other));
                    continue;
                }
            };
            let step = "ask for the slots of the cluster";
            let slots = live.send(cmd("CLUSTER").arg("SLOTS")).await;
            let slots = slots.map_err(|error| Unreachable::Now(refusal(step, &address, &error)))?;
            let host = address.rsplit_once(':').map_or("", |(host, _)| host);
            match masters(&slots, host) {
                Some(masters) => {
                    self.set_routes(masters.iter().map(|address| self.node_at(address)).collect());
                    return Ok(());
                }
                None => {
                    problem = Some(Unreachable::Now(StoreError::Setting {
                        server: address,
                        setting: "CLUSTER SLOTS".to_owned(),
                        expected: "a master for every slot".to_owned(),
                        found: "some without".to_owned(),
                        remedy: "look at CLUSTER INFO, and start or replace the masters that are missing".to_owned(),
                    }));
                }
            }
        }
        Err(problem.unwrap_or_else(|| {
            Unreachable::Now(StoreError::Unreachable {
                server: self.reach.seeds.join(", "),
                why: "no server answers".to_owned(),
            })
        }))
    }

    fn set_routes(&self, new: Vec<Arc<Node>>) {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        let same = routes.len() == new.len() && routes.iter().zip(&new).all(|(old, new)| Arc::ptr_eq(old, new));
        if !same {
            *routes = new;
            self.lives.send_modify(|lives| *lives += 1);
        }
    }
}

enum Attempt {
    Answered(RedisResult<Value>, Life),
    Unreachable(Unreachable),
}

async fn attempt(node: &Node, command: &Cmd, asking: bool) -> Attempt {
    let live = match node.live().await {
        Ok(live) => live,
        Err(unreachable) => return Attempt::Unreachable(unreachable),
    };
    let answer = if asking { live.send_asking(command).await } else { live.send(command).await };
    Attempt::Answered(answer, live.life)
}

impl Request<'_> {
    fn form(&self, form: Form) -> Cmd {
        match &self.command {
            Command::Plain(command) => (*command).clone(),
            Command::Script(make) => make(form),
        }
    }

    /// What the last try says, unless an earlier one may have happened.
    fn fail(&self, problem: StoreError, tries: Tries) -> StoreError {
        match tries {
            Tries::None => problem,
            Tries::Doubtful => StoreError::Backend {
                step: self.step,
                why: format!("an answer was lost, so it may have happened; then {problem}"),
            },
        }
    }

    fn lost(&self, server: &str, why: &str) -> StoreError {
        StoreError::Backend { step: self.step, why: format!("the answer of {server} was lost: {why}") }
    }
}

/// The address of the master of each shard, from what CLUSTER SLOTS answers; `None` if one has none.
/// A server that doesn't know its own host leaves it empty.
fn masters(slots: &Value, host: &str) -> Option<Vec<String>> {
    let Value::Array(ranges) = slots else { return None };
    let mut found = Vec::with_capacity(ranges.len());
    for range in ranges {
        let Value::Array(range) = range else { return None };
        let [Value::Int(first), Value::Int(last), Value::Array(master), ..] = range.as_slice() else { return None };
        let [name, Value::Int(port), ..] = master.as_slice() else { return None };
        let name: Option<String> = redis::from_redis_value_ref(name).ok()?;
        let name = name.filter(|name| !name.is_empty() && name != "?").unwrap_or_else(|| host.to_owned());
        found.push((*first..=*last, format!("{name}:{port}")));
    }
    let master = |shard| {
        let slot = i64::from(slot(shard));
        found.iter().find(|(range, _)| range.contains(&slot)).map(|(_, address)| address.clone())
    };
    Shard::all().map(master).collect()
}
