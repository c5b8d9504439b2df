import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DockerEngine } from './docker-engine.js';
import type { DockerContainer, DockerEvent } from './docker-records.js';
import { DockerWatch } from './docker-watch.js';

const container = (id: string, name: string): DockerContainer => ({
  id,
  name,
  image: null,
  stack: null,
  service: null,
  pod: null,
  podNamespace: null,
  labels: {},
  endpoints: [],
  networkMode: null,
});
const network = { id: 'n1', name: 'front', driver: 'bridge', internal: false, subnets: [], bridge: 'br-1' };

/** An engine whose answers and events are made by the test. */
class FakeEngine implements DockerEngine {
  failure: Error | null = null;
  running = [container('c1', 'web')];
  networkList = [network];
  asked: (readonly string[] | undefined)[] = [];
  /** How long each listing takes, from now on. */
  slowness: number[] = [];
  private emit: (event: DockerEvent | null) => void = () => undefined;

  hostName = async (): Promise<string> => {
    if (this.failure) throw this.failure;
    return 'docker-host';
  };

  containers = async (ids?: readonly string[]): Promise<DockerContainer[]> => {
    if (this.failure) throw this.failure;
    this.asked.push(ids);
    const listed = this.running.filter(({ id }) => !ids || ids.includes(id));
    const ms = this.slowness.shift();
    if (ms !== undefined) await new Promise((resolve) => setTimeout(resolve, ms));
    return listed;
  };

  networks = async () => this.networkList;

  events = async (signal: AbortSignal): Promise<AsyncIterable<DockerEvent>> => {
    if (this.failure) throw this.failure;
    const queue: (DockerEvent | null)[] = [];
    let wake: () => void = () => undefined;
    this.emit = (event) => {
      queue.push(event);
      wake();
    };
    signal.addEventListener('abort', () => this.emit(null));
    return (async function* () {
      for (;;) {
        while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const event = queue.shift();
        if (!event) return;
        yield event;
      }
    })();
  };

  happens(type: string, action: string, id: string | null): void {
    this.emit({ type, action, container: id });
  }

  goes(): void {
    this.failure = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
    this.emit(null);
  }
}

describe('watching Docker', () => {
  let engine: FakeEngine;
  let watch: DockerWatch;
  let running: Promise<void>;
  const listener = { containersMoved: jest.fn(), namesChanged: jest.fn() };
  const log = { info: jest.fn(), warn: jest.fn() };
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms).then(() => undefined);

  beforeEach(() => {
    jest.useFakeTimers();
    for (const mock of [listener.containersMoved, listener.namesChanged, log.info, log.warn]) mock.mockReset();
    engine = new FakeEngine();
    watch = new DockerWatch(engine, log);
  });
  afterEach(async () => {
    watch.stop();
    await pass(100);
    await running;
    jest.useRealTimers();
  });
  const start = async (): Promise<void> => {
    running = watch.run(listener);
    await pass(1);
  };

  it('reads everything once, then only what events are about', async () => {
    await start();
    expect(watch).toMatchObject({ state: 'connected', hostName: 'docker-host' });
    expect(watch.containers.get('c1')?.name).toBe('web');
    expect(watch.networks.get('n1')?.name).toBe('front');
    engine.running = [container('c1', 'web-renamed'), container('c2', 'db')];
    engine.happens('container', 'rename', 'c1');
    engine.happens('container', 'start', 'c2');
    engine.happens('network', 'connect', 'c2');
    await pass(150);
    expect(engine.asked).toEqual([undefined, ['c1', 'c2']]);
    expect([...watch.containers.values()].map(({ name }) => name)).toEqual(['web-renamed', 'db']);
    expect(listener.containersMoved).toHaveBeenCalledTimes(2);
  });

  it('forgets containers that ended, and asks nothing for events that say nothing', async () => {
    await start();
    engine.running = [];
    engine.happens('container', 'exec_start: sh', 'c1');
    await pass(150);
    expect(engine.asked).toHaveLength(1);
    engine.happens('container', 'die', 'c1');
    await pass(150);
    expect(watch.containers.size).toBe(0);
    engine.networkList = [];
    engine.happens('network', 'destroy', null);
    await pass(150);
    expect(watch.networks.size).toBe(0);
    expect(engine.asked).toHaveLength(2);
  });

  it('keeps its names while Docker is away, and is there again when it is', async () => {
    await start();
    engine.goes();
    await pass(1);
    expect(watch.state).toBe('unreachable');
    expect(watch.containers.size).toBe(1);
    await pass(60_000);
    expect(log.warn).toHaveBeenCalledTimes(1);
    engine.failure = null;
    engine.running = [container('c9', 'new')];
    await pass(16_000);
    expect(watch.state).toBe('connected');
    expect([...watch.containers.keys()]).toEqual(['c9']);
    engine.happens('container', 'start', 'c9');
    await pass(150);
    expect(listener.containersMoved).toHaveBeenCalledTimes(1);
  });

  it('does not take a late answer for the newest', async () => {
    await start();
    engine.slowness = [3_000, 10];
    engine.happens('container', 'start', 'c1');
    await pass(150);
    engine.running = [];
    engine.happens('container', 'die', 'c1');
    await pass(5_000);
    expect(watch.containers.size).toBe(0);
    expect(engine.asked).toHaveLength(3);
  });

  it('calls Docker absent where there is no socket', async () => {
    engine.failure = Object.assign(new Error('connect ENOENT'), { code: 'ENOENT', syscall: 'connect' });
    await start();
    expect(watch.state).toBe('absent');
    await pass(20_000);
    engine.failure = null;
    await pass(16_000);
    expect(watch.state).toBe('connected');
  });

  it('connects anew where a listing fails in between', async () => {
    await start();
    engine.failure = new Error('500 server error');
    engine.happens('container', 'start', 'c2');
    await pass(150);
    expect(watch.state).toBe('unreachable');
    engine.failure = null;
    await pass(2_000);
    expect(watch.state).toBe('connected');
  });
});
