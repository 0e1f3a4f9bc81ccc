import { actionProfile, stateWords } from '../../core/actions.js';
import type { ActionProfile, Profile } from '../../core/products.js';
import { intendedOf, type RequestView, type UpgradeView } from '../../core/view.js';
import { actionIds, decisionBlockId, encodeButtonValue } from '../ids.js';
import { type Block, bullets, button, confirmation, paragraph } from './blocks.js';
import { sizeOf } from './bundles.js';
import { bold, code, emoji, joinLines, type Line, line, mention, person, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { counted, namesOf } from './nodes.js';
import { outcomeLine } from './outcome-words.js';
import { moment } from './times.js';
import { typedAgain } from './typed-again.js';
import { actionWords } from './words.js';

export interface RequestContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
  readonly request: RequestView;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/**
 * The message that asks other people for their approval. While the request is open it mentions the approvers and has
 * the buttons; afterwards it says who decided and when, and what came of it.
 */
export function requestMessage(context: RequestContext): Rendered {
  const { request } = context;
  const open = request.status === 'open';
  const head = open ? openHead(context) : decidedHead(context);
  const drops = dropLines(request);
  const evidence = evidenceLines(request);
  const facts = [...factLines(context), ...(open ? openLines(context) : [])];
  const blocks: Block[] = [
    paragraph(head),
    ...(drops.length === 0 ? [] : [bullets(drops, dropTitle(request))]),
    paragraph(facts),
    ...(evidence.length === 0 ? [] : [bullets(evidence, evidenceTitle(request))]),
    ...(open ? [buttons(context)] : []),
  ];
  const dropped = drops.length === 0 ? [] : [line`${dropTitle(request)} ${joinLines(drops, ', ')}`];
  return message([...head, ...dropped, ...facts, ...evidence], blocks);
}

const subjectLine = ({ view, profile, request }: RequestContext): Line => {
  const { order } = actionWords(profile, request.action);
  return line`${bold(`${order}: ${view.target} #${view.number}`)} (${code(request.action)})`;
};

/** People and groups mentioned in one message; more would only be noise. */
export const MENTIONS_SHOWN = 30;

function openHead(context: RequestContext): Line[] {
  const { request } = context;
  const mentions = request.approvers.slice(0, MENTIONS_SHOWN).map(mention);
  const call = mentions.length === 0 ? line`Please decide` : line`${joinLines(mentions, ' ')}: please decide`;
  const lines: Line[] = [line`${call}. ${subjectLine(context)}`];
  if (request.nobodyElse) {
    const who = request.required === 1 ? 'nobody' : 'too few people';
    lines.push(
      line`${emoji('warning')} At present ${who} but the person who asked could approve this. The list of approvers has to grow first.`,
    );
  }
  return lines;
}

function decidedHead(context: RequestContext): Line[] {
  const lines: Line[] = [line`${subjectLine(context)}: ${decision(context)}`];
  const outcome = workLine(context);
  return outcome === undefined ? lines : [...lines, outcome];
}

/** Who decided and when. */
function decision({ view, request, command }: RequestContext): Line {
  const { status, decidedBy, decidedAt } = request;
  const by = decidedBy === undefined ? [] : line` by ${person(decidedBy)}`;
  const at = decidedAt === undefined ? [] : line`, ${moment(decidedAt)}`;
  const again = line`Nothing was sent. To ask again: ${typedAgain(request.action, intendedOf(request), { command, target: view.target })}`;
  switch (status) {
    case 'open':
      return line`${bold('open')}.`;
    case 'granted':
    case 'begun':
    case 'ended':
      return line`${bold('approved')}${approvers(request)}${at}.`;
    case 'rejected':
      return line`${bold('rejected')}${by}${at}. Nothing was sent.`;
    case 'withdrawn':
      return line`${bold('withdrawn')}${by}, who asked${at}. Nothing was sent.`;
    case 'voided': {
      const changes = text((request.changes ?? []).join('; '), 600);
      return line`${bold('void')}${at}, because the target has changed since it was asked for: ${changes}. ${again}`;
    }
    case 'expired':
      return line`${bold('expired')}${at}: it was not approved in time. ${again}`;
    default:
      return status satisfies never;
  }
}

const approvers = ({ approvedBy }: RequestView): Line =>
  approvedBy.length === 0 ? [] : line` by ${joinLines(approvedBy.map(person), ', ')}`;

function workLine({ view, profile, request, command }: RequestContext): Line | undefined {
  const { status, action, outcome, outcomeAt, outcomeDetail: detail, report } = request;
  if (status === 'granted' || status === 'begun') return line`Under way: ${actionWords(profile, action).doing}.`;
  if (outcome === undefined) return undefined;
  const at = outcomeAt === undefined ? [] : line`, ${moment(outcomeAt)}`;
  const asked = intendedOf(request);
  const words = outcomeLine({ profile, action, asked, result: outcome, detail, report, target: view.target, command });
  return line`${bold('Outcome')}${at}: ${words}`;
}

/** Lines of evidence that are shown; the profile says itself how many more there are. */
const EVIDENCE_SHOWN = 30;

/** What else the person who decides should know. */
function evidenceLines({ evidence = [] }: RequestView): Line[] {
  const shown = evidence.slice(0, EVIDENCE_SHOWN).map((one) => text(one, 400));
  const rest = evidence.length - shown.length;
  return [...shown.filter((one) => one.length > 0), ...(rest > 0 ? [line`and ${rest} more`] : [])];
}

const evidenceTitle = ({ status }: RequestView): Line =>
  status === 'open' ? line`${emoji('mag')} ${bold('Before you decide')}` : bold('What was known when it was asked for');

/** With the number of those that stay: what is left has to carry everybody. */
function dropTitle({ status, drops, seen }: RequestView): Line {
  const all = counted(seen.nodes.length, 'node');
  const stay = Math.max(seen.nodes.length - drops.length, 0);
  if (status !== 'open') return line`Of ${all}, these were off and were to be dropped from the cluster:`;
  const are = drops.length === 1 ? 'is' : 'are';
  const words = `${drops.length} of ${all} ${are} off and will be dropped from the cluster; ${stay} ${stay === 1 ? 'stays' : 'stay'}:`;
  return line`${emoji('warning')} ${bold(words, 120)}`;
}

/** Every node by name; in rows of ten when there are very many, so that all of them fit. */
function dropLines({ drops }: RequestView): Line[] {
  const perRow = drops.length > 40 ? 10 : 1;
  const rows: Line[] = [];
  for (let index = 0; index < drops.length; index += perRow)
    rows.push(namesOf(drops.slice(index, index + perRow), perRow, perRow === 1 ? 200 : 60));
  return rows;
}

function factLines(context: RequestContext): Line[] {
  const { request, profile } = context;
  const { effect, wayBack } = actionProfile(profile, request.action);
  const why = request.reason === undefined ? line`no reason given` : line`“${text(request.reason, 500)}”`;
  const { state, phase, run } = request.seen;
  return [
    line`${bold('Asked by')}: ${person(request.by)}, ${moment(request.askedAt)}; ${why}`,
    ...wantedLines(request),
    line`${bold('State when asked')}: ${code(state, 60)} (${stateWords(profile, state, phase, run?.rollbackRequested)})`,
    line`${bold('What it does')}: ${sentence(effect)}`,
    line`${bold('Way back')}: ${sentence(wayBack)}`,
  ];
}

/** Names of configs that are written out. */
const KEPT_SHOWN = 12;

/** What was asked for beside the action itself. */
function wantedLines({ to, release, files = [], size, keep = [], started }: RequestView): Line[] {
  const sent = files.map((file) => line`${text(file.name, 80)} (${text(file.field, 40)}, ${sizeOf(file.size)})`);
  const one = (label: string, words: Line): Line[] => (words.length === 0 ? [] : [line`${bold(label)}: ${words}`]);
  return [
    ...one('To version', text(to ?? '', 40)),
    ...one('Release', text(release ?? '', 60)),
    ...one('Uploaded files', joinLines(sent, ', ')),
    ...one('Cluster size', text(size ?? '', 40)),
    ...one('Configs kept though no longer part of the release', namesOf(keep, KEPT_SHOWN)),
    ...(started === true ? [line`${bold('Even if started')}: yes, ${code('--started')} was given`] : []),
  ];
}

/** A sentence of the profile, whole. */
const sentence = (words: string): Line => text(words, 600);

function openLines({ request }: RequestContext): Line[] {
  const needed = request.required === 1 ? line`one other person` : line`${request.required} other people`;
  const so = request.approvedBy.length === 0 ? [] : line`; so far${approvers(request)}`;
  return [
    line`${bold('Needs')}: ${needed} from the approvers${so}. ${person(request.by)} cannot approve, but may withdraw it with Reject.`,
    line`${bold('Stands until')}: ${moment(request.expiresAt)}. If the target changes before, it becomes void.`,
  ];
}

function buttons(context: RequestContext): Block {
  const { view, request, profile } = context;
  const value = encodeButtonValue({ target: view.target, upgrade: view.number, request: request.id });
  const confirm = question(context, actionProfile(profile, request.action));
  return {
    type: 'actions',
    block_id: decisionBlockId,
    elements: [
      button({ actionId: actionIds.approve, label: 'Approve', value, style: 'primary', ...(confirm && { confirm }) }),
      button({ actionId: actionIds.reject, label: 'Reject', value, style: 'danger' }),
    ],
  };
}

/** Asked before a press counts, for actions that always need a second person. */
function question({ view, profile, request }: RequestContext, { alwaysApproved, wayBack }: ActionProfile) {
  if (!alwaysApproved) return undefined;
  const dropped = request.drops.length === 0 ? '' : ` ${counted(request.drops.length, 'node')} will be dropped.`;
  const what = `${view.target}, upgrade #${view.number}.${dropped} Way back: ${wayBack}`;
  return confirmation(`${actionWords(profile, request.action).order}?`, what, 'Yes, go ahead', 'Not now');
}
