import type { IncomingMessage, ServerResponse } from 'node:http';
import { begunOf, recordReset } from '../product-traffic.js';
import { noRecorder, type Recorder } from '../traffic.js';
import type { AnswerContext, Findings } from './answer.js';
import { runControls } from './controls.js';
import type { CreationSettings, PlannedFailure } from './creation.js';
import { type Dialect, dialectOf } from './dialect.js';
import type { BusyStage, Engine } from './engine.js';
import { createFaults } from './faults.js';
import { createHandler } from './handle.js';
import { startListener } from './listener.js';
import { createPlans, type PlansByStage } from './plans.js';
import { createRequestLog, type LoggedRequest } from './request-log.js';
import { apiPath } from './routes.js';
import { createStreams, type StreamMode } from './streams.js';
import { createManager, type StageEntered } from './upgrade.js';
import { createWaits } from './waits.js';

export interface InstabaseOptions {
  readonly port?: number;
  /** Expected in the header `Token`. */
  readonly token?: string;
  /** False: the token is right but has no rights. */
  readonly allowed?: boolean;
  readonly dialect?: Partial<Dialect>;
  readonly stream?: StreamMode;
  /** The release that is installed. */
  readonly currentRelease?: string;
  /** The release of a bundle whose file name tells none. */
  readonly nextRelease?: string;
  /** Later releases require `default_patches`. */
  readonly needsDefaultPatches?: boolean;
  /** How long a creation takes after its upload, in milliseconds; `Infinity` waits for `finishCreation`. */
  readonly createMs?: number;
  /** How long a validation takes, in milliseconds; `Infinity` waits for `finishValidation`. */
  readonly validateMs?: number;
  /** For every stage whose plan has no time of its own, in milliseconds (default 30); `Infinity`: stepped by hand. */
  readonly stageMs?: number;
  readonly plans?: PlansByStage;
  readonly busyStage?: BusyStage;
  /** Under which name people know it, for the record of its traffic. */
  readonly name?: string;
  /** Every request is written down there. */
  readonly recorder?: Recorder;
  /** Called after every change of the run. */
  readonly changed?: () => void;
}

const wellConfigured = (): Findings => ({
  preflights: {
    rbac: { note: 'RBAC properly configured.', ok: true },
    service_accounts: { note: 'Monitoring service account in namespace.', ok: true },
  },
  validationErrors: [],
  diff: undefined,
});

const creationSettings = (options: InstabaseOptions): CreationSettings => ({
  nextRelease: options.nextRelease ?? '23.07.0',
  needsDefaultPatches: options.needsDefaultPatches ?? false,
  failure: undefined,
});

/** Everything behind the listener: the manager with its run, and what answers are made of. */
function createWorld(options: InstabaseOptions) {
  const { stageMs = 30, plans = {}, busyStage = 'interrupts', changed = () => undefined } = options;
  const dialect = dialectOf(options.dialect ?? {});
  const manager = createManager(options.currentRelease ?? '23.04.3', () => {
    streams.changed();
    changed();
  });
  const streams = createStreams({ dialect, mode: options.stream ?? 'snapshots', upgrade: () => manager.upgrade });
  const engine: Engine = {
    manager,
    plans: createPlans(plans),
    stageMs,
    busyStage,
    timer: undefined,
    forced: undefined,
  };
  const context: AnswerContext = {
    manager,
    engine,
    dialect,
    waits: createWaits(),
    findings: wellConfigured(),
    creation: creationSettings(options),
    token: options.token ?? 'sandbox-deployment-manager-token',
    allowed: options.allowed ?? true,
    createMs: options.createMs ?? 0,
    validateMs: options.validateMs ?? 0,
  };
  return { context, streams };
}

/**
 * Starts a Deployment Manager's Upgrade API on loopback. Rules and bodies are those of the page "Upgrade API" of
 * Instabase's documentation; what it leaves open can be chosen, above all in `dialect`.
 */
export async function startInstabase(options: InstabaseOptions = {}) {
  const { context, streams } = createWorld(options);
  const { manager, engine, waits, creation, findings } = context;
  const faults = createFaults();
  const log = createRequestLog();
  const { name = 'instabase', recorder = noRecorder } = options;
  const open = (entry: LoggedRequest) => recorder.begin(begunOf(name, entry));
  const handler = createHandler({ context, faults, log, streams, open });
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => void handler.call(request, response);
  const listener = await startListener(onRequest, handler.handshake, options.port, () => recordReset(recorder, name));

  return {
    url: `http://127.0.0.1:${listener.port}${apiPath}`,
    token: context.token,
    requests: log.requests as readonly LoggedRequest[],
    /** The calls that change something, in the order received; preflight checks are not among them. */
    posts: (): readonly LoggedRequest[] => [...log.posts],
    /** The stages entered by all upgrades so far, forwards and back, with their times. */
    history: manager.history as readonly StageEntered[],
    run: runControls(manager, engine, () => creation.nextRelease),
    /** What preflight checks, validation and diff find; may be changed at any time. */
    findings,
    setNextRelease(release: string): void {
      creation.nextRelease = release;
    },
    /** The next creation that gets past the checks fails so. */
    failNextCreation(failure: PlannedFailure): void {
      creation.failure = failure;
    },
    isUp: listener.isUp,
    /** How long things take from now on, in milliseconds. */
    setPace({
      createMs,
      validateMs,
      stageMs,
    }: Pick<Required<InstabaseOptions>, 'createMs' | 'validateMs' | 'stageMs'>) {
      context.createMs = createMs;
      context.validateMs = validateMs;
      engine.stageMs = stageMs;
    },
    finishCreation: (): void => waits.end('create'),
    finishValidation: (): void => waits.end('validate'),
    faults: {
      ...faults,
      down: listener.down,
      up: listener.up,
      cutStreams: streams.cut,
      silenceStreams: streams.silence,
      /** Refuses handshakes with an HTTP status. */
      refuseStreams: (status = 503, reach = {}) => faults.fail('stream', { status, ...reach }),
    },
    openStreams: streams.open,
    async stop(): Promise<void> {
      clearTimeout(engine.timer);
      waits.stop();
      streams.stop();
      await listener.stop();
    },
  };
}

export type InstabaseServer = Awaited<ReturnType<typeof startInstabase>>;
