import time


def retry(times=3, on=Exception, wait=1.0, factor=2.0, sleep=time.sleep):
    if times < 1:
        raise ValueError("at least one attempt")

    def decorate(function):
        def again(*args, **keywords):
            pause, notes = wait, []
            for attempt in range(1, times + 1):
                again.attempts += 1
                try:
                    return function(*args, **keywords)
                except on as error:
                    if attempt == times:
                        for note in notes:
                            error.add_note(note)
                        raise
                    notes.append(f"attempt {attempt}: {error!r}")
                sleep(pause)
                pause *= factor

        again.attempts = 0
        return again

    return decorate
