import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COUNTERS, decodeTraffic } from '@weir/model';
import { Ledger } from '../delta/book.fixture.js';
import { FileSegments } from './segments.js';
import { compileSpool } from './spool.fixture.js';
import { Spool } from './spool.js';
import { Kernel } from './thinning.fixture.js';

const limits = { segmentBytes: 50_000, maxBytes: 100_000_000 };
const KILLS = 12;
/** So many that the waiting ones were merged several times over. */
const MERGED_TICKS = 300;

/** Appends without end, and says after each append what it has written; acknowledges two of three. */
const WRITER = `
import { writeSync } from 'node:fs';
import { FileSegments } from './segments.js';
import { Spool } from './spool.js';
import { appendNumber } from './spool.fixture.js';
const spool = new Spool(new FileSegments(process.argv[2]), ${JSON.stringify(limits)});
const filling = 'x'.repeat(3_000);
for (let number = (spool.recovered?.at ?? 0) + 1; ; number += 1) {
  if (!appendNumber(spool, number, JSON.stringify({ n: number, filling }))) process.exit(1);
  writeSync(1, number + '\\n');
  if (number % 3 !== 0) spool.acknowledge('run-' + number);
}
`;

const full = { segmentBytes: 2_000, maxBytes: 12_000 };

/** The same with a spool that is always full, so that most kills fall into a merge. */
const MERGER = `
import { writeSync } from 'node:fs';
import { FileSegments } from './segments.js';
import { Spool } from './spool.js';
import { Kernel, Life } from './thinning.fixture.js';
const spool = new Spool(new FileSegments(process.argv[2]), ${JSON.stringify(full)});
const kernel = new Kernel();
while (1_000_000 + kernel.tick * 1_000 < (spool.recovered?.at ?? 0)) kernel.grow();
const life = new Life(kernel, spool, 'run' + process.pid);
for (;;) {
  kernel.grow();
  life.tick();
  writeSync(1, kernel.tick + '\\n');
}
`;

describe('a spool whose process is killed', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-crash-'));
    const compiled = compileSpool(folder);
    writeFileSync(join(compiled, 'writer.js'), WRITER);
    writeFileSync(join(compiled, 'merger.js'), MERGER);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has lost nothing and made nothing up, wherever it was killed', async () => {
    const state = join(folder, 'state');
    let floor = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const said = await writeAndKill(join(folder, 'publish/writer.js'), state, kill);
      const spool = new Spool(new FileSegments(state), limits);
      const newest = spool.recovered?.at ?? 0;
      // One more may have been written than was said, never fewer.
      expect([said, said + 1]).toContain(newest);
      expect(newest).toBeGreaterThan(floor);
      expect(spool.recovered?.entries[0]?.raw[0]).toBe(BigInt(newest));
      checkMessages(spool, newest);
      spool.close();
      floor = newest;
    }
  }, 60_000);

  it('has counted every byte once, also where it merges all the time', async () => {
    const state = join(folder, 'merged');
    let said = 0;
    for (let kill = 0; kill < KILLS || said < MERGED_TICKS; kill += 1) {
      said = await writeAndKill(join(folder, 'publish/merger.js'), state, kill % KILLS);
    }
    const spool = new Spool(new FileSegments(state), full);
    const kernel = new Kernel();
    while (1_000_000 + kernel.tick * 1_000 < (spool.recovered?.at ?? 0)) kernel.grow();
    const ledger = pendingLedger(spool);
    expect(ledger.contradictions).toEqual([]);
    for (const [key, count] of kernel.counters) expect([key, ledger.totals.get(key)?.[0]]).toEqual([key, count]);
    expect(spool.pendingCount).toBeLessThan(MERGED_TICKS / 4);
    spool.close();
  }, 60_000);
});

function pendingLedger(spool: Spool): Ledger {
  const ledger = new Ledger();
  for (const id of [...spool.pendingIds()].filter((each) => /-\d+$/.test(each))) {
    const decoded = decodeTraffic(spool.payload(id));
    if (!decoded.ok) throw new Error(decoded.refusal.reason);
    const { keys, columns, ...message } = decoded.value;
    const deltas = new Map(keys.map((key, row) => [key, COUNTERS.map((counter) => columns[counter][row] ?? 0)]));
    ledger.add([{ ...message, primary: message.part === 0, deltas }]);
  }
  return ledger;
}

/** Every message that was not acknowledged is there, whole and in order. */
function checkMessages(spool: Spool, newest: number): void {
  const numbers = [...spool.pendingIds()].map((id) => Number(id.slice('run-'.length)));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  const there = new Set(numbers);
  const missing = Array.from({ length: Math.floor(newest / 3) }, (_, index) => (index + 1) * 3).filter(
    (n) => !there.has(n),
  );
  expect(missing).toEqual([]);
  for (const id of spool.pendingIds()) expect(JSON.parse(spool.payload(id).toString()).n).toBe(Number(id.slice(4)));
}

async function writeAndKill(script: string, state: string, kill: number): Promise<number> {
  const child = spawn(process.execPath, [script, state], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await once(child.stdout, 'data');
  await sleep(5 + kill * 7);
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(output.trim().split('\n').at(-1));
}
