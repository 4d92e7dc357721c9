//! Every keyword, where it holds and where it does not.

use super::super::super::codec::{Attribute, Outline};
use super::super::{Alternative, Constant, Probe, Property, Schema};
use super::wrong;

/// Texts that are right, and texts with the one thing that is wrong with each.
fn table(schema: &Schema, right: &[&str], not: &[(&str, &str)]) {
    for text in right {
        assert_eq!(wrong(schema, text), [""; 0], "{text}");
    }
    for (text, expected) in not {
        assert_eq!(wrong(schema, text), [*expected], "{text}");
    }
}

#[test]
fn types() {
    static TEXT: Schema = Schema::string();
    let any = &["null", "true", "1", "-1.5", "\"a\"", "[]", "{}", "[{\"a\": [null]}]"];
    table(&Schema::any(), any, &[]);
    table(&Schema::null(), &["null"], &[("0", " type: must be null")]);
    table(&Schema::boolean(), &["true", "false"], &[("\"true\"", " type: must be true or false")]);
    table(
        &Schema::string(),
        &["\"\"", "\"é\""],
        &[("1", " type: must be a string"), ("{}", " type: must be a string")],
    );
    table(&Schema::string().nullable(), &["null", "\"a\""], &[("[[]]", " type: must be a string or null")]);
    table(&Schema::of(&TEXT).nullable(), &["null", "\"a\""], &[("1", " type: must be a string or null")]);
    table(&Schema::of(&TEXT), &["\"a\""], &[("null", " type: must be a string")]);
    table(&Schema::number(), &["1", "-1.5e300", "18446744073709551615"], &[("\"1\"", " type: must be a number")]);
    table(&Schema::array(&TEXT), &["[]", "[\"a\"]"], &[("{\"a\": 1}", " type: must be an array")]);
    table(&Schema::map(&TEXT), &["{}", "{\"a\": \"b\"}"], &[("[1, [2]]", " type: must be an object")]);
}

#[test]
fn integers_have_a_width() {
    let not_whole = " type: must be an integer";
    table(
        &Schema::integer(),
        &["0", "1.0", "1e3", "-9223372036854775808", "9223372036854775807"],
        &[
            ("1.5", not_whole),
            ("1e30", not_whole),
            ("-9223372036854775809", not_whole),
            ("9223372036854775808", " format: must be between -9223372036854775808 and 9223372036854775807"),
        ],
    );
    let width = " format: must be between -2147483648 and 2147483647";
    table(&Schema::int32(), &["-2147483648", "2147483647"], &[("2147483648", width), ("-2147483649", width)]);
    table(&Schema::uint32(), &["0", "4294967295"], &[("-1", " format: must be between 0 and 4294967295")]);
    table(
        &Schema::uint64(),
        &["18446744073709551615"],
        &[("-1", " format: must be between 0 and 18446744073709551615")],
    );
    table(&Schema::float(), &["1e38", "18446744073709551615"], &[("1e39", " format: must be a number of 32 bits")]);
}

#[test]
fn bounds() {
    table(
        &Schema::integer().minimum(-1).maximum(3),
        &["-1", "3"],
        &[("-2", " minimum: must be at least -1"), ("4", " maximum: must be at most 3")],
    );
    table(
        &Schema::number().minimum(0).exclusive_minimum().maximum_f64(0.5).exclusive_maximum(),
        &["0.1", "1e-300"],
        &[("0", " exclusiveMinimum: must be greater than 0"), ("0.5", " exclusiveMaximum: must be less than 0.5")],
    );
    // 2^53 + 1 is no float.
    table(
        &Schema::integer().minimum(9_007_199_254_740_993),
        &["9007199254740993"],
        &[("9007199254740992", " minimum: must be at least 9007199254740993")],
    );
    table(
        &Schema::number().maximum(3),
        &["3.0", "-0.0", "-1e300"],
        &[("3.0000000001", " maximum: must be at most 3"), ("1e300", " maximum: must be at most 3")],
    );
    table(&Schema::integer().maximum_f64(2.5), &["2"], &[("3", " maximum: must be at most 2.5")]);
}

