import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/slack/render/leaves.js';
import { wantedWords } from '../../../src/slack/render/wanted-words.js';

const said = (wanted: Parameters<typeof wantedWords>[0]): string => plainText(wantedWords(wanted), 500);

describe('what was asked for beside an action', () => {
  it('is nothing for most', () => {
    expect(wantedWords({})).toEqual([]);
  });

  it('is the version or release to go to', () => {
    expect(said({ to: '9.2.4' })).toBe('to 9.2.4');
    expect(said({ release: '23.07.0' })).toBe('of 23.07.0');
    expect(said({ to: '23.07.0', started: true })).toBe('--started to 23.07.0');
  });

  it('is what was uploaded and chosen in a form', () => {
    const file = { id: 'F1', field: 'base_configs', name: 'base <!channel>.zip', size: 10 };

    expect(said({ files: [file, { ...file, name: 'b.tgz' }], size: 'LARGE', keep: ['aws-config', 'mine'] })).toBe(
      'from base &lt;!channel&gt;.zip, b.tgz with size LARGE keeping 2 configs',
    );
    expect(said({ keep: ['aws-config'] })).toBe('keeping 1 config');
  });
});
