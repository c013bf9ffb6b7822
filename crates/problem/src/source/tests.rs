//! Attacks, and that a folder and a zip are the same.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::symlink;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// A zip of files; a name that ends in `@` is a link to its content.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        match name.strip_suffix('@') {
            Some(link) => zip.add_symlink(link, std::str::from_utf8(content).unwrap(), options).unwrap(),
            None => {
                zip.start_file(*name, options).unwrap();
                zip.write_all(content).unwrap();
            }
        }
    }
    zip.finish().unwrap().into_inner()
}

fn open(files: &[(&str, &[u8])]) -> Result<Source, SourceError> {
    Source::open_zip(&zipped(files), "x")
}

fn paths(source: &Source) -> Vec<&str> {
    source.files().map(|(path, _)| path).collect()
}

/// The variant of an error, and its text.
fn told(result: Result<Source, SourceError>) -> String {
    let error = result.map(|source| source.files).unwrap_err();
    let variant = format!("{error:?}");
    let variant = variant.split([' ', '(']).next().unwrap_or_default();
    format!("{variant}: {error}")
}

#[test]
fn a_folder_and_its_zip_have_one_digest() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("pack");
    for path in ["data/secret/1.in", "data/secret/1.ans", "problem.yaml", ".git/config", "x/__pycache__/y.pyc", "-x"] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, path.file_name().unwrap().as_encoded_bytes()).unwrap();
    }
    symlink("1.in", root.join("data/secret/2.in")).unwrap();
    symlink("secret", root.join("data/sample")).unwrap();
    let from_folder = Source::open(&root).unwrap();
    let zip = zipped(&[
        ("pack/problem.yaml", b"problem.yaml"),
        ("pack/data/sample@", b"secret"),
        ("pack/data/secret/2.in@", b"../secret/./1.in"),
        ("pack/data/secret/1.in", b"1.in"),
        ("pack/data/secret/1.ans", b"1.ans"),
        ("__MACOSX/pack/._problem.yaml", b"junk"),
        ("pack/.DS_Store", b"junk"),
    ]);
    let from_zip = Source::open_zip(&zip, "other").unwrap();
    assert_eq!(paths(&from_folder), paths(&from_zip));
    assert_eq!(from_folder.digest(), from_zip.digest());
    assert_eq!((from_folder.name(), from_zip.name()), ("pack", "pack"));
    assert_eq!(&*from_folder.get("data/sample/2.in").unwrap().read().unwrap(), b"1.in");
    let copy = folder.path().join("copy");
    from_zip.write_to(&copy).unwrap();
    assert_eq!(Source::open_dir(&copy).unwrap().digest(), from_zip.digest());
    for changed in ["longer than before", "same.length!"] {
        fs::write(root.join("problem.yaml"), changed).unwrap();
        let read = from_folder.get("problem.yaml").unwrap().read();
        assert!(matches!(read, Err(ReadError::Changed { .. })), "{changed}");
    }
    assert_ne!(Source::open_dir(&root).unwrap().digest(), from_folder.digest());
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in ["../x", "a/../../x", "/etc/passwd", "a/./b", "a//b", "a\\b", "C:\\x", "a\nb", ".git/../../x"] {
        let said = told(open(&[("problem.yaml", b""), (name, b"x")]));
        assert!(said.starts_with("Name: "), "{name:?}: {said}");
    }
    assert!(told(open(&[("/etc/passwd", b"x")])).contains("it is absolute"));
    let deep = "a/".repeat(40) + "x";
    assert!(told(open(&[(&deep, b"x")])).contains("within each other"));
    assert!(told(open(&[(&"x".repeat(300), b"x")])).contains("255"));
}

