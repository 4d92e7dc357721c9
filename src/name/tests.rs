//! Hostile names, as a table, and the promises of a scope.

use super::*;

/// Wire text, the field it makes, the type it makes.
const NAMES: &[(&str, &str, &str)] = &[
    ("pet", "pet", "Pet"),
    ("petOwner", "pet_owner", "PetOwner"),
    ("HTTPUrl", "http_url", "HttpUrl"),
    ("http-url", "http_url", "HttpUrl"),
    ("XMLHttpRequest", "xml_http_request", "XmlHttpRequest"),
    ("userIDs", "user_ids", "UserIds"),
    ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
    ("OAuth2Token", "oauth2_token", "Oauth2Token"),
    ("userOAuthToken", "user_oauth_token", "UserOauthToken"),
    ("IPv4Address", "ipv4_address", "Ipv4Address"),
    ("Base64URL", "base64_url", "Base64Url"),
    ("HTTP2Server", "http2_server", "Http2Server"),
    ("v1.2", "v1_2", "V1_2"),
    ("X-Rate-Limit", "x_rate_limit", "XRateLimit"),
    ("filter[created_at][gt]", "filter_created_at_gt", "FilterCreatedAtGt"),
    ("user's", "users", "Users"),
    // Keywords of three classes.
    ("type", "r#type", "Type"),
    ("gen", "r#gen", "Gen"),
    ("async", "r#async", "Async"),
    ("self", "self_", "Self_"),
    ("Self", "self_", "Self_"),
    ("super", "super_", "Super"),
    ("crate", "crate_", "Crate"),
    ("union", "union", "Union"),
    // Digits.
    ("2fa", "_2fa", "N2fa"),
    ("2FA", "_2fa", "N2fa"),
    ("404", "_404", "N404"),
    ("2024-01-31", "_2024_01_31", "N2024_01_31"),
    ("1.2.3", "_1_2_3", "N1_2_3"),
    // Signs and symbols.
    ("+1", "plus_1", "Plus1"),
    ("-1", "minus_1", "Minus1"),
    ("-created_at", "minus_created_at", "MinusCreatedAt"),
    ("StartTime<", "start_time_lt", "StartTimeLt"),
    ("StartTime>=", "start_time_gte", "StartTimeGte"),
    ("Page<Pet>", "page_pet", "PagePet"),
    ("Page«Pet»", "page_pet", "PagePet"),
    ("$filter", "filter", "Filter"),
    ("@odata.type", "odata_type", "OdataType"),
    ("*", "star", "Star"),
    ("*/*", "star_slash_star", "StarSlashStar"),
    ("_", "underscore", "Underscore"),
    ("__", "underscore_underscore", "UnderscoreUnderscore"),
    ("!=", "bang_eq", "BangEq"),
    ("", "empty", "Empty"),
    (" ", "space", "Space"),
    ("\n", "newline", "Newline"),
    ("\0", "u0", "U0"),
    // Unicode: letters stay, in the form that the compiler normalises to.
    ("größe", "größe", "Größe"),
    ("gro\u{308}ße", "größe", "Größe"),
    ("名前", "名前", "名前"),
    ("名前Kana", "名前kana", "名前kana"),
    ("שם", "שם", "שם"),
    ("\u{202e}evil", "evil", "Evil"),
    ("हिन्दी", "हिन्दी", "हिन्दी"),
    ("ﬁle", "file", "File"),
    ("ｆｕｌｌ", "full", "Full"),
    ("👍", "u1f44d", "U1f44d"),
    ("\u{301}", "u301", "U301"),
    ("a\u{200d}b", "a_b", "AB"),
    ("ĸra", "ĸra", "Nĸra"),
    ("٣", "_٣", "N٣"),
    // Text that would like to be code.
    ("a; fn main() {}", "a_fn_main", "AFnMain"),
    ("r#type", "r_type", "RType"),
    ("../../etc/passwd", "etc_passwd", "EtcPasswd"),
    ("*/ } /*", "star_slash_space_close_brace_space_slash_star", "StarSlashSpaceCloseBraceSpaceSlashStar"),
];

