//! From rules to filters.
//!
//! seccompiler makes filters of two actions. We stack several: one for each errno, and one that allows
//! or tells the keeper. The kernel takes the strictest answer, and an errno is stricter than telling
//! the keeper (seccomp(2)). The architecture check in front of each program is seccompiler's; what it
//! says of a foreign architecture (32-bit calls) is rewritten to tell the keeper too.

use std::collections::{BTreeMap, BTreeSet};

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::names;
use super::rules::{Action, Condition, Otherwise, PolicyError, Rule, Rules};
use crate::guard::{Guard, Guards};
use crate::sys::Instruction;

/// `ret #k`: the only instruction that ends a program.
const RETURN: u16 = 0x06;
const KILL_PROCESS: u32 = 0x8000_0000;
const ALLOW: u32 = 0x7fff_0000;
const USER_NOTIF: u32 = 0x7fc0_0000;
/// Stands in for `USER_NOTIF`, which seccompiler has no word for, until the program is rewritten.
const TELL: SeccompAction = SeccompAction::Trace(0x7e11);
const TELL_WORD: u32 = 0x7ff0_7e11;
/// Set in a call's number by the x32 ABI on x86_64.
const X32: i32 = 0x4000_0000;

#[cfg(target_arch = "x86_64")]
const AUDIT_ARCH: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const AUDIT_ARCH: u32 = 0xc000_00b7;

/// The compiled policy.
#[derive(Clone, Debug)]
pub(crate) struct Filters {
    /// One per errno; installed first.
    pub(crate) errno: Vec<Vec<Instruction>>,
    /// Allows or tells the keeper; installed last, with a listener.
    pub(crate) main: Vec<Instruction>,
    /// Numbers of calls that end the run when they are told.
    fatal: BTreeSet<i32>,
    /// Numbers of calls that are done while the run has few enough sockets.
    counted: BTreeSet<i32>,
    /// Calls that are answered as if they had been done: their number, and all of the conditions hold.
    ignored: Vec<(i32, Vec<Condition>)>,
}

/// What the keeper does with a call that it is told of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is done if the run has few enough sockets.
    Count,
    /// Success; it isn't done.
    Ignore,
    /// EPERM.
    Refuse,
    /// The end of the run.
    Kill,
}

impl Filters {
    /// What to do with a call, and its name.
    pub(crate) fn answer(&self, number: i32, arch: u32, args: &[u64; 6]) -> (Answer, String) {
        if arch != AUDIT_ARCH {
            return (Answer::Kill, format!("foreign:syscall_{number}"));
        }
        if number & X32 != 0 {
            return (Answer::Kill, format!("x32:{}", names::name(number & !X32)));
        }
        let is_ignored = |(ignored, conditions): &(i32, Vec<Condition>)| {
            *ignored == number && conditions.iter().all(|condition| condition.holds(args))
        };
        let answer = if self.ignored.iter().any(is_ignored) {
            Answer::Ignore
        } else if self.counted.contains(&number) {
            Answer::Count
        } else if self.fatal.contains(&number) {
            Answer::Kill
        } else {
            Answer::Refuse
        };
        (answer, names::name(number))
    }
}

impl Rules {
    /// Compiles the rules for this machine's architecture.
    pub(crate) fn compile(&self, guards: &Guards) -> Result<Filters, PolicyError> {
        let mut allow = BTreeMap::new();
        let mut errno: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let (mut fatal, mut counted, mut ignored) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for rule in &self.rules {
            for number in rule.calls.iter().filter_map(|call| names::number(call)) {
                match (rule.action, rule.errno) {
                    (Action::Allow, _) => add(&mut allow, number, rule)?,
                    (Action::Errno, Some(name)) => add(errno.entry(name).or_default(), number, rule)?,
                    (Action::Errno, None) => {}
                    (Action::Kill, _) => drop(fatal.insert(number as i32)),
                    (Action::Count, _) => drop(counted.insert(number as i32)),
                    (Action::Ignore, _) => ignored.push((number as i32, rule.when.clone())),
                }
                if rule.otherwise == Otherwise::Kill {
                    fatal.insert(number as i32);
                }
            }
        }
        let main = compile(allow, TELL, SeccompAction::Allow)?;
        let errno: Result<Vec<_>, PolicyError> = errno
            .into_iter()
            .map(|(name, rules)| {
                Ok(rewrite(
                    compile(rules, SeccompAction::Allow, SeccompAction::Errno(name.number()))?,
                    &[(KILL_PROCESS, ALLOW)],
                ))
            })
            .collect();
        let foreign = if guards.has(Guard::OwnArchitecture) { USER_NOTIF } else { ALLOW };
        let main = rewrite(main, &[(TELL_WORD, USER_NOTIF), (KILL_PROCESS, foreign)]);
        Ok(Filters { errno: errno?, main, fatal, counted, ignored })
    }
}

