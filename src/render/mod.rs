//! From tokens and templates to text: the only stage that names syn, prettyplease and minijinja.