#[test]
fn multiples_are_decimal() {
    table(
        &Schema::number().multiple_of_f64(0.01),
        &["0", "0.07", "4.35", "-1.1", "19.99", "1e300", "123456789.01"],
        &[("0.075", " multipleOf: must be a multiple of 0.01"), ("1e-300", " multipleOf: must be a multiple of 0.01")],
    );
    table(
        &Schema::integer().multiple_of(10),
        &["0", "-20", "9223372036854775800"],
        &[
            ("5", " multipleOf: must be a multiple of 10"),
            ("9223372036854775807", " multipleOf: must be a multiple of 10"),
        ],
    );
    table(&Schema::number().multiple_of_f64(2.5), &["7.5", "10"], &[("6", " multipleOf: must be a multiple of 2.5")]);
    table(&Schema::number().multiple_of(0), &["6"], &[]);
    table(&Schema::number().multiple_of(3), &["3e22", "9e20"], &[("1e22", " multipleOf: must be a multiple of 3")]);
}

#[test]
fn lengths_are_in_scalar_values() {
    table(
        &Schema::string().min_length(2).max_length(3),
        &["\"éé\"", "\"\\ud83d\\ude00b\"", "\"abc\""],
        &[
            ("\"\\ud83d\\ude00\"", " minLength: must have at least 2 characters"),
            ("\"abcd\"", " maxLength: must have at most 3 characters"),
        ],
    );
    table(&Schema::string().min_length(1), &["\"a\""], &[("\"\"", " minLength: must have at least 1 character")]);
}

#[test]
fn patterns_match_anywhere() {
    table(&Schema::string().pattern("b+"), &["\"abc\""], &[("\"ac\"", " pattern: must match the pattern `b+`")]);
    table(
        &Schema::string().pattern("^\\d{2}$"),
        &["\"12\""],
        &[("\"12\\n\"", " pattern: must match the pattern `^\\d{2}$`")],
    );
}

#[test]
fn a_text_that_is_too_long_is_not_matched() {
    let schema = Schema::string().max_length(2).pattern("^a*$");
    table(&schema, &["\"aa\""], &[("\"bbb\"", " maxLength: must have at most 2 characters")]);
}

#[test]
fn enumerations() {
    let texts = Schema::texts(&["on", "off"]);
    table(
        &texts,
        &["\"on\""],
        &[("\"On\"", " enum: must be one of `on`, `off`"), ("1", " enum: must be one of `on`, `off`")],
    );
    table(&Schema::texts(&["on"]).nullable(), &["\"on\"", "null"], &[("\"\"", " enum: must be `on` or null")]);
    table(
        &Schema::constants(&[
            Constant::Integer(1),
            Constant::Number(0.5),
            Constant::Boolean(true),
            Constant::String("1"),
        ]),
        &["1", "1.0", "0.5", "true", "\"1\""],
        &[
            ("2", " enum: must be one of `1`, `0.5`, `true`, `1`"),
            ("[]", " enum: must be one of `1`, `0.5`, `true`, `1`"),
        ],
    );
    static MANY: [&str; 21] = ["a"; 21];
    table(&Schema::texts(&MANY), &[], &[("\"b\"", " enum: must be one of the 21 documented values")]);
}

#[test]
fn arrays() {
    static NUMBER: Schema = Schema::number();
    table(
        &Schema::array(&NUMBER).min_items(1).max_items(2),
        &["[1]", "[1, 2]"],
        &[
            ("[]", " minItems: must have at least 1 item"),
            ("[1, 2, 3]", " maxItems: must have at most 2 items"),
            ("[1, \"2\"]", "/1 type: must be a number"),
        ],
    );
    static PAIR: Schema = Schema::tuple(&[Schema::string(), Schema::integer()]);
    table(
        &PAIR,
        &["[\"a\", 1]"],
        &[
            ("[\"a\"]", " prefixItems: must have exactly 2 items"),
            ("[\"a\", 1, 2]", " prefixItems: must have exactly 2 items"),
            ("[\"a\", \"b\"]", "/1 type: must be an integer"),
        ],
    );
}

#[test]
fn unique_items_are_compared_as_json() {
    static ANY: Schema = Schema::any();
    let equal = |index: usize| format!("/{index} uniqueItems: must differ from the other items");
    let unique = Schema::array(&ANY).unique_items();
    table(&unique, &["[]", "[1, \"1\", true, null, [1], {\"1\": 1}]", "[[1, 2], [2, 1]]", "[\"a\", \"A\"]"], &[]);
    table(&unique, &["[[\"ab\", \"c\"], [\"a\", \"bc\"], [\"abc\"]]", "[1, 1.5, 10, 100, -1]"], &[]);
    for text in ["[1, 1]", "[1, 1.0]", "[0, -0.0]", "[100, 1e2]", "[{\"a\": 1, \"b\": [2]}, {\"b\": [2.0], \"a\": 1}]"]
    {
        table(&unique, &[], &[(text, &equal(1))]);
    }
    table(&unique, &[], &[("[[{}], 3, [{}]]", &equal(2))]);
}

