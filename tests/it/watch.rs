//! `specwright watch`, as its user meets it: a save is followed by its output, a mistake by its diagnostics.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /pets: { $ref: 'pets.yaml' }
";
const PETS: &str =
    "get:\n  operationId: pets.list\n  summary: Lists pets\n  responses: { '204': { description: Done } }\n";

/// Generous, for busy machines.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `watch` and what it says; both end with the test.
struct Watch {
    dir: PathBuf,
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-watch-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("api.yaml"), DOCUMENT).unwrap();
        fs::write(dir.join("pets.yaml"), PETS).unwrap();
        fs::write(dir.join("settings.toml"), "ends = \"client\"\n").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(["watch", "api.yaml", "--output", "out", "--config", "settings.toml"]).current_dir(&dir);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let other = sender.clone();
        thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        thread::spawn(move || BufReader::new(err).lines().map_while(Result::ok).try_for_each(|line| other.send(line)));
        Self { dir, child, lines }
    }

    /// Waits until it says something.
    fn wait_for(&self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.lines.recv_timeout(end - Instant::now()).unwrap().contains(words) {}
    }

    /// Saves a file as editors do, and returns how long it takes until a generated file has some words.
    fn save(&self, path: &str, text: &str, generated: &str, words: &str) -> Duration {
        let (draft, generated) = (self.dir.join("draft"), self.dir.join("out").join(generated));
        fs::write(&draft, text).unwrap();
        let saved = Instant::now();
        fs::rename(&draft, self.dir.join(path)).unwrap();
        while !contains(&generated, words) {
            assert!(saved.elapsed() < PATIENCE, "{words} does not come");
            thread::sleep(Duration::from_millis(1));
        }
        saved.elapsed()
    }
}

fn contains(path: &Path, words: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.contains(words))
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

#[test]
fn a_save_of_any_file_is_followed_by_its_output() {
    let watch = Watch::new("saves");
    watch.wait_for("watching 3 files");
    let mut took: Vec<Duration> = Vec::new();
    for round in 1..=5 {
        let summary = format!("Lists pets, {round} times");
        took.push(watch.save("pets.yaml", &PETS.replace("Lists pets", &summary), "src/client/pets.rs", &summary));
        let version = format!("2.0.{round}");
        took.push(watch.save("api.yaml", &DOCUMENT.replace("1.0.0", &version), "Cargo.toml", &version));
    }
    took.push(watch.save("settings.toml", "name = \"other\"\n", "Cargo.toml", "name = \"other\""));
    println!("from the save to the output: {took:?}");
}

#[test]
fn a_mistake_is_shown_and_the_last_good_output_stays() {
    let watch = Watch::new("mistakes");
    watch.wait_for("watching 3 files");
    let good = fs::read_to_string(watch.dir.join("out/src/client/pets.rs")).unwrap();
    fs::write(watch.dir.join("pets.yaml"), "get: [\n").unwrap();
    watch.wait_for("error[syntax]");
    fs::remove_file(watch.dir.join("pets.yaml")).unwrap();
    watch.wait_for("there is no such file");
    fs::remove_file(watch.dir.join("api.yaml")).unwrap();
    watch.wait_for("cannot read api.yaml");
    assert_eq!(fs::read_to_string(watch.dir.join("out/src/client/pets.rs")).unwrap(), good);
    fs::write(watch.dir.join("api.yaml"), DOCUMENT).unwrap();
    watch.wait_for("there is no such file");
    watch.save("pets.yaml", &PETS.replace("Lists pets", "Lists them"), "src/client/pets.rs", "Lists them");
}
