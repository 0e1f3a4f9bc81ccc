import { z } from 'zod';
import { type ActionName, actionNames } from '../core/products.js';

/** Pressed by a person who decides on a request. */
export const actionIds = { approve: 'request_approve', reject: 'request_reject' } as const;

/** The message shortcut "Upgrade actions", as the app's manifest names it. */
export const shortcutId = 'upgrade_actions';

/** The form in which a person asks for an action, and its fields. */
export const askFormId = 'ask_action';
export const askFields = { reason: 'reason', version: 'version' } as const;

/** The form in which a person asks for an action with files of their own; each file has a field too. */
export const uploadFormId = 'ask_with_files';
export const uploadFields = { size: 'size', keep: 'keep', reason: 'reason' } as const;
export const fileFieldId = (field: string): string => `file_${field}`;

/** Pressed by a person who wants to ask for an action: `offer_start`, … */
export const offerId = (action: ActionName): string => `offer_${action}`;
export const isOffer = (actionId: string): boolean => actionNames.some((action) => offerId(action) === actionId);

/** The block that holds the two buttons of a request. */
export const decisionBlockId = 'request_decision';

/** `event_type` of the metadata of every message of the bot; the payload's `key` finds a message whose posting is in doubt. */
export const metadataEventType = 'upgrade_bot_message';

/**
 * What a button stands for. It comes back with the press and names a request; it grants nothing: rights and state
 * are read when the press arrives.
 */
export interface ButtonValue {
  readonly target: string;
  /** The upgrade's number on its target. */
  readonly upgrade: number;
  /** The request's id. */
  readonly request: string;
}

/** Slack takes at most 2,000 characters as a button's value (https://docs.slack.dev/reference/block-kit/block-elements/button-element). */
const VALUE_MAX = 2000;

const buttonValue = z.strictObject({
  target: z.string().min(1).max(200),
  upgrade: z.number().int().positive(),
  request: z.string().min(1).max(200),
});

/** The value as the text that a button carries. */
export function encodeButtonValue({ target, upgrade, request }: ButtonValue): string {
  return JSON.stringify({ target, upgrade, request });
}

/** What a pressed button stands for; undefined when the text is not one that `encodeButtonValue` wrote. */
export function decodeButtonValue(text: unknown): ButtonValue | undefined {
  if (typeof text !== 'string' || text.length > VALUE_MAX) return undefined;
  return buttonValue.safeParse(parsedJson(text)).data;
}

/** What an offered action stands for: it comes back with the press and with the form, and grants nothing either. */
export interface Offer {
  readonly action: ActionName;
  readonly target: string;
  /** Where the answer goes. */
  readonly channel: string;
  readonly threadTs: string;
}

const offer = z.strictObject({
  action: z.enum(actionNames),
  target: z.string().min(1).max(200),
  channel: z.string().max(50),
  threadTs: z.string().max(50),
});

/** The offer as the text that its button, and then its form, carries. */
export function encodeOffer({ action, target, channel, threadTs }: Offer): string {
  return JSON.stringify({ action, target, channel, threadTs });
}

/** What a button or form stands for; undefined when the text is not one that `encodeOffer` wrote. */
export function decodeOffer(text: unknown): Offer | undefined {
  if (typeof text !== 'string' || text.length > VALUE_MAX) return undefined;
  return offer.safeParse(parsedJson(text)).data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no button of ours: the caller says so to the person who pressed.
    return undefined;
  }
}
