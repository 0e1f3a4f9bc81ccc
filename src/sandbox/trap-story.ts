import type { Pace } from './pace.js';
import type { Session } from './session.js';
import { cast, type Stage, type StageOptions } from './stage.js';
import { playSteps, type Step, setScene } from './steps.js';

/** A story of one thing that goes wrong: what the bot says of it, and how people get out of it. */
export interface TrapStory {
  /** What happens, in one line. */
  readonly about: string;
  /** What the stage has that others have not; node timings follow from the pace. */
  readonly stage?: StageOptions;
  /** Done to the stage before the bot starts. */
  readonly before?: (stage: Stage) => void;
  readonly steps: readonly Step[];
}

/** What to set the story's stage with. Clusters are Confluence's unless the story has others. */
export function stageFor({ stage = {} }: TrapStory, pace: Pace): StageOptions {
  const { cluster = {}, clusters = { confluence: cluster }, instabase, ...rest } = stage;
  const paced = Object.entries(clusters).map(
    ([name, options]) => [name, { timings: pace.node, finalizeMs: pace.finalizeMs, ...options }] as const,
  );
  // Without the guest, of whom the doctor would speak in every story.
  const config = { operators: [cast.alice, cast.bob], ...rest.config };
  return {
    ...rest,
    config,
    clusters: Object.fromEntries(paced),
    ...(instabase === undefined ? {} : { instabase: { ...pace.instabase, ...instabase } }),
  };
}

/**
 * Starts the bot and plays the story to its end.
 * @param session one that was opened with `stageFor`
 * @throws Error when something that has to happen does not happen in time
 */
export async function playTrap(session: Session, story: TrapStory, pace: Pace, signal: AbortSignal): Promise<void> {
  story.before?.(session.stage);
  await session.startBot();
  await playSteps(story.steps, setScene(session, pace, signal));
}
