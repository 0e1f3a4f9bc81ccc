import { describe, expect, it } from 'vitest';
import { registry } from '../../src/adapters/registry.js';
import { parseIntent, type Vocabulary } from '../../src/core/intent.js';
import {
  type ActionProfile,
  actionNames,
  type Matter,
  type ProductName,
  productNames,
} from '../../src/core/products.js';
import { apiPath, routeOf } from '../../src/sandbox/instabase/routes.js';
import { partAfter, readPage, rowsOf } from '../support/pages.js';

const sectionOf = (name: ProductName): string => {
  const [section = ''] = partAfter(readPage('docs/products.md'), `\n## ${registry[name].profile.label}\n`).split(
    '\n## ',
  );
  return section;
};

/** Without the marks of code. */
const tableIn = (section: string, heading: string): string[][] =>
  rowsOf(partAfter(section, heading)).map((row) => row.map((cell) => cell.replaceAll('`', '')));

const inStages = (name: ProductName): boolean => registry[name].profile.stages !== undefined;

function wayBackOf({ reads, wayBack }: ActionProfile): string {
  if (reads === true) return 'not needed';
  return /^(?:none|there is no way back)\b/.test(wayBack) ? 'no' : 'yes';
}

function matterWords(matter: Matter): string {
  if (matter === 'started') return 'start';
  return matter === 'over' ? 'end' : matter;
}

const timeWords = (ms: number): string => (ms < 60_000 ? `${ms / 1_000} s` : `${ms / 60_000} min`);

describe('docs/products.md', () => {
  it.each(productNames)('has the states and actions of %s as its profile has them', (name) => {
    const { states, actions } = registry[name].profile;
    const section = sectionOf(name);
    const heading = inStages(name) ? '### States of the upgrade' : '### States of the cluster';

    expect(tableIn(section, heading)).toEqual(
      Object.entries(states).map(([state, { phase, words }]) => [state, phase, words]),
    );
    expect(tableIn(section, '### Actions')).toEqual(
      actionNames.flatMap((action) => {
        const one = actions[action];
        if (one === undefined) return [];
        const approval = one.alwaysApproved ? 'always' : 'by configuration';
        return [[action, one.from.join(', '), approval, timeWords(one.timeoutMs), wayBackOf(one)]];
      }),
    );
  });

  it.each(productNames.filter((name) => !inStages(name)))('has the node states of %s', (name) => {
    const { nodeStates } = registry[name].profile;
    expect(tableIn(sectionOf(name), '### States of a node')).toEqual(
      Object.entries(nodeStates).map(([state, { condition, words }]) => [state, condition, words]),
    );
  });

  it.each(productNames.filter(inStages))('has what voids a request of %s', (name) => {
    const { actions } = registry[name].profile;
    expect(tableIn(sectionOf(name), '### What voids a request')).toEqual(
      actionNames.flatMap((action) => {
        const { matters, reads } = actions[action] ?? {};
        if (matters === undefined) return [];
        return [[action, reads === true ? 'nothing: it only reads' : matters.map(matterWords).join(', ')]];
      }),
    );
  });

  it.each(productNames.filter(inStages))('has the stages of %s in their order, and their statuses', (name) => {
    const { stages = [], stageStatuses = {}, outage = [] } = registry[name].profile;
    const section = sectionOf(name);
    const states = tableIn(section, '### States of the upgrade').map(([state]) => state ?? '');

    expect(states.filter((state) => stages.includes(state))).toEqual(stages);
    expect(tableIn(section, '### Statuses of a stage')).toEqual(
      Object.entries(stageStatuses).map(([status, { condition, words }]) => [status, condition, words]),
    );
    expect(section.replace(/\s+/g, ' ')).toContain(`from \`${outage[0]}\` to \`${outage.at(-1)}\``);
  });
});

describe('the calls of Instabase in docs/products.md', () => {
  const { profile } = registry.instabase;
  const calls = tableIn(sectionOf('instabase'), '### Every call').map(([call = '', command = '']) => ({
    call,
    command,
  }));
  const vocabulary: Vocabulary = {
    targets: new Map([
      [
        'ib',
        {
          label: profile.label,
          actions: actionNames.filter((name) => profile.actions[name] !== undefined),
          inquiries: profile.inquiries ?? [],
        },
      ],
    ]),
  };

  it('are the sixteen of the Upgrade API', () => {
    const verbs = calls.map(({ call }) => {
      const [method, path = ''] = call.split(' ');
      const route = routeOf(`${apiPath}${path}`);
      expect(route?.method).toBe(method);
      return route?.verb;
    });
    expect(new Set(verbs).size).toBe(16);
    expect(verbs).toHaveLength(16);
  });

  it('each have a command that the grammar takes, but for the stream, which nobody has to ask for', () => {
    const without = calls.filter(({ command }) => !command.startsWith('/upgrade '));
    expect(without.map(({ call }) => call)).toEqual(['GET /product/upgrade/events']);

    for (const { command } of calls.filter((one) => !without.includes(one))) {
      expect(parseIntent(command.replace('/upgrade ', ''), vocabulary), command).toMatchObject({
        ok: true,
        intent: { target: 'ib' },
      });
    }
  });

  it('leave no action and no question of the product out', () => {
    const words = new Set(calls.map(({ command }) => command.split(' ')[1]));
    for (const name of [...Object.keys(profile.actions), ...(profile.inquiries ?? [])]) expect(words).toContain(name);
  });
});
