import type { Profile } from '../../core/products.js';
import type { UpgradeView } from '../../core/view.js';
import { leftInPart } from './awaited-run.js';
import { type Block, bullets } from './blocks.js';
import { bold, emoji, type Line, line, text } from './leaves.js';

/** What an admin should know who works on the cluster in this phase. */
export interface Advised {
  readonly next: readonly Line[];
  readonly never: readonly Line[];
}

/**
 * Nothing for an upgrade that has ended, nor while nobody knows the state. What is wrong comes before the next step, and
 * a pause that is awaited, or a part that was left, makes another step the next.
 */
export function adviceFor(view: UpgradeView, profile: Profile): Advised {
  const { phase, nodes, warnings, finishedHow, lostSince, run } = view;
  const advice = profile.advice[phase];
  if (advice === undefined || finishedHow !== undefined || lostSince !== undefined) return { next: [], never: [] };
  const wrong =
    nodes.some(({ condition }) => condition === 'error') ||
    warnings.some(({ kind }) => kind === 'version-path' || kind === 'nodes-disagree');
  const otherwise = run?.pause === 'asked' || leftInPart(view, profile) !== undefined;
  return { next: wrong || otherwise ? [] : advice.next.map(sentence), never: advice.never.map(sentence) };
}

const sentence = (words: string): Line => text(words, 300);

/** As lists; none for a phase without advice. */
export function adviceBlocks({ next, never }: Advised): Block[] {
  return [
    ...(next.length === 0 ? [] : [bullets(next, bold('How it is done'))]),
    ...(never.length === 0 ? [] : [bullets(never, line`${emoji('no_entry')} ${bold('Not now')}`)]),
  ];
}
