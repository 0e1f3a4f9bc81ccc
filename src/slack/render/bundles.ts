import type { AskAnswer } from '../../core/answers.js';
import type { Bundle } from '../../core/ports.js';
import { encodeOffer, offerId } from '../ids.js';
import { type Block, bullets, button, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, code, emoji, type Line, line, text } from './leaves.js';
import { message, type Rendered } from './message.js';

type Bundles = Extract<AskAnswer, { kind: 'bundles' }>;

/** Where the answer to the button goes. */
interface BundlesContext extends AnswerContext {
  readonly channel?: string | undefined;
  readonly threadTs?: string | undefined;
}

/** Bundles that are listed; the newest come first. */
const BUNDLES_SHOWN = 20;

/** To a person who wants to create an upgrade and did not say from what: the releases at hand, and how to go on. */
export function bundlesAnswer({ target, bundles, canUpload, problem }: Bundles, context: BundlesContext): Rendered {
  const usable = bundles.find(({ problem }) => problem === undefined);
  const shown = bundles.slice(0, BUNDLES_SHOWN).map(bundleLine);
  const rest = bundles.length - shown.length;
  const items = [...shown, ...(rest > 0 ? [line`and ${rest} more`] : [])];
  const title =
    bundles.length === 0
      ? line`No release bundle lies ready for ${bold(target)}${problem === undefined ? [] : line`: ${text(problem, 200)}`}. Nothing was done.`
      : line`Which release is the upgrade of ${bold(target)} for? Nothing was done yet.`;
  const how = code(`${context.command} create ${target} ${usable?.release ?? '<release>'}`);
  const next = [
    ...(usable === undefined ? [] : [line`Type for example ${how}`]),
    ...(canUpload ? [line`Or upload the files of a release here, from your own machine.`] : []),
  ];
  const blocks: Block[] = [
    paragraph([title]),
    ...(items.length === 0 ? [] : [bullets(items, bold('Bundles'))]),
    ...(next.length === 0 ? [] : [paragraph(next)]),
    ...(canUpload ? [uploadButton(target, context)] : []),
  ];
  return message([title, ...items, ...next], blocks);
}

function bundleLine({ release, size, problem }: Bundle): Line {
  if (problem === undefined) return line`${code(release, 60)} (${sizeOf(size)})`;
  return line`${emoji('warning')} ${code(release, 60)} cannot be used: ${text(problem, 200)}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people say it: `512 bytes`, `1.2 GB`. */
export function sizeOf(bytes: number): string {
  let [size, unit] = [Math.max(bytes, 0), 0];
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

/** A press uploads nothing yet: it opens the form. */
function uploadButton(target: string, { channel = '', threadTs = '' }: BundlesContext): Block {
  const value = encodeOffer({ action: 'create', target, channel, threadTs });
  return { type: 'actions', elements: [button({ actionId: offerId('create'), label: 'Upload files…', value })] };
}
