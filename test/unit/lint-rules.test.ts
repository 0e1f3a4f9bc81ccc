import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintSamples } from '../support/lint.js';

type Case = readonly [what: string, path: string, code: string];

const acts = 'export const go = (target: { act(action: string): void }) => target.act("start");\n';

const posts: readonly string[] = [
  "client.chat.postMessage({ channel: 'C1', text })",
  "client.chat.update({ channel: 'C1', text })",
  "client.chat.delete({ channel: 'C1' })",
  "app.client.chat.scheduleMessage({ channel: 'C1', text })",
  "client.apiCall('chat.postMessage', { text })",
  'say(text)',
];
const answers: readonly string[] = [
  "client.chat.postEphemeral({ channel: 'C1', text })",
  'client.views.open({ trigger_id, view })',
  'ack(text)',
  'respond({ text })',
];

const comparisons: readonly string[] = [
  "product === 'jira'",
  "product !== 'confluence'",
  'product == "bitbucket"',
  "'instabase' === product",
  'target.product === `jira`',
];
const branch = (test: string) => `export const f = (product: string, target: { product: string }) => ${test};\n`;
const cases =
  "export function f(p: string) {\n  switch (p) {\n    case 'jira':\n      return 1;\n    default:\n      return 2;\n  }\n}\n";

const badLogTexts = [
  'logger.warn({ id }, `lost ${id}`)',
  "log.error({ id }, 'lost ' + id)",
  "this.logger.error('lost')",
  'deps.log.fatal(error)',
];
const goodLogTexts = [
  "logger.warn({ id }, 'lost')",
  "deps.log.error({ id, all: f(1, 2) }, 'lost, again')",
  'log.info({}, `${id}`)',
];

const style: readonly Case[] = [
  ['useFilenamingConvention', 'src/core/camelCase.ts', 'export const a = 1;\n'],
  ['noDefaultExport', 'src/core/d1.ts', 'export default 1;\n'],
  ['noEnum', 'src/core/d2.ts', 'export enum A {\n  B,\n}\n'],
  ['noNonNullAssertion', 'src/core/d3.ts', 'export const f = (a?: string) => a!;\n'],
  ['noNestedTernary', 'src/core/d4.ts', 'export const f = (a: number) => (a > 1 ? 1 : a > 0 ? 2 : 3);\n'],
  ['noForEach', 'src/core/d5.ts', 'export const f = (a: number[]) => a.forEach((b) => b);\n'],
  ['noConsole', 'src/core/d6.ts', 'console.log(1);\n'],
  ['noProcessEnv', 'src/core/d7.ts', 'export const a = process.env.X;\n'],
  [
    'noExcessiveLinesPerFile',
    'src/core/d8.ts',
    Array.from({ length: 251 }, (_, n) => `export const a${n} = ${n};\n`).join(''),
  ],
  [
    'noExcessiveLinesPerFunction',
    'src/core/d9.ts',
    `export function f(a: number[]) {\n${'  a.push(1);\n'.repeat(61)}}\n`,
  ],
  [
    'noExcessiveCognitiveComplexity',
    'src/core/d10.ts',
    `export function f(a: number) {\n${'  if (a > 1 && a < 9) a++;\n'.repeat(7)}}\n`,
  ],
  ['noImportCycles', 'src/core/d11.ts', "import { b } from './d12.js';\nexport const a = () => b;\n"],
  ['noImportCycles', 'src/core/d12.ts', "import { a } from './d11.js';\nexport const b = () => a;\n"],
  ['useImportExtensions', 'src/core/d13.ts', "import { a } from './d11';\nexport const c = a;\n"],
  ['noUndeclaredDependencies', 'src/core/d14.ts', "import { x } from 'left-pad';\nexport const y = x;\n"],
  [
    'useErrorCause',
    'src/core/d15.ts',
    'export function f() {\n  try {\n    return JSON.parse("");\n  } catch (e) {\n    throw new Error("no");\n  }\n}\n',
  ],
  ['useThrowOnlyError', 'src/core/d16.ts', 'export function f() {\n  throw "no";\n}\n'],
  ['noEmptyBlockStatements', 'src/core/d17.ts', 'export function f() {\n  try {\n    return 1;\n  } catch {}\n}\n'],
  ['noSkippedTests', 'test/unit/d18.test.ts', "import { it } from 'vitest';\nit.skip('x', () => 1);\n"],
];