#[test]
fn objects() {
    static NAME: Schema = Schema::string();
    static OPEN: Schema = Schema::object(&[Property::required("name", &NAME), Property::optional("a/b~c", &NAME)]);
    table(
        &OPEN,
        &["{\"name\": \"a\"}", "{\"x\": [{}], \"name\": \"a\", \"a/b~c\": \"\", \"x\": 2}"],
        &[
            ("{}", "/name required: is missing"),
            ("{\"name\": null}", "/name type: must be a string"),
            ("{\"name\": \"\", \"a/b~c\": 1}", "/a~1b~0c type: must be a string"),
            ("{\"name\": \"\", \"name\": 1}", "/name duplicate: is given more than once"),
            ("[]", " type: must be an object"),
        ],
    );
    static CLOSED: Schema = Schema::object(&[Property::optional("name", &NAME)]).closed();
    table(
        &CLOSED,
        &["{}"],
        &[
            ("{\"nick\": {\"a\": 1}}", "/nick additionalProperties: is not a documented member"),
            ("{\"<script>\": 1}", " additionalProperties: has a member that is not documented"),
        ],
    );
    static KEPT: Schema = Schema::object(&[Property::optional("name", &NAME)]).additional(&Schema::integer());
    table(
        &KEPT,
        &["{\"a\": 1, \"b\": 2}"],
        &[
            ("{\"a\": 1, \"a\": 2}", "/a duplicate: is given more than once"),
            ("{\"a b\": 1, \"a b\": 2}", " duplicate: has a member that is given more than once"),
            ("{\"a\": \"\"}", "/a type: must be an integer"),
            ("{\"a b\": \"\"}", " type: must be an integer"),
        ],
    );
    table(
        &Schema::map(&NAME).min_properties(1).max_properties(2),
        &["{\"a\": \"\"}"],
        &[
            ("{}", " minProperties: must have at least 1 member"),
            ("{\"a\": \"\", \"b\": \"\", \"c\": \"\"}", " maxProperties: must have at most 2 members"),
        ],
    );
}

static CAT: Schema = Schema::object(&[
    Property::required("pet", &Schema::texts(&["cat"])),
    Property::required("lives", &Schema::integer()),
]);
static DOG: Schema = Schema::object(&[Property::required("pet", &Schema::texts(&["dog"]))]).closed();
static TAGGED: Schema = Schema::union(&[
    Alternative::new(Probe::Tag("pet", &["cat"]), &CAT),
    Alternative::new(Probe::Tag("pet", &["dog"]), &DOG),
]);

#[test]
fn tagged_unions() {
    table(
        &TAGGED,
        &["{\"pet\": \"cat\", \"lives\": 9}", "{\"lives\": 9, \"pet\": \"cat\"}", "{\"pet\": \"dog\"}"],
        &[
            ("{\"pet\": \"cat\", \"lives\": \"9\"}", "/lives type: must be an integer"),
            ("{\"lives\": \"9\", \"pet\": \"cat\"}", "/lives type: must be an integer"),
            ("{\"pet\": \"cat\"}", "/lives required: is missing"),
            ("{\"pet\": \"dog\", \"pet\": \"cat\"}", "/pet duplicate: is given more than once"),
            ("{\"lives\": 1, \"pet\": \"cat\", \"pet\": \"dog\"}", "/pet duplicate: is given more than once"),
            ("{\"pet\": \"bee\"}", "/pet enum: must be one of `cat`, `dog`"),
            ("{\"pet\": 1}", "/pet enum: must be one of `cat`, `dog`"),
            ("{}", "/pet required: is missing"),
            ("\"cat\"", " oneOf: must be one of the documented alternatives"),
        ],
    );
}

