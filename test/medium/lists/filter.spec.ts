import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askGraphql } from '../../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../../support/inventory.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const HOSTILE = `'); DROP TABLE host; --`;
/** How many hosts, containers, networks and interfaces match; four hosts of four containers, two networks and four interfaces each. */
type Counts = readonly [hosts: number, containers: number, networks: number, interfaces: number];

const COUNTS = `query ($filter: Filter!) {
  hosts(filter: $filter) { totalCount } containers(filter: $filter) { totalCount }
  networks(filter: $filter) { totalCount } interfaces(filter: $filter) { totalCount } }`;

const CASES: readonly (readonly [object, Counts])[] = [
  [{}, [4, 16, 8, 16]],
  // Of hosts.
  [{ hosts: [FLEET_IDS[0]] }, [1, 4, 2, 4]],
  [{ host: { eq: 'host-02' } }, [1, 4, 2, 4]],
  [{ host: { ne: 'host-02' } }, [3, 12, 6, 12]],
  [{ host: { notIn: ['host-01', 'host-02'] } }, [2, 8, 4, 8]],
  [{ host: { glob: 'host-*', notIn: ['host-01'] } }, [3, 12, 6, 12]],
  [{ host: { glob: 'HOST-0?', ne: 'host-01', notIn: ['host-02'] } }, [2, 8, 4, 8]],
  [{ hostStates: ['ALIVE'] }, [3, 12, 6, 12]],
  [{ hostStates: ['SILENT'] }, [1, 4, 2, 4]],
  [{ hostStates: ['ALIVE', 'SILENT'] }, [4, 16, 8, 16]],
  [{ hostStates: [] }, [0, 0, 0, 0]],
  [{ hostLabels: [{ key: 'site', eq: 'berlin' }] }, [2, 8, 4, 8]],
  [{ hostLabels: [{ key: 'site', glob: 'BER*' }, { key: 'role' }] }, [1, 4, 2, 4]],
  // What has no label has not that value of it either.
  [{ hostLabels: [{ key: 'role', ne: 'edge' }] }, [3, 12, 6, 12]],
  [
    {
      hostLabels: [
        { key: 'role', notIn: ['edge'] },
        { key: 'site', eq: 'berlin' },
      ],
    },
    [1, 4, 2, 4],
  ],
  // Of interfaces: a container or a network by one of its own, a host by one of all.
  [{ uplink: true }, [4, 0, 0, 4]],
  [{ classes: ['CONTAINER'] }, [4, 12, 8, 12]],
  [{ linkStates: ['DOWN'] }, [1, 0, 0, 1]],
  [{ linkStates: ['UP', 'DOWN'] }, [4, 0, 0, 4]],
  [{ interface: { eq: 'eth0' }, host: { eq: 'host-01' } }, [1, 3, 2, 4]],
  [{ interface: { ne: 'eth0' } }, [0, 4, 0, 0]],
  [{ addresses: { eq: '10.0.0.3' } }, [1, 0, 0, 1]],
  [{ addresses: { eq: 'FD00:0::2' } }, [1, 0, 0, 1]],
  [{ addresses: { in: ['10.0.0.3', '10.0.0.4', '10.0.0.200'] } }, [2, 0, 0, 2]],
  [{ addresses: { inSubnet: '10.0.0.0/30' } }, [3, 0, 0, 3]],
  [{ addresses: { inSubnet: 'fd00::/64' } }, [4, 0, 0, 4]],
  [{ addresses: { inSubnet: '192.168.0.0/16' } }, [0, 0, 0, 0]],
  [{ addresses: { eq: '10.0.0.3', inSubnet: 'fd00::/64' } }, [1, 0, 0, 1]],
  [{ addresses: { eq: '10.0.0.3', inSubnet: '10.1.0.0/16' } }, [0, 0, 0, 0]],
  [{ addresses: {} }, [4, 0, 0, 4]],
  // Of networks.
  [{ network: { eq: 'back' } }, [4, 4, 4, 4]],
  [{ network: { ne: 'back' } }, [0, 12, 4, 12]],
  [{ network: { eq: 'front' }, host: { eq: 'host-01' } }, [1, 2, 1, 2]],
  // Of containers: a network by those on it.
  [{ container: { eq: 'web' } }, [4, 4, 4, 4]],
  [{ image: { glob: 'postgres:*' } }, [4, 4, 4, 4]],
  [{ stack: { eq: 'shop' } }, [4, 8, 8, 8]],
  // All that is of no stack stays, containers and uplinks alike; no host is without one.
  [{ stack: { ne: 'shop' } }, [0, 8, 0, 8]],
  [{ stack: { ne: 'shop' }, classes: ['CONTAINER'] }, [0, 4, 0, 4]],
  [{ stack: { notIn: ['shop'] }, uplink: true }, [0, 0, 0, 4]],
  [{ service: { eq: 'shop/db' } }, [4, 4, 4, 4]],
  [{ service: { ne: 'shop/db' } }, [0, 12, 4, 12]],
  [{ workload: { eq: 'prod/Deployment/job' }, host: { ne: 'host-01' } }, [3, 3, 3, 3]],
  [{ labels: [{ key: 'tier', eq: 'data' }] }, [4, 4, 4, 4]],
  [{ labels: [{ key: 'tier', ne: 'data' }] }, [0, 12, 4, 12]],
  // A container by its pod, and by its id: in full, or the digits that commands show.
  [{ container: { eq: 'job-1/job' } }, [1, 1, 1, 1]],
  [{ container: { eq: 'web'.padEnd(64, '1') } }, [1, 1, 1, 1]],
  [{ container: { in: ['web'.padEnd(12, '1'), 'db'.padEnd(12, '2')] } }, [2, 2, 2, 2]],
  // A container of the host's own network has no interface, and is one of the host all the same.
  [{ image: { eq: 'weir:1' } }, [4, 4, 0, 0]],
  // Container and network of one interface.
  [{ container: { eq: 'web' }, network: { eq: 'back' } }, [0, 0, 0, 0]],
  [{ container: { eq: 'web' }, network: { eq: 'front' }, hostLabels: [{ key: 'role' }] }, [1, 1, 1, 1]],
  // A text in the names of what is listed.
  [{ text: 'HOST-03' }, [1, 4, 2, 4]],
  [{ text: 'postgres' }, [0, 4, 0, 0]],
  [{ text: 'berlin' }, [2, 0, 0, 0]],
  [{ text: '10.1.0' }, [0, 0, 8, 0]],
  [{ text: 'fd00::3' }, [0, 0, 0, 1]],
  // What stands between the folded names of a row is part of none.
  [{ text: '\u0001' }, [0, 0, 0, 0]],
  // Nothing is a pattern, or SQL, that is not said to be one.
  [{ text: '_' }, [0, 0, 0, 0]],
  [{ stack: { eq: HOSTILE } }, [0, 0, 0, 0]],
  [{ stack: { notIn: [HOSTILE] }, host: { ne: HOSTILE } }, [4, 16, 8, 16]],
  [{ hostLabels: [{ key: HOSTILE }] }, [0, 0, 0, 0]],
];

describeIf(natsServer, 'one filter for every list', () => {
  let fleet: FleetApi;

  beforeAll(async () => {
    fleet = await startFleetApi(4);
  });

  afterAll(() => fleet?.seed.end());

  async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await askGraphql<T>(fleet.url, query, variables);
    expect(errors).toBeUndefined();
    return data as T;
  }
  const countsOf = async (filter: object): Promise<number[]> =>
    Object.values(await ask<Record<string, { totalCount: number }>>(COUNTS, { filter })).map(
      ({ totalCount }) => totalCount,
    );

  it.each(CASES)('%j', async (filter, expected) => {
    expect(await countsOf(filter)).toEqual(expected);
  });

  it('knows a container without a name by the first digits of its id, alone or behind its pod', async () => {
    await fleet.seed.query(`UPDATE container SET name = NULL WHERE name = 'job'`);
    const digits = 'job'.padEnd(12, '1');
    expect(await countsOf({ container: { eq: digits } })).toEqual([1, 1, 1, 1]);
    expect(await countsOf({ container: { glob: `job-0/${digits}` } })).toEqual([1, 1, 1, 1]);
    // What is in the digits of an id alone is no name.
    expect(await countsOf({ container: { contains: '11111' } })).toEqual([1, 1, 1, 1]);
    await fleet.seed.query(`UPDATE container SET name = 'job' WHERE name IS NULL`);
    expect(await countsOf({ container: { contains: '11111' } })).toEqual([0, 0, 0, 0]);
  });

  it('finds a container and a network by the id that lists tell', async () => {
    const query = `query ($container: ID!, $network: ID!) {
      container(id: $container) { id name host { name } } network(id: $network) { id name host { name } } }`;
    const ids = { container: 'web'.padEnd(64, '2'), network: `${FLEET_IDS[1]}/front` };
    const host = { name: 'host-02' };
    expect(await ask(query, ids)).toEqual({
      container: { id: ids.container, name: 'web', host },
      network: { id: ids.network, name: 'front', host },
    });
    expect(await ask(query, { container: 'web', network: 'front' })).toEqual({ container: null, network: null });
    const { errors } = await askGraphql(fleet.url, query, { container: '\u0000', network: FLEET_IDS[0] });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'id' } });
  });

  it('leaves out what is gone, unless it is asked for', async () => {
    await fleet.seed.query(
      `UPDATE series SET gone_at = now() WHERE name = 'eth0' AND class = 'container' AND host_id = $1`,
      [fleet.hostIds[0]],
    );
    const network = { network: { eq: 'back' } };
    expect(await countsOf(network)).toEqual([4, 3, 4, 3]);
    expect(await countsOf({ ...network, includeGone: true })).toEqual([4, 4, 4, 4]);
    expect(await countsOf({ classes: ['CONTAINER'] })).toEqual([3, 9, 6, 9]);
    await fleet.seed.query('UPDATE series SET gone_at = NULL');
  });

  it('refuses what is no subnet, by the name of its field', async () => {
    for (const list of ['hosts', 'containers', 'networks', 'interfaces', 'stacks', 'services', 'workloads', 'events']) {
      const query = `{ ${list}(filter: { addresses: { inSubnet: "10.0.0.0/40" } }) { totalCount } }`;
      const { errors } = await askGraphql(fleet.url, query);
      expect(errors?.[0]).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: 'filter.addresses.inSubnet' },
        message: expect.stringContaining('CIDR'),
      });
    }
  });

  it('takes stacks, services and workloads together over all hosts', async () => {
    const fields = 'id name hostCount containerCount containers(first: 3) { name host { name } }';
    const entities = await ask(`query ($filter: Filter) {
      stacks(filter: $filter) { nodes { ${fields} } } services(filter: $filter) { nodes { stack ${fields} } }
      workloads(filter: $filter) { nodes { namespace ${fields} } } }`);
    const on = (name: string) => (host: string) => ({ name, host: { name: host } });
    const web = ['host-01', 'host-02', 'host-03'].map(on('web'));
    const job = ['host-01', 'host-02', 'host-03'].map(on('job'));
    const db = ['host-01', 'host-02', 'host-03'].map(on('db'));
    const ofShop = [on('db')('host-01'), on('web')('host-01'), on('db')('host-02')];
    const four = { hostCount: 4, containerCount: 4 };
    expect(entities).toEqual({
      stacks: { nodes: [{ id: 'shop', name: 'shop', hostCount: 4, containerCount: 8, containers: ofShop }] },
      services: {
        nodes: [
          { id: 'shop/db', stack: 'shop', name: 'db', ...four, containers: db },
          { id: 'shop/web', stack: 'shop', name: 'web', ...four, containers: web },
        ],
      },
      workloads: {
        nodes: [{ id: 'prod/Deployment/job', namespace: 'prod', name: 'Deployment/job', ...four, containers: job }],
      },
    });
  });

  it.each([
    [{ host: { eq: 'host-01' } }, ['shop/db', 'shop/web']],
    [{ image: { glob: 'nginx*' } }, ['shop/web']],
    [{ network: { eq: 'back' } }, ['shop/db']],
    [{ text: 'WEB' }, ['shop/web']],
    [{ text: 'host-01' }, []],
    [{ service: { ne: 'shop/web' } }, ['shop/db']],
  ])('finds a service, whole, by one of its containers: %j', async (filter, expected) => {
    const query = 'query ($filter: Filter) { services(filter: $filter) { nodes { id containerCount } } }';
    const { services } = await ask<{ services: { nodes: object[] } }>(query, { filter });
    expect(services.nodes).toEqual(expected.map((id) => ({ id, containerCount: 4 })));
  });
});
