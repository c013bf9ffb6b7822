//! What each role may do on the broker: the operations of the services, as users with the permissions
//! that docs/operating/rabbitmq.md tells an operator to give.

use lapin::ErrorKind;
use lapin::options::{BasicConsumeOptions, BasicPublishOptions, QueueBindOptions, QueueDeleteOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel};
use pyjury_core::WorkerId;
use pyjury_queue::{Consumer, Queue, QueueError, QueueName};
use pyjury_servers::RabbitMq as Server;
use tokio::time::timeout;
use uuid::Uuid;

use super::{LONG, Noted, Place, ctl, raw};

const PAGE: &str = include_str!("../../../../docs/operating/rabbitmq.md");
const ROLES: [&str; 3] = ["gateway", "scheduler", "worker"];

pub async fn each_works_with_its_permissions_and_no_more(server: &Server) {
    let place = Place::new(server.url());
    add_users(server, &place.prefix);
    let port = server.port();
    let url = |role: &str| format!("amqp://{role}:{role}@127.0.0.1:{port}/%2f");
    let worker = WorkerId(Uuid::new_v4());
    let (jobs, control) = (QueueName::Worker(worker), QueueName::Control(worker));

    // Before any scheduler was there.
    let as_gateway = place.by(url("gateway")).connect().await;
    let as_worker = place.by(url("worker")).connect().await;
    for (role, name) in [(&as_gateway, QueueName::Intake), (&as_worker, QueueName::Fleet)] {
        let error = role.declare(name).await.unwrap_err();
        assert!(matches!(error, QueueError::NotMade { .. }), "{error}");
    }

    let as_scheduler = place.by(url("scheduler")).connect().await;
    for name in [QueueName::Dead, QueueName::Intake, QueueName::Fleet] {
        as_scheduler.declare(name).await.unwrap();
    }
    let mut intake = as_scheduler.consume(QueueName::Intake).await.unwrap();
    timeout(LONG, intake.active()).await.unwrap().unwrap();
    let mut fleet = as_scheduler.consume(QueueName::Fleet).await.unwrap();

    for name in [QueueName::Dead, QueueName::Fleet, jobs, control] {
        as_worker.declare(name).await.unwrap();
    }
    as_gateway.declare(QueueName::Intake).await.unwrap();
    let mut taking = as_worker.consume(jobs).await.unwrap();
    let mut obeying = as_worker.consume(control).await.unwrap();

    passes(&as_gateway, QueueName::Intake, &mut intake).await;
    passes(&as_gateway, control, &mut obeying).await;
    passes(&as_worker, QueueName::Fleet, &mut fleet).await;
    passes(&as_scheduler, jobs, &mut taking).await;
    for (from, to, consumer) in [(&as_scheduler, jobs, &mut taking), (&as_worker, QueueName::Fleet, &mut fleet)] {
        from.publish(to, b"?".to_vec()).await.unwrap();
        timeout(LONG, consumer.next()).await.unwrap().unwrap().reject().await.unwrap();
    }
    assert_eq!(as_scheduler.purge(QueueName::Dead).await.unwrap(), 2);

    nothing_more(&place, &url("worker"), jobs).await;
    nothing_more(&place, &url("gateway"), jobs).await;
    let refused = as_worker.publish(QueueName::Intake, vec![]).await.unwrap_err();
    assert!(matches!(refused, QueueError::NotAllowed { .. }), "{refused}");
    assert!(refused.to_string().contains("write permission"), "{refused}");
    let refused = as_worker.consume(QueueName::Intake).await.err().unwrap();
    assert!(refused.to_string().contains("read permission"), "{refused}");

    // The last of a worker: by itself, or by the leader when it is gone.
    as_worker.delete(jobs).await.unwrap();
    as_scheduler.delete(control).await.unwrap();
    drop((intake, fleet, taking, obeying));
    place.clear().await;
}

