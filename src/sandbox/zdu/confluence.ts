import { sharedWire } from './bodies.js';
import type { ZduProduct } from './product.js';
import { inventBuild } from './versions.js';

/** Build numbers seen in public tickets; the others are made up in the same manner. */
const builds: Readonly<Record<string, string>> = { '9.2.13': '9109', '9.2.21': '9116' };

export const confluence: ZduProduct = {
  label: 'Confluence',
  nodePrefix: 'confluence',
  namesAreIds: false,
  version: '9.2.13',
  targetVersion: '9.2.21',
  stopping: 'TERMINATING',
  starting: 'STARTING',
  broken: { state: 'ERROR' },
  rejected: 'ERROR',
  admits: () => true,
  finalizingNode: 'RUNNING_FINALIZE_UPGRADE_TASKS',
  failedNode: 'UPGRADE_TASKS_FAILED',
  tellsFinalization: true,
  wire: sharedWire,
  buildNumber: (version) => builds[version] ?? inventBuild(version),
  errorBody: (status, message) => ({ statusCode: status, message, reason: '' }),
  forbidden: 403,
};
