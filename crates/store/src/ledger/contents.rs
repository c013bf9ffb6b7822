//! The contents of a submission: in a record of their own where they are small, else in a blob.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use pyjury_core::{Digest, Submission, Target};
use serde::{Deserialize, Serialize};

use super::indexes::contents_key;
use super::record::{Place, decode, encode};
use crate::{Ledger, LedgerError};

/// The most bytes of contents that a record holds.
pub const INLINE_LIMIT: usize = 256 << 10;

/// Contents, in base64 so that they are four thirds of their size in JSON, and not four times.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    files: Vec<Cow<'a, str>>,
    stdin: Cow<'a, str>,
    expected: Option<Cow<'a, str>>,
}

/// Takes the contents out of a submission, written down.
pub(crate) fn take(submission: &mut Submission) -> (Vec<u8>, usize) {
    let mut size = 0;
    let mut write = |bytes: Vec<u8>| {
        size += bytes.len();
        Cow::Owned(STANDARD.encode(bytes))
    };
    let files = submission.files.iter_mut().map(|file| write(std::mem::take(&mut file.content))).collect();
    let (stdin, expected) = match &mut submission.target {
        Target::Inline(run) => (write(std::mem::take(&mut run.stdin)), run.expected.as_mut().map(std::mem::take)),
        Target::Problem { .. } | Target::Package { .. } => (Cow::Borrowed(""), None),
    };
    let expected = expected.map(write);
    (encode(&Written { files, stdin, expected }), size)
}

/// Puts the contents back.
pub(crate) fn put_back(submission: &mut Submission, bytes: &[u8]) -> Result<(), LedgerError> {
    let key = contents_key(submission.id);
    let written: Written<'_> = decode(&key, bytes)?;
    let unreadable = |why: String| LedgerError::Unreadable { what: key.to_string(), why };
    let read = |text: &str| STANDARD.decode(text).map_err(|e| unreadable(e.to_string()));
    if written.files.len() != submission.files.len() {
        let (expected, got) = (submission.files.len(), written.files.len());
        return Err(unreadable(format!("expected {expected} files, got {got}")));
    }
    for (file, text) in submission.files.iter_mut().zip(&written.files) {
        file.content = read(text)?;
    }
    if let Target::Inline(run) = &mut submission.target {
        run.stdin = read(&written.stdin)?;
        run.expected = written.expected.as_deref().map(read).transpose()?;
    }
    Ok(())
}

impl Ledger {
    /// Writes large contents to a blob, and tells where they belong.
    pub(crate) async fn store_contents(&self, bytes: &[u8], size: usize) -> Result<Place, LedgerError> {
        if size <= INLINE_LIMIT {
            return Ok(Place::Record);
        }
        let digest = Digest::of(bytes);
        self.blobs().put(digest, Bytes::copy_from_slice(bytes)).await?;
        Ok(Place::Blob(digest))
    }

    /// Reads the contents of a submission back into it.
    pub(crate) async fn fill(&self, submission: &mut Submission, place: Place) -> Result<(), LedgerError> {
        match place {
            Place::Blob(digest) => put_back(submission, &self.blobs().get(digest).await?),
            Place::Record => {
                let key = contents_key(submission.id);
                let found = self.store().get(std::slice::from_ref(&key)).await?.into_iter().next().flatten();
                let missing = || LedgerError::Unreadable { what: key.to_string(), why: "it is missing".to_owned() };
                put_back(submission, &found.ok_or_else(missing)?.value)
            }
        }
    }
}
