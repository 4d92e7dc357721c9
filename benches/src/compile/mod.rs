//! Compiling the output: what the generated crate itself costs, and what its dependencies cost before it.

pub mod krate;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::{Arguments, Step};
use crate::peers::{Generator, installed, ours};
use crate::process::{Bounds, Cost, Stopped, scratch};
use crate::report::name_of;
use crate::results::Results;
use krate::{Cargo, Crate};

/// A part of a crate that can be compiled alone, and its features; without any, those that are on by default.
type Part = (&'static str, &'static [&'static str]);

const PARTS: [Part; 3] = [("client", &["client"]), ("server", &["server"]), ("both", &["client", "server"])];

/// What peers make is a client.
const PART_OF_PEERS: [Part; 1] = [("client", &[])];

/// What a row calls a step of a part.
pub fn what(part: &str, step: Step) -> String {
    format!("{part}, {}", step.name())
}

/// Records for each document, generator, part and step.
pub fn run(documents: &[&Path], arguments: &Arguments, results: &mut Results) -> Result<(), String> {
    let generators: Vec<Generator> = std::iter::once(ours()?).chain(installed()).collect();
    let mut targets = Targets::default();
    for document in documents {
        for generator in &generators {
            Case { document, generator, bounds: arguments.bounds() }.run(arguments, &mut targets, results)?;
        }
    }
    targets.remove();
    Ok(())
}

/// Target directories, one for each generator, part and step, in which dependencies stay for the next document.
#[derive(Debug, Default)]
struct Targets(BTreeSet<PathBuf>);

impl Targets {
    /// The directory, and whether it is clean.
    fn get(&mut self, generator: &Generator, what: &str) -> (PathBuf, bool) {
        let dir = scratch(&format!("target-{}-{}", generator.name, what.replace(", ", "-")));
        let clean = self.0.insert(dir.clone());
        if clean {
            let _ = fs::remove_dir_all(&dir);
        }
        (dir, clean)
    }

    fn remove(self) {
        for dir in self.0 {
            let _ = fs::remove_dir_all(dir);
        }
    }
}

/// One document and generator.
#[derive(Debug)]
struct Case<'a> {
    document: &'a Path,
    generator: &'a Generator,
    bounds: Bounds,
}

impl Case<'_> {
    fn run(&self, arguments: &Arguments, targets: &mut Targets, results: &mut Results) -> Result<(), String> {
        let (parts, steps): (&[Part], _) = if self.generator.is_ours() {
            (&PARTS, arguments.steps.as_slice())
        } else {
            (&PART_OF_PEERS, arguments.steps_of_peers())
        };
        let krate = Crate::generated(self.generator, self.document, self.bounds);
        for (part, features) in parts {
            let mut so_far = krate.as_ref().map_err(Clone::clone);
            for step in steps {
                let what = what(part, *step);
                let found = match so_far {
                    Ok(krate) => {
                        let features = krate.selecting(features);
                        let features: Vec<&str> = features.iter().map(String::as_str).collect();
                        self.step(krate, &what, &[step.arguments(), &features].concat(), targets, results)?
                    }
                    Err(ref stopped) => Err(stopped.clone()),
                };
                if let Err(stopped) = &found {
                    // What cannot be checked cannot be built, and what takes too long to check takes longer to build.
                    so_far = Err(stopped.clone());
                }
                results.add(&name_of(self.document), self.generator, &what, found)?;
            }
        }
        Ok(())
    }

    /// The cost of a step for the crate; that of its dependencies is taken down if none of them was there.
    fn step(
        &self,
        krate: &Crate,
        what: &str,
        arguments: &[&str],
        targets: &mut Targets,
        results: &mut Results,
    ) -> Result<Result<Cost, Stopped>, String> {
        let (target, clean) = targets.get(self.generator, what);
        let cargo = Cargo { target, incremental: false, bounds: self.bounds };
        if clean {
            let found = dependencies(krate, arguments, &cargo);
            results.add(&name_of(self.document), self.generator, &format!("{what}, dependencies"), found)?;
        }
        Ok(code(krate, arguments, &cargo))
    }
}

/// The cost of the dependencies alone.
fn dependencies(krate: &Crate, arguments: &[&str], cargo: &Cargo) -> Result<Cost, Stopped> {
    cargo.run(krate, &["fetch"])?;
    krate.take_code_away("")?;
    cargo.run(krate, arguments)
}

/// The cost of the crate alone: the dependencies are built before, unless they are there from another document.
fn code(krate: &Crate, arguments: &[&str], cargo: &Cargo) -> Result<Cost, Stopped> {
    dependencies(krate, arguments, cargo)?;
    krate.put_code_back()?;
    let found = cargo.run(krate, arguments);
    // The crate's own files may take gigabytes, and serve nobody any more.
    let profile: &[&str] = if arguments.contains(&"--release") { &["--release"] } else { &[] };
    cargo.run(krate, &[&["clean", "--package", krate.package()], profile].concat())?;
    found
}
