"""A small DNS server on loopback that answers TXT from a dictionary; what is wrong with it is a name, too."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

SILENT = "silent"  # a name's first label that is never answered
BROKEN = "broken"  # and one that the server fails at
PIECE = 200  # bytes of a string in a TXT record; a longer one is several


@contextmanager
def dns_server(records: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """HOST:PORT. records: {name: texts}; every other name does not exist."""
    known = {name.lower().rstrip("."): texts for name, texts in records.items()}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        thread = Thread(target=_serve, args=(line, known), daemon=True)
        thread.start()
        host, port = line.getsockname()
        try:
            yield f"{host}:{port}"
        finally:
            line.sendto(b"", (host, port))  # an empty datagram ends it
            thread.join(10)


def _serve(line: socket.socket, known: Mapping[str, Sequence[str]]) -> None:
    while True:
        asked, sender = line.recvfrom(4096)
        if not asked:
            return
        query = dns.message.from_wire(asked)
        name = query.question[0].name.to_text().rstrip(".").lower()
        if SILENT in name.split("."):
            continue
        line.sendto(_answer(query, name, known).to_wire(), sender)


def _answer(query: dns.message.Message, name: str, known: Mapping[str, Sequence[str]]) -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if BROKEN in name.split("."):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif name not in known:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif texts := known[name]:
        answer.answer.append(dns.rrset.from_text_list(query.question[0].name, 60, "IN", "TXT", _spelt(texts)))
    return answer


def _spelt(texts: Sequence[str]) -> list[str]:
    def pieces(text: str) -> Iterator[str]:
        for at in range(0, max(len(text), 1), PIECE):
            yield '"' + text[at : at + PIECE].replace("\\", "\\\\").replace('"', '\\"') + '"'

    return [" ".join(pieces(text)) for text in texts]
