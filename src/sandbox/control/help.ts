import type { PlayedProduct } from '../upgrades.js';
import type { Route } from './route.js';

const shellFunction = (url: string): string =>
  `  post() { curl -sS -H 'content-type: application/json' "${url}$1" -d "$2"; echo; }`;

/** One line per step of an upgrade, and one fault. */
const steps: Readonly<Record<PlayedProduct, readonly string[]>> = {
  confluence: [
    `post /people/alice/command '{"text": "status confluence"}'`,
    `post /people/alice/command '{"text": "start confluence"}'`,
    ...[0, 1, 2].map((node) => `post /targets/confluence/nodes/confluence-${node}/upgrade '{"wait": true}'`),
    'post /bot/kill',
    'post /bot/start',
    `post /people/alice/command '{"text": "approve confluence"}'`,
    `post /people/bob/click '{"button": "Approve"}'`,
  ],
  instabase: [
    `post /people/alice/command '{"text": "create ib"}'`,
    `post /people/alice/command '{"text": "create ib 23.10.1"}'`,
    `post /targets/ib/stages/MIGRATE_DB/plan '{"seconds": 5, "fails": "could not lock a table"}'`,
    `post /people/alice/command '{"text": "start ib"}'`,
    'post /bot/kill',
    'post /bot/start',
    `post /people/alice/command '{"text": "retry ib"}'`,
    `post /people/alice/command '{"text": "complete ib"}'`,
    `post /people/bob/click '{"button": "Approve"}'`,
  ],
};

/** Lines for a shell. */
function examplesFor(url: string, product: PlayedProduct): string {
  return [
    shellFunction(url),
    ...steps[product].map((step) => `  ${step}`),
    `  curl -sS ${url}/channel`,
    `  curl -sS ${url}          # everything else`,
  ].join('\n');
}

export function helpText(url: string, routes: readonly Route[]): string {
  const listed = routes.map(({ method, path, does }) => `  ${method.padEnd(4)} /control${path}\n         ${does}`);
  return `Sandbox of Upgrade Bot: the real bot between a simulated Slack, simulated clusters and a simulated
Instabase. The page shows all of it, and everything on the page can be done from a shell as well.

Everything that is posted needs the header content-type: application/json; an empty body counts as {}.
An upgrade of a cluster, in a shell:

${examplesFor(url, 'confluence')}

An upgrade of Instabase:

${steps.instabase.map((step) => `  ${step}`).join('\n')}

Paths:

  GET  /
         the page, and its files under /assets
  GET  /control/changes
         server-sent events: {"version": 7} after changes
${listed.join('\n')}
`;
}
