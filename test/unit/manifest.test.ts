import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { shortcutId } from '../../src/slack/ids.js';

/** Slack's manifest schema, as far as this app uses it: https://docs.slack.dev/reference/app-manifest */
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.number() }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(true),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().max(24),
          type: z.literal('message'),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().startsWith('/').max(32),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

const text = readFileSync('manifest.yml', 'utf8');
const manifest = manifestSchema.parse(parse(text));

/** What each Web API method needs: https://docs.slack.dev/reference/methods */
const scopesOfMethods: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'metadata.message:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'metadata.message:read'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.users.list': ['usergroups:read'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'auth.test': [],
};

/** Scopes of events and commands. */
const scopesOfFeatures: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  slash_commands: ['commands'],
};

function sourcesOf(folder: string): string {
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

/** `client.chat.update(` and `apiCall('chat.update'`. */
const call = /(?:[cC]lient\.|['"])((?:chat|conversations|files|usergroups|users|views|auth)(?:\.\w+)+)['"(]/g;
const methods = [...sourcesOf('src/slack').matchAll(call)].map(([, method]) => String(method));

describe('the app manifest', () => {
  it('has the command of the example configuration', () => {
    const example = z.object({ command: z.string() }).parse(parse(readFileSync('config.example.yml', 'utf8')));

    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([example.command]);
  });

  it('has the shortcut that the bot serves, and no other', () => {
    expect(manifest.features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual([shortcutId]);
  });

  it('subscribes to the events that the bot serves, and to no other', () => {
    const served = [...sourcesOf('src/slack/in').matchAll(/app\.event\('(\w+)'/g)].map(([, event]) => event);

    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(served.toSorted());
  });

  it('lists no scope and no event twice', () => {
    const { bot } = manifest.oauth_config.scopes;
    const events = manifest.settings.event_subscriptions.bot_events;

    expect(bot).toEqual([...new Set(bot)]);
    expect(events).toEqual([...new Set(events)]);
  });

  it('asks for no scope that nothing needs', () => {
    const useful = Object.values({ ...scopesOfMethods, ...scopesOfFeatures }).flat();

    expect(manifest.oauth_config.scopes.bot.filter((scope) => !useful.includes(scope))).toEqual([]);
  });

  it('asks for the scopes of every event it subscribes to', () => {
    const events = manifest.settings.event_subscriptions.bot_events;

    const needed = ['slash_commands', ...events].flatMap((event) => scopesOfFeatures[event] ?? [`scope of ${event}`]);

    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(needed));
  });

  it('asks for the scopes of every Slack method the bot calls', () => {
    const needed = methods.flatMap((method) => scopesOfMethods[method] ?? [`scope of ${method}`]);

    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(needed));
  });

  it('says how to run it over HTTP at the address the bot listens on', () => {
    const urls = text.match(/https:\/\/bot\.example\.com\/slack\/events/g);

    expect(urls).toHaveLength(3);
  });
});
