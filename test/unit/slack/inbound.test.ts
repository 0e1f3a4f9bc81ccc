import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { waitBefore } from '../../../src/slack/in/keep-open.js';
import { afterMention } from '../../../src/slack/in/mentions.js';
import { deliveryKey } from '../../../src/slack/in/payloads.js';
import { postToResponseUrl } from '../../../src/slack/in/response-url.js';
import { scrubbed, slackLog } from '../../../src/slack/log.js';
import { capturedLog } from '../../support/captured-log.js';

describe('the key of a delivery', () => {
  it('is the same for the same thing delivered again, and shows nothing of it', () => {
    const key = deliveryKey('command', { trigger_id: 'trigger-1', text: 'start' });
    expect(deliveryKey('command', { trigger_id: 'trigger-1', text: 'start' })).toBe(key);
    expect(key).not.toContain('trigger-1');
  });

  it('differs by kind and by everything that Slack says of it', () => {
    const keys = [
      deliveryKey('command', { trigger_id: '1', text: 'list' }),
      deliveryKey('mention', { trigger_id: '1', text: 'list' }),
      deliveryKey('command', { trigger_id: '2', text: 'list' }),
      deliveryKey('command', { trigger_id: '1', text: 'status' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the words after a mention', () => {
  it.each([
    ['<@UBOT> status confluence', ' status confluence'],
    ['please <@UBOT|upgrade-bot> status', ' status'],
    ['<@UBOT> start confluence for <@U1>', ' start confluence for <@U1>'],
    ['<@UBOT>', ''],
  ])('of %j are %j', (text, words) => {
    expect(afterMention(text, 'UBOT')).toBe(words);
  });
});

describe('the wait before another socket', () => {
  it('is none after a good life, and grows to ten seconds at most', () => {
    expect(waitBefore(0, 1)).toBe(0);
    expect(waitBefore(1, 0)).toBe(100);
    expect(waitBefore(1, 1)).toBe(200);
    expect(waitBefore(3, 1)).toBe(800);
    expect(waitBefore(60, 1)).toBe(10_000);
  });
});

describe('the log of the Slack libraries', () => {
  it('removes tokens and addresses that grant something', () => {
    const text = scrubbed(
      'xoxb-1-a xapp-1-B wss://w.slack.com/link?ticket=1 https://hooks.slack.com/commands/T1/2/3 in #ops',
    );
    expect(text).toBe('[removed] [removed] [removed] [removed] in #ops');
  });

  it('keeps the error apart and drops what is said for debugging', () => {
    const logger = capturedLog();
    const log = slackLog(logger);
    log.debug('envelope with https://hooks.slack.com/commands/T1/2/3');
    log.error('it failed', new TypeError('with xoxb-1-a'));
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        values: { said: 'it failed', err: { type: 'TypeError', message: 'with [removed]' } },
        text: 'slack library reports an error',
      },
    ]);
  });
});

describe('answering to the address that came with a command', () => {
  it.each(['http://example.com/commands/1', 'ftp://localhost/1', 'no address'])('does not use %s', async (address) => {
    const answer = postToResponseUrl(address, {});
    await expect(answer).rejects.toMatchObject({
      kind: 'slack-refused',
      message: expect.not.stringContaining(address),
    });
  });

  it('tries once more when the connection breaks', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.method ?? '');
      if (seen.length === 1) request.socket.destroy();
      else response.end('ok');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await postToResponseUrl(`http://127.0.0.1:${address.port}/commands/1`, { text: 'hello' });
    expect(seen).toEqual(['POST', 'POST']);
    server.close();
  });

  it('does not repeat an answer that was refused', async () => {
    let count = 0;
    const server = createServer((_request, response) => {
      count += 1;
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const answer = postToResponseUrl(`http://127.0.0.1:${address.port}/commands/1`, {});
    await expect(answer).rejects.toMatchObject({ message: 'response url answered HTTP 404' });
    expect(count).toBe(1);
    server.close();
  });
});
