//! Which principal speaks for which life of a worker.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pyjury_core::{Principal, WorkerId};

use crate::Refusal;

/// Most lives that are remembered. More mean that a worker restarts all the time.
const MOST: usize = 100_000;

/// Worker ids and who used them first. A worker id is drawn at random by its worker and is known
/// to it and to the scheduler only; this keeps one worker from writing in another's name even if
/// it learns the id. Each gateway knows what it has seen itself.
#[derive(Debug, Default)]
pub(crate) struct Bindings(Mutex<HashMap<WorkerId, String>>);

impl Bindings {
    /// Binds a worker id to the principal that uses it first, and refuses any other.
    pub(crate) fn bind(&self, worker: WorkerId, principal: &Principal) -> Result<(), Refusal> {
        let mut owners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match owners.get(&worker) {
            Some(owner) if *owner == principal.user => Ok(()),
            Some(_) => {
                tracing::warn!(user = principal.user, %worker, "a worker used another's id");
                Err(Refusal::field("worker_id", "expected the id of the calling worker, got another worker's"))
            }
            None => {
                if owners.len() >= MOST {
                    owners.clear();
                }
                owners.insert(worker, principal.user.clone());
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pyjury_core::principal::Role;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_id_belongs_to_whoever_used_it_first() {
        let worker = |user: &str| Principal { tenant: "t".into(), user: user.into(), roles: vec![Role::Worker] };
        let bindings = Bindings::default();
        let id = WorkerId(Uuid::new_v4());
        assert!(bindings.bind(id, &worker("a")).is_ok());
        assert!(bindings.bind(id, &worker("b")).is_err());
        assert!(bindings.bind(id, &worker("a")).is_ok());
    }
}
