import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import type { UpgradeView } from '../../../src/core/view.js';
import { shownAnswer } from '../../../src/slack/render/answers.js';
import { bundlesAnswer } from '../../../src/slack/render/bundles.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import { requestMessage } from '../../../src/slack/render/request-card.js';
import { MAX_EVENTS_PER_MESSAGE, threadMessage } from '../../../src/slack/render/thread-line.js';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import { anEvent, aStatus } from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';
import {
  aLogLine,
  aRun,
  aStagedLook,
  aStagedRequest,
  stagedAnswering as context,
  nothingCreated,
  stagedProfile as profile,
  tell,
} from '../../support/staged-builders.js';

const hostile: [string, string][] = [
  ['a broadcast', '<!channel> <!here> <@U123> <!subteam^S123> <https://evil.example|Slack>'],
  ['marks that turn writing around', 'a\u202egnp.exe\u2066\u0000\u001b[31m'],
  ['nothing', ''],
  ['very long text', 'x'.repeat(20_000)],
  ['very long text to escape', '<&>"\\'.repeat(4000)],
  ['very long text of wide characters', '😀'.repeat(10_000)],
];

const command = '/upgrade';

/** Eleven stages that failed, of which one logged more than is told, with this text wherever a product can put one. */
function lookWith(text: string): Observation {
  const stages = Array.from({ length: 11 }, (_one, index) => ({
    name: `${index}${text}`,
    status: `${text}${index}`,
    condition: 'error' as const,
  }));
  const log = stages.flatMap(({ name: stage }, at) =>
    Array.from({ length: at === 0 ? 101 : 3 }, (_one, index) =>
      aLogLine({ stage, level: 'ERROR', message: `${index}${text}` }),
    ),
  );
  const run = aRun({ release: text, stages, log, pause: 'asked', failure: { stage: `0${text}`, message: text } });
  return { state: `0${text}`, phase: 'failed', nodes: [], run };
}

const requestWith = (text: string) =>
  aStagedRequest({
    action: 'create',
    by: text,
    reason: text,
    release: text,
    size: text,
    keep: Array.from({ length: 50 }, () => text),
    files: Array.from({ length: 3 }, () => ({ id: text, field: text, name: text, size: 1 })),
    evidence: Array.from({ length: 40 }, () => text),
    report: Array.from({ length: 40 }, () => text),
    status: 'ended',
    outcome: 'done',
  });

function messagesWith(text: string): Rendered[] {
  const { view: seen, events } = tell(nothingCreated, [lookWith(text)]);
  const request = requestWith(text);
  const view: UpgradeView = { ...seen, requests: [request] };
  const report = [...(request.report ?? [])];
  const outcome = anEvent({ type: 'outcome', request: request.id, result: 'done', lostAnswer: false, report } as const);
  const drawn = { view, profile, command };
  const pages = Array.from({ length: 4 }, (_one, page) =>
    [outcome, ...events].slice(page * MAX_EVENTS_PER_MESSAGE, (page + 1) * MAX_EVENTS_PER_MESSAGE),
  );
  const observation = lookWith(text);
  const target = aStatus({ target: 'ib', label: 'Instabase', observation, upgrade: view, warnings: [] });
  const bundles = Array.from({ length: 99 }, () => ({ release: text, size: 1, problem: text }));
  const finished: UpgradeView = { ...view, finishedHow: 'rolled-back', finishedAt: 0 };
  return [
    upgradeCard({ ...drawn, gauges: new Map(), plain: false }),
    upgradeCard({ ...drawn, gauges: new Map(), plain: true }),
    upgradeCard({ ...drawn, view: finished, gauges: new Map(), plain: false }),
    requestMessage({ ...drawn, request }),
    requestMessage({ ...drawn, request: { ...request, status: 'open', required: 1 } }),
    ...pages.flatMap((page) => threadMessage(page, drawn) ?? []),
    shownAnswer({ kind: 'list', targets: Array.from({ length: 60 }, () => target) }, context),
    shownAnswer({ kind: 'status', target }, context),
    shownAnswer({ kind: 'nodes', target }, context),
    bundlesAnswer({ kind: 'bundles', target: 'ib', bundles, canUpload: true }, context),
  ];
}

describe('every message about a run in stages', () => {
  it.each(hostile)('stays sound and notifies nobody with %s in every place', (_name, text) => {
    const messages = messagesWith(text);
    expect(messages).toHaveLength(13);
    for (const rendered of messages) {
      expectSound(rendered);
      expect(rendered.text).not.toMatch(/<@U123>|<!subteam\^S123>|<https/);
      expect(JSON.stringify(rendered.blocks)).not.toMatch(/"(?:user|usergroup)_id":"[US]123"|"type":"link"/);
    }
  });

  it('shows a log line as it was written', () => {
    const told = tell(aStagedLook('RUN_ACTIONS'), [
      aStagedLook('RUN_ACTIONS', 'running', { log: [aLogLine({ message: 'see <!channel> & *all*' })] }),
    ]);
    const rendered = threadMessage(told.events, { view: told.view, profile, command });
    expect(rendered?.text).toBe('WARNING in RUN_ACTIONS: see &lt;!channel&gt; &amp; *all*');
    expect(rendered && readable(rendered)).toContain('see <!channel> & *all*');
  });
});
