//! What the streams of events in Redis say, read past pyjury.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

/// Every event that moved a judging: the submission and the phase that it came to, a line each.
const SCRIPT: &str = r"
local found = {}
for shard = 0, 63 do
  for _, event in ipairs(redis.call('XRANGE', 'pyjury:{s' .. shard .. '}:events', '-', '+')) do
    local subject, body = event[2][4], cjson.decode(event[2][6])
    if body.kind == 'state_changed' then found[#found + 1] = subject .. ' ' .. body.phase end
    if body.kind == 'attempt_replaced' then found[#found + 1] = subject .. ' replaced' end
  end
end
return found";

/// The phases of each submission, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes(BTreeMap<String, Vec<String>>);

impl Outcomes {
    /// Reads all of them.
    pub(super) fn read(port: u16) -> Self {
        let mut command = Command::new("redis-cli");
        command.args(["-p", &port.to_string(), "eval", SCRIPT, "0"]).stdin(Stdio::null());
        let output = command.output().expect("redis-cli runs");
        let text = String::from_utf8(output.stdout).expect("text");
        let mut phases = BTreeMap::<String, Vec<String>>::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let (subject, phase) = line.split_once(' ').unwrap_or_else(|| panic!("redis-cli says {text}"));
            phases.entry(subject.to_owned()).or_default().push(phase.to_owned());
        }
        Self(phases)
    }

    /// How often a submission came to an end.
    pub fn ends(&self, id: &str) -> usize {
        let ends = ["judged", "cancelled", "expired", "abandoned"];
        self.0.get(id).map_or(0, |phases| phases.iter().filter(|phase| ends.contains(&phase.as_str())).count())
    }

    /// How often an attempt was replaced, over all submissions.
    pub fn replaced(&self) -> usize {
        self.0.values().flatten().filter(|phase| *phase == "replaced").count()
    }
}
