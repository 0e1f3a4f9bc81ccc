import type { Route } from './route.js';

const shellFunction = (url: string): string =>
  `  post() { curl -sS -H 'content-type: application/json' "${url}$1" -d "$2"; echo; }`;

/** Lines for a shell, one per step of an upgrade and one fault. */
export function examplesFor(url: string): string {
  const steps = [
    `post /people/alice/command '{"text": "status confluence"}'`,
    `post /people/alice/command '{"text": "start confluence"}'`,
    ...[0, 1, 2].map((node) => `post /cluster/nodes/confluence-${node}/upgrade`),
    'post /bot/kill',
    'post /bot/start',
    `post /people/alice/command '{"text": "approve confluence"}'`,
    `post /people/bob/click '{"button": "Approve"}'`,
  ];
  return [
    shellFunction(url),
    ...steps.map((step) => `  ${step}`),
    `  curl -sS ${url}/channel`,
    `  curl -sS ${url}          # everything else`,
  ].join('\n');
}

export function helpText(url: string, routes: readonly Route[]): string {
  const listed = routes.map(({ method, path, does }) => `  ${method.padEnd(4)} ${path}\n         ${does}`);
  return `Sandbox of Upgrade Bot: the real bot between a simulated Slack and a simulated cluster.

Everything that is posted needs the header content-type: application/json; an empty body counts as {}.
In a shell:

${examplesFor(url)}

Paths:

${listed.join('\n')}
`;
}
