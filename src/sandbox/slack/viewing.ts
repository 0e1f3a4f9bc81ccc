import { chooseButton } from './buttons.js';
import { formValues, shownValues } from './form-values.js';
import { directMessage } from './methods/lookup.js';
import { wireView } from './methods/views.js';
import { answersSince, type Cast, type Person } from './outcomes.js';
import { shownFailure } from './shown-failures.js';
import type { State, User, View } from './state.js';
import { closeView, followAnswer } from './view-answers.js';
import { closedPayload, submissionPayload, viewClickPayload } from './view-payloads.js';

const openView = (state: State, user: User, viewId: string): View => {
  const view = state.views.get(viewId);
  if (view === undefined || !view.open || view.user !== user.id) throw new Error(`${user.name} sees no view ${viewId}`);
  return view;
};

export const submit =
  (cast: Cast, user: User): Person['submit'] =>
  async (viewId, values = {}) => {
    const { state, triggers, occurrences } = cast;
    const view = openView(state, user, viewId);
    const answers = answersSince(state, user.id, '');
    const triggerId = triggers.make(user.id);
    const filled = formValues(cast, user.id, view, values);
    const payload = submissionPayload(cast, { user, view, values: filled, triggerId });
    const delivery = await occurrences.interact('interactive', payload);
    if (delivery.failed === undefined) followAnswer(state, view, delivery.ackBody);
    return { ...delivery, ...shownFailure.form(delivery.failed), answers };
  };

/** Slack closes a form at once; the bot hears of it only when it asked for that. */
export const close =
  (cast: Cast, user: User): Person['close'] =>
  async (viewId) => {
    const { state, occurrences } = cast;
    const view = openView(state, user, viewId);
    if (view.view.type === 'home') throw new Error('a Home tab cannot be closed');
    const answers = answersSince(state, user.id, '');
    closeView(state, view);
    if (view.view.notify_on_close !== true) return { ackedMs: 0, answers };
    return { ...(await occurrences.interact('interactive', closedPayload(cast, { user, view }))), answers };
  };

export const clickInView =
  (cast: Cast, user: User): Person['clickInView'] =>
  async (viewId, options, given = {}) => {
    const { state, triggers, occurrences } = cast;
    const view = openView(state, user, viewId);
    const button = chooseButton(view.view.blocks, options);
    if (button === undefined) return { ackedMs: 0, failed: 'gone', sent: false, answers: () => [] };
    const answers = answersSince(state, user.id, '');
    const triggerId = triggers.make(user.id);
    const payload = viewClickPayload(cast, { user, view, button, values: shownValues(view, given), triggerId });
    const delivery = await occurrences.interact('interactive', payload);
    const { confirm } = button;
    const asked = confirm ? { confirm } : {};
    return { ...delivery, ...shownFailure.press(delivery.failed), ...asked, sent: true, answers };
  };

/** Source: https://docs.slack.dev/reference/events/app_home_opened */
export const openHome =
  (cast: Cast, user: User): Person['openHome'] =>
  async () => {
    const { state, occurrences } = cast;
    const answers = answersSince(state, user.id, '');
    const home = [...state.views.values()].find(({ user: of, view }) => of === user.id && view.type === 'home');
    const delivery = await occurrences.event({
      type: 'app_home_opened',
      user: user.id,
      channel: directMessage(state, user.id).id,
      tab: 'home',
      event_ts: state.nextTs(),
      ...(home === undefined ? {} : { view: wireView(state, home) }),
    });
    return { ...delivery, answers };
  };
