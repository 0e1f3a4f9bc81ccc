/** What differs between the products whose rolling-upgrade API the sandbox can play. A new product is one more entry. */
export interface ZduProduct {
  readonly label: string;
  /** Nodes are called `<prefix>-0`, `<prefix>-1` … */
  readonly nodePrefix: string;
  /** Node states shown while finalization runs and after it failed; without them nodes stay ACTIVE. */
  readonly finalizingNode?: string;
  readonly failedNode?: string;
  /** The overview says whether upgrade tasks are pending, and nodes carry the errors of the last finalization. */
  readonly tellsFinalization: boolean;
  readonly portNumber?: number;
  buildNumber(version: string): string;
  errorBody(status: number, message: string): unknown;
}

/** Build numbers seen in public tickets; the others are made up in the same manner. */
const confluenceBuilds: Readonly<Record<string, string>> = { '9.2.13': '9109', '9.2.21': '9116' };

function inventBuild(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return String(major * 1000 + minor * 48 + patch);
}

export const zduProducts = {
  confluence: {
    label: 'Confluence',
    nodePrefix: 'confluence',
    finalizingNode: 'RUNNING_FINALIZE_UPGRADE_TASKS',
    failedNode: 'UPGRADE_TASKS_FAILED',
    tellsFinalization: true,
    buildNumber: (version: string) => confluenceBuilds[version] ?? inventBuild(version),
    errorBody: (status: number, message: string) => ({ statusCode: status, message, reason: '' }),
  },
} as const satisfies Record<string, ZduProduct>;

export type ZduProductName = keyof typeof zduProducts;
