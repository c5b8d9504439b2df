import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { selfSigned } from '../discover/certificate.fixture.js';
import { AggregatorFixture } from '../enrol/aggregator.fixture.js';
import type { JoinSettings } from '../enrol/join-settings.js';
import { type Kept, writeKept } from '../enrol/kept-enrolment.js';
import { examineEnrolment } from './enrolment.js';

const HOST = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';
const DAY_MS = 86_400_000;
const given = {
  ...{ hostId: HOST, jwt: 'a.b.c', natsUrls: ['tls://127.0.0.1:1'], ca: null },
  ...{ renewAt: Date.now() + 20 * DAY_MS, endsAt: Date.now() + 30 * DAY_MS },
};
const aggregator = new AggregatorFixture(selfSigned('aggregator'));
const folder = mkdtempSync(join(tmpdir(), 'weir-doctor-'));

beforeAll(() => aggregator.start());
afterEach(() => {
  aggregator.nowMs = () => Date.now();
  rmSync(join(folder, 'enrolment.json'), { force: true });
});
afterAll(async () => {
  await aggregator.stop();
  rmSync(folder, { recursive: true });
});

const examined = async (
  more: Partial<JoinSettings> = {},
  kept: Partial<Kept> | null = { given },
): Promise<string[]> => {
  if (kept) writeKept(folder, { seed: 'S', next: null, given: null, refusal: null, ...kept });
  const settings = { url: aggregator.url, token: 'weirjoin_secret', tokenFile: null, pin: aggregator.pin, ...more };
  const findings = await examineEnrolment(settings, folder);
  return findings.map(({ what, state, text }) => `${state} ${what}: ${text}`);
};

it('finds nothing to mend at a host that joined', async () => {
  expect(await examined()).toEqual([
    `well aggregator: ${aggregator.url} answers with the certificate that is pinned`,
    expect.stringMatching(/^well clock of the host: is \d s off the aggregator's$/),
    expect.stringMatching(/^well enrolment: this host has joined; its credentials hold until 2\d{3}-/),
  ]);
  expect(aggregator.asked).toEqual([]);
});

it('tells of another certificate, a clock that is off, a token that is not there, and what the aggregator said', async () => {
  expect((await examined({ pin: `sha256:${'0'.repeat(64)}` }))[0]).toMatch(
    /^broken aggregator: https:\S+ shows a certificate that is not pinned \(sha256:/,
  );
  aggregator.nowMs = () => Date.now() + 3_600_000;
  expect((await examined())[1]).toMatch(/^broken clock of the host: is 3[56]\d\d s off the aggregator's: set it$/);
  const refusal = { problem: 'token-expired', text: 'token: was good until yesterday: make a new one', at: 0 } as const;
  const lines = await examined({ token: null, tokenFile: join(folder, 'none') }, { refusal });
  expect(lines.slice(2)).toEqual([
    expect.stringMatching(/^broken join token: .*\/none holds none that can be read/),
    'broken enrolment: token: was good until yesterday: make a new one (1970-01-01T00:00:00.000Z)',
  ]);
});

it('says that a host has not joined yet, and of what is no enrolment what to do', async () => {
  expect((await examined({}, null)).at(-1)).toBe(
    'unknown enrolment: this host has not joined yet: its first start does',
  );
  writeFileSync(join(folder, 'enrolment.json'), '{');
  expect((await examined({}, null)).at(-1)).toMatch(/holds no enrolment: remove it/);
});
