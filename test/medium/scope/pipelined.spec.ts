import { mkdir, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../../support/reaper.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { HIDDEN, OWN_MARKER, type ScopedFleet, startScopedFleet } from '../../support/scope/scoped-fleet.js';

/** More than a few batches of an export; what is hidden lies behind them. */
const OWN_EVENTS = 20_000;
const HIDDEN_EVENTS = 500;
/** More than sockets hold: what follows it on a connection waits until it was read. */
const FILE_BYTES = 16_000_000;

describeIf(natsServer, 'an export, asked for right behind a file of the dashboard, which everybody may have', () => {
  let fleet: ScopedFleet;

  beforeAll(async () => {
    const folder = temporaryDirectory('dashboard');
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    // Text, so that it is packed in memory, and sent from the disk to who does not unpack.
    await writeFile(join(folder, 'assets', 'big.js'), randomBytes(FILE_BYTES / 2).toString('hex'));
    fleet = await startScopedFleet({ WEIR_DASHBOARD_DIR: folder });
    const store = `INSERT INTO event (host_id, time, kind, subject, text)
      SELECT host_id, now() - $2 * interval '1 hour' - n * interval '1 second', 'image', n, repeat($3 || ' ', 100)
      FROM host, generate_series(1, $4::int) AS n WHERE id = $1`;
    await fleet.seed.query(store, [fleet.own.id, 1, fleet.own.marker, OWN_EVENTS]);
    await fleet.seed.query(store, [fleet.hidden.id, 100, fleet.hidden.marker, HIDDEN_EVENTS]);
  }, 120_000);

  /** Asks for both in one breath, and reads what comes a little at a time. */
  const both = async (): Promise<string> => {
    const { hostname, port } = new URL(fleet.url);
    const socket = connect(Number(port), hostname);
    const host = `Host: ${hostname}:${port}`;
    socket.write(
      `GET /assets/big.js HTTP/1.1\r\n${host}\r\n\r\n` +
        `GET /api/v1/export/events.csv HTTP/1.1\r\n${host}\r\n` +
        `Authorization: ${fleet.viewer['authorization'] ?? ''}\r\nConnection: close\r\n\r\n`,
    );
    const chunks: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      await sleep(1);
    }
    return Buffer.concat(chunks).toString('latin1');
  };

  it('tells nothing of another host, to its last row', async () => {
    const text = await both();
    const [, file = '', table = ''] = text.split('HTTP/1.1 200 OK');
    expect(file.length).toBeGreaterThan(FILE_BYTES);
    expect(table.split(`,${OWN_MARKER}-host,`).length).toBeGreaterThan(OWN_EVENTS);
    expect(table).toMatch(/\r\n0\r\n\r\n$/);
    expect(HIDDEN.exec(table)).toBeNull();
    // It would be told, were it asked for by who sees all.
    const all = await (await fetch(`${fleet.url}/api/v1/export/events.csv`)).text();
    expect(all).toMatch(HIDDEN);
  }, 120_000);
});
