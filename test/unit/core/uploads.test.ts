import { describe, expect, it } from 'vitest';
import type { UploadedFile } from '../../../src/core/products.js';
import { fileFaults, readConfigNames, type UploadForm } from '../../../src/core/uploads.js';

const form: UploadForm = {
  files: [
    { field: 'configs', label: 'Configs', required: true },
    { field: 'patches', label: 'Patches', required: false },
  ],
  types: ['zip', 'tgz'],
  sizes: [],
  keep: [],
  release: '',
};

const file = (field: string, name: string, size = 10): UploadedFile => ({ id: 'F1', field, name, size });

describe('files in a form', () => {
  it('can be asked for when all that is needed is there, whatever the case of their endings', () => {
    expect(fileFaults(form, [file('configs', 'A.ZIP'), file('patches', 'b.tgz')], 20)).toEqual([]);
  });

  it('cannot without one that is needed', () => {
    expect(fileFaults(form, [file('patches', 'b.tgz')], 20)).toEqual([{ field: 'configs', why: 'missing' }]);
  });

  it.each(['a.tar', 'zip', 'a.zip.exe', 'azip', ''])('cannot with a name like %j', (name) => {
    expect(fileFaults(form, [file('configs', name)], 20)).toEqual([{ field: 'configs', why: 'type' }]);
  });

  it('cannot when they are too large together, which the largest is to blame for', () => {
    const files = [file('configs', 'a.zip', 5), file('patches', 'b.zip', 16)];

    expect(fileFaults(form, files, 20)).toEqual([{ field: 'patches', why: 'size' }]);
    expect(fileFaults(form, files, 21)).toEqual([]);
  });
});

describe('names of configs', () => {
  it('stand on lines of their own, or between commas, or in quotes, and count once', () => {
    expect(readConfigNames("a-1\n b.c ,d_e;'f' \n\na-1")).toEqual(['a-1', 'b.c', 'd_e', 'f']);
    expect(readConfigNames(' \n ')).toEqual([]);
  });

  it.each(['-a', 'a-', 'a/b', '<!channel>', 'ä', 'x'.repeat(254)])('are not like %j', (name) => {
    expect(readConfigNames(`good ${name}`)).toBeUndefined();
  });

  it('are a hundred at most', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `config-${index}`);

    expect(readConfigNames(names(100).join('\n'))).toHaveLength(100);
    expect(readConfigNames(names(101).join('\n'))).toBeUndefined();
  });
});
