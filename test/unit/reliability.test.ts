import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/reliability.md', 'utf8');

/** "`matrix/x.test.ts` “name”, “name”": each name with the file it is in. */
const proofs = [...page.matchAll(/`([\w/-]+\.test\.ts)`((?: ?,? ?“[^”]+”)+)/g)].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => [`test/${file}`, name] as const),
);

/** Test names as they are written, whatever quotes they stand in. */
const sourceOf = (file: string): string => readFileSync(file, 'utf8').replaceAll("\\'", "'");

describe('the table of faults', () => {
  it('says in every row what proves it', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!fault |-)/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !/`[\w/-]+\.test\.ts` “/.test(row))).toEqual([]);
  });

  it.each(proofs)('names a test that is there: %s %s', (file, name) => {
    expect(existsSync(file)).toBe(true);
    const source = sourceOf(file);
    expect(["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`))).toBe(true);
  });

  it('leaves no file of the matrix out', () => {
    const files = readdirSync('test/matrix').filter((name) => name.endsWith('.test.ts'));
    const named = new Set(proofs.map(([file]) => file));
    expect(files.filter((name) => !named.has(`test/matrix/${name}`))).toEqual([]);
  });
});
