import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A file that exists in the scratch copy only, under the path that decides which rules apply. */
export interface Sample {
  readonly path: string;
  readonly code: string;
}

/** What a linter said of one sample: `<rule> <message>` each. */
export type Findings = (path: string) => readonly string[];

interface Scratch {
  readonly biome: Findings;
  readonly oxlint: Findings;
  remove(): void;
}

/** Lints samples in a directory that has this project's settings and packages and nothing of its sources. */
export function lintSamples(samples: readonly Sample[]): Scratch {
  const dir = mkdtempSync(join(tmpdir(), 'lint-samples-'));
  for (const name of ['biome.json', '.oxlintrc.json', 'tools', 'package.json', 'tsconfig.json', '.gitignore']) {
    cpSync(name, join(dir, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  for (const { path, code } of samples) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), code);
  }
  const remove = () => rmSync(dir, { recursive: true });
  return { biome: runBiome(dir), oxlint: runOxlint(dir), remove };
}

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string };
  }[];
}

function runBiome(dir: string): Findings {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--diagnostic-level=warn', '.'];
  const report = run(dir, 'biome', args) as BiomeReport;
  const found = report.diagnostics.map((item) => ({
    path: item.location.path,
    text: `${item.category} ${item.message}`,
  }));
  return byPath(found);
}

interface OxlintReport {
  readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly filename: string }[];
}

function runOxlint(dir: string): Findings {
  const args = ['-c', '.oxlintrc.json', '--type-aware', '--format', 'json', 'src'];
  const report = run(dir, 'oxlint', args) as OxlintReport;
  return byPath(report.diagnostics.map((item) => ({ path: item.filename, text: `${item.code} ${item.message}` })));
}

function run(dir: string, tool: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(join(dir, 'node_modules/.bin', tool), args, { cwd: dir, encoding: 'utf8' });
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(`${tool} printed no report: ${stderr}`);
  return JSON.parse(stdout.slice(start));
}

function byPath(found: readonly { readonly path: string; readonly text: string }[]): Findings {
  return (path) => found.filter((item) => item.path === path).map((item) => item.text);
}