/// The rules of each call, any of which may match; none means that the call matches without conditions.
type Chains = BTreeMap<i64, Vec<SeccompRule>>;

fn add(chains: &mut Chains, number: i64, rule: &Rule) -> Result<(), PolicyError> {
    let chain = chains.entry(number).or_default();
    if !rule.when.is_empty() {
        let conditions: Result<Vec<_>, _> = rule.when.iter().map(condition).collect();
        chain.push(SeccompRule::new(conditions?)?);
    }
    Ok(())
}

fn condition(condition: &Condition) -> Result<SeccompCondition, PolicyError> {
    let (op, value) = match (condition.is, condition.not, condition.mask) {
        (Some(value), _, Some(mask)) => (SeccompCmpOp::MaskedEq(mask), value),
        (Some(value), _, None) => (SeccompCmpOp::Eq, value),
        (None, not, _) => (SeccompCmpOp::Ne, not.unwrap_or_default()),
    };
    let length = if condition.wide { SeccompCmpArgLen::Qword } else { SeccompCmpArgLen::Dword };
    Ok(SeccompCondition::new(condition.arg, length, op, value)?)
}

fn compile(chains: Chains, mismatch: SeccompAction, matched: SeccompAction) -> Result<BpfProgram, PolicyError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    Ok(SeccompFilter::new(chains, mismatch, matched, arch)?.try_into()?)
}

