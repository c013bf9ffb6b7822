//! Every method that is served, and what a call of it needs. A method that isn't here is not served:
//! what was forgotten is closed, not open.

use pyjury_core::Scope;
use pyjury_core::principal::Role;

use crate::Refusal;
use crate::caller::Caller;

/// What a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// A role that allows this, and a key that isn't narrowed to something else.
    Scoped(Scope),
    /// A worker's key.
    Worker,
}

impl Access {
    /// Refuses a caller who may not. Workers may call nothing but what is for workers.
    pub(crate) fn check(self, caller: &Caller) -> Result<(), Refusal> {
        let is_worker = caller.principal.has(Role::Worker);
        match self {
            Self::Worker if is_worker => Ok(()),
            Self::Worker => Err(Refusal::Role(Role::Worker)),
            Self::Scoped(_) if is_worker => Err(Refusal::Role(Role::Submitter)),
            Self::Scoped(scope) => caller.may(scope),
        }
    }
}

/// Services that tell nothing about anybody: they need no key.
const OPEN: [&str; 2] = ["/grpc.health.v1.", "/grpc.reflection."];

/// The methods, by path without the leading slash.
const METHODS: &[(&str, Access)] = &[
    ("pyjury.v1.JudgeService/Submit", Access::Scoped(Scope::Submit)),
    ("pyjury.v1.JudgeService/SubmitBatch", Access::Scoped(Scope::Submit)),
    ("pyjury.v1.JudgeService/Get", Access::Scoped(Scope::Read)),
    ("pyjury.v1.JudgeService/List", Access::Scoped(Scope::Read)),
    ("pyjury.v1.JudgeService/Watch", Access::Scoped(Scope::Read)),
    ("pyjury.v1.JudgeService/Cancel", Access::Scoped(Scope::Cancel)),
    ("pyjury.v1.JudgeService/MarkExported", Access::Scoped(Scope::Export)),
    ("pyjury.v1.ProblemService/Upload", Access::Scoped(Scope::Problems)),
    ("pyjury.v1.ProblemService/Get", Access::Scoped(Scope::Read)),
    ("pyjury.v1.ProblemService/List", Access::Scoped(Scope::Read)),
    ("pyjury.v1.KeyService/Create", Access::Scoped(Scope::Keys)),
    ("pyjury.v1.KeyService/List", Access::Scoped(Scope::Keys)),
    ("pyjury.v1.KeyService/Revoke", Access::Scoped(Scope::Keys)),
    ("pyjury.v1.AuditService/List", Access::Scoped(Scope::Audit)),
    ("pyjury.v1.FleetService/List", Access::Scoped(Scope::Fleet)),
    ("pyjury.v1.FleetService/SetMode", Access::Scoped(Scope::Fleet)),
    ("pyjury.v1.DeadService/List", Access::Scoped(Scope::Dead)),
    ("pyjury.v1.DeadService/Replay", Access::Scoped(Scope::Dead)),
    ("pyjury.v1.DeadService/Purge", Access::Scoped(Scope::Dead)),
    ("pyjury.internal.v1.WorkerService/Register", Access::Worker),
    ("pyjury.internal.v1.WorkerService/Start", Access::Worker),
    ("pyjury.internal.v1.WorkerService/Renew", Access::Worker),
    ("pyjury.internal.v1.WorkerService/RecordCases", Access::Worker),
    ("pyjury.internal.v1.WorkerService/Finish", Access::Worker),
    ("pyjury.internal.v1.WorkerService/GiveBack", Access::Worker),
    ("pyjury.internal.v1.WorkerService/FetchPackage", Access::Worker),
];

/// A served method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    /// Its name, a label of metrics.
    pub(crate) name: &'static str,
    /// What a call needs.
    pub(crate) access: Access,
}

/// Whether a path needs no key.
pub(crate) fn is_open(path: &str) -> bool {
    OPEN.iter().any(|open| path.starts_with(open))
}

/// The method at a path; `None` when none is served there.
pub(crate) fn method(path: &str) -> Option<Method> {
    let path = path.strip_prefix('/')?;
    METHODS.iter().find(|(name, _)| *name == path).map(|(name, access)| Method { name, access: *access })
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use prost_types::FileDescriptorSet;

    use super::*;

    #[test]
    fn every_method_of_the_contract_says_what_it_needs() {
        let contract = FileDescriptorSet::decode(pyjury_proto::DESCRIPTORS).unwrap();
        let mut count = 0;
        for file in &contract.file {
            for service in &file.service {
                for rpc in &service.method {
                    let path = format!("/{}.{}/{}", file.package(), service.name(), rpc.name());
                    let method = method(&path).unwrap_or_else(|| panic!("{path} isn't in the table"));
                    let internal = path.starts_with("/pyjury.internal.");
                    assert_eq!(method.access == Access::Worker, internal, "{path}");
                    assert!(!is_open(&path), "{path}");
                    count += 1;
                }
            }
        }
        assert_eq!(count, METHODS.len(), "the table has methods that the contract hasn't");
        assert!(method("/pyjury.v1.JudgeService/Steal").is_none() && method("/").is_none());
    }
}
