//! The sandbox on this host: facts, limits, conversations, and what is left behind.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use pyjury_core::{Breach, Bytes, Exit};
use pyjury_sandbox::left::{Entry, EntryKind};
use pyjury_sandbox::plan::{Access, Collect, Input, Output, PlacedFile, Plan, Start};
use pyjury_sandbox::{Outcome, SandboxError};
use pyjury_tests::sandbox::{Bench, file, stdout, time_scale};

fn breach(outcome: &Outcome) -> Option<&Breach> {
    outcome.execution.breach.as_ref()
}

#[test]
fn facts_are_measured() {
    let outcome = Bench::open().run_source(
        "import sys, time\nstart = time.process_time()\nx = bytearray(b'x') * (40 << 20)\n\
         while time.process_time() - start < 0.3: pass\ntime.sleep(0.3)\nsys.stderr.write('told')\nsys.exit(3)",
    );
    let execution = &outcome.execution;
    assert_eq!((execution.exit, &execution.breach), (Some(Exit::Code(3)), &None));
    let usage = execution.usage;
    assert!(usage.cpu >= Duration::from_millis(300), "{usage:?}");
    assert!(usage.cpu < Duration::from_millis(500) * time_scale(), "{usage:?}");
    assert!(usage.wall >= Duration::from_millis(600), "{usage:?}");
    assert!(usage.memory >= Bytes::mib(40) && usage.memory < Bytes::mib(90), "{usage:?}");
    assert_eq!(execution.stderr.joined(), b"told");
}

#[test]
fn time_counts_from_the_first_instruction() {
    let mut bench = Bench::open();
    let marked = bench.run_source("import os; os._exit(0)").execution.usage.cpu;
    // The same interpreter, counted from its exec. Starting it takes several milliseconds of CPU time on an ordinary
    // machine; none of it is the submission's.
    let mut process = bench.python("");
    process.argv = [&process.argv[0], "-I", "-S", "-c", "import os; os._exit(0)"].map(str::to_owned).to_vec();
    process.start = Start::Exec;
    let whole = bench.run(process).execution.usage.cpu;
    assert!(marked < whole, "{marked:?} of {whole:?}");
}

/// A page is charged to whoever reads it first (cgroup v2, "Memory Ownership").
#[test]
fn what_the_judge_has_read_is_charged_to_no_run() {
    let mut bench = Bench::open();
    let python = bench.runtime.python_argv(&[])[0].rsplit('/').next().unwrap_or_default().to_owned();
    // No other test reads it, and it is in no other file's way.
    let path = format!("/usr/lib/{python}/pydoc_data/topics.py");
    let library = std::fs::File::open(&path).unwrap();
    let length = library.metadata().unwrap().len();
    let source = format!("import time; open({path:?}, 'rb').read(); time.sleep(0.5)");
    let mut charged = |read_before: bool| {
        nix::fcntl::posix_fadvise(&library, 0, 0, nix::fcntl::PosixFadviseAdvice::POSIX_FADV_DONTNEED).unwrap();
        if read_before {
            assert!(bench.runtime.prefault() > length);
        }
        let split = bench.run_source(&source).execution.usage.split;
        split.expect("it ran long enough to be looked at").file.get()
    };
    let (alone, shared) = (charged(false), charged(true));
    assert!(alone >= length && shared < length / 2, "{alone} and {shared} of {length} bytes were charged");
}

#[test]
fn children_are_counted() {
    let source = "import os, time\nfor _ in range(2):\n    if os.fork() == 0:\n        while time.process_time() < 0.2: pass\n        os._exit(0)\nos.wait(); os.wait()";
    let usage = Bench::open().run_source(source).execution.usage;
    assert!(usage.cpu >= Duration::from_millis(380), "{usage:?}");
}

