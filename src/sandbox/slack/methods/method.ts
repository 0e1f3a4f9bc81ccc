import type { Args } from '../args.js';
import type { Settings } from '../settings.js';
import type { State } from '../state.js';
import type { SocketTickets, Triggers } from '../tickets.js';
import type { TokenKind } from '../tokens.js';
import type { Uploads } from '../uploads.js';

/** What a Web API method may touch. */
export interface Backstage {
  settings: Settings;
  state: State;
  triggers: Triggers;
  tickets: SocketTickets;
  uploads: Uploads;
}

export interface Method {
  /** The kind of token it takes; `bot` when left out. */
  token?: TokenKind;
  /** Any one of these scopes is enough. */
  scopes: string[];
  /** The fields beside `ok: true`; throws a Refusal otherwise. */
  run: (backstage: Backstage, args: Args) => Record<string, unknown>;
}

export type Methods = Record<string, Method>;
