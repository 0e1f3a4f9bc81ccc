import { afterEach, describe, expect, it } from 'vitest';
import { buttonsIn } from '../../src/sandbox/slack/buttons.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import { type Edge, maxUpload, ops, startEdge } from '../support/slack-edge.js';
import { acceptedStart } from '../support/stub-services.js';

const running: Edge[] = [];

async function edgeOf(kind: 'socket' | 'http'): Promise<Edge> {
  const edge = await startEdge(kind);
  running.push(edge);
  return edge;
}

afterEach(async () => {
  for (const edge of running.splice(0)) await edge.stop();
});

const firstOf = async <T>(read: () => readonly T[]): Promise<T> => {
  await expect.poll(() => read().length).toBeGreaterThan(0);
  const [first] = read();
  if (first === undefined) throw new Error('nothing came');
  return first;
};

/** Alice types the command without a release and presses the button for files of her own. */
async function pressUpload(edge: Edge) {
  edge.services.answers.ask = { kind: 'bundles', target: 'ib', bundles: [], canUpload: true };
  const alice = edge.slack.people.as('U0ALICE');
  const answer = await firstOf((await alice.command('create ib', { channel: ops })).answers);
  const pressed = await alice.click(answer, { buttonText: 'Upload files' });
  edge.services.answers.ask = acceptedStart;
  edge.services.asked.length = 0;
  return { alice, answer, pressed };
}

async function openForm(edge: Edge) {
  const { alice } = await pressUpload(edge);
  const form = await firstOf(() => edge.slack.views('U0ALICE'));
  const zip = (name: string, size = 10): string => alice.upload(name, 'x'.repeat(size)).id;
  const send = (fields: Record<string, object>) =>
    alice.submit(form.id, Object.fromEntries(Object.entries(fields).map(([name, state]) => [name, { [name]: state }])));
  return { alice, form, zip, send };
}

