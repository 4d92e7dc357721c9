//! The output directory when things go wrong: whatever happens to a run, the tree is whole.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often a run is killed: half of the moments lie anywhere, the other half within the writing of files.
const KILLS: u32 = 100;

/// A directory that goes away with the test, with two versions of a document and one of its crate.
struct Scratch {
    dir: PathBuf,
    out: PathBuf,
}

type Tree = BTreeMap<PathBuf, String>;

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-output-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        for version in [1, 2] {
            fs::write(dir.join(format!("v{version}.yaml")), document(version)).unwrap();
        }
        Self { out: dir.join("out"), dir }
    }

    fn start(&self, version: u32) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(["generate", &format!("v{version}.yaml"), "--only", "client", "--output"]).arg(&self.out);
        command.current_dir(&self.dir).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn run(&self, version: u32) -> ExitStatus {
        self.start(version).wait().unwrap()
    }

    /// What a version makes.
    fn made(&self, version: u32) -> Tree {
        assert!(self.run(version).success());
        tree(&self.out)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A document with some groups, of which each version has one of its own, and whose every file changes.
fn document(version: u32) -> String {
    let mut text = format!("openapi: 3.0.3\ninfo: {{ title: Many, version: {version}.0.0 }}\npaths:\n");
    for name in ["one", "two", "three", &format!("only{version}")] {
        text.push_str(&format!(
            "  /{name}:\n    get:\n      tags: [{name}]\n      summary: Version {version}\n      \
             responses: {{ '204': {{ description: Done }} }}\n"
        ));
    }
    text
}

/// Every file below a directory but those of the stage, with its text.
fn tree(dir: &Path) -> Tree {
    let mut tree = BTreeMap::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_name() == ".specwright" {
                continue;
            } else if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(dir).unwrap().to_owned();
                tree.insert(path, fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    tree
}

/// Waits for the moment to kill a run: a part of its duration, a part of a writing after that has begun, or at once when all
/// is ready to be swapped.
fn wait_for_moment(kill: u32, child: &mut Child, out: &Path, duration: Duration) {
    // Parts that look random and are the same in every run of the test.
    let part = f64::from(kill) * 0.618_033_988_749_895 % 1.0;
    let mut wait_for = |path: &str| {
        while !out.join(path).exists() && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
    };
    match kill % 4 {
        1 => {
            wait_for(".specwright");
            // Longer than it takes, so that some moments come after the end.
            thread::sleep(duration.mul_f64(part / 4.0));
        }
        3 => wait_for(".specwright/ready"),
        _ => thread::sleep(duration.mul_f64(part)),
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_a_whole_tree() {
    let scratch = Scratch::new("killed");
    let trees = [2, 1].map(|version| scratch.made(version));
    let started = Instant::now();
    scratch.made(2);
    let duration = started.elapsed();
    let (mut between, mut before) = (0, 0);
    for kill in 0..KILLS {
        let mut child = scratch.start(1 + kill % 2);
        wait_for_moment(kill, &mut child, &scratch.out, duration);
        // It may be done already, which is as good a state as any.
        let _ = child.kill();
        child.wait().unwrap();
        let there = tree(&scratch.out);
        for (path, text) in &there {
            let is_whole = trees.iter().any(|tree| tree.get(path) == Some(text));
            assert!(is_whole, "kill {kill}: {} is neither old nor new", path.display());
        }
        if scratch.out.join(".specwright/ready").exists() {
            between += 1;
        } else {
            before += u32::from(scratch.out.join(".specwright").exists());
            assert!(trees.contains(&there), "kill {kill}: the tree is neither old nor new");
        }
        // The next run finishes what was ready, whatever it is to make itself.
        if kill % 4 == 3 {
            let version = 1 + kill / 4 % 2;
            assert!(scratch.made(version) == trees[2 - version as usize], "kill {kill}: the next run does not finish");
            assert!(!scratch.out.join(".specwright").exists());
        }
    }
    println!("{before} of {KILLS} kills came while it was made ready, {between} between the first change and the last");
    assert!(before + between > 0, "no kill came while files were written");
}

/// Whoever reads during a generation finds whole files. A directory that is replaced is away for a moment.
#[test]
fn readers_find_every_file_old_or_new() {
    let scratch = Scratch::new("readers");
    let trees = [1, 2].map(|version| scratch.made(version));
    let is_over = AtomicBool::new(false);
    let (reads, absent) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut reads, mut absent) = (0_u32, 0_u32);
            while !is_over.load(Ordering::Relaxed) {
                for path in ["Cargo.toml", "src/lib.rs", "src/client/mod.rs"].map(Path::new) {
                    reads += 1;
                    match fs::read_to_string(scratch.out.join(path)) {
                        Ok(text) => assert!(trees.iter().any(|tree| tree[path] == text), "{}", path.display()),
                        Err(_) => {
                            assert!(path.starts_with("src"), "{} is away", path.display());
                            absent += 1;
                        }
                    }
                }
            }
            (reads, absent)
        });
        for version in [1, 2, 1, 2, 1, 2] {
            assert!(scratch.run(version).success());
        }
        is_over.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    println!("{reads} reads during 6 generations, {absent} of them while the directory was away");
    assert!(absent < reads / 20, "{absent} of {reads}");
}

#[test]
fn two_generations_at_once_wait_for_each_other() {
    let scratch = Scratch::new("at-once");
    let trees = [2, 1].map(|version| scratch.made(version));
    for _ in 0..5 {
        let runs: Vec<Child> = [1, 2, 1, 2].map(|version| scratch.start(version)).into();
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        assert!(trees.contains(&tree(&scratch.out)));
        assert!(!scratch.out.join(".specwright").exists());
    }
}

/// A small file system, or nothing where the user may not make one.
#[cfg(target_os = "linux")]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn small_disk(dir: &Path) -> Option<Disk> {
    fs::create_dir_all(dir).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(dir).output();
    match mounted {
        Ok(output) if output.status.success() => Some(Disk(dir.to_owned())),
        Ok(output) => {
            println!("skipped: a file system cannot be made here: {}", String::from_utf8_lossy(&output.stderr));
            None
        }
        Err(error) => {
            println!("skipped: a file system cannot be made here: {error}");
            None
        }
    }
}

/// A mounted file system, which goes away with the test.
#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    fn fill(&self) {
        let mut filler = fs::File::create(self.0.join("filler")).unwrap();
        while filler.write_all(&[b'x'; 4096]).is_ok() {}
    }

    fn remount(&self, how: &str) {
        let options = format!("remount,{how}");
        assert!(Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap().success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_or_read_only_keeps_the_old_tree() {
    let mut scratch = Scratch::new("disk");
    let Some(disk) = small_disk(&scratch.dir.join("disk")) else { return };
    scratch.out = disk.0.join("out");
    let old = scratch.made(1);
    disk.fill();
    assert_eq!(scratch.run(2).code(), Some(2));
    assert!(tree(&scratch.out) == old, "a full disk changed the tree");
    assert!(!scratch.out.join(".specwright").exists());
    fs::remove_file(disk.0.join("filler")).unwrap();
    disk.remount("ro");
    assert_eq!(scratch.run(2).code(), Some(2));
    // What is up to date needs no writing.
    assert_eq!(scratch.run(1).code(), Some(0));
    assert!(tree(&scratch.out) == old, "a read-only disk changed the tree");
    disk.remount("rw");
    assert!(scratch.made(2) != old);
}
