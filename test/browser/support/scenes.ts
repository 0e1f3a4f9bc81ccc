import { eventually } from '../../support/eventually.js';
import type { Served } from './served.js';

/** Ways to the moment at which a test begins, past what other tests look at. */

const saysInThread = async ({ snapshot }: Served, words: string): Promise<boolean> => {
  const { slack } = await snapshot();
  return slack.messages.some(({ thread, text }) => thread !== null && text.includes(words));
};

/** Upgrade mode is on, the thread has said so. */
export async function begun(served: Served): Promise<void> {
  await served.post('/people/alice/command', { text: 'start confluence' });
  await eventually('the first line of the thread', () => saysInThread(served, 'READY_TO_UPGRADE'));
}

/** All nodes are upgraded, in the same moment; the thread has said so, the card says so a moment later. */
export async function upgraded(served: Served): Promise<void> {
  await begun(served);
  const { targets } = await served.snapshot();
  const nodes = targets.find(({ name }) => name === 'confluence')?.nodes ?? [];
  await Promise.all(nodes.map(({ id }) => served.post(`/targets/confluence/nodes/${id}/upgrade`, { wait: true })));
  await eventually('the thread to say that all are upgraded', () => saysInThread(served, 'READY_TO_RUN_UPGRADE_TASKS'));
}

/** Alice has asked to finalize, nobody has decided. */
export async function asked(served: Served): Promise<void> {
  await upgraded(served);
  await served.post('/people/alice/command', { text: 'approve confluence all nodes look well' });
  await eventually('the request', () => saysInThread(served, 'please decide'));
}