/// Replaces return values.
fn rewrite(program: BpfProgram, words: &[(u32, u32)]) -> Vec<Instruction> {
    let word = |code: u16, k: u32| match words.iter().find(|(from, _)| code == RETURN && k == *from) {
        Some((_, to)) => *to,
        None => k,
    };
    program.iter().map(|i| Instruction { code: i.code, jt: i.jt, jf: i.jf, k: word(i.code, i.k) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters() -> Filters {
        let text = "
            [[rule]]
            calls = ['execve', 'sendmsg', 'write', 'exit_group']
            action = 'allow'
            why = 'start'
            [[rule]]
            calls = ['clone']
            action = 'allow'
            when = [{ arg = 0, mask = 0x7e020000, is = 0 }]
            otherwise = 'kill'
            why = 'threads'
            [[rule]]
            calls = ['clone3']
            action = 'errno'
            errno = 'ENOSYS'
            why = 'flags are in memory'
            [[rule]]
            calls = ['fchownat']
            action = 'errno'
            errno = 'EPERM'
            when = [{ arg = 0, not = 0, wide = true }]
            why = 'an address'
            [[rule]]
            calls = ['fchown']
            action = 'errno'
            errno = 'EPERM'
            when = [{ arg = 0, not = 0 }]
            why = 'a number'
            [[rule]]
            calls = ['ptrace']
            action = 'kill'
            why = 'never'
            [[rule]]
            calls = ['connect']
            action = 'count'
            why = 'sockets'
            [[rule]]
            calls = ['madvise']
            action = 'allow'
            when = [{ arg = 2, not = 3 }]
            why = 'memory'
            [[rule]]
            calls = ['madvise']
            action = 'ignore'
            when = [{ arg = 2, is = 3 }, { arg = 0, not = 7 }]
            why = 'a hint'
        ";
        Rules::parse(text).unwrap().compile(&Guards::default()).unwrap()
    }

    /// Runs a classic BPF program over (number, arch, first argument), as the kernel would.
    fn interpret(program: &[Instruction], number: u32, arch: u32, argument: u64) -> u32 {
        let (mut pc, mut a) = (0_usize, 0_u32);
        loop {
            let i = program[pc];
            pc += 1;
            let jump = |yes: bool| if yes { i.jt as usize } else { i.jf as usize };
            match i.code {
                0x20 => {
                    a = match i.k {
                        0 => number,
                        4 => arch,
                        16 => argument as u32,
                        20 => (argument >> 32) as u32,
                        _ => 0,
                    }
                }
                0x15 => pc += jump(a == i.k),
                0x25 => pc += jump(a > i.k),
                0x35 => pc += jump(a >= i.k),
                0x05 => pc += i.k as usize,
                0x54 => a &= i.k,
                0x06 => return i.k,
                code => panic!("unexpected instruction {code:#x}"),
            }
        }
    }

    #[test]
    fn filters_answer_as_the_rules_say() {
        let filters = filters();
        let number = |name| names::number(name).unwrap() as u32;
        let main = |name, argument| interpret(&filters.main, number(name), AUDIT_ARCH, argument);
        assert_eq!(main("write", 0), ALLOW);
        assert_eq!(main("clone", libc::CLONE_VM as u64), ALLOW);
        assert_eq!(main("clone", libc::CLONE_NEWUSER as u64), USER_NOTIF);
        assert_eq!(main("ptrace", 0), USER_NOTIF);
        assert_eq!(main("mount", 0), USER_NOTIF);
        assert_eq!(main("connect", 0), USER_NOTIF);
        assert_eq!(interpret(&filters.main, number("write"), 0x4000_0003, 0), USER_NOTIF, "32-bit call");
        assert_eq!(interpret(&filters.main, number("write") | X32 as u32, AUDIT_ARCH, 0), USER_NOTIF, "x32 call");
        assert_eq!(interpret(&filters.errno[0], number("clone3"), AUDIT_ARCH, 0) & 0xffff, libc::ENOSYS as u32);
        assert_eq!(interpret(&filters.errno[0], number("write"), AUDIT_ARCH, 0), ALLOW);
    }

    #[test]
    fn an_address_is_compared_whole() {
        let filters = filters();
        let refused = |name, argument| {
            let number = names::number(name).unwrap() as u32;
            let mut answers = filters.errno.iter().map(|filter| interpret(filter, number, AUDIT_ARCH, argument));
            answers.any(|answer| answer != ALLOW)
        };
        let round = 1 << 32;
        assert!(refused("fchownat", round) && refused("fchownat", 1) && !refused("fchownat", 0));
        assert!(!refused("fchown", round) && refused("fchown", 1));
    }

    #[test]
    fn the_keeper_knows_what_to_answer() {
        let filters = filters();
        let with = |name, args| filters.answer(names::number(name).unwrap() as i32, AUDIT_ARCH, &args).0;
        let answer = |name| filters.answer(names::number(name).unwrap() as i32, AUDIT_ARCH, &[0; 6]);
        assert_eq!(with("connect", [0; 6]), Answer::Count);
        assert_eq!(with("madvise", [0, 0, 3, 0, 0, 0]), Answer::Ignore);
        // The kernel takes the lower half of a number of 32 bits, and so do the filters.
        assert_eq!(with("madvise", [0, 0, 3 | 1 << 32, 0, 0, 0]), Answer::Ignore);
        assert_eq!(with("madvise", [7, 0, 3, 0, 0, 0]), Answer::Refuse, "not all conditions hold");
        assert_eq!(answer("ptrace"), (Answer::Kill, "ptrace".into()));
        assert_eq!(answer("clone"), (Answer::Kill, "clone".into()));
        assert_eq!(answer("mount"), (Answer::Refuse, "mount".into()));
        assert_eq!(filters.answer(1, 0x4000_0003, &[0; 6]).0, Answer::Kill);
        assert_eq!(filters.answer(X32 | 1, AUDIT_ARCH, &[0; 6]).0, Answer::Kill);
    }
}
