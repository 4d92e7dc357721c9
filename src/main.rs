//! The `specwright` command. What it does is in the library; here are its arguments, its messages and its exit status.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run().into()
}
