//! `pyjury problem upload`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use pyjury_core::Digest;
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_upload_request::Part;

use super::connection::Connection;
use super::refused::refused;
use super::{Ended, json};
use crate::failure::Failure;
use crate::{output, package};

/// The size of a piece.
const CHUNK: usize = 64 << 10;

/// Check a package on the server and keep it there.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pyjury problem upload problems/two-sum")]
pub(crate) struct UploadArgs {
    /// The package: a folder or a zip.
    package: PathBuf,
    /// The name to submit to; otherwise that of the folder.
    #[arg(long)]
    name: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Uploads a package.
pub(crate) async fn upload(args: UploadArgs) -> Ended {
    let package = package::read(&args.package).map_err(Failure::usage)?;
    let metadata = v1::UploadMetadata {
        name: args.name.unwrap_or(package.name),
        size_bytes: package.zip.len() as u64,
        zip_digest: Digest::of(&package.zip).to_string(),
    };
    let mut parts = vec![Part::Metadata(metadata)];
    parts.extend(package.zip.chunks(CHUNK).map(|chunk| Part::Chunk(chunk.to_vec().into())));
    let messages = parts.into_iter().map(|part| v1::ProblemServiceUploadRequest { part: Some(part) });

    let mut service = args.connection.problems().await?;
    let answer = service.upload(tokio_stream::iter(messages)).await.map_err(refused)?.into_inner();
    let problem = answer.problem.context("the server answered without a problem")?;
    if args.json {
        output::json(&json::problem(&problem))?;
    } else {
        output::line(super::row(&problem))?;
    }
    Ok(ExitCode::SUCCESS)
}
