import { describe, expect, it } from 'vitest';
import { load, minimalFile, problems, socketEnv } from '../support/config-files.js';

const common = 'channel: C0OPS\n';
const target = (lines: string) => `${common}targets:\n  bb:\n    ${lines.trim().replaceAll('\n', '\n    ')}\n`;
const good = 'product: confluence\nurl: https://bb.example.com\nauth: { token: abcd }\n';

describe('problems of the file', () => {
  it.each<[string, string, RegExp]>([
    [
      'an unknown key',
      `${minimalFile}colour: red`,
      /colour = "red": unknown key; known here: .*\(config\.yml, line 8\)/,
    ],
    ['a misspelt key', `${minimalFile}oprators: [U1]`, /oprators = \[…\]: unknown key; did you mean operators\?/],
    [
      'an unknown key of a section',
      `${minimalFile}poll: { activ: 1s }`,
      /poll\.activ = "1s": unknown key; did you mean active\?/,
    ],
    ['a key that stands twice', `${minimalFile}channel: C1`, /channel: this key stands twice.*line 8/],
    ['the prototype as a key', `${minimalFile}__proto__: 1`, /__proto__ = 1: unknown key/],
    ['a channel name', minimalFile.replace('C0OPS', '"#ops"'), /channel = "#ops": must be a channel id/],
    ['a user name', `${minimalFile}operators: [U1, alice]`, /operators\[1\] = "alice": must be the id of a user/],
    ['a single id instead of a list', `${minimalFile}approvers: U1`, /approvers = "U1": must be a list/],
    ['a command without its slash', `${minimalFile}command: upgrade`, /command = "upgrade": must begin with \//],
    [
      'a duration without a unit',
      `${minimalFile}retention: 90`,
      /retention = 90: must be a whole number with a unit: 500ms, 5s/,
    ],
    [
      'too short a duration',
      `${minimalFile}poll: { idle: 99ms }`,
      /poll\.idle = "99ms": is too short; 100ms is the least/,
    ],
    ['too long a duration', `${minimalFile}retention: 4000d`, /retention = "4000d": is too long/],
    [
      'an action',
      `${minimalFile}approval: { actions: [strat] }`,
      /approval\.actions\[0\] = "strat": must be one of .*mean start/,
    ],
    [
      'a count of approvals',
      `${minimalFile}approval: { required: 0 }`,
      /approval\.required = 0: must be a whole number from 1/,
    ],
    [
      'a section that is none',
      `${minimalFile}warn: 5m`,
      /warn = "5m": must be a map with any of these keys: noProgress, standing, lopsided/,
    ],
    ['no targets', common, /targets: must name at least one target/],
    [
      'a target that is empty',
      `${common}targets: { bb: }`,
      /targets\.bb = null: must hold at least product, url and auth/,
    ],
    [
      "a target's name",
      minimalFile.replace(' confluence:', ' "conf luence":'),
      /targets\["conf luence"\] = \{…\}: a target's name/,
    ],
    [
      'a missing channel',
      minimalFile.replace('channel: C0OPS', ''),
      /targets\.confluence\.channel: is missing; set channel here or/,
    ],
    ['a list instead of a file', '- a', /config\.yml = \[…\]: must be a map with any of these keys/],
    ['sentinels without a name', `${minimalFile}redis: { sentinels: [a] }`, /redis\.name: is missing; sentinels need/],
    [
      'two kinds of Redis',
      `${minimalFile}redis: { sentinels: [a], name: m, cluster: [b] }`,
      /redis\.cluster = \[…\]: sentinels and cluster/,
    ],
    [
      "a sentinel's port",
      `${minimalFile}redis: { sentinels: ["a:99999"], name: m }`,
      /redis\.sentinels\[0\] = "a:99999": must be host:port/,
    ],
  ])('name %s', (_what, file, expected) => {
    const lines = problems({ file });

    expect(lines.filter((line) => expected.test(line))).toHaveLength(1);
    expect(lines.every((line) => line.startsWith('  - '))).toBe(true);
  });

  it.each<[string, string, RegExp]>([
    [
      'an unknown product',
      good.replace('confluence', 'bitbuckt'),
      /targets\.bb\.product = "bitbuckt": must be one of .*confluence/,
    ],
    ['a missing url', good.replace(/url.*\n/, ''), /targets\.bb\.url: is missing/],
    [
      'plain http',
      good.replace('https', 'http'),
      /targets\.bb\.url = "http:\/\/bb\.example\.com": plain http to a host that is not loopback.*allowHttp/,
    ],
    ['another scheme', good.replace('https', 'ftp'), /targets\.bb\.url = "ftp:.*must be a URL that begins with https/],
    ['a layout', `${good}layout: /rest`, /targets\.bb\.layout = "\/rest": must be one of auto, \/rest\/zdu/],
    ['no authentication', good.replace('token: abcd', ''), /targets\.bb\.auth: holds neither a token nor/],
    [
      'two kinds of authentication',
      good.replace('abcd', 'abcd, username: u'),
      /targets\.bb\.auth: token excludes username/,
    ],
    ['half an authentication', good.replace('token: abcd', 'username: u'), /targets\.bb\.auth\.password: is missing/],
    [
      'a password that is a number',
      good.replace('abcd', '012'),
      /targets\.bb\.auth\.token: must be text; put it in quotes/,
    ],
    [
      'a variable that is not set',
      good.replace('abcd', '"${NOT_THERE}"'),
      /targets\.bb\.auth\.token: the variable NOT_THERE is not set/,
    ],
    [
      'a reference of another form',
      good.replace('https://bb', '"${A:-b}').replace('.com', '.com"'),
      /targets\.bb\.url = .*is written \$\{NAME\}/,
    ],
  ])('of a target name %s', (_what, lines, expected) => {
    expect(problems({ file: target(lines) })).toEqual([expect.stringMatching(expected)]);
  });

  it.each(['http://127.0.0.1:8090', 'http://localhost/x', 'http://[::1]:1', 'http://127.9.9.9'])(
    'do not include %s',
    (url) => {
      expect(load({ file: target(good.replace('https://bb.example.com', url)) }).ok).toBe(true);
    },
  );

  it('do not include plain http that is allowed', () => {
    const file = target(`${good.replace('https', 'http')}allowHttp: true`);

    expect(load({ file }).ok).toBe(true);
  });

  it('are found by place, without a line of the file, when it is not YAML', () => {
    const lines = problems({ file: 'channel: C1\ntargets:\n  bb: { auth: { token: "hunter2-is-secret }\n' });

    expect(lines).toEqual([expect.stringMatching(/config\.yml: not valid YAML: .*\(config\.yml, line \d\)/)]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('the report', () => {
  it('tells all problems of the environment and the file at once', () => {
    const file = `
comand: /x
channel: ops
redis: { sentinels: [a] }
poll: { active: 1 }
targets:
  a: { product: nope, url: "http://a.example", auth: { token: "\${UNSET}" } }
  b: { product: confluence, url: "https://b.example", auth: { username: u }, layout: x }
`;

    const lines = problems({ file, env: { LOG_LEVEL: 'x' } });

    const paths = lines.map((line) => /- ([^=:]*?)(?: =|:)/.exec(line)?.[1]).sort();
    expect(paths).toEqual(
      [
        'SLACK_BOT_TOKEN',
        'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET',
        'LOG_LEVEL',
        'comand',
        'channel',
        'redis.name',
        'poll.active',
        'targets.a.product',
        'targets.a.url',
        'targets.a.auth.token',
        'targets.b.auth.password',
        'targets.b.layout',
      ].sort(),
    );
  });

  it.each([
    ['under auth', target(good.replace('token: abcd', 'tokn: my-secret-value'))],
    ['in a key that sounds like one', `${minimalFile}apiToken: my-secret-value`],
    ['in a URL', target(good.replace('https://', 'https://u:my-secret-value@'))],
    ['in a query', target(good.replace('.com', '.com?key=my-secret-value'))],
    [
      'that stands in the wrong place a second time',
      target(`${good.replace('abcd', 'my-secret-value')}layout: my-secret-value`),
    ],
    ['that a variable brought', target(`${good}layout: "\${SECRET}"`)],
    ['with a line break in it', target(good.replace('abcd', '"my-secret-value\\nx"'))],
  ])('does not show a secret %s', (_where, file) => {
    const report = problems({ file, env: { ...socketEnv, SECRET: 'my-secret-value' } }).join('\n');

    expect(report).toContain('  - ');
    expect(report).not.toContain('my-secret-value');
  });
});