const numbered = (kind: string, path: string, codes: readonly string[], wrap = (code: string) => `${code};\n`) =>
  codes.map((code, index): Case => [code, path.replace('*', `${kind}${index}`), wrap(code)]);

const badPosts = numbered('post', 'src/slack/in/*.ts', posts);
const goodPosts = numbered('answer', 'src/slack/in/*.ts', answers);
const outPosts = numbered('post', 'src/slack/out/*.ts', posts);
const badBranches = [
  ...numbered('branch', 'src/service/*.ts', comparisons, branch),
  ['case', 'src/jobs/case.ts', cases] as const,
];
const adapterBranches = numbered('branch', 'src/adapters/*.ts', comparisons, branch);
const otherBranches = numbered(
  'fine',
  'src/service/*.ts',
  ["product === 'other'", 'product === target.product'],
  branch,
);
const badLogs = numbered('log', 'src/jobs/*.ts', badLogTexts);
const goodLogs = numbered('fine', 'src/jobs/*.ts', goodLogTexts);

const promises: readonly Case[] = [
  ['no-floating-promises', 'src/core/e1.ts', 'export const f = async () => 1;\nf();\n'],
  [
    'no-misused-promises',
    'src/core/e2.ts',
    'export const f = async () => 1;\nsetTimeout(f, 1);\nif (f()) setTimeout(async () => f(), 1);\n',
  ],
  ['await-thenable', 'src/core/e3.ts', 'export const f = async () => {\n  await 1;\n};\n'],
];

const acting: readonly Case[] = ['src/jobs/act.ts', 'src/service/act.ts'].map((path) => ['acting', path, acts]);
const asksForJob = 'export const go = (to: { jobs: { act(id: string): void } }) => to.jobs.act("1");\n';
const actors: readonly Case[] = ['src/service/run-action.ts', 'src/adapters/act.ts'].map((path) => [
  'acting',
  path,
  acts,
]);

const refused: readonly (readonly [rule: RegExp, cases: readonly Case[]])[] = [
  [/Only slack\/out writes to channels/, badPosts],
  [/Only adapters may compare a product's name/, badBranches],
  [/Only service\/run-action\.ts can change a cluster/, acting],
  [/The text of warn and error is a constant string/, badLogs],
];
const jobs: Case = ['asking for a job', 'src/service/ask.ts', asksForJob];
const passed = [jobs, ...goodPosts, ...outPosts, ...adapterBranches, ...otherBranches, ...actors, ...goodLogs];

let scratch: ReturnType<typeof lintSamples>;

beforeAll(() => {
  const cases = [...refused.flatMap(([, list]) => list), ...passed, ...style, ...promises];
  scratch = lintSamples(cases.map(([, path, code]) => ({ path, code })));
});

afterAll(() => scratch.remove());

const plugin = (path: string) => scratch.biome(path).filter((text) => text.startsWith('plugin'));

describe('a house rule', () => {
  it.each(refused.flatMap(([rule, list]) => list.map(([code, path]) => [code.trim(), path, rule] as const)))(
    'refuses %s in %s',
    (_code, path, rule) => {
      expect(plugin(path)).toEqual([expect.stringMatching(rule)]);
    },
  );

  it.each(passed)('lets %s pass in %s', (_code, path) => {
    expect(plugin(path)).toEqual([]);
  });
});

describe('the style', () => {
  it.each(style)('is kept by %s in %s', (rule, path) => {
    expect(scratch.biome(path).filter((text) => text.includes(`/${rule} `))).not.toEqual([]);
  });

  it.each(promises)('is kept by %s in %s', (rule, path) => {
    expect(scratch.oxlint(path).filter((text) => text.includes(rule))).not.toEqual([]);
  });
});
