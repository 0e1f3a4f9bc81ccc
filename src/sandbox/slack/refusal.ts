/** An answer `{ok: false, error}`; `more` holds further fields of that answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly more: Record<string, unknown>;

  constructor(code: string, more: Record<string, unknown>) {
    super(`${code} ${JSON.stringify(more)}`);
    this.code = code;
    this.more = more;
  }
}

/** A refusal to throw from a Web API method. The codes are those of https://docs.slack.dev/reference/methods */
export const refuse = (code: string, more: Record<string, unknown> = {}): Refusal => new Refusal(code, more);
