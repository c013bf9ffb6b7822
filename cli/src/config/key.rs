//! The settings there are.

use std::collections::BTreeMap;

/// One setting: its name on the command line and in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) &'static str);

macro_rules! keys {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        impl Key {
            $($(#[doc = $doc])* pub(crate) const $name: Self = Self($text);)*
            /// Every setting of every role.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

keys! {
    LISTEN = "listen";
    INTERNAL_LISTEN = "internal-listen";
    TLS_CERT = "tls-cert";
    TLS_KEY = "tls-key";
    TLS_CLIENT_CA = "tls-client-ca";
    INTERNAL_TLS_CERT = "internal-tls-cert";
    INTERNAL_TLS_KEY = "internal-tls-key";
    INTERNAL_TLS_CLIENT_CA = "internal-tls-client-ca";
    SUBMISSIONS_PER_MINUTE = "submissions-per-minute";
    CALLS_PER_SECOND = "calls-per-second";
    HTTP = "http";
    DATA = "data";
    SLOTS = "slots";
    PROBLEMS = "problems";
    LOG = "log";
    LOG_FORMAT = "log-format";
    AMQP = "amqp";
    AMQP_FILE = "amqp-file";
    AMQP_PREFIX = "amqp-prefix";
    AMQP_CA = "amqp-ca";
    AMQP_CERT = "amqp-cert";
    AMQP_KEY = "amqp-key";
    AMQP_HEARTBEAT = "amqp-heartbeat";
    REDIS = "redis";
    REDIS_FILE = "redis-file";
    REDIS_PREFIX = "redis-prefix";
    REDIS_CA = "redis-ca";
    DURABILITY = "durability";
    BLOBS = "blobs";
    WAIT_FOR_BACKENDS = "wait-for-backends";
    LEASE = "lease";
    START_WITHIN = "start-within";
    RECONCILE_EVERY = "reconcile-every";
    SILENT_AFTER = "silent-after";
    LAME_DUCK = "lame-duck";
    DRAIN = "drain";
    GATEWAY = "gateway";
    NAME = "name";
    CACHE = "cache";
    CACHE_SIZE = "cache-size";
    KEY_FILE = "key-file";
    KEY = "key";
    FIRST_UID = "first-uid";
    RUNTIMES = "runtimes";
    HEARTBEAT = "heartbeat";
    MARGIN = "margin";
    KEEP_INTERACTIVE = "keep-interactive";
    KEEP_BATCH = "keep-batch";
    KEEP_CONTEST = "keep-contest";
    KEEP_ABANDONED = "keep-abandoned";
    KEEP_PACKAGES = "keep-packages";
    REFERENCE_TIME = "reference-time";
    SPEED_RANGE = "speed-range";
    CONFIRM_MARGIN = "confirm-margin";
    DRIFT_EVERY = "drift-every";
    DRIFT_TOLERANCE = "drift-tolerance";
}

impl Key {
    /// `PYJURY_LOG_FORMAT` for `log-format`.
    pub(crate) fn variable(self) -> String {
        format!("PYJURY_{}", self.0.to_ascii_uppercase().replace('-', "_"))
    }
}

/// What the command line says.
#[derive(Debug, Default)]
pub(crate) struct Flags(BTreeMap<&'static str, Vec<String>>);

impl Flags {
    /// With the values of one flag: none, one, or several where it may be repeated.
    #[must_use]
    pub(crate) fn with(mut self, key: Key, values: impl IntoIterator<Item = String>) -> Self {
        self.0.entry(key.0).or_default().extend(values);
        self
    }

    /// The values of a flag that was given.
    pub(crate) fn get(&self, key: Key) -> Option<Vec<String>> {
        self.0.get(key.0).filter(|values| !values.is_empty()).cloned()
    }
}
