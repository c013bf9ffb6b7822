//! The files of a local submission.

use std::path::Path;

use pyjury_core::SourceFile;

use crate::client::sources;
use crate::failure::Failure;

/// Reads a file or a folder.
pub(crate) fn read(path: &Path) -> Result<Vec<SourceFile>, Failure> {
    let files = sources::read(&[path.to_path_buf()]).map_err(Failure::usage)?;
    Ok(files.into_iter().map(|file| SourceFile { path: file.path, content: file.content }).collect())
}
