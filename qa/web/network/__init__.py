"""Host names, listening sockets and connections: what is below HTTP, or decides who reaches it."""
