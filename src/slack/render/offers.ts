import { phaseWords } from '../../core/actions.js';
import type { OfferedAction, Offers, RunningUpgrade } from '../../core/answers.js';
import type { Profile } from '../../core/products.js';
import { encodeOffer, type Offer, offerId } from '../ids.js';
import { type Block, bullets, button, paragraph } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, code, emoji, type Line, line, text } from './leaves.js';
import { linesMessage, message, type Rendered } from './message.js';
import { counted } from './nodes.js';
import { shortStatus, upgradeWords } from './status-answers.js';
import { actionWords } from './words.js';

interface OffersContext extends AnswerContext, Pick<Offer, 'channel' | 'threadTs'> {}

type Shown = Exclude<Offers, { kind: 'refused' }>;

/** To a person who took the shortcut on a message: the state in a line, and buttons for what they may ask for now. */
export function offersAnswer(offers: Shown, context: OffersContext): Rendered {
  return offers.kind === 'elsewhere' ? elsewhere(offers.running, context) : offered(offers, context);
}

function offered({ target: status, operator, actions }: Extract<Shown, { kind: 'offers' }>, context: OffersContext) {
  const { target } = status;
  const state = line`${shortStatus(status, context)}.`;
  const details = line`Details: ${code(`${context.command} status ${target}`)}`;
  if (!operator) {
    return linesMessage([state, line`You may only look: you are not among the operators of ${bold(target)}.`, details]);
  }
  if (actions.length === 0) return linesMessage([state, line`Nothing can be asked for at the moment.`, details]);
  const lines = actions.map((action) => offerLine(action, context.profileOf(target)));
  const blocks: Block[] = [paragraph([state]), bullets(lines), buttons(target, actions, context)];
  return message([state, ...lines], blocks);
}

function offerLine({ action, effect, wayBack, required }: OfferedAction, profile: Profile): Line {
  return line`${bold(actionWords(profile, action).short)}: ${text(effect, 600)} Way back: ${text(wayBack, 600)}${approvalWords(required)}`;
}

function approvalWords(required: number): Line {
  if (required === 0) return [];
  return required === 1
    ? line` Another person has to approve it.`
    : line` ${required} other people have to approve it.`;
}

/** A press asks for nothing yet: it opens a form. */
function buttons(
  target: string,
  actions: readonly OfferedAction[],
  { channel, threadTs, profileOf }: OffersContext,
): Block {
  const profile = profileOf(target);
  return {
    type: 'actions',
    elements: actions.map(({ action }) =>
      button({
        actionId: offerId(action),
        label: `${actionWords(profile, action).short}\u2026`,
        value: encodeOffer({ action, target, channel, threadTs }),
      }),
    ),
  };
}

function elsewhere(running: readonly RunningUpgrade[], { command, profileOf }: OffersContext): Rendered {
  const title = line`This message belongs to no upgrade.`;
  if (running.length === 0) {
    return linesMessage([title, line`None is running now. All targets: ${code(`${command} list`)}`]);
  }
  const lines = running.map(({ target, label, upgrade, card }) => {
    const where = upgradeWords({ upgrade, card });
    return line`${bold(target)} (${text(label, 80)}): ${where}; ${phaseWords(profileOf(target), upgrade.phase)}`;
  });
  const head = line`${title} ${emoji('eyes')} ${counted(running.length, 'upgrade')} running now; use the shortcut on a message there:`;
  return message([head, ...lines], [paragraph([head]), bullets(lines)]);
}
