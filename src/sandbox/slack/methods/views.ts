import { type Args, json, text } from '../args.js';
import { isRecord } from '../blocks/checks.js';
import { viewBlocks } from '../blocks/kinds.js';
import { blockFaults } from '../blocks/validate.js';
import { withBlockIds } from '../messages.js';
import { refuse } from '../refusal.js';
import type { State, View } from '../state.js';
import type { Backstage, Methods } from './method.js';

const MAX_BLOCKS = 100;
const MAX_BYTES = 250_000;

const textFault = (view: Record<string, unknown>, name: string, max: number): string[] => {
  const value = view[name];
  if (value === undefined) return [];
  const length = isRecord(value) && value.type === 'plain_text' ? String(value.text ?? '').length : 0;
  return length >= 1 && length <= max ? [] : [`[ERROR] must be 1 to ${max} characters [json-pointer:/view/${name}]`];
};

const viewFaults = (view: Record<string, unknown>, kind: 'modal' | 'home'): string[] => {
  const faults = blockFaults(view.blocks, viewBlocks(kind), { root: '/view/blocks', max: MAX_BLOCKS });
  if (view.type !== kind) faults.push(`[ERROR] must be ${kind} [json-pointer:/view/type]`);
  if (kind === 'home') return faults;
  if (view.title === undefined) faults.push('[ERROR] missing required field: title [json-pointer:/view]');
  faults.push(...textFault(view, 'title', 24), ...textFault(view, 'submit', 24), ...textFault(view, 'close', 24));
  const hasInput = Array.isArray(view.blocks) && view.blocks.some((it) => isRecord(it) && it.type === 'input');
  if (hasInput && view.submit === undefined) faults.push('[ERROR] missing required field: submit [json-pointer:/view]');
  return faults;
};

const viewOf = (args: Args, kind: 'modal' | 'home'): Record<string, unknown> => {
  const view = json(args, 'view', 'invalid_arguments');
  if (!isRecord(view)) throw refuse('invalid_arguments');
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_BYTES) throw refuse('view_too_large');
  const messages = viewFaults(view, kind);
  if (messages.length > 0) throw refuse('invalid_arguments', { response_metadata: { messages } });
  if (String(view.private_metadata ?? '').length > 3000) throw refuse('invalid_arguments');
  return view;
};

/** A view as answers and payloads show it. */
export const wireView = (state: State, stored: View): Record<string, unknown> => ({
  private_metadata: '',
  callback_id: '',
  external_id: '',
  ...stored.view,
  id: stored.id,
  team_id: state.teamId,
  hash: stored.hash,
  app_id: state.bot.appId,
  bot_id: state.bot.botId,
  root_view_id: stored.id,
  previous_view_id: null,
  state: { values: {} },
});

const drawn = (state: State, view: Record<string, unknown>): Record<string, unknown> => ({
  ...view,
  blocks: withBlockIds(state, Array.isArray(view.blocks) ? view.blocks : []),
});

/** Shows another content in a view that is there. */
export const redrawView = (state: State, stored: View, view: Record<string, unknown>): View => {
  Object.assign(stored, { view: drawn(state, view), hash: state.nextTs() });
  state.changed({ kind: 'view', view: stored });
  return stored;
};

/** Shows a person a new view. */
export const drawView = (state: State, user: string, view: Record<string, unknown>): View => {
  const stored = { id: state.nextId('V'), user, hash: state.nextTs(), view: drawn(state, view), open: true };
  state.views.set(stored.id, stored);
  state.changed({ kind: 'view', view: stored });
  return stored;
};

/** A form may take files only when the app may read them. */
const mayTakeFiles = (view: Record<string, unknown>, scopes: string[]): void => {
  const takesFiles = JSON.stringify(view.blocks).includes('"type":"file_input"');
  if (takesFiles && !scopes.includes('files:read')) {
    throw refuse('missing_scope', { needed: 'files:read', provided: scopes.join(',') });
  }
};

const open = ({ state, triggers, settings }: Backstage, args: Args) => {
  const view = viewOf(args, 'modal');
  mayTakeFiles(view, settings.scopes);
  const trigger = text(args, 'trigger_id');
  const user = triggers.spend(trigger);
  return { view: wireView(state, drawView(state, user, view)) };
};

const update = ({ state }: Backstage, args: Args) => {
  const stored = state.views.get(text(args, 'view_id'));
  if (stored === undefined || !stored.open) throw refuse('not_found');
  const view = viewOf(args, stored.view.type === 'home' ? 'home' : 'modal');
  const hash = text(args, 'hash');
  if (hash !== '' && hash !== stored.hash) throw refuse('hash_conflict');
  return { view: wireView(state, redrawView(state, stored, view)) };
};

const publish = ({ state }: Backstage, args: Args) => {
  const user = text(args, 'user_id');
  if (!state.users.has(user)) throw refuse('user_not_found');
  const view = viewOf(args, 'home');
  const home = [...state.views.values()].find((it) => it.user === user && it.view.type === 'home');
  const hash = text(args, 'hash');
  if (home === undefined) return { view: wireView(state, drawView(state, user, view)) };
  if (hash !== '' && hash !== home.hash) throw refuse('hash_conflict');
  return { view: wireView(state, redrawView(state, home, view)) };
};

export const viewMethods: Methods = {
  'views.open': { scopes: [], run: open },
  'views.push': { scopes: [], run: open },
  'views.update': { scopes: [], run: update },
  'views.publish': { scopes: [], run: publish },
};
