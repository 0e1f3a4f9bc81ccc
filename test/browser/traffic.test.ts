import { describe, expect, it } from 'vitest';
import { reads, textIn } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { begun } from './support/scenes.js';

const rehearsal = rehearse('--fast');

const secrets =
  /xox[a-z]-|xapp-|sandbox-cluster-token|sandbox-cluster-password|sandbox-deployment-manager-token|ticket=[\w-]{8}/;
const basic = Buffer.from('upgrade-bot:sandbox-cluster-password').toString('base64');

/** How much more red than anything else its background is. */
const redness = (row: Element): number => {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(row).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  return red - (green + blue) / 2;
};

describe('the traffic drawer', () => {
  it('shows every request with the time to its answer, unfolds to its JSON, and holds no secret', async () => {
    await begun(rehearsal.served);
    const { page, traffic } = await rehearsal.open('alice');
    await traffic.getByRole('button', { name: /^Traffic/ }).click();
    const requests = traffic.getByRole('region', { name: 'Requests' });
    await reads(requests, /slack → bot\s+slash_commands\s+(?:< 1|\d+) ms\s+ack/);
    await reads(requests, /bot → slack\s+chat\.postMessage\s+(?:< 1|\d+) ms\s+200/);
    await reads(requests, /bot → confluence\s+POST \/rest\/zdu\/start\s+(?:< 1|\d+) ms\s+200/);

    await traffic.getByRole('button', { name: 'Pause' }).click();
    const command = requests.getByRole('listitem').filter({ hasText: 'slash_commands' });
    await command.getByRole('button', { name: /slash_commands/ }).click();
    await reads(
      command.getByRole('region', { name: 'Request' }),
      /command: "\/upgrade"[\s\S]*text: "start confluence"/,
    );

    const folded = requests.getByRole('button', { expanded: false });
    const count = await folded.count();
    expect(count).toBeGreaterThan(10);
    await folded.evaluateAll((buttons: HTMLElement[]) => {
      for (const button of buttons) button.click();
    });
    await expect.poll(() => requests.getByRole('region', { name: 'Response' }).count()).toBe(count + 1);
    const html = await page.content();
    expect(html).toContain('(hidden)');
    expect(html).not.toMatch(secrets);
    expect(html).not.toContain(basic);
  });

  it('marks in red what was refused and what was never answered, and shows these alone on demand', async () => {
    const { served } = rehearsal;
    await served.post('/slack/faults/error', { method: 'chat.postMessage', status: 503 });
    await begun(served);
    await served.post('/bot/kill');
    await served.post('/people/alice/command', { text: 'status confluence', wait: false });
    const { traffic } = await rehearsal.open('alice');
    await traffic.getByRole('button', { name: /^Traffic/ }).click();
    const rows = traffic.getByRole('region', { name: 'Requests' }).getByRole('listitem');
    const well = rows.filter({ hasText: /chat\.postMessage.*200/ }).first();
    const refused = rows.filter({ hasText: /chat\.postMessage.*503/ });
    await reads(refused, 'not carried out');
    expect(await refused.evaluate(redness)).toBeGreaterThan(await well.evaluate(redness));

    await traffic.getByRole('button', { name: /^Problems \d+/ }).click();
    await expect.poll(() => rows.filter({ hasText: / 200/ }).count()).toBe(0);
    const told = await textIn(traffic);
    expect(told).toMatch(/chat\.postMessage[\s\S]*503[\s\S]*not carried out/);
    expect(told).toMatch(/slash_commands\s+—\s+no connection of the bot is open/);
  });
});
