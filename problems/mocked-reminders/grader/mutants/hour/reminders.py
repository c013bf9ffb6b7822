"""Sends reminders of what is due."""

import calendar_service
import mailer
from clock import now


class MailDown(Exception):
    """The mail service didn't take it."""


def remind(user, *, attempts=3):
    """Sends what is due within a day; how many mails went out."""
    sent = 0
    for event in calendar_service.events(user, since=now()):
        if event["start"] - now() > 86400 or event["cancelled"]:
            continue
        for attempt in range(1, attempts + 1):
            try:
                mailer.send(user, subject=f"Reminder: {event['title']}", urgent=event["start"] - now() < 3600)
            except ConnectionError as error:
                if attempt == attempts:
                    raise MailDown(f"{event['title']} was not sent") from error
            else:
                sent += 1
                break
    return sent
