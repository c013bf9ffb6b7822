//! Receiving a package: to a file without a name, so that a client that goes away, or a gateway
//! that dies, leaves nothing behind.

use std::io::SeekFrom;

use bytes::Bytes;
use pyjury_core::Digest;
use pyjury_core::principal::Role;
use pyjury_core::submission::Lane;
use pyjury_proto::v1::problem_service_upload_request::Part;
use pyjury_proto::{digest, v1};
use pyjury_store::ledger::{Act, Action, Problem, Standing};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tonic::{Code, Streaming};

use super::{NewPackage, Problems, Vouched};
use crate::caller::Caller;
use crate::check::{labels, order};
use crate::layer::too_large;
use crate::{Refusal, principal};

/// What the first message says.
struct Metadata {
    name: String,
    size: u64,
    zip: Option<Digest>,
    lane: Lane,
}

impl Problems {
    /// Receives a package, checks it and keeps it.
    pub(super) async fn receive(
        &self,
        caller: &Caller,
        mut parts: Streaming<v1::ProblemServiceUploadRequest>,
    ) -> Result<Problem, Refusal> {
        let principal = &caller.principal;
        principal::need(principal, Role::Jury)?;
        let metadata = match next(&mut parts).await? {
            Some(Part::Metadata(metadata)) => self.metadata(metadata)?,
            _ => return Err(Refusal::field("metadata", "expected metadata in the first message, got something else")),
        };
        let mut file = self.unnamed().await?;
        let mut size = 0;
        loop {
            match next(&mut parts).await? {
                Some(Part::Chunk(chunk)) => {
                    size += chunk.len() as u64;
                    self.fits("chunk", size)?;
                    file.write_all(&chunk).await.map_err(disk)?;
                }
                Some(Part::Metadata(_)) => {
                    return Err(Refusal::field(
                        "metadata",
                        "expected metadata in the first message only, got it again",
                    ));
                }
                None => break,
            }
        }
        // A client that went away looks like one that is done: only the size tells them apart.
        if size != metadata.size {
            let why = format!("expected the {} bytes that were announced, got {size}", metadata.size);
            return Err(Refusal::field("metadata.size_bytes", why));
        }
        // Each check holds a package in memory: a few at once are enough.
        let _permit = self.parts.checks.acquire().await.map_err(|error| Refusal::Internal(error.into()))?;
        let zip = read_back(file, size).await.map_err(disk)?;
        if let Some(expected) = metadata.zip {
            let got = Digest::of(&zip);
            if got != expected {
                let why = format!("expected the digest of the bytes that came, {got}, got {expected}");
                return Err(Refusal::field("metadata.zip_digest", why));
            }
        }
        let Metadata { name, lane, .. } = metadata;
        let act = Act {
            tenant: principal.tenant.clone(),
            actor: caller.actor(),
            action: Action::UploadProblem,
            object: name.clone(),
            detail: format!("a zip of {size} bytes"),
        };
        let new = NewPackage { principal: principal.clone(), name, lane, vouched: Vouched::ByVerification };
        let problem = self.parts.audited(act, new.keep(&self.parts.ledger, zip, &self.parts.config.quotas)).await?;
        if let (Standing::Staged, Some(verification)) = (&problem.standing, problem.verification) {
            self.parts.announce(self.parts.ledger.current_judging(verification).await?).await;
        }
        Ok(problem)
    }

    fn metadata(&self, wire: v1::UploadMetadata) -> Result<Metadata, Refusal> {
        labels::plain_name(&wire.name).map_err(|why| Refusal::field("metadata.name", why))?;
        if wire.size_bytes == 0 {
            return Err(Refusal::field("metadata.size_bytes", "expected the size of the zip, got 0"));
        }
        self.fits("metadata.size_bytes", wire.size_bytes)?;
        let zip = match wire.zip_digest.as_str() {
            "" => None,
            text => Some(digest("metadata.zip_digest", text)?),
        };
        let mut invalid = Vec::new();
        let lane = match wire.lane {
            0 => Some(Lane::Batch),
            number => order::lane(number, &mut invalid),
        };
        Ok(Metadata { name: wire.name, size: wire.size_bytes, zip, lane: lane.ok_or(invalid)? })
    }

    fn fits(&self, field: &str, size: u64) -> Result<(), Refusal> {
        let most = self.parts.config.largest_package;
        if size > most.get() {
            return Err(Refusal::field(field, format_args!("expected a zip of at most {most}, got more")));
        }
        Ok(())
    }

    async fn unnamed(&self) -> Result<File, Refusal> {
        let scratch = self.parts.config.scratch.clone();
        let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(scratch)).await;
        made.map_err(|error| Refusal::Internal(error.into()))?.map(File::from_std).map_err(disk)
    }
}

async fn next(parts: &mut Streaming<v1::ProblemServiceUploadRequest>) -> Result<Option<Part>, Refusal> {
    match parts.message().await {
        Ok(Some(message)) => match message.part {
            Some(part) => Ok(Some(part)),
            None => Err(Refusal::field("part", "expected metadata or a chunk, got neither")),
        },
        Ok(None) => Ok(None),
        Err(status) if status.code() == Code::OutOfRange => Err(too_large::explained(&status)),
        Err(status) => Err(Refusal::Interrupted(status)),
    }
}

async fn read_back(mut file: File, size: u64) -> std::io::Result<Bytes> {
    file.flush().await?;
    file.seek(SeekFrom::Start(0)).await?;
    let mut zip = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.read_to_end(&mut zip).await?;
    Ok(zip.into())
}

fn disk(error: std::io::Error) -> Refusal {
    Refusal::Internal(error.into())
}
