import { describe, expect, it } from '@jest/globals';
import { deploysOf, type Start } from './deploys.js';

const MINUTE_MS = 60_000;

const start = (minutes: number, image: string | null, more: Partial<Start> = {}): Start => ({
  ...{ service: 'shop/web', image, atMs: minutes * MINUTE_MS, hostId: 'a', hostName: 'host-a', ...more },
});
const told = (starts: readonly Start[]): string[] =>
  deploysOf(starts).map(({ at, text }) => `${at.getTime() / MINUTE_MS} ${text}`);

describe('a deploy', () => {
  it('is another image of a service, however few containers', () => {
    expect(told([start(0, 'web:1'), start(10, 'web:2')])).toEqual([
      '10 shop/web was deployed: web:2 instead of web:1, 1 container on 1 host',
    ]);
  });

  it('goes on as long as no start is more than two minutes after the one before, over all hosts', () => {
    const rolling = [10, 11.5, 13.4].map((minutes, index) => start(minutes, 'web:2', { hostId: `${index}` }));
    const [deploy, ...more] = deploysOf([...rolling, start(0, 'web:1'), start(16, 'web:2')]);
    expect([deploy?.deploy, deploy?.until?.getTime(), deploy?.hostId, more]).toEqual([
      { service: 'shop/web', image: 'web:2', imageBefore: 'web:1', containerCount: 3, hostIds: ['0', '1', '2'] },
      ...[13.4 * MINUTE_MS, null, []],
    ]);
  });

  it('is many at once, of whatever image', () => {
    const three = [0, 1, 2].map((minutes) => start(minutes, null));
    expect(told(three)).toEqual(['0 shop/web was started anew: 3 containers on 1 host']);
    expect(told(three.slice(1))).toEqual([]);
  });

  it('is not that one comes back as it was, or that its image is not known', () => {
    expect(told([start(0, 'web:1'), start(10, 'web:1'), start(20, null), start(30, 'web:1')])).toEqual([]);
  });

  it('is told of each service by itself, and each time, the newest first', () => {
    const db = { service: 'shop/db' };
    const starts = [
      start(0, 'web:1'),
      start(0, 'db:1', db),
      start(10, 'web:2'),
      start(10.5, 'db:2', db),
      start(20, 'web:1'),
    ];
    expect(told(starts).map((text) => text.split(':')[0])).toEqual([
      '20 shop/web was deployed',
      '10.5 shop/db was deployed',
      '10 shop/web was deployed',
    ]);
  });
});
