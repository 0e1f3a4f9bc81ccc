import type { types } from '@slack/bolt';
import type { Profile } from '../../core/products.js';
import type { FileFault, UploadForm } from '../../core/uploads.js';
import { encodeOffer, fileFieldId, type Offer, uploadFields, uploadFormId } from '../ids.js';
import { type Block, paragraph } from './blocks.js';
import { sizeOf } from './bundles.js';
import { bold, line, own } from './leaves.js';
import { actionWords } from './words.js';

const REASON_MAX = 500;
const NAMES_MAX = 3000;

/** Chosen when the size of the deployment shall stay as it is. */
export const KEEP_SIZE = 'keep';

/** The form in which a person asks for an action with files from their own machine. */
export function createForm(offer: Offer, profile: Profile, uploads: UploadForm, maxBytes: number): types.ModalView {
  const { action, target } = offer;
  const { order, short } = actionWords(profile, action);
  const endings = uploads.types.map((type) => `.${type}`).join(', ');
  const about = [
    line`${bold(order)} on ${bold(target)}, from files of your own: ${endings}, together at most ${sizeOf(maxBytes)}.`,
    own(uploads.release),
    line`It is read when you ask; what its state does not allow then is refused.`,
  ];
  return {
    type: 'modal',
    callback_id: uploadFormId,
    private_metadata: encodeOffer(offer),
    title: plain(short),
    submit: plain('Ask'),
    close: plain('Back'),
    blocks: [
      paragraph(about),
      ...uploads.files.map((file) => fileInput(file, uploads.types)),
      sizeInput(uploads.sizes),
      keepInput(uploads.keep),
      input(uploadFields.reason, 'Reason, shown to everybody', true, {
        type: 'plain_text_input',
        action_id: uploadFields.reason,
        max_length: REASON_MAX,
      }),
    ],
  };
}

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });

function input(name: string, label: string, optional: boolean, element: types.InputBlock['element']): types.InputBlock {
  return { type: 'input', block_id: name, optional, label: plain(label), element };
}

function fileInput({ field, label, required }: UploadForm['files'][number], filetypes: readonly string[]): Block {
  const name = fileFieldId(field);
  const element: types.FileInput = { type: 'file_input', action_id: name, filetypes: [...filetypes], max_files: 1 };
  return input(name, `${label} (${field})`, !required, element);
}

function sizeInput(sizes: UploadForm['sizes']): Block {
  const option = (text: string, value: string): types.PlainTextOption => ({ text: plain(text), value });
  const keep = option('Keep the current size', KEEP_SIZE);
  const options = [keep, ...sizes.map(({ name, words }) => option(`${name}: ${words}`, name))];
  return input(uploadFields.size, 'Resourcing size', false, {
    type: 'static_select',
    action_id: uploadFields.size,
    options,
    initial_option: keep,
  });
}

function keepInput(known: readonly string[]): Block {
  const block = input(uploadFields.keep, 'Deprecated configs to keep, one per line', true, {
    type: 'plain_text_input',
    action_id: uploadFields.keep,
    multiline: true,
    max_length: NAMES_MAX,
    initial_value: known.join('\n'),
  });
  const hint = 'Take out what your installation does not have, and add what it has beyond that and must not lose.';
  return { ...block, hint: plain(hint) };
}

/** Why a file cannot be taken; stands under its field. */
export function fileFaultWords({ why }: FileFault, { types }: UploadForm, maxBytes: number): string {
  switch (why) {
    case 'missing':
      return 'This file is needed.';
    case 'type':
      return `This is no ${types.map((type) => `.${type}`).join(', ')} file.`;
    case 'size':
      return `The files are larger than the ${sizeOf(maxBytes)} that the bot's configuration (maxBundle) allows.`;
    default:
      return why satisfies never;
  }
}

export const wrongNamesWords = 'One of these is no name of a config. Write one name on a line.';
