"""Frames: four bytes of length, little-endian, then the frame itself."""

import os
import time
from struct import Struct

from .errors import PeerGone, ProtocolError, TimeUp
from .limits import FRAME_BYTES, MESSAGES

LENGTH = Struct("<I")


class Frames:
    """Both directions of a wire: whole frames in, whole frames out."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.incoming = incoming
        self.outgoing = outgoing
        self.rest = b""
        self.messages = 0
        self.deadline: float | None = None

    def send(self, *frames: bytes) -> None:
        data = b"".join([part for frame in frames for part in (LENGTH.pack(len(frame)), frame)])
        try:
            written = os.write(self.outgoing, data)
            while written < len(data):
                data = data[written:]
                written = os.write(self.outgoing, data)
        except OSError as error:
            raise PeerGone(f"nobody reads: {error.strerror}") from None

    def receive(self) -> bytes:
        data = self.rest
        while len(data) < 4:
            data += self.read(65536)
        length = LENGTH.unpack_from(data)[0] + 4
        if length > FRAME_BYTES:
            raise ProtocolError(f"a frame of {length} bytes; at most {FRAME_BYTES}")
        if len(data) < length:
            parts, have = [data], len(data)
            while have < length:
                parts.append(self.read(min(length - have, 1 << 20)))
                have += len(parts[-1])
            data = b"".join(parts)
        self.rest = data[length:]
        self.messages += 1
        if self.messages > MESSAGES:
            raise ProtocolError(f"more than {MESSAGES} messages")
        return data[4:length]

    def read(self, size: int) -> bytes:
        if self.deadline is not None:
            self.wait(self.deadline)
        try:
            data = os.read(self.incoming, size)
        except OSError as error:
            raise PeerGone(f"the wire can't be read: {error.strerror}") from None
        if not data:
            raise PeerGone("the other end has closed")
        return data

    def wait(self, deadline: float) -> None:
        """Until there is something to read, but not past the deadline."""
        import select

        poll = select.poll()
        poll.register(self.incoming, select.POLLIN)
        while not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            if time.monotonic() >= deadline:
                raise TimeUp
