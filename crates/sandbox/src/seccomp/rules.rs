//! Policy files: TOML, a rule per group of calls, each with its reason.
//!
//! ```toml
//! [[rule]]
//! calls = ["clone"]
//! action = "allow"
//! when = [{ arg = 0, mask = 0xfe82a080, is = 0 }]
//! otherwise = "kill"
//! why = "fork and threads, without any namespace flag"
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names;

/// The rules of a policy file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Rule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) calls: Vec<String>,
    pub(super) action: Action,
    /// For `errno`: which.
    pub(super) errno: Option<ErrnoName>,
    /// Conditions on arguments, all of which must hold.
    #[serde(default)]
    pub(super) when: Vec<Condition>,
    /// What the keeper does when no rule of the call matches.
    #[serde(default)]
    pub(super) otherwise: Otherwise,
    why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    Allow,
    Errno,
    /// Allowed while the run has few enough sockets.
    Count,
    /// Not done, and the program is told that it was: for hints.
    Ignore,
    Kill,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Otherwise {
    #[default]
    Refuse,
    Kill,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[allow(clippy::upper_case_acronyms, reason = "the names of errno(3)")]
pub(super) enum ErrnoName {
    ENOSYS,
    EPERM,
    EACCES,
    EAFNOSUPPORT,
    EOPNOTSUPP,
    ENOTTY,
}

impl ErrnoName {
    pub(super) const fn number(self) -> u32 {
        (match self {
            Self::ENOSYS => libc::ENOSYS,
            Self::EPERM => libc::EPERM,
            Self::EACCES => libc::EACCES,
            Self::EAFNOSUPPORT => libc::EAFNOSUPPORT,
            Self::EOPNOTSUPP => libc::EOPNOTSUPP,
            Self::ENOTTY => libc::ENOTTY,
        }) as u32
    }
}

/// `argument & mask == is`, or `!= not`. The mask is all ones unless stated; arguments are compared as
/// 32-bit words unless `wide`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub(super) arg: u8,
    pub(super) mask: Option<u64>,
    pub(super) is: Option<u64>,
    pub(super) not: Option<u64>,
    /// Whether all 64 bits count, as of an address: the kernel takes flags and numbers of 32 bits by their lower
    /// half.
    #[serde(default)]
    pub(super) wide: bool,
}

impl Condition {
    /// Whether it holds for the arguments of a call, as a filter finds.
    pub(super) fn holds(&self, args: &[u64; 6]) -> bool {
        let whole = if self.wide { u64::MAX } else { u64::from(u32::MAX) };
        let argument = args[usize::from(self.arg)] & whole;
        match (self.is, self.not) {
            (Some(value), _) => argument & self.mask.unwrap_or(u64::MAX) == value,
            (None, not) => not.is_some_and(|value| argument != value),
        }
    }
}

/// What is wrong with a policy file.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is no TOML of the expected shape.
    #[error("system-call policy: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A rule makes no sense.
    #[error("system-call policy, rule for {call}: {what}")]
    Rule {
        /// The first call of the rule.
        call: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// The filter compiler refused it.
    #[error("system-call policy: the compiled filter is refused: {0}")]
    Compile(#[from] seccompiler::BackendError),
}

/// What happens between clone and exec, and in the keeper's protocol, needs these.
const NEEDED: [&str; 4] = ["execve", "sendmsg", "write", "exit_group"];

impl Rules {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`PolicyError`] naming the rule: an unknown call, an empty `why`, a condition without a value, an
    /// action without its errno, the same answer to a call with and without conditions, or a call that
    /// starting a program needs and that isn't allowed.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let rules: Self = toml::from_str(text)?;
        for rule in &rules.rules {
            rule.check()?;
        }
        rules.check_conditions()?;
        for call in NEEDED {
            let allowed = |rule: &Rule| rule.action == Action::Allow && rule.calls.iter().any(|c| c == call);
            if !rules.rules.iter().any(allowed) {
                return Err(PolicyError::Rule {
                    call: call.into(),
                    what: "starting a program needs it: allow it".into(),
                });
            }
        }
        Ok(rules)
    }

    /// A call has the same answer either always or on conditions: of both, a filter would keep the conditions only.
    fn check_conditions(&self) -> Result<(), PolicyError> {
        let mut answers = BTreeMap::new();
        for rule in &self.rules {
            for call in &rule.calls {
                let conditional = !rule.when.is_empty();
                if *answers.entry((call, rule.action, rule.errno)).or_insert(conditional) != conditional {
                    return Err(PolicyError::Rule {
                        call: call.clone(),
                        what: "one rule gives this answer always and another on conditions: keep one of them".into(),
                    });
                }
            }
        }
        Ok(())
    }
}

