//! Where the values of a JSON text stand. The text was parsed before; what is no JSON after all ends the scan.

use serde_json::Value;

use super::{Found, Wanted};

/// Notes the extents of all that is wanted.
pub(super) fn scan(text: &str, wanted: &mut Wanted) {
    let mut scanner = Scanner { text, at: 0 };
    // `None` is only the sign that the text ended early.
    let _: Option<()> = scanner.value(Some(wanted));
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    /// Passes over a value, and looks for what is wanted within.
    fn value(&mut self, wanted: Option<&mut Wanted>) -> Option<()> {
        match (self.peek()?, wanted.filter(|wanted| !wanted.inner.is_empty())) {
            (b'{', Some(wanted)) => self.object(wanted),
            (b'[', Some(wanted)) => self.array(wanted),
            (b'{' | b'[', None) => self.skip_nested(),
            (b'"', _) => self.string().map(|_| ()),
            _ => {
                self.scalar();
                Some(())
            }
        }
    }

    fn object(&mut self, wanted: &mut Wanted) -> Option<()> {
        self.at += 1;
        while self.peek()? != b'}' {
            let start = self.at;
            let quoted = self.string()?;
            let key_range = start..self.at;
            self.expect(b':')?;
            let inner = match serde_json::from_str(quoted) {
                Ok(Value::String(key)) => wanted.inner.get_mut(&key),
                _ => None,
            };
            self.noted(inner, Some(key_range))?;
        }
        self.at += 1;
        Some(())
    }

    fn array(&mut self, wanted: &mut Wanted) -> Option<()> {
        self.at += 1;
        let mut index = 0_usize;
        while self.peek()? != b']' {
            self.noted(wanted.inner.get_mut(&index.to_string()), None)?;
            index += 1;
        }
        self.at += 1;
        Some(())
    }

    /// A member or an element, and the comma behind it.
    fn noted(&mut self, wanted: Option<&mut Wanted>, key: Option<std::ops::Range<usize>>) -> Option<()> {
        let first = self.peek()?;
        let start = self.at;
        match wanted {
            Some(wanted) => {
                self.value(Some(wanted))?;
                let value = match first {
                    b'{' | b'[' => key.clone().unwrap_or(start..start + 1),
                    _ => start..self.at,
                };
                wanted.found = Some(Found { key: key.unwrap_or(value.clone()), value });
            }
            None => self.value(None)?,
        }
        if self.peek()? == b',' {
            self.at += 1;
        }
        Some(())
    }

    /// Passes over an object or an array.
    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// The string that begins here, with its quotes.
    fn string(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.expect(b'"')?;
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(start..self.at)
    }

    fn scalar(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| b",]} \t\r\n".contains(byte)).unwrap_or(rest.len()).max(1);
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| !b" \t\r\n".contains(byte))?;
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }
}
