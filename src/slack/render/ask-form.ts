import type { types } from '@slack/bolt';
import { takesVersion } from '../../core/options.js';
import type { Profile } from '../../core/products.js';
import { askFields, askFormId, encodeOffer, type Offer } from '../ids.js';
import { type Block, paragraph } from './blocks.js';
import { bold, code, line, text } from './leaves.js';
import { linesMessage, type Rendered } from './message.js';
import { actionWords } from './words.js';

const REASON_MAX = 500;
const VERSION_MAX = 40;

/** The form in which a person asks for an offered action, with a reason if they want to give one. */
export function askForm(offer: Offer, profile: Profile): types.ModalView {
  const { action, target } = offer;
  const { order, short } = actionWords(profile, action);
  const about = line`${bold(order)} on ${bold(target)}. The target is read when you ask; what its state does not allow then is refused.`;
  return {
    type: 'modal',
    callback_id: askFormId,
    private_metadata: encodeOffer(offer),
    title: plain(short),
    submit: plain('Ask'),
    close: plain('Back'),
    blocks: [
      paragraph([about]),
      ...(takesVersion(action) && profile.stages === undefined
        ? [field(askFields.version, 'To version, checked before the start', VERSION_MAX)]
        : []),
      field(askFields.reason, 'Reason, shown to everybody', REASON_MAX),
    ],
  };
}

const plain = (words: string): types.PlainTextElement => ({ type: 'plain_text', text: words, emoji: false });

function field(name: string, label: string, max: number): Block {
  const element: types.PlainTextInput = { type: 'plain_text_input', action_id: name, max_length: max };
  return { type: 'input', block_id: name, optional: true, label: plain(label), element };
}

/**
 * The form did not open: Slack takes a press for three seconds only, and needs rights for some fields.
 * @param detail what Slack said; untrusted
 */
export function formFailedAnswer(
  { action, target }: Offer,
  detail: string,
  { command }: { readonly command: string },
): Rendered {
  return linesMessage([
    line`The form could not be opened (${text(detail, 100)}). Nothing was asked for. Press again, or type ${code(`${command} ${action} ${target}`)}`,
  ]);
}