#[test]
fn links_that_lead_out_are_refused() {
    for (files, why) in [
        (&[("a@", b"../x".as_slice())][..], "leads out of the package"),
        (&[("a@", b"/etc/passwd")], "is absolute"),
        (&[("a@", b"b")], "leads nowhere"),
        (&[("a@", b"a")], "leads in a circle"),
        (&[("a@", b"b"), ("b@", b"a")], "leads in a circle"),
        (&[("d/a@", b"../d"), ("d/b", b"")], "leads into a folder that contains it"),
        (&[("d/a@", b".."), ("d/b", b"")], "leads into a folder that contains it"),
        (&[("d@", b".git"), (".git/x", b"")], "leads nowhere"),
        (&[("d/x@", b"../e"), ("e/y@", b"../d"), ("d/f", b"")], "leads into a folder that contains it"),
        (&[("a/b@", b"c/../../../x"), ("a/c/d", b"")], "leads out of the package"),
    ] {
        let said = told(open(files));
        assert!(said.contains(why), "{files:?}: {said}");
    }
}

#[test]
fn links_to_links_are_resolved() {
    let source =
        open(&[("a/f", b"1"), ("b@", b"a"), ("c@", b"b/f"), ("d/e@", b"../b"), ("problem.yaml", b"")]).unwrap();
    assert_eq!(paths(&source), ["a/f", "b/f", "c", "d/e/f", "problem.yaml"]);
    assert_eq!(&*source.get("d/e/f").unwrap().read().unwrap(), b"1");
}

#[test]
fn links_that_multiply_are_refused() {
    let mut files = vec![("f".to_owned(), b"x".to_vec())];
    for n in 1..12 {
        for k in 0..10 {
            let target = if n == 1 { "../f".to_owned() } else { format!("../d{}", n - 1) };
            files.push((format!("d{n}/l{k}@"), target.into_bytes()));
        }
    }
    let files: Vec<_> = files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    assert!(told(open(&files)).starts_with("Size: "));
}

#[test]
fn names_that_clash_are_refused() {
    for files in [
        &[("data/A.in", b"".as_slice()), ("data/a.in", b"")][..],
        &[("data", b""), ("data/a.in", b"")],
        &[("DATA", b""), ("data/a.in", b"")],
        &[("data/x@", b"../f"), ("data/X", b""), ("f", b"")],
    ] {
        let said = told(open(files));
        assert!(said.starts_with("Clash: "), "{files:?}: {said}");
    }
    // Two entries of one name: a zip writer refuses to make them, so a name is changed afterwards.
    let mut zip = zipped(&[("problem.yaml", b"1"), ("problem.yamm", b"2")]);
    let twin = b"problem.yamm";
    while let Some(at) = zip.windows(twin.len()).position(|window| window == twin) {
        zip[at + twin.len() - 1] = b'l';
    }
    assert!(told(Source::open_zip(&zip, "x")).contains("two entries of the same name"));
}

#[test]
fn odd_names_are_left_out_and_listed() {
    let source = open(&[("problem.yaml", b""), ("data/ü.in", b""), ("a b/c", b""), (".x/ü", b"")]).unwrap();
    assert_eq!(paths(&source), ["problem.yaml"]);
    assert_eq!(source.ignored(), ["data/ü.in", "a b/c"]);
}