#[test]
fn the_world_inside_is_small() {
    let source = r#"
import os, socket
print(sorted(os.listdir("/")))
print(sorted(os.listdir("/etc")))
print(sorted(os.listdir("/dev")))
print(sorted(os.environ))
print(os.listdir("."), os.getcwd(), os.getuid() > 0, os.getuid() == os.getgid(), os.getgroups())
print([line.split()[1] for line in open("/proc/self/status") if line.startswith(("Cap", "NoNewPrivs"))])
print(sorted(name for name in os.listdir("/proc") if not name.isdigit()), os.getppid())
print(sorted(map(int, os.listdir("/proc/self/fd"))))
print(socket.gethostname(), [name for _, name in socket.if_nameindex()] if hasattr(socket, "x") else "")
print(__name__, __file__, __import__("sys").argv, __import__("sys").path[0], __import__("sys").flags.utf8_mode, hash("a"))
"#;
    let mut bench = Bench::open();
    let first = stdout(&bench.run_source(source));
    let lines: Vec<_> = first.lines().collect();
    assert_eq!(lines[0], "['bin', 'box', 'dev', 'etc', 'lib', 'lib64', 'proc', 'tmp', 'usr']", "{first}");
    assert!(lines[1].starts_with("['group', 'hosts'"), "{first}");
    let devices = "['fd', 'full', 'null', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'urandom', 'zero']";
    assert_eq!(lines[2], devices, "{first}");
    for name in ["'SHELL", "'CARGO", "'USER", "'SSH", "KEY'", "TOKEN'"] {
        assert!(!lines[3].contains(name), "{first}");
    }
    assert_eq!(lines[4], "['main.py'] /box True True []", "{first}");
    let none = "0000000000000000";
    assert_eq!(lines[5], format!("['{none}', '{none}', '{none}', '{none}', '{none}', '1']"), "{first}");
    assert_eq!(lines[6], "['self', 'thread-self'] 1", "{first}");
    assert_eq!(lines[7], "[0, 1, 2, 3]", "the fourth is the listing's own: {first}");
    assert!(lines[8].starts_with("box"), "{first}");
    assert!(lines[9].starts_with("__main__ /box/main.py ['/box/main.py'] /box 1 "), "{first}");
    assert_eq!(first, stdout(&bench.run_source(source)), "hashes and the rest are the same each time");
}

#[test]
fn every_end_keeps_the_output() {
    let mut bench = Bench::open();
    for (end, expected) in [
        ("while True: pass", Some(Breach::Cpu)),
        ("time.sleep(1000)", Some(Breach::Idle)),
        ("x = []\nwhile True: x.append(bytearray(b'x') * (1 << 20))", Some(Breach::Memory)),
        ("while True: print('y' * 10000)", Some(Breach::Output)),
        ("1 / 0", None),
        ("os.kill(os.getpid(), 9)", None),
        ("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)", Some(Breach::Syscall { name: "ptrace".into() })),
    ] {
        let mut process = bench.python(&format!("import os, time\nprint('so far', flush=True)\n{end}"));
        process.limits.cpu = Duration::from_millis(500) * time_scale();
        // Much more than the CPU time: other tests want the cores too.
        process.limits.wall = Duration::from_secs(4) * time_scale();
        process.limits.memory = Bytes::mib(64);
        process.limits.output = Bytes::kib(256);
        process.stdout = Output::Keep { head: 100, tail: 50 };
        let outcome = bench.run(process);
        assert_eq!(breach(&outcome), expected.as_ref(), "{end}");
        let kept = &outcome.execution.stdout;
        assert!(kept.head.starts_with(b"so far\n"), "{end}: {kept:?}");
        assert_eq!(kept.dropped(), kept.total - kept.head.len() as u64 - kept.tail.len() as u64);
        assert!(kept.tail.len() <= 50 && (expected != Some(Breach::Output) || kept.dropped() > 100_000), "{end}");
    }
}

