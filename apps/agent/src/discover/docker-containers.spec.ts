import { beforeEach, describe, expect, it } from '@jest/globals';
import { DockerContainers } from './docker-containers.js';
import { toContainer } from './docker-records.js';
import { networkOwner } from './network-owner.js';
import { noLabels } from './labels.js';
import type { DockerContainer } from './docker-records.js';

const ids = { web: 'a'.repeat(64), side: 'b'.repeat(64), hosty: 'c'.repeat(64) };

function container(name: keyof typeof ids, networkMode: string): DockerContainer {
  const made = toContainer({ Id: ids[name], Names: [`/${name}`], HostConfig: { NetworkMode: networkMode } }, noLabels);
  if (!made) throw new Error('no container');
  return made;
}

const listed = (...containers: DockerContainer[]): Map<string, DockerContainer> =>
  new Map(containers.map((each) => [each.id, each]));
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('containers as Docker alone tells of them', () => {
  let starts: Map<string, number | null>;
  let asked: string[];
  let failure: Error | null;
  let nowMs: number;
  let moves: number;
  let containers: DockerContainers;

  beforeEach(() => {
    starts = new Map([
      [ids.web, 1_000],
      [ids.side, 2_000],
      [ids.hosty, 3_000],
    ]);
    [asked, failure, nowMs, moves] = [[], null, 0, 0];
    const startedAt = async (id: string): Promise<number | null> => {
      asked.push(id);
      await settled();
      if (failure) throw failure;
      return starts.get(id) ?? null;
    };
    containers = new DockerContainers(
      { startedAt },
      () => nowMs,
      () => (moves += 1),
    );
  });

  const update = async (map: Map<string, DockerContainer>, connected = true): Promise<void> => {
    containers.update(map, connected);
    for (let turn = 0; turn < 4; turn += 1) await settled();
  };

  it('are asked once when they were started, and share one namespace', async () => {
    const all = listed(container('web', 'shop'), container('side', `container:${ids.web}`), container('hosty', 'host'));
    expect(containers.listed).toBe(false);
    await update(all);
    await update(all);
    expect(asked).toEqual([ids.web, ids.side, ids.hosty]);
    expect(containers.listed).toBe(true);
    expect(containers.namespaces()).toEqual([
      {
        ...{ key: 'aaaaaaaaaaaa', life: 'aaaaaaaaaaaa.1000', startedAt: 1_000, inode: 0, pids: [] },
        containers: [ids.web, ids.side],
      },
    ]);
    expect(containers.containers().map(({ namespace, hostNetwork }) => [namespace, hostNetwork])).toEqual([
      ['aaaaaaaaaaaa', false],
      ['aaaaaaaaaaaa', false],
      [null, true],
    ]);
    expect(containers.lives()[0]).toEqual({ id: ids.web, startedAt: 1_000, certain: true });
  });

  it('live anew after each start', async () => {
    const all = listed(container('web', 'shop'));
    await update(all);
    const version = containers.containersVersion;
    containers.ended(ids.web);
    expect([containers.lives(), containers.namespaces()]).toEqual([[], []]);
    starts.set(ids.web, 9_000);
    await update(all);
    expect(containers.namespaces()[0]).toMatchObject({ key: 'aaaaaaaaaaaa', life: 'aaaaaaaaaaaa.9000' });
    expect(containers.containersVersion).toBeGreaterThan(version);
  });

  it('are not believed an answer that was on its way when they ended', async () => {
    const all = listed(container('web', 'shop'));
    containers.update(all, true);
    containers.ended(ids.web);
    await update(listed());
    expect(containers.lives()).toEqual([]);
  });

  it('may have been restarted while Docker was away', async () => {
    const all = listed(container('web', 'shop'));
    await update(all);
    await update(all, false);
    expect(containers.lives()).toEqual([{ id: ids.web, startedAt: 1_000, certain: false }]);
    // Counted on, as unread.
    expect(containers.namespaces()).toHaveLength(1);
    expect(asked).toHaveLength(1);
    await update(all);
    expect(containers.lives()).toEqual([{ id: ids.web, startedAt: 1_000, certain: true }]);
  });

  it('are gone when they no longer run though they are listed', async () => {
    starts.set(ids.web, null);
    await update(listed(container('web', 'shop')));
    expect([containers.lives(), containers.containers(), containers.listed]).toEqual([[], [], true]);
  });

  it('are asked about again when Docker did not tell, after a while', async () => {
    failure = new Error('forbidden');
    await update(listed(container('web', 'shop')));
    expect(containers.failure).toBe('Docker does not tell when aaaaaaaaaaaa was started: forbidden');
    expect(containers.listed).toBe(false);
    containers.refresh();
    expect(asked).toHaveLength(1);
    [failure, nowMs] = [null, 2_000];
    containers.refresh();
    await settled();
    await settled();
    expect([containers.failure, containers.listed, asked.length]).toEqual([null, true, 2]);
  });

  it('are not owned by a network that ended', async () => {
    await update(listed(container('side', `container:${ids.web}`)));
    expect(containers.namespaces()).toEqual([]);
    expect(containers.containers()).toMatchObject([{ id: ids.side, namespace: null, hostNetwork: false }]);
  });

  it('says so whenever lives may be others', async () => {
    await update(listed(container('web', 'shop')));
    const before = moves;
    containers.ended(ids.web);
    expect(moves).toBe(before + 1);
  });
});

describe('the owner of a network', () => {
  const web = container('web', 'default');
  const owner = (mode: string): unknown => networkOwner(container('side', mode), listed(web, container('side', mode)));

  it.each([`container:${ids.web}`, `container:${ids.web.slice(0, 12)}`, 'container:web'])('is found by %s', (mode) => {
    expect(owner(mode)).toEqual({ kind: 'container', id: ids.web });
  });

  it.each(['container:gone', 'container:', 'container:side'])('is nobody that runs: %s', (mode) => {
    expect(owner(mode)).toBeNull();
  });

  it('may be the host', () => expect(owner('host')).toEqual({ kind: 'host' }));
});
