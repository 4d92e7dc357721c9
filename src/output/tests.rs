//! What is written, what is left alone, and what an interruption leaves behind.

use std::path::PathBuf;

use super::*;

/// A directory that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("specwright-output-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Every file below the directory, with its text.
    fn tree(&self) -> BTreeMap<String, String> {
        fn walk(dir: &Path, root: &Path, tree: &mut BTreeMap<String, String>) {
            for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    walk(&entry.path(), root, tree);
                } else {
                    let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                    tree.insert(path, fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        let mut tree = BTreeMap::new();
        walk(&self.0, &self.0, &mut tree);
        tree
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn output(files: &[(&str, &str)]) -> Output {
    let marked = files.iter().map(|(path, text)| (path.to_string(), format!("// {MARK} from x.\n{text}")));
    Output::new(marked).unwrap()
}

fn first() -> Output {
    output(&[("Cargo.toml", "1"), ("README.md", "1"), ("src/lib.rs", "1"), ("src/types/pet.rs", "1")])
}

fn second() -> Output {
    output(&[("Cargo.toml", "2"), ("src/lib.rs", "1"), ("src/types/dog.rs", "2")])
}

fn texts(output: &Output) -> BTreeMap<String, String> {
    output.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn only_what_changed_is_written_and_only_what_is_ours_is_removed() {
    let scratch = Scratch::new("change");
    assert_eq!(first().write(&scratch.0).unwrap().written.len(), 4);
    scratch.put("src/mine.rs", "fn mine() {}");
    scratch.put("notes.txt", "mine");
    let before = fs::metadata(scratch.0.join("src/lib.rs")).unwrap().modified().unwrap();
    let written = second().write(&scratch.0).unwrap();
    assert_eq!(written.written, ["Cargo.toml", "src/types/dog.rs"]);
    assert_eq!(written.removed, ["README.md", "src/types/pet.rs"]);
    assert_eq!(written.unchanged, 1);
    let mut expected = texts(&second());
    expected.insert("src/mine.rs".into(), "fn mine() {}".into());
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(scratch.tree(), expected);
    assert_eq!(fs::metadata(scratch.0.join("src/lib.rs")).unwrap().modified().unwrap(), before);
    assert_eq!(second().write(&scratch.0).unwrap(), Written { unchanged: 3, ..Written::default() });
}

#[test]
fn files_that_are_not_ours_are_not_overwritten() {
    let scratch = Scratch::new("foreign");
    scratch.put("src/lib.rs", "fn mine() {}");
    let error = first().write(&scratch.0).unwrap_err();
    assert!(error.is_foreign() && error.to_string().ends_with("did not generate: src/lib.rs"), "{error}");
    assert_eq!(scratch.tree(), BTreeMap::from([("src/lib.rs".into(), "fn mine() {}".into())]));
}

#[test]
fn a_file_in_the_place_of_a_directory_is_not_overwritten() {
    let scratch = Scratch::new("blocked");
    scratch.put("src/types", "mine");
    assert!(first().write(&scratch.0).unwrap_err().is_foreign());
    scratch.put("other/src/lib.rs/mine", "mine");
    assert!(first().write(scratch.0.join("other")).unwrap_err().is_foreign());
    assert_eq!(scratch.tree().len(), 2);
}

#[test]
fn drift_is_named_and_line_endings_are_none() {
    let scratch = Scratch::new("drift");
    first().write(&scratch.0).unwrap();
    scratch.put("src/lib.rs", &format!("// {MARK} from x.\r\n1"));
    assert!(first().check(&scratch.0).unwrap().is_empty());
    scratch.put("Cargo.toml", &format!("# {MARK}\nedited"));
    fs::remove_file(scratch.0.join("README.md")).unwrap();
    scratch.put("src/old.rs", &format!("// {MARK}\n"));
    scratch.put("src/types/pet.rs", "mine");
    let drift = first().check(&scratch.0).unwrap();
    assert_eq!(drift.missing, ["README.md"]);
    assert_eq!(drift.changed, ["Cargo.toml"]);
    assert_eq!(drift.stale, ["src/old.rs"]);
    assert_eq!(drift.foreign, ["src/types/pet.rs"]);
}

#[test]
fn other_generated_crates_in_the_directory_are_left_alone() {
    let scratch = Scratch::new("nested");
    first().write(scratch.0.join("generated/other")).unwrap();
    first().write(&scratch.0).unwrap();
    assert!(second().write(&scratch.0).unwrap().removed.iter().all(|path| !path.contains("other")));
    assert!(first().check(scratch.0.join("generated/other")).unwrap().is_empty());
}

#[test]
fn a_run_that_was_killed_before_it_was_ready_changed_nothing() {
    let scratch = Scratch::new("before");
    first().write(&scratch.0).unwrap();
    scratch.put(".specwright/new/src/lib.rs", "half");
    assert!(first().check(&scratch.0).unwrap().is_empty());
    first().write(&scratch.0).unwrap();
    assert_eq!(scratch.tree(), texts(&first()));
}

/// Kills a replacement after each of its renames and lets the next run recover.
#[test]
fn a_run_that_was_killed_after_it_was_ready_is_finished_by_the_next() {
    for steps in 0..=5 {
        let scratch = Scratch::new(&format!("after-{steps}"));
        first().write(&scratch.0).unwrap();
        stage::tests::killed_after(&scratch.0, &texts(&second()), &["README.md", "src/types/pet.rs"], steps);
        stage::recover(&scratch.0).unwrap();
        assert_eq!(scratch.tree(), texts(&second()), "after {steps} steps");
    }
}

#[test]
fn a_replacement_that_fails_is_undone() {
    let scratch = Scratch::new("undone");
    first().write(&scratch.0).unwrap();
    let before = scratch.tree();
    stage::tests::failing_at(&scratch.0, &texts(&second()), "src");
    assert_eq!(scratch.tree(), before);
}

#[test]
fn paths_stay_inside() {
    for path in ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a\\b", "C:/x", "a/."] {
        assert!(Output::new([(path.to_owned(), String::new())]).unwrap_err().is_internal(), "{path:?}");
    }
    let twins = [("src/Pet.rs".to_owned(), String::new()), ("src/pet.rs".to_owned(), String::new())];
    assert!(Output::new(twins).unwrap_err().is_internal());
}