describe.each(['socket', 'http'] as const)('files of a person for an upgrade, over %s', (kind) => {
  it('are asked for in a form that tells which, and is opened by a button', async () => {
    const { form } = await openForm(await edgeOf(kind));

    const shown = JSON.stringify(form.view);
    expect(form.view).toMatchObject({ callback_id: 'ask_with_files', title: { text: 'Create' } });
    for (const field of ['base_configs', 'default_patches', 'network_policies']) expect(shown).toContain(field);
    for (const size of ['STANDARD', 'LARGE', 'XLARGE', 'Keep the current size']) expect(shown).toContain(size);
    expect(shown).toContain('control-plane-db-backend-params\\naws-keys-storage\\ndb-tls-metadata');
    expect(shown).toContain('2.0 kB');
    expect(shown).toContain('release_version');
  });

  it('are asked for like by a command, with all that was chosen', async () => {
    const edge = await edgeOf(kind);
    const { send, zip } = await openForm(edge);
    const files = [zip('base_configs.zip'), zip('policies.TGZ', 20)];

    const sent = await send({
      file_base_configs: { files: files.slice(0, 1) },
      file_network_policies: { files: files.slice(1) },
      size: { type: 'static_select', selected_option: { value: 'LARGE' } },
      keep: { type: 'plain_text_input', value: 'aws-config\nmine' },
      reason: { type: 'plain_text_input', value: ' <!here> the 22nd ' },
    });

    const answer = await firstOf(sent.answers);
    expect(edge.services.asked).toEqual([
      {
        action: 'create',
        target: 'ib',
        by: 'U0ALICE',
        files: [
          { id: files[0], name: 'base_configs.zip', size: 10, field: 'base_configs' },
          { id: files[1], name: 'policies.TGZ', size: 20, field: 'network_policies' },
        ],
        size: 'LARGE',
        keep: ['aws-config', 'mine'],
        reason: '<!here> the 22nd',
      },
    ]);
    expect(answer).toMatchObject({ user: 'U0ALICE', channel: ops, via: 'chat.postEphemeral' });
  });

  it('keep the size and the known configs when nobody changes the form', async () => {
    const edge = await edgeOf(kind);
    const { send, zip, form } = await openForm(edge);

    await send({ file_base_configs: { files: [zip('a.zip')] } });

    await expect.poll(() => edge.services.asked).toHaveLength(1);
    const [asked] = edge.services.asked;
    expect(asked).not.toHaveProperty('size');
    expect(asked?.keep).toEqual([
      'control-plane-db-backend-params',
      'aws-keys-storage',
      'db-tls-metadata',
      'google-private-key',
      'google-cloud-key',
      'aws-config',
    ]);
    expect(form.open).toBe(false);
  });

  it('are refused in the form itself, which stays open, when they are too large', async () => {
    const edge = await edgeOf(kind);
    const { send, zip, form } = await openForm(edge);

    const sent = await send({
      file_base_configs: { files: [zip('a.zip', 100)] },
      file_default_patches: { files: [zip('b.zip', maxUpload)] },
    });

    expect(sent.ackBody).toEqual({
      response_action: 'errors',
      errors: { file_default_patches: expect.stringContaining('larger than the 2.0 kB') },
    });
    expect(form.open).toBe(true);
    await send({ file_base_configs: { files: [zip('a.zip', 100)] } });
    await expect.poll(() => edge.services.asked).toHaveLength(1);
  });

  it('are refused with names of configs that are none', async () => {
    const edge = await edgeOf(kind);
    const { send, zip } = await openForm(edge);

    const sent = await send({ file_base_configs: { files: [zip('a.zip')] }, keep: { value: 'fine\nnot/fine' } });

    expect(sent.ackBody).toMatchObject({ errors: { keep: expect.stringContaining('no name of a config') } });
    expect(edge.services.asked).toEqual([]);
  });

  it.each([
    ['of another type', 'a.exe', 'This is no .zip, .gz, .tgz file.'],
    ['that are missing', undefined, 'This file is needed.'],
  ])('are refused %s although Slack’s own form would not send them', async (_how, name, words) => {
    const edge = await edgeOf(kind);
    const { form, send, zip } = await openForm(edge);
    const offered = JSON.stringify(form.view).replaceAll(',"filetypes":["zip","gz","tgz"]', '');
    form.view = JSON.parse(offered.replaceAll('"optional":false', '"optional":true'));

    const sent = await send(name === undefined ? {} : { file_base_configs: { files: [zip(name)] } });

    expect(sent.ackBody).toMatchObject({ errors: { file_base_configs: words } });
    expect(edge.services.asked).toEqual([]);
  });

  it('are asked for once, however often the form is delivered', async () => {
    const edge = await edgeOf(kind);
    const { send, zip } = await openForm(edge);
    edge.slack.faults.redeliver({ copies: 3 });

    const sent = await send({ file_base_configs: { files: [zip('a.zip')] } });

    await firstOf(sent.answers);
    expect(edge.services.asked).toHaveLength(1);
  });

  it('are not asked for in the name of somebody who is no longer a member', async () => {
    const edge = await edgeOf(kind);
    const { alice, send, zip } = await openForm(edge);
    edge.slack.workspace.changeUser('U0ALICE', { deleted: true });
    const refusedByNow = async (): Promise<string> =>
      (await firstOf((await alice.command('list', { channel: ops })).answers)).text;
    await expect.poll(refusedByNow, { timeout: 5_000 }).toContain('Only full members');

    const sent = await send({ file_base_configs: { files: [zip('a.zip')] } });

    expect((await firstOf(sent.answers)).text).toContain('Only full members');
    expect(edge.services.asked).toEqual([]);
  });

  it('name the command when the form cannot be opened', async () => {
    const edge = await edgeOf(kind);
    edge.slack.faults.fail('views.open', { error: 'missing_scope' });

    const { pressed } = await pressUpload(edge);

    const said = plainText(await firstOf(pressed.answers));
    expect(said).toContain('/upgrade create ib');
    expect(said).toContain('missing_scope');
  });
});

describe('the button for files', () => {
  it('is answered in the thread where the bot was mentioned', async () => {
    const edge = await edgeOf('socket');
    edge.services.answers.ask = { kind: 'bundles', target: 'ib', bundles: [], canUpload: true };
    const alice = edge.slack.people.as('U0ALICE');
    const root = alice.say('about ib', { channel: ops });
    const mentioned = await alice.mention('create ib', { channel: ops, threadTs: root.ts });
    const answer = await firstOf(mentioned.answers);
    expect(buttonsIn(answer.blocks).map(({ text }) => text)).toEqual(['Upload files…']);
    await alice.click(answer, { buttonText: 'Upload' });
    edge.services.answers.ask = acceptedStart;
    const form = await firstOf(() => edge.slack.views('U0ALICE'));
    const files = [alice.upload('a.zip', 'PK').id];

    const sent = await alice.submit(form.id, { file_base_configs: { file_base_configs: { files } } });

    expect(await firstOf(sent.answers)).toMatchObject({ thread_ts: root.ts, channel: ops });
  });
});
