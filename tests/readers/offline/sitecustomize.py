"""Python loads this file first where its folder is on the path: what runs then has no network.

A reader that looks past our files for a download fails at once, wherever it would have downloaded from.
"""

import sys

ASKING = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}


def refuse(event: str, arguments: tuple) -> None:
    if event in ASKING:
        raise OSError(f"no network for readers: {event}")


sys.addaudithook(refuse)
