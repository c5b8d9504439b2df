import { describe, expect, it } from '@jest/globals';
import { Outage } from './outage.js';

describe('Outage', () => {
  const lines: string[] = [];
  const add = (line: string): number => lines.push(line);

  it('logs the first failure and the end, each time', async () => {
    const outage = new Outage('cooking', { log: add, warn: add });
    outage.succeeded();
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 3; n++)
        expect(await outage.trying(() => Promise.reject(new Error(`no gas ${n}`)))).toBeNull();
      for (let n = 0; n < 3; n++) expect(await outage.trying(() => Promise.resolve('soup'))).toBe('soup');
    }
    const each = ['cooking does not work now, trying on: Error: no gas 0', 'cooking works again'];
    expect(lines).toEqual([...each, ...each]);
  });
});
