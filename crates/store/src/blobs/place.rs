//! Where blobs are.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where blobs are: `file:///folder`, a folder's path, or `s3://bucket/prefix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlobPlace {
    /// A folder of this machine, or one that several share.
    Folder(PathBuf),
    /// A bucket of an S3 service.
    S3 {
        /// Its name.
        bucket: String,
        /// How the names of all blobs begin; empty for none.
        prefix: String,
    },
}

/// A text that names no place for blobs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected file:///folder, a folder or s3://bucket/prefix, got {got:?}: {why}")]
pub struct ParseBlobPlaceError {
    /// What came.
    pub got: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl FromStr for BlobPlace {
    type Err = ParseBlobPlaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // What stands before an @ may be a password.
        let got = text.rsplit('@').next().unwrap_or_default();
        let refused = |why| Err(ParseBlobPlaceError { got: got.to_owned(), why });
        match text.split_once("://") {
            None if text.is_empty() => refused("it is empty"),
            None => Ok(Self::Folder(PathBuf::from(text))),
            Some(("file", path)) if path.starts_with('/') => Ok(Self::Folder(PathBuf::from(path))),
            Some(("file", _)) => refused("the folder's path must be absolute: three slashes"),
            Some(("s3", rest)) => {
                let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
                if let Err(why) = check_bucket(bucket) {
                    return refused(why);
                }
                match object_store::path::Path::parse(prefix.trim_end_matches('/')) {
                    Ok(prefix) => Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_string() }),
                    Err(_) => refused("the prefix has an empty part, `.` or `..`"),
                }
            }
            Some(_) => refused("no other scheme is known"),
        }
    }
}

/// The rules that all S3 services share; some take more.
fn check_bucket(name: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if !(3..=63).contains(&name.len()) {
        return Err("a bucket's name has 3 to 63 characters");
    }
    if name.contains(['@', ':', '?']) {
        return Err("credentials, ports and options are set in the environment: AWS_ACCESS_KEY_ID, AWS_ENDPOINT");
    }
    if name.chars().all(plain) { Ok(()) } else { Err("a bucket's name has lower-case letters, digits, - and . only") }
}

impl fmt::Display for BlobPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.pad(&folder.display().to_string()),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// A client for a bucket, by the environment's credentials.
#[cfg(feature = "s3")]
pub(super) fn s3(
    bucket: &str,
    prefix: &str,
) -> Result<std::sync::Arc<dyn object_store::ObjectStore>, super::BlobError> {
    // The same TLS as everywhere in this program. Refused when it is set already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bucket = object_store::aws::AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .build()
        .map_err(|source| super::BlobError::Storage { step: "open", source })?;
    Ok(match prefix {
        "" => std::sync::Arc::new(bucket),
        prefix => std::sync::Arc::new(object_store::prefix::PrefixStore::new(bucket, prefix)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        let s3 = |bucket: &str, prefix: &str| BlobPlace::S3 { bucket: bucket.into(), prefix: prefix.into() };
        for (text, expected) in [
            ("/srv/blobs", BlobPlace::Folder("/srv/blobs".into())),
            ("blobs", BlobPlace::Folder("blobs".into())),
            ("file:///srv/blobs", BlobPlace::Folder("/srv/blobs".into())),
            ("s3://bucket", s3("bucket", "")),
            ("s3://bucket/", s3("bucket", "")),
            ("s3://my-bucket.eu/judge/blobs/", s3("my-bucket.eu", "judge/blobs")),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert_eq!(s3("bucket", "a/b").to_string(), "s3://bucket/a/b");
    }

    #[test]
    fn what_names_no_place_says_why() {
        for (text, part) in [
            ("", "empty"),
            ("file://srv/blobs", "three slashes"),
            ("gs://bucket", "scheme"),
            ("s3://", "3 to 63"),
            ("s3://Bucket", "lower-case"),
            ("s3://key:secret@bucket", "environment"),
            ("s3://bucket/a//b", "empty part"),
            ("s3://bucket/../x", "`..`"),
        ] {
            let error = text.parse::<BlobPlace>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
