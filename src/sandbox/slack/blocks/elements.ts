import {
  all,
  boolean,
  byType,
  type Check,
  integer,
  isRecord,
  list,
  oneOf,
  optional,
  required,
  shape,
  string,
  url,
} from './checks.js';

/** A `plain_text` object of at most `max` characters. */
export const plain = (max: number): Check =>
  shape({ type: required(oneOf('plain_text')), text: required(string(max)), emoji: optional(boolean) });

/** A `mrkdwn` or `plain_text` object of at most `max` characters. */
export const anyText = (max: number): Check =>
  byType(() => ({
    plain_text: plain(max),
    mrkdwn: shape({ type: required(oneOf('mrkdwn')), text: required(string(max)), verbatim: optional(boolean) }),
  }));

const confirm = shape({
  title: required(plain(100)),
  text: required(anyText(300)),
  confirm: required(plain(30)),
  deny: required(plain(30)),
  style: optional(oneOf('primary', 'danger')),
});

const option = shape({
  text: required(anyText(75)),
  value: required(string(150)),
  description: optional(anyText(75)),
  url: optional(url),
});

const optionGroup = shape({ label: required(plain(75)), options: required(list(option, 100)) });

const action = { action_id: optional(string(255)), confirm: optional(confirm), focus_on_load: optional(boolean) };
const placeholder = optional(plain(150));
const type = (name: string) => required(oneOf(name));

export const button = shape({
  ...action,
  type: type('button'),
  text: required(plain(75)),
  value: optional(string(2000)),
  url: optional(url),
  style: optional(oneOf('primary', 'danger')),
  accessibility_label: optional(string(75)),
});

export const image = shape({
  type: type('image'),
  image_url: optional(url),
  slack_file: optional(shape({ id: optional(string(30)), url: optional(url) })),
  alt_text: required(string(2000)),
});

const eitherOptionsOrGroups: Check = (value, at, report) => {
  if (!isRecord(value)) return;
  if ((value.options === undefined) === (value.option_groups === undefined)) {
    report(at, 'must have either options or option_groups');
  }
};

const staticSelect = (name: string) =>
  all(
    shape({
      ...action,
      type: type(name),
      placeholder,
      options: optional(list(option, 100)),
      option_groups: optional(list(optionGroup, 100)),
      initial_option: optional(option),
      initial_options: optional(list(option, 100)),
      max_selected_items: optional(integer(1, 100)),
    }),
    eitherOptionsOrGroups,
  );

/** A select whose choices come from the workspace or from the app. */
const livingSelect = (name: string, what: string) =>
  shape({
    ...action,
    type: type(name),
    placeholder,
    [`initial_${what}`]: optional(string(30)),
    [`initial_${what}s`]: optional(list(string(30), 100)),
    max_selected_items: optional(integer(1, 100)),
    min_query_length: optional(integer(0, 100)),
    default_to_current_conversation: optional(boolean),
    response_url_enabled: optional(boolean),
  });

const choices = (name: string, max: number) =>
  shape({
    ...action,
    type: type(name),
    options: required(list(option, max)),
    initial_option: optional(option),
    initial_options: optional(list(option, max)),
  });

const picker = (name: string, initial: string, check: Check) =>
  shape({ ...action, type: type(name), placeholder, timezone: optional(string(60)), [initial]: optional(check) });

/** Elements which may stand in an `actions` block, or beside a section. */
export const interactive: Record<string, Check> = {
  button,
  static_select: staticSelect('static_select'),
  multi_static_select: staticSelect('multi_static_select'),
  overflow: shape({ ...action, type: type('overflow'), options: required(list(option, 5)) }),
  checkboxes: choices('checkboxes', 10),
  radio_buttons: choices('radio_buttons', 10),
  datepicker: picker('datepicker', 'initial_date', string(10)),
  timepicker: picker('timepicker', 'initial_time', string(5)),
  datetimepicker: picker('datetimepicker', 'initial_date_time', integer(0, 1e10)),
};
for (const what of ['user', 'channel', 'conversation', 'external']) {
  const name = what === 'external' ? 'external_select' : `${what}s_select`;
  interactive[name] = livingSelect(name, what);
  interactive[`multi_${name}`] = livingSelect(`multi_${name}`, what);
}

/** Elements which may stand in an `input` block. */
export const inputs: Record<string, Check> = {
  ...interactive,
  plain_text_input: shape({
    ...action,
    type: type('plain_text_input'),
    placeholder,
    initial_value: optional(string(3000)),
    multiline: optional(boolean),
    min_length: optional(integer(0, 3000)),
    max_length: optional(integer(1, 3000)),
  }),
};
delete inputs.button;
delete inputs.overflow;

/** Only the inputs of modals take files. Source: https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
export const modalInputs: Record<string, Check> = {
  ...inputs,
  file_input: shape({
    action_id: optional(string(255)),
    type: type('file_input'),
    filetypes: optional(list(string(20), 100)),
    max_files: optional(integer(1, 10)),
  }),
};

const feedback = shape({ text: required(plain(75)), value: required(string(2000)) });

/** Elements of a `context_actions` block. */
export const contextActions: Record<string, Check> = {
  icon_button: shape({
    ...action,
    type: type('icon_button'),
    icon: required(oneOf('trash')),
    text: required(plain(75)),
    value: optional(string(2000)),
    accessibility_label: optional(string(75)),
    visible_to_user_ids: optional(list(string(30), 100)),
  }),
  feedback_buttons: shape({
    ...action,
    type: type('feedback_buttons'),
    positive_button: required(feedback),
    negative_button: required(feedback),
  }),
};
