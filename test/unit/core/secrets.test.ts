import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hider, spellings } from '../../../src/core/secrets.js';

const secret = 'xoxb-1/2+3"4\\5%6 7é&8';

/** Ways in which a text that somebody echoes may carry a secret. */
const echoes: readonly (readonly [how: string, echo: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in JSON', (text) => JSON.stringify({ text })],
  ['in JSON in JSON', (text) => JSON.stringify(JSON.stringify({ text }))],
  ['in a query', (text) => new URLSearchParams({ text }).toString()],
  ['in a path', (text) => `https://host/${encodeURIComponent(text)}`],
  ['in a path in lower case', (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
  ['as the password of an address', (text) => Object.assign(new URL('https://user@host/'), { password: text }).href],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64 behind a name', (text) => Buffer.from(`me:${text}`).toString('base64')],
  ['in base64 between other bytes', (text) => Buffer.from(`a${text}z`).toString('base64')],
  ['in base64 for addresses', (text) => Buffer.from(`{"t":"${text}"}`).toString('base64url')],
];

describe('hiding secrets', () => {
  const hide = hider([secret, 'another-secret-of-mine'], '[secret]');

  it.each(echoes)('finds one that stands %s', (_how, echo) => {
    const hidden = hide(`before ${echo(secret)} after`);
    expect(hidden).toContain('[secret]');
    expect(hidden).toMatch(/^before .* after$/);
    for (const spelling of spellings(secret)) expect(hidden).not.toContain(spelling);
  });

  it('finds any secret in any echo, wherever it stands', () => {
    const texts = fc
      .string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 40 })
      .filter((one) => one.trim() === one);
    const echoed = fc.constantFrom(...echoes.map(([, echo]) => echo));
    fc.assert(
      fc.property(texts, echoed, fc.string(), fc.string(), (one, echo, before, after) => {
        const shown = hider([one], '\u0001')(`${before}${echo(one)}${after}`);
        expect(shown).toContain('\u0001');
        expect(shown).not.toContain(one);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves no rest of a secret that begins with another', () => {
    expect(hider(['token', 'token-of-jira'], '*')('token-of-jira and token')).toBe('* and *');
  });

  it('leaves other texts as they are', () => {
    for (const text of ['', 'abc', 'a line without any', 'xoxb-', 'another-secret-of-min'])
      expect(hide(text)).toBe(text);
  });

  it('does not take a value for a secret that is too short to be one', () => {
    expect(hider(['abc', ''], '*')('abcabc')).toBe('abcabc');
  });
});
