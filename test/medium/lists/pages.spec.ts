import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askGraphql } from '../../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../../support/inventory.js';
import { askPage, askPages, type ListAsked, type ListPage } from '../../support/list.js';
import { describeIf, natsServer } from '../../support/requirements.js';

const HOSTS = 6;
const LISTS: Readonly<Record<string, readonly string[]>> = {
  hosts: ['NAME', 'STATE', 'LAST_SEEN', 'FIRST_SEEN', 'PLATFORM'],
  networks: ['NAME', 'HOST', 'DRIVER'],
  stacks: ['NAME', 'HOSTS', 'CONTAINERS'],
  services: ['NAME', 'HOSTS', 'CONTAINERS'],
  workloads: ['NAME', 'HOSTS', 'CONTAINERS'],
  containers: ['NAME', 'HOST', 'IMAGE', 'STACK', 'SERVICE', 'WORKLOAD', 'STARTED'],
  interfaces: ['HOST', 'NAME', 'CLASS', 'STATE', 'SPEED', 'RESETS'],
};
const COUNTS = { hosts: 6, networks: 12, stacks: 1, services: 2, workloads: 1, containers: 24, interfaces: 24 };
const ORDERS = Object.entries(LISTS).flatMap(([list, orders]) =>
  orders.flatMap((by) => ['ASCENDING', 'DESCENDING'].map((direction) => [list, by, direction] as const)),
);

