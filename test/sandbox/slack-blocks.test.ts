import type { WebAPIPlatformError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockFaults } from '../../src/sandbox/slack/blocks/validate.js';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, CHANNEL, clientOf, refusal, startWorkspace } from './slack-fixture.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (id: string, text = 'Approve') => ({ type: 'button', action_id: id, text: plain(text), value: 'r1' });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const task = (extra: object = {}) => ({
  type: 'task_card',
  task_id: 't1',
  title: 'node-1',
  status: 'complete',
  details: rich({ type: 'text', text: 'done' }),
  ...extra,
});

/** Faults of one block. */
const faultsOf = (block: object) => blockFaults([block]);

describe('blocks that Slack takes', () => {
  it.each([
    ['header', { type: 'header', text: plain('Confluence #12') }],
    ['section with fields', { type: 'section', fields: [{ type: 'mrkdwn', text: '*State*', verbatim: true }] }],
    ['section with a button', { type: 'section', text: plain('x'), accessory: button('a') }],
    ['context', { type: 'context', elements: [plain('since 10:00')] }],
    ['actions', { type: 'actions', elements: [button('a'), button('b', 'Reject')] }],
    ['divider', { type: 'divider' }],
    ['plan', { type: 'plan', title: 'Stages', tasks: [task()] }],
    ['task card', task({ sources: [{ type: 'url', url: 'https://example.com', text: 'log' }] })],
    ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich({ type: 'text', text: 'b' })]] }],
    ['container', { type: 'container', title: plain('More'), child_blocks: [{ type: 'divider' }] }],
    [
      'rich text with every leaf',
      rich(
        { type: 'text', text: 'a', style: { bold: true, code: true } },
        { type: 'link', url: 'https://example.com' },
        { type: 'user', user_id: ALICE },
        { type: 'usergroup', usergroup_id: 'S1' },
        { type: 'date', timestamp: 1_732_100_000, format: '{time}', fallback: 'noon' },
        { type: 'emoji', name: 'tada' },
      ),
    ],
  ])('%s', (_name, block) => {
    expect(faultsOf(block)).toEqual([]);
  });
});

describe('blocks that Slack refuses', () => {
  it.each([
    ['a modal’s alert', { type: 'alert', text: plain('x') }, 'unsupported type: alert [json-pointer:/blocks/0/type]'],
    ['an empty text', { type: 'header', text: plain('') }, 'must be more than 0 characters'],
    ['a long header', { type: 'header', text: plain('x'.repeat(151)) }, 'must be less than 151 characters'],
    ['a long button', { type: 'actions', elements: [button('a', 'x'.repeat(76))] }, 'must be less than 76 characters'],
    ['no buttons', { type: 'actions', elements: [] }, 'no fewer than 1 items allowed'],
    ['an empty leaf', rich({ type: 'text', text: '' }), '/blocks/0/elements/0/elements/0/text'],
    ['an unknown leaf', rich({ type: 'bold', text: 'x' }), 'unsupported type: bold'],
    ['a text object as a plan’s title', { type: 'plan', title: plain('x') }, 'must be a string'],
    ['an unknown status', task({ status: 'done' }), 'must be one of: pending, in_progress, complete, error'],
    ['a property too many', { type: 'divider', color: 'red' }, 'invalid additional property: color'],
    ['a section of nothing', { type: 'section' }, 'missing required field: text'],
    ['mrkdwn in a header', { type: 'header', text: { type: 'mrkdwn', text: 'x' } }, 'must be one of: plain_text'],
    ['a plan in a container', { type: 'container', child_blocks: [{ type: 'plan', title: 'x' }] }, 'unsupported type'],
    ['two buttons of one id', { type: 'actions', elements: [button('a'), button('a')] }, '`action_id` already exists'],
    ['a bad address', rich({ type: 'link', url: 'javascript:alert(1)' }), 'must be a valid URL'],
  ])('%s', (_name, block, fault) => {
    expect(faultsOf(block).join('\n')).toContain(fault);
  });

  it('more than fifty blocks, two tables, or a block id twice', () => {
    const divider = { type: 'divider', block_id: 'same' };
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };

    expect(blockFaults(Array(51).fill({ type: 'divider' })).join()).toContain('no more than 50 items allowed');
    expect(blockFaults([divider, divider]).join()).toContain('`block_id` already exists: same');
    expect(blockFaults([table, table]).join()).toContain('only one table block allowed');
  });
});

describe('messages with blocks', () => {
  let slack: SlackServer;

  beforeEach(async () => {
    slack = await startWorkspace();
  });
  afterEach(() => slack.stop());

  const send = (blocks: unknown) =>
    clientOf(slack).apiCall('chat.postMessage', { channel: CHANNEL, text: 'x', blocks });

  it('are refused with the place of every fault', async () => {
    const client = clientOf(slack);
    const refused = client.chat.postMessage({ channel: CHANNEL, text: 'x', blocks: [{ type: 'header' }] as never });
    const error = await refused.catch((caught: WebAPIPlatformError) => caught);

    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: ['[ERROR] missing required field: text [json-pointer:/blocks/0]'] },
      },
    });
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('are refused when they are no array, no JSON, or too many bytes together', async () => {
    const long = Array(5).fill({ type: 'section', text: plain('x'.repeat(2900)) });

    expect(await refusal(send({}))).toBe('invalid_blocks_format');
    expect(await refusal(send('[{'))).toBe('invalid_blocks_format');
    expect(await refusal(send(long))).toBe('msg_blocks_too_long');
    expect(await refusal(send(long.slice(0, 4)))).toBe('accepted');
  });

  it('get a block id each where none was given', async () => {
    await send([{ type: 'divider' }, { type: 'divider', block_id: 'mine' }]);

    expect(slack.messages(CHANNEL)[0]?.blocks).toMatchObject([{ block_id: expect.any(String) }, { block_id: 'mine' }]);
  });
});

describe('modals', () => {
  it('may hold an alert but no plan', async () => {
    const slack = await startWorkspace();
    const modal = (blocks: object[]) => ({ type: 'modal', title: plain('Start'), blocks });
    const open = (view: object) => clientOf(slack, slack.botToken).apiCall('views.open', { trigger_id: 'none', view });
    const alert = { type: 'alert', text: plain('Careful'), level: 'warning' };

    expect(await refusal(open(modal([{ type: 'plan', title: 'x' }])))).toBe('invalid_arguments');
    expect(await refusal(open(modal([alert])))).toBe('invalid_trigger_id');
    await slack.stop();
  });
});
