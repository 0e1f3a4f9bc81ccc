import type { Pace } from './pace.js';
import type { Session } from './session.js';
import { playStory } from './story.js';
import { playInstabaseStory } from './story-instabase.js';

/** Products of which the sandbox can play a whole upgrade, under the names people type. */
export const playedProducts = ['confluence', 'instabase'] as const;
export type PlayedProduct = (typeof playedProducts)[number];

/** One upgrade from the question to the end. */
interface PlayedUpgrade {
  /** What will be seen, in one line. */
  readonly about: string;
  /** @throws Error when something that has to happen does not happen in time */
  play(session: Session, pace: Pace, signal: AbortSignal): Promise<void>;
}

export const playedUpgrades: Readonly<Record<PlayedProduct, PlayedUpgrade>> = {
  confluence: {
    about: 'alice asks for an upgrade, an administrator rolls the nodes, bob approves the last step.',
    play: playStory,
  },
  instabase: {
    about: 'alice creates and starts an upgrade, a stage fails and is run again, bob approves the last step.',
    play: playInstabaseStory,
  },
};

export const isPlayedProduct = (text: string): text is PlayedProduct => playedProducts.some((one) => one === text);
