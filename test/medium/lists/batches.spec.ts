import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askGraphql } from '../../support/graphql.js';
import { type FleetApi, startFleetApi } from '../../support/inventory.js';
import { describeIf, natsServer } from '../../support/requirements.js';

/** The fields below that are read from the store; each takes one statement at most, whatever its parents are. */
const READ_FIELDS = 20;

/** As deep as lists go: each level has several parents. */
const DEEP = `query ($first: Int!) {
  hosts(first: $first) {
    totalCount
    nodes {
      name state labels { key value } interfaceCount containerCount networkCount
      interfaces { name host { name } network { name } containers { name labels { key } } }
      containers { name host { name } interfaces { name network { name } } }
      networks { name host { name } interfaces(first: 10) { name containers { name } } }
    }
  }
  services { nodes { id hostCount containers(first: 50) { name host { name } interfaces { name } } } }
  events { nodes { text host { name } } }
}`;

describeIf(natsServer, 'lists within lists', () => {
  let fleet: FleetApi;

  beforeAll(async () => {
    fleet = await startFleetApi(20);
    for (const hostId of fleet.hostIds) {
      await fleet.seed.query(`INSERT INTO event VALUES ($1, now(), 'host.x', 'x', NULL, NULL, 'something')`, [hostId]);
    }
  });

  afterAll(() => fleet?.seed.end());

  async function statementsFor(first: number): Promise<{ count: number; answer: unknown }> {
    fleet.watched.take();
    const { data, errors } = await askGraphql(fleet.url, DEEP, { first });
    expect(errors).toBeUndefined();
    return { count: fleet.watched.take().filter((sql) => /\bSELECT\b/.test(sql)).length, answer: data };
  }

  it('take no more statements for twenty hosts than for one', async () => {
    const one = await statementsFor(1);
    const twenty = await statementsFor(20);
    expect(one.count).toBeGreaterThan(10);
    expect(one.count).toBeLessThanOrEqual(READ_FIELDS);
    expect(twenty.count).toBeLessThanOrEqual(READ_FIELDS);
    expect(twenty.answer).toMatchObject({
      hosts: { nodes: { length: 20 } },
      services: { nodes: [{ hostCount: 20, containers: { length: 20 } }, { id: 'shop/web' }] },
      events: { nodes: { length: 20 } },
    });
  });
});
