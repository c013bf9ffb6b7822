//! What `up` is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use pyjury_telemetry::LogFormat;

use super::UpArgs;
use super::settings::{Key, Mistakes, Settings};
use crate::place;

const LISTEN: Key = Key("listen");
const HTTP: Key = Key("http");
const DATA: Key = Key("data");
const SLOTS: Key = Key("slots");
const PROBLEMS: Key = Key("problems");
const LOG: Key = Key("log");
const LOG_FORMAT: Key = Key("log-format");

/// Every setting.
const KNOWN: [Key; 7] = [LISTEN, HTTP, DATA, SLOTS, PROBLEMS, LOG, LOG_FORMAT];

/// Most slots that one machine is given.
const MOST_SLOTS: usize = 1024;

/// The configuration of `up`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UpConfig {
    /// Where gRPC is served.
    pub(crate) listen: SocketAddr,
    /// Where metrics and health are served.
    pub(crate) http: SocketAddr,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// How many runs at once.
    pub(crate) slots: usize,
    /// Packages, or folders of packages, to load at start.
    pub(crate) problems: Vec<PathBuf>,
    /// Which log lines.
    pub(crate) log: String,
    /// What they look like.
    pub(crate) log_format: LogFormat,
}

impl UpConfig {
    /// Reads the layers.
    pub(crate) fn read(args: UpArgs, environment: BTreeMap<String, String>) -> Result<Self, Mistakes> {
        // PYJURY_CONFIG names the file, as --config does.
        let file = args.config.clone().or_else(|| environment.get("PYJURY_CONFIG").map(PathBuf::from));
        let mut settings = Settings::new(flags(args), environment, file.as_deref(), &KNOWN);
        let address = |text: &str| {
            text.parse::<SocketAddr>().map_err(|_| format!("expected an address such as 127.0.0.1:50051, got {text:?}"))
        };
        let listen = settings.one(LISTEN, address).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 50051)));
        let http = settings.one(HTTP, address).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        if listen == http && listen.port() != 0 {
            let why = format!("expected two addresses, got {listen} for gRPC and for HTTP");
            settings.mistake("--listen and --http".to_owned(), why);
        }
        let slots = settings.one(SLOTS, |text| {
            text.parse()
                .ok()
                .filter(|slots| (1..=MOST_SLOTS).contains(slots))
                .ok_or_else(|| format!("expected a number of slots from 1 to {MOST_SLOTS}, got {text:?}"))
        });
        let config = Self {
            listen,
            http,
            data: settings.one(DATA, path).unwrap_or_else(place::default_data),
            slots: slots.unwrap_or_else(default_slots),
            problems: settings.list(PROBLEMS).into_iter().map(PathBuf::from).collect(),
            log: settings.one(LOG, |text| Ok::<_, String>(text.to_owned())).unwrap_or_else(|| "info".to_owned()),
            log_format: settings.one(LOG_FORMAT, str::parse).unwrap_or_default(),
        };
        for folder in config.problems.iter().filter(|folder| !folder.exists()) {
            settings.mistake("--problems".to_owned(), format!("there is no {}", folder.display()));
        }
        settings.finish(config)
    }
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("expected a folder, got nothing".to_owned()) } else { Ok(PathBuf::from(text)) }
}

/// One slot per core.
fn default_slots() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn flags(args: UpArgs) -> BTreeMap<&'static str, Vec<String>> {
    let one = |value: Option<String>| value.into_iter().collect();
    BTreeMap::from([
        (LISTEN.0, one(args.listen)),
        (HTTP.0, one(args.http)),
        (DATA.0, one(args.data)),
        (SLOTS.0, one(args.slots)),
        (PROBLEMS.0, args.problems),
        (LOG.0, one(args.log)),
        (LOG_FORMAT.0, one(args.log_format)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn flags_win_over_environment_over_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pyjury.toml");
        std::fs::write(&file, "listen = '127.0.0.1:1'\nhttp = '127.0.0.1:2'\nslots = 3\ndata = '/file'\n").unwrap();
        let args = UpArgs { config: Some(file), listen: Some("127.0.0.1:9".into()), ..UpArgs::default() };
        let env =
            environment(&[("PYJURY_LISTEN", "127.0.0.1:8"), ("PYJURY_DATA", "/env"), ("PYJURY_LOG_FORMAT", "json")]);
        let config = UpConfig::read(args, env).unwrap();
        assert_eq!(config.listen.port(), 9);
        assert_eq!(config.http.port(), 2);
        assert_eq!(config.data, PathBuf::from("/env"));
        assert_eq!((config.slots, config.log_format), (3, LogFormat::Json));
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pyjury.toml");
        std::fs::write(&file, "slot = 3\nhttp = true\n").unwrap();
        let args = UpArgs { config: Some(file), slots: Some("0".into()), ..UpArgs::default() };
        let env = environment(&[
            ("PYJURY_LISTEN", "here"),
            ("PYJURY_LOG_FORMAT", "xml"),
            ("PYJURY_PROBLEMS", "/nowhere:/nor/here"),
        ]);
        let text = UpConfig::read(args, env).unwrap_err().to_string();
        for part in [
            "pyjury.toml: slot:",
            "pyjury.toml: http:",
            "--slots:",
            "PYJURY_LISTEN:",
            "PYJURY_LOG_FORMAT:",
            "/nor/here",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
