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
    made_from("x", files)
}

/// The output of a document with this text.
fn made_from(document: &str, files: &[(&str, &str)]) -> Output {
    let marked = files.iter().map(|(path, text)| (path.to_string(), format!("// {MARK} from x.\n{text}")));
    Output::new(marked).unwrap().with_lock("x", [("x".to_owned(), Some(document))], (&Config::new(), &[]))
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
    assert_eq!(first().write(&scratch.0).unwrap().written.len(), 5);
    scratch.put("src/mine.rs", "fn mine() {}");
    scratch.put("notes.txt", "mine");
    let before = fs::metadata(scratch.0.join("src/lib.rs")).unwrap().modified().unwrap();
    let written = second().write(&scratch.0).unwrap();
    assert_eq!(written.written, ["Cargo.toml", "specwright.lock", "src/types/dog.rs"]);
    assert_eq!(written.removed, ["README.md", "src/types/pet.rs"]);
    assert_eq!(written.unchanged, 1);
    let mut expected = texts(&second());
    expected.insert("src/mine.rs".into(), "fn mine() {}".into());
    expected.insert("notes.txt".into(), "mine".into());
    assert_eq!(scratch.tree(), expected);
    assert_eq!(fs::metadata(scratch.0.join("src/lib.rs")).unwrap().modified().unwrap(), before);
    assert_eq!(second().write(&scratch.0).unwrap(), Written { unchanged: 4, ..Written::default() });
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
fn drift_is_named_with_its_reasons() {
    let scratch = Scratch::new("drift");
    let old =
        output(&[("Cargo.toml", "1"), ("README.md", "1"), ("src/lib.rs", "1"), ("src/a.rs", "1"), ("src/b.rs", "1")]);
    old.write(&scratch.0).unwrap();
    scratch.put("src/lib.rs", &format!("// {MARK}\nedited"));
    scratch.put("src/b.rs", &format!("// {MARK}\nedited"));
    scratch.put("src/copy.rs", &format!("// {MARK}\n"));
    scratch.put("src/mine.rs", "mine");
    fs::remove_file(scratch.0.join("README.md")).unwrap();
    let new = [("Cargo.toml", "2"), ("README.md", "1"), ("src/lib.rs", "2"), ("src/mine.rs", "1")];
    let drift = made_from("y", &new).check(&scratch.0).unwrap();
    insta::assert_snapshot!(drift);
}

#[test]
fn line_endings_are_no_drift() {
    let scratch = Scratch::new("endings");
    first().write(&scratch.0).unwrap();
    for (path, text) in first().files() {
        scratch.put(path, &text.replace('\n', "\r\n"));
    }
    assert!(first().check(&scratch.0).unwrap().is_empty());
    assert_eq!(first().write(&scratch.0).unwrap(), Written { unchanged: 5, ..Written::default() });
    assert_eq!(second().check(&scratch.0).unwrap().changed, ["Cargo.toml", "specwright.lock"]);
    assert!(second().write(&scratch.0).is_ok());
}

#[test]
fn what_was_changed_by_hand_is_kept_until_told_otherwise() {
    let scratch = Scratch::new("edited");
    first().write(&scratch.0).unwrap();
    scratch.put("src/lib.rs", "without the mark");
    scratch.put("src/types/pet.rs", &format!("// {MARK} from x.\nedited"));
    let before = scratch.tree();
    let error = second().write(&scratch.0).unwrap_err();
    assert!(error.is_edited() && error.to_string().contains(": src/lib.rs, src/types/pet.rs; move"), "{error}");
    assert_eq!(scratch.tree(), before);
    let written = second().overwrite(&scratch.0).unwrap();
    assert_eq!(written.removed, ["README.md", "src/types/pet.rs"]);
    assert_eq!(scratch.tree(), texts(&second()));
}

#[test]
fn an_edit_that_is_what_would_be_generated_is_none() {
    let scratch = Scratch::new("foreseen");
    first().write(&scratch.0).unwrap();
    scratch.put("Cargo.toml", &format!("// {MARK} from x.\n2"));
    assert!(second().write(&scratch.0).is_ok());
    assert_eq!(scratch.tree(), texts(&second()));
}

#[test]
fn a_directory_from_before_there_were_locks_is_taken_over() {
    let scratch = Scratch::new("upgrade");
    first().write(&scratch.0).unwrap();
    fs::remove_file(scratch.0.join("specwright.lock")).unwrap();
    let drift = second().check(&scratch.0).unwrap();
    assert_eq!((drift.missing.len(), drift.changed.len(), drift.stale.len()), (2, 1, 2), "{drift}");
    second().write(&scratch.0).unwrap();
    assert_eq!(scratch.tree(), texts(&second()));
}

/// Git leaves both sides of a lock that it cannot merge; what either generated is no edit.
#[test]
fn a_lock_in_conflict_is_made_anew() {
    let scratch = Scratch::new("conflict");
    first().write(&scratch.0).unwrap();
    let locks = [first(), second()].map(|it| texts(&it)["specwright.lock"].clone());
    scratch.put("specwright.lock", &format!("<<<<<<< a\n{}=======\n{}>>>>>>> b\n", locks[0], locks[1]));
    assert_eq!(Lock::read(&scratch.0).unwrap(), None);
    second().write(&scratch.0).unwrap();
    assert_eq!(scratch.tree(), texts(&second()));
}

#[test]
fn a_lock_is_current_until_something_changes() {
    let scratch = Scratch::new("current");
    let (document, dir) = (scratch.0.join("api/x"), scratch.0.join("out"));
    scratch.put("api/x", "\u{feff}text\r\n");
    made_from("text\n", &[("src/lib.rs", "1"), ("src/a.rs", "1")]).write(&dir).unwrap();
    let lock = Lock::read(&dir).unwrap().unwrap();
    let is_current = |config: Config| lock.is_current(&document, &[], &config, &dir).unwrap();
    assert!(is_current(Config::new()));
    assert!(!is_current(Config::new().name("y")));
    scratch.put("out/notes.txt", "mine");
    scratch.put("out/src/mine.rs", "mine");
    assert!(is_current(Config::new()));
    for (path, text) in
        [("out/src/a.rs", "edited"), ("out/src/copy.rs", "// @generated by specwright"), ("api/x", "text")]
    {
        let before = fs::read(scratch.0.join(path)).ok();
        scratch.put(path, text);
        assert!(!is_current(Config::new()), "{path}");
        match before {
            Some(before) => fs::write(scratch.0.join(path), before).unwrap(),
            None => fs::remove_file(scratch.0.join(path)).unwrap(),
        }
        assert!(is_current(Config::new()), "{path}");
    }
    fs::remove_file(dir.join("src/lib.rs")).unwrap();
    assert!(!is_current(Config::new()));
}

#[test]
fn a_document_that_could_not_be_read_whole_is_not_vouched_for() {
    let scratch = Scratch::new("unread");
    scratch.put("x", "text");
    let inputs = [("x".to_owned(), Some("text")), ("missing.yaml".to_owned(), None)];
    Output::new([]).unwrap().with_lock("x", inputs, (&Config::new(), &[])).write(scratch.0.join("out")).unwrap();
    let lock = Lock::read(scratch.0.join("out")).unwrap().unwrap();
    assert!(!lock.is_current(scratch.0.join("x"), &[], &Config::new(), scratch.0.join("out")).unwrap());
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_the_directory_and_no_further() {
    let scratch = Scratch::new("links");
    let (real, link) = (scratch.0.join("real"), scratch.0.join("link"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    first().write(&link).unwrap();
    assert!(first().check(&real).unwrap().is_empty() && link.is_symlink());
    scratch.put("mine.rs", "mine");
    fs::remove_file(real.join("src/lib.rs")).unwrap();
    std::os::unix::fs::symlink(scratch.0.join("mine.rs"), real.join("src/lib.rs")).unwrap();
    assert!(second().write(&link).unwrap_err().is_edited());
    second().overwrite(&link).unwrap();
    assert_eq!(fs::read_to_string(scratch.0.join("mine.rs")).unwrap(), "mine");
    assert!(!real.join("src/lib.rs").is_symlink());
    fs::rename(real.join("src"), scratch.0.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(scratch.0.join("elsewhere"), real.join("src")).unwrap();
    assert_eq!(second().check(&link).unwrap().foreign, ["src"]);
    assert!(second().overwrite(&link).unwrap_err().is_foreign());
    assert!(real.join("src").is_symlink());
}

#[test]
fn what_is_saved_meanwhile_is_carried_over() {
    let scratch = Scratch::new("meanwhile");
    first().write(&scratch.0).unwrap();
    scratch.put("src/mine.rs", "mine");
    let again = scratch.0.join("saved");
    stage::tests::meanwhile(&scratch.0, &texts(&second()), || {
        fs::write(&again, "mine, changed").unwrap();
        fs::rename(&again, scratch.0.join("src/mine.rs")).unwrap();
        scratch.put("src/new.rs", "new");
    });
    let tree = scratch.tree();
    assert_eq!((tree["src/mine.rs"].as_str(), tree["src/new.rs"].as_str()), ("mine, changed", "new"));
    assert_eq!(tree["src/types/dog.rs"], texts(&second())["src/types/dog.rs"]);
}

#[test]
fn other_generated_crates_in_the_directory_are_left_alone() {
    let scratch = Scratch::new("nested");
    first().write(scratch.0.join("generated/other")).unwrap();
    first().write(&scratch.0).unwrap();
    assert!(second().write(&scratch.0).unwrap().removed.iter().all(|path| !path.contains("other")));
    assert!(first().check(scratch.0.join("generated/other")).unwrap().is_empty());
}

/// The files of a module are not in `src`.
#[test]
fn stale_files_are_found_where_generated_ones_are_or_were() {
    let scratch = Scratch::new("module");
    output(&[("mod.rs", "1"), ("types/pet.rs", "1"), ("client/pets.rs", "1")]).write(&scratch.0).unwrap();
    output(&[("mod.rs", "1")]).write(scratch.0.join("other")).unwrap();
    let written = output(&[("mod.rs", "1"), ("types/dog.rs", "1")]).write(&scratch.0).unwrap();
    assert_eq!(written.removed, ["client/pets.rs", "types/pet.rs"]);
    assert!(scratch.0.join("other/mod.rs").exists());
    assert!(!scratch.0.join("client").exists() && !scratch.0.join("types/pet.rs").exists());
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
    for steps in 0..=7 {
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