#[test]
fn a_flood_of_refused_calls_ends_the_run() {
    let mut bench = Bench::open();
    let call = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nfor _ in range({}): libc.seccomp(0, 0, 0) if hasattr(libc, 'seccomp') else libc.syscall({}, 0, 0, 0)\nprint(ctypes.get_errno())";
    let number = if cfg!(target_arch = "x86_64") { 317 } else { 277 };
    let source = |times: u32| call.replacen("{}", &times.to_string(), 1).replacen("{}", &number.to_string(), 1);
    let few = bench.run_source(&source(1000));
    assert_eq!((breach(&few), stdout(&few).as_str()), (None, "1\n"), "answered with EPERM");
    assert_eq!((few.execution.denied[0].name.as_str(), few.execution.denied[0].count), ("seccomp", 1000));
    let many = bench.run_source(&source(1001));
    assert_eq!(breach(&many), Some(&Breach::SyscallFlood { name: "seccomp".into() }));
}

#[test]
fn files_come_and_go_by_the_working_folder_only() {
    let mut bench = Bench::open();
    let mut process = bench.python(
        "import os\nprint(open('in/data.txt').read(), os.access('in/data.txt', os.W_OK), os.access('own.txt', os.W_OK), os.listdir('empty'))\n\
         open('out.txt', 'w').write('made')\nos.symlink('/etc/passwd', 'link.txt')\nos.mkfifo('fifo.txt')\nos.mkdir('folder.txt')\n\
         os.makedirs('deep'); os.symlink('/etc', 'deep/etc')\nopen('big.txt', 'w').write('x' * 1000)",
    );
    let read_only =
        PlacedFile { path: "in/data.txt".into(), content: b"given".as_slice().into(), access: Access::ReadOnly };
    let folder = PlacedFile { path: "empty/".into(), content: [].into(), access: Access::Writable };
    process.files.extend([read_only, folder, file("own.txt", "")]);
    let names =
        ["out.txt", "link.txt", "fifo.txt", "folder.txt", "deep/etc/passwd", "../etc/passwd", "big.txt", "nothing"];
    process.collect = names.iter().map(|path| Collect::file(*path, 100)).collect();
    let outcome = bench.run(process);
    assert_eq!(stdout(&outcome), "given False True []\n", "{:?}", outcome.execution);
    let collected: Vec<_> = outcome.collected.iter().map(|f| (f.path.as_str(), f.content.len(), f.cut)).collect();
    assert_eq!(collected, [("out.txt", 4, false), ("big.txt", 100, true)]);
}

#[test]
fn a_working_folder_is_read_as_what_an_enemy_left() {
    let mut bench = Bench::open();
    let mut process = bench.python(
        "import os\nos.makedirs('a/b')\nopen('a/b/c.txt', 'w').write('left')\nopen('a/own', 'w')\n\
         os.symlink('/etc/passwd', 'link'); os.symlink('/etc', 'a/etc'); os.symlink('a', 'round')\n\
         os.mkfifo('fifo')\nopen(b'\\xff', 'w')\nopen('shut', 'w').write('x'); os.chmod('shut', 0)\n\
         os.mkdir('closed'); open('closed/in', 'w').write('y'); os.chmod('closed', 0)",
    );
    process.collect = vec![Collect::Tree { max: 10_000, entries: 100 }];
    let mut outcome = bench.run(process);
    assert_eq!(outcome.execution.exit, Some(Exit::Code(0)), "{:?}", outcome.execution);
    outcome.left.entries.retain(|entry| entry.path != "main.py");
    let file = |text: &str| EntryKind::File(Some(text.as_bytes().into()));
    let expected = [
        ("a", EntryKind::Folder),
        ("a/b", EntryKind::Folder),
        ("a/b/c.txt", file("left")),
        ("a/etc", EntryKind::Link),
        ("a/own", file("")),
        ("closed", EntryKind::Folder),
        ("closed/in", file("y")),
        ("fifo", EntryKind::Odd),
        ("link", EntryKind::Link),
        ("round", EntryKind::Link),
        ("shut", file("x")),
        ("\u{fffd}", EntryKind::Odd),
    ];
    let expected = expected.map(|(path, kind)| Entry { path: path.into(), kind });
    assert_eq!((outcome.left.entries.as_slice(), outcome.left.cut), (&expected[..], false));
}

