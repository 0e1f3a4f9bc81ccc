import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { reads, textIn } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { upgraded } from './support/scenes.js';

const rehearsal = rehearse('--fast');

const script = `<script>document.title = 'taken'</script><img src=x onerror="document.title='taken'">`;
const hostile = `${script} <!channel> <@U0BOB> <https://evil.example/|click here> *bold* \u202e`;

describe('thirty nodes and texts that mean harm', () => {
  it('are shown as they are, on card, thread, panel and traffic', async () => {
    const { served } = rehearsal;
    for (let node = 3; node < 30; node += 1) {
      await served.post('/targets/confluence/do/add-node', { name: `confluence-${node}` });
    }
    await served.post('/targets/confluence/do/fail-tasks', { message: `${hostile} ${'x'.repeat(20_000)}` });
    await upgraded(served);
    const window = await rehearsal.open('bob');
    await reads(window.channel, 'Nodes upgraded: 30 of 30');
    await window.openThread();
    await served.post('/people/alice/command', { text: `approve confluence ${hostile}` });
    await reads(window.thread, /please decide/);
    await served.post('/people/bob/say', { text: hostile });
    await served.post('/people/bob/click', { button: 'Approve' });
    await reads(window.thread, 'UPGRADE_TASKS_FAILED');

    const confluence = await window.product('Confluence Data Center');
    await reads(confluence, '30 nodes');
    await eventually('the reason on the card', async () =>
      (await textIn(window.channel)).includes(`<script>document.title = 'taken'</script>`),
    );
    await window.traffic.getByRole('button', { name: /^Traffic/ }).click();
    await reads(window.traffic, 'GET /rest/zdu/cluster');
    for (const place of [window.channel, window.thread]) {
      expect(await textIn(place)).toContain('<img src=x onerror=');
      expect(await place.getByRole('link', { name: 'click here' }).count()).toBe(0);
    }
    expect(await textIn(window.thread)).toContain('<!channel>');
    const said = await textIn(window.channel.getByRole('article', { name: 'Message of bob' }));
    expect(said).toContain(`${script} <!channel> <@U0BOB>`);
    expect(await window.page.title()).not.toContain('taken');
    expect(await window.page.locator('script:not([src]), img').count()).toBe(0);
  });
});
