import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** A gateway in front of a service that passes everything on but the paths that match: for those it has no route. */
export async function startGateway(service: string, without: RegExp): Promise<Gateway> {
  const gateway = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void (async () => {
        if (without.test((request.url ?? '').split('?')[0] ?? '')) {
          response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>');
          return;
        }
        const headers = Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection');
        const answer = await fetch(`${service}${request.url ?? ''}`, {
          method: request.method ?? 'GET',
          headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
          ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
        });
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
      })();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        gateway.close(() => {
          resolve();
        });
        gateway.closeAllConnections();
      }),
  };
}
