import type { ButtonChoice } from './buttons.js';
import type { Delivery } from './delivery.js';
import type { StoredFile } from './files.js';
import type { Values } from './form-values.js';
import type { Occurrences } from './occurrences.js';
import type { ResponseUrls } from './response-urls.js';
import type { Settings } from './settings.js';
import type { Ephemeral, Message, State } from './state.js';
import type { Triggers } from './tickets.js';

/** What came of something a person did. */
export interface Outcome extends Delivery {
  /** The line Slack shows in place of an answer when the delivery failed. */
  shown?: string;
  /** Answers only this person sees: with the ack, by response_url, or by chat.postEphemeral since. More may come. */
  answers: () => Ephemeral[];
}

export type CommandOutcome = Outcome;

export interface MentionOutcome extends Outcome {
  message: Message;
}

export interface ClickOutcome extends Omit<Outcome, 'failed'> {
  /** `gone`: there is no such button in what this person sees; nothing was sent. */
  failed?: Outcome['failed'] | 'gone';
  /** The confirmation the person had to give first. */
  confirm?: Record<string, unknown>;
  sent: boolean;
}

export interface ClickOptions extends ButtonChoice {
  /** Clicks in quick succession; 1 by default. */
  times?: number;
  /** Presses a button of an earlier version, as a client does that has not seen the edit yet. */
  stale?: boolean;
}

export interface Person {
  /** Types a slash command, in a channel only: Slack refuses them in threads. */
  command: (text: string, options?: { channel?: string; command?: string }) => Promise<CommandOutcome>;
  /** Writes a message that begins by mentioning the bot. */
  mention: (text: string, options: { channel: string; threadTs?: string }) => Promise<MentionOutcome>;
  /** Writes an ordinary message; one that mentions the bot is answered later. */
  say: (text: string, options: { channel: string; threadTs?: string }) => Message;
  click: (message: Message | Ephemeral | string, options?: ClickOptions) => Promise<ClickOutcome>;
  /** Takes a message shortcut of the app; `upgrade_actions` by default. */
  shortcut: (message: Message | string, callbackId?: string) => Promise<Outcome>;
  /** Uploads a file, as Slack does when a person chooses one in a form. */
  upload: (name: string, content: Buffer | string) => StoredFile;
  /**
   * Submits a modal that is open for this person; what is left out is sent as the form shows it. Files are given by their
   * ids: `{ files: ['F0000001'] }`. Rejects with a FormFault when Slack's own form would not let it be sent.
   */
  submit: (viewId: string, values?: Values) => Promise<Outcome>;
  /** Leaves a modal without sending it. */
  close: (viewId: string) => Promise<Outcome>;
  /** Presses a button in a modal or the Home tab. `values`: what was filled in so far. */
  clickInView: (viewId: string, options: ButtonChoice, values?: Values) => Promise<ClickOutcome>;
  /** Opens the app's Home tab: the bot hears of it, and publishes what shall be seen there. */
  openHome: () => Promise<Outcome>;
}

export interface Cast {
  settings: Settings;
  state: State;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  occurrences: Occurrences;
}

/** The answers this person gets from now on to the delivery with this id. */
export const answersSince = (state: State, userId: string, id: string): (() => Ephemeral[]) => {
  const begun = state.nextTs();
  return () =>
    state.ephemerals.filter(
      (it) => it.answers === id || (it.answers === undefined && it.user === userId && it.ts > begun),
    );
};
