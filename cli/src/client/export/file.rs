//! A file that is there whole or not at all, and never in the place of another.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::failure::Failure;

/// A file of lines that isn't in its place yet.
pub(super) struct NewFile {
    place: PathBuf,
    folder: PathBuf,
    lines: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Begins beside its place, where nothing may be.
    pub(super) fn beside(place: &Path) -> Result<Self, Failure> {
        if place.symlink_metadata().is_ok() {
            return Err(taken(place));
        }
        let folder = match place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let begun = tempfile::Builder::new().prefix(".pyjury-export-").tempfile_in(&folder);
        let file =
            begun.with_context(|| format!("--output: can't write in {}", folder.display())).map_err(Failure::usage)?;
        Ok(Self { place: place.to_owned(), folder, lines: BufWriter::new(file) })
    }

    /// Writes a document as one line.
    pub(super) fn line(&mut self, document: &Value) -> Result<(), Failure> {
        // Without indentation a document has no line break: those of its texts are escaped.
        Ok(writeln!(self.lines, "{document}").with_context(|| self.trouble())?)
    }

    /// Puts it in its place. Afterwards it survives a loss of power.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let trouble = self.trouble();
        let file = self.lines.into_inner().map_err(|error| error.into_error()).context(trouble.clone())?;
        file.as_file().sync_all().context(trouble.clone())?;
        match file.persist_noclobber(&self.place) {
            Ok(_) => {}
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => return Err(taken(&self.place)),
            Err(error) => return Err(anyhow::Error::new(error.error).context(trouble).into()),
        }
        Ok(File::open(&self.folder).and_then(|folder| folder.sync_all()).context(trouble)?)
    }

    fn trouble(&self) -> String {
        format!("can't write {}", self.place.display())
    }
}

fn taken(place: &Path) -> Failure {
    Failure::usage_words(format_args!("--output: expected a new file, {} is there already", place.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn it_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out.jsonl");
        let mut dropped = NewFile::beside(&place).unwrap();
        dropped.line(&json!({"n": 1})).unwrap();
        drop(dropped);
        assert!(names(folder.path()).is_empty());

        let mut file = NewFile::beside(&place).unwrap();
        let mut late = NewFile::beside(&place).unwrap();
        file.line(&json!({"text": "two\nlines"})).unwrap();
        file.line(&json!({"n": 2})).unwrap();
        assert!(!place.exists());
        file.finish().unwrap();
        let text = "{\"text\":\"two\\nlines\"}\n{\"n\":2}\n";
        assert_eq!(std::fs::read_to_string(&place).unwrap(), text);

        late.line(&json!({"n": 3})).unwrap();
        assert!(late.finish().is_err() && NewFile::beside(&place).is_err());
        assert_eq!(std::fs::read_to_string(&place).unwrap(), text);
        assert_eq!(names(folder.path()), ["out.jsonl"]);
        assert!(NewFile::beside(&folder.path().join("nowhere/out")).is_err());
    }
}