#[test]
fn recognised_unions() {
    static TEXT: Schema = Schema::string().max_length(3);
    static LIST: Schema = Schema::array(&TEXT);
    static URL: Schema = Schema::object(&[Property::required("url", &Schema::uri())]);
    static KIND: Schema = Schema::object(&[Property::required("kind", &Schema::constants(&[Constant::Integer(1)]))]);
    static UNION: Schema = Schema::union(&[
        Alternative::new(Probe::Null, &Schema::null()),
        Alternative::new(Probe::String, &TEXT),
        Alternative::new(Probe::Array, &LIST),
        Alternative::new(Probe::Member("url"), &URL),
        Alternative::new(Probe::Constant("kind", Constant::Integer(1)), &KIND),
        Alternative::new(Probe::Tag("pet", &["cat", "dog"]), &TAGGED),
    ]);
    table(
        &UNION,
        &["null", "\"abc\"", "[\"a\"]", "{\"a\": 1, \"url\": \"a:b\"}", "{\"kind\": 1}", "{\"pet\": \"dog\"}"],
        &[
            ("\"abcd\"", " maxLength: must have at most 3 characters"),
            ("[1]", "/0 type: must be a string"),
            ("{\"url\": 1}", "/url type: must be a string"),
            ("{\"kind\": 2}", " oneOf: must be one of the documented alternatives"),
            ("{\"pet\": \"cat\", \"a\": [1], \"lives\": true}", "/lives type: must be an integer"),
            ("true", " oneOf: must be one of the documented alternatives"),
        ],
    );
    static OUTER: Schema = Schema::union(&[
        Alternative::new(Probe::String, &Schema::string()),
        Alternative::new(Probe::Otherwise, &TAGGED),
    ]);
    table(
        &OUTER,
        &["{\"pet\": \"dog\"}", "\"a\""],
        &[("{\"pet\": \"bee\"}", "/pet enum: must be one of `cat`, `dog`")],
    );
    static OPEN: Schema = Schema::union(&[Alternative::new(Probe::Number, &Schema::integer())]).open();
    table(&OPEN, &["\"a\"", "{\"a\": [1]}", "[1]", "1"], &[("1.5", " type: must be an integer")]);
    static REST: Schema =
        Schema::union(&[Alternative::new(Probe::Number, &Schema::integer()), Alternative::new(Probe::Otherwise, &CAT)]);
    table(&REST, &["1"], &[("\"a\"", " type: must be an object")]);
}

#[test]
fn unions_that_are_told_by_what_values_look_like() {
    static WORDS: Schema = Schema::array(&Schema::texts(&["a", "b"]));
    static NUMBERS: Schema = Schema::array(&Schema::integer()).max_items(2);
    static SPAN: Schema = Schema::object(&[Property::optional("from", &Schema::number())]);
    static DAYS: Schema = Schema::object(&[Property::optional("from", &Schema::date())]);
    static UNION: Schema = Schema::union(&[
        Alternative::new(Probe::Boolean, &Schema::boolean()),
        Alternative::new(Probe::Like(Outline::Array(&Outline::Text(""))), &WORDS),
        Alternative::new(Probe::Like(Outline::Array(&Outline::Integer)), &NUMBERS),
        Alternative::new(Probe::Like(Outline::Object(&[Attribute::optional("from", Outline::Number)], None)), &SPAN),
        Alternative::new(Probe::Like(Outline::Object(&[Attribute::optional("from", Outline::Text(""))], None)), &DAYS),
    ]);
    table(
        &UNION,
        &["true", "[]", "[\"a\"]", "[1, 2]", "{\"from\": 1}", "{\"from\": \"2020-01-02\"}"],
        &[
            ("[\"c\"]", "/0 enum: must be one of `a`, `b`"),
            ("[1, 2, 3]", " maxItems: must have at most 2 items"),
            ("[1, true]", " oneOf: must be one of the documented alternatives"),
            ("{\"from\": \"now\"}", "/from format: must be a date as in `2024-12-31`"),
            ("{\"from\": true}", " oneOf: must be one of the documented alternatives"),
            ("1", " oneOf: must be one of the documented alternatives"),
        ],
    );
}

#[test]
fn lists_of_values_that_are_no_scalars() {
    static LISTS: Schema =
        Schema::constants(&[Constant::Json("[1]"), Constant::Json("{\"a\":1}"), Constant::Integer(2)]);
    table(
        &LISTS,
        &["[1]", "{\"a\": 1}", "2"],
        &[
            ("[2]", " enum: must be one of `[1]`, `{\"a\":1}`, `2`"),
            ("{}", " enum: must be one of `[1]`, `{\"a\":1}`, `2`"),
        ],
    );
}
