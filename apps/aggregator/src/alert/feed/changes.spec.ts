import { describe, expect, it } from '@jest/globals';
import type { EventMessage } from '@weir/model';
import { Pool } from 'pg';
import { ruleOf } from '../rule/rule.fixture.js';
import { Catalogue } from './catalogue.js';
import { Changes } from './changes.js';

const NOW = 1_800_000_000_000;
const MOST_AT_ONCE = 1_000;
const event = (subject: string, kind = 'container.renamed'): EventMessage => ({
  ...{ v: 1, host: 'h', at: NOW, kind, subject, before: null, after: null, text: subject },
});
/** Never asked for anything: a rule without a scope takes all. */
const changesOf = (): Changes => new Changes(new Pool());

describe('changes', () => {
  it('that there is no room for are taken in when they are read once more', async () => {
    const changes = changesOf();
    const late = event('late', 'container.started');
    for (let place = 0; place < MOST_AT_ONCE; place++) changes.hear(event(String(place)), NOW);
    changes.hear(late, NOW);
    expect(changes.take().churns).toEqual([]);
    await changes.lay([], new Catalogue([]), NOW);
    for (let time = 0; time < 2; time++) changes.hear(late, NOW);
    expect(changes.take().churns).toHaveLength(1);
    expect(changes.isWaiting).toBe(true);
  });

  it('of what nobody knows are named so that a database takes it', async () => {
    const changes = changesOf();
    changes.hear(event(`${'x'.repeat(11)}😀 and more`), NOW);
    const rule = ruleOf({ id: 'any', per: 'container', change: { changes: ['container.*'] } });
    await changes.lay([rule], new Catalogue([]), NOW + 20_000);
    expect(changes.take().told).toMatchObject([{ subject: { name: `${'x'.repeat(11)}😀` } }]);
  });
});
