import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, encodeControl, STREAM, STREAM_SUBJECTS } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startAgent } from '../support/agent.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import type { TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer } from '../support/requirements.js';

describeIf(natsServer, 'an agent that may not listen to control', () => {
  const folder = temporaryDirectory('control');
  const config = join(folder, 'nats.conf');
  const lengths: number[] = [];
  let server: TestNats;
  let nats: NatsConnection;
  let agent: TestProcess;
  let host = '';

  function allow(...subjects: string[]): void {
    const permissions = { publish: ['weir.v1.*.*'], subscribe: ['_INBOX.>', ...subjects] };
    const users = [
      { user: 'agent', password: 'a', permissions },
      { user: 'aggregator', password: 'b' },
    ];
    writeFileSync(config, `authorization: ${JSON.stringify({ users })}`);
  }

  beforeAll(async () => {
    allow();
    server = await startNats({ args: ['-c', config] });
    nats = await connect({
      servers: server.url,
      user: 'aggregator',
      pass: 'b',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
    });
    await (await jetstreamManager(nats)).streams.add({ name: STREAM, subjects: [...STREAM_SUBJECTS] });
    nats.subscribe('weir.v1.traffic.*', {
      callback: (error, message) => {
        if (error) return;
        host = message.subject.split('.').at(-1) ?? '';
        lengths.push(message.json<{ ms: number }>().ms);
      },
    });
    agent = startAgent({
      WEIR_NATS_URL: server.url.replace('nats://', 'nats://agent:a@'),
      WEIR_STATE_DIR: join(folder, 'state'),
      DOCKER_HOST: `unix://${folder}/no-docker.sock`,
    });
  });

  afterAll(async () => {
    await nats.close();
    await agent.stop();
  });

  it('says so once, and counts and sends as ever', async () => {
    await agent.waitForLog(/NATS does not let the agent listen to weir\.v1\.control\./);
    await eventually('it goes on', () => expect(lengths.length).toBeGreaterThan(4));
    expect(agent.running()).toBe(true);
  });

  it('listens as soon as it may', async () => {
    allow('weir.v1.control.*');
    await server.restart();
    await eventually('it looks closer', () => {
      nats.publish(
        controlSubjectOf(host),
        encodeControl({ v: 1, host, focus: { forMs: 2_000, intervalMs: 250 }, peers: null }),
      );
      expect(lengths.slice(-8).filter((ms) => ms < 400)).toHaveLength(8);
    });
    expect(agent.log().match(/does not let the agent listen/g)).toHaveLength(1);
  });
});