#[test]
fn a_working_folder_is_read_within_bounds() {
    let mut bench = Bench::open();
    let sources = [
        ("[open(str(n), 'w') for n in range(200)]", 50),
        // Deeper than any path may be long.
        ("import os\nfor _ in range(3000): os.mkdir('d' * 200); os.chdir('d' * 200)", 6),
    ];
    for (source, entries) in sources {
        let mut process = bench.python(source);
        process.collect = vec![Collect::Tree { max: 1000, entries: 50 }];
        let outcome = bench.run(process);
        assert!(outcome.left.cut, "{source}: {:?}", outcome.execution);
        assert_eq!(outcome.left.entries.len(), entries, "{source}");
    }
    // One byte too many, of all files together.
    let mut process = bench.python("open('a', 'w').write('x' * 600); open('b', 'w').write('x' * 600)");
    process.collect = vec![Collect::Tree { max: 1000, entries: 50 }];
    let left = bench.run(process).left;
    let large: Vec<_> = left.entries.iter().filter(|entry| entry.kind == EntryKind::File(None)).collect();
    assert_eq!((large.len(), large[0].path.as_str(), left.cut), (1, "b", false));
}

#[test]
fn one_large_file_of_many_names_is_not_read_once_a_name() {
    let mut bench = Bench::open();
    let mut process = bench.python(
        "import os\nopen('a', 'w').truncate((8 << 20) + 1)\nfor n in range(500): os.link('a', f'a{n}')\nprint('linked')",
    );
    process.collect = vec![Collect::Tree { max: 8 << 20, entries: 1000 }];
    let read = || {
        let counters = std::fs::read_to_string("/proc/self/io").unwrap();
        let line = counters.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap();
        line.parse::<u64>().unwrap()
    };
    let before = read();
    let outcome = bench.run(process);
    assert_eq!(stdout(&outcome), "linked\n", "{:?}", outcome.execution);
    let large = outcome.left.entries.iter().filter(|entry| entry.kind == EntryKind::File(None)).count();
    assert_eq!(large, 501);
    let read = read() - before;
    assert!(read < 64 << 20, "{} MiB were read", read >> 20);
}

#[test]
fn a_run_of_many_processes_takes_no_more_of_a_core_than_one_of_one() {
    let core = {
        let set = nix::sched::sched_getaffinity(nix::unistd::Pid::from_raw(0)).unwrap();
        (0..nix::sched::CpuSet::count()).find(|core| set.is_set(*core).unwrap()).unwrap()
    };
    let (mut many, mut one) = (Bench::on_cores(vec![core]), Bench::on_cores(vec![core]));
    let cancel = many.slot.canceller();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut process = many.python(
                "import os\nfor _ in range(100):\n    if os.fork() == 0:\n        os.setsid()\n        while True: pass\nwhile True: pass",
            );
            process.limits.cpu = Duration::from_secs(1000);
            process.limits.wall = Duration::from_secs(1000);
            let outcome = many.run(process);
            assert_eq!(outcome.execution.breach, Some(Breach::Cancelled), "it went on until it was ended");
        });
        std::thread::sleep(Duration::from_millis(500) * time_scale());
        let mut process = one.python("import time\nwhile time.process_time() < 0.5: pass\nprint('done')");
        process.limits.wall = Duration::from_secs(1000);
        let outcome = one.run(process);
        cancel.cancel();
        assert_eq!(stdout(&outcome), "done\n", "{:?}", outcome.execution);
        // Half of the core, or less where others are busy too; a hundredth without shares.
        let usage = outcome.execution.usage;
        assert!(usage.wall < 25 * usage.cpu, "{usage:?}");
    });
}

#[test]
fn a_program_that_starts_at_its_exec_has_limits_from_there() {
    let mut bench = Bench::open();
    // What tells of the start comes in any order: many times.
    for _ in 0..20 {
        let mut process = bench.python("");
        let python = process.argv[0].clone();
        process.argv = [&python, "-I", "-S", "-c", "import time; time.sleep(1000)"].map(str::to_owned).to_vec();
        process.start = Start::Exec;
        process.limits.wall = Duration::from_millis(50) * time_scale();
        let outcome = bench.run(process);
        assert!(matches!(breach(&outcome), Some(Breach::Idle | Breach::Wall)), "{:?}", outcome.execution);
    }
}