#[test]
fn every_name_has_the_expected_field_and_type() {
    for (wire, field, r#type) in NAMES {
        assert_eq!(snake(wire).as_str(), *field, "field of {wire:?}");
        assert_eq!(upper_camel(wire).as_str(), *r#type, "type of {wire:?}");
    }
}

#[test]
fn names_are_identifiers_and_stay_what_they_are() {
    for (wire, ..) in NAMES {
        for case in [Case::Snake, Case::Module, Case::UpperCamel, Case::ScreamingSnake] {
            let ident = case.apply(wire);
            assert_eq!(Ident::new(ident.as_str()).as_ref(), Some(&ident), "{wire:?} in {case:?}");
            assert!(syn::parse_str::<syn::Ident>(ident.as_str()).is_ok(), "{wire:?} in {case:?}: {ident}");
            // Single letters run together in camel case: `a b` is `AB`, which is one word.
            if case != Case::UpperCamel {
                assert_eq!(case.apply(ident.bare()), ident, "{wire:?} in {case:?} twice");
            }
        }
    }
}

#[test]
fn modules_and_packages_are_ascii_and_never_raw() {
    let table = [
        ("größe", "grosse", "grosse"),
        ("名前", "u540d_u524d", "u540d-u524d"),
        ("type", "type_", "type-api"),
        ("2fa", "n2fa", "n2fa"),
        ("", "empty", "empty"),
        ("Resources API (v1.2)", "resources_api_v1_2", "resources-api-v1-2"),
        ("👍", "u1f44d", "u1f44d"),
        ("HTTP", "http", "http-api"),
        ("SendPilot API", "send_pilot_api", "sendpilot-api"),
        ("serde_json", "serde_json", "serde-json-api"),
        ("\u{301}", "u301", "u301"),
    ];
    for (wire, module, krate) in table {
        assert_eq!(Case::Module.apply(wire).as_str(), module, "module of {wire:?}");
        assert_eq!(package(wire), krate, "package of {wire:?}");
    }
}

#[test]
fn long_names_are_cut_and_told_apart() {
    let (a, b) = (format!("{}a", "long ".repeat(80)), format!("{}b", "long ".repeat(80)));
    assert!(upper_camel(&a).as_str().len() <= 100);
    assert_ne!(upper_camel(&a), upper_camel(&b));
    assert_eq!(upper_camel(&a), upper_camel(&a));
    assert_eq!(snake(&a).as_str(), snake(snake(&a).as_str()).as_str());
    assert_eq!(package(&a), "long-long-long-long-long-long-long-long-long");
    assert!(package(&"x".repeat(300)).len() <= 64);
}

#[test]
fn identifiers_refuse_what_is_not_one() {
    for text in ["", "1a", "a b", "a-b", "r#", "a\u{308}", "é;"] {
        assert_eq!(Ident::new(text), None, "{text:?}");
    }
    assert_eq!(Ident::new("type").map(|ident| ident.to_string()).as_deref(), Some("r#type"));
    assert_eq!(Ident::new("self").map(|ident| ident.to_string()).as_deref(), Some("self_"));
}

fn allocate(scope: &mut Scope, hint: &str) -> (String, Option<Reason>) {
    let allocated = scope.allocate(hint, &["Model"]);
    (allocated.ident.to_string(), allocated.renamed)
}

#[test]
fn the_first_keeps_its_name_and_the_later_is_renamed() {
    let mut scope = Scope::new(Case::UpperCamel, PRELUDE.iter().copied());
    let mut next = |hint| allocate(&mut scope, hint);
    assert_eq!(next("pet"), ("Pet".into(), None));
    assert_eq!(next("Pet"), ("PetModel".into(), Some(Reason::Taken)));
    assert_eq!(next("PET"), ("Pet2".into(), Some(Reason::Taken)));
    assert_eq!(next("p-e-t"), ("PET".into(), None));
    assert_eq!(next("Option"), ("OptionModel".into(), Some(Reason::Reserved)));
    assert_eq!(next("option"), ("OptionModel2".into(), Some(Reason::Reserved)));
    assert_eq!(next("v1"), ("V1".into(), None));
    assert_eq!(next("V1"), ("V1Model".into(), Some(Reason::Taken)));
    assert_eq!(next("V1"), ("V1_2".into(), Some(Reason::Taken)));
    assert_eq!(next("a"), ("A".into(), None));
    assert_eq!(next("a*"), ("AStar".into(), Some(Reason::Taken)));
}

#[test]
fn keywords_stay_distinct_from_their_escaped_forms() {
    let mut scope = Scope::new(Case::Snake, ["send"]);
    let mut next = |hint| allocate(&mut scope, hint).0;
    assert_eq!(next("self"), "self_");
    assert_eq!(next("Self"), "self_model");
    assert_eq!(next("SELF"), "self_2");
    assert_eq!(next("type"), "r#type");
    assert_eq!(next("Type"), "type_model");
    assert_eq!(next("TYPE"), "type_2");
    assert_eq!(next("send"), "send_model");
}

#[test]
fn names_do_not_depend_on_what_comes_later() {
    let hints = ["pet", "Pet", "PET", "owner", "Owner"];
    let all = |count: usize| -> Vec<_> {
        let mut scope = Scope::new(Case::UpperCamel, []);
        hints[..count].iter().map(|hint| allocate(&mut scope, hint).0).collect()
    };
    for count in 0..hints.len() {
        assert_eq!(all(hints.len())[..count], all(count)[..]);
    }
}

#[test]
fn thousands_of_collisions_stay_fast() {
    let started = std::time::Instant::now();
    let mut scope = Scope::new(Case::UpperCamel, []);
    for _ in 0..20_000 {
        scope.allocate("same", &["Model"]);
    }
    // Quadratic behaviour takes minutes; the bound is generous for a busy machine.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert_eq!(scope.allocate("same", &[]).ident.as_str(), "Same20000");
}

/// The compiler has opinions on names; generated code has to compile with warnings denied.
#[test]
fn no_name_makes_rustc_warn() {
    let mut code = String::from("//! Names.\n#![deny(warnings)]\n");
    // Names that mix scripts are reported for the whole crate, so that is for the crate to allow.
    code.push_str("#![allow(uncommon_codepoints, mixed_script_confusables, confusable_idents)]\n");
    let mut scopes = [Case::UpperCamel, Case::ScreamingSnake, Case::Snake].map(|case| Scope::new(case, []));
    for (wire, ..) in NAMES {
        let [ty, constant, field] = scopes.each_mut().map(|scope| scope.allocate(wire, &["Other"]).ident);
        code.push_str(&format!("/// A type.\npub struct {ty} {{\n/// A field.\npub {field}: u8 }}\n"));
        code.push_str(&format!("/// A constant.\npub const {constant}: u8 = 0;\n"));
    }
    let dir = std::env::temp_dir().join(format!("specwright-names-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("names.rs"), &code).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "names.rs"])
        .current_dir(&dir)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    assert!(output.status.success(), "{}\n{code}", String::from_utf8_lossy(&output.stderr));
}
