import { describe, expect, it } from '@jest/globals';
import { assignColours, colourOf, ENTITY_COLOURS } from './colour.js';

const ids = Array.from({ length: 400 }, (_, index) => `id-${index}`);

describe('colourOf', () => {
  it('is the same for the same id, for ever', () => {
    expect(colourOf('h0_host_eth0')).toBe(colourOf('h0_host_eth0'));
    expect(colourOf('abcdefghijklmnop')).toMatch(/^--entity-[0-8]$/);
    // Pinned: a change of the hash would change the colours that people have learnt.
    expect([colourOf('eth0'), colourOf('web')]).toEqual(['--entity-2', '--entity-1']);
  });

  it('uses the whole palette about evenly', () => {
    const counts = new Map<string, number>();
    ids.forEach((id) => counts.set(colourOf(id), (counts.get(colourOf(id)) ?? 0) + 1));
    expect(counts.size).toBe(ENTITY_COLOURS);
    expect(Math.min(...counts.values())).toBeGreaterThan(ids.length / ENTITY_COLOURS / 2);
  });
});

describe('assignColours', () => {
  const clash = ids.filter((id) => colourOf(id) === colourOf('id-0')).slice(0, 3);

  it('gives no two of one chart the same colour', () => {
    expect(new Set(assignColours(clash).values()).size).toBe(3);
    expect(new Set(assignColours(ids.slice(0, ENTITY_COLOURS)).values()).size).toBe(ENTITY_COLOURS);
  });

  it('leaves the first its own colour', () => {
    expect(assignColours(clash).get('id-0')).toBe(colourOf('id-0'));
  });

  it('repeats colours only where there are more entities than colours', () => {
    expect(assignColours(ids.slice(0, ENTITY_COLOURS + 4)).size).toBe(ENTITY_COLOURS + 4);
  });
});
