//! The crate in `examples/configured`: its module is as the settings beside it say, compiles, and behaves so.

use std::process::Command;

use configured::api::types::{Animal, Food, Keeper, Plants, State};
use configured::api::{Client, Server};

#[test]
fn what_is_generated_is_fresh() {
    for folder in ["examples/configured", "examples/grouped"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        let output = command.args(["generate", "--check"]).current_dir(folder).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "run `specwright generate` in {folder}\n{said}");
    }
}

#[test]
fn names_types_and_presence_are_those_of_the_settings() {
    let keeper = Keeper::new("Ada");
    fn hashes(_: &impl std::hash::Hash) {}
    hashes(&keeper);
    let mut animal = Animal::new("Nellie", State::AtHome, Food::Vegetarian(Plants::new(3)), None);
    animal.fed_at = chrono::NaiveTime::from_hms_opt(8, 30, 0);
    animal.age = std::num::NonZeroU32::new(7);
    let json = serde_json::to_value(&animal).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "petName": "Nellie", "state": "in-house", "food": { "leaves": 3 }, "fedAt": "08:30:00", "age": 7,
            "keeper": null,
        })
    );
    assert_eq!(serde_json::from_value::<Animal>(json.clone()).unwrap(), animal);
    let without = |key: &str, value: serde_json::Value| {
        let mut json = json.clone();
        json[key] = value;
        serde_json::from_value::<Animal>(json).unwrap_err().to_string()
    };
    assert!(without("age", 0.into()).contains("nonzero"));
    assert!(without("fedAt", "noon".into()).contains("invalid"));
    assert!(without("state", "lost".into()).contains("none of those that are listed"));
}

#[test]
fn a_closed_enumeration_has_no_other_values() {
    let name = |state: State| match state {
        State::AtHome => "at home",
        State::Away => "away",
    };
    assert_eq!(State::try_from("away").map(name), Ok("away"));
    assert_eq!(State::try_from("lost"), Err(configured::api::Unlisted));
}

#[test]
fn servers_groups_and_methods_have_their_names() {
    assert!(format!("{:?}", Server::Playground).contains("Playground"));
    let client = Client::builder().server(Server::Playground).build().unwrap();
    let _ = client.animals().all().limit(3).state(State::Away);
}