#[test]
fn many_files_deep_down_are_placed() {
    let mut bench = Bench::open();
    let mut process = bench.python("print('here')");
    let deep = "d/".repeat(500);
    process.files.extend((0..1500).map(|n| file(&format!("{deep}{n}"), "")));
    // Within the minute that a run has to start.
    assert_eq!(stdout(&bench.run(process)), "here\n");
}

#[test]
fn a_variable_of_a_process_stands_in_for_the_policys() {
    let mut bench = Bench::open();
    let mut process = bench.python("import os\nprint(os.environ['TZ'], os.environ['HOME'])");
    process.env = vec![("TZ".into(), "Europe/Berlin".into())];
    assert_eq!(stdout(&bench.run(process)), "Europe/Berlin /box\n");
}

#[test]
fn two_processes_talk_and_neither_sees_the_other() {
    let mut bench = Bench::open();
    let mut asker = bench.python("import os\nfor n in range(100):\n    print(n, flush=True)\n    assert int(input()) == n * n\nopen('done', 'w')");
    asker.stdin = Input::Peer(1);
    asker.stdout = Output::Relay { head: 1000 };
    asker.collect = vec![Collect::file("done", 1)];
    let mut answerer = bench.python(
        "import os\nwhile True:\n    try: n = int(input())\n    except EOFError: break\n    print(n * n, flush=True)",
    );
    answerer.stdin = Input::Peer(0);
    answerer.stdout = Output::Relay { head: 1000 };
    let outcomes = bench.slot.run(&Plan { processes: vec![asker, answerer] }).unwrap();
    for outcome in &outcomes {
        assert_eq!((outcome.execution.exit, breach(outcome)), (Some(Exit::Code(0)), None), "{outcome:?}");
    }
    assert_eq!(outcomes[0].collected.len(), 1);
    assert_eq!((outcomes[0].execution.end_order, outcomes[1].execution.end_order), (0, 1));
    assert!(outcomes[1].execution.stdout.head.starts_with(b"0\n1\n4\n9\n"));
}

#[test]
fn a_judging_process_ends_the_others() {
    let mut bench = Bench::open();
    let mut judge = bench.python("import sys; sys.exit(43)");
    judge.stdin = Input::Peer(1);
    judge.stdout = Output::Relay { head: 0 };
    judge.ends_plan_unless = Some(42);
    let mut judged = bench.python("import time\ntime.sleep(1000)");
    judged.stdin = Input::Peer(0);
    judged.stdout = Output::Relay { head: 0 };
    let outcomes = bench.slot.run(&Plan { processes: vec![judge, judged] }).unwrap();
    assert_eq!(outcomes[0].execution.exit, Some(Exit::Code(43)));
    assert_eq!(breach(&outcomes[1]), Some(&Breach::Peer));
}

#[test]
fn a_breach_ends_the_peer() {
    let mut bench = Bench::open();
    let mut slow = bench.python("while True: pass");
    slow.stdin = Input::Peer(1);
    slow.stdout = Output::Relay { head: 0 };
    slow.limits.cpu = Duration::from_millis(200) * time_scale();
    let mut waiting = bench.python("input()");
    waiting.stdin = Input::Peer(0);
    waiting.stdout = Output::Relay { head: 0 };
    let outcomes = bench.slot.run(&Plan { processes: vec![slow, waiting] }).unwrap();
    assert_eq!((breach(&outcomes[0]), breach(&outcomes[1])), (Some(&Breach::Cpu), Some(&Breach::Peer)));
}

#[test]
fn programs_that_are_not_python_start_at_the_exec() {
    let mut bench = Bench::open();
    let mut process = bench.python("");
    process.argv = vec![process.argv[0].clone(), "-I".into(), "-S".into(), "-c".into(), "print(6 * 7)".into()];
    process.start = Start::Exec;
    let outcome = bench.run(process);
    assert_eq!((stdout(&outcome).as_str(), outcome.execution.exit), ("42\n", Some(Exit::Code(0))));
    assert!(outcome.execution.usage.cpu > Duration::from_millis(2), "{:?}", outcome.execution.usage);
}

