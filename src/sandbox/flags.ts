import { parseArgs } from 'node:util';
import { isStoryName, type StoryName, stories, storyNames } from './stories.js';
import { isPlayedProduct, type PlayedProduct, playedProducts } from './upgrades.js';

/** What the person who runs the sandbox wants. */
export interface Flags {
  readonly once: boolean;
  readonly noStory: boolean;
  readonly fast: boolean;
  /** Whose upgrade is played. */
  readonly product: PlayedProduct;
  /** The story to play instead of a whole upgrade. */
  readonly story?: StoryName;
  /** Only list the stories. */
  readonly list: boolean;
}

export const usage = `usage: npm run sandbox [-- <flags>]
  --product <name>  whose upgrade to play: ${playedProducts.join(' (the default) or ')}
  --once            end after the upgrade
  --no-story        play nothing, only wait to be driven
  --fast            do not wait for people to read along
  --story <name>    play this story of something that goes wrong, and end
  --stories         list the stories
`;

/** The stories, one line each. */
export const storyList = (): string => storyNames.map((name) => `${name.padEnd(29)}${stories[name].about}`).join('\n');

/** @returns undefined when the words are none that the sandbox knows */
export function readFlags(words: readonly string[]): Flags | undefined {
  const found = parsed(() => parseArgs({ args: [...words], options }).values);
  if (found === undefined) return undefined;
  const { once, fast, product, story, stories: list, 'no-story': noStory } = found;
  if (!isPlayedProduct(product)) return undefined;
  const flags = { once, noStory, fast, list, product };
  if (story === undefined) return flags;
  return isStoryName(story) ? { ...flags, story } : undefined;
}

const flag = { type: 'boolean', default: false } as const;
const options = {
  once: flag,
  'no-story': flag,
  fast: flag,
  stories: flag,
  story: { type: 'string' },
  product: { type: 'string', default: 'confluence' },
} as const;

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    // An unknown flag or a missing value: the usage says more than the error.
    return undefined;
  }
}
