import type { DeliveryFailure } from './delivery.js';

const COMMAND: Readonly<Record<DeliveryFailure, string>> = {
  timeout: 'failed with the error "operation_timeout"',
  unreachable: 'failed with the error "dispatch_failed"',
  bad_status: 'failed with the error "http_service_error"',
};

const PRESS: Readonly<Record<DeliveryFailure, string>> = {
  timeout: 'The app did not respond. Try again.',
  unreachable: 'The app did not respond. Try again.',
  bad_status: 'This app responded with an error. Try again.',
};

const FORM = 'We had some trouble connecting. Try again?';

type Shown = { shown?: string };

/** What Slack shows a person, and nobody else, when the bot did not acknowledge what they did; nothing when it did. */
export const shownFailure = {
  /** @param name with its slash */
  command: (name: string, failed?: DeliveryFailure): Shown => (failed ? { shown: `${name} ${COMMAND[failed]}` } : {}),
  press: (failed?: DeliveryFailure): Shown => (failed ? { shown: PRESS[failed] } : {}),
  form: (failed?: DeliveryFailure): Shown => (failed ? { shown: FORM } : {}),
};
