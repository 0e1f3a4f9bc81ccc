import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/adapters/registry.js';
import { parseIntent } from '../../src/core/intent.js';
import { actionNames, type ProductName } from '../../src/core/products.js';
import { commandHints } from '../../src/sandbox/control/command-hints.js';
import { paces } from '../../src/sandbox/pace.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';

let session: Session;

beforeAll(async () => {
  session = await openSession(() => undefined, pageStage(paces.fast));
}, 60_000);

afterAll(() => session.stop());

const wordsOf = (product: ProductName) => {
  const { label, actions, inquiries = [] } = registry[product].profile;
  return { label, inquiries, actions: actionNames.filter((name) => Object.hasOwn(actions, name)) };
};

describe('the commands that the composer offers', () => {
  it('are all understood by the bot', () => {
    const targets = new Map([
      ...Object.entries(session.stage.targets).map(([name, { product }]) => [name, wordsOf(product)] as const),
      ['ib', wordsOf('instabase')] as const,
    ]);
    const hints = commandHints(session);
    const parsed = hints.map(({ text }) => ({ text, ...parseIntent(text, { targets }) }));
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
    expect(parsed).toContainEqual({
      text: 'start jira',
      ok: true,
      intent: expect.objectContaining({ target: 'jira' }),
    });
  });

  it('name every action of every target, each once, with a few words', () => {
    const hints = commandHints(session);
    const texts = hints.map(({ text }) => text);
    for (const [name, { product }] of Object.entries(session.stage.targets)) {
      for (const verb of wordsOf(product).actions) expect(texts).toContain(`${verb} ${name}`);
    }
    for (const verb of wordsOf('instabase').actions) expect(texts).toContain(`${verb} ib`);
    expect(new Set(texts).size).toBe(texts.length);
    expect(hints.filter(({ does }) => does.length < 5 || does.length > 80)).toEqual([]);
  });
});
