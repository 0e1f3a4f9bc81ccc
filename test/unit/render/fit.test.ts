import { describe, expect, it } from 'vitest';
import { type Block, bullets, header, paragraph } from '../../../src/slack/render/blocks.js';
import { BLOCKS_MAX_BYTES, fitBlocks } from '../../../src/slack/render/fit.js';
import { line, text } from '../../../src/slack/render/leaves.js';

const bytes = (blocks: readonly Block[]): number => Buffer.byteLength(JSON.stringify(blocks));

const buttons: Block = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Approve' } }],
};

describe('fitBlocks', () => {
  it('leaves blocks alone that fit', () => {
    const blocks = [header('Title'), paragraph([line`one`, line`two`])];
    expect(fitBlocks(blocks)).toEqual(blocks);
  });

  it('cuts long texts first, visibly', () => {
    const cut = fitBlocks([paragraph([line`short`, text('é'.repeat(20_000), 20_000)])]);
    expect(bytes(cut)).toBeLessThanOrEqual(BLOCKS_MAX_BYTES);
    expect(JSON.stringify(cut)).toContain('short');
    expect(JSON.stringify(cut)).toContain('é…"');
  });

  it('cuts long lists next and says how many items are missing', () => {
    const items = Array.from({ length: 300 }, (_one, index) => text(`item ${index} ${'x'.repeat(90)}`, 200));
    const cut = fitBlocks([header('Title'), bullets(items), buttons]);
    expect(bytes(cut)).toBeLessThanOrEqual(BLOCKS_MAX_BYTES);
    expect(JSON.stringify(cut)).toContain('and 280 more');
    expect(cut.at(-1)).toEqual(buttons);
  });

  it('drops whole blocks from the end at last, but neither title nor buttons', () => {
    const many = Array.from({ length: 200 }, (_one, index) => paragraph([text(`${index} ${'x'.repeat(500)}`, 600)]));
    const cut = fitBlocks([header('Title'), ...many, buttons]);
    expect(bytes(cut)).toBeLessThanOrEqual(BLOCKS_MAX_BYTES);
    expect(cut[0]).toEqual(header('Title'));
    expect(cut).toContainEqual(buttons);
    expect(JSON.stringify(cut)).toContain('Shortened');
  });
});
