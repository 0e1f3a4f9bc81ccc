import { type Args, text } from '../args.js';
import { isMember } from '../messages.js';
import { refuse } from '../refusal.js';
import type { Channel, State } from '../state.js';
import { channelOf, directMessage, page } from './lookup.js';
import type { Backstage, Methods } from './method.js';

const wireChannel = (state: State, channel: Channel) => ({
  id: channel.id,
  name: channel.name,
  is_channel: channel.im === undefined && !channel.is_private,
  is_group: channel.im === undefined && channel.is_private,
  is_im: channel.im !== undefined,
  is_mpim: false,
  is_private: channel.is_private,
  is_archived: channel.is_archived,
  is_shared: channel.is_ext_shared,
  is_ext_shared: channel.is_ext_shared,
  is_pending_ext_shared: false,
  is_member: isMember(state, channel, state.bot.userId),
  context_team_id: state.teamId,
  ...(channel.im === undefined ? {} : { user: channel.im }),
});

const info = ({ state }: Backstage, args: Args) => ({ channel: wireChannel(state, channelOf(state, args)) });

const members = ({ state }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  const inside = [...state.users.keys()].filter((id) => isMember(state, channel, id));
  const { items, response_metadata } = page(inside, args, 100, 1000);
  return { members: items, response_metadata };
};

const open = ({ state }: Backstage, args: Args) => {
  const users = text(args, 'users').split(',').filter(Boolean);
  if (users.length > 1) throw refuse('method_not_supported_for_channel_type');
  const [user] = users;
  const channel = user === undefined ? channelOf(state, args) : directMessage(state, user);
  return { channel: { id: channel.id } };
};

const join = ({ state }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  if (channel.is_private) throw refuse('method_not_supported_for_channel_type');
  if (channel.is_archived) throw refuse('is_archived');
  channel.hasBot = true;
  return { channel: wireChannel(state, channel) };
};

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export const conversationMethods: Methods = {
  'conversations.info': { scopes: READ, run: info },
  'conversations.members': { scopes: READ, run: members },
  'conversations.open': { scopes: ['im:write'], run: open },
  'conversations.join': { scopes: ['channels:join'], run: join },
};
