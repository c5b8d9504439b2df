import { describe, expect, it } from '@jest/globals';
import { Crossing } from './crossing.js';
import { readDataDisk } from './data-disk.js';
import { diskWarning, streamShare, streamWarning } from './fill.js';
import { Growth } from './growth.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

describe('a crossing', () => {
  it('is told once for each level, and again after it was left for good', () => {
    const crossing = new Crossing([0.5, 0.8]);
    const shares = [0.1, 0.51, 0.6, 0.81, 0.9, 0.79, 0.81, 0.74, 0.82, 0.1, 0.95];
    expect(shares.map((share) => crossing.observe(share))).toEqual([
      null,
      0.5,
      null,
      0.8,
      null,
      null,
      null,
      null,
      0.8,
      null,
      0.8,
    ]);
  });

  it('is over while it is not left, at the level of hovering too', () => {
    const crossing = new Crossing([0.5]);
    expect([0.4, 0.6, 0.47, 0.44].map((share) => (crossing.observe(share), crossing.isOver))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('growth', () => {
  const sizes = (bytes: number): Map<string, number> =>
    new Map([
      ['traffic', bytes],
      ['host', 5],
    ]);

  it('is unknown until it was watched for ten minutes, then as of a day, of the tables asked for', () => {
    const growth = new Growth();
    growth.observe(sizes(0), 0);
    growth.observe(sizes(900), 9 * MINUTE_MS);
    expect(growth.bytesPerDay(['traffic'])).toBeNull();
    growth.observe(sizes(1_000), 10 * MINUTE_MS);
    expect(growth.bytesPerDay(['traffic'])).toBe(144_000);
    expect(growth.bytesPerDay(['host', 'none'])).toBe(0);
  });

  it('is that of the last day, and may be negative', () => {
    const growth = new Growth();
    growth.observe(sizes(9_000_000), 0);
    for (let hour = 1; hour <= 48; hour++) growth.observe(sizes(5_000_000 - hour), hour * 60 * MINUTE_MS);
    expect(growth.bytesPerDay(['traffic'])).toBe(-24);
  });

  it('holds no more than a day of readings, however often it is told', () => {
    const growth = new Growth();
    for (let second = 0; second < 7_200; second++) growth.observe(sizes(second), second * 1_000);
    expect(growth.bytesPerDay(['traffic'])).toBe(DAY_MS / 1_000);
  });
});

describe('how full', () => {
  it('is a stream without a limit: not at all', () => {
    expect(streamShare({ bytes: 1e9, maxBytes: null, waiting: 1 })).toBe(0);
  });

  it('is said in a sentence with what to do', () => {
    expect(streamWarning({ bytes: 859e6, maxBytes: 1_074e6, waiting: 4_711 })).toMatch(
      /^the stream WEIR is 80 % full \(859 MB of 1074 MB, 4711 messages wait\): .* greater max_bytes$/,
    );
    expect(diskWarning({ freeBytes: 5e9, totalBytes: 50e9 }, 12e9)).toMatch(
      /^the file system of the database is 90 % full \(5000 MB left, the database takes 12000 MB\): .* more room$/,
    );
  });

  it('is known of a disk of this machine only', async () => {
    const here = 'postgresql://weir@127.0.0.1:5432/weir';
    expect((await readDataDisk(here, '/'))?.totalBytes).toBeGreaterThan(0);
    expect(await readDataDisk(here, null)).toBeNull();
    expect(await readDataDisk(here, '/nowhere/at/all')).toBeNull();
    expect(await readDataDisk('postgresql://weir@db.example.com:5432/weir', '/')).toBeNull();
  });
});
