//! The third pass: values. Instances of every schema, those of the document and those that are made, go through the types
//! of the crate: decoded, encoded, decoded again. What comes out is to be what went in, and valid.

mod compare;
mod driver;
mod examples;
mod judge;
mod named;
mod sample;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value};

use self::compare::{difference, short};
use self::driver::Answer;
use self::examples::Examples;
use self::judge::Judge;
use self::sample::Sampler;
use self::schema::{Schemas, Side};
use self::source::Sources;
use super::Failure;
use super::args::Run;
use super::generate::package;
use super::record::{Record, Values};
use super::workspace::Workspace;

/// How many programs cargo gets at once.
const BATCH: usize = 24;

/// A type and the values that it gets.
struct Case {
    /// The path in the crate: `types::Pet`.
    rust: String,
    /// Where its schema is.
    pointer: String,
    /// The key of its definition.
    key: String,
    /// What its schema says of values.
    validator: Validator,
    values: Vec<Value>,
}

/// What there is to ask of a document's types.
struct Plan {
    definitions: Map<String, Value>,
    cases: Vec<Case>,
    values: Values,
}

/// Takes values through the crates that compiled.
pub(super) fn run(args: &Run, records: &mut [Record]) -> Result<(), Failure> {
    let chosen = |record: &Record| record.is_generated() && args.compiles(&record.entry) && record.compiled();
    let waiting: Vec<usize> = (0..records.len()).filter(|index| chosen(&records[*index])).collect();
    for (number, batch) in waiting.chunks(BATCH).enumerate() {
        eprintln!("values: {} of {}", number * BATCH, waiting.len());
        let mut plans = Vec::new();
        for index in batch {
            let record = &mut records[*index];
            match plan(args, record) {
                Ok(plan) if plan.cases.is_empty() => record.values = Some(plan.values),
                Ok(plan) => plans.push((*index, plan)),
                Err(reason) => record.values = Some(Values { skipped: Some(reason), ..Values::default() }),
            }
        }
        compile_and_ask(args, records, plans)?;
    }
    Ok(())
}

fn compile_and_ask(args: &Run, records: &mut [Record], plans: Vec<(usize, Plan)>) -> Result<(), Failure> {
    let slug = |index: &usize| records[*index].entry.slug.clone();
    let mut members = Vec::new();
    for (index, plan) in &plans {
        let types: Vec<String> = plan.cases.iter().map(|case| case.rust.clone()).collect();
        driver::write(&args.out, &slug(index), &types)?;
        members.push(format!("crates/{}", slug(index)));
        members.push(format!("drivers/{}", slug(index)));
    }
    if plans.is_empty() {
        return Ok(());
    }
    let packages: Vec<String> = plans.iter().map(|(index, _)| driver::driver(&slug(index))).collect();
    let jobs = args.jobs().to_string();
    let workspace = Workspace::create(&args.out, &members)?;
    let ran = workspace.cargo("build", &["--jobs", &jobs], &packages)?;
    let crates: Vec<String> = plans.iter().map(|(index, _)| package(&slug(index))).collect();
    for ((index, mut plan), program) in plans.into_iter().zip(&packages) {
        let verdict = ran.verdict(program);
        let record = &mut records[index];
        let values = match verdict.program {
            Some(program) => {
                ask(args, &record.entry.slug, &program, &mut plan)?;
                plan.values
            }
            None => Values { skipped: Some(verdict.error.unwrap_or_default()), ..plan.values },
        };
        record.values = Some(values);
    }
    workspace.discard(&[packages, crates].concat())
}

