//! What the broker says no with, as errors that tell what to do.

use lapin::ErrorKind;
use lapin::uri::AMQPUri;

use crate::QueueError;

/// Reply codes of AMQP 0-9-1.
const ACCESS_REFUSED: u16 = 403;
const NOT_FOUND: u16 = 404;
const PRECONDITION_FAILED: u16 = 406;
const NOT_ALLOWED: u16 = 530;

/// What is done with a queue or an exchange.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Declare,
    Bind,
    Consume,
    Publish,
    Purge,
    Delete,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Declare => "declare",
            Self::Bind => "bind",
            Self::Consume => "consume",
            Self::Publish => "publish",
            Self::Purge => "purge",
            Self::Delete => "delete",
        }
    }

    fn permission(self, name: &str) -> String {
        match self {
            Self::Declare | Self::Delete => format!("the configure permission on {name}"),
            Self::Bind => format!("the write and the read permission on {name}"),
            Self::Consume | Self::Purge => format!("the read permission on {name}"),
            Self::Publish => format!("the write permission on the exchange of {name}"),
        }
    }
}

/// The reply code, if the broker sent one.
fn code(error: &lapin::Error) -> Option<u16> {
    match error.kind() {
        ErrorKind::ProtocolError(error) => Some(error.get_id()),
        _ => None,
    }
}

/// What happened, in the words of the broker where it is its doing.
pub(super) fn words(error: &lapin::Error) -> String {
    match error.kind() {
        ErrorKind::ProtocolError(error) => error.get_message().to_string(),
        ErrorKind::IOError(error) => error.to_string(),
        _ => error.to_string(),
    }
}

pub(super) fn is_not_found(error: &lapin::Error) -> bool {
    code(error) == Some(NOT_FOUND)
}

pub(super) fn is_access(error: &lapin::Error) -> bool {
    code(error) == Some(ACCESS_REFUSED)
}

/// Why there is no connection.
pub(super) fn of_connecting(error: &lapin::Error, uri: &AMQPUri) -> QueueError {
    let remedy = match code(error) {
        Some(ACCESS_REFUSED) => "check user and password in --amqp",
        Some(NOT_ALLOWED) => {
            "check the vhost in --amqp (%2f is the default one), that it is there (rabbitmqctl add_vhost) and that the \
             user has permissions in it (rabbitmqctl set_permissions)"
        }
        _ => return QueueError::Unreachable { place: place(uri), why: words(error) },
    };
    QueueError::Login {
        place: place(uri),
        user: uri.authority.userinfo.username.clone(),
        vhost: uri.vhost.clone(),
        why: words(error),
        remedy,
    }
}

/// Why a step failed.
pub(super) fn of_step(error: &lapin::Error, step: Step, name: &str) -> QueueError {
    let why = words(error);
    match code(error) {
        Some(ACCESS_REFUSED) => {
            QueueError::NotAllowed { step: step.name(), name: name.to_owned(), why, permission: step.permission(name) }
        }
        Some(PRECONDITION_FAILED) if matches!(step, Step::Declare) => {
            QueueError::Conflict { name: name.to_owned(), why }
        }
        _ => QueueError::Backend { step: step.name(), why: format!("{name}: {why}") },
    }
}

/// Host and port.
pub(super) fn place(uri: &AMQPUri) -> String {
    let (host, port) = (&uri.authority.host, uri.authority.port);
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}
