import { isSecretConfig, masked } from './masks.js';
import type { ConfigDiff, Diff, DiffLine } from './schema.js';

function side(sign: '+' | '-', lines: readonly DiffLine[], whole: boolean): string[] {
  const data = masked(
    lines.map((line) => line.data),
    whole,
  );
  return data.map((text, index) => {
    const { lineNumber } = lines[index] ?? { lineNumber: Number.NaN };
    return `${sign}${Number.isFinite(lineNumber) ? String(lineNumber).padStart(6) : '      '} | ${text}`;
  });
}

function changesOf(name: string, { added, deleted }: ConfigDiff, content: string | undefined): string[] {
  if (added.length + deleted.length === 0) return [];
  const whole = isSecretConfig(name, content);
  const note = whole ? ' (values are not shown; ciphertext can differ although its clear text does not)' : '';
  return [
    `== ${name}: ${deleted.length} lines go, ${added.length} come${note}`,
    ...side('-', deleted, whole),
    ...side('+', added, whole),
    '',
  ];
}

const list = (title: string, names: readonly string[]): string[] => [
  `${title} (${names.length})`,
  ...names.map((name) => `  ${name}`),
  '',
];

/** Everything that a diff tells as a text, without contents of whole configs and with secret-like values masked. */
export function diffText({ diffs, configs, ...names }: Diff): string {
  const changed = Object.entries(diffs).flatMap(([name, diff]) => changesOf(name, diff, configs[name]));
  const unchanged = Object.entries(diffs).filter(([, { added, deleted }]) => added.length + deleted.length === 0);
  return [
    'Values that look secret are masked.',
    '',
    ...list('Active afterwards', names.includedObjectNames),
    ...list('Deleted', names.deletedObjectNames),
    ...list('Kept on request', names.deprecationOverriddenObjectNames),
    ...list(
      'Compared and without a difference',
      unchanged.map(([name]) => name),
    ),
    'Changed lines',
    '',
    ...changed,
  ].join('\n');
}
