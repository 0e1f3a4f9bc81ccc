import { buttonsIn } from '../../src/sandbox/slack/buttons.js';
import type { Ephemeral, Message, View } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { rawForm } from './raw-payloads.js';
import type { Played } from './rights-stage.js';

/** Ways in which a person may ask for an action; each returns the private answer as it is read. */
export type Path = (plot: Played, user: string) => Promise<string>;

/** The first answer in the plot's channel: the person may be busy on other plots at the same time. */
const answerIn = ({ channel }: Played, answers: () => Ephemeral[]): Promise<Ephemeral> =>
  eventually('an answer', () => answers().find((answer) => answer.channel === channel));

/** The same, as it is read. */
export async function answered(plot: Played, answers: () => Ephemeral[]): Promise<string> {
  return plot.read(await answerIn(plot, answers));
}

function cardOf(plot: Played): Message {
  const card = plot.roots().at(-1);
  if (card === undefined) throw new Error(`${plot.target} has no card`);
  return card;
}

const order = ({ action, target }: Played): string => `${action} ${target} because`;

export const bySlashCommand: Path = async (plot, user) => {
  const typed = await plot.story.slack.people.as(user).command(order(plot), { channel: plot.channel });
  return await answered(plot, typed.answers);
};

export const byMention: Path = async (plot, user) => {
  const said = await plot.story.slack.people.as(user).mention(order(plot), { channel: plot.channel });
  return await answered(plot, said.answers);
};

/** In a thread the target may be left out. */
export const byMentionInThread: Path = async (plot, user) => {
  const { channel, action } = plot;
  const place = { channel, threadTs: cardOf(plot).ts };
  const said = await plot.story.slack.people.as(user).mention(`${action}`, place);
  return await answered(plot, said.answers);
};

/** Takes the shortcut, presses the action where it is offered, and sends the form. */
export const byShortcut: Path = async (plot, user) => {
  const { slack } = plot.story;
  const person = slack.people.as(user);
  const offers = await answerIn(plot, (await person.shortcut(cardOf(plot))).answers);
  const button = buttonsIn(offers.blocks).find(({ action_id: id }) => id === `offer_${plot.action}`);
  if (button === undefined) return plot.read(offers);
  await person.click(offers, { actionId: button.action_id });
  const isHere = (view: View): boolean => view.open && view.view.private_metadata === button.value;
  const form = await eventually('a form', () => slack.views(user).find(isHere));
  const sent = await person.submit(form.id, { reason: { reason: { value: 'because' } } });
  return await answered(plot, sent.answers);
};

/** Sends a form of the bot's own making that this person was never offered. */
export const byForgedForm: Path = async (plot, user) => {
  const { slack } = plot.story;
  const { action, target, channel } = plot;
  const before = slack.ephemerals(user).length;
  const offer = { action, target, channel, threadTs: cardOf(plot).ts };
  await slack.deliver.send('interactive', rawForm({ id: user }, offer));
  return await answered(plot, () => slack.ephemerals(user).slice(before));
};

/** All of them by name. */
export const paths: readonly (readonly [name: string, path: Path])[] = [
  ['slash command', bySlashCommand],
  ['mention', byMention],
  ['mention in the thread', byMentionInThread],
  ['shortcut and form', byShortcut],
  ['forged form', byForgedForm],
];

export type Verdict =
  | 'may'
  | 'no operator'
  | 'no approver'
  | 'no member'
  | 'own request'
  | 'rights unreadable'
  | (string & {});

const verdicts: readonly (readonly [RegExp, Verdict])[] = [
  [/^Asked for: /, 'may'],
  [/^(Approved|Rejected|Withdrawn)\b/, 'may'],
  [/not among (its|the) operators/, 'no operator'],
  [/not among its approvers/, 'no approver'],
  [/^Only full members of this workspace/, 'no member'],
  [/^You asked for this yourself/, 'own request'],
  [/^Your rights could not be read from Slack/, 'rights unreadable'],
];

/** What an answer comes to; any other answer as it stands, so that it shows. */
export const verdictOf = (answer: string): Verdict => verdicts.find(([pattern]) => pattern.test(answer))?.[1] ?? answer;

/** The person who asked takes it back; settles when the request has no buttons. */
export async function withdraw(plot: Played, user: string): Promise<void> {
  const request = await plot.openRequest();
  await plot.story.slack.people.as(user).click(request, { buttonText: 'Reject' });
  await eventually('a closed request', () => plot.buttons(request).length === 0);
}
