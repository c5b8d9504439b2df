import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { startProcess } from './process.js';
import { temporaryDirectory } from './reaper.js';

/** A real HAProxy before several aggregators, as users have one; answers its address. One that is not ready is left out. */
export async function startFront(targets: readonly string[]): Promise<string> {
  const port = await freePort();
  const servers = targets.map(
    (url, index) => `  server a${index + 1} ${new URL(url).host} check inter 500ms fall 1 rise 1`,
  );
  const file = join(temporaryDirectory('front'), 'haproxy.cfg');
  writeFileSync(
    file,
    `
defaults
  mode http
  timeout connect 1s
  timeout check 3s
  timeout client 30s
  timeout server 30s
  timeout tunnel 1h
  retries 2
  option redispatch 1
frontend weir
  bind 127.0.0.1:${port}
  default_backend aggregators
backend aggregators
  balance roundrobin
  option httpchk GET /readyz
  default-server on-marked-down shutdown-sessions
${servers.join('\n')}
`,
  );
  const url = `http://127.0.0.1:${port}`;
  const front = startProcess({ name: 'haproxy', command: 'haproxy', args: ['-db', '-f', file] });
  await eventually(
    'the front answers',
    async () => {
      const { status } = await fetch(`${url}/readyz`).catch((error: Error) => ({ status: error.message }));
      if (status !== 200) throw new Error(`${status}\n${front.log()}`);
    },
    STARTED_WITHIN_MS,
  );
  return url;
}
