import type { Dialect } from './dialect.js';

/** gRPC codes that an answer may carry, with the HTTP status that a gateway gives them. */
const httpStatuses = { 3: 400, 5: 404, 7: 403, 9: 400, 12: 501, 13: 500, 16: 401 } as const;

export type Code = keyof typeof httpStatuses;

/** HTTP 412 for code 9 was in grpc-gateway 1.4.1 to 1.9.4. Source: its repository, `runtime/errors.go`. */
export function httpStatusOf(code: Code, { gateway }: Dialect): number {
  return code === 9 && gateway === 'gateway-v1' ? 412 : httpStatuses[code];
}

/** The page shows these two without any text. */
const bare: readonly Code[] = [5, 9];

/** The body of a refusal: `{code, message, details}`, or of the older gateway `{error, code}`. */
export function refusalBody(code: Code, message: string, { gateway }: Dialect): object {
  if (gateway === 'gateway-v1') return { error: message, code };
  return bare.includes(code) ? { code } : { code, message, details: [] };
}
