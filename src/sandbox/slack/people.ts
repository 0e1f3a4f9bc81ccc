import { click } from './clicking.js';
import { addFile } from './files.js';
import type { Cast, Person } from './outcomes.js';
import { shortcut } from './shortcut.js';
import type { State, User } from './state.js';
import { command, mention, say } from './typing.js';
import { clickInView, close, openHome, submit } from './viewing.js';

const findUser = (state: State, id: string): User => {
  const user = state.users.get(id);
  if (user === undefined) throw new Error(`The sandbox workspace has no user ${id}`);
  return user;
};

/** One person of the workspace, to act as. A deactivated person may still act here: their click may be on its way. */
export const personOf = (cast: Cast, userId: string): Person => {
  const user = findUser(cast.state, userId);
  return {
    command: command(cast, user),
    mention: mention(cast, user),
    say: say(cast, user),
    click: click(cast, user),
    shortcut: shortcut(cast, user),
    upload: (name, content) => addFile(cast.state, { user: user.id, name, content: Buffer.from(content) }),
    submit: submit(cast, user),
    close: close(cast, user),
    clickInView: clickInView(cast, user),
    openHome: openHome(cast, user),
  };
};
