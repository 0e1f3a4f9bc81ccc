import { readdirSync } from 'node:fs';
import { describe, expect, inject, it, type TestContext, vi } from 'vitest';
import { paces } from '../../src/sandbox/pace.js';
import { openSession } from '../../src/sandbox/session.js';
import { cast } from '../../src/sandbox/stage.js';
import { type StoryName, stories, storyNames } from '../../src/sandbox/stories.js';
import { playTrap, stageFor } from '../../src/sandbox/trap-story.js';
import { doubledLines } from '../support/once.js';
import { threadIn } from '../support/thread.js';

vi.setConfig({ maxConcurrency: 3 });

const dropped = ':warning: 1 of 3 nodes is off and will be dropped from the cluster; 2 stay:';

/** What people must read in each story, in this order, word for word: lines of the thread, of answers and of requests. */
const decisive: Readonly<Record<StoryName, readonly string[]>> = {
  'node-error': [
    ':warning: Warning: confluence-1 is in ERROR. The upgrade cannot go on until it is repaired. Look at its log. Since it is broken it may be restarted, or taken out of the cluster.',
    'approve is not possible on confluence now: its state is MIXED (nodes run different versions, or a node has an error). Reason: confluence-1 is in ERROR; repair or remove that first. Nothing was done.',
    'Over: confluence-1 is no longer broken.',
    'READY_TO_RUN_UPGRADE_TASKS: all running nodes are upgraded; the upgrade can be finalized.',
  ],
  'offline-dropped': [
    ':warning: Warning: confluence-2 is OFFLINE. Finalizing now drops it from the cluster. If it is to stay, wait until it is up, or start it.',
    dropped,
    '• confluence-2',
    'confluence-2 left the cluster.',
  ],
  'mixed-without-mode': [
    '• the nodes differ although upgrade mode is off (confluence-0 runs 9.2.13, confluence-1 runs 9.2.21, confluence-2 runs 9.2.13): no upgrade can start before that is put right',
    'start is not possible on confluence now: its state is MIXED (nodes run different versions, or a node has an error). Reason: the nodes differ although upgrade mode is off; put all of them on one version first. Nothing was done.',
    'READY_TO_UPGRADE: upgrade mode is on and no node is upgraded yet.',
  ],
  'restarted-before-finalizing': [
    ':warning: Warning: confluence-0 was upgraded to 9.2.21 and restarts before finalizing. It may refuse to come up (build numbers that do not match). Restart no upgraded node before the upgrade is finalized.',
    'Waiting for: confluence-0, which restarts, to be back in service; then somebody who asks to finalize: /upgrade approve confluence. A second person then approves it',
    'Over: confluence-0 is up again after its restart.',
  ],
  lopsided: [
    ':warning: Warning: confluence-1 carries far more active users than the quietest node: 64 users, confluence-0 has 3. Take it out of the load balancer for a while, so that sessions spread, then put it back.',
    'Waiting for: an admin, who upgrades the next node (confluence-2 is the quietest: 0 tasks, 8 users)',
    'Over: users are spread again, confluence-1 no longer carries far more than others.',
  ],
  'node-left': [
    ':warning: Warning: confluence-2 is no longer part of the cluster. If a new machine or pod replaces it, all is well once that one is in service. If not, find out why it left before anybody finalizes.',
    'confluence-2: ACTIVE, joined the cluster on 9.2.21',
    'Over: confluence-2 is part of the cluster again.',
  ],
  'node-replaced': ['confluence-2: ACTIVE, now on 9.2.21, back under another node id'],
  'tasks-failed': [
    ':warning: Warning: Upgrade tasks failed on confluence-0: ReindexTask: java.io.IOException: No space left on device. The upgrade is not finished. Mend the cause, then run the tasks again on the upgrade page of Confluence.',
    ':warning: Warning: Upgrade tasks failed on confluence-2: Lock wait timeout exceeded (cluster-wide task). The upgrade is not finished. Mend the cause, then run the tasks again on the upgrade page of Confluence.',
    'Failed upgrade tasks are run again on its own upgrade page.',
    'Over: upgrade tasks no longer show as failed on confluence-0.',
  ],
  'jira-retry': [
    ':warning: Warning: Upgrade tasks failed on the cluster. The upgrade is not finished. What failed is in the log of Jira. Mend the cause, then run the tasks again: /upgrade retry jira.',
    '@alice asked for retry (Run the failed upgrade tasks again): “the lock is gone”',
    'Over: upgrade tasks no longer show as failed on the cluster.',
  ],
  'left-standing': [
    ':warning: Warning: Left standing for 3 s: every running node is upgraded, but nobody has finalized. Finalize soon (/upgrade approve confluence), and restart no node before.',
    ':warning: Warning: Left standing for 6 s: every running node is upgraded, but nobody has finalized. Finalize soon (/upgrade approve confluence), and restart no node before.',
    'STABLE: no upgrade is running.',
  ],
  'no-progress': [
    ':warning: Warning: No progress: nodes are being upgraded one after the other, and nothing has moved for 3 s. Find out whether somebody is still working on it.',
    'Over: the cluster moves again.',
  ],
  'not-clustered': [
    '• :x: cluster (failed): The product runs as a single node: there is no cluster to upgrade without downtime. Run it as a cluster, or take it out of the configuration.',
  ],
  forbidden: [
    '• :x: access (failed): GET /rest/zdu/state was answered 403: You are not permitted to do this. Check the rights of the account: it needs the global permission System Administrator.',
    '• :x: access (failed): GET /rest/zdu/state was answered 403: XSRF check failed. The filter against forged requests refused it, not the account: let every proxy pass the header X-Atlassian-Token on.',
    "• :x: access (failed): GET /rest/zdu/state was answered 403: Basic Authentication has been disabled on this instance. Basic authentication is switched off there: let an administrator allow it for the bot's account, or use a token that the product takes for administration.",
    '• :x: access (failed): GET /rest/zdu/state was answered 403: Basic Authentication Failure - Reason : AUTHENTICATION_DENIED. Too many failed logins have locked the account behind a CAPTCHA: mend the credentials, then log in with it once in a browser.',
    "• :x: access (failed): GET /rest/zdu/state was answered 403: Access denied. A web page refused it, not the product's own API: look at authentication apps, single sign-on and proxies before it, and let the bot's account through.",
  ],
  'bitbucket-token': [
    '• :x: credentials (failed): GET /rest/zdu/state was answered 401: Client must be authenticated to access this resource. HTTP access tokens are refused on admin endpoints (BSERV-10482): use Basic authentication or OAuth 2.',
  ],
  'nodes-disagree': [
    ':warning: Warning: The nodes answer differently: two readings one right after the other keep disagreeing. Where they differ, this upgrade shows what was known before. Check that the nodes reach each other and that the load balancer sends requests only to nodes in service.',
    'Waiting for: the nodes to give the same answers again; until then take no node down',
    'Over: the nodes give the same answers again.',
  ],
  'version-path': [
    'confluence cannot be upgraded from 9.2.13 to 9.5.1 node by node: 9.5.1 is more than one feature version after 9.2.13. Nothing was done.',
    ':warning: Warning: A node runs 9.5.1, which this cluster cannot reach node by node: 9.5.1 is more than one feature version after 9.2.13; instead: plan an upgrade with downtime, or go there in several rolling upgrades, one feature version at a time. Upgrade no further node. Put this one back on the version before; when all nodes run that, the upgrade can be cancelled.',
    'Waiting for: an admin, who puts the node on 9.5.1 back on the version before',
    ':white_check_mark: cancel: done. Upgrade mode is off again. Nothing else has to be done.',
  ],
  void: [
    'Void: the target has changed since this was asked for (the state was READY_TO_RUN_UPGRADE_TASKS and is now MIXED; node confluence-1 was ACTIVE and is now ERROR). Nothing was sent; it has to be asked for again.',
    ':wastebasket: approve: void: the target has changed since it was asked for (the state was READY_TO_RUN_UPGRADE_TASKS and is now MIXED; node confluence-1 was ACTIVE and is now ERROR). Nothing was sent. If the state still allows it, ask again: /upgrade approve confluence',
  ],
  expired: [
    ':hourglass: approve: expired: it was not approved in time. Nothing was sent. Ask again: /upgrade approve confluence',
    'Allowed now: /upgrade approve confluence (Finalize the upgrade)',
  ],
  'lost-answer': [
    ':x: start: not done: no plain yes came back, and the target shows that it has not taken effect (POST /rest/zdu/start: connection cut). The bot will not repeat it by itself. Look at the target, then ask again: /upgrade start confluence',
    ':white_check_mark: start: done. No plain yes came back (POST /rest/zdu/start: no answer within 5000 ms), but the target shows that it took effect. Upgrade mode is on. Next: an admin upgrades the first node.',
  ],
  unreachable: [
    ':warning: The target is not reachable (3 attempts): GET /rest/zdu/cluster: connection refused. The bot keeps trying; the card shows what was known last.',
    'Allowed now: nothing while it cannot be read. To find the cause: /upgrade doctor confluence',
  ],
  elsewhere: [
    ':eyes: Noticed an upgrade that was started outside the bot, which follows it from here.',
    ':white_check_mark: approve: approved by @bob.',
    'STABLE: no upgrade is running.',
  ],
  'instabase-failed-migration': [
    'MIGRATE_DB: FAILED (ended with an error)',
    ':warning: Warning: MIGRATE_DB has failed: could not lock table "jobs": timeout. What it logged: /upgrade events ib MIGRATE_DB. Mend the cause, then run the stage again: /upgrade retry ib. Only if that does not help: /upgrade continue ib or /upgrade rollback ib.',
    '• /upgrade continue ib: Forces the upgrade past its present stage, although the stage failed or is stuck. Way back: none for the stage that is passed over; rollback goes back as a whole, until the upgrade is completed.',
    '• /upgrade rollback ib: Tries to bring the deployment back to what it was before the upgrade was started. Way back: none; the release has to be installed by another upgrade.',
    'MIGRATE_DB: UNDERWAY (at work)',
    'Failure: in MIGRATE_DB: column "owner" of table "jobs" exists already',
    'MIGRATE_DB: UNDERWAY (being undone)',
    'TURN_DOWN: the upgrade goes back; what this stage did is being undone.',
    'Release: → 23.07.0 (rolled back)',
  ],
  'instabase-pause': [
    ':warning: Warning: Outage: what Instabase serves is down during this part of the upgrade. It comes up again by itself in a later stage. A run that is paused or fails here leaves it down until somebody lets it go on.',
    ':warning: Warning: A pause was asked for and has not taken hold yet. The run goes on until its next checkpoint; until then nothing has stopped.',
    'Waiting for: Instabase, which pauses at its next checkpoint',
    'pause is not possible on ib now: its state is MIGRATE_DB (the databases are being migrated). Reason: a pause has been asked for already. Nothing was done.',
    'MIGRATE_DB: COMPLETED (done)',
    ':double_vertical_bar: The run is paused. To go on: /upgrade retry ib',
    'Waiting for: somebody who lets it go on: /upgrade retry ib, or turns it back: /upgrade rollback ib',
    'WRITE_NEW_CONFIGS: COMPLETED (done)',
    'Over: the part of the upgrade in which everything is down is through.',
  ],
  'instabase-warnings': [
    ':red_circle: ERROR in RUN_ACTIONS: action "reindex" gave up after 3 tries',
    'RUN_ACTIONS: COMPLETED (done)',
    '• RUN_ACTIONS logged 1 error although the run went on. Read what it says before anybody asks for the last step: /upgrade events ib RUN_ACTIONS',
    '• RUN_ACTIONS logged ERROR: action "reindex" gave up after 3 tries',
    ':large_yellow_circle: WARNING in CHECK_HEALTH: webapp answers slowly',
    'Void: the target has changed since this was asked for (the log has 2 WARNING or ERROR lines now, 1 more than then). Nothing was sent; it has to be asked for again.',
    'Way back: there is no way back: afterwards the upgrade can no longer be rolled back.',
    '• CHECK_HEALTH logged WARNING: webapp answers slowly',
    'You asked for this yourself: another person has to approve it. With Reject you may withdraw it.',
    ':white_check_mark: complete: approved by @bob.',
    'COMPLETED: the latest upgrade is complete; none is running.',
  ],
  'instabase-abandon': [
    'abandon is not possible on ib now: its state is MIGRATE_DB (a stage ended with an error and the upgrade stands still). Reason: the upgrade has been started; roll it back, or, as an emergency agreed with Instabase Support, abandon it with --started and a reason. Nothing was done.',
    'MIGRATE_DB: UNDERWAY (being undone)',
    'abandon of ib needs a reason in this case: it is shown to everybody and kept. Put it at the end of the command. Nothing was done.',
    '• It has been started and stands at MIGRATE_DB: abandoning it now can leave the deployment in an unknown state.',
    '• Speak with Instabase Support before anybody agrees.',
    ':white_check_mark: abandon: done. The upgrade has been abandoned. Another one can be created. Restart Deployment Manager now (a stage that was still running goes on until then): kubectl -n $IB_NS rollout restart deployment/NAME, where NAME is the deployment of Deployment Manager.',
    'Release: → 23.07.0 (abandoned)',
  ],
  'instabase-create-killed': [
    'Under way: the release is being uploaded',
    'fault        the bot is killed',
    ':white_check_mark: create: done. No plain yes came back (its answer never arrived), but the target shows that it took effect. The upgrade is created; nothing has changed on the deployment. Next: validate it, look at its diff, then start it.',
    'Waiting for: somebody who starts it: /upgrade start ib. Before that, to see whether it will go well: /upgrade validate ib, /upgrade diff ib',
  ],
  'instabase-create-refused': [
    ':x: create: failed: Deployment Manager refused it; the deployment stays as it is, but the upgrade may have been created in part (POST /product/upgrade/upload was refused: CreateUpgrade failed: config map too large). If an upgrade waits for its start there now and nobody else created it, it is that part. Abandon it first: /upgrade abandon ib. Mend the cause, then ask again: /upgrade create ib 23.07.0',
    'Waiting for: somebody who discards what is there: /upgrade abandon ib. create was refused, so this is only a part of it, unless somebody else created it',
    'create is not possible on ib now: its state is CONFIRM_START (an upgrade is created and waits for its start). Nothing was done.',
    'ABANDONED: the latest upgrade was abandoned; none is running.',
    ':white_check_mark: create: done. The upgrade is created; nothing has changed on the deployment. Next: validate it, look at its diff, then start it.',
  ],
};

