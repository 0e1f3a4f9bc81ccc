import type { MissingScope } from '../../core/checkup.js';

/** The scopes of `manifest.yml`, and what does not work without each (https://docs.slack.dev/reference/scopes). */
export const usedScopes: readonly MissingScope[] = [
  { scope: 'chat:write', purpose: 'posting', essential: true },
  { scope: 'commands', purpose: 'the slash command', essential: true },
  { scope: 'users:read', purpose: 'knowing who may do what', essential: true },
  { scope: 'usergroups:read', purpose: 'user groups as operators and approvers', essential: false },
  { scope: 'app_mentions:read', purpose: 'commands by mention', essential: false },
  { scope: 'channels:read', purpose: 'checking public channels', essential: false },
  { scope: 'groups:read', purpose: 'checking private channels', essential: false },
  { scope: 'channels:history', purpose: 'finding cut-off posts in public channels', essential: false },
  { scope: 'groups:history', purpose: 'finding cut-off posts in private channels', essential: false },
  {
    scope: 'im:write',
    purpose: 'direct messages: trouble with a channel to operators, files to the person who asked',
    essential: false,
  },
  { scope: 'files:read', purpose: 'files that people upload', essential: false },
  { scope: 'files:write', purpose: 'long answers as a file', essential: false },
  { scope: 'metadata.message:read', purpose: "telling the bot's messages apart", essential: false },
];

/** Scopes that the bot uses and a token with these `granted` lacks. */
export function missingScopes(granted: readonly string[]): MissingScope[] {
  return usedScopes.filter(({ scope }) => !granted.includes(scope));
}
