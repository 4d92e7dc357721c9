//! A program that uses five operations of the generated client, beside one that sends the same five requests by hand.

mod operations;
mod text;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use crate::arguments::{Arguments, Step};
use crate::compile::krate::{Cargo, Crate};
use crate::peers::{Generator, ours};
use crate::process::{Bounds, Cost, Stopped, cost, scratch};
use crate::report::name_of;
use crate::results::{Outcome, Results};

/// How many operations a program uses.
const OPERATIONS: usize = 5;

/// Changes of the program; the least counts.
const CHANGES: usize = 3;

/// What rows call the measurements.
pub const CHANGED: &str = "build, after a change of it";
pub const BINARY: &str = "release, binary";
pub const STRIPPED: &str = "release, binary, stripped";
const PREBUILT: &str = "build, dependencies prebuilt";

/// What is added where the crate has no more than the groups that the program uses.
const PART: &str = ", its groups alone";
const RELEASE: &str = "release, dependencies prebuilt";

/// Records for each document and program.
pub fn run(documents: &[&Path], arguments: &Arguments, results: &mut Results) -> Result<(), String> {
    let generator = ours()?;
    for document in documents {
        let programs = match programs(&generator, document, arguments.bounds()) {
            Ok(programs) => programs,
            Err(stopped) => {
                results.add(&name_of(document), &generator, PREBUILT, Err(stopped))?;
                continue;
            }
        };
        for program in programs {
            let mut add = |what: &str, outcome: Outcome| match program.uses {
                Some(_) => results.add(&name_of(document), &generator, &format!("{what}{}", program.part), outcome),
                None => results.add_by_hand(&name_of(document), what, outcome),
            };
            if arguments.steps.contains(&Step::Build) {
                add(PREBUILT, program.prebuilt(&["build"]).into())?;
                add(CHANGED, program.changed().into())?;
            }
            if arguments.steps.contains(&Step::Release) {
                add(RELEASE, program.prebuilt(&["build", "--release"]).into())?;
                for (what, bytes) in [(BINARY, program.size()), (STRIPPED, program.stripped())] {
                    add(what, bytes.map_or_else(|stopped| Err(stopped).into(), Outcome::Bytes))?;
                }
            }
            let _ = fs::remove_dir_all(&program.cargo.target);
        }
    }
    Ok(())
}

/// A program in a package of its own.
#[derive(Debug)]
struct Program {
    package: Crate,
    /// The generated crate, if it uses one.
    uses: Option<Rc<Crate>>,
    /// What rows add to say which part of the crate it uses.
    part: &'static str,
    cargo: Cargo,
}

/// A program that uses the generated client, one that does so with no more than the groups that it needs, if groups are
/// features, and one that does not.
fn programs(generator: &Generator, document: &Path, bounds: Bounds) -> Result<Vec<Program>, Stopped> {
    let krate = Rc::new(Crate::generated(generator, document, bounds)?);
    let operations = operations::some(&krate.dir.join("src/client"), OPERATIONS)?;
    let names: Vec<&str> = operations.iter().map(|operation| operation.route.as_str()).collect();
    eprintln!("program: {}", names.join(", "));
    // Incrementally, as cargo builds what somebody works on.
    let cargo = |target| Cargo { target: scratch(target), incremental: true, bounds };
    let package = text::generated(&krate, &operations)?;
    let whole = Program { package, uses: Some(Rc::clone(&krate)), part: "", cargo: cargo("target-program") };
    let package = text::by_hand(&krate, &operations)?;
    let by_hand = Program { package, uses: None, part: "", cargo: cargo("target-by-hand") };
    let part = text::with_groups_alone(&krate, &operations)?.map(|package| Program {
        package,
        uses: Some(krate),
        part: PART,
        cargo: cargo("target-part"),
    });
    Ok([whole].into_iter().chain(part).chain([by_hand]).collect())
}

impl Program {
    /// The cost of the program and of the generated crate, all else being there.
    fn prebuilt(&self, arguments: &[&str]) -> Result<Cost, Stopped> {
        self.build(&["fetch"])?;
        self.package.take_code_away("fn main() {}\n")?;
        self.uses.as_ref().map_or(Ok(()), |krate| krate.take_code_away(""))?;
        self.build(arguments)?;
        self.package.put_code_back()?;
        self.uses.as_ref().map_or(Ok(()), |krate| krate.put_code_back())?;
        self.build(arguments)
    }

    /// The cost of the program alone, a word of which has changed.
    fn changed(&self) -> Result<Cost, Stopped> {
        let mut least: Option<Cost> = None;
        for change in 0..CHANGES {
            self.package.put_code_back_with(text::WORD, &format!("{}{change}", text::WORD))?;
            let found = self.build(&["build"])?;
            least = Some(least.map_or(found, |least| least.least(found)));
        }
        least.ok_or(Stopped::Failed("nothing was changed".to_owned()))
    }

    fn build(&self, arguments: &[&str]) -> Result<Cost, Stopped> {
        self.cargo.run(&self.package, arguments)
    }

    fn binary(&self) -> PathBuf {
        self.cargo.target.join("release").join(self.package.package())
    }

    fn size(&self) -> Result<u64, Stopped> {
        Ok(fs::metadata(self.binary())?.len())
    }

    /// The size of the binary without its symbols.
    fn stripped(&self) -> Result<u64, Stopped> {
        let stripped = scratch("stripped");
        let mut command = Command::new("strip");
        command.arg("-o").arg(&stripped).arg(self.binary());
        cost(&command, self.cargo.bounds)?;
        Ok(fs::metadata(stripped)?.len())
    }
}
