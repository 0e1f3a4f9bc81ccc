import { bitbucketToken } from './stories/bitbucket-token.js';
import { elsewhere } from './stories/elsewhere.js';
import { expired } from './stories/expired.js';
import { forbidden } from './stories/forbidden.js';
import { instabaseAbandon } from './stories/instabase-abandon.js';
import { instabaseCreateKilled } from './stories/instabase-create-killed.js';
import { instabaseCreateRefused } from './stories/instabase-create-refused.js';
import { instabaseFailedMigration } from './stories/instabase-failed-migration.js';
import { instabasePause } from './stories/instabase-pause.js';
import { instabaseWarnings } from './stories/instabase-warnings.js';
import { jiraRetry } from './stories/jira-retry.js';
import { leftStanding } from './stories/left-standing.js';
import { lopsided } from './stories/lopsided.js';
import { lostAnswer } from './stories/lost-answer.js';
import { mixedWithoutMode } from './stories/mixed-without-mode.js';
import { noProgress } from './stories/no-progress.js';
import { nodeError } from './stories/node-error.js';
import { nodeLeft } from './stories/node-left.js';
import { nodeReplaced } from './stories/node-replaced.js';
import { nodesDisagree } from './stories/nodes-disagree.js';
import { notClustered } from './stories/not-clustered.js';
import { offlineDropped } from './stories/offline-dropped.js';
import { restartedBeforeFinalizing } from './stories/restarted-before-finalizing.js';
import { tasksFailed } from './stories/tasks-failed.js';
import { unreachable } from './stories/unreachable.js';
import { versionPath } from './stories/version-path.js';
import { voidRequest } from './stories/void.js';
import type { TrapStory } from './trap-story.js';

/** Names of the stories, as they are typed and listed; each is a file of the folder `stories`. */
export const storyNames = [
  'node-error',
  'offline-dropped',
  'mixed-without-mode',
  'restarted-before-finalizing',
  'lopsided',
  'node-left',
  'node-replaced',
  'tasks-failed',
  'jira-retry',
  'left-standing',
  'no-progress',
  'not-clustered',
  'forbidden',
  'bitbucket-token',
  'nodes-disagree',
  'version-path',
  'void',
  'expired',
  'lost-answer',
  'unreachable',
  'elsewhere',
  'instabase-failed-migration',
  'instabase-pause',
  'instabase-warnings',
  'instabase-abandon',
  'instabase-create-killed',
  'instabase-create-refused',
] as const;

export type StoryName = (typeof storyNames)[number];

export const stories: Readonly<Record<StoryName, TrapStory>> = {
  'node-error': nodeError,
  'offline-dropped': offlineDropped,
  'mixed-without-mode': mixedWithoutMode,
  'restarted-before-finalizing': restartedBeforeFinalizing,
  lopsided,
  'node-left': nodeLeft,
  'node-replaced': nodeReplaced,
  'tasks-failed': tasksFailed,
  'jira-retry': jiraRetry,
  'left-standing': leftStanding,
  'no-progress': noProgress,
  'not-clustered': notClustered,
  forbidden,
  'bitbucket-token': bitbucketToken,
  'nodes-disagree': nodesDisagree,
  'version-path': versionPath,
  void: voidRequest,
  expired,
  'lost-answer': lostAnswer,
  unreachable,
  elsewhere,
  'instabase-failed-migration': instabaseFailedMigration,
  'instabase-pause': instabasePause,
  'instabase-warnings': instabaseWarnings,
  'instabase-abandon': instabaseAbandon,
  'instabase-create-killed': instabaseCreateKilled,
  'instabase-create-refused': instabaseCreateRefused,
};

export const isStoryName = (text: string): text is StoryName => Object.hasOwn(stories, text);