/// The types of a document, and valid values for each.
fn plan(args: &Run, record: &Record) -> Result<Plan, String> {
    let path = args.out.join("generated").join(format!("{}.json", record.entry.slug));
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let told: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let files = told["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| Some((file["name"].as_str()?.to_owned(), PathBuf::from(file["path"].as_str()?))));
    let sources = Sources::read(&files.collect::<Vec<_>>())?;
    let examples = Examples::collect(&sources);
    let mut schemas = Schemas::new(&sources);
    let mut values = Values::default();
    let mut found = Vec::new();
    for ty in definitions(&told) {
        let text = |key: &str| ty[key].as_str().unwrap_or_default();
        let spot = sources.spot(text("file"), text("pointer"));
        let key = spot.as_ref().and_then(|spot| schemas.define(spot, side(ty)));
        match spot.zip(key) {
            Some((spot, key)) => found.push((text("rust").to_owned(), spot, key)),
            None => values.unjudged.push(format!("{}: there is no schema at {}", text("rust"), text("pointer"))),
        }
    }
    let definitions = schemas.definitions();
    let judge = Judge::new(&definitions)?;
    let mut cases = Vec::new();
    for (rust, spot, key) in found {
        match judge.of(&key) {
            Ok(validator) => {
                let mut candidates = examples.of(&sources, &spot);
                let given = candidates.len();
                candidates.extend(Sampler::new(&definitions, seed(&spot.pointer)).instances(&key));
                let is_good = |value: &Value| !value.is_null() && validator.is_valid(value);
                let invalid = candidates.iter().take(given).filter(|value| !is_good(value)).count();
                values.invalid_examples += invalid;
                candidates.retain(is_good);
                if candidates.is_empty() {
                    values.without_instance += 1;
                }
                values.types += 1;
                cases.push(Case { rust, pointer: spot.pointer, key, validator, values: candidates });
            }
            Err(error) => values.unjudged.push(format!("{rust}: {error}")),
        }
    }
    Ok(Plan { definitions, cases, values })
}

/// The definitions of a crate, the first of each place: others there are parts of it, such as the values of a map. Forms with
/// files never travel as JSON.
fn definitions(told: &Value) -> Vec<&Value> {
    let mut seen = BTreeSet::new();
    let all = told["inspected"]["definitions"].as_array().into_iter().flatten().filter(|ty| ty["kind"] != "form");
    all.filter(|ty| seen.insert(["file", "pointer", "sent", "received"].map(|key| ty[key].to_string()))).collect()
}

fn side(ty: &Value) -> Side {
    match (ty["sent"].as_bool(), ty["received"].as_bool()) {
        (Some(true), Some(false)) => Side::Request,
        (Some(false), Some(true)) => Side::Response,
        _ => Side::Both,
    }
}

/// The same for the same place, on every run.
fn seed(pointer: &str) -> u64 {
    pointer.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Asks the program of a document, and judges the answers.
fn ask(args: &Run, slug: &str, program: &Path, plan: &mut Plan) -> Result<(), Failure> {
    let of = plan
        .cases
        .iter()
        .enumerate()
        .flat_map(|(number, case)| case.values.iter().map(move |value| (number, value.clone())));
    let questions: Vec<(usize, Value)> = of.collect();
    let answers = driver::ask(&args.out, slug, program, &questions)?;
    plan.values.instances = questions.len();
    for ((number, value), answer) in questions.iter().zip(answers) {
        let case = &plan.cases[*number];
        let named = || named::named(&plan.definitions, &case.key, value);
        match wrong(case, value, &answer) {
            None => plan.values.survived += 1,
            Some(_) if is_all_that_is_named(case, &named(), value, &answer) => plan.values.unnamed += 1,
            Some(what) => {
                let line = format!("{} (#{}): {what}; instance {}", case.rust, case.pointer, short(value));
                plan.values.failures.push(line);
            }
        }
    }
    Ok(())
}

/// What is wrong with what came of a value.
fn wrong(case: &Case, value: &Value, answer: &Answer) -> Option<String> {
    let after = match answer {
        Answer::Failed(what) => return Some(what.clone()),
        Answer::Encoded(after) => after,
    };
    if let Err(error) = case.validator.validate(after) {
        return Some(format!("written as invalid: {error}"));
    }
    difference(value, after).map(|difference| format!("changed: {difference}"))
}

/// Whether a value lost nothing but members that its schema does not name.
fn is_all_that_is_named(case: &Case, named: &Value, value: &Value, answer: &Answer) -> bool {
    let Answer::Encoded(after) = answer else { return false };
    named != value && difference(named, after).is_none() && case.validator.is_valid(after)
}
