//! Groups on this host's real hierarchy. They need root, as every test of the sandbox does.

use std::fs;
use std::process::{Child, Command, Stdio};

use super::group::State;
use super::{Group, Hierarchy, SlotTree};

const MEMORY: u64 = 64 << 20;

/// A slot that no judge takes while these tests run: judges begin with 0.
fn slot() -> SlotTree {
    let hierarchy = Hierarchy::probe().unwrap();
    (180..250).find_map(|number| SlotTree::open(&hierarchy, number).unwrap()).unwrap()
}

/// A process in a group, which ends with this.
struct Inside(Child);

impl Drop for Inside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Inside {
    fn finish(mut self) {
        assert!(self.0.wait().unwrap().success());
    }
}

/// Runs a shell script in the group.
fn spawn_in(group: &Group, script: &str) -> Inside {
    let enter: Vec<_> = group.folders().iter().map(|f| format!("echo $$ > {}/cgroup.procs", f.display())).collect();
    let script = format!("{} && exec sh -c '{script}'", enter.join(" && "));
    Inside(Command::new("sh").args(["-c", &script]).stdout(Stdio::null()).spawn().unwrap())
}

#[test]
fn a_clean_group_is_used_again_and_its_counters_start_anew() {
    let mut slot = slot();
    let mut group = slot.group(MEMORY, 20).unwrap();
    let folders = group.folders().to_vec();
    // One process, so that the peak of tasks tells nothing of a later run.
    spawn_in(&group, "exec head -c 30000000 /dev/zero").finish();
    let first = group.readings().unwrap();
    assert!(group.cpu().unwrap().as_micros() > 0 && first.memory > 0, "{first:?}");
    match group.reset().unwrap() {
        State::Clean => {}
        // A kernel that can't start the peak anew (v2 before 6.12): then there is nothing more to see.
        State::Spent => return group.remove().unwrap(),
        State::Unclean(why) => panic!("{why}"),
    }
    assert_eq!(group.cpu().unwrap().as_micros(), 0);
    assert!(group.readings().unwrap().memory < 1 << 20, "{:?}", group.readings());
    slot.take_back(group).unwrap();
    let again = slot.group(MEMORY / 2, 10).unwrap();
    assert_eq!(again.folders(), folders);
    let limit = ["memory.max", "memory.limit_in_bytes"].map(|file| {
        let read = |folder: &std::path::PathBuf| fs::read_to_string(folder.join(file)).ok();
        again.folders().iter().find_map(read)
    });
    let limit: u64 = limit.into_iter().flatten().next().unwrap().trim().parse().unwrap();
    assert!((MEMORY / 2..=MEMORY / 2 + (1 << 20)).contains(&limit), "{limit}");
    again.remove().unwrap();
}

#[test]
fn a_group_with_a_process_or_with_memory_is_not() {
    let slot = &mut slot();
    let mut group = slot.group(MEMORY, 20).unwrap();
    let mut sleeper = spawn_in(&group, "exec sleep 60");
    while group.reset().unwrap() != State::Unclean("processes are left in it".into()) {
        assert!(sleeper.0.try_wait().unwrap().is_none(), "it went away");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    drop(sleeper);

    // What a file in memory holds stays charged to who wrote it.
    let file = tempfile::Builder::new().tempfile_in("/dev/shm").unwrap();
    let write = format!("exec head -c 4000000 /dev/zero > {}", file.path().display());
    spawn_in(&group, &write).finish();
    let state = group.reset().unwrap();
    assert!(matches!(&state, State::Unclean(why) if why.contains("still charged")), "{state:?}");
    let folders = group.folders().to_vec();
    slot.take_back(group).unwrap();
    assert!(folders.iter().all(|folder| !folder.exists()), "it is thrown away");
}

/// Linux 5.15 has no memory.peak on v2, and none before 6.12 can start it anew.
#[test]
fn without_a_peak_memory_is_what_was_seen() {
    let mut slot = slot();
    let mut group = slot.group(MEMORY, 20).unwrap();
    group.forget_peak();
    let holder = spawn_in(&group, r#"exec /usr/bin/python3 -c "import time; x = b\"x\" * 20000000; time.sleep(60)""#);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while group.readings().unwrap().memory < 20_000_000 {
        assert!(std::time::Instant::now() < deadline, "{:?}", group.readings());
        std::thread::sleep(std::time::Duration::from_millis(5));
        if let Some(split) = group.look_at_memory().unwrap() {
            assert!(split.anonymous.get() <= MEMORY, "{split:?}");
        }
    }
    drop(holder);
    let seen = group.readings().unwrap().memory;
    assert!((20_000_000..MEMORY).contains(&seen), "{seen}");
    assert_ne!(group.reset().unwrap(), State::Clean);
    group.remove().unwrap();
}
