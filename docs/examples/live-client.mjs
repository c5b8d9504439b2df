// Prints what each host carries, second by second: WEIR=http://127.0.0.1:8080 node live-client.mjs [host …]
// Needs `npm install graphql graphql-ws ws`. On another machine: WEIR=https://weir.example WEIR_TOKEN=weir_… (an API token).
import process from 'node:process';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const url = new URL('/graphql', process.env.WEIR ?? 'http://127.0.0.1:8080');
url.protocol = url.protocol.replace('http', 'ws');
const client = createClient({
  url: url.href,
  webSocketImpl: WebSocket,
  ...(process.env.WEIR_TOKEN && { connectionParams: { authorization: `Bearer ${process.env.WEIR_TOKEN}` } }),
  // A connection that hangs is noticed, and one that breaks is made anew for ever, within 5 s.
  keepAlive: 10_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  on: { error: ({ message }) => console.error(message) },
  retryWait: (retries) => new Promise((again) => setTimeout(again, Math.min(5_000, 500 * 2 ** retries))),
});

const names = process.argv.slice(2);
const input = { groupBy: ['HOST'], ...(names.length > 0 && { filter: { host: { in: names } } }) };
const query = 'subscription ($input: LiveSeriesInput!) { liveSeries(input: $input) { at groups columns } }';
const hosts = new Map();
for await (const { data, errors } of client.iterate({ query, variables: { input } })) {
  if (errors) throw new Error(errors[0].message);
  const { at, groups, columns } = data.liveSeries;
  for (const { index, keys } of groups) hosts.set(index, keys[0].name ?? keys[0].value);
  // A frame names what moved, and what is not known whole; all else carries nothing.
  for (const [index, name] of hosts) {
    const place = columns.groups.indexOf(index);
    const [received, sent] = [columns.rxBytesPerSecond, columns.txBytesPerSecond].map((rates) => rates[place] ?? 0);
    const known = columns.incomplete.includes(index) ? ' (not all is known)' : '';
    console.log(`${new Date(at).toISOString()} ${name} in ${received} B/s out ${sent} B/s${known}`);
  }
}
