//! `pyjury problem upload`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use pyjury_core::Digest;
use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_get_request::Key;
use pyjury_proto::v1::problem_service_upload_request::Part;

use super::connection::{Connection, ForWhom};
use super::follow::follow;
use super::progress::{JsonFlag, Progress};
use super::refused::refused;
use super::{Ended, json};
use crate::failure::{Failure, judging_error};
use crate::{output, package};

/// The size of a piece.
const CHUNK: usize = 64 << 10;

/// A package that isn't as it says.
const REJECTED: u8 = 2;

/// Upload a package and have it verified there: every submission in submissions/ gets its expected verdict.
///
/// Exits 2 when it is rejected, and 3 when it could not be verified.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pyjury problem upload problems/two-sum\n  pyjury problem upload contest.zip --no-wait --json"
)]
pub(crate) struct UploadArgs {
    /// The package: a folder or a zip.
    package: PathBuf,
    /// The name to submit to; otherwise that of the folder.
    #[arg(long)]
    name: Option<String>,
    /// Don't wait for the verification.
    #[arg(long)]
    no_wait: bool,
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
        lane: v1::Lane::Unspecified.into(),
    };
    let mut parts = vec![Part::Metadata(metadata)];
    parts.extend(package.zip.chunks(CHUNK).map(|chunk| Part::Chunk(chunk.to_vec().into())));
    let messages = parts.into_iter().map(|part| v1::ProblemServiceUploadRequest { part: Some(part) });

    let mut service = args.connection.problems().await?;
    let answer = service.upload(tokio_stream::iter(messages)).await.map_err(refused)?.into_inner();
    let problem = answer.problem.context("the server answered without a problem")?;
    let staged = problem.state() == v1::PackageState::Staged && !problem.verification_id.is_empty();
    let problem = if staged && !args.no_wait { verified(&args.connection, problem, args.json).await? } else { problem };
    if args.json {
        output::json(&json::problem(&problem))?;
    } else {
        output::line(super::row(&problem))?;
        if !problem.report.is_empty() {
            output::line(&problem.report)?;
        }
    }
    Ok(match problem.state() {
        v1::PackageState::Rejected => ExitCode::from(REJECTED),
        v1::PackageState::Staged if !args.no_wait => judging_error(),
        _ => ExitCode::SUCCESS,
    })
}

/// Follows the verification of a package to its end, and tells how the package stands then.
async fn verified(connection: &Connection, problem: v1::Problem, json: bool) -> Result<v1::Problem, Failure> {
    let mut judge = connection.judge(&ForWhom::default()).await?;
    let progress = Progress::new(JsonFlag(json));
    follow(&mut judge, &problem.verification_id, &progress).await?;
    let request = v1::ProblemServiceGetRequest { key: Some(Key::Digest(problem.digest)) };
    let answer = connection.problems().await?.get(request).await.map_err(refused)?.into_inner();
    Ok(answer.problem.context("the server answered without a problem")?)
}
