import { boolean, byType, type Check, integer, list, oneOf, optional, required, shape, string, url } from './checks.js';

const MANY = 1000;

const style = optional(
  shape({
    bold: optional(boolean),
    italic: optional(boolean),
    strike: optional(boolean),
    code: optional(boolean),
    underline: optional(boolean),
    highlight: optional(boolean),
    client_highlight: optional(boolean),
    unlink: optional(boolean),
  }),
);

const type = (name: string) => required(oneOf(name));

const text = shape({ type: type('text'), text: required(string(3000)), style });
const link = shape({
  type: type('link'),
  url: required(url),
  text: optional(string(3000)),
  unsafe: optional(boolean),
  style,
});

const leaves: Record<string, Check> = {
  text,
  link,
  user: shape({ type: type('user'), user_id: required(string(30)), style }),
  usergroup: shape({ type: type('usergroup'), usergroup_id: required(string(30)), style }),
  channel: shape({ type: type('channel'), channel_id: required(string(30)), style }),
  team: shape({ type: type('team'), team_id: required(string(30)), style }),
  broadcast: shape({ type: type('broadcast'), range: required(oneOf('here', 'channel', 'everyone')), style }),
  emoji: shape({
    type: type('emoji'),
    name: required(string(100)),
    unicode: optional(string(100)),
    url: optional(url),
    style,
  }),
  color: shape({ type: type('color'), value: required(string(20)), style }),
  date: shape({
    type: type('date'),
    timestamp: required(integer(0, 1e11)),
    format: required(string(500)),
    url: optional(url),
    fallback: optional(string(500)),
    style,
  }),
};

const leaf = byType(() => leaves);
const border = optional(integer(0, 1));

const section = shape({ type: type('rich_text_section'), elements: required(list(leaf, MANY, 0)) });

const parts: Record<string, Check> = {
  rich_text_section: section,
  rich_text_list: shape({
    type: type('rich_text_list'),
    style: required(oneOf('bullet', 'ordered')),
    elements: required(
      list(
        byType(() => ({ rich_text_section: section })),
        MANY,
      ),
    ),
    indent: optional(integer(0, 8)),
    offset: optional(integer(0, 1e6)),
    border,
  }),
  rich_text_quote: shape({ type: type('rich_text_quote'), elements: required(list(leaf, MANY, 0)), border }),
  rich_text_preformatted: shape({
    type: type('rich_text_preformatted'),
    elements: required(
      list(
        byType(() => ({ text, link })),
        MANY,
      ),
    ),
    border,
    language: optional(string(50)),
  }),
};

/** A `rich_text` block with at most `max` elements. */
export const richText = (max = MANY): Check =>
  shape({
    type: type('rich_text'),
    block_id: optional(string(255)),
    elements: required(
      list(
        byType(() => parts),
        max,
      ),
    ),
  });