impl Rule {
    fn check(&self) -> Result<(), PolicyError> {
        let error = |what: &str| {
            let call = self.calls.first().cloned().unwrap_or_else(|| "no call".into());
            Err(PolicyError::Rule { call, what: what.to_owned() })
        };
        if self.calls.is_empty() {
            return error("it lists no calls");
        }
        if let Some(unknown) = self.calls.iter().find(|name| !names::is_known(name)) {
            return error(&format!("no system call is named {unknown:?}"));
        }
        if self.why.trim().is_empty() {
            return error("every rule says why");
        }
        if (self.action == Action::Errno) != self.errno.is_some() {
            return error("an errno goes with action = \"errno\" and nothing else");
        }
        if self.action == Action::Kill && !self.when.is_empty() {
            return error("kill takes no conditions: allow what is harmless and say otherwise = \"kill\"");
        }
        if self.action == Action::Count && !self.when.is_empty() {
            return error("count takes no conditions: whoever calls it is counted");
        }
        if self.when.iter().any(|c| c.is.is_some() == c.not.is_some() || c.arg > 5) {
            return error("a condition has an arg from 0 to 5 and either `is` or `not`");
        }
        if self.when.iter().any(|c| c.mask.is_some() && c.not.is_some()) {
            return error("a mask goes with `is`");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str =
        "[[rule]]\ncalls = ['execve', 'sendmsg', 'write', 'exit_group']\naction = 'allow'\nwhy = 'start'\n";

    #[test]
    fn bad_rules_are_named() {
        for (rule, expected) in [
            ("calls = ['ptarce']\naction = 'kill'\nwhy = 'x'", "ptarce"),
            ("calls = ['ptrace']\naction = 'kill'\nwhy = ' '", "every rule says why"),
            ("calls = []\naction = 'kill'\nwhy = 'x'", "lists no calls"),
            ("calls = ['socket']\naction = 'errno'\nwhy = 'x'", "an errno goes with"),
            ("calls = ['socket']\naction = 'allow'\nwhen = [{arg = 9, is = 1}]\nwhy = 'x'", "arg from 0 to 5"),
            ("calls = ['socket']\naction = 'allow'\nwhen = [{arg = 1}]\nwhy = 'x'", "either `is` or `not`"),
            ("calls = ['socket']\naction = 'maybe'\nwhy = 'x'", "maybe"),
            ("calls = ['socket']\naction = 'allow'\nreason = 'x'", "reason"),
        ] {
            let error = Rules::parse(&format!("{BASE}[[rule]]\n{rule}\n")).unwrap_err().to_string();
            assert!(error.contains(expected), "{rule}: {error}");
        }
        assert!(Rules::parse(BASE).is_ok());
        for (one, two, refused) in [
            ("action = 'allow'", "action = 'allow'\nwhen = [{arg = 0, is = 1}]", true),
            ("action = 'allow'\nwhen = [{arg = 0, is = 1}]", "action = 'allow'", true),
            (
                "action = 'errno'\nerrno = 'EPERM'",
                "action = 'errno'\nerrno = 'EPERM'\nwhen = [{arg = 0, is = 1}]",
                true,
            ),
            ("action = 'allow'", "action = 'errno'\nerrno = 'EPERM'\nwhen = [{arg = 0, is = 1}]", false),
            (
                "action = 'errno'\nerrno = 'ENOSYS'",
                "action = 'errno'\nerrno = 'EPERM'\nwhen = [{arg = 0, is = 1}]",
                false,
            ),
            ("action = 'allow'\nwhen = [{arg = 0, is = 1}]", "action = 'allow'\nwhen = [{arg = 0, is = 2}]", false),
        ] {
            let rule = |answer| format!("[[rule]]\ncalls = ['futex', 'socket']\nwhy = 'x'\n{answer}\n");
            let two = rule(two).replace("'futex', ", "");
            let result = Rules::parse(&format!("{BASE}{}{two}", rule(one)));
            assert_eq!(result.is_err(), refused, "{one} and {two}");
            if let Err(error) = result {
                assert!(error.to_string().contains("rule for socket: one rule gives this answer always"), "{error}");
            }
        }
        let error = Rules::parse(&BASE.replace("'execve', ", "")).unwrap_err().to_string();
        assert!(error.contains("execve"), "{error}");
    }
}
