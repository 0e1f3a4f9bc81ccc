import { createContext, useContext } from 'react';
import type { SlackShown } from '../control/shown.js';
import type { Deeds } from './deeds.js';
import type { Failure } from './messages/feed.js';
import type { Go } from './use-place.js';
import type { Names } from './words/plain.js';

/** Readable names of people, groups and channels. */
export const NamesContext = createContext<Names>({});

export const useNames = (): Names => useContext(NamesContext);

/** What this window may do. */
export interface Desk {
  readonly deeds: Deeds;
  readonly go: Go;
  readonly app: SlackShown['app'];
  /** Says to this person alone that something did not reach the bot. */
  readonly fail: (failure: Omit<Failure, 'id' | 'at'>) => void;
}

export const DeskContext = createContext<Desk | null>(null);

/** @throws Error outside the workspace */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('there is no desk here');
  return desk;
}
