import { parseArgs } from 'node:util';
import { isStoryName, type StoryName, stories, storyNames } from './stories.js';
import { isPlayedProduct, type PlayedProduct, playedProducts } from './upgrades.js';

/** What the person who runs the sandbox wants. */
export interface Flags {
  /** Whose upgrade is played on the terminal; undefined plays none. */
  readonly product?: PlayedProduct;
  /** End after it. */
  readonly once: boolean;
  readonly fast: boolean;
  /** Tell on the terminal what happens in the page. */
  readonly tell: boolean;
  /** Of the page; any free one when left out. */
  readonly port?: number;
  /** The story to play on the terminal, without a page. */
  readonly story?: StoryName;
  /** Only list the stories. */
  readonly list: boolean;
}

export const usage = `usage: npm run sandbox [-- <flags>]
  without flags     serve the page, and wait for what people do there
  --port <n>        of the page, instead of any free one
  --tell            also print what happens
  --once            play one upgrade on the terminal, and end
  --product <name>  play this one on the terminal, and go on: ${playedProducts.join(' or ')}
  --fast            do not wait for people to read along
  --no-story        play nothing, as without flags
  --story <name>    play this story of something that goes wrong on the terminal, and end
  --stories         list the stories
`;

/** The stories, one line each. */
export const storyList = (): string => storyNames.map((name) => `${name.padEnd(29)}${stories[name].about}`).join('\n');

/** @returns undefined when the words are none that the sandbox knows */
export function readFlags(words: readonly string[]): Flags | undefined {
  const found = parsed(() => parseArgs({ args: [...words], options }).values);
  if (found === undefined) return undefined;
  const { once, fast, tell, stories: list } = found;
  const named = namesIn(found);
  if (named === undefined) return undefined;
  const { product = once ? playedProducts[0] : undefined, ...others } = named;
  return { once, fast, tell, list, ...others, ...(product === undefined || found['no-story'] ? {} : { product }) };
}

type Named = Pick<Flags, 'product' | 'port' | 'story'>;

/** @returns undefined when one of them does not exist */
function namesIn(given: { product?: string; port?: string; story?: string }): Named | undefined {
  const { product, story } = given;
  const port = given.port === undefined ? undefined : portIn(given.port);
  if (given.port !== undefined && port === undefined) return undefined;
  if (product !== undefined && !isPlayedProduct(product)) return undefined;
  if (story !== undefined && !isStoryName(story)) return undefined;
  return {
    ...(product === undefined ? {} : { product }),
    ...(port === undefined ? {} : { port }),
    ...(story === undefined ? {} : { story }),
  };
}

const MAX_PORT = 65_535;

/** @returns undefined for what is no port */
function portIn(word: string): number | undefined {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : 0;
  return port >= 1 && port <= MAX_PORT ? port : undefined;
}

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;
const options = {
  once: flag,
  'no-story': flag,
  fast: flag,
  tell: flag,
  stories: flag,
  story: text,
  product: text,
  port: text,
} as const;

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    // An unknown flag or a missing value: the usage says more than the error.
    return undefined;
  }
}
