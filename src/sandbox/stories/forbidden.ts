import { fault, mends, type Step, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';
import type { ZduServer } from '../zdu/server.js';

type Faults = ZduServer['faults'];

const page = '<html><head><title>Access denied</title></head><body>Two-factor login required</body></html>';

/** What is wrong, and how the answer looks. */
const refusals: readonly (readonly [string, (faults: Faults) => () => void])[] = [
  [
    "the bot's account has lost its rights",
    (faults) => faults.status(403, { message: 'You are not permitted to do this.' }),
  ],
  ['a proxy drops the header against forged requests', (faults) => faults.status(403, 'XSRF check failed')],
  [
    'somebody switches Basic authentication off',
    (faults) => faults.status(403, { message: 'Basic Authentication has been disabled on this instance.' }),
  ],
  ['too many failed logins lock the account', (faults) => faults.captcha()],
  ['an app puts its own login page before the product', (faults) => faults.html({ status: 403, page })],
];

export const forbidden: TrapStory = {
  about: 'the meanings of 403, one after the other',
  stage: { target: { poll: { idle: '60s' } } },
  steps: [
    types('alice', 'start confluence'),
    ...refusals.flatMap(([words, breaks]): Step[] => [
      fault(words, ({ cluster }) => breaks(cluster.faults)),
      types('alice', 'doctor confluence'),
      mends('and it is mended'),
    ]),
  ],
};
