//! Holding a directory, so that of two generations at once one waits for the other.
//!
//! The operating system lets go of what a killed process held: there is nothing to clean up, and nothing to wait for in
//! vain. Where a file system knows no locks, two generations at once are the user's to avoid.

use std::fs::File;
use std::path::Path;

use crate::error::Error;

/// Lets go of the directory when it is dropped.
#[derive(Debug)]
pub(super) struct Hold {
    _handle: Option<File>,
}

/// What the hold is in the way of, where it is a file of its own.
pub(super) const NAME: &str = ".specwright.hold";

/// Waits until nobody else holds the directory, which exists.
#[cfg(unix)]
pub(super) fn hold(dir: &Path) -> Result<Hold, Error> {
    let handle = File::open(dir).map_err(|error| Error::io("open", dir, error))?;
    Ok(Hold { _handle: handle.lock().is_ok().then_some(handle) })
}

/// A directory cannot be locked here: a file in it is, which goes away with its handle.
#[cfg(windows)]
pub(super) fn hold(dir: &Path) -> Result<Hold, Error> {
    use std::os::windows::fs::OpenOptionsExt as _;

    const ERROR_SHARING_VIOLATION: i32 = 32;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const WRITE_AND_DELETE: u32 = 0x4001_0000;
    let path = dir.join(NAME);
    let mut options = File::options();
    options.create(true).write(true).access_mode(WRITE_AND_DELETE).share_mode(0).custom_flags(DELETE_ON_CLOSE);
    loop {
        match options.open(&path) {
            Ok(handle) => return Ok(Hold { _handle: Some(handle) }),
            Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            Err(error) => return Err(Error::io("write", &path, error)),
        }
    }
}

#[cfg(not(any(unix, windows)))]
pub(super) fn hold(_: &Path) -> Result<Hold, Error> {
    Ok(Hold { _handle: None })
}
