import type { Check, ExamineSlack } from '../core/checkup.js';
import { slackTrouble } from './slack-trouble.js';

/** Whether a user or user group that the configuration lists as operator or approver can be one. */
export async function checkListed(slack: ExamineSlack, id: string): Promise<Check> {
  try {
    return id.startsWith('S') ? await groupCheck(slack, id) : await personCheck(slack, id);
  } catch (error) {
    return { name: id.startsWith('S') ? 'group' : 'person', about: id, ...slackTrouble(error) };
  }
}

async function personCheck(slack: ExamineSlack, id: string): Promise<Check> {
  const base = { name: 'person', about: id };
  const { member, notMemberBecause = 'no full member' } = await slack.person(id);
  if (member) return { ...base, result: 'ok', detail: 'a full member' };
  const remedy = 'Take the id out of operators and approvers: only full members of the workspace have rights.';
  return { ...base, result: 'failed', detail: notMemberBecause, remedy };
}

async function groupCheck(slack: ExamineSlack, id: string): Promise<Check> {
  const base = { name: 'group', about: id };
  const group = await slack.group(id);
  switch (group.kind) {
    case 'members':
      if (group.ids.length > 0) return { ...base, result: 'ok', detail: `${group.ids.length} people` };
      return { ...base, result: 'failed', detail: 'nobody is in it', remedy: 'Add people to the group in Slack.' };
    case 'no-such-group':
      return {
        ...base,
        result: 'failed',
        detail: 'Slack knows no such group, or it is disabled',
        remedy: 'Check the id, or enable the group in Slack.',
      };
    case 'not-on-plan':
      return {
        ...base,
        result: 'failed',
        detail: "the workspace's plan has no user groups",
        remedy: 'List user ids instead of groups in operators and approvers.',
      };
    default:
      return group satisfies never;
  }
}
