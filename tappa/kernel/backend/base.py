"""Django imports a backend by this name."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections that outlive requests."""

    def is_usable(self) -> bool:
        """Whether the connection still holds, asked before its first use in each request: of the socket, where Django
        asks the server, which cost an API call a tenth of its time. A server that has ended has closed the socket; then
        there is something to read, and the server is asked after all."""
        if self.connection is None or self.connection.closed:
            return False
        unread = poll()
        unread.register(self.connection.fileno(), POLLIN)
        return not unread.poll(0) or super().is_usable()