#[test]
fn bombs_are_refused() {
    let limits = SourceLimits {
        entries: 50,
        file: Bytes::mib(80),
        total: Bytes::mib(100),
        archive: Bytes::mib(1),
        ..SourceLimits::default()
    };
    let open = |zip: &[u8]| told(Source::open_zip_within(zip, "x", limits));
    let zeros = vec![0; 70 << 20];
    assert!(open(&zipped(&[("a", &zeros)])).contains("100 times the size of the zip"));
    let more = vec![0; 81 << 20];
    let generous = SourceLimits { ratio: 100_000, ..limits };
    let open_generous = |zip: &[u8]| told(Source::open_zip_within(zip, "x", generous));
    assert!(open_generous(&zipped(&[("a", &more)])).contains("80MiB in one file"));
    assert!(open_generous(&zipped(&[("a", &zeros), ("b", &zeros)])).contains("100MiB in all files"));
    let names: Vec<_> = (0..60).map(|n| format!("f{n}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(open(&zipped(&many)).contains("50 files"));
    assert!(open(&vec![0; 2 << 20]).contains("1MiB of zip archive"));
    let links = [("a", zeros.as_slice()), ("b@", b"a"), ("c@", b"a")];
    assert!(open_generous(&zipped(&links)).contains("100MiB in all files"));
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut zip = zipped(&[("a", &[7; 100]), ("b", &[8; 100])]);
    let central = |zip: &[u8]| zip.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let second = central(&zip);
    zip[second + 42..second + 46].copy_from_slice(&0_u32.to_le_bytes());
    assert!(told(Source::open_zip(&zip, "x")).contains("share their bytes"));
}

#[test]
fn what_is_no_zip_is_refused() {
    let good = zipped(&[("problem.yaml", b"name: x\n")]);
    for bytes in [&b""[..], b"PK", b"PK\x05\x06", b"Rar!\x1a\x07\x00", &good[..good.len() / 2]] {
        assert!(told(Source::open_zip(bytes, "x")).starts_with("Zip: "));
    }
    let mut encrypted = good;
    for at in [6, encrypted.windows(4).position(|window| window == b"PK\x01\x02").unwrap() + 8] {
        encrypted[at] |= 1;
    }
    assert!(told(Source::open_zip(&encrypted, "x")).contains("encrypted"));
}

#[test]
fn devices_and_pipes_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
    assert!(told(Source::open_dir(folder.path())).starts_with("Entry: "));
    let mut zip = zipped(&[("pipe", b"")]);
    let central = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip[central + 38..central + 42].copy_from_slice(&(0o010_644_u32 << 16).to_le_bytes());
    assert!(told(Source::open_zip(&zip, "x")).contains("named pipe"));
}

#[test]
fn a_folder_is_limited_too() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        fs::write(folder.path().join(name), [0; 100]).unwrap();
    }
    let open = |limits| Source::open_dir_within(folder.path(), limits);
    let limits = SourceLimits::default();
    assert!(open(limits).is_ok());
    assert!(told(open(SourceLimits { entries: 2, ..limits })).contains("2 files"));
    assert!(told(open(SourceLimits { file: Bytes(99), ..limits })).contains("99B in one file"));
    assert!(told(open(SourceLimits { total: Bytes(299), ..limits })).contains("299B in all files"));
    assert!(matches!(Source::open(&folder.path().join("nothing")), Err(SourceError::Io { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever happens to the bytes of a zip, opening it ends, and not in a panic.
    #[test]
    fn damaged_zips_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut zip = zipped(&[("p/problem.yaml", b"name: x\n"), ("p/data/secret/1.in", &[7; 500]), ("p/l@", b"data")]);
        for (at, byte) in changes {
            let at = at.index(zip.len());
            zip[at] = byte;
        }
        if let Some(cut) = cut {
            zip.truncate(cut.index(zip.len()));
        }
        if let Ok(source) = Source::open_zip(&zip, "x") {
            let _ = crate::Problem::load(&source);
        }
    }

    /// Names and links of any kind give an error or a map that stays inside.
    #[test]
    fn any_names_are_safe(files in prop::collection::vec(("[a-c./]{1,8}", prop::option::of("[a-c./]{0,8}")), 1..10)) {
        let mut tree = tree::Tree::new(SourceLimits::default());
        for (name, link) in files {
            let added = match link {
                Some(target) => tree.add_link(&name, target),
                None => tree.add_file(&name, || Ok(Data::default())),
            };
            if added.is_err() {
                return Ok(());
            }
        }
        if let Ok((files, _)) = tree.resolve(SourceLimits::default()) {
            for path in files.keys() {
                prop_assert!(path.split('/').all(|c| !["", ".", ".."].contains(&c)), "{}", path);
            }
        }
    }
}

#[test]
fn a_name_that_is_no_text_is_told_in_short() {
    let long = "x".repeat(10_000);
    let mut zip = zipped(&[(&long, b"")]);
    let places: Vec<usize> = zip.windows(3).enumerate().filter(|(_, w)| w == b"xxx").map(|(at, _)| at).collect();
    for at in places {
        zip[at] = 0xff;
    }
    let said = told(Source::open_zip(&zip, "x"));
    assert!(said.contains("a name is not UTF-8") && said.len() < 500, "{said}");
}
