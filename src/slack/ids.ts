import { z } from 'zod';

/** Pressed by a person who decides on a request. */
export const actionIds = { approve: 'request_approve', reject: 'request_reject' } as const;

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

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no button of ours: the caller says so to the person who pressed.
    return undefined;
  }
}
