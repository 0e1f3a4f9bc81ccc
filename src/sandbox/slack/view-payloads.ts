import type { Button } from './buttons.js';
import type { Values } from './form-values.js';
import { wireView } from './methods/views.js';
import { interaction, pressedButton } from './payloads.js';
import type { Settings } from './settings.js';
import type { State, User, View } from './state.js';

interface Parts {
  settings: Settings;
  state: State;
}

interface Sent {
  user: User;
  view: View;
  /** Of its fields, as they stand. */
  values: Values;
  triggerId: string;
}

const filledView = (state: State, { view, values }: Pick<Sent, 'view' | 'values'>) => ({
  ...wireView(state, view),
  state: { values },
});

/** A `view_submission` payload. Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const submissionPayload = (parts: Parts, sent: Sent): Record<string, unknown> => ({
  type: 'view_submission',
  ...interaction(parts, sent.user),
  trigger_id: sent.triggerId,
  view: filledView(parts.state, sent),
  response_urls: [],
});

/** A `view_closed` payload; it holds no trigger, so that nothing can be opened for somebody who leaves. */
export const closedPayload = (parts: Parts, { user, view }: Pick<Sent, 'user' | 'view'>): Record<string, unknown> => ({
  type: 'view_closed',
  ...interaction(parts, user),
  view: wireView(parts.state, view),
  is_cleared: false,
});

/** A `block_actions` payload of a button in a modal or Home tab: there is no channel, and no response_url. */
export const viewClickPayload = (parts: Parts, sent: Sent & { button: Button }): Record<string, unknown> => ({
  type: 'block_actions',
  ...interaction(parts, sent.user),
  container: { type: 'view', view_id: sent.view.id },
  trigger_id: sent.triggerId,
  view: filledView(parts.state, sent),
  actions: [pressedButton(parts.state, sent.button)],
});
