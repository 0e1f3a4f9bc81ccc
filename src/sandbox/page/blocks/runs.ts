import type { BlockShown } from '../../control/shown.js';

/** Blocks that are drawn together. */
export type Run =
  | { readonly kind: 'read'; readonly key: string; readonly blocks: readonly BlockShown[] }
  | { readonly kind: 'actions'; readonly key: string; readonly block: BlockShown };

/** Neighbouring blocks that are only read, as one run each; every row of buttons for itself. */
export function runsOf(blocks: readonly BlockShown[]): Run[] {
  const runs: Run[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = runs.at(-1);
    if (block.type === 'actions') runs.push({ kind: 'actions', key: `actions-${index}`, block });
    else if (last?.kind === 'read') runs[runs.length - 1] = { ...last, blocks: [...last.blocks, block] };
    else runs.push({ kind: 'read', key: `read-${index}`, blocks: [block] });
  }
  return runs;
}
