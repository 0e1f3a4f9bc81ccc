import { describe, expect, it } from 'vitest';
import { decodeButtonValue, encodeButtonValue } from '../../../src/slack/ids.js';

const value = { target: 'confluence', upgrade: 12, request: 'r1' };

describe('button values', () => {
  it('come back as they were written', () => {
    expect(decodeButtonValue(encodeButtonValue(value))).toEqual(value);
  });

  it('are short enough for a button', () => {
    const long = encodeButtonValue({ target: 't'.repeat(200), upgrade: 2 ** 40, request: 'r'.repeat(200) });
    expect(long.length).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['no text', undefined],
    ['no JSON', 'confluence'],
    ['another shape', JSON.stringify({ ...value, role: 'admin' })],
    ['a missing field', JSON.stringify({ target: 'confluence', upgrade: 12 })],
    ['a number that is none', JSON.stringify({ ...value, upgrade: '12' })],
    ['a negative number', JSON.stringify({ ...value, upgrade: -1 })],
    ['an empty name', JSON.stringify({ ...value, target: '' })],
    ['a list', '[]'],
    ['a text that is too long', JSON.stringify({ ...value, request: 'r'.repeat(3000) })],
  ])('that were tampered with (%s) mean nothing', (_name, text) => {
    expect(decodeButtonValue(text)).toBeUndefined();
  });
});
