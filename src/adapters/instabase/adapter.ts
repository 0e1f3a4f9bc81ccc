import type { Dispatcher } from 'undici';
import { AppError } from '../../core/errors.js';
import type { ActionAnswer, ActionCall, Adapter } from '../../core/ports.js';
import type { ActionName } from '../../core/products.js';
import { makeExaminer } from '../examiner.js';
import { type HttpAuth, openHttp, type PostOptions } from '../http.js';
import { type BundleShelf, listBundles } from './bundles.js';
import { onlyUnstarted, openCalls, streamPath, type UpgradeCalls, upgradePath } from './client.js';
import { openEventStream } from './events-stream.js';
import { makeInquirer } from './inquiries.js';
import { openObserver } from './observer.js';
import { instabase } from './profile.js';
import { createUpgrade, type UploadSettings } from './upload.js';
import { validationReport } from './validation.js';

/** What a configured target says about how to reach it. */
export interface InstabaseConfig {
  /** Base URL with the path of Deployment Manager's API: `https://instabase.example.com/api/v1/control_plane`. */
  readonly url: string;
  readonly auth: HttpAuth;
  /** Directory with one directory per release; see `bundles.ts`. */
  readonly bundles?: string;
  /** Bytes that the files of one creation may have together. */
  readonly maxBundleBytes?: number;
  /** For reads, in milliseconds. */
  readonly readTimeoutMs?: number;
}

const defaultMaxBundleBytes = 2_000_000_000;

/** Deployment Manager takes its token in a header of its own and nothing else ("Conventions and authentication"). */
function tokenHeader(auth: HttpAuth): HttpAuth & { readonly kind: 'header' } {
  if (auth.kind === 'header') return auth;
  if (auth.kind === 'bearer') return { kind: 'header', name: 'token', value: auth.token };
  throw new Error('Instabase takes a token only');
}

function uploadSettings({ bundles, maxBundleBytes = defaultMaxBundleBytes }: InstabaseConfig): UploadSettings {
  const shelf: BundleShelf | undefined =
    bundles === undefined ? undefined : { directory: bundles, maxBytes: maxBundleBytes };
  return { shelf, maxBytes: maxBundleBytes };
}

/**
 * The product's own guard is sent, but for runs that are meant although they have been started. Before that the
 * progress is read: a proxy that swallows the flag must not cost a deployment.
 */
async function abandon(calls: UpgradeCalls, { intended, timeoutMs, beforeSend }: ActionCall): Promise<void> {
  const options: PostOptions = { timeoutMs, beforeSend };
  if (intended.started === true) return await calls.post('abandon', options);
  const progress = await calls.progress().catch((error: unknown) => {
    throw new AppError('unreachable', 'The progress could not be read before the call', {
      tookEffect: 'no',
      cause: error,
    });
  });
  if (progress?.started === true) {
    throw new AppError('conflict', 'The upgrade has been started meanwhile', { tookEffect: 'no' });
  }
  return await calls.post('abandon', { ...options, content: onlyUnstarted });
}

/** Drives one Deployment Manager. @throws Error when the configuration has no token */
export function openInstabase(config: InstabaseConfig, connections: Dispatcher): Adapter {
  const auth = tokenHeader(config.auth);
  const http = openHttp(connections, { ...config, auth });
  const calls = openCalls(http);
  const settings = uploadSettings(config);
  const { shelf } = settings;

  async function act(action: ActionName, call: ActionCall): Promise<ActionAnswer> {
    if (action === 'validate') {
      return { report: validationReport(await calls.validation(call.timeoutMs, call.signal)) };
    }
    if (action === 'create') await createUpgrade(http, call, settings);
    else if (action === 'abandon') await abandon(calls, call);
    else await calls.post(action, { timeoutMs: call.timeoutMs, beforeSend: call.beforeSend });
    return {};
  }

  return {
    profile: instabase,
    observer: {
      observe: openObserver(calls).read,
      // The product has no nodes.
      observeNode: () => Promise.resolve(undefined),
    },
    actor: { act },
    examiner: makeExaminer(http, (client) => ({
      read: openObserver(openCalls(client)).read,
      where: () => upgradePath,
      inStages: true,
    })),
    inquirer: makeInquirer(http, calls),
    ...(shelf === undefined ? {} : { bundles: () => listBundles(shelf) }),
    nudges: openEventStream({ url: `${config.url}${streamPath}`, header: auth, connections }),
    close: () => Promise.resolve(),
  };
}
