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
    spawn_in_folders(group.folders(), script)
}

fn spawn_in_folders(folders: &[std::path::PathBuf], script: &str) -> Inside {
    let enter: Vec<_> = folders.iter().map(|f| format!("echo $$ > {}/cgroup.procs", f.display())).collect();
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
    assert_eq!(slot.take_thrown_away(), 1);

    // Nor one to which something came after it was verified.
    let group = slot.group(MEMORY, 20).unwrap();
    spawn_in(&group, "exec true").finish();
    let folders = group.folders().to_vec();
    slot.take_back(group).unwrap();
    if folders[0].exists() {
        let pids = folders.iter().find(|folder| folder.join("pids.current").exists()).unwrap();
        let late = spawn_in_folders(&folders, "exec sleep 60");
        while fs::read_to_string(pids.join("pids.current")).unwrap().trim() == "0" {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let removed = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(300));
            drop(late);
        });
        let other = slot.group(MEMORY, 20).unwrap();
        assert_ne!(other.folders(), folders);
        assert_eq!(slot.take_thrown_away(), 1);
        removed.join().unwrap();
        other.remove().unwrap();
    }
}

/// Linux 5.19 to 6.11 tell the peak and can't start it anew: a group is used once.
#[test]
fn with_a_peak_that_stays_a_group_is_used_once() {
    let mut slot = slot();
    let mut group = slot.group(MEMORY, 20).unwrap();
    group.forget_reset();
    spawn_in(&group, "exec head -c 30000000 /dev/zero").finish();
    assert!(group.readings().unwrap().memory > 0);
    assert_eq!(group.reset().unwrap(), State::Spent);
    let folders = group.folders().to_vec();
    slot.take_back(group).unwrap();
    assert!(folders.iter().all(|folder| !folder.exists()), "it is removed");
    assert_eq!(slot.take_thrown_away(), 0, "which is nobody's fault");
}

/// Where no peak is told, what ran out of memory is known by the counters of events alone (v2).
#[test]
fn without_a_peak_running_out_is_still_seen() {
    let mut slot = slot();
    let mut group = slot.group(MEMORY, 20).unwrap();
    if !group.has_counter_of_limit() {
        // v1 always tells the peak.
        return group.remove().unwrap();
    }
    group.forget_peak();
    let mut hog = spawn_in(&group, r#"exec /usr/bin/python3 -c "x = b\"x\" * 100000000""#);
    assert!(!hog.0.wait().unwrap().success(), "it had more than its limit");
    let readings = group.readings().unwrap();
    assert!(readings.oom_kills > 0 && readings.hit_limit, "{readings:?}");
    assert_eq!(readings.memory, MEMORY, "then it was all of it");
    group.remove().unwrap();
}

/// Linux 5.15 has no memory.peak on v2.
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
