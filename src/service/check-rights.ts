import type { Check, ExamineSlack } from '../core/checkup.js';
import type { TargetSettings } from '../core/ports.js';
import { slackTrouble } from './slack-trouble.js';

type Rights = Pick<TargetSettings, 'operators' | 'approvers' | 'approval'>;

/** Whether somebody may ask for actions on a target, and enough people may approve them. */
export async function checkRights(slack: ExamineSlack, { operators, approvers, approval }: Rights): Promise<Check[]> {
  return [operatorsCheck(operators), await approversCheck(slack, approvers, approval.required)];
}

function operatorsCheck(operators: readonly string[]): Check {
  const name = 'operators';
  if (operators.length > 0) return { name, result: 'ok', detail: 'listed' };
  const remedy = 'List people or groups under operators in the configuration.';
  return { name, result: 'warning', detail: 'nobody may ask for anything', remedy };
}

/** One more than needed: whoever asks does not count. */
async function approversCheck(slack: ExamineSlack, approvers: readonly string[], required: number): Promise<Check> {
  const name = 'approvers';
  try {
    const found = await countEligible(slack, approvers, required + 1);
    if (found > required) return { name, result: 'ok', detail: 'there are enough' };
    const remedy = 'List more full members, or groups of them, under approvers in the configuration.';
    if (found < required) {
      const detail = `${required} must approve and only ${found} could: nothing that needs approval can be done`;
      return { name, result: 'failed', detail, remedy };
    }
    const detail = `${required} must approve and just ${found} could: nobody is left when one of them asks or is away`;
    return { name, result: 'warning', detail, remedy };
  } catch (error) {
    return { name, ...slackTrouble(error) };
  }
}

/** Full members among the approvers; counting ends at `enough`. Groups that cannot be used hold nobody. */
async function countEligible(slack: ExamineSlack, approvers: readonly string[], enough: number): Promise<number> {
  const eligible = new Set<string>();
  for (const listed of approvers) {
    for (const id of await idsOf(slack, listed)) {
      if (eligible.size >= enough) return eligible.size;
      if (!eligible.has(id) && (await slack.person(id)).member) eligible.add(id);
    }
  }
  return eligible.size;
}

async function idsOf(slack: ExamineSlack, listed: string): Promise<readonly string[]> {
  if (!listed.startsWith('S')) return [listed];
  const group = await slack.group(listed);
  return group.kind === 'members' ? group.ids : [];
}
