import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../src/sandbox/archive.js';
import { eventually } from '../support/eventually.js';
import { anInstabaseStory, type InstabaseStory } from '../support/instabase-story.js';
import { cast } from '../support/story.js';

const configs = zipOf([{ name: 'release_version', content: '23.10.1\n' }]);
const fieldOf = (name: string, files: string[]) => ({ [`file_${name}`]: { [`file_${name}`]: { files } } });

/** A person asks for a form to upload files in; its id. */
async function openForm({ slack }: InstabaseStory, who: string): Promise<string> {
  const person = slack.people.as(who);
  const typed = await person.command('create ib', { channel: cast.channel });
  const answer = await eventually('the releases at hand', () => typed.answers()[0]);
  await person.click(answer, { buttonText: 'Upload files' });
  const form = await eventually('the form', () => slack.views(who).find(({ open }) => open));
  return form.id;
}

/** Sends the form with these files; what the person is told. */
async function submit(story: InstabaseStory, who: string, content: Buffer | string, patches?: Buffer): Promise<string> {
  const person = story.slack.people.as(who);
  const form = await openForm(story, who);
  const sent = await person.submit(form, {
    ...fieldOf('base_configs', [person.upload('base_configs.zip', content).id]),
    ...(patches === undefined ? {} : fieldOf('default_patches', [person.upload('patches.tgz', patches).id])),
  });
  return story.read(await eventually('an answer to the form', () => sent.answers()[0]));
}

describe('an Instabase upgrade from files uploaded in Slack', () => {
  it('is created once, of the files as they were uploaded', async () => {
    const story = await anInstabaseStory();
    const patches = gzipSync('patches');

    expect(await submit(story, cast.alice, configs, patches)).toContain('Accepted');

    await eventually('the upload to be done', () => story.count(/create: done/) === 1);
    const [post, ...others] = story.ib.posts();
    expect(others).toEqual([]);
    expect(post?.files?.map(({ field, size }) => `${field} ${size}`).sort()).toEqual([
      `base_configs ${configs.length}`,
      `default_patches ${patches.length}`,
    ]);
    expect(post?.fields).toContainEqual(['deprecated_configs_to_keep', 'aws-config']);
    expect(story.count(/asked for create from base_configs\.zip, patches\.tgz keeping 6 configs/)).toBe(1);
  });

  it('is created although Slack takes its time to hand the files over', async () => {
    const story = await anInstabaseStory();
    story.slack.faults.slow('url_private_download', { ms: 3_000 });

    await submit(story, cast.alice, configs);

    await eventually('the upload to be done', () => story.count(/create: done/) === 1);
    expect(story.posts()).toEqual(['create']);
  });

  it('is not created of what only looks like an archive, and the thread says why', async () => {
    const story = await anInstabaseStory();

    await submit(story, cast.alice, 'This is no archive.');

    await eventually('the refusal', () => story.count(/base_configs\.zip is not what its name says/) >= 1);
    expect(story.posts()).toEqual([]);
  });

  it('is not created of a file that was deleted in Slack meanwhile', async () => {
    const story = await anInstabaseStory();
    const held = story.slack.faults.hold('files.info', { act: 'last' });

    await submit(story, cast.alice, configs);
    for (const file of story.slack.files(cast.alice)) file.deleted = true;
    held.release();

    await eventually('the refusal', () => story.count(/file_deleted/) >= 1);
    expect(story.posts()).toEqual([]);
  });

  it('is not created for somebody who is no operator', async () => {
    const story = await anInstabaseStory();
    const form = await openForm(story, cast.alice);
    const view = story.slack.views(cast.alice).find(({ id }) => id === form);
    // Slack sends a form for the person it was opened for; whoever that is, the rights are read when it is sent.
    if (view !== undefined) view.user = cast.carol;
    const carol = story.slack.people.as(cast.carol);

    const sent = await carol.submit(form, fieldOf('base_configs', [carol.upload('base_configs.zip', configs).id]));

    const answer = await eventually('an answer', () => sent.answers()[0]);
    expect(story.read(answer)).toContain('operators');
    expect(story.posts()).toEqual([]);
  });
});

describe('the whole difference of an Instabase upgrade', () => {
  it('goes as a file to the operator who asked, and not into the channel', async () => {
    const story = await anInstabaseStory();
    story.ib.run.create();

    const said = await story.type(cast.alice, 'diff ib --full');

    expect(said).toContain('comes to you as a file');
    const [file] = story.slack.files(story.slack.botUserId);
    expect(file?.channels).toHaveLength(1);
    const [place = ''] = file?.channels ?? [];
    expect(story.slack.messages(place)).toHaveLength(1);
    expect(place.startsWith('D')).toBe(true);
    expect(story.slack.calls.filter(({ method, args }) => method === 'upload_url' && args.withToken === true)).toEqual(
      [],
    );
  });
});
