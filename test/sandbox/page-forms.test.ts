import { describe, expect, it } from 'vitest';
import { buttonIn } from '../../src/sandbox/page/blocks/fields.js';
import { runsOf } from '../../src/sandbox/page/blocks/runs.js';
import { fileRefusal } from '../../src/sandbox/page/forms/file-choice.js';
import {
  chosenIn,
  inputsIn,
  missingIn,
  optionsIn,
  stateOf,
  valuesOf,
  withState,
} from '../../src/sandbox/page/forms/inputs.js';
import { placeOf, searchOf, shownPane } from '../../src/sandbox/page/place.js';
import { share } from '../../src/sandbox/page/share.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const input = (name: string, element: object, optional = false) => ({
  type: 'input',
  block_id: name,
  optional,
  label: plain(`The ${name}`),
  element: { action_id: name, ...element },
});

const blocks = [
  { type: 'rich_text', elements: [] },
  input('reason', { type: 'plain_text_input', initial_value: 'as planned' }, true),
  input('size', {
    type: 'static_select',
    options: [option('small'), option('large')],
    initial_option: option('small'),
  }),
  input('file', { type: 'file_input', filetypes: ['zip'], max_files: 1 }),
  input('checks', { type: 'checkboxes', options: [option('one'), option('two')] }, true),
];
const inputs = inputsIn(blocks);
const [reason, , file] = inputs;

describe('a form', () => {
  it('is sent as it was shown where nobody touched it', () => {
    expect(valuesOf(inputs, {})).toEqual({
      reason: { reason: { type: 'plain_text_input', value: 'as planned' } },
      size: { size: { type: 'static_select', selected_option: option('small') } },
      file: { file: { type: 'file_input', files: [] } },
      checks: { checks: { type: 'checkboxes', selected_options: [] } },
    });
  });

  it('is sent with what was put in', () => {
    const filled = reason && withState({}, reason, { type: 'plain_text_input', value: 'urgent' });
    expect(valuesOf(inputs, filled ?? {})).toMatchObject({ reason: { reason: { value: 'urgent' } } });
  });

  it('asks for what is missing before it is sent, and not for what is optional', () => {
    expect(missingIn(inputs, {})).toEqual({ file: 'Please complete this required field.' });
    const filled = file && withState({}, file, { type: 'file_input', files: ['F1'] });
    expect(missingIn(inputs, filled ?? {})).toEqual({});
  });

  it('counts blanks as nothing where a text is needed', () => {
    const needed = inputsIn([input('version', { type: 'plain_text_input' })]);
    const [version] = needed;
    const filled = version && withState({}, version, { type: 'plain_text_input', value: '  ' });
    expect(missingIn(needed, filled ?? {})).toHaveProperty('version');
  });

  it('knows its options, those in groups too, and which are chosen', () => {
    const [size] = inputsIn(blocks.slice(2, 3));
    expect(size && chosenIn(stateOf({}, size))).toEqual(['small']);
    const groups = optionsIn({ option_groups: [{ options: [option('a')] }, { options: [option('b')] }] });
    expect(groups.map(({ label, value }) => `${label} ${value}`)).toEqual(['A a', 'B b']);
  });
});

describe('a file that is chosen', () => {
  it('is taken with one of the endings that the form names, in any case', () => {
    expect(fileRefusal({ name: 'base.ZIP', size: 10 }, ['.zip', '.tgz'])).toBeUndefined();
    expect(fileRefusal({ name: 'anything', size: 10 }, [])).toBeUndefined();
  });

  it('is not taken with another ending, nor when it is too large to rehearse with', () => {
    expect(fileRefusal({ name: 'notes.txt', size: 10 }, ['.zip'])).toContain('.zip');
    expect(fileRefusal({ name: 'base.zip', size: 65 * 1024 * 1024 }, ['.zip'])).toContain('too large');
  });
});

describe('blocks', () => {
  it('are drawn together, but every row of buttons for itself', () => {
    const rows = [
      { type: 'header' },
      { type: 'rich_text' },
      { type: 'actions' },
      { type: 'actions' },
      { type: 'context' },
    ];
    expect(runsOf(rows).map(({ kind }) => kind)).toEqual(['read', 'actions', 'actions', 'read']);
  });

  it('have buttons with their question', () => {
    const confirm = {
      title: plain('Sure?'),
      text: plain('It stays.'),
      confirm: plain('Yes'),
      deny: plain('No'),
      style: 'danger',
    };
    const button = { type: 'button', action_id: 'go', text: plain('Go'), style: 'primary', confirm };
    expect(buttonIn(button)).toMatchObject({
      action: 'go',
      label: 'Go',
      style: 'primary',
      url: undefined,
      confirm: { title: 'Sure?', text: 'It stays.', confirm: 'Yes', deny: 'No', isDangerous: true },
    });
  });
});

describe('the address of a window', () => {
  it('keeps everything that it shows', () => {
    const place = { as: 'bob', at: 'C0OPS', thread: '1795195988.613000', traffic: true, pane: 'thread' } as const;
    expect(placeOf(searchOf(place))).toEqual(place);
  });

  it('is alice in the first channel unless it says otherwise', () => {
    const place = placeOf('?pane=cellar');
    expect(place).toEqual({ as: 'alice', at: null, thread: null, traffic: false, pane: 'main' });
    expect(searchOf(place)).toBe('?as=alice');
  });

  it('shows the messages in a narrow window when there is no thread to show', () => {
    expect(shownPane(placeOf('?pane=thread'))).toBe('main');
    expect(shownPane(placeOf('?pane=thread&thread=1.2&at=home'))).toBe('main');
    expect(shownPane(placeOf('?pane=thread&thread=1.2'))).toBe('thread');
    expect(shownPane(placeOf('?pane=panel'))).toBe('panel');
  });
});

describe('a new snapshot', () => {
  const before = {
    list: [
      { ts: '1', text: 'one' },
      { ts: '2', text: 'two' },
    ],
    names: { U1: 'alice' },
  };

  it('is the old one where nothing changed', () => {
    expect(share(before, structuredClone(before))).toBe(before);
  });

  it('has new objects only where something changed', () => {
    const after = share(before, { ...structuredClone(before), list: [before.list[0], { ts: '2', text: 'edited' }] });
    expect(after).not.toBe(before);
    expect(after.names).toBe(before.names);
    expect(after.list[0]).toBe(before.list[0]);
    expect(after.list[1]).toEqual({ ts: '2', text: 'edited' });
  });

  it('loses what is gone', () => {
    expect(share({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(share([1, 2, 3], [1, 2])).toEqual([1, 2]);
  });
});
