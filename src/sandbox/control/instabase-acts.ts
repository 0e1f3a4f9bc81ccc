import type { InstabaseServer } from '../instabase/server.js';
import type { Act, Acts } from './act.js';
import { reachActs } from './reach-acts.js';
import { optionalChoice, optionalText, text } from './route.js';

/** A simulated Instabase, under the name that people give it. */
export interface InstabaseTarget {
  readonly target: string;
  readonly server: InstabaseServer;
}

const verbs = ['pause', 'retry', 'continue', 'rollback', 'complete', 'abandon'] as const;

const OWN_PAGE = "in Deployment Manager's own page";

/** Calls of the API that somebody makes elsewhere; its own rules refuse what cannot be. */
const elsewhere: Acts<InstabaseTarget> = Object.fromEntries(
  verbs.map((verb): [string, Act<InstabaseTarget>] => [
    verb,
    {
      act({ server }) {
        server.run.act(verb);
        return { who: 'admin', words: `${verb}: ${OWN_PAGE}` };
      },
    },
  ]),
);

function againstStart({ server }: InstabaseTarget): string | null {
  const state = server.run.state();
  if (state === undefined || state.terminal) return 'no upgrade is created';
  return state.started ? 'is started already' : null;
}

function againstCreation({ server }: InstabaseTarget): string | null {
  const state = server.run.state();
  return state === undefined || state.terminal ? null : 'there is one already';
}

/** What is decided beforehand. */
const findings: Acts<InstabaseTarget> = {
  'fail-creation': {
    act({ server }, body) {
      const leaves = optionalChoice(body, 'leaves', ['partial', 'nothing']) ?? 'partial';
      server.failNextCreation({ error: text(body, 'error'), leaves });
      const left = leaves === 'partial' ? 'a part of it' : 'nothing';
      return { who: 'instabase', words: `will refuse the next creation and leave ${left}` };
    },
  },
  'find-in-validation': {
    act({ server }, body) {
      const configName = optionalText(body, 'config') ?? 'ingress.yml';
      const error = optionalText(body, 'error');
      server.findings.validationErrors = error === undefined ? [] : [{ configName, error }];
      return { who: 'instabase', words: `will find ${error === undefined ? 'no error' : 'an error'} in a validation` };
    },
  },
  'find-in-preflight': {
    act({ server }, body) {
      const check = optionalChoice(body, 'check', ['rbac', 'service_accounts']) ?? 'rbac';
      const error = optionalText(body, 'error');
      server.findings.preflights[check] = { ok: error === undefined, note: error ?? 'All is well.' };
      return { who: 'instabase', words: `will ${error === undefined ? 'pass' : 'not pass'} the check ${check}` };
    },
  },
};

/** What can be done to a whole Instabase. */
export const instabaseActs: Acts<InstabaseTarget> = {
  create: {
    label: 'Create an upgrade in its own page',
    blocked: againstCreation,
    act({ server }, body) {
      const releaseVersion = optionalText(body, 'release');
      server.run.create(releaseVersion === undefined ? {} : { releaseVersion });
      return { who: 'admin', words: `create: ${OWN_PAGE}` };
    },
  },
  start: {
    label: 'Start it in its own page',
    blocked: againstStart,
    act({ server }) {
      server.run.act('start');
      return { who: 'admin', words: `start: ${OWN_PAGE}` };
    },
  },
  ...reachActs,
  ...elsewhere,
  restart: {
    act({ server }) {
      server.run.restartManager();
      return { who: 'admin', words: 'restarts Deployment Manager' };
    },
  },
  ...findings,
};
