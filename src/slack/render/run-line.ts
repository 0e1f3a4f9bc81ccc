import type { LogRecord, RunNews, TimelineEvent } from '../../core/events.js';
import type { ActionName, InquiryName, Profile } from '../../core/products.js';
import { bold, code, emoji, joinLines, type Line, line, text } from './leaves.js';
import { wordsForStatus } from './words.js';

interface RunLineContext {
  readonly profile: Profile;
  readonly target: string;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

type StageChange = Extract<TimelineEvent, { type: 'stage' }>;

/** "`RUN_ACTIONS`: FAILED (ended with an error)" */
export function stageChangeLine({ stage, back }: StageChange, { profile }: RunLineContext): Line {
  const { name, status, condition } = stage;
  return line`${bold(name, 60)}: ${code(status, 60)} (${wordsForStatus(profile, status, condition, back)})`;
}

/** Characters of a log line that the thread shows. */
const LOG_SHOWN = 500;

/** A line of the product's log; a long one is cut and says where the rest is. */
export function logLine({ stage, level, message }: LogRecord, context: RunLineContext): Line {
  const mark = emoji(level === 'ERROR' ? 'red_circle' : 'large_yellow_circle');
  const rest = [...message].length > LOG_SHOWN ? line` All of it: ${allEvents(stage, context)}` : [];
  return line`${mark} ${level} in ${bold(stage, 60)}: ${text(message, LOG_SHOWN)}${rest}`;
}

/** A stage has logged more than is told line by line. */
export function logFullLine(stage: string, context: RunLineContext): Line {
  return line`${emoji('warning')} ${bold(stage, 60)} logs more warnings and errors than are shown here. All of them: ${allEvents(stage, context)}`;
}

/** Where everything that a stage logged can be read; with an empty name, that all of them logged. */
export function allEvents(stage: string, { profile, command, target }: RunLineContext): Line {
  const asks: InquiryName = 'events';
  if (profile.inquiries?.includes(asks) !== true) return line`on the upgrade page of ${profile.label}`;
  return code(`${command} ${asks} ${target} ${stage}`.trimEnd().slice(0, 200));
}

const newsWords: Record<RunNews, (context: RunLineContext) => Line> = {
  started: () => line`${emoji('arrow_forward')} The run has been started outside the bot.`,
  paused: (context) => line`${emoji('double_vertical_bar')} The run is ${bold('paused')}.${goOn(context)}`,
  resumed: () => line`${emoji('arrow_forward')} The run goes on; the pause is over.`,
  rollback: () =>
    line`${emoji('leftwards_arrow_with_hook')} A rollback was asked for outside the bot: the stages are undone one after the other.`,
};

function goOn({ profile, command, target }: RunLineContext): Line {
  const action: ActionName = 'retry';
  return profile.actions[action] === undefined ? [] : line` To go on: ${code(`${command} ${action} ${target}`)}`;
}

/** What is new of a run as a whole; undefined when nothing is. */
export function newsLine(news: readonly RunNews[], context: RunLineContext): Line | undefined {
  if (news.length === 0) return undefined;
  return joinLines(
    news.map((one) => newsWords[one](context)),
    ' ',
  );
}
