import { rmSync } from 'node:fs';
import { describe, it } from 'vitest';
import { anInstabaseStory, type InstabaseStage, spoilBundle } from '../support/instabase-story.js';
import { cast } from '../support/story.js';

describe('create', () => {
  it.concurrent('without a release lists the bundles with what is wrong with them', async (context) => {
    const { expect } = context;
    const before = ({ bundles }: InstabaseStage): void => {
      spoilBundle(bundles, '23.10.1', 'content');
      spoilBundle(bundles, '23.01.4', 'missing');
    };
    const story = await anInstabaseStory({ before }, context);
    const answer = await story.type(cast.alice, 'create ib');

    const at = (what: string): number => answer.indexOf(what);
    expect(at('23.10.1')).toBeGreaterThan(0);
    expect(at('23.07.0')).toBeGreaterThan(at('23.10.1'));
    expect(at('23.01.4')).toBeGreaterThan(at('23.07.0'));
    expect(answer).toMatch(/23\.10\.1 cannot be used: base_configs\.zip is not what its name says/);
    expect(answer).toMatch(/23\.01\.4 cannot be used: base_configs is missing/);
    expect(answer).toContain('/upgrade create ib 23.07.0');
    expect(answer).toContain('Upload files…');
    expect(story.roots()).toEqual([]);
  });

  it.concurrent('of a release that has no bundle, or one that cannot be used, is refused with the reason', async (context) => {
    const { expect } = context;
    const before = ({ bundles }: InstabaseStage): void => spoilBundle(bundles, '23.10.1', 'content');
    const story = await anInstabaseStory({ before }, context);
    const unknown = await story.type(cast.alice, 'create ib 99.99.9');
    const outside = await story.type(cast.alice, 'create ib ../../etc');
    const spoiled = await story.type(cast.alice, 'create ib 23.10.1');
    const size = await story.type(cast.alice, 'create ib 23.07.0 --size HUGE');
    await story.quiet();

    expect(unknown).toContain('23.07.0');
    expect(unknown).toContain('99.99.9');
    expect(outside).toContain('23.07.0');
    expect(spoiled).toContain('base_configs.zip is not what its name says');
    for (const allowed of ['STANDARD', 'LARGE', 'XLARGE']) expect(size).toContain(allowed);
    expect(story.posts()).toEqual([]);
    expect(story.roots()).toEqual([]);
  });

  it.concurrent('is refused while an upgrade is there already, naming what can be done with it', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ before: ({ ib }) => ib.run.create() }, context);
    await story.line(/^CONFIRM_START:/);
    const answer = await story.type(cast.alice, 'create ib 23.10.1');

    expect(answer).toContain('CONFIRM_START');
    for (const allowed of ['start', 'validate', 'abandon']) expect(answer).toContain(allowed);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('of a release that is not higher is refused before the call when the installed one is known', async (context) => {
    const { expect } = context;
    const before = ({ ib }: InstabaseStage): void => {
      ib.run.create({ releaseVersion: '23.07.0' });
      ib.run.enterStage('CONFIRM_COMPLETION');
      ib.run.act('complete');
    };
    const story = await anInstabaseStory({ before }, context);
    const same = await story.type(cast.alice, 'create ib 23.07.0');
    const lower = await story.type(cast.alice, 'create ib 23.01.4');

    for (const answer of [same, lower]) expect(answer).toMatch(/23\.07\.0/);
    expect(lower).toMatch(/23\.01\.4/);
    expect(story.posts()).toEqual([]);
    expect(story.roots()).toEqual([]);
  });

  it.concurrent('that the product refuses tells its reason, and leaves nothing standing', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: { nextRelease: '23.01.4' } }, context);
    await story.type(cast.alice, 'create ib 23.01.4');
    const told = await story.line(/create: failed/);
    await story.line(/Upgrade not started/);
    await story.quiet();

    expect(told).toContain('must be greater than current release version');
    expect(story.posts()).toEqual(['create']);
  });

  it.concurrent('that leaves half an upgrade says so, and that one can be abandoned', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({}, context);
    story.ib.failNextCreation({ error: 'config map too large', leaves: 'partial' });
    await story.type(cast.alice, 'create ib 23.07.0');
    const told = await story.line(/create: failed/);
    await story.line(/^CONFIRM_START:/);
    await story.agrees('abandon', 'half of it');
    await story.line(/abandon: done/);
    await story.quiet();

    expect(told).toContain('config map too large');
    expect(told).toContain('abandon');
    expect(story.posts()).toEqual(['create', 'abandon']);
    expect(story.ib.run.state()?.stage).toBe('ABANDONED');
  });

  it.concurrent('whose answer is lost is found done by the upgrade that stands there', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({}, context);
    story.ib.faults.loseReply('create');
    await story.type(cast.alice, 'create ib 23.07.0');
    const told = await story.line(/create: done/);
    await story.quiet();

    expect(told).toContain('the target shows that it took effect');
    expect(story.posts()).toEqual(['create']);
  });

  it.concurrent('is known to run, and for how long, while the upload goes on; a second one is refused', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: { createMs: Number.POSITIVE_INFINITY } }, context);
    await story.type(cast.alice, 'create ib 23.07.0');
    await expect.poll(() => story.card(), { timeout: 15_000 }).toMatch(/is being uploaded/);
    const status = await story.type(cast.bob, 'status ib');
    const again = await story.type(cast.bob, 'create ib 23.07.0');
    story.ib.finishCreation();
    await story.line(/create: done/);
    await story.line(/^CONFIRM_START:/);
    await story.quiet();

    expect(status).toMatch(/uploaded|create/);
    expect(again).toContain('create');
    expect(again).toContain('@alice');
    expect(story.posts()).toEqual(['create']);
  });

  it.concurrent('with a directory of bundles that is gone says so, and still takes files from a person', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ before: ({ bundles }) => rmSync(bundles, { recursive: true }) }, context);
    const plain = await story.type(cast.alice, 'create ib');
    const named = await story.type(cast.alice, 'create ib 23.07.0');

    for (const answer of [plain, named]) expect(answer).toContain('the directory of bundles cannot be read');
    expect(plain).toContain('Upload files…');
    expect(story.posts()).toEqual([]);
  });
});
