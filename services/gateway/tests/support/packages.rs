//! Problem packages and their uploads.

use std::io::{Cursor, Write as _};

use pyjury_proto::v1;
use pyjury_proto::v1::problem_service_upload_request::Part;
use tonic::Status;
use zip::write::SimpleFileOptions;

use super::worker::Worker;
use super::{Harness, Problems};

/// A zip of files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A package that is in order.
pub fn echo(title: &str) -> Vec<u8> {
    let yaml = format!("name: {title}\n");
    zip(&[
        ("problem.yaml", yaml.as_bytes()),
        ("problem_statement/problem.en.md", b"# Echo\nPrint the line."),
        ("data/sample/1.in", b"a\n"),
        ("data/sample/1.ans", b"a\n"),
        ("data/secret/2.in", b"b\n"),
        ("data/secret/2.ans", b"b\n"),
        ("submissions/accepted/echo.py", b"print(input())\n"),
    ])
}

pub fn metadata(name: &str, zip: &[u8]) -> v1::UploadMetadata {
    v1::UploadMetadata { name: name.into(), size_bytes: zip.len() as u64, ..Default::default() }
}

/// The messages of an upload.
pub fn messages(metadata: v1::UploadMetadata, zip: &[u8]) -> Vec<v1::ProblemServiceUploadRequest> {
    let parts = std::iter::once(Part::Metadata(metadata))
        .chain(zip.chunks(500).map(|chunk| Part::Chunk(chunk.to_vec().into())));
    parts.map(|part| v1::ProblemServiceUploadRequest { part: Some(part) }).collect()
}

/// Uploads a package and has its verification end well, as a worker does.
pub async fn upload_ready(harness: &Harness, problems: &mut Problems, name: &str, zip: &[u8]) -> v1::Problem {
    let problem = upload(problems, name, zip).await.unwrap();
    Worker::in_process(harness).verify(harness, &problem.verification_id, Some(1)).await;
    problem
}

pub async fn upload(problems: &mut Problems, name: &str, zip: &[u8]) -> Result<v1::Problem, Status> {
    let stream = tokio_stream::iter(messages(metadata(name, zip), zip));
    Ok(problems.upload(stream).await?.into_inner().problem.unwrap())
}
