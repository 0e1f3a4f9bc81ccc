import { describe, expect, it } from 'vitest';
import type { CheckGroup } from '../../../src/core/checkup.js';
import type { Happening } from '../../../src/core/events.js';
import { decisionAnswer, shownAnswer } from '../../../src/slack/render/answers.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import { refusalAnswer } from '../../../src/slack/render/refusal.js';
import { requestMessage } from '../../../src/slack/render/request-card.js';
import { threadMessage } from '../../../src/slack/render/thread-line.js';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import {
  aNode,
  aNodeObservation,
  anEvent,
  anObservation,
  answering,
  anUpgrade,
  aProfile,
  aRequest,
  aSnapshot,
  aStart,
  aStatus,
  aWarning,
  T0,
} from '../../support/builders.js';
import { expectSound } from '../../support/rendered.js';

const hostile: [string, string][] = [
  ['a broadcast', '<!channel> <!here> <!everyone>'],
  ['mentions', '<@U123> <!subteam^S123> <#C123> <https://evil.example|Slack>'],
  ['formatting', '*bold* _it_ ~st~ `code` ```\n> quote'],
  ['marks that turn writing around', 'a\u202egnp.exe\u2066\u0000\u001b[31m'],
  ['half characters', '\ud83d \udc00'],
  ['nothing', ''],
  ['only white space', ' \n\t '],
  ['very long text', 'x'.repeat(20_000)],
  ['very long text to escape', '<&>"\\'.repeat(4000)],
  ['very long text of wide characters', '😀'.repeat(10_000)],
];

const profile = aProfile();
const command = '/upgrade';
const errors = (text: string) => Array.from({ length: 20 }, () => ({ task: text, message: text, clusterWide: true }));

/** Thirty nodes, all of them with this text in every place where a product can put one. */
const nodesWith = (text: string) =>
  Array.from({ length: 30 }, (_one, index) =>
    aNode({
      id: `${index}`,
      name: `${index}${text}`.slice(0, 200),
      state: `${text}${index}`,
      version: `${text}${index}`,
      errors: errors(text),
    }),
  );

const viewWith = (text: string) =>
  anUpgrade({
    state: text || 'X',
    by: text,
    originalVersion: text,
    lostSince: T0,
    lostDetail: text,
    nodes: nodesWith(text),
    requests: [aStart({ reason: text, to: text, by: text }), requestWith(text)],
    warnings: Array.from({ length: 30 }, (_one, index) => aWarning({ subject: `${text}${index}`, detail: text })),
  });

const requestWith = (text: string) =>
  aRequest({
    reason: text,
    to: text,
    drops: nodesWith(text).map((node) => node.name),
    seen: aSnapshot({ state: text }),
  });

const events = (text: string): Happening[] => [
  { type: 'state', to: text, phase: 'unknown' },
  { type: 'voided', request: 'r1', changes: [text, text] },
  { type: 'outcome', request: 'r1', result: 'failed', detail: text, lostAnswer: false },
  { type: 'warned', key: `tasks-failed:${text}`, kind: 'tasks-failed', subject: text, detail: text },
  { type: 'cleared', key: `tasks-failed:${text}` },
  { type: 'lost', detail: text, failures: 1 },
  { type: 'rejected', request: 'r1', by: text },
  { type: 'finished', how: 'completed' },
  ...nodesWith(text)
    .slice(0, 7)
    .map(
      (node): Happening => ({
        type: 'node',
        change: 'changed',
        node,
        wasId: node.id,
        wasVersion: text,
        stateChanged: true,
      }),
    ),
];

function messagesWith(text: string): Rendered[] {
  const view = viewWith(text);
  const observation = anObservation({
    state: text,
    nodes: nodesWith(text).map(({ id, name, state }) => aNodeObservation({ id, name, state, version: text })),
  });
  const target = aStatus({ observation, warnings: Array.from({ length: 30 }, () => text), upgrade: view });
  const node = aNodeObservation({
    name: text,
    state: text,
    version: text,
    build: text,
    address: text,
    errors: errors(text),
  });
  const thread = threadMessage(
    events(text).map((event) => anEvent(event)),
    { view, profile, command },
  );
  return [
    upgradeCard({ view, profile, gauges: new Map(), plain: false, command }),
    upgradeCard({
      view: { ...view, nodes: view.nodes.slice(0, 12) },
      profile,
      gauges: new Map(),
      plain: true,
      command,
    }),
    requestMessage({ view, profile, request: requestWith(text), command }),
    requestMessage({ view, profile, request: { ...requestWith(text), status: 'voided', changes: [text] }, command }),
    ...(thread === undefined ? [] : [thread]),
    shownAnswer({ kind: 'list', targets: Array.from({ length: 60 }, () => target) }, answering),
    shownAnswer({ kind: 'status', target }, answering),
    shownAnswer({ kind: 'nodes', target }, answering),
    shownAnswer({ kind: 'node', target, node }, answering),
    shownAnswer({ kind: 'doctor', groups: groupsInTrouble(text, 3) }, answering),
    shownAnswer({ kind: 'doctor', groups: groupsInTrouble(text, 60) }, answering),
    decisionAnswer({ kind: 'voided', changes: [text] }, answering),
    refusalAnswer(
      { why: 'unknown-action', word: text, nearest: text, actions: Array.from({ length: 99 }, () => text) },
      answering,
    ),
    refusalAnswer(
      { why: 'not-now', action: 'start', target: text, state: text, words: text, because: text, allowed: [] },
      answering,
    ),
    refusalAnswer({ why: 'no-such-node', target: text, node: text, nodes: [text, text] }, answering),
  ];
}

function groupsInTrouble(text: string, count: number): CheckGroup[] {
  const check = { name: text, about: text, result: 'failed', detail: text, remedy: text } as const;
  return Array.from({ length: count }, () => ({ kind: 'target', title: text, checks: Array(20).fill(check) }));
}

describe('every message', () => {
  it.each(hostile)('stays sound and notifies nobody with %s in every place', (_name, text) => {
    for (const rendered of messagesWith(text)) {
      expectSound(rendered);
      expect(rendered.text).not.toMatch(/<@U123>|<!subteam\^S123>|<#C123>|<https/);
      expect(JSON.stringify(rendered.blocks)).not.toMatch(/"(?:user|usergroup|channel)_id":"[USC]123"|"type":"link"/);
    }
  });

  it('shows what was typed as it was typed', () => {
    const view = anUpgrade({ requests: [aStart({ reason: 'see <!channel> & *all*' })] });
    const rendered = upgradeCard({ view, profile, gauges: new Map(), plain: false, command });
    expect(rendered.text).toContain('“see &lt;!channel&gt; &amp; *all*”');
    expect(JSON.stringify(rendered.blocks)).toContain('“see <!channel> & *all*”');
  });
});
