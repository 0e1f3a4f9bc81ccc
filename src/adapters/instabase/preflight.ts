import { AppError } from '../../core/errors.js';
import type { Findings } from '../../core/ports.js';
import type { HttpClient } from '../http.js';
import { requireDone } from '../http-answer.js';
import { envelopeIn, refusalOf } from './answers.js';
import { isObject } from './messages.js';

/** The published checks and what they look at ("Preflight checks"). */
const checks = {
  rbac: 'rights of the service account',
  service_accounts: 'service account of the monitoring',
} as const;

type CheckId = keyof typeof checks;

/** A check reads a cluster's roles; it is no long call, but the answer may have to come from afar. */
const TIMEOUT_MS = 60_000;

interface Finding {
  readonly ok: boolean;
  readonly line: string;
}

/** @throws AppError when the answer is no word of the check */
async function runCheck(http: HttpClient, id: CheckId): Promise<Finding> {
  // A POST that changes nothing.
  const options = { timeoutMs: TIMEOUT_MS, beforeSend: () => true };
  const answer = await http.post(`/installer/preflight/checks/${id}`, options);
  const envelope = envelopeIn(answer);
  const what = `${id} (${checks[id]})`;
  if (envelope === undefined) {
    const refusal = refusalOf(answer);
    if (refusal !== undefined) throw refusal;
    requireDone(answer);
    throw new AppError('bad-body', `The answer to the preflight check ${id} is not as the product documents it`);
  }
  if (!envelope.ok) return { ok: false, line: `${what}: could not be run: ${envelope.error || 'no reason given'}` };
  const data = isObject(envelope.data) ? envelope.data : {};
  const ok = data.ok === true;
  const note = typeof data.note === 'string' && data.note !== '' ? `: ${data.note}` : '';
  return { ok, line: `${what}: ${ok ? 'ok' : 'not ok'}${note}` };
}

/** Runs both checks. @throws AppError when the target cannot be asked */
export async function runPreflight(http: HttpClient): Promise<Findings> {
  const findings = [await runCheck(http, 'rbac'), await runCheck(http, 'service_accounts')];
  const ok = findings.every((finding) => finding.ok);
  return {
    summary: ok ? 'Both preflight checks are met.' : 'Not every preflight check is met.',
    lines: findings.map(({ line }) => line),
    ok,
  };
}
