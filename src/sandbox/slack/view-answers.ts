import { isRecord } from './blocks/checks.js';
import { drawView, redrawView } from './methods/views.js';
import type { State, View } from './state.js';

/** Whatever lies under it is seen again. */
export const closeView = (state: State, view: View): void => {
  view.open = false;
  state.changed({ kind: 'view', view });
};

const modalsOf = (state: State, user: string): View[] =>
  [...state.views.values()].filter((it) => it.open && it.user === user && it.view.type === 'modal');

/**
 * Does with a form that was sent what the bot's ack asks for; without a word it closes. Views in acks are drawn unchecked.
 * Source: https://docs.slack.dev/surfaces/modals#updating_views
 */
export const followAnswer = (state: State, view: View, ackBody: unknown): void => {
  const answer = isRecord(ackBody) ? ackBody : {};
  const next = isRecord(answer.view) ? answer.view : {};
  switch (answer.response_action) {
    case 'errors':
      return;
    case 'update':
      return void redrawView(state, view, next);
    case 'push':
      return void drawView(state, view.user, next);
    case 'clear':
      for (const one of modalsOf(state, view.user)) closeView(state, one);
      return;
    default:
      closeView(state, view);
  }
};
