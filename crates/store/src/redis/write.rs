//! Writing: one call of the script, repeated only where that can't write twice.

use uuid::Uuid;

use super::Inner;
use super::link::{Answered, Command, Repeat, Request, Tries};
use super::node::Life;
use super::script::{self, Answer, Writing};
use crate::{Commit, CommitError, Expected, IndexChange, Key, Stamp, StoreError};

const STEP: &str = "commit";

impl Inner {
    /// Writes a commit, and tells in which life of its server.
    pub(super) async fn write(&self, commit: &Commit) -> Result<(Stamp, Life), CommitError> {
        check_entries(commit)?;
        // The mark is written into each record: when a repeated commit meets a record with its own
        // mark, the first try had happened.
        let mark = format!("{:016x}", Uuid::new_v4().as_u64_pair().0);
        let writing = Writing { retained: self.retained_events, mark: &mark, check: self.checks.is_due(commit.shard) };
        let make = |form| script::commit(form, &self.names, commit, writing);
        let repeat = if is_guarded(commit) { Repeat::Safe } else { Repeat::Never };
        let request = Request { step: STEP, shard: commit.shard, command: Command::Script(&make), repeat };
        let Answered { value, life, tries } = self.link.call(&request).await?;
        match script::answer(&value) {
            Some(Answer::Written(stamp)) => {
                if writing.check {
                    self.checks.note(commit.shard);
                }
                Ok((stamp, life))
            }
            Some(Answer::Unexpected { written, mark: by, .. }) if by == mark => Ok((written, life)),
            Some(Answer::Unexpected { .. }) if tries == Tries::Doubtful => {
                let why = "an answer was lost, and the record has changed since: it may have happened".to_owned();
                Err(StoreError::Backend { step: STEP, why }.into())
            }
            Some(Answer::Unexpected { expectation, .. }) => {
                let (key, _) = &commit.expected[expectation];
                Err(CommitError::Conflict { key: key.clone() })
            }
            None => {
                Err(StoreError::Backend { step: STEP, why: format!("an answer of another kind: {value:?}") }.into())
            }
        }
    }
}

/// Whether a second try finds that the first one happened: some record must be as it is, and is
/// written. Then the second is refused, and the record's mark tells why.
fn is_guarded(commit: &Commit) -> bool {
    let written = |key: &Key| commit.puts.iter().any(|put| put.key == *key);
    let guards = |expected: &Expected| matches!(expected, Expected::Absent | Expected::Version(_));
    commit.expected.iter().any(|(key, expected)| guards(expected) && written(key))
}

/// Entries end with a byte that no key of an index may hold.
fn check_entries(commit: &Commit) -> Result<(), StoreError> {
    let key = |change: &IndexChange| match change {
        IndexChange::Put { key, .. } | IndexChange::Remove { key, .. } => key.contains('\0'),
        IndexChange::RemovePrefix { prefix, .. } => prefix.contains('\0'),
    };
    if commit.index.iter().any(key) {
        let why = "expected a key of an index without a zero byte, got one with it".to_owned();
        return Err(StoreError::Backend { step: STEP, why });
    }
    Ok(())
}
