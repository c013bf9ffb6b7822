//! Asking a Redis, one command to a connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A short text, such as `OK`.
    Text(String),
    /// An error, its code first.
    Error(String),
    /// A number.
    Number(i64),
    /// Bytes; `None` for nothing.
    Bytes(Option<Vec<u8>>),
    /// Several.
    Many(Vec<Reply>),
}

impl Reply {
    /// The text of a text or of bytes.
    ///
    /// # Panics
    /// When it is something else.
    pub fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bytes(Some(bytes)) => String::from_utf8(bytes).expect("text"),
            other => panic!("expected text, got {other:?}"),
        }
    }
}

/// Sends a command.
///
/// # Panics
/// When there is no answer within a minute.
pub(crate) fn ask(port: u16, words: &[impl AsRef<[u8]>]) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a server that listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit for reading");
    let mut command = format!("*{}\r\n", words.len()).into_bytes();
    for word in words.iter().map(AsRef::as_ref) {
        command.extend(format!("${}\r\n", word.len()).into_bytes());
        command.extend(word);
        command.extend(b"\r\n");
    }
    stream.write_all(&command).expect("a server that reads");
    read(&mut BufReader::new(stream))
}

fn read(stream: &mut BufReader<TcpStream>) -> Reply {
    let mut line = String::new();
    stream.read_line(&mut line).expect("an answer");
    let line = line.trim_end();
    let (kind, rest) = line.split_at_checked(1).expect("an answer that isn't empty");
    let number = || rest.parse::<i64>().expect("a number");
    match kind {
        "+" => Reply::Text(rest.to_owned()),
        "-" => Reply::Error(rest.to_owned()),
        ":" => Reply::Number(number()),
        "$" => Reply::Bytes(usize::try_from(number()).ok().map(|length| {
            let mut bytes = vec![0; length + 2];
            stream.read_exact(&mut bytes).expect("all bytes");
            bytes.truncate(length);
            bytes
        })),
        "*" => Reply::Many((0..number()).map(|_| read(stream)).collect()),
        other => panic!("an answer of kind {other:?}"),
    }
}
