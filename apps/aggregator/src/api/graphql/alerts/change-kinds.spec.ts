import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { CHANGE_KINDS } from './change-kinds.js';

const COLLECT = new URL('../../../../../agent/src/collect/', import.meta.url);

/** What the agent's sources tell of; attributes of interfaces are named in a table of their own. */
function kindsOfAgents(): string[] {
  const files = readdirSync(new URL('changes/', COLLECT)).filter((name) => !name.includes('.spec.'));
  const sources = ['changes.ts', ...files.map((name) => `changes/${name}`)].map((path) =>
    readFileSync(new URL(path, COLLECT), 'utf8'),
  );
  const text = sources.join('\n');
  return [
    ...[...text.matchAll(/kind: '([a-z]+\.[a-z-]+)'/g)].map(([, kind]) => kind ?? ''),
    ...[...text.matchAll(/^ +attribute: '([a-z]+)'/gm)].map(([, attribute]) => `interface.${attribute}`),
  ];
}

it('offers every kind that agents tell of', () => {
  const kinds = kindsOfAgents();
  expect(kinds.length).toBeGreaterThan(15);
  expect(kinds.filter((kind) => !CHANGE_KINDS.includes(kind))).toEqual([]);
});