#[test]
fn the_hosts_faults_are_errors_and_the_slot_goes_on() {
    let mut bench = Bench::open();
    let mut missing = bench.python("");
    missing.argv = vec!["/no/such/program".into()];
    let error = bench.slot.run(&Plan { processes: vec![missing] }).unwrap_err();
    assert!(matches!(&error, SandboxError::Setup { step, .. } if step == "start /no/such/program"), "{error}");
    let mut broken = bench.python("");
    broken.argv = broken.argv.iter().map(|arg| arg.replace("main.py", "absent.py")).collect();
    broken.start = Start::Mark;
    broken.argv.insert(broken.argv.len() - 1, "--code".into());
    let error = bench.slot.run(&Plan { processes: vec![broken] }).unwrap_err();
    assert!(matches!(&error, SandboxError::NoStart { .. }), "{error}");
    assert_eq!(stdout(&bench.run_source("print('on')")), "on\n");
}

#[test]
fn a_cancelled_run_ends_at_once() {
    let mut bench = Bench::open();
    let canceller = bench.slot.canceller();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            canceller.cancel();
        });
        bench.run_source("import time; time.sleep(1000)")
    });
    assert_eq!(breach(&outcome), Some(&Breach::Cancelled));
    canceller.reset();
    assert_eq!(breach(&bench.run_source("pass")), None);
}

#[test]
fn who_ended_first_is_no_matter_of_luck() {
    let mut bench = Bench::open();
    for _ in 0..20 / time_scale().min(10) {
        let mut dies = bench.python("print('half a', end='', flush=True)\n1 / 0");
        dies.stdin = Input::Peer(1);
        dies.stdout = Output::Relay { head: 100 };
        let mut waits = bench.python("import os\nos.read(0, 100)\nos.read(0, 100)\nos._exit(43)");
        waits.stdin = Input::Peer(0);
        waits.stdout = Output::Relay { head: 0 };
        waits.ends_plan_unless = Some(42);
        let outcomes = bench.slot.run(&Plan { processes: vec![dies, waits] }).unwrap();
        assert_eq!((outcomes[0].execution.exit, breach(&outcomes[0])), (Some(Exit::Code(1)), None));
        assert_eq!((outcomes[0].execution.end_order, outcomes[1].execution.end_order), (0, 1));
    }
}

#[test]
fn a_closed_stdout_is_told_while_its_process_goes_on() {
    let mut bench = Bench::open();
    let mut closes = bench.python("import os, sys\nos.close(1)\nassert sys.stdin.read() == 'end'");
    closes.stdin = Input::Peer(1);
    closes.stdout = Output::Relay { head: 0 };
    let mut reads = bench.python("import sys\nsys.stdin.read()\nprint('end', end='')");
    reads.stdin = Input::Peer(0);
    reads.stdout = Output::Relay { head: 0 };
    let outcomes = bench.slot.run(&Plan { processes: vec![closes, reads] }).unwrap();
    for outcome in &outcomes {
        assert_eq!(outcome.execution.exit, Some(Exit::Code(0)), "{:?}", outcome.execution);
    }
}

#[test]
fn a_slot_is_its_judges_from_every_network() {
    if !nix::unistd::geteuid().is_root() {
        // Without root there is no other network to look from, but with another user namespace.
        return;
    }
    let mut first = Bench::open();
    // A judge in a network namespace of its own, as in a container that shares the host's hierarchy. It takes
    // another slot, and doesn't clear away what runs in the first.
    let other = std::thread::scope(|scope| {
        let running = scope.spawn(|| first.run_source("import time; time.sleep(1); print('undisturbed')"));
        let other = scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET).unwrap();
            let mut other = Bench::open();
            assert_eq!(stdout(&other.run_source("print('elsewhere')")), "elsewhere\n");
            other.slot.number()
        });
        assert_eq!(stdout(&running.join().unwrap()), "undisturbed\n");
        other.join().unwrap()
    });
    assert_ne!(first.slot.number(), other);
}
