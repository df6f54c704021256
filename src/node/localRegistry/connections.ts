import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets `maximum` clients in, and at the last free place ends the connection that has waited longest without a request:
 * those who only hold a connection lock nobody out. A client whose idle connection is ended makes a new one.
 */
export function limitConnections(server: Server, maximum: number): void {
  // Some places stay free for those who come in the moment until an ended connection is gone.
  const comfortable = maximum - Math.ceil(maximum / 16);
  /** In the order in which they became idle. */
  const idle = new Set<Socket>();
  let open = 0;
  server.maxConnections = maximum;
  server.on('connection', (socket) => {
    open += 1;
    idle.add(socket);
    socket.once('close', () => {
      open -= 1;
      idle.delete(socket);
    });
    if (open > comfortable) endFirst(idle);
  });
  server.on('request', ({ socket }, outgoing) => {
    idle.delete(socket);
    outgoing.once('close', () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
}

function endFirst(idle: Set<Socket>): void {
  const [socket] = idle;
  if (socket === undefined) return;
  idle.delete(socket);
  socket.destroy();
}
