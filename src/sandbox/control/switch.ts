import type { Session } from '../session.js';
import type { FaultShown } from './shown.js';

/** Ends a fault. */
export type End = () => unknown;

/** A fault that stands until it is switched off. */
interface Lasting {
  readonly kind: 'switch';
  /** @returns what ends it */
  readonly begin: (session: Session) => End | Promise<End>;
}

/** Something that happens once. */
interface Once {
  readonly kind: 'push';
  /** @returns for one that lies in wait: whether it has struck, and what takes it back */
  readonly push: (session: Session) => Waiting | Promise<Waiting | undefined> | undefined;
}

/** A fault that waits for the next request that it can strike. */
export interface Waiting {
  readonly hasStruck: () => boolean;
  readonly end: End;
}

export type FaultSwitch = Pick<FaultShown, 'id' | 'where' | 'label' | 'see'> & {
  /** For whoever follows along: `Slack answers nothing`. */
  readonly words: string;
  readonly blocked?: (session: Session) => string | null;
} & (Lasting | Once);
