import { describe, expect, it } from 'vitest';
import { slackAddress } from '../../../src/slack/out/slack-address.js';

describe('an address that Slack names', () => {
  const api = 'https://slack.com/api/';

  it.each(['https://files.slack.com/upload/v1/1', 'https://slack.com/x', 'https://files.slack-gov.com/x'])(
    'is taken: %s',
    (address) => {
      expect(slackAddress(address, api).href).toBe(address);
    },
  );

  it('is taken where the Web API itself is', () => {
    expect(slackAddress('http://127.0.0.1:4000/up', 'http://127.0.0.1:4000/api/').port).toBe('4000');
  });

  it.each([
    'http://files.slack.com/x',
    'https://files.slack.com:8443/x',
    'https://files.slack.com.evil.example/x',
    'https://evilslack.com/x',
    'https://files.slack.com@evil.example/x',
    'https://user:pass@files.slack.com/x',
    'https://169.254.169.254/x',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('is refused: %s', (address) => {
    expect(() => slackAddress(address, api)).toThrow(/Slack named an address/);
  });

  it.each(['http://127.0.0.1:4001/up', 'http://localhost:4000/up'])(
    'is refused beside a local Web API: %s',
    (address) => {
      expect(() => slackAddress(address, 'http://127.0.0.1:4000/api/')).toThrow('another host');
    },
  );
});
