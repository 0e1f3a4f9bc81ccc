import type { Done } from '../control/shown.js';
import { cast } from '../stage.js';
import { doneOf } from './done.js';
import { personIn, type Theatre } from './theatre.js';

/** Where something is written; the channel of the upgrades when left out. */
export interface Place {
  readonly channel?: string | undefined;
  /** The root's `ts`. */
  readonly thread?: string | undefined;
}

const placeOf = ({ channel = cast.channel, thread }: Place) => ({
  channel,
  ...(thread === undefined ? {} : { threadTs: thread }),
});

/** What a person writes. */
export const typingActs = (theatre: Theatre) => ({
  /** @param answers how many answers to wait for */
  async command(name: string, text: string, { channel = cast.channel }: Place = {}, answers = 1): Promise<Done> {
    const person = personIn(theatre, name);
    theatre.narrator.tells(name, `/upgrade ${text}`);
    return await doneOf(theatre.slack, await person.command(text, { channel }), answers);
  },
  async mention(name: string, text: string, place: Place = {}, answers = 1): Promise<Done> {
    return await doneOf(theatre.slack, await personIn(theatre, name).mention(text, placeOf(place)), answers);
  },
  /** Writes an ordinary message; the bot hears of it only when it mentions the bot. */
  say(name: string, text: string, place: Place = {}): Done & { readonly ts: string } {
    const { ts } = personIn(theatre, name).say(text, placeOf(place));
    return { ts, ackedMs: 0, answers: [] };
  },
});
