//! What is held of everything that a run may have written, whatever its bytes. For tests and the fuzzer only: see
//! tests/corpus.

use std::fmt::Debug;
use std::sync::LazyLock;
use std::time::Instant;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::capture::Collector;
use crate::guard::Guards;
use crate::launcher::protocol::{self, Answer, Launch, Report, Request};
use crate::seccomp::{Filters, Rules};
use crate::tree::read_mark;

/// The first byte says which message the rest is.
pub fn launcher(bytes: &[u8]) {
    let Some((kind, message)) = bytes.split_first() else { return };
    match kind {
        0 => round_trip::<Request>(message),
        1 => round_trip::<Answer>(message),
        2 => round_trip::<Report>(message),
        3 => round_trip::<Launch>(message),
        4 => mark(message),
        5 => call(message),
        _ => {}
    }
}

/// What was read and is written reads as the same.
fn round_trip<T: Serialize + DeserializeOwned + Debug>(message: &[u8]) {
    let Ok(value) = protocol::read::<T>(message) else { return };
    let written = protocol::write(&value).expect("what was read can be written");
    let again = protocol::read::<T>(&written).expect("what was written can be read");
    assert_eq!(format!("{value:?}"), format!("{again:?}"));
    assert_eq!(protocol::write(&again).expect("as before"), written);
}

/// A mark never lies ahead, and tells what it says.
fn mark(text: &[u8]) {
    let Some((spent, at)) = read_mark(text) else { return };
    assert!(at <= Instant::now());
    let first = String::from_utf8_lossy(text);
    let first = first.split(' ').next().unwrap_or_default().trim_start_matches(['+', '0']);
    assert_eq!(spent.as_nanos().to_string().trim_start_matches('0'), first);
}

/// Whatever number a program calls by has an answer and a short name of plain characters, and only calls of this
/// architecture that a rule names can be anything but the end.
fn call(numbers: &[u8]) {
    static FILTERS: LazyLock<Filters> = LazyLock::new(|| {
        const RULES: &str = r#"
            rule = [
              { calls = ["execve", "sendmsg", "write", "exit_group"], action = "allow", why = "needed" },
              { calls = ["ptrace"], action = "kill", why = "of nobody who is honest" },
            ]
        "#;
        let rules = Rules::parse(RULES).expect("the rules are well formed");
        rules.compile(&Guards::default()).expect("the rules can be compiled")
    });
    let Some((number, arch)) = numbers.split_first_chunk() else { return };
    let Some((arch, _)) = arch.split_first_chunk() else { return };
    let (number, arch) = (i32::from_le_bytes(*number), u32::from_le_bytes(*arch));
    let (answer, name) = FILTERS.answer(number, arch, &[0; 6]);
    assert!(name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:-".contains(&b)), "{name:?}");
    let fatal = name.contains(':') || name == "ptrace";
    assert_eq!(answer == crate::seccomp::Answer::Kill, fatal, "{name}");
}

/// What is kept of a stream doesn't depend on how it comes in, and is bounded. Two bytes of room, one of where the
/// stream is cut, the stream.
pub fn output(bytes: &[u8]) {
    let [head, tail, cut, stream @ ..] = bytes else { return };
    let (head, tail) = (usize::from(*head), usize::from(*tail));
    let collect = |length: usize| {
        let mut collector = Collector::new(head, tail);
        stream.chunks(length.max(1)).for_each(|chunk| collector.push(chunk));
        collector.take()
    };
    let capture = collect(stream.len());
    assert_eq!(collect(usize::from(*cut)), capture);
    assert_eq!(collect(1), capture);
    assert!(stream.starts_with(&capture.head) && stream.ends_with(&capture.tail));
    assert!(capture.head.len() <= head && capture.tail.len() <= tail);
    let kept = (capture.head.len() + capture.tail.len()) as u64;
    assert_eq!((capture.total, capture.dropped()), (stream.len() as u64, stream.len() as u64 - kept));
    if stream.len() <= head + tail {
        assert_eq!(capture.joined(), stream);
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use pyjury_core::Exit;

    use super::*;
    use crate::launcher::protocol::{File, Scratch, WayInKind, World};
    use crate::plan::Access;
    use crate::policy::{Mount, MountKind};
    use crate::steps::Readings;
    use crate::sys::Instruction;

    fn launch() -> Launch {
        Launch {
            argv: vec!["/usr/bin/python3".into(), "/box/main.py".into()],
            env: vec!["PYTHONHASHSEED=0".into()],
            world: World {
                mounts: vec![Mount {
                    source: PathBuf::from("/usr"),
                    target: PathBuf::from("/usr"),
                    kind: MountKind::Folder,
                }],
                files: vec![(PathBuf::from("/etc/passwd"), "root:x:0:0:root:/:/bin/false\n".into())],
                guards: Guards::default(),
            },
            files: vec![File { path: "main.py".into(), content: (*b"print(1)").into(), access: Access::ReadOnly }],
            scratch: Scratch { bytes: 1 << 26, inodes: 1 << 12, exec: false },
            uid: 60_001,
            init_uid: 60_000,
            rlimits: vec![(4, 1)],
            errno_filters: vec![vec![Instruction { code: 6, jt: 0, jf: 1, k: 0x7fff_0000 }]],
            main_filter: vec![Instruction { code: 0x20, jt: 0, jf: 0, k: 4 }],
            cores: vec![0, 3],
            marked: true,
            collects: false,
        }
    }

    fn message<T: Serialize>(kind: u8, value: &T) -> Vec<u8> {
        [vec![kind], protocol::write(value).unwrap()].concat()
    }

    #[test]
    fn what_the_launcher_says_is_read() {
        let failed = || ("clone into new namespaces".to_owned(), libc::ENOSPC);
        let mut seeds = vec![
            message(0, &Request::EnterUserNamespace),
            message(0, &Request::Launch(WayInKind::Clone)),
            message(0, &Request::Launch(WayInKind::Tasks)),
            message(0, &Request::Open { path: "feedback/score.txt".into(), links: false }),
            message(0, &Request::Prepare),
            message(1, &Answer::Ok),
            message(1, &Answer::Failed { step: failed().0, errno: failed().1 }),
            message(2, &Report::Failed { step: failed().0, errno: failed().1 }),
            message(2, &Report::Folder),
            message(
                2,
                &Report::Listener(Readings {
                    began: 1,
                    mounted: 2,
                    without_rights: 1 << 40,
                    filtered: u64::MAX,
                    cpu: 1,
                }),
            ),
            message(2, &Report::Ended { exit: Exit::Code(1), at: u64::MAX }),
            message(2, &Report::Ended { exit: Exit::Signal(9), at: 1 << 40 }),
            message(3, &launch()),
            b"\x0420000000 123456789012".to_vec(),
        ];
        for (number, arch) in [(101_i32, 0xc000_003e_u32), (0x4000_0000, 0xc000_003e), (1, 0x4000_0003), (-1, 0)] {
            seeds.push([vec![5], number.to_le_bytes().to_vec(), arch.to_le_bytes().to_vec()].concat());
        }
        pyjury_corpus::replay("launcher", launcher, seeds);
    }

    #[test]
    fn what_a_run_writes_is_collected() {
        let seeds = ["\x03\x04\x02abcdefghijklmnopq", "\x02\x02\x01abcd", "\x02\x00\x05abcd", "\x00\x03\x02abcd"];
        pyjury_corpus::replay("output", output, seeds.map(Vec::from));
    }
}
