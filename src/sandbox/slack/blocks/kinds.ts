import {
  all,
  boolean,
  byType,
  type Check,
  integer,
  isRecord,
  list,
  number,
  oneOf,
  optional,
  required,
  shape,
  string,
  url,
} from './checks.js';
import { anyText, button, contextActions, image, inputs, interactive, modalInputs, plain } from './elements.js';
import { richText } from './rich-text.js';

/** Every block may carry its own id. */
const block = (name: string, fields: Parameters<typeof shape>[0]): Check =>
  shape({ type: required(oneOf(name)), block_id: optional(string(255)), ...fields });

const sectionHasContent: Check = (value, at, report) => {
  if (isRecord(value) && value.text === undefined && value.fields === undefined) {
    report(at, 'missing required field: text');
  }
};

const section = all(
  block('section', {
    text: optional(anyText(3000)),
    fields: optional(list(anyText(2000), 10)),
    accessory: optional(byType(() => ({ ...interactive, image }))),
    expand: optional(boolean),
  }),
  sectionHasContent,
);

const context = block('context', {
  elements: required(
    list(
      byType(() => ({ image, plain_text: anyText(3000), mrkdwn: anyText(3000) })),
      10,
    ),
  ),
});

const inputOf = (elements: Record<string, Check>): Check =>
  block('input', {
    label: required(plain(2000)),
    element: required(byType(() => elements)),
    hint: optional(plain(2000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  });

const taskCard = block('task_card', {
  task_id: required(string(255)),
  title: required(string(3000)),
  status: required(oneOf('pending', 'in_progress', 'complete', 'error')),
  details: optional(richText(1)),
  output: optional(richText(1)),
  sources: optional(
    list(shape({ type: required(oneOf('url')), url: required(url), text: required(string(3000)) }), 50, 0),
  ),
});

const cell = byType(() => ({
  rich_text: richText(),
  raw_text: shape({ type: required(oneOf('raw_text')), text: required(string(10_000)) }),
  raw_number: shape({ type: required(oneOf('raw_number')), value: required(number) }),
}));

const column = shape({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(boolean) });

const table = block('table', {
  rows: required(list(list(cell, 20), 100)),
  column_settings: optional(list(column, 20, 0)),
});

const dataTable = block('data_table', {
  caption: required(string(3000)),
  rows: required(list(list(cell, 20), 101, 2)),
  page_size: optional(integer(1, 100)),
  row_header_column_index: optional(integer(0, 19)),
});

const simple: Record<string, Check> = {
  section,
  context,
  input: inputOf(inputs),
  table,
  divider: block('divider', {}),
  header: block('header', { text: required(plain(150)), level: optional(integer(1, 4)) }),
  rich_text: richText(),
  actions: block('actions', {
    elements: required(
      list(
        byType(() => interactive),
        25,
      ),
    ),
  }),
  image: block('image', {
    image_url: optional(url),
    slack_file: optional(shape({ id: optional(string(30)), url: optional(url) })),
    alt_text: required(string(2000)),
    title: optional(plain(2000)),
  }),
};

const container = block('container', {
  title: optional(plain(150)),
  rich_text_title: optional(richText()),
  subtitle: optional(anyText(150)),
  child_blocks: required(
    list(
      byType(() => simple),
      10,
    ),
  ),
  width: optional(oneOf('narrow', 'standard', 'wide', 'full')),
  icon: optional(image),
  is_collapsible: optional(boolean),
  default_collapsed: optional(boolean),
  has_header_divider: optional(boolean),
});

const card = block('card', {
  title: optional(anyText(150)),
  subtitle: optional(anyText(150)),
  body: optional(anyText(200)),
  hero_image: optional(image),
  icon: optional(image),
  actions: optional(list(button, 2)),
});

/**
 * Blocks a message may have. `alert` is missing because only modals take it.
 * Source: https://docs.slack.dev/reference/block-kit/blocks
 */
export const messageBlocks: Record<string, Check> = {
  ...simple,
  container,
  card,
  task_card: taskCard,
  // The title of a plan is a bare string: a text object is refused.
  plan: block('plan', {
    title: required(string(3000)),
    tasks: optional(
      list(
        byType(() => ({ task_card: taskCard })),
        50,
        0,
      ),
    ),
  }),
  context_actions: block('context_actions', {
    elements: required(
      list(
        byType(() => contextActions),
        5,
      ),
    ),
  }),
  data_table: dataTable,
  markdown: block('markdown', { text: required(string(12_000)) }),
};

/** Blocks of modals and of the Home tab: neither takes plans, tables or markdown; only modals take alerts and files. */
export const viewBlocks = (kind: 'modal' | 'home'): Record<string, Check> => {
  const { table: _messagesOnly, ...shared } = simple;
  if (kind === 'home') return { ...shared, container };
  const alert = block('alert', {
    text: required(anyText(3000)),
    level: optional(oneOf('default', 'info', 'warning', 'error', 'success')),
  });
  return { ...shared, input: inputOf(modalInputs), alert };
};
