import { describe, expect, it } from 'vitest';
import { parseIntent, type Vocabulary } from '../../../src/core/intent.js';

const vocabulary: Vocabulary = {
  targets: new Map([
    ['confluence', { label: 'Confluence', actions: ['start', 'cancel', 'approve'] }],
    [
      'ib',
      {
        label: 'Instabase',
        actions: ['create', 'validate', 'start', 'pause', 'retry', 'continue', 'rollback', 'complete', 'abandon'],
        inquiries: ['preflight', 'show', 'diff', 'events'],
      },
    ],
  ]),
};

const read = (text: string, words = vocabulary): unknown => {
  const parsed = parseIntent(text, words);
  return parsed.ok ? parsed.intent : parsed.refusal;
};

const action = (name: string, given: object = {}) => ({ kind: 'action', action: name, target: 'ib', ...given });
const inquiry = (name: string, given: object = {}) => ({ kind: 'inquiry', name, target: 'ib', ...given });

describe('an action of a product in stages', () => {
  it.each([
    ['validate ib', action('validate')],
    ['complete ib all tests are green', action('complete', { reason: 'all tests are green' })],
    ['abandon ib', action('abandon')],
    ['abandon ib --started', action('abandon', { started: true })],
    ['abandon ib rollback failed --started', action('abandon', { started: true, reason: 'rollback failed' })],
    ['create ib', action('create')],
    ['create ib 23.04.3', action('create', { release: '23.04.3' })],
    ['create ib 23.04.3 security fix', action('create', { release: '23.04.3', reason: 'security fix' })],
    ['create ib 23.04.3 --size large', action('create', { release: '23.04.3', size: 'LARGE' })],
    [
      'create ib --keep aws-config,db-tls-metadata 23.04.3',
      action('create', { release: '23.04.3', keep: ['aws-config', 'db-tls-metadata'] }),
    ],
    ['create ib 23.04.3 —keep=aws-config', action('create', { release: '23.04.3', keep: ['aws-config'] })],
  ])('understands "%s"', (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it.each([
    ['create ib 23.04.3 --size HUGE', { why: 'wrong-value', option: '--size', value: 'HUGE' }],
    ['create ib 23.04.3 --size', { why: 'missing-value', option: '--size' }],
    ['create ib 23.04.3 --size --keep a', { why: 'missing-value', option: '--size' }],
    ['abandon ib --force', { why: 'unknown-option', option: '--force', options: ['--started'] }],
    ['abandon ib --constructor', { why: 'unknown-option', option: '--constructor' }],
    ['abandon ib --started --started', { why: 'repeated-option', option: '--started' }],
    ['validate ib --full', { why: 'unknown-option', option: '--full', options: [] }],
    ['cancel ib', { why: 'not-offered', action: 'cancel', target: 'ib' }],
    ['complete confluence', { why: 'not-offered', action: 'complete', target: 'confluence' }],
  ])('says what is wrong with "%s"', (text, refusal) => {
    expect(read(text)).toMatchObject(refusal);
  });
});

describe('a question', () => {
  it.each([
    ['preflight ib', inquiry('preflight')],
    ['show ib', inquiry('show')],
    ['diff ib', inquiry('diff')],
    ['diff ib --full', inquiry('diff', { full: true })],
    ['events ib', inquiry('events')],
    ['events ib run_actions', inquiry('events', { stage: 'RUN_ACTIONS' })],
  ])('understands "%s"', (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it('needs no target in the thread of an upgrade', () => {
    expect(read('events RUN_ACTIONS', { ...vocabulary, threadTarget: 'ib' })).toEqual(
      inquiry('events', { stage: 'RUN_ACTIONS' }),
    );
  });

  it.each([
    ['show ib please', { why: 'extra-words', words: 'please' }],
    ['events ib RUN_ACTIONS now', { why: 'extra-words', words: 'now' }],
    ['diff confluence', { why: 'not-offered', action: 'diff', target: 'confluence' }],
    ['show ib --full', { why: 'unknown-option', option: '--full' }],
  ])('says what is wrong with "%s"', (text, refusal) => {
    expect(read(text)).toMatchObject(refusal);
  });
});