async fn passes(from: &Noted, to: QueueName, at: &mut Box<dyn Consumer>) {
    from.publish(to, b"!".to_vec()).await.unwrap();
    timeout(LONG, at.next()).await.unwrap().unwrap().ack().await.unwrap();
}

/// What a gateway's or a worker's credential can't do, whatever program uses it.
async fn nothing_more(place: &Place, url: &str, jobs: QueueName) {
    let connection = raw(url).await;
    let name = |what: &str| format!("{}.{what}", place.prefix);
    for what in ["intake", "fleet", "dead"] {
        let channel = connection.create_channel().await.unwrap();
        let consumed =
            channel.basic_consume(name(what).into(), "".into(), BasicConsumeOptions::default(), FieldTable::default());
        refused(consumed.await.map(drop), what);
        let channel = connection.create_channel().await.unwrap();
        refused(channel.queue_delete(name(what).into(), QueueDeleteOptions::default()).await.map(drop), what);
        let channel = connection.create_channel().await.unwrap();
        let exchange = name(&format!("to-{what}"));
        refused(channel.exchange_delete(exchange.into(), Default::default()).await, what);
        let channel = connection.create_channel().await.unwrap();
        // A copy of what others send.
        let bound = channel.queue_bind(
            name(&jobs.to_string()).into(),
            name(&format!("to-{what}")).into(),
            name(what).into(),
            QueueBindOptions::default(),
            FieldTable::default(),
        );
        refused(bound.await, what);
    }
    // By the exchange that reaches every queue, and by that of the scheduler.
    for (exchange, queue) in [(String::new(), name("intake")), (name("to-worker"), name(&jobs.to_string()))] {
        let channel = connection.create_channel().await.unwrap();
        refused(publish(&channel, &exchange, &queue).await, &exchange);
    }
    connection.close(200, "OK".into()).await.unwrap();
}

async fn publish(channel: &Channel, exchange: &str, queue: &str) -> lapin::Result<()> {
    channel.confirm_select(Default::default()).await?;
    let options = BasicPublishOptions { mandatory: true, ..Default::default() };
    let sent = channel.basic_publish(exchange.into(), queue.into(), options, b"!", BasicProperties::default());
    sent.await?.await.map(drop)
}

fn refused(answer: lapin::Result<()>, what: &str) {
    match answer.as_ref().map_err(lapin::Error::kind) {
        Err(ErrorKind::ProtocolError(error)) if error.get_id() == 403 => {}
        _ => panic!("{what}: expected a refusal, got {answer:?}"),
    }
}

/// Makes the users of the page, for another prefix: in one evaluation, because each command starts a
/// virtual machine.
fn add_users(server: &Server, prefix: &str) {
    let permissions: Vec<Vec<String>> = PAGE.lines().filter_map(|line| permission(line, prefix)).collect();
    let named: Vec<&str> = permissions.iter().map(|words| words[3].as_str()).collect();
    assert_eq!(named, ROLES, "the page has a line for each");
    let text = |word: &str| format!("<<\"{}\">>", word.replace('\\', "\\\\"));
    let mut code = String::new();
    for words in permissions {
        let words: [String; 7] = words.iter().map(|word| text(word)).collect::<Vec<_>>().try_into().unwrap();
        let [_, _, vhost, role, configure, write, read] = words;
        code += &format!("ok = rabbit_auth_backend_internal:add_user({role}, {role}, <<\"test\">>),");
        code += &format!(
            "ok = rabbit_auth_backend_internal:set_permissions({role}, {vhost}, {configure}, {write}, {read}, <<\"test\">>),"
        );
    }
    ctl(server, &["eval", &format!("{code} ok.")]);
}

/// The words of a command of the page.
fn permission(line: &str, prefix: &str) -> Option<Vec<String>> {
    let arguments = line.strip_prefix("rabbitmqctl set_permissions")?;
    let words = arguments.split_whitespace().map(|word| word.trim_matches('\'').replace("pyjury", prefix));
    Some(std::iter::once("set_permissions".to_owned()).chain(words).collect())
}