describeIf(natsServer, 'lists', () => {
  let fleet: FleetApi;

  beforeAll(async () => {
    fleet = await startFleetApi(HOSTS);
    // Moments that differ by less than a millisecond are different places.
    await fleet.seed.query(`UPDATE host SET first_seen = to_timestamp(1000) + host_id * interval '1 microsecond'`);
  });

  afterAll(() => fleet?.seed.end());

  const hostsBy = (sort: string): ListAsked => ({ list: 'hosts', args: `sort: ${sort},`, fields: 'id name' });
  const errorOf = async (list: string, args: string): Promise<unknown> =>
    (await askGraphql(fleet.url, `{ ${list}(${args}) { totalCount } }`)).errors?.[0];

  it.each(ORDERS)('%s by %s, %s: pages of two are the whole list, each entry once', async (list, by, direction) => {
    const fields = list === 'containers' ? 'id host { id }' : 'id';
    const asked = { list, args: `sort: { by: ${by}, direction: ${direction} },`, fields };
    const { nodes: whole, totalCount } = await askPage(fleet.url, asked);
    expect([whole.length, totalCount]).toEqual(Array(2).fill(COUNTS[list as keyof typeof COUNTS]));
    const pages = await askPages(fleet.url, asked, 2);
    expect(pages.flatMap(({ nodes }) => nodes)).toEqual(whole);
    expect(new Set(whole.map((each) => JSON.stringify(each))).size).toBe(totalCount);
    expect(pages.slice(0, -1).every(({ nodes }) => nodes.length === 2)).toBe(true);
  });

  it('sorts as asked, and backwards', async () => {
    const namesBy = async (sort: string): Promise<string[]> =>
      (await askPage<{ name: string }>(fleet.url, hostsBy(sort))).nodes.map(({ name }) => name);
    const names = ['host-01', 'host-02', 'host-03', 'host-04', 'host-05', 'host-06'];
    expect(await namesBy('{ by: NAME }')).toEqual(names);
    expect(await namesBy('{ by: NAME, direction: DESCENDING }')).toEqual([...names].reverse());
    expect((await namesBy('{ by: STATE, direction: DESCENDING }'))[0]).toBe('host-04');
    expect((await namesBy('{ by: LAST_SEEN }'))[0]).toBe('host-04');
  });

  it('puts what has no value before all that has one', async () => {
    const startedOf = async (direction: string): Promise<(string | null)[]> => {
      const asked = {
        list: 'containers',
        args: `sort: { by: STARTED, direction: ${direction} },`,
        fields: 'startedAt',
      };
      const pages = await askPages<{ startedAt: string | null }>(fleet.url, asked, 5);
      return pages.flatMap(({ nodes }) => nodes.map(({ startedAt }) => startedAt));
    };
    const ascending = await startedOf('ASCENDING');
    expect(ascending.slice(0, 6)).toEqual(Array(6).fill(null));
    expect(ascending.slice(6)).toEqual([...ascending.slice(6)].sort());
    expect(await startedOf('DESCENDING')).toEqual([...ascending].reverse());
  });

  it('neither misses nor repeats what stays, whatever comes and goes between two pages', async () => {
    const asked = hostsBy('{ by: NAME }');
    const first = await askPage<{ name: string }>(fleet.url, asked, { first: 3 });
    const extra = await fleet.seed.host(FLEET_IDS[19]!, 'host-00');
    const second = await askPage<{ name: string }>(fleet.url, asked, { first: 3, after: first.pageInfo.endCursor });
    await fleet.seed.query('DELETE FROM host WHERE host_id = $1', [extra]);
    expect(second.nodes.map(({ name }) => name)).toEqual(['host-04', 'host-05', 'host-06']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it.each(['ASCENDING', 'DESCENDING'])('holds live hosts still, whose LAST_SEEN moves, %s', async (direction) => {
    const asked = hostsBy(`{ by: LAST_SEEN, direction: ${direction} }`);
    const names: string[] = [];
    for (let after: string | null = null, more = true, order = 1; more; order = -order) {
      const moved = `UPDATE host SET last_seen = now() + interval '1 hour' + host_id * $1::int * interval '1 second'`;
      await fleet.seed.query(`${moved} WHERE name <> 'host-04'`, [order]);
      const page: ListPage<{ name: string }> = await askPage(fleet.url, asked, { first: 2, after });
      names.push(...page.nodes.map(({ name }) => name));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    const ascending = ['host-04', 'host-01', 'host-02', 'host-03', 'host-05', 'host-06'];
    expect(names).toEqual(direction === 'ASCENDING' ? ascending : ascending.reverse());
  });

  it('keeps the interfaces of a host together, where two have one name, in GraphQL and REST alike', async () => {
    await fleet.seed.query(`UPDATE host SET name = 'host-01' WHERE name = 'host-02'`);
    const { nodes } = await askPage<{ id: string }>(fleet.url, { list: 'interfaces', fields: 'id' });
    const answer = await fetch(`${fleet.url}/api/v1/interface?limit=500`);
    const listed = (await answer.json()) as { net_id: string }[];
    await fleet.seed.query(`UPDATE host SET name = 'host-02' WHERE id = $1`, [FLEET_IDS[1]]);
    expect(listed.map(({ net_id: id }) => id)).toEqual(nodes.map(({ id }) => id));
  });

  it('counts only where the count is asked for, and reads no page where only that is', async () => {
    fleet.watched.take();
    await askGraphql(fleet.url, '{ interfaces { nodes { id } pageInfo { hasNextPage } } }');
    expect(fleet.watched.take().filter((sql) => sql.includes('series'))).toHaveLength(1);
    await askGraphql(fleet.url, '{ interfaces { totalCount } }');
    const statements = fleet.watched.take().filter((sql) => sql.includes('series'));
    expect(statements).toEqual([expect.stringContaining('count(*)')]);
  });

  it('never counts off rows', async () => {
    const asked = { list: 'containers', fields: 'id' };
    fleet.watched.take();
    await askPages(fleet.url, asked, 5);
    expect(fleet.watched.take().filter((sql) => /\bOFFSET\b/i.test(sql))).toEqual([]);
  });

  it.each([
    ['first', 'first: 0'],
    ['first', 'first: 501'],
    ['first', 'first: -1'],
    ['after', 'after: ""'],
    ['after', 'after: "; DROP TABLE host; --"'],
    ['after', `after: "${Buffer.from('["hosts state",1,2]').toString('base64url')}"`],
  ])('refuses %s by its name: %s', async (field, args) => {
    expect(await errorOf('hosts', args)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field } });
  });

  it('refuses the cursor of another list, or of another order', async () => {
    const { pageInfo } = await askPage(fleet.url, hostsBy('{ by: NAME }'), { first: 1 });
    const after = `after: "${pageInfo.endCursor}"`;
    const refused = { extensions: { code: 'BAD_USER_INPUT', field: 'after' } };
    expect(await errorOf('hosts', after)).toBeUndefined();
    expect(await errorOf('hosts', `${after}, sort: { by: NAME, direction: DESCENDING }`)).toMatchObject(refused);
    expect(await errorOf('hosts', `${after}, sort: { by: LAST_SEEN }`)).toMatchObject(refused);
    expect(await errorOf('networks', after)).toMatchObject(refused);
  });

  it('bounds lists within others', async () => {
    const { nodes } = await askPage<{ interfaces: unknown[]; interfaceCount: number; containerCount: number }>(
      fleet.url,
      { list: 'hosts', fields: 'interfaces(first: 2) { id } interfaceCount containerCount networkCount' },
      { first: 2 },
    );
    expect(nodes.map(({ interfaces }) => interfaces.length)).toEqual([2, 2]);
    expect(nodes[0]).toMatchObject({ interfaceCount: 4, containerCount: 4, networkCount: 2 });
    const error = (await askGraphql(fleet.url, '{ hosts { nodes { interfaces(first: 1001) { id } } } }')).errors?.[0];
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'first' } });
  });
});
