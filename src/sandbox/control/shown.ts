/**
 * What the control path shows, as JSON: the words between the sandbox's server and its page, and whoever else drives it.
 * Times are in milliseconds since the epoch.
 */

/** One look at everything: `GET /control/snapshot?as=alice`. */
export interface Snapshot {
  /** Grows with every change; `GET /control/changes` tells of each. */
  readonly version: number;
  readonly slack: SlackShown;
  readonly targets: readonly TargetShown[];
  readonly faults: readonly FaultShown[];
  readonly processes: ProcessesShown;
  readonly play: PlayShown;
}

/** What one person sees of the simulated workspace. */
export interface SlackShown {
  readonly viewer: PersonShown;
  readonly people: readonly PersonShown[];
  readonly app: { readonly id: string; readonly name: string };
  /** Slash commands that the composer offers. */
  readonly commands: readonly CommandHint[];
  /** Readable names of users (`U…`), groups (`S…`) and channels (`C…`) by id. */
  readonly names: Readonly<Record<string, string>>;
  /** Those that the viewer is in, direct messages with the bot included. */
  readonly channels: readonly ChannelShown[];
  /** Of all those channels, oldest first, replies included, deleted ones left out unless a thread hangs on them. */
  readonly messages: readonly MessageShown[];
  /** What only the viewer sees, oldest first. */
  readonly ephemerals: readonly EphemeralShown[];
  /** Forms that are open for the viewer, the topmost last. */
  readonly modals: readonly ViewShown[];
  /** The app's Home tab; null until the bot has published one for the viewer. */
  readonly home: ViewShown | null;
}

export interface PersonShown {
  /** The name in the path: `alice`. */
  readonly name: string;
  readonly id: string;
  /** What they may do, in a few words. */
  readonly role: string;
}

export interface CommandHint {
  /** As typed behind the slash command: `start confluence`. */
  readonly text: string;
  readonly does: string;
}

export interface ChannelShown {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
}

/** A Block Kit block as the bot sent it. */
export type BlockShown = Readonly<Record<string, unknown>> & { readonly type: string };

export interface MessageShown {
  readonly channel: string;
  readonly ts: string;
  /** The root's `ts`; null on a root. */
  readonly thread: string | null;
  /** A reply that the channel shows too. */
  readonly broadcast: boolean;
  /** A user's id, or the bot's. */
  readonly from: string;
  readonly isBot: boolean;
  readonly text: string;
  readonly blocks: readonly BlockShown[];
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly at: number;
  readonly files: readonly FileShown[];
}

export interface FileShown {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Its first lines, as text. */
  readonly begins: string;
}

export interface EphemeralShown {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly text: string;
  readonly blocks: readonly BlockShown[];
  readonly at: number;
}

/** A modal or Home tab: `view` is what the bot sent to `views.open` or `views.publish`. */
export interface ViewShown {
  readonly id: string;
  readonly view: Readonly<Record<string, unknown>> & { readonly blocks: readonly BlockShown[] };
}

/** What came of something a person did: the answer to `POST /control/people/:name/…`. */
export interface Done {
  /** Milliseconds until the bot acknowledged it. */
  readonly ackedMs: number;
  /** Why the delivery failed, and the line that Slack shows the person then. */
  readonly failed?: string;
  readonly shown?: string;
  /** What only this person saw of it. */
  readonly answers: readonly string[];
  /** Faults that the bot found in a form, by block id: the form stays open. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** A simulated product. */
export interface TargetShown {
  /** As people type it: `confluence`, `ib`. */
  readonly name: string;
  readonly product: 'bitbucket' | 'confluence' | 'jira' | 'instabase';
  /** `Confluence Data Center` */
  readonly title: string;
  /** In the product's own words: `READY_TO_UPGRADE`; "no upgrade" where there is none. */
  readonly state: string;
  /** Whether it answers at all. */
  readonly up: boolean;
  readonly nodes: readonly NodeShown[];
  /** Instabase's, in order; empty for clusters. */
  readonly stages: readonly StageShown[];
  /** What can be done to the whole target: each is `POST /control/targets/:name/do/:act`. */
  readonly acts: readonly ActShown[];
}

export interface NodeShown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly version: string;
  readonly users: number;
  /** Each is `POST /control/targets/:name/nodes/:node/:act`. */
  readonly acts: readonly ActShown[];
}

