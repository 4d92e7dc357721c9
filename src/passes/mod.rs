//! Passes over the intermediate representation, in order; each takes the whole API and reports what it finds.
