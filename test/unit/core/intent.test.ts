import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asTyped, type Parsed, parseIntent, type Vocabulary } from '../../../src/core/intent.js';

const vocabulary: Vocabulary = {
  targets: new Map([
    ['confluence', { label: 'Confluence', actions: ['start', 'cancel', 'approve'] }],
    ['wiki', { label: 'Confluence', actions: ['start'] }],
  ]),
};
const inThread: Vocabulary = { ...vocabulary, threadTarget: 'confluence' };

const intentOf = (text: string, words = vocabulary): unknown => {
  const parsed = parseIntent(text, words);
  return parsed.ok ? parsed.intent : { refused: parsed.refusal };
};

const refusalOf = (text: string, words = vocabulary): unknown => {
  const parsed = parseIntent(text, words);
  return parsed.ok ? { understood: parsed.intent } : parsed.refusal;
};

describe('a reading command', () => {
  it.each([
    ['', { kind: 'help' }],
    ['   ', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['list', { kind: 'list' }],
    ['status', { kind: 'status' }],
    ['status confluence', { kind: 'status', target: 'confluence' }],
    ['nodes confluence', { kind: 'nodes', target: 'confluence' }],
    ['node confluence conf-2', { kind: 'node', target: 'confluence', node: 'conf-2' }],
    ['history wiki', { kind: 'history', target: 'wiki' }],
    ['history wiki 12', { kind: 'history', target: 'wiki', number: 12 }],
    ['history wiki #12', { kind: 'history', target: 'wiki', number: 12 }],
    ['doctor', { kind: 'doctor' }],
    ['doctor wiki', { kind: 'doctor', target: 'wiki' }],
  ])('understands "%s"', (text, intent) => {
    expect(intentOf(text)).toEqual(intent);
  });

  it('does not care about capitals in command and target, and keeps those of a node', () => {
    expect(intentOf('NODE Confluence Conf-2')).toEqual({ kind: 'node', target: 'confluence', node: 'Conf-2' });
  });

  it('asks for a node that was left out', () => {
    expect(refusalOf('node confluence')).toEqual({ why: 'missing-node', target: 'confluence' });
  });

  it('does not pass over words that it has no use for', () => {
    expect(refusalOf('nodes confluence now please')).toMatchObject({ why: 'extra-words', words: 'now please' });
    expect(refusalOf('node confluence conf-2 conf-3')).toMatchObject({ why: 'extra-words', words: 'conf-3' });
  });
});

describe('an action', () => {
  it.each([
    ['start confluence', 'start'],
    ['cancel confluence', 'cancel'],
    ['approve confluence', 'approve'],
    ['finalize confluence', 'approve'],
    ['Finalize CONFLUENCE', 'approve'],
  ])('understands "%s"', (text, action) => {
    expect(intentOf(text)).toEqual({ kind: 'action', action, target: 'confluence' });
  });

  it('keeps trailing words as the reason', () => {
    expect(intentOf('start confluence security  fix & more')).toMatchObject({ reason: 'security fix & more' });
  });

  it.each(['--to 9.2.4', '--to=9.2.4', '\u2014to 9.2.4', '\u2013to=9.2.4'])(
    'takes the version from "%s", whatever became of the dashes',
    (option) => {
      const expected = { kind: 'action', action: 'start', target: 'confluence', to: '9.2.4', reason: 'a fix' };
      expect(intentOf(`start confluence ${option} a fix`)).toEqual(expected);
    },
  );

  it('leaves a dash between words of the reason alone', () => {
    expect(intentOf('start confluence fix \u2014 at last')).toMatchObject({ reason: 'fix \u2014 at last' });
  });

  it('takes everything behind the equals sign as the value', () => {
    expect(intentOf('start confluence --to=9.2.4=rc')).toMatchObject({ to: '9.2.4=rc' });
  });

  it.each(['start confluence --to', 'start confluence --to=', 'start confluence --to --to'])(
    'refuses "%s": the value is missing',
    (text) => {
      expect(refusalOf(text)).toEqual({ why: 'missing-value', option: '--to', action: 'start' });
    },
  );

  it('refuses an option that the action does not have, naming those it has', () => {
    expect(refusalOf('start confluence --force')).toEqual({
      why: 'unknown-option',
      option: '--force',
      action: 'start',
      options: ['--to'],
    });
    expect(refusalOf('cancel confluence --to 9')).toMatchObject({ why: 'unknown-option', options: [] });
  });

  it("refuses what the target's product does not have, naming what it has", () => {
    const refusal = refusalOf('approve wiki');
    expect(refusal).toMatchObject({ why: 'not-offered', action: 'approve', target: 'wiki' });
    expect(refusal).toHaveProperty('offered', expect.arrayContaining(['status', 'start']));
    expect(refusal).toHaveProperty('offered', expect.not.arrayContaining(['cancel']));
  });

  it('asks for the target when there is none', () => {
    expect(refusalOf('start')).toEqual({ why: 'missing-target', action: 'start', targets: ['confluence', 'wiki'] });
  });
});

describe('a word that is not known', () => {
  it('is answered with the nearest action', () => {
    expect(refusalOf('strat confluence')).toMatchObject({ why: 'unknown-action', word: 'strat', nearest: 'start' });
    expect(refusalOf('aprove wiki')).toMatchObject({ nearest: 'approve' });
  });

  it('is answered with what the named target can do', () => {
    const refusal = refusalOf('strat wiki');
    expect(refusal).toMatchObject({ target: 'wiki' });
    expect(refusal).toHaveProperty('actions', expect.not.arrayContaining(['cancel']));
  });

  it('is answered with the nearest target', () => {
    const expected = { why: 'unknown-target', word: 'conflunce', nearest: 'confluence', action: 'start' };
    expect(refusalOf('start conflunce')).toMatchObject(expected);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('may be called %s', (word) => {
    expect(refusalOf(`${word} confluence`)).toMatchObject({ why: 'unknown-action', word });
    expect(refusalOf(`start ${word}`)).toMatchObject({ why: 'unknown-target', word });
  });
});

describe("inside an upgrade's thread", () => {
  it('the target may be left out', () => {
    expect(intentOf('approve', inThread)).toEqual({ kind: 'action', action: 'approve', target: 'confluence' });
    expect(intentOf('status', inThread)).toEqual({ kind: 'status', target: 'confluence' });
    expect(intentOf('doctor', inThread)).toEqual({ kind: 'doctor', target: 'confluence' });
    expect(intentOf('node conf-2', inThread)).toMatchObject({ target: 'confluence', node: 'conf-2' });
  });

  it('words behind the action are the reason', () => {
    expect(intentOf('approve looks good', inThread)).toMatchObject({ target: 'confluence', reason: 'looks good' });
  });

  it('a target that is named counts', () => {
    expect(intentOf('start wiki', inThread)).toMatchObject({ target: 'wiki' });
  });
});

describe('text as Slack sends it', () => {
  it.each([
    ['a &lt;!channel&gt; &amp; b', 'a <!channel> & b'],
    ['&amp;lt;', '&lt;'],
    ['<@U0ALICE|alice> in <#C0OPS|ops>', '@alice in #ops'],
    ['<https://example.com/x|example.com/x>', 'https://example.com/x'],
    ['<https://example.com/x>', 'https://example.com/x'],
  ])('%s becomes what was typed', (sent, typed) => {
    expect(asTyped(sent)).toBe(typed);
  });

  it('is unescaped in a reason', () => {
    expect(intentOf('start confluence R&amp;D &lt;3')).toMatchObject({ reason: 'R&D <3' });
  });
});

describe('the grammar', () => {
  const words = fc.constantFrom('start', 'finalize', 'confluence', 'wiki', '--to', '\u2014to', 'node', '=', '<@U1|x>');

  it('understands or refuses any text, and only ever means a configured target', () => {
    const text = fc.array(fc.oneof(words, fc.string()), { maxLength: 8 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, fc.boolean(), (typed, thread) => {
        const parsed: Parsed = parseIntent(typed, thread ? inThread : vocabulary);
        if (!parsed.ok) return typeof parsed.refusal.why === 'string';
        const { intent } = parsed;
        return !('target' in intent) || vocabulary.targets.has(intent.target ?? '');
      }),
      { numRuns: 2000 },
    );
  });
});
