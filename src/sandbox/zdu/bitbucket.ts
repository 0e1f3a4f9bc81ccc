import { sharedWire } from './bodies.js';
import type { ZduProduct } from './product.js';
import { partsOf, sameUpTo } from './versions.js';

/**
 * Bitbucket as its REST reference describes it (https://developer.atlassian.com/server/bitbucket/reference/zdu-rest/):
 * nodes do not tell of upgrade tasks, and only bug-fix releases join.
 */
export const bitbucket: ZduProduct = {
  label: 'Bitbucket',
  nodePrefix: 'bitbucket',
  namesAreIds: false,
  version: '9.4.2',
  targetVersion: '9.4.3',
  stopping: 'TERMINATING',
  starting: 'STARTING',
  broken: { state: 'ERROR' },
  rejected: 'ERROR',
  admits: (original, version) => sameUpTo(2, original, version),
  tellsFinalization: false,
  portNumber: 5701,
  wire: sharedWire,
  buildNumber: (version) => {
    const [major = 0, minor = 0, patch = 0] = partsOf(version);
    return String(major * 1_000_000 + minor * 1000 + patch);
  },
  errorBody: (_status, message) => ({ errors: [{ context: null, message, exceptionName: null }] }),
  forbidden: 403,
};