export interface StageShown {
  readonly name: string;
  readonly status: string;
  /** Lines it has logged of level WARNING or ERROR. */
  readonly warnings: number;
  /** Each is `POST /control/targets/:name/stages/:stage/:act`. */
  readonly acts: readonly ActShown[];
}

/** A button of the cluster panel. */
export interface ActShown {
  readonly act: string;
  /** On the button. */
  readonly label: string;
  /** Why it cannot be done now; null when it can. */
  readonly blocked: string | null;
}

/** A fault switch: `POST /control/faults/:id` with `{"on": true}`; a push needs no `on`. */
export interface FaultShown {
  /** `slack-outage` */
  readonly id: string;
  readonly where: 'slack' | 'product' | 'bot' | 'redis';
  /** `switch` stands until it is switched off; `push` happens once. */
  readonly kind: 'switch' | 'push';
  readonly label: string;
  /** What should be seen, in a line or two. */
  readonly see: string;
  readonly on: boolean;
  readonly blocked: string | null;
}

export interface ProcessesShown {
  /** Processes of the bot that run. */
  readonly bots: number;
  /** Those of them that answer nobody yet. */
  readonly starting: number;
  /** `foreign`: given by REDIS_URL, cannot be killed from here. */
  readonly redis: 'up' | 'down' | 'foreign';
}

export type Speed = 'slow' | 'normal' | 'fast';

/** Scenarios, and the one that is being played: `POST /control/scenario`, `/control/play`, `/control/stop`. */
export interface PlayShown {
  readonly scenarios: readonly ScenarioShown[];
  /** The one picked last; null before any. */
  readonly scenario: string | null;
  readonly speed: Speed;
  /** `idle`: waits for people; `failed`: something that had to happen did not. */
  readonly status: 'idle' | 'playing' | 'done' | 'failed';
  readonly steps: readonly StepShown[];
  /** Why it failed. */
  readonly problem: string | null;
}

export interface ScenarioShown {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

/** One step of a scenario, in words for whoever does it by hand. */
export interface StepShown {
  /** `alice`, `admin`, `fault` … */
  readonly who: string;
  /** `types /upgrade start confluence` */
  readonly does: string;
  readonly state: 'waiting' | 'now' | 'done';
}

/** One request between the bot and Slack, or the bot and a product: `GET /control/traffic?after=17`. */
export interface TrafficShown {
  /** Grows; entries change until they have an answer. */
  readonly id: number;
  readonly at: number;
  readonly direction: 'slack-to-bot' | 'bot-to-slack' | 'bot-to-product';
  /** The target's name, or `slack`. */
  readonly peer: string;
  /** `slash_commands`, `chat.postMessage`, `GET /rest/zdu/cluster` */
  readonly kind: string;
  /** Time to the ack or answer; null while there is none. */
  readonly ms: number | null;
  /** HTTP status; null over a socket, and when there was none. */
  readonly status: number | null;
  /** Refused, failed, cut, or not acknowledged within 3 s: in words; null when all is well. */
  readonly problem: string | null;
  /** Whether it was carried out, whatever its sender learned; null where that makes no sense. */
  readonly carriedOut: boolean | null;
  /** Bodies as JSON, tokens hidden. */
  readonly request: unknown;
  readonly response: unknown;
}

export interface TrafficPage {
  readonly entries: readonly TrafficShown[];
  /** Entries up to this id are no longer kept: the oldest, and those before a reset. */
  readonly dropped: number;
}
