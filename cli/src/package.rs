//! A problem package as the zip that travels: the same bytes for the same files.

use std::io::{Cursor, Write as _};
use std::path::Path;

use anyhow::Context as _;
use pyjury_problem::Source;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A package to upload.
pub(crate) struct Package {
    /// The name of its folder or zip.
    pub(crate) name: String,
    /// The zip.
    pub(crate) zip: Vec<u8>,
}

/// Opens a package, without packing it.
pub(crate) fn open(path: &Path) -> anyhow::Result<Source> {
    Source::open(path).with_context(|| format!("{} is no problem package", path.display()))
}

/// Reads a package: a zip is taken as it is, a folder is packed.
pub(crate) fn read(path: &Path) -> anyhow::Result<Package> {
    let source = open(path)?;
    let name = source.name().to_owned();
    let zip = if path.is_dir() {
        pack(&source)?
    } else {
        std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?
    };
    Ok(Package { name, zip })
}

fn pack(source: &Source) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, data) in source.files() {
        let content = data.read().with_context(|| format!("can't read {path}"))?;
        writer.start_file(path, options).with_context(|| format!("can't pack {path}"))?;
        writer.write_all(&content).with_context(|| format!("can't pack {path}"))?;
    }
    Ok(writer.finish().context("can't pack the package")?.into_inner())
}
