import type { IncomingMessage } from 'node:http';
import { type Answer, jsonAnswer } from './answer.js';
import { type Args, text } from './args.js';
import type { TakeCall } from './limits.js';
import { allMethods } from './methods/all.js';
import type { Backstage, Method } from './methods/method.js';
import { refuse } from './refusal.js';
import { type Tokens, tokenOf } from './tokens.js';

const limited = (seconds: number): Answer =>
  jsonAnswer({ ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) }, 429);

const scopeHeaders = (backstage: Backstage, method: Method): Record<string, string> => {
  const granted = method.token === 'app' ? ['connections:write'] : backstage.settings.scopes;
  return { 'x-oauth-scopes': granted.join(','), 'x-accepted-oauth-scopes': method.scopes.join(',') };
};

/**
 * Answers one Web API call: the token first, then the allowance, then the method itself.
 * Refusals are thrown. Source: https://docs.slack.dev/apis/web-api
 */
export const answerCall = (
  { backstage, tokens, take }: { backstage: Backstage; tokens: Tokens; take: TakeCall },
  name: string,
  args: Args,
  request: IncomingMessage,
): Answer => {
  const method = Object.hasOwn(allMethods, name) ? allMethods[name] : undefined;
  if (method === undefined) throw refuse('unknown_method', { req_method: name });
  tokens.check(tokenOf(request, args), { kind: method.token ?? 'bot', scopes: method.scopes });
  const wait = take(name, text(args, 'channel'));
  if (wait !== undefined) return limited(wait);
  return jsonAnswer({ ok: true, ...method.run(backstage, args) }, scopeHeaders(backstage, method));
};
