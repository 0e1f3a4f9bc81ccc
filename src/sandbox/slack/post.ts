import { createHmac } from 'node:crypto';
import { request } from 'node:http';

export interface Posted {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body`. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/**
 * Posts once, on a connection of its own, so that no idle connection is left behind at the bot.
 * Rejects with an `AbortError` when the signal fires, and with the socket's error when nobody answers.
 */
export const post = (
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method: 'POST', agent: false, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
