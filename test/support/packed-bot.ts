import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs the packed bot with what V8 compiled of it before; with PACK=1 it leaves that for those that follow. Loading a
 * bot's 900 files takes half a second of a processor, and loading this a tenth of one.
 */
const runner = `'use strict';
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Script, constants } = require('node:vm');
const file = __dirname + '/bot.cjs';
const compiled = __dirname + '/bot.compiled';
const source = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(file, 'utf8') + '\\n})';
const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const script = new Script(source, { filename: file, cachedData, importModuleDynamically });
if (process.env.PACK === '1') process.on('exit', () => writeFileSync(compiled, script.createCachedData()));
const packed = { exports: {} };
script.runInThisContext().call(packed.exports, packed.exports, createRequire(file), packed, file, __dirname);
`;

/** What notes and strikes points comes first, as with `node --import`; without POINTS_DIR it does nothing. */
const entry = `import ${JSON.stringify(join(root, 'test/points/preload.js'))};
import ${JSON.stringify(join(root, 'dist/main.js'))};
`;

/**
 * Packs the built bot into one file, for tests that start hundreds of processes. Tests of the page in a browser,
 * `e2e/starting` and `e2e/whole-upgrade` start it as it is shipped. The project's own environment says where it is put. Vitest calls the returned function at the end.
 */
export async function setup({ config }: TestProject): Promise<() => Promise<void>> {
  const main = config.env.UPGRADE_BOT_MAIN;
  if (main === undefined) throw new Error('this project starts the bot as it is shipped');
  const dir = dirname(main);
  await mkdir(dir, { recursive: true });
  const input = join(dir, 'entry.js');
  await writeFile(input, entry);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: input,
      outDir: dir,
      emptyOutDir: false,
      minify: true,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'bot.cjs', codeSplitting: false } },
    },
  });
  await writeFile(main, runner);
  await compile(main);
  return () => rm(dir, { recursive: true, force: true });
}

/** The bot loads all of itself before it refuses a role that there is not. */
async function compile(main: string): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', PACK: '1' };
  const ended = await promisify(execFile)(process.execPath, [main, 'nobody'], { env }).then(
    () => 'it took a role that there is not',
    (error: { code?: unknown; stderr?: string }) => (error.code === 1 ? undefined : String(error.stderr)),
  );
  if (ended !== undefined) throw new Error(`the packed bot cannot be started: ${ended}`);
}