/** What happens twice in a story, and is told twice. */
const twice: Readonly<Partial<Record<StoryName, RegExp>>> = {
  'tasks-failed': /^(confluence-\d: RUNNING_FINALIZE_UPGRADE_TASKS|RUNNING_UPGRADE_TASKS:)/,
  'jira-retry': /^RUNNING_UPGRADE_TASKS:/,
  'version-path': /^(confluence-0: (TERMINATING|OFFLINE)|READY_TO_UPGRADE:)/,
  void: /^MIXED:/,
  'lost-answer': /^@alice asked for start/,
  'instabase-failed-migration': /^MIGRATE_DB: FAILED|^Over: MIGRATE_DB/,
  'instabase-abandon': /^MIGRATE_DB: FAILED|^Over: MIGRATE_DB/,
  'instabase-create-refused': /^CONFIRM_START:/,
};

/** Plays a story. @returns what the terminal printed, without times, and the lines of its thread */
async function play(name: StoryName, { onTestFinished, signal }: TestContext) {
  const story = stories[name];
  const printed: string[] = [];
  const session = await openSession((line) => void printed.push(line), {
    ...stageFor(story, paces.fast),
    redis: { url: inject('redisUrl') },
  });
  onTestFinished(() => session.stop());
  await playTrap(session, story, paces.fast, signal);
  return {
    printed: printed.map((line) => line.trim().replace(/^\d\d:\d\d:\d\d +/, '')),
    thread: threadIn(session.stage.slack, cast.channel).lines(),
  };
}

describe('the story', () => {
  it.concurrent.for(storyNames)('%s says what went wrong and what to do, in order and once', async (name, context) => {
    const { printed, thread } = await play(name, context);

    let rest = printed;
    for (const words of decisive[name]) {
      expect(rest).toContain(words);
      rest = rest.slice(rest.indexOf(words) + 1);
    }
    const doubled = doubledLines(thread);
    expect(doubled.filter((line) => twice[name]?.test(line) !== true)).toEqual([]);
    expect(doubledLines(doubled), 'told more than twice').toEqual([]);
  });
});

describe('the list of stories', () => {
  it('names every file of their folder', () => {
    const files = readdirSync(new URL('../../src/sandbox/stories', import.meta.url));
    expect(files.sort()).toEqual(storyNames.map((name) => `${name}.ts`).sort());
  });
});
