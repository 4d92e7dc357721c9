//! The configuration, through the program: what each setting does, and what is said of one that fits nothing.

mod diff;
mod example;
mod init;
mod outputs;
mod overlays;
mod overrides;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A directory with a document, which goes away with the test.
pub struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-configuration-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        let document = fs::read_to_string("examples/configured/openapi.yaml").unwrap();
        let folder = Self(dir);
        folder.write("zoo.yaml", &document);
        folder
    }

    /// A folder with these settings, besides the name of the document.
    fn with(name: &str, settings: &str) -> Self {
        let folder = Self::new(name);
        folder.write("specwright.toml", &format!("document = \"zoo.yaml\"\noutput = \"out\"\n{settings}"));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(args).current_dir(&self.0).output().unwrap()
    }

    /// Runs a command that has to succeed, and gives what it says on stdout.
    fn succeed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}\n{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    }

    /// Runs a command that has to fail with this status, and gives what it says on stderr.
    fn fail(&self, args: &[&str], status: i32) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}\n{}", text(&output.stderr));
        text(&output.stderr).to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
