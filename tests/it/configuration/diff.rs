//! `specwright diff --config`: what the settings make of both versions, for each output.

use std::process::Command;

use super::{Folder, text};

const VISITS: &str = "overlay: 1.1.0\ninfo: { title: Without visits, version: '1' }\nactions:\n\
                      - { target: \"$.paths['/visits']\", remove: true }\n";
const NOTHING: &str = "overlay: 1.1.0\ninfo: { title: As it is, version: '1' }\nactions:\n\
                       - { target: $.info, update: { x-seen: true } }\n";

/// Makes the folder a repository, and what is in it its first revision.
fn commit(folder: &Folder) {
    for args in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "First"]] {
        let who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(who).args(args).current_dir(&folder.0).output().unwrap();
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
}

const DIFF: [&str; 5] = ["diff", "git:HEAD:zoo.yaml", "zoo.yaml", "--config", "specwright.toml"];

#[test]
fn overlays_are_those_of_the_revision_or_else_of_the_tree() {
    let folder = Folder::with("diff-overlays", "overlays = [\"fix.yaml\"]\n");
    folder.write("fix.yaml", VISITS);
    commit(&folder);
    assert_eq!(folder.succeed(&DIFF), "no changes\n");
    folder.write("fix.yaml", NOTHING);
    let said = folder.succeed(&DIFF);
    assert!(said.starts_with("additive[operation-added]: `GET /visits` is new\n"), "{said}");
    // Both versions are taken without visits now.
    folder.write("late.yaml", VISITS);
    let late = [&DIFF[..], &["--overlay", "late.yaml"]].concat();
    assert_eq!(folder.succeed(&late), "no changes\n");
    folder.write("specwright.toml", "document = \"zoo.yaml\"\noutput = \"out\"\noverlays = [\"late.yaml\"]\n");
    assert_eq!(folder.succeed(&DIFF), "no changes\n");
}

#[test]
fn every_output_is_compared_unless_one_is_asked_for() {
    let folder = Folder::new("diff-outputs");
    folder.write(
        "specwright.toml",
        "[[output]]\npath = \"pets\"\ninclude = [\"tag:pets\"]\n[[output]]\npath = \"all\"\nends = \"client\"\n",
    );
    commit(&folder);
    let document = folder.read("zoo.yaml");
    folder.write("zoo.yaml", &document.replace("  /visits:\n", "  /stays:\n"));
    let said = folder.succeed(&DIFF);
    let (pets, all) = said.split_once("output all\n\n").unwrap();
    assert_eq!(pets, "output pets\n\nno changes\n\n");
    assert!(all.contains("`GET /visits` is `GET /stays` now") && !all.contains("for servers"), "{all}");
    let of = |output: &str, more: &[&str]| [&DIFF[..], &["--output", output], more].concat().join(" ");
    let run = |args: String| folder.run(&args.split(' ').collect::<Vec<_>>());
    assert_eq!(text(&run(of("pets", &[])).stdout), "no changes\n");
    assert_eq!(run(of("pets", &["--fail-on", "breaking"])).status.code(), Some(0));
    assert_eq!(run(of("all", &["--fail-on", "breaking"])).status.code(), Some(1));
    assert_eq!(run([&DIFF[..], &["--fail-on", "breaking"]].concat().join(" ")).status.code(), Some(1));
    let none = run(of("none", &[]));
    let expected = "error: the settings have no output `none`; there are: pets, all\n";
    assert_eq!((none.status.code(), text(&none.stderr)), (Some(2), expected));
    let json = folder.succeed(&[&DIFF[..], &["--format", "json"]].concat());
    let reports: Vec<serde_json::Value> =
        serde_json::Deserializer::from_str(&json).into_iter().map(Result::unwrap).collect();
    let named: Vec<(&str, bool)> = reports
        .iter()
        .map(|report| (report["output"].as_str().unwrap(), report["changes"].as_array().unwrap().is_empty()))
        .collect();
    assert_eq!(named, [("pets", true), ("all", false)]);
}
