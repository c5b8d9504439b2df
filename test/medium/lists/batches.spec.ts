import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { InterfaceRepository, type InterfaceRow } from '../../../apps/aggregator/src/query/interfaces.js';
import { askGraphql } from '../../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../../support/inventory.js';
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

  interface Asked {
    readonly count: number;
    readonly answer: unknown;
  }

  async function ask(first: number): Promise<Asked> {
    fleet.watched.take();
    const { data, errors } = await askGraphql(fleet.url, DEEP, { first });
    expect(errors).toBeUndefined();
    return { count: fleet.watched.take().filter((sql) => /\bSELECT\b/.test(sql)).length, answer: data };
  }

  /** The fewest of three times: now and then weir reads something for itself meanwhile. */
  async function statementsFor(first: number): Promise<Asked> {
    const asked = [await ask(first), await ask(first), await ask(first)];
    return asked.reduce((fewest, each) => (each.count < fewest.count ? each : fewest));
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

  it('read no more of each network or namespace than is shown, what is there first', async () => {
    const hostId = fleet.hostIds[0]!;
    for (const place of [1, 2, 3]) {
      const key = `a${place}/eth0`;
      const more = { networkId: 'front', namespace: 'shared', name: `${place}`, ...(place < 3 && { goneMs: 1 }) };
      await fleet.seed.series(hostId, FLEET_IDS[0]!, key, more);
    }
    const query = async (sql: string, values: unknown[]): Promise<object> => ({
      rows: await fleet.seed.query(sql, values),
    });
    const interfaces = new InterfaceRepository({ query } as unknown as Pool);
    const namesOf = (rows: readonly InterfaceRow[]): string[] => rows.map(({ name }) => name);
    const networks = [hostId, fleet.hostIds[1]!].map((id) => ({ hostId: id, id: 'front' }));
    expect(namesOf(await interfaces.ofNetworks(networks, 2))).toEqual(['3', 'eth0', 'eth0', 'eth0']);
    expect(namesOf(await interfaces.ofNamespaces([{ hostId, namespace: 'shared' }], 2))).toEqual(['3', '1']);
    const { data } = await askGraphql(
      fleet.url,
      `{ networks(filter: { network: { eq: "front" } }, sort: { by: HOST }, first: 1) {
         nodes { few: interfaces(first: 1) { name } all: interfaces { name } } } }`,
    );
    const [few, all] = [['3'], ['3', 'eth0', 'eth0']].map((names) => names.map((name) => ({ name })));
    expect(data).toEqual({ networks: { nodes: [{ few, all }] } });
  });
});
