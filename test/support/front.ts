import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One address in front of several processes, which get the requests in turn. */
export interface Front {
  readonly url: string;
  add(port: number): void;
  remove(port: number): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Passes requests on over loopback; one that a process does not take goes to the next. Nobody left: 503. */
export async function startFront(): Promise<Front> {
  const ports: number[] = [];
  let turn = 0;
  const pass = async (incoming: IncomingMessage): Promise<Answer> => {
    const body = await buffer(incoming);
    for (let attempt = 0; attempt < ports.length; attempt += 1) {
      turn += 1;
      const answer = await ask(ports[turn % ports.length] ?? 0, incoming, body);
      if (answer !== undefined) return answer;
    }
    return { status: 503, headers: {}, body: Buffer.alloc(0) };
  };
  const server = createServer((incoming, outgoing) => {
    pass(incoming).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      () => outgoing.destroy(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/slack/events`,
    add: (port) => void ports.push(port),
    remove: (port) => void ports.splice(ports.indexOf(port), ports.includes(port) ? 1 : 0),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The answer of one process; undefined when it did not take the request. */
async function ask(port: number, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer | undefined> {
  const sent = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false });
  try {
    const answered = once(sent, 'response');
    sent.end(body);
    const [answer] = (await answered) as [IncomingMessage];
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
  } catch {
    // It is going, or gone.
    return undefined;
  }
}
