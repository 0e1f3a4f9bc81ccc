import type { IncomingMessage } from 'node:http';
import { type Args, text } from './args.js';
import { refuse } from './refusal.js';
import type { Settings } from './settings.js';

export type TokenKind = 'bot' | 'app';

export interface Tokens {
  revoke: (kind: TokenKind) => void;
  restore: (kind: TokenKind) => void;
  /** Lets the call pass, or throws `not_authed`, `invalid_auth`, `token_revoked`, `not_allowed_token_type` or `missing_scope`. */
  check: (token: string, needs: { kind: TokenKind; scopes: string[] }) => void;
}

/** The token of a call: the Authorization header, else the argument `token`. */
export const tokenOf = (request: IncomingMessage, args: Args): string => {
  const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '');
  return bearer?.[1] ?? text(args, 'token');
};

export const createTokens = (settings: Settings): Tokens => {
  const revoked = new Set<TokenKind>();
  const kindOf = (token: string): TokenKind => {
    if (token === '') throw refuse('not_authed');
    if (token === settings.botToken) return 'bot';
    if (token === settings.appToken) return 'app';
    throw refuse('invalid_auth');
  };
  return {
    revoke: (kind) => void revoked.add(kind),
    restore: (kind) => void revoked.delete(kind),
    check: (token, needs) => {
      const kind = kindOf(token);
      if (revoked.has(kind)) throw refuse('token_revoked');
      if (kind !== needs.kind) throw refuse('not_allowed_token_type');
      if (kind === 'app' || needs.scopes.length === 0) return;
      if (!needs.scopes.some((scope) => settings.scopes.includes(scope))) {
        throw refuse('missing_scope', { needed: needs.scopes.join(','), provided: settings.scopes.join(',') });
      }
    },
  };
};
